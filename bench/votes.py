"""How long the whole analysis of a vote takes, from the standings to the resamples.

`python -m bench.votes [--ballots 500] [--items 12] [--times 9]` makes a round of dots up and prints
milliseconds. The target is 500 ms for all of it, 2,000 resamples included; nothing is remembered from one
time to the next.
"""

import argparse
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from random import Random

from facilitation.model import (
    Ballot,
    Channel,
    Framing,
    Kind,
    Method,
    Participant,
    ParticipantId,
    Round,
    RoundId,
    StepState,
    Workshop,
)
from facilitation.tallies import solidity
from facilitation.tallies.margin import margin
from facilitation.tallies.reading import equal_voices, readings
from facilitation.tallies.votes import quorum, standings, turnout
from facilitation.tallies.what_if import if_merged, without_each

KINDS = ("student", "education", "organisation", "employer", "citizen", "research")
DOTS, CAP, KEPT = 3, 2, 3
TARGET = 500  # milliseconds


def main() -> None:
    """Makes the round up, analyses it again and again, prints the table."""
    asked = argparse.ArgumentParser(description="The analysis of a vote, in milliseconds.")
    asked.add_argument("--ballots", type=int, default=500)
    asked.add_argument("--items", type=int, default=12)
    asked.add_argument("--times", type=int, default=9)
    options = asked.parse_args()
    round, workshop = invented(options.ballots, options.items)
    taken: dict[str, list[float]] = {}
    for _ in range(options.times):
        solidity._resampled.cache_clear()
        for name, part in parts(round, workshop).items():
            began = time.perf_counter()
            part()
            taken.setdefault(name, []).append((time.perf_counter() - began) * 1000)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{options.ballots} ballots, {options.items} items, {solidity.RESAMPLES} resamples")
    print(f"{'ms':<14}{'p50':>8}{'max':>8}")
    taken["all together"] = [sum(some) for some in zip(*taken.values(), strict=True)]
    for name, values in taken.items():
        print(f"{name:<14}{statistics.median(values):>8.1f}{max(values):>8.1f}")
    middle = statistics.median(taken["all together"])
    print(f"target {TARGET} ms (p50): {'kept' if middle <= TARGET else 'MISSED'}")


def parts(round: Round, workshop: Workshop) -> Mapping[str, Callable[[], object]]:
    """Everything that a result is read by."""
    return {
        "standings": lambda: (standings(round), turnout(round, workshop), quorum(round, workshop)),
        "kinds": lambda: readings(round, workshop),
        "equal voice": lambda: equal_voices(readings(round, workshop)),
        "margin": lambda: margin(round, workshop),
        "solidity": lambda: solidity.solidity(round, workshop),
        "without each": lambda: without_each(round, workshop),
        "if merged": lambda: if_merged(round, {round.items[1]: round.items[0]}),
    }


def invented(ballots: int, items: int) -> tuple[Round, Workshop]:
    """A round in which each kind likes some items more than others; the same each time."""
    chance = Random(58)
    names = tuple(f"PR{number}" for number in range(1, items + 1))
    liked = {kind: [chance.random() ** 2 + 0.05 for _ in names] for kind in KINDS}
    people = {
        id: Participant(id, chance.choice(KINDS), None, "fr", Channel.PHONE, frozenset())
        for id in (ParticipantId(f"P{number}") for number in range(1, ballots + 1))
    }
    cast = {
        id: Ballot(id, _marks(chance, names, liked[one.kind or ""]), Channel.PHONE)
        for id, one in people.items()
    }
    round = Round(RoundId("R1"), names, Method.POINTS, DOTS, CAP, 58, None, StepState.REVEALED, cast)
    framing = Framing("", "", "", "", tuple(Kind(kind, kind, kind) for kind in KINDS), target_areas=KEPT)
    return round, Workshop(framing=framing, participants=people, rounds=(round,))


def _marks(chance: Random, names: tuple[str, ...], liked: list[float]) -> dict[str, int]:
    marks: dict[str, int] = {}
    for item in chance.choices(names, liked, k=DOTS):
        marks[item] = min(marks.get(item, 0) + 1, CAP)
    return marks


if __name__ == "__main__":
    main()
