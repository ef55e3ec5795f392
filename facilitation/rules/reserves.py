"""Reserves: one doubt a person, with a reason, told beside the dots, never taken off them (method §3.1)."""

from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import ReserveMasked, ReserveUnmasked, ReserveVoiced, ReserveWithdrawn
from facilitation.model import ParticipantId, Reserve, Round, Workshop
from facilitation.rights import Facilitator
from facilitation.tallies.votes import is_blind
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


def mask_reserve(
    workshop: Workshop, at: datetime, *, by: Facilitator, round: str, participant: ParticipantId, reason: str
) -> tuple[ReserveMasked]:
    """Hides a reserve that names, insults or reveals, never one that is only critical; it counts (R-28)."""
    current, _ = _read(workshop, round, participant)
    why = clean_text(reason, conditions.REASON_LIMIT, key="reason")
    return (ReserveMasked(current.id, participant, why),)


def unmask_reserve(
    workshop: Workshop, at: datetime, *, by: Facilitator, round: str, participant: ParticipantId
) -> tuple[ReserveUnmasked, ...]:
    """Brings a masked reserve back."""
    current, doubt = _read(workshop, round, participant)
    return () if doubt.masked is None else (ReserveUnmasked(current.id, participant),)


def _read(workshop: Workshop, id: str, person: ParticipantId) -> tuple[Round, Reserve]:
    """A reserve that can be read: before the reveal nobody has seen any (R-12)."""
    conditions.active(workshop)
    found = next((one for one in workshop.rounds if one.id == id), None)
    if found is None or is_blind(found):
        raise RuleError("round.not_revealed")
    if person not in found.reserves:
        raise RuleError("reserve.unknown")
    return found, found.reserves[person]


def _taken_by(
    workshop: Workshop, at: datetime, person: ParticipantId, id: str, items: tuple[str, ...] = ()
) -> Round:
    """The running round, if it takes a reserve of that person about those items."""
    conditions.checked_in(workshop, person)
    current = conditions.voting_on(workshop, at, id, person, items)
    if not current.options.reserves:
        raise RuleError("reserve.none_asked")
    return current
