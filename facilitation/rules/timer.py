"""The time for a question: set, given more, or stopped by the facilitator; it ends nothing (R-05)."""

from datetime import datetime

from facilitation import conditions
from facilitation.agendas import LIMIT
from facilitation.errors import RuleError
from facilitation.events import TimerSet, TimerStopped
from facilitation.model import StepState, Workshop
from facilitation.rights import Facilitator

_COUNTING = (StepState.OPEN, StepState.REVEALED)


def set_timer(workshop: Workshop, at: datetime, *, by: Facilitator, minutes: int) -> tuple[TimerSet]:
    """That many minutes from now, for the step that is open or whose result is discussed."""
    _running(workshop)
    if not 1 <= minutes <= LIMIT:
        raise RuleError("timer.minutes", limit=LIMIT)
    return (TimerSet(60 * minutes),)


def extend_timer(workshop: Workshop, at: datetime, *, by: Facilitator, minutes: int) -> tuple[TimerSet]:
    """That many minutes more than are left; counted from now where the time was over."""
    _running(workshop)
    if workshop.timer is None:
        raise RuleError("timer.none")
    seconds = round(max(workshop.timer.left(at), 0)) + 60 * minutes
    if minutes < 1 or seconds > 60 * LIMIT:
        raise RuleError("timer.minutes", limit=LIMIT)
    return (TimerSet(seconds),)


def stop_timer(workshop: Workshop, at: datetime, *, by: Facilitator) -> tuple[TimerStopped, ...]:
    """Takes the time off every screen; stopping twice changes nothing."""
    conditions.active(workshop)
    return () if workshop.timer is None else (TimerStopped(),)


def _running(workshop: Workshop) -> None:
    conditions.active(workshop)
    state = workshop.state(workshop.current)
    if state not in _COUNTING:
        raise RuleError(f"step.{state.value}")
