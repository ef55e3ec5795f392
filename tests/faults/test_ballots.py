"""A hundred thousand ballots at once on open rounds: none over budget, none lost, none after the closing."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from itertools import islice
from random import Random
from typing import Any

import pytest

from facilitation.asking import ask
from facilitation.conditions import GRACE
from facilitation.door import Done, Door
from facilitation.errors import RuleError
from facilitation.events import BallotCast, Entry, StepClosed
from facilitation.model import ParticipantId, StepKind
from facilitation.replay import replay
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step
from tests.room import FRAMING, NOON, Room

pytestmark = [pytest.mark.faults, pytest.mark.heavy]

ATTEMPTS, THREADS, ROOMS, VOTERS = 100_000, 8, 4, 60
LEGAL = ({}, {"PR1": 2, "PR2": 1}, {"PR3": 1}, {"PR2": 2}, {"PR1": 1, "PR2": 1, "PR3": 1})
ILLEGAL = (
    ({"PR1": 2, "PR2": 2}, "ballot.over_budget"),
    ({"PR1": 3}, "ballot.over_cap"),
    ({"PR1": -1, "PR2": 2}, "ballot.negative"),
    ({"PR9": 1}, "ballot.item"),
)


class Crowd(threading.Thread):
    """One of the threads: what it asked, and what it was answered, each in its order."""

    def __init__(self, rooms: list[Room], number: int, half: threading.Semaphore) -> None:
        super().__init__()
        self.rooms, self.number, self.half = rooms, number, half
        self.accepted: list[tuple[Room, str, dict[str, int], Done[Any]]] = []
        self.refused: Counter[str] = Counter()
        self.wrong: list[tuple[dict[str, int], str]] = []

    def run(self) -> None:
        attempts = self.attempts()
        while batch := list(islice(attempts, 200)):
            for room, person, marks, expected, answer in batch:
                self.half.release()
                self.settle(room, person, marks, expected, answer)

    def attempts(self) -> Iterator[tuple[Room, str, dict[str, int], str | None, "Future[Done[Any]]"]]:
        """Asks without waiting for the answer, as phones do; one in three is no legal ballot."""
        chance = Random(self.number)
        for turn in range(ATTEMPTS // THREADS):
            room, person = chance.choice(self.rooms), f"P{chance.randint(1, VOTERS)}"
            marks, expected = chance.choice(ILLEGAL) if turn % 3 == 0 else (chance.choice(LEGAL), None)
            ballot = ask(cast_ballot, participant=ParticipantId(person), round="R1", marks=marks)
            answer = room.door.submit(room.id, ballot, key=f"{self.number}:{turn}")
            yield room, person, marks, expected, answer

    def settle(
        self,
        room: Room,
        person: str,
        marks: dict[str, int],
        expected: str | None,
        answer: "Future[Done[Any]]",
    ) -> None:
        try:
            outcome = answer.result(60)
        except RuleError as refusal:
            self.refused[refusal.key] += 1
            if refusal.key not in (expected, "ballot.closed"):
                self.wrong.append((marks, refusal.key))
        else:
            self.accepted.append((room, person, marks, outcome))
            if expected is not None:
                self.wrong.append((marks, "accepted"))


def test_hundred_thousand_ballots_at_once_keep_every_promise(door: Door) -> None:
    rooms = [_room(door) for _ in range(ROOMS)]
    asked = threading.Semaphore(0)
    crowds = [Crowd(rooms, number, asked) for number in range(THREADS)]
    for crowd in crowds:
        crowd.start()
    for room in rooms:  # one after the other, in the thick of it
        for _ in range(ATTEMPTS // (2 * ROOMS)):
            assert asked.acquire(timeout=60)
        room.door.act(room.id, ask(close_step, by=room.by, step=StepKind.VOTE))
    for crowd in crowds:
        crowd.join()

    assert [crowd.wrong for crowd in crowds if crowd.wrong] == []
    refused = sum((crowd.refused for crowd in crowds), Counter())
    assert sum(refused.values()) + sum(len(crowd.accepted) for crowd in crowds) == ATTEMPTS
    assert set(refused) == {key for _, key in ILLEGAL} | {"ballot.closed"}
    for room in rooms:
        _holds_what_was_acknowledged(room, crowds)
        _takes_nothing_after_the_closing(door.entries(room.id))


def _room(door: Door) -> Room:
    id, keys = door.create(Administrator(), NOON)
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    room = Room(door, id, keys, by)
    room.lead(frame_workshop, framing=FRAMING)
    room.projects(3)
    for _ in range(VOTERS - 1):
        room.join()
    room.lead(open_round, seed=1)
    return room


def _holds_what_was_acknowledged(room: Room, crowds: list[Crowd]) -> None:
    """Each person's ballot is the last that was acknowledged, and the log has one line for each change."""
    mine = [one for crowd in crowds for one in crowd.accepted if one[0] is room]
    last: dict[str, tuple[int, dict[str, int]]] = {}
    for _, person, marks, outcome in mine:
        if outcome.events:  # handing in the same ballot again changes nothing, and is no line
            last[person] = max(last.get(person, (0, {})), (outcome.seq, marks), key=lambda one: one[0])
    round = room.workshop.rounds[0]
    assert {id: dict(ballot.marks) for id, ballot in round.ballots.items()} == {
        person: marks for person, (_, marks) in last.items()
    }
    assert all(sum(ballot.marks.values()) <= round.dots for ballot in round.ballots.values())
    entries = room.door.entries(room.id)
    cast = sum(isinstance(entry.event, BallotCast) for entry in entries)
    assert cast == sum(bool(outcome.events) for *_, outcome in mine)
    assert replay(entries) == room.workshop


def _takes_nothing_after_the_closing(entries: tuple[Entry, ...]) -> None:
    (closed,) = (
        one for one in entries if isinstance(one.event, StepClosed) and one.event.step is StepKind.VOTE
    )
    late = [one.at for one in entries if isinstance(one.event, BallotCast) and one.seq > closed.seq]
    assert [at for at in late if at > closed.at + GRACE] == []
