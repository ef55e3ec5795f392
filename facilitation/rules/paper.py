"""People without a phone: a scribe hands in their ballot, wish and comment, under the same rules."""

from datetime import datetime
from typing import TypeVar

from facilitation import conditions
from facilitation.asking import Ask
from facilitation.errors import RuleError
from facilitation.events import Event
from facilitation.model import ParticipantId, Workshop
from facilitation.rights import Scribe

E = TypeVar("E", bound=Event)


def hand_in(workshop: Workshop, at: datetime, *, by: Scribe, act: Ask[E]) -> tuple[E, ...]:
    """What one person does by `act`, from paper; refused for people who have their own phone."""
    if "by" in act.arguments:  # a scribe's right is no facilitator's
        raise RuleError("access.facilitator_only")
    conditions.on_paper(workshop, ParticipantId(str(act.arguments.get("participant"))))
    return act.decide(workshop, at)
