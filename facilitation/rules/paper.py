"""People without a phone: a scribe hands in their ballot, wish and comment, under the same rules."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from facilitation import conditions
from facilitation.events import Event
from facilitation.model import ParticipantId, Workshop
from facilitation.rights import Scribe

E = TypeVar("E", bound=Event)


def hand_in(
    workshop: Workshop,
    at: datetime,
    *,
    by: Scribe,
    participant: ParticipantId,
    act: Callable[[Workshop, datetime], tuple[E, ...]],
) -> tuple[E, ...]:
    """What that person does by `act`, from paper; refused for people who have their own phone."""
    conditions.on_paper(workshop, participant)
    return act(workshop, at)
