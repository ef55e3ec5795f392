"""The cast of a rehearsal: how many fictional people, in which language, who comes late, who leaves early.

Everything here is a pure function of the workshop and the cast, seed included: the same cast in the same
workshop comes, stays and goes in the same way, also when a rehearsal is stopped and started again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import dropwhile
from random import Random

from facilitation.errors import RuleError
from facilitation.model import Channel, Participant, ParticipantId, StepKind, Workshop
from facilitation.rules.participants import Answers

MAX_PEOPLE = 500
MAX_SEED = 999_999
_STEPS = tuple(StepKind)
# When latecomers come and when people leave, and how likely each is.
_LATE = {StepKind.IDEAS: 5, StepKind.VOTE: 3, StepKind.CELLS: 1}
_LEAVING = {StepKind.IDEAS: 3, StepKind.VOTE: 3, StepKind.CELLS: 1, StepKind.HATS: 1}


class Speed(StrEnum):
    """How fast the fictional people read, think and type."""

    SLOW = "slow"
    NORMAL = "normal"
    LIVELY = "lively"


class Presence(StrEnum):
    """Here, on the way out (a text begun and never sent), or gone: that phone is silent for good."""

    HERE = "here"
    LEAVING = "leaving"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Cast:
    """The cast that plays the room; `english`, `late` and `leaving` are shares of the people, 0 to 1."""

    people: int = 20
    english: float = 0.25
    speed: Speed = Speed.NORMAL
    late: float = 0.0
    leaving: float = 0.0
    seed: int = 1


def check(cast: Cast) -> None:
    """Refuses a cast that nobody could play."""
    if not 1 <= cast.people <= MAX_PEOPLE:
        raise RuleError("rehearsal.people", limit=MAX_PEOPLE)
    if not all(0 <= share <= 1 for share in (cast.english, cast.late, cast.leaving)):
        raise RuleError("rehearsal.share")
    if cast.late + cast.leaving > 1:
        raise RuleError("rehearsal.nobody_stays")
    if not 0 <= cast.seed <= MAX_SEED:
        raise RuleError("rehearsal.seed", limit=MAX_SEED)


def people(workshop: Workshop) -> list[Participant]:
    """The fictional people, in the order in which they came."""
    return [one for one in workshop.participants.values() if one.channel is Channel.REHEARSAL]


def answers(workshop: Workshop, cast: Cast, number: int) -> Answers:
    """What the person of that number, counted from 0, says at check-in."""
    chance = Random(f"{cast.seed}:{number}:check-in")
    framing = workshop.framing
    kinds = [kind.code for kind in framing.kinds] if framing else []
    tables = framing.tables if framing else 0
    return {
        "kind": chance.choice(kinds) if kinds and chance.random() < 0.95 else None,
        "table": chance.randint(1, tables) if tables else None,
        "language": "en" if number in _english(cast) else "fr",
        "consents": {"terms"},
    }


def punctual(cast: Cast) -> int:
    """How many come at once; the others of the cast are latecomers."""
    return cast.people - round(cast.late * cast.people)


def due(workshop: Workshop, cast: Cast) -> int:
    """How many should be there by now: the punctual ones, and the latecomers whose step has been opened."""
    opened = max((_STEPS.index(one.step) for one in workshop.spells), default=0)
    return punctual(cast) + sum(_STEPS.index(step) <= opened for step in _latecomers(cast))


def presences(workshop: Workshop, cast: Cast) -> Mapping[ParticipantId, Presence]:
    """The fictional people who are still there."""
    last = _leavers(cast)
    return {
        one.id: _presence(workshop, last[number]) if number in last else Presence.HERE
        for number, one in enumerate(people(workshop))
    }


def _presence(workshop: Workshop, last: StepKind) -> Presence:
    """People leave during the first step opened from `last` on; once another opens, they are gone."""
    since = list(dropwhile(lambda one: _STEPS.index(one.step) < _STEPS.index(last), workshop.spells))
    if not since:
        return Presence.HERE
    return Presence.LEAVING if {one.step for one in since} == {workshop.current} else Presence.GONE


@lru_cache(maxsize=64)
def _english(cast: Cast) -> frozenset[int]:
    chance = Random(f"{cast.seed}:english")
    return frozenset(chance.sample(range(cast.people), round(cast.english * cast.people)))


@lru_cache(maxsize=64)
def _latecomers(cast: Cast) -> tuple[StepKind, ...]:
    """The step during which each latecomer comes, in the order of their coming."""
    chance = Random(f"{cast.seed}:late")
    drawn = chance.choices(list(_LATE), list(_LATE.values()), k=cast.people - punctual(cast))
    return tuple(sorted(drawn, key=_STEPS.index))


@lru_cache(maxsize=64)
def _leavers(cast: Cast) -> Mapping[int, StepKind]:
    """The step during which each person who leaves early does so; latecomers have come to stay."""
    chance = Random(f"{cast.seed}:leaving")
    leaving = min(round(cast.leaving * cast.people), punctual(cast))
    drawn = chance.choices(list(_LEAVING), list(_LEAVING.values()), k=leaving)
    return dict(zip(chance.sample(range(punctual(cast)), leaving), drawn, strict=True))
