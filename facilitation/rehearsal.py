"""Rehearsal: fictional people check in and take part, so that a facilitator can practise alone.

What they do next is a pure function of the workshop and a seed; a thread only asks the door for it,
with the pauses of people who read and think. They are ordinary participants on the channel «rehearsal».
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from facilitation.door import Door, Rule
from facilitation.errors import RuleError, StoreError
from facilitation.model import (
    Channel,
    MembershipState,
    Method,
    NoteType,
    Participant,
    ParticipantId,
    Round,
    StepKind,
    StepState,
    Workshop,
    WorkshopId,
)
from facilitation.rehearsal_texts import COMMENTS, IDEAS, ISSUES
from facilitation.rights import new_key
from facilitation.rules.cells import answer_proposal, express_wish
from facilitation.rules.hats import comment, take_hat
from facilitation.rules.notes import submit_note
from facilitation.rules.rounds import MENTIONS, RATING, cast_ballot

MAX_PEOPLE = 500
SPREAD = 15.0  # seconds in which about two thirds of the room answer a new step
LONGEST = 5.0  # seconds after which somebody looks again, whatever happens
CHECK_IN = 0.4  # seconds between two arrivals, on average

_rooms: dict[WorkshopId, "_Room"] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that one person would do now; `key` says which, so that it is done once."""

    key: str
    rule: Rule
    asked: Mapping[str, Any]


def start(door: Door, id: WorkshopId, people: int, seed: int, pace: float = 1.0) -> None:
    """Lets up to `people` fictional people take part until the archive or `stop`; `pace` 0: no pauses."""
    with _lock:
        if id not in _rooms or not _rooms[id].is_alive():
            _rooms[id] = _Room(door, id, max(1, min(people, MAX_PEOPLE)), seed, pace)
            _rooms[id].start()


def stop(id: WorkshopId) -> None:
    """The fictional people of that workshop fall silent; what they did stays."""
    with _lock:
        room = _rooms.pop(id, None)
    if room is not None:
        room.leaving.set()
        room.join(LONGEST)


def running(id: WorkshopId) -> bool:
    """Whether fictional people take part in that workshop now."""
    with _lock:
        return id in _rooms and _rooms[id].is_alive()


def answers(workshop: Workshop, seed: int, number: int) -> dict[str, Any]:
    """What the next person says at check-in."""
    chance = Random(f"{seed}:{number}:check-in")
    framing = workshop.framing
    kinds = [kind.code for kind in framing.kinds] if framing else []
    tables = framing.tables if framing else 0
    return {
        "kind": chance.choice(kinds) if kinds and chance.random() < 0.95 else None,
        "table": chance.randint(1, tables) if tables else None,
        "language": "fr" if chance.random() < 0.75 else "en",
        "consents": {"terms"},
        "channel": Channel.REHEARSAL,
    }


def moves(workshop: Workshop, seed: int) -> tuple[Move, ...]:
    """All that the fictional people would still do in the workshop as it is, in no special order."""
    if workshop.archived or workshop.state(workshop.current) is not StepState.OPEN:
        return tuple(_answers_to_proposals(workshop, seed))
    by_step: Mapping[StepKind, Callable[[Workshop, int], Iterator[Move]]] = {
        StepKind.ISSUES: _issues,
        StepKind.IDEAS: _ideas,
        StepKind.VOTE: _ballots,
        StepKind.CELLS: _wishes,
        StepKind.HATS: _hats,
    }
    now = by_step.get(workshop.current)
    contributions = now(workshop, seed) if now else iter(())
    return (*contributions, *_answers_to_proposals(workshop, seed))


def next_move(workshop: Workshop, seed: int, refused: frozenset[str] = frozenset()) -> Move | None:
    """Who acts next and how: one of `moves`, drawn by the seed and the state; None when all is said."""
    left = [move for move in moves(workshop, seed) if move.key not in refused]
    return Random(f"{seed}:{workshop.seq}:next").choice(left) if left else None


def _people(workshop: Workshop) -> list[Participant]:
    return [one for one in workshop.participants.values() if one.channel is Channel.REHEARSAL]


def _issues(workshop: Workshop, seed: int) -> Iterator[Move]:
    return _notes(workshop, seed, NoteType.ISSUE, ISSUES, (0, 1, 1))


def _ideas(workshop: Workshop, seed: int) -> Iterator[Move]:
    return _notes(workshop, seed, NoteType.IDEA, IDEAS, (0, 1, 1, 2, 3))


def _notes(
    workshop: Workshop,
    seed: int,
    type: NoteType,
    texts: Mapping[str, Sequence[str]],
    appetites: Sequence[int],
) -> Iterator[Move]:
    done = Counter(note.author for note in workshop.notes.values() if note.type is type)
    for one in _people(workshop):
        chance = Random(f"{seed}:{one.id}:{type}")
        wanted = chance.sample(texts[one.language], chance.choice(appetites))
        written = done[one.id]
        for text in wanted[written : written + 1]:
            asked = {"type": type, "text": text, "language": one.language, "channel": Channel.REHEARSAL}
            yield _move(f"{one.id}:{type}:{written}", submit_note, one.id, **asked)


def _ballots(workshop: Workshop, seed: int) -> Iterator[Move]:
    current = workshop.round
    if current is None:
        return
    for one in _people(workshop):
        chance = Random(f"{seed}:{one.id}:{current.id}")
        invited = current.voters is None or one.id in current.voters
        if invited and one.id not in current.ballots and chance.random() < 0.94:
            asked = {"round": current.id, "marks": marks(current, seed, chance), "channel": Channel.REHEARSAL}
            yield _move(f"{one.id}:{current.id}", cast_ballot, one.id, **asked)


