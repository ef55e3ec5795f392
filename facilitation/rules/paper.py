"""Who has no phone: a scribe hands in the ballot, the wish, the comment; the same rules decide."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from facilitation import conditions
from facilitation.events import Event
from facilitation.model import ParticipantId, Workshop
from facilitation.rights import Scribe


def hand_in(
    workshop: Workshop,
    at: datetime,
    *,
    by: Scribe,
    participant: ParticipantId,
    act: Callable[..., tuple[Event, ...]],
    **asked: Any,
) -> tuple[Event, ...]:
    """What that person does by the rule `act`, from paper; refused for who holds a phone of their own."""
    conditions.on_paper(workshop, participant)
    return act(workshop, at, participant=participant, **asked)
