"""Concerns: one concern a person, with a reason, told beside the dots, never taken off them (method §3.1)."""

from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import ConcernMasked, ConcernUnmasked, ConcernVoiced, ConcernWithdrawn
from facilitation.model import Concern, ParticipantId, Round, Workshop
from facilitation.rights import Facilitator
from facilitation.tallies.votes import is_blind
from facilitation.text import clean_text


def voice_concern(
    workshop: Workshop, at: datetime, *, participant: ParticipantId, round: str, item: str, reason: str
) -> tuple[ConcernVoiced, ...]:
    """The one concern of this person, about anybody's idea; it replaces an earlier one."""
    current = _taken_by(workshop, at, participant, round, (item,))
    why = clean_text(reason, conditions.REASON_LIMIT, key="concern")
    before = current.concerns.get(participant)
    if before is not None and (before.item, before.reason) == (item, why):
        return ()
    return (ConcernVoiced(current.id, participant, item, why),)


def withdraw_concern(
    workshop: Workshop, at: datetime, *, participant: ParticipantId, round: str
) -> tuple[ConcernWithdrawn, ...]:
    """This person has no concern after all."""
    current = _taken_by(workshop, at, participant, round)
    return (ConcernWithdrawn(current.id, participant),) if participant in current.concerns else ()


def mask_concern(
    workshop: Workshop, at: datetime, *, by: Facilitator, round: str, participant: ParticipantId, reason: str
) -> tuple[ConcernMasked]:
    """Hides a concern that names, insults or reveals, never one that is only critical; it counts (R-28)."""
    current, _ = _read(workshop, round, participant)
    why = clean_text(reason, conditions.REASON_LIMIT, key="reason")
    return (ConcernMasked(current.id, participant, why),)


def unmask_concern(
    workshop: Workshop, at: datetime, *, by: Facilitator, round: str, participant: ParticipantId
) -> tuple[ConcernUnmasked, ...]:
    """Brings a masked concern back."""
    current, concern = _read(workshop, round, participant)
    return () if concern.masked is None else (ConcernUnmasked(current.id, participant),)


def _read(workshop: Workshop, id: str, person: ParticipantId) -> tuple[Round, Concern]:
    """A concern that can be read: before the reveal nobody has seen any (R-12)."""
    conditions.active(workshop)
    found = next((one for one in workshop.rounds if one.id == id), None)
    if found is None or is_blind(found):
        raise RuleError("round.not_revealed")
    if person not in found.concerns:
        raise RuleError("concern.unknown")
    return found, found.concerns[person]


def _taken_by(
    workshop: Workshop, at: datetime, person: ParticipantId, id: str, items: tuple[str, ...] = ()
) -> Round:
    """The running round, if it takes a concern of that person about those items."""
    conditions.checked_in(workshop, person)
    current = conditions.voting_on(workshop, at, id, person, items)
    if not current.options.concerns:
        raise RuleError("concern.none_asked")
    return current
