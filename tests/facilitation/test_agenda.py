"""Minutes planned and used: an agenda is all or nothing, time counts only while a step is open."""

import json
from datetime import datetime, timedelta

import pytest

from facilitation.agendas import (
    INSTRUCTION_LIMIT,
    LIMIT,
    MAX_BYTES,
    TEMPLATES,
    Agenda,
    read_agenda,
    write_agenda,
)
from facilitation.errors import ArchiveError, RuleError
from facilitation.events import Entry, StepClosed, StepInstructed, StepOpened, StepsPlanned, StepSuspended
from facilitation.model import Instruction, StepKind, Workshop
from facilitation.replay import replay
from facilitation.rules.framing import archive_workshop
from facilitation.rules.steps import instruct_steps, plan_steps, use_agenda
from facilitation.tallies.timing import Day, day, planned, used
from reports.archive.archive import read_archive, write_archive
from tests.room import NOON, Room

IDEAS, VOTE, CHECK_IN = StepKind.IDEAS, StepKind.VOTE, StepKind.CHECK_IN
TOTALS = {"ideas": 175, "pitches": 135, "issues": 90, "blank": 0}


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def mins(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def told(*happened: tuple[float, object]) -> Workshop:
    """A workshop in which those events happened, so many minutes after noon."""
    entries = (Entry(n, after(at), "x", None, event) for n, (at, event) in enumerate(happened, 1))  # type: ignore[arg-type]
    return replay(entries)


def test_plan_keeps_the_minutes_in_order_and_leaves_out_none(room: Room) -> None:
    events = room.lead(plan_steps, minutes={VOTE: 10, IDEAS: 0, CHECK_IN: 15}).events
    assert events == (StepsPlanned({CHECK_IN: 15, VOTE: 10}),)
    assert list(room.workshop.minutes.items()) == [(CHECK_IN, 15), (VOTE, 10)]
    assert planned(room.workshop) == mins(25)
    assert room.lead(plan_steps, minutes={CHECK_IN: 15, VOTE: 10}).events == ()
    assert room.lead(plan_steps, minutes={}).events == (StepsPlanned({}),)
    assert room.workshop.minutes == {}


def test_plan_moves_no_phone_and_no_step(room: Room) -> None:
    before = room.workshop
    room.lead(plan_steps, minutes={CHECK_IN: 15})
    now = room.workshop
    assert (now.moves, now.steps, now.current) == (before.moves, before.steps, before.current)


@pytest.mark.parametrize("count", [-1, LIMIT + 1])
def test_plan_refuses_a_step_without_a_length(room: Room, count: int) -> None:
    with pytest.raises(RuleError) as refusal:
        room.lead(plan_steps, minutes={IDEAS: count})
    assert (refusal.value.key, room.workshop.minutes) == ("agenda.minutes", {})


def test_plan_refuses_an_archived_workshop(room: Room) -> None:
    room.lead(archive_workshop)
    with pytest.raises(RuleError) as refusal:
        room.lead(plan_steps, minutes={IDEAS: 5})
    assert refusal.value.key == "workshop.archived"


def test_time_is_used_only_while_the_step_is_open() -> None:
    workshop = told(
        (0, StepOpened(IDEAS)),
        (10, StepSuspended(IDEAS)),
        (25, StepOpened(IDEAS)),
        (30, StepClosed(IDEAS)),
        (40, StepOpened(IDEAS)),
    )
    assert [used(workshop, IDEAS, after(n)) for n in (40, 47)] == [mins(15), mins(22)]
    assert used(workshop, VOTE, after(47)) == mins(0)


def test_step_opened_twice_is_counted_once() -> None:
    workshop = told((0, StepOpened(IDEAS)), (5, StepOpened(IDEAS)), (8, StepClosed(IDEAS)))
    assert used(workshop, IDEAS, after(60)) == mins(8)


def test_time_of_an_earlier_sitting_is_not_added() -> None:
    week = 7 * 24 * 60
    workshop = told(
        (0, StepOpened(CHECK_IN)),
        (15, StepClosed(CHECK_IN)),
        (15, StepOpened(IDEAS)),
        (50, StepClosed(IDEAS)),
        (week, StepOpened(CHECK_IN)),
        (week + 9, StepClosed(CHECK_IN)),
    )
    now = after(week + 30)
    assert (used(workshop, CHECK_IN, now), used(workshop, IDEAS, now)) == (mins(9), mins(35))


PLAN = StepsPlanned({CHECK_IN: 10, IDEAS: 30, VOTE: 20})


@pytest.mark.parametrize(
    ("now", "late", "slack"),
    [
        (5, 0, 5),  # in time, five minutes to go
        (10, 0, 0),
        (14, 4, 0),  # over its time: each minute is one more
    ],
)
def test_day_is_late_once_the_open_step_is_over_its_time(now: float, late: float, slack: float) -> None:
    found = day(told((0, PLAN), (0, StepOpened(CHECK_IN))), after(now))
    assert found == Day(NOON, after(60), mins(late), mins(slack))


def test_day_is_ahead_when_a_step_took_less() -> None:
    workshop = told((0, PLAN), (0, StepOpened(CHECK_IN)), (4, StepClosed(CHECK_IN)), (4, StepOpened(IDEAS)))
    assert day(workshop, after(20)) == Day(NOON, after(60), mins(-6), mins(14))


def test_day_gets_later_while_nothing_is_open() -> None:
    suspended = told((0, PLAN), (0, StepOpened(CHECK_IN)), (4, StepSuspended(CHECK_IN)))
    between = told((0, PLAN), (0, StepOpened(CHECK_IN)), (10, StepClosed(CHECK_IN)))
    assert day(suspended, after(9)) == Day(NOON, after(60), mins(5), mins(0))
    assert day(between, after(13)) == Day(NOON, after(60), mins(3), mins(0))


def test_day_does_not_wait_for_steps_that_were_skipped() -> None:
    workshop = told((0, PLAN), (0, StepOpened(CHECK_IN)), (10, StepClosed(CHECK_IN)), (10, StepOpened(VOTE)))
    assert day(workshop, after(10)) == Day(NOON, after(60), mins(-30), mins(20))


def test_day_stands_still_once_nothing_planned_is_left() -> None:
    workshop = told((0, PLAN), (0, StepOpened(VOTE)), (70, StepClosed(VOTE)))
    assert day(workshop, after(70)) == day(workshop, after(99)) == Day(NOON, after(60), mins(10), None)


def test_day_is_unknown_without_an_agenda_before_the_start_and_long_after() -> None:
    opened = told((0, PLAN), (0, StepOpened(CHECK_IN)))
    assert day(told((0, PLAN)), NOON) is None
    assert day(told((0, StepOpened(CHECK_IN))), NOON) is None
    assert day(opened, after(359)) is not None
    assert day(opened, after(361)) is None


def test_second_sitting_has_a_day_of_its_own() -> None:
    week = 7 * 24 * 60
    workshop = told(
        (0, StepOpened(CHECK_IN)),
        (10, StepClosed(CHECK_IN)),
        (10, StepOpened(VOTE)),  # and left open for a week
        (week, PLAN),
        (week, StepClosed(VOTE)),
        (week, StepOpened(CHECK_IN)),
    )
    assert day(workshop, after(week + 5)) == Day(after(week), after(week + 60), mins(0), mins(5))


def test_templates_last_as_long_as_the_method_says() -> None:
    assert {one.name: sum(one.minutes.values()) for one in TEMPLATES} == TOTALS


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_agenda_file_and_back_is_the_same_agenda(room: Room, template) -> None:  # type: ignore[no-untyped-def]
    agenda = Agenda(template.minutes, {VOTE: Instruction("En silence", "")})
    assert read_agenda(write_agenda(agenda)) == agenda
    room.lead(plan_steps, minutes=template.minutes)
    assert room.workshop.minutes == template.minutes


def test_agenda_file_is_small_and_readable() -> None:
    told = {IDEAS: Instruction("Dix minutes en silence", "Ten minutes in silence")}
    assert json.loads(write_agenda(Agenda({VOTE: 5, CHECK_IN: 15}, told))) == {
        "format": "recolte-agenda",
        "schema": 2,
        "minutes": {"check_in": 15, "vote": 5},
        "instructions": {"ideas": {"fr": "Dix minutes en silence", "en": "Ten minutes in silence"}},
    }


def test_agenda_file_without_instructions_can_still_be_read() -> None:
    assert read_agenda(agenda_file()) == Agenda({VOTE: 5}, {})


def agenda_file(**change: object) -> bytes:
    return json.dumps({"format": "recolte-agenda", "schema": 1, "minutes": {"vote": 5}} | change).encode()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "agenda.not_one"),
        (b"\xff\xfe", "agenda.not_one"),
        (b"[" * 9_000, "agenda.not_one"),
        (b"PK\x03\x04", "agenda.not_one"),
        (agenda_file(format="recolte-archive"), "agenda.not_one"),
        (agenda_file(minutes={"vote": "5"}), "agenda.not_one"),
        (agenda_file(minutes={"vote": 5.5}), "agenda.not_one"),
        (agenda_file(minutes={"vote": True}), "agenda.not_one"),
        (agenda_file(minutes=[5]), "agenda.not_one"),
        (agenda_file(schema=3, minutes=[5]), "agenda.newer"),
        (agenda_file(instructions={"lunch": {"fr": "", "en": ""}}), "agenda.step"),
        (agenda_file(instructions={"vote": "En silence"}), "agenda.not_one"),
        (agenda_file(instructions={"vote": {"fr": "é" * 141, "en": ""}}), "instruction.too_long"),
        (agenda_file(minutes={"lunch": 5}), "agenda.step"),
        (agenda_file(minutes={"vote": 601}), "agenda.minutes"),
        (agenda_file(minutes={"vote": -5}), "agenda.minutes"),
        (agenda_file(minutes={"vote": 10**30}), "agenda.minutes"),
        (b" " * MAX_BYTES + b"{}", "agenda.too_big"),
    ],
)
def test_agenda_file_is_refused_with_what_is_wrong(data: bytes, key: str) -> None:
    with pytest.raises(RuleError) as refusal:
        read_agenda(data)
    assert refusal.value.key == key


