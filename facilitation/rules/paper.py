"""Who has no phone: a scribe hands in the ballot, the wish, the comment; the same rules decide."""

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
    """What that person does by `act`, from paper; refused for who holds a phone of their own."""
    conditions.on_paper(workshop, participant)
    return act(workshop, at)
