"""Fictional people take part as real ones would: within the rules, and only while a step is open."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pytest

from facilitation.asking import ask
from facilitation.door import Door
from facilitation.errors import RuleError
from facilitation.model import Channel, Method, NoteType, Round, RoundId, StepKind, StepState
from facilitation.rehearsal import running as rehearsal
from facilitation.rehearsal.cast import Cast, Speed, answers, check, due, people, punctual
from facilitation.rehearsal.moves import Arrival, Move, ballot, gone, moves, next_act
from facilitation.rehearsal.running import Attendance, attendance, pause
from facilitation.rights import Administrator
from facilitation.rules.cells import define_cell, propose_memberships
from facilitation.rules.framing import archive_workshop, frame_workshop
from facilitation.rules.hats import call_pitch, deal_hats, start_pitch
from facilitation.rules.rounds import open_round
from facilitation.rules.signals import ask_help
from facilitation.rules.steps import close_step
from facilitation.store import Store
from facilitation.tallies.votes import spent
from tests.room import FRAMING, NOON, Room

pytestmark = pytest.mark.heavy

CAST = Cast(seed=7)


@pytest.fixture
def come(room) -> Iterator[Callable[[int], None]]:
    def come(count: int) -> None:
        rehearsal.start(room.door, room.id, replace(CAST, people=count), pace=0)
        until(lambda: len(room.workshop.participants) == count)

    yield come
    rehearsal.stop(room.id)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "the fictional people did not do it in time"
        time.sleep(0.01)


def test_rehearsal_checks_people_in_on_its_own_channel(room, come):
    come(12)
    there = room.workshop.participants.values()
    assert {one.channel for one in there} == {Channel.REHEARSAL}
    assert {one.consents for one in there} == {frozenset({"terms"})}
    assert all(one.table in range(1, 5) for one in there)


def test_rehearsal_tops_up_and_never_doubles(room, come):
    come(5)
    rehearsal.stop(room.id)
    come(5)
    until(lambda: rehearsal.running(room.id))
    assert len(room.workshop.participants) == 5


def test_rehearsal_follows_the_steps_from_ideas_to_hats(room, come):
    come(14)
    room.open(StepKind.ISSUES)
    until(lambda: len(room.workshop.issues()) >= 5)
    room.open(StepKind.IDEAS)
    until(lambda: not moves(room.workshop, CAST))
    ideas = [note for note in room.workshop.notes.values() if note.type is NoteType.IDEA]
    assert len({note.text for note in ideas}) > 8

    assert room.workshop.round is None
    room.lead(open_round, seed=1, items=[note.id for note in ideas[:6]])
    until(lambda: not moves(room.workshop, CAST))
    current = room.workshop.round
    assert 10 <= len(current.ballots) <= 14
    assert all(sum(one.marks.values()) <= current.dots for one in current.ballots.values())

    room.lead(define_cell, name_fr="Cellule A", minimum=1, maximum=2)
    room.lead(define_cell, name_fr="Cellule B", minimum=1, maximum=12)
    room.open(StepKind.CELLS)
    until(lambda: len(room.workshop.wishes) == 14)
    room.lead(propose_memberships, seed=1)
    until(lambda: not moves(room.workshop, CAST))
    assert "proposed" not in {one.state for one in room.workshop.memberships.values()}

    room.open(StepKind.HATS)
    room.lead(deal_hats, seed=1)
    room.lead(call_pitch, subject="CEL1")
    room.lead(start_pitch)
    until(lambda: not moves(room.workshop, CAST))
    worn = room.workshop.hat_rounds["CEL1"].assignment
    assert len(room.workshop.comments) > 3
    assert all(one.hat_worn is worn[one.author] for one in room.workshop.comments.values())


def test_rehearsal_is_silent_once_stopped(room, come):
    come(6)
    rehearsal.stop(room.id)
    before = room.workshop.seq
    room.open(StepKind.IDEAS)
    time.sleep(0.1)
    assert (rehearsal.running(room.id), room.workshop.notes) == (False, {})
    assert room.workshop.seq > before


def test_rehearsal_ends_at_the_archive(room, come):
    come(3)
    room.lead(archive_workshop)
    until(lambda: not rehearsal.running(room.id))


def test_moves_wait_while_the_step_is_closed(room, come):
    come(6)
    rehearsal.stop(room.id)
    room.open(StepKind.IDEAS)
    assert moves(room.workshop, CAST) != ()
    room.lead(close_step, step=StepKind.IDEAS)
    assert moves(room.workshop, CAST) == ()


def test_moves_leave_real_people_alone(room):
    room.join()
    room.open(StepKind.IDEAS)
    assert moves(room.workshop, CAST) == ()


def test_next_act_is_the_same_for_the_same_seed(room, come):
    come(9)
    rehearsal.stop(room.id)
    room.open(StepKind.IDEAS)
    workshop, cast = room.workshop, replace(CAST, people=9)
    assert next_act(workshop, cast) == next_act(workshop, cast)
    assert len({next_act(replace(workshop, seq=seq), cast).key for seq in range(30)}) > 3
    every = frozenset(move.key for move in moves(workshop, cast))
    assert next_act(workshop, cast, refused=every) is None


def play(room, cast: Cast) -> list[Move | Arrival]:
    """All that the cast does in the workshop as it is, one act after the other, without a thread."""
    acts = []
    while (act := next_act(room.workshop, cast)) is not None:
        acts.append(act)
        if isinstance(act, Arrival):
            said = answers(room.workshop, cast, act.number)
            token, how = f"token-{act.number}", {"at": NOON, "channel": Channel.REHEARSAL}
            room.door.enrol(room.id, token, **how, **said).result(5)
        else:
            room.door.act(room.id, act.asked, at=NOON)
    return acts


def whole_workshop(room, cast: Cast) -> list[tuple[StepKind, list[Move | Arrival], frozenset[str]]]:
    """From check-in to the hats; what was done in each step, and who was gone when it began."""
    played = []

    def step(kind: StepKind, *rules, **asked) -> None:
        before = gone(room.workshop, cast)
        for rule in rules:
            room.lead(rule, **asked)
        if not rules:
            room.open(kind)
        played.append((kind, play(room, cast), before))

    step(StepKind.CHECK_IN)
    step(StepKind.ISSUES)
    step(StepKind.IDEAS)
    items = [note.id for note in room.workshop.ideas()[:6]]
    step(StepKind.VOTE, open_round, seed=1, items=items)
    room.lead(close_step, step=StepKind.VOTE)
    for name in ("A", "B"):
        room.lead(define_cell, name_fr=f"Cellule {name}", minimum=1, maximum=60)
    step(StepKind.CELLS)
    room.lead(propose_memberships, seed=1)
    play(room, cast)
    room.open(StepKind.HATS)
    room.lead(deal_hats, seed=1)
    room.lead(call_pitch, subject="CEL1")
    step(StepKind.HATS, start_pitch)
    return played


FULL = Cast(people=40, english=0.5, late=0.25, leaving=0.2, seed=3)


@pytest.fixture(scope="module")
def another(tmp_path_factory) -> Iterator[Callable[[], Room]]:
    """More rooms like `room`, each on a door of its own."""
    doors = []

    def made() -> Room:
        doors.append(Door(Store(f"sqlite:///{tmp_path_factory.mktemp('another') / 'recolte.sqlite'}")))
        id, keys = doors[-1].create(Administrator(), NOON)
        by = doors[-1].facilitator(id, keys.facilitator)
        doors[-1].act(id, ask(frame_workshop, by=by, framing=FRAMING), at=NOON)
        return Room(doors[-1], id, keys, by)

    yield made
    for door in doors:
        door.close()


@pytest.fixture(scope="module")
def played(another):
    """A whole workshop of the full cast, for those who only read it: the room, and its steps."""
    room = another()
    return room, whole_workshop(room, FULL)


def test_rehearsal_is_the_same_workshop_again_for_the_same_cast(another):
    first, second, other = another(), another(), another()
    logs = []
    small = replace(FULL, people=15)
    for room, cast in ((first, small), (second, small), (other, replace(small, seed=4))):
        whole_workshop(room, cast)
        logs.append([(entry.seq, entry.actor, entry.event) for entry in room.door.entries(room.id)])
    assert logs[0] == logs[1]
    assert logs[0] != logs[2]


def test_latecomers_come_while_ideas_are_written_or_later(played):
    arrivals = {step: [act.number for act in acts if isinstance(act, Arrival)] for step, acts, _ in played[1]}
    assert arrivals[StepKind.CHECK_IN] == list(range(30))
    assert arrivals[StepKind.ISSUES] == []
    assert arrivals[StepKind.IDEAS] != []
    assert arrivals[StepKind.VOTE] != []
    assert sum(arrivals.values(), []) == list(range(40))


def test_latecomers_come_between_the_acts_of_the_others(played):
    (acts,) = (acts for step, acts, _ in played[1] if step is StepKind.IDEAS)
    when = [number for number, act in enumerate(acts) if isinstance(act, Arrival)]
    assert when != list(range(len(when)))


def test_latecomers_at_a_vote_hand_in_a_ballot(played):
    workshop = played[0].workshop
    late = {one.id for one in people(workshop)[punctual(FULL) :]}
    assert late & set(workshop.round.ballots)


def test_latecomers_stay_due_when_the_facilitator_goes_back(room):
    play(room, FULL)
    room.open(StepKind.CELLS)
    then = due(room.workshop, FULL)
    room.open(StepKind.ISSUES)
    assert punctual(FULL) < then == due(room.workshop, FULL)


def test_people_who_left_never_act_again(played):
    acted = []
    for _, acts, before in played[1]:
        movers = {act.asked.arguments["participant"] for act in acts if isinstance(act, Move)}
        assert movers & before == set()
        acted.append(before)
    assert len(gone(played[0].workshop, FULL)) == 8
    assert all(before <= after for before, after in zip(acted, acted[1:], strict=False))


def test_people_who_left_stay_silent_when_the_facilitator_goes_back(room):
    for step in (StepKind.ISSUES, StepKind.IDEAS, StepKind.CELLS, StepKind.HATS):
        room.open(step)
        play(room, FULL)
    left = gone(room.workshop, FULL)
    assert len(left) == 8
    room.open(StepKind.IDEAS)
    assert {move.asked.arguments["participant"] for move in moves(room.workshop, FULL)} & left == set()
    assert gone(room.workshop, FULL) == left


def test_people_who_left_leave_their_ballot_behind(room):
    everybody_leaves = replace(FULL, late=0.0, leaving=1.0)
    whole_workshop(room, everybody_leaves)
    left, ballots = gone(room.workshop, everybody_leaves), room.workshop.round.ballots
    assert len(left) == 40
    assert 0 < len(left & set(ballots)) < 40


def test_people_who_leave_never_send_what_they_had_begun(another):
    stay, leave = another(), another()
    for one, cast in ((stay, replace(FULL, leaving=0.0)), (leave, replace(FULL, leaving=1.0, late=0.0))):
        play(one, cast)
        one.open(StepKind.IDEAS)
        play(one, cast)
    cast = replace(FULL, leaving=1.0, late=0.0)
    for id in gone(leave.workshop, cast):
        full, cut = (len(one.workshop.written.get(id, ())) for one in (stay, leave))
        assert cut == max(full - 1, 0)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 0), (0.25, 17), (0.5, 35), (1.0, 70)])
def test_language_share_is_the_one_asked_for(room, share, expected):
    cast = Cast(people=68 if share == 0.25 else 70, english=share)
    play(room, cast)
    assert sum(one.language == "en" for one in people(room.workshop)) == expected


def test_speed_stretches_every_pause():
    move = Move("key", ask(ask_help, participant="P1"))
    cast = Cast(people=30)
    slow, normal, lively = (pause(move, replace(cast, speed=speed), Random(1)) for speed in Speed)
    assert slow > normal > lively > 0
    assert pause(move, replace(cast, people=300), Random(1)) < normal
    longest = [pause(move, replace(cast, people=1), Random(seed)) for seed in range(99)]
    assert max(longest) == rehearsal.LONGEST


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"people": 0}, "rehearsal.people"),
        ({"people": 501}, "rehearsal.people"),
        ({"late": -0.1}, "rehearsal.share"),
        ({"english": 1.1}, "rehearsal.share"),
        ({"late": 0.6, "leaving": 0.5}, "rehearsal.nobody_stays"),
        ({"seed": -1}, "rehearsal.seed"),
    ],
)
def test_cast_that_nobody_could_play_is_refused(room, wrong, key):
    with pytest.raises(RuleError) as refusal:
        check(replace(CAST, **wrong))
    assert refusal.value.key == key
    with pytest.raises(RuleError):
        rehearsal.start(room.door, room.id, replace(CAST, **wrong))
    assert not rehearsal.running(room.id)


def test_attendance_counts_who_came_and_who_left(room, played):
    play(room, FULL)
    assert attendance(room.workshop, FULL) == Attendance(40, 30, 0)
    assert attendance(played[0].workshop, FULL) == Attendance(40, 40, 8)


@pytest.mark.heavy
def test_500_people_complete_a_workshop(room):
    cast = Cast(people=500, english=0.3, late=0.1, leaving=0.1)
    whole_workshop(room, cast)
    workshop = room.workshop
    assert (len(workshop.participants), len(gone(workshop, cast))) == (500, 50)
    assert len(workshop.ideas()) > 400
    assert len(workshop.round.ballots) > 350
    assert len(workshop.comments) > 200


@pytest.mark.parametrize(
    ("method", "dots", "cap", "allowed"),
    [
        (Method.POINTS, 3, 2, {1, 2}),
        (Method.CREDITS, 9, 3, {1, 2, 3}),
        (Method.RANKING, 3, 2, {1, 2, 3}),
        (Method.MENTIONS, 3, 2, set(range(6))),
        (Method.RATINGS, 3, 2, {1, 2, 3, 4, 5}),
        (Method.IMPACT_EFFORT, 3, 2, {1, 2, 3, 4, 5}),
    ],
)
def test_ballot_keeps_to_the_rules_of_the_round(method, dots, cap, allowed):
    current = Round(RoundId("R1"), ("a", "b", "c", "d"), method, dots, cap, 1, None, StepState.OPEN)
    seen = set()
    for seed in range(200):
        given = ballot(current, CAST, Random(seed), barred=("d",))
        seen |= set(given["marks"].values())
        assert "efforts" in given if method is Method.IMPACT_EFFORT else "efforts" not in given
        for marks in given.values():
            if current.by_dots:
                assert spent(current, marks) <= dots
                assert "d" not in marks
            else:
                assert set(marks) == {"a", "b", "c"}
    assert seen == allowed
