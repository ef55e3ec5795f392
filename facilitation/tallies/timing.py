"""Time used and time planned: counted from when steps were open, never a reason to end anything (R-05).

A workshop may have several sittings, months apart: one begins with the first change after a long silence.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from facilitation.model import Spell, StepKind, StepState, Workshop

SILENCE = timedelta(hours=6)  # between two sittings
NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Day:
    """A sitting beside its agenda; `late` is negative when it is ahead.

    `slack`: how long from now until the day gets later by itself; None once nothing planned is left.
    """

    start: datetime
    planned_end: datetime
    late: timedelta
    slack: timedelta | None


def planned(workshop: Workshop) -> timedelta:
    """How long all steps may take together."""
    return timedelta(minutes=sum(workshop.minutes.values()))


def used(workshop: Workshop, step: StepKind, now: datetime) -> timedelta:
    """How long that step was open in the latest sitting that opened it; suspended time is not counted."""
    last = next((one.start for one in reversed(workshop.spells) if one.step is step), None)
    if last is None:
        return NOTHING
    since = next(start for start in reversed(_sittings(workshop)) if start <= last)
    return _open_time(workshop, step, since, now)


def day(workshop: Workshop, now: datetime) -> Day | None:
    """How the sitting that is going on keeps to the agenda; None without one of either."""
    changes = _changes(workshop.spells)
    if not changes or not planned(workshop) or now - changes[-1] > SILENCE:
        return None
    start = _sittings(workshop)[-1]
    current, state = workshop.current, workshop.state(workshop.current)
    running = state in (StepState.OPEN, StepState.SUSPENDED)
    left = _planned(workshop, current) - _open_time(workshop, current, start, now) if running else NOTHING
    ahead = _ahead(workshop, start)
    over = not running and not ahead
    end = changes[-1] if over else now + max(left, NOTHING) + ahead
    slack = max(left, NOTHING) if state is StepState.OPEN else NOTHING
    planned_end = start + planned(workshop)
    return Day(start, planned_end, end - planned_end, None if over else slack)


def _ahead(workshop: Workshop, start: datetime) -> timedelta:
    """What is planned for the steps after the current one that this sitting has not opened yet."""
    opened = {one.step for one in workshop.spells if one.start >= start}
    later = list(StepKind)[list(StepKind).index(workshop.current) + 1 :]
    return sum((_planned(workshop, step) for step in later if step not in opened), NOTHING)


def _planned(workshop: Workshop, step: StepKind) -> timedelta:
    return timedelta(minutes=workshop.minutes.get(step, 0))


def _open_time(workshop: Workshop, step: StepKind, since: datetime, now: datetime) -> timedelta:
    spells = [one for one in workshop.spells if one.step is step]
    lengths = ((one.end or now) - max(one.start, since) for one in spells)
    return sum((max(one, NOTHING) for one in lengths), NOTHING)


def _changes(spells: tuple[Spell, ...]) -> list[datetime]:
    return sorted([one.start for one in spells] + [one.end for one in spells if one.end is not None])


def _sittings(workshop: Workshop) -> list[datetime]:
    """When each sitting began."""
    changes = _changes(workshop.spells)
    return [
        one
        for before, one in zip([None, *changes], changes, strict=False)
        if before is None or one - before > SILENCE
    ]
