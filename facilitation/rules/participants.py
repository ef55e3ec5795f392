"""Check-in: kind, table, language and consents; no name, no e-mail (R-02)."""

from collections.abc import Collection
from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import ParticipantCheckedIn
from facilitation.model import Channel, ParticipantId, Workshop
from facilitation.rights import Scribe

MAX_PARTICIPANTS = 2_500
CONSENTS = frozenset({"terms", "credit", "reinvite", "research"})
PHOTO = ("yes", "no", "back")


def check_in(
    workshop: Workshop,
    at: datetime,
    *,
    participant: ParticipantId | None = None,
    kind: str | None,
    table: int | None,
    language: str,
    consents: Collection[str],
    photo: str | None = None,
    channel: Channel = Channel.PHONE,
) -> tuple[ParticipantCheckedIn]:
    """A new participant, or the same one correcting the answers; kind None is «I would rather not say»."""
    framing = conditions.active(workshop)
    if participant is None and len(workshop.participants) >= MAX_PARTICIPANTS:
        raise RuleError("check_in.full", limit=MAX_PARTICIPANTS)
    if "terms" not in consents:
        raise RuleError("check_in.consent")
    if kind is not None and framing.kind(kind) is None:
        raise RuleError("check_in.kind")
    if table is not None and not 1 <= table <= max(framing.tables, 1):
        raise RuleError("check_in.table", tables=framing.tables)
    conditions.known_language(language)
    if photo is not None and photo not in PHOTO:
        raise RuleError("check_in.answer")
    id = participant or ParticipantId(f"P{len(workshop.participants) + 1}")
    kept = frozenset(consents) & CONSENTS
    return (ParticipantCheckedIn(id, kind, table, language, channel, kept, photo),)


def check_in_on_paper(
    workshop: Workshop,
    at: datetime,
    *,
    by: Scribe,
    kind: str | None,
    table: int | None,
    language: str,
    consents: Collection[str],
    participant: ParticipantId | None = None,
    photo: str | None = None,
) -> tuple[ParticipantCheckedIn, ...]:
    """A person of that table without a phone, or the same one's answers corrected by a scribe."""
    conditions.seated_at(workshop, table)
    if "terms" not in consents:
        raise RuleError("paper.consent")
    known = None if participant is None else conditions.on_paper(workshop, participant)
    answers = {"kind": kind, "table": table, "language": language, "consents": consents, "photo": photo}
    checked = check_in(workshop, at, participant=participant, channel=Channel.SCRIBE, **answers)  # type: ignore[arg-type]
    same = known is not None and all(getattr(known, name) == getattr(checked[0], name) for name in answers)
    return () if same else checked
