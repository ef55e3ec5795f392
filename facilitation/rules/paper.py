"""People without a phone: a scribe hands in their ballot, wish and comment, under the same rules."""

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
    """What that person does by the rule `act`, from paper; refused for people who have their own phone."""
    conditions.on_paper(workshop, participant)
    return act(workshop, at, participant=participant, **asked)