def marks(current: Round, seed: int, chance: Random) -> dict[str, int]:
    """A ballot within budget and cap; some items draw the room more than others."""
    taste = Random(f"{seed}:{current.id}:taste")
    pull = {item: taste.uniform(0.2, 1.0) ** 2 for item in current.items}
    if current.method is not Method.POINTS:
        steps = list(range(MENTIONS)) if current.method is Method.MENTIONS else list(RATING)
        weights = {item: [1 + 6 * pull[item] * (len(steps) - n) for n in range(len(steps))] for item in pull}
        return {item: chance.choices(steps, weights[item])[0] for item in current.items}
    given: dict[str, int] = {}
    for _ in range(current.dots if chance.random() < 0.9 else chance.randint(0, current.dots)):
        free = [item for item in current.items if given.get(item, 0) < current.cap]
        if free:
            item = chance.choices(free, [pull[one] for one in free])[0]
            given[item] = given.get(item, 0) + 1
    return given


def _wishes(workshop: Workshop, seed: int) -> Iterator[Move]:
    cells = list(workshop.cells)
    for one in _people(workshop):
        if not cells or one.id in workshop.wishes:
            continue
        chance = Random(f"{seed}:{one.id}:wish")
        ranked = chance.sample(cells, min(len(cells), chance.choice((0, 1, 2, 2))))
        asked = {"ranked": tuple(ranked), "flexible": bool(ranked) and chance.random() < 0.3}
        yield _move(f"{one.id}:wish", express_wish, one.id, **asked)


def _answers_to_proposals(workshop: Workshop, seed: int) -> Iterator[Move]:
    if workshop.archived:
        return
    for one in _people(workshop):
        proposed = workshop.memberships.get(one.id)
        if proposed is not None and proposed.state is MembershipState.PROPOSED:
            accept = Random(f"{seed}:{one.id}:{proposed.cell}").random() < 0.8
            key = f"{one.id}:{proposed.cell}:answer"
            yield _move(key, answer_proposal, one.id, accept=accept)


def _hats(workshop: Workshop, seed: int) -> Iterator[Move]:
    pitch = workshop.pitch
    worn = workshop.hat_rounds.get(pitch.subject) if pitch and pitch.started else None
    if pitch is None or worn is None:
        return
    done = Counter(one.author for one in workshop.comments.values() if one.subject == pitch.subject)
    presenting = workshop.members(pitch.subject)
    for one in _people(workshop):
        if one.id in presenting:
            continue
        key = f"{one.id}:{pitch.subject}"
        hat = worn.assignment.get(one.id)
        if hat is None:
            yield _move(f"{key}:hat", take_hat, one.id, subject=pitch.subject)
            continue
        chance = Random(f"{seed}:{key}")
        texts = COMMENTS[hat][one.language]
        wanted = chance.sample(texts, min(len(texts), chance.choice((0, 1, 1, 2))))
        said = done[one.id]
        for text in wanted[said : said + 1]:
            asked = {"subject": pitch.subject, "text": text, "language": one.language}
            yield _move(f"{key}:{said}", comment, one.id, **asked)


def _move(key: str, rule: Rule, participant: ParticipantId, **asked: Any) -> Move:
    return Move(key, rule, {"participant": participant, **asked})


class _Room(threading.Thread):
    """The thread behind one rehearsal; everything it knows it reads from the door."""

    def __init__(self, door: Door, id: WorkshopId, people: int, seed: int, pace: float) -> None:
        super().__init__(name=f"recolte-rehearsal-{id}", daemon=True)
        self.leaving = threading.Event()
        self._door, self._id, self._people, self._seed, self._pace = door, id, people, seed, pace
        self._chance = Random(seed)
        self._refused: tuple[int, frozenset[str]] = (-1, frozenset())

    def run(self) -> None:
        """Arrivals first, then one act after the other until somebody ends it."""
        while not self.leaving.is_set():
            try:
                workshop = self._door.look(self._id)
                if workshop.archived:
                    return
                wait = self._arrive(workshop) or self._contribute(workshop)
            except TimeoutError:
                return  # the door is closed
            except (RuleError, StoreError):
                wait = LONGEST  # closed meanwhile, not framed yet, or busy: look again in a moment
            self.leaving.wait(max(0.002, self._pace * min(wait, LONGEST)))

    def _arrive(self, workshop: Workshop) -> float | None:
        """Checks one person in; the seconds until the next, or None when everybody is there."""
        there = len(_people(workshop))
        if there >= self._people:
            return None
        self._door.enrol(self._id, new_key(), **answers(workshop, self._seed, there)).result(LONGEST * 2)
        return self._chance.expovariate(1 / CHECK_IN)

    def _contribute(self, workshop: Workshop) -> float:
        """One act of one person; the seconds until the next, fewer in a larger room."""
        since, refused = self._refused
        if since != workshop.moves:
            self._refused = (workshop.moves, frozenset())
            refused = frozenset()
        move = next_move(workshop, self._seed, refused)
        if move is None:
            return 1.0
        try:
            self._door.act(self._id, move.rule, **move.asked)
        except RuleError:
            self._refused = (workshop.moves, refused | {move.key})
        return self._chance.expovariate(self._people / SPREAD)