def test_archive_keeps_the_agenda_and_refuses_an_endless_one(room: Room) -> None:
    room.lead(plan_steps, minutes={IDEAS: 30})
    log = room.door.entries(room.id)
    assert replay(read_archive(write_archive(log))) == room.workshop
    endless = (*log[:-1], Entry(log[-1].seq, NOON, "facilitator", None, StepsPlanned({IDEAS: 10**12})))
    with pytest.raises(ArchiveError) as refusal:
        read_archive(write_archive(endless))
    assert (refusal.value.key, refusal.value.values["line"]) == ("archive.reference", len(log) + 1)


def test_instruction_is_kept_cleaned_and_taken_back(room: Room) -> None:
    said = {IDEAS: Instruction("  Dix minutes\u202e en silence ", ""), VOTE: Instruction("", "")}
    assert room.lead(instruct_steps, instructions=said).events == (
        StepInstructed(IDEAS, "Dix minutes en silence", ""),
    )
    assert room.workshop.instructions == {IDEAS: Instruction("Dix minutes en silence", "")}
    assert room.lead(instruct_steps, instructions=said).events == ()
    assert replay(read_archive(write_archive(room.door.entries(room.id)))) == room.workshop
    room.lead(instruct_steps, instructions={IDEAS: Instruction("", "")})
    assert room.workshop.instructions == {}


