"""Being in: check-in with kind, table, language and consents, no name, no e-mail (R-02); and the door."""

from collections.abc import Collection
from datetime import datetime
from typing import NotRequired, TypedDict

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import (
    ArrivalsClosed,
    ArrivalsOpened,
    JoinCodeReplaced,
    NoteParked,
    ParticipantCheckedIn,
    PeopleRemoved,
    PeopleRestored,
)
from facilitation.model import Channel, Note, NoteStatus, ParticipantId, Workshop
from facilitation.rights import Facilitator, Scribe
from facilitation.text import clean_text

MAX_PARTICIPANTS = 2_500
CONSENTS = frozenset({"terms", "credit", "reinvite", "research"})
PHOTO = ("yes", "no", "back")


class Answers(TypedDict):
    """What a person answers at check-in; kind None is «I would rather not say»."""

    kind: str | None
    table: int | None
    language: str
    consents: Collection[str]
    photo: NotRequired[str | None]


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
    if participant is None:
        _may_come_in(workshop, channel)
    else:
        conditions.not_removed(workshop, participant)
    if "terms" not in consents:
        raise RuleError("check_in.consent")
    if kind is not None and framing.kind(kind) is None:
        raise RuleError("check_in.kind")
    if table is not None and not 1 <= table <= max(framing.tables, 1):
        raise RuleError("check_in.table", tables=framing.tables)
    conditions.known_language(language)
    if photo is not None and photo not in PHOTO:
        raise RuleError("check_in.answer")
    id = participant or ParticipantId(f"P{len(workshop.participants) + len(workshop.removed) + 1}")
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
    answers: Answers = {
        "kind": kind,
        "table": table,
        "language": language,
        "consents": consents,
        "photo": photo,
    }
    checked = check_in(workshop, at, participant=participant, channel=Channel.SCRIBE, **answers)
    same = known is not None and all(getattr(known, name) == getattr(checked[0], name) for name in answers)
    return () if same else checked


def close_arrivals(
    workshop: Workshop, at: datetime, *, by: Facilitator, closed: bool
) -> tuple[ArrivalsClosed | ArrivalsOpened, ...]:
    """Lets nobody new take a place by phone, or lets them again; asking twice changes nothing."""
    conditions.active(workshop)
    if closed is workshop.arrivals_closed:
        return ()
    return (ArrivalsClosed() if closed else ArrivalsOpened(),)


def replace_code(workshop: Workshop, at: datetime, *, by: Facilitator) -> tuple[JoinCodeReplaced]:
    """The workshop is joined by another code from now on; which one is the door's to draw."""
    conditions.active(workshop)
    return (JoinCodeReplaced(),)


def remove_people(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    people: Collection[ParticipantId],
    aside: str | None = None,
) -> tuple[PeopleRemoved | NoteParked, ...]:
    """Takes the places of those people away, with what they marked and nobody has seen counted yet.

    What they wrote stays, unless `aside` says why it is set aside; an idea that was merged with others'
    always stays (R-07). People who have no place any more are passed over.
    """
    conditions.active(workshop)
    named = frozenset(people)
    gone = tuple(id for id in workshop.participants if id in named)
    if not gone:
        return ()
    reason = None if aside is None else clean_text(aside, conditions.REASON_LIMIT, key="reason")
    notes = () if reason is None else of_their_own(workshop, gone)
    return (PeopleRemoved(gone), *(NoteParked(one.id, reason or "") for one in notes))


def of_their_own(workshop: Workshop, people: Collection[ParticipantId]) -> tuple[Note, ...]:
    """The visible notes of those people that are nobody else's too."""
    leads = {note.merged_into for note in workshop.notes.values()}
    written = (workshop.notes[id] for one in people for id in workshop.written.get(one, ()))
    return tuple(
        note
        for note in written
        if note.status is NoteStatus.VISIBLE and note.merged_into is None and note.id not in leads
    )


def restore_people(
    workshop: Workshop, at: datetime, *, by: Facilitator, people: Collection[ParticipantId]
) -> tuple[PeopleRestored, ...]:
    """Gives those people their place again; what they had marked does not come back, they mark anew."""
    conditions.active(workshop)
    named = frozenset(people)
    back = tuple(id for id in workshop.removed if id in named)
    if len(workshop.participants) + len(back) > MAX_PARTICIPANTS:
        raise RuleError("check_in.full", limit=MAX_PARTICIPANTS)
    return (PeopleRestored(back),) if back else ()


def _may_come_in(workshop: Workshop, channel: Channel) -> None:
    """Refuses a newcomer at a closed door, but those whom a scribe brings in, and in a full room."""
    if workshop.arrivals_closed and channel is not Channel.SCRIBE:
        raise RuleError("check_in.closed")
    if len(workshop.participants) >= MAX_PARTICIPANTS:
        raise RuleError("check_in.full", limit=MAX_PARTICIPANTS)
