"""The time for a question: set, given more, held by a pause, gone with its step; it ends nothing (R-05)."""

from datetime import timedelta

import pytest

from facilitation.asking import ask
from facilitation.errors import RuleError
from facilitation.events import TimerSet, TimerStopped
from facilitation.model import StepKind, StepState, Timer
from facilitation.rules.framing import archive_workshop
from facilitation.rules.rounds import advance_reveal, open_round
from facilitation.rules.steps import close_step, open_step, reveal_step, suspend_step
from facilitation.rules.timer import extend_timer, set_timer, stop_timer
from facilitation.tallies.reveal import following
from tests.room import NOON, Room


def _at(room: Room, seconds: int, rule, **asked):  # type: ignore[no-untyped-def]
    return room.door.act(room.id, ask(rule, by=room.by, **asked), at=NOON + timedelta(seconds=seconds))


def test_timer_runs_from_its_entry_below_zero_and_closes_nothing(room: Room) -> None:
    room.open(StepKind.IDEAS)
    assert room.lead(set_timer, minutes=5).events == (TimerSet(300),)
    timer = room.workshop.timer
    assert [timer.left(NOON + timedelta(seconds=s)) for s in (0, 90, 330)] == [300, 210, -30]
    assert room.workshop.state(StepKind.IDEAS) is StepState.OPEN


def test_more_minutes_are_added_to_what_is_left_or_to_now(room: Room) -> None:
    room.open(StepKind.IDEAS)
    room.lead(set_timer, minutes=2)
    assert _at(room, 30, extend_timer, minutes=1).events == (TimerSet(150),)
    assert _at(room, 600, extend_timer, minutes=2).events == (TimerSet(120),)


def test_pause_keeps_what_is_left_until_it_ends(room: Room) -> None:
    room.open(StepKind.IDEAS)
    room.lead(set_timer, minutes=2)
    _at(room, 45, suspend_step, step=StepKind.IDEAS)
    assert room.workshop.timer == Timer(75, None)
    assert room.workshop.timer.left(NOON + timedelta(hours=1)) == 75
    with pytest.raises(RuleError) as refusal:
        room.lead(extend_timer, minutes=1)
    assert refusal.value.key == "step.suspended"
    _at(room, 500, open_step, step=StepKind.IDEAS)
    assert room.workshop.timer.left(NOON + timedelta(seconds=510)) == 65


def test_timer_goes_with_its_question(room: Room) -> None:
    room.projects(2)
    room.lead(set_timer, minutes=2)
    room.open(StepKind.GROUPING)
    assert room.workshop.timer is None
    room.lead(open_round, seed=1)
    for move in (close_step, reveal_step):
        room.lead(move, step=StepKind.VOTE)
    room.lead(set_timer, minutes=1)
    room.lead(advance_reveal, stage=following(room.workshop.round))
    assert room.workshop.timer is None


def test_timer_is_stopped_once_and_by_the_archive(room: Room) -> None:
    room.open(StepKind.IDEAS)
    room.lead(set_timer, minutes=2)
    assert room.lead(stop_timer).events == (TimerStopped(),)
    assert room.lead(stop_timer).events == ()
    room.lead(set_timer, minutes=2)
    room.lead(archive_workshop)
    assert room.workshop.timer is None


@pytest.mark.parametrize("minutes", [0, -5, 601])
def test_endless_and_empty_timers_are_refused(room: Room, minutes: int) -> None:
    room.open(StepKind.IDEAS)
    with pytest.raises(RuleError) as refusal:
        room.lead(set_timer, minutes=minutes)
    assert refusal.value.key == "timer.minutes"


def test_nothing_is_counted_before_a_step_opens_nor_added_to_no_timer(room: Room) -> None:
    with pytest.raises(RuleError) as refusal:
        room.lead(set_timer, minutes=5)
    assert refusal.value.key == "step.prepared"
    room.open(StepKind.IDEAS)
    with pytest.raises(RuleError) as refusal:
        room.lead(extend_timer, minutes=1)
    assert refusal.value.key == "timer.none"


def test_phones_hear_of_a_timer(room: Room) -> None:
    room.open(StepKind.IDEAS)
    before = room.workshop.moves
    room.lead(set_timer, minutes=5)
    assert room.workshop.moves == before + 1