def test_instruction_too_long_for_a_phone_is_refused(room: Room) -> None:
    with pytest.raises(RuleError) as refusal:
        room.lead(instruct_steps, instructions={IDEAS: Instruction("", "a" * (INSTRUCTION_LIMIT + 1))})
    assert (refusal.value.key, room.workshop.instructions) == ("instruction.too_long", {})


def test_archive_with_an_endless_instruction_is_refused(room: Room) -> None:
    log = room.door.entries(room.id)
    endless = (*log, Entry(log[-1].seq + 1, NOON, "facilitator", None, StepInstructed(IDEAS, "a" * 141, "")))
    with pytest.raises(ArchiveError) as refusal:
        read_archive(write_archive(endless))
    assert refusal.value.key == "archive.reference"


def test_agenda_of_a_file_replaces_the_one_that_was_set(room: Room) -> None:
    room.lead(plan_steps, minutes={IDEAS: 30})
    room.lead(instruct_steps, instructions={IDEAS: Instruction("Avant", ""), VOTE: Instruction("Même", "")})
    agenda = Agenda({VOTE: 5}, {VOTE: Instruction("Même", "")})
    events = room.lead(use_agenda, agenda=agenda).events
    assert events == (StepsPlanned({VOTE: 5}), StepInstructed(IDEAS, "", ""))
    assert Agenda(room.workshop.minutes, room.workshop.instructions) == agenda
