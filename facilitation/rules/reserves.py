"""Reserves: one doubt a person, with a reason, told beside the dots, never taken off them (method §3.1)."""

from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import ReserveVoiced, ReserveWithdrawn
from facilitation.model import ParticipantId, Round, Workshop
from facilitation.text import clean_text


def voice_reserve(
    workshop: Workshop, at: datetime, *, participant: ParticipantId, round: str, item: str, reason: str
) -> tuple[ReserveVoiced, ...]:
    """The one reserve of this person, about anybody's idea; it replaces an earlier one."""
    current = _taken_by(workshop, at, participant, round, (item,))
    why = clean_text(reason, conditions.REASON_LIMIT, key="reserve")
    before = current.reserves.get(participant)
    if before is not None and (before.item, before.reason) == (item, why):
        return ()
    return (ReserveVoiced(current.id, participant, item, why),)


def withdraw_reserve(
    workshop: Workshop, at: datetime, *, participant: ParticipantId, round: str
) -> tuple[ReserveWithdrawn, ...]:
    """This person has no reserve after all."""
    current = _taken_by(workshop, at, participant, round)
    return (ReserveWithdrawn(current.id, participant),) if participant in current.reserves else ()


def _taken_by(
    workshop: Workshop, at: datetime, person: ParticipantId, id: str, items: tuple[str, ...] = ()
) -> Round:
    """The running round, if it takes a reserve of that person about those items."""
    conditions.checked_in(workshop, person)
    current = conditions.voting_on(workshop, at, id, person, items)
    if not current.options.reserves:
        raise RuleError("reserve.none_asked")
    return current
