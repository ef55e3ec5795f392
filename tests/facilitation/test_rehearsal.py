"""Fictional people take part as real ones would: within the rules, and only while a step is open."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pytest

from facilitation import rehearsal
from facilitation.model import Channel, Method, NoteType, Round, RoundId, StepKind, StepState
from facilitation.rehearsal import answers, marks, moves, next_move
from facilitation.rules.cells import define_cell, propose_memberships
from facilitation.rules.framing import archive_workshop
from facilitation.rules.hats import call_pitch, deal_hats, start_pitch
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step

SEED = 7


@pytest.fixture
def people(room) -> Iterator[Callable[[int], None]]:
    def come(count: int) -> None:
        rehearsal.start(room.door, room.id, count, SEED, pace=0)
        until(lambda: len(room.workshop.participants) == count)

    yield come
    rehearsal.stop(room.id)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "the fictional people did not do it in time"
        time.sleep(0.01)


def test_rehearsal_checks_people_in_on_its_own_channel(room, people):
    people(12)
    there = room.workshop.participants.values()
    assert {one.channel for one in there} == {Channel.REHEARSAL}
    assert {one.consents for one in there} == {frozenset({"terms"})}
    assert all(one.table in range(1, 5) for one in there)


def test_rehearsal_tops_up_and_never_doubles(room, people):
    people(5)
    rehearsal.stop(room.id)
    people(5)
    until(lambda: rehearsal.running(room.id))
    assert len(room.workshop.participants) == 5


def test_rehearsal_follows_the_steps_from_ideas_to_hats(room, people):
    people(14)
    room.open(StepKind.ISSUES)
    until(lambda: len(room.workshop.issues()) >= 5)
    room.open(StepKind.IDEAS)
    until(lambda: not moves(room.workshop, SEED))
    ideas = [note for note in room.workshop.notes.values() if note.type is NoteType.IDEA]
    assert len({note.text for note in ideas}) > 8

    assert room.workshop.round is None
    room.lead(open_round, seed=1, items=[note.id for note in ideas[:6]])
    until(lambda: not moves(room.workshop, SEED))
    current = room.workshop.round
    assert 10 <= len(current.ballots) <= 14
    assert all(sum(one.marks.values()) <= current.dots for one in current.ballots.values())

    room.lead(define_cell, name_fr="Cellule A", minimum=1, maximum=2)
    room.lead(define_cell, name_fr="Cellule B", minimum=1, maximum=12)
    room.open(StepKind.CELLS)
    until(lambda: len(room.workshop.wishes) == 14)
    room.lead(propose_memberships, seed=1)
    until(lambda: not moves(room.workshop, SEED))
    assert "proposed" not in {one.state for one in room.workshop.memberships.values()}

    room.open(StepKind.HATS)
    room.lead(deal_hats, seed=1)
    room.lead(call_pitch, subject="CEL1")
    room.lead(start_pitch)
    until(lambda: not moves(room.workshop, SEED))
    worn = room.workshop.hat_rounds["CEL1"].assignment
    assert len(room.workshop.comments) > 3
    assert all(one.hat_worn is worn[one.author] for one in room.workshop.comments.values())


def test_rehearsal_is_silent_once_stopped(room, people):
    people(6)
    rehearsal.stop(room.id)
    before = room.workshop.seq
    room.open(StepKind.IDEAS)
    time.sleep(0.1)
    assert (rehearsal.running(room.id), room.workshop.notes) == (False, {})
    assert room.workshop.seq > before


def test_rehearsal_ends_at_the_archive(room, people):
    people(3)
    room.lead(archive_workshop)
    until(lambda: not rehearsal.running(room.id))


def test_moves_wait_while_the_step_is_closed(room, people):
    people(6)
    rehearsal.stop(room.id)
    room.open(StepKind.IDEAS)
    assert moves(room.workshop, SEED) != ()
    room.lead(close_step, step=StepKind.IDEAS)
    assert moves(room.workshop, SEED) == ()


def test_moves_leave_real_people_alone(room):
    room.join()
    room.open(StepKind.IDEAS)
    assert moves(room.workshop, SEED) == ()


def test_next_move_is_the_same_for_the_same_seed(room, people):
    people(9)
    rehearsal.stop(room.id)
    room.open(StepKind.IDEAS)
    workshop = room.workshop
    assert next_move(workshop, SEED) == next_move(workshop, SEED)
    assert len({next_move(replace(workshop, seq=seq), SEED).key for seq in range(30)}) > 3
    every = frozenset(move.key for move in moves(workshop, SEED))
    assert next_move(workshop, SEED, refused=every) is None


def test_answers_are_those_of_the_seed(room):
    assert answers(room.workshop, 1, 4) == answers(room.workshop, 1, 4)
    given = [answers(room.workshop, 1, number) for number in range(40)]
    assert {one["language"] for one in given} == {"fr", "en"}


@pytest.mark.parametrize(
    ("method", "dots", "cap", "allowed"),
    [
        (Method.POINTS, 3, 2, {1, 2}),
        (Method.MENTIONS, 3, 2, set(range(6))),
        (Method.RATINGS, 3, 2, {1, 2, 3, 4, 5}),
    ],
)
def test_marks_keep_to_the_rules_of_the_round(method, dots, cap, allowed):
    current = Round(RoundId("R1"), ("a", "b", "c", "d"), method, dots, cap, 1, 9, None, StepState.OPEN)
    for seed in range(100):
        given = marks(current, SEED, Random(seed))
        assert set(given.values()) <= allowed
        if method is Method.POINTS:
            assert sum(given.values()) <= dots
        else:
            assert set(given) == set(current.items)
