"""What a person tells the facilitator without a word: «I am done», «I need help»."""

from collections.abc import Collection
from datetime import datetime

from facilitation import conditions
from facilitation.events import DoneDeclared, HelpAsked, HelpGiven, HelpWithdrawn
from facilitation.model import ParticipantId, Workshop
from facilitation.rights import Facilitator
from facilitation.tallies.signals import is_asked, moment


def declare_done(
    workshop: Workshop, at: datetime, *, participant: ParticipantId, about: str, done: bool
) -> tuple[DoneDeclared, ...]:
    """Done with what `about` names (`tallies.signals.moment`), or not after all.

    What arrives after the room has moved on says nothing any more: it is dropped, not refused.
    """
    conditions.checked_in(workshop, participant)
    conditions.active(workshop)
    current = moment(workshop)
    if not current or about != current or not is_asked(workshop, participant):
        return ()
    return () if (participant in workshop.done) is done else (DoneDeclared(participant, done),)


def ask_help(workshop: Workshop, at: datetime, *, participant: ParticipantId) -> tuple[HelpAsked, ...]:
    """Somebody should come; asking again changes nothing, and keeps the place in the line."""
    conditions.checked_in(workshop, participant)
    conditions.active(workshop)
    return () if participant in workshop.help else (HelpAsked(participant),)


def withdraw_help(
    workshop: Workshop, at: datetime, *, participant: ParticipantId
) -> tuple[HelpWithdrawn, ...]:
    """Nobody needs to come any more."""
    conditions.checked_in(workshop, participant)
    conditions.active(workshop)
    return (HelpWithdrawn(participant),) if participant in workshop.help else ()


def give_help(
    workshop: Workshop, at: datetime, *, by: Facilitator, people: Collection[ParticipantId]
) -> tuple[HelpGiven, ...]:
    """Those people were helped; who asked since then still waits."""
    conditions.active(workshop)
    return tuple(HelpGiven(one) for one in workshop.help if one in people)
