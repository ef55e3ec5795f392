"""Draws that must be fair: hats over people and rounds, places in cells.

Both are small integer programs given to HiGHS (`scipy.optimize.milp`), with the seed in the costs, so
that the same seed gives the same draw. scipy comes with scikit-learn.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from facilitation.model import CellId, Hat, ParticipantId, Wish

# Yellow, black and green are kept longest when there are few reviewers; blue is the facilitator's.
HATS_BY_NEED = (Hat.YELLOW, Hat.BLACK, Hat.GREEN, Hat.WHITE, Hat.RED)
WAITING = 1_000.0
MISSING_KIND = 100.0


def hats_in_play(reviewers: int) -> tuple[Hat, ...]:
    """Five hats, or fewer so that at least two people wear each; never under three (R-26)."""
    return HATS_BY_NEED[: max(3, min(5, reviewers // 2))]


def deal(
    rounds: Mapping[str, Sequence[ParticipantId]],
    kinds: Mapping[ParticipantId, str | None],
    hats: Sequence[Hat],
    seed: int,
) -> dict[str, dict[ParticipantId, Hat]]:
    """Hats for every round at once: round → reviewer → hat.

    Per round, and per round and kind, hats differ by at most one in wearers (R-20, R-22), and so do
    the hats of each person over the rounds, hence none twice while rounds ≤ hats (R-21). One hat after
    the other takes its share of what is left; a whole-number share always exists because the even
    split is a fractional one and the constraints are nested (de Werra, equitable edge colouring, 1971).
    """
    chance = random.Random(seed)
    left = [(name, person) for name, people in rounds.items() for person in sorted(people)]
    dealt: dict[str, dict[ParticipantId, Hat]] = {name: {} for name in rounds}
    order = list(hats)
    chance.shuffle(order)
    for number, hat in enumerate(order):
        wearers = _share(left, kinds, len(order) - number, chance)
        for name, person in wearers:
            dealt[name][person] = hat
        left = [pair for pair in left if pair not in wearers]
    return dealt


def _share(
    pairs: list[tuple[str, ParticipantId]],
    kinds: Mapping[ParticipantId, str | None],
    hats_left: int,
    chance: random.Random,
) -> set[tuple[str, ParticipantId]]:
    """An even 1/hats_left of the pairs, by person, by round, and by round and kind."""
    if hats_left == 1 or not pairs:
        return set(pairs)
    members: dict[object, list[int]] = {}
    for index, (name, person) in enumerate(pairs):
        for family in (("person", person), ("round", name), ("kind", name, kinds.get(person))):
            members.setdefault(family, []).append(index)
    sizes = np.array([len(indices) for indices in members.values()])
    cells = [(row, index) for row, indices in enumerate(members.values()) for index in indices]
    rows, columns = zip(*cells, strict=True)
    matrix = csr_array((np.ones(len(cells)), (rows, columns)), shape=(len(sizes), len(pairs)))
    even = LinearConstraint(matrix, sizes // hats_left, -(-sizes // hats_left))
    costs = np.array([chance.random() for _ in pairs])
    solved = milp(costs, constraints=even, integrality=np.ones(len(pairs)), bounds=Bounds(0, 1))
    return {pair for pair, taken in zip(pairs, solved.x, strict=True) if taken > 0.5}


@dataclass(frozen=True, slots=True)
class Place:
    """Room in one cell."""

    cell: CellId
    maximum: int


def seat(
    wishes: Sequence[Wish],
    places: Sequence[Place],
    kinds: Mapping[ParticipantId, str | None],
    essential: Sequence[str],
    seed: int,
) -> dict[ParticipantId, CellId]:
    """A proposal of cells: most first wishes, within capacity, each essential kind in each cell if it can be.

    People in no cell of the answer are on the waiting list; nobody gets a cell not wished for, unless
    «I can go where people are missing» was ticked (R-30).
    """
    options = [
        (wish, place, cost) for wish in wishes for place in places if (cost := _cost(wish, place)) is not None
    ]
    if not options:
        return {}
    chance = random.Random(seed)
    lacks = [(place.cell, kind) for place in places for kind in essential]
    costs = [cost - WAITING + chance.random() / 10 for _, _, cost in options] + [MISSING_KIND] * len(lacks)
    rows: list[tuple[list[tuple[int, float]], float, float]] = []
    for wish in wishes:
        mine = [(i, 1.0) for i, (one, _, _) in enumerate(options) if one.participant == wish.participant]
        rows.append((mine, 0, 1))
    for place in places:
        rows.append(([(i, 1.0) for i, (_, one, _) in enumerate(options) if one == place], 0, place.maximum))
    for number, (cell, kind) in enumerate(lacks):
        there = [
            (i, 1.0)
            for i, (wish, place, _) in enumerate(options)
            if place.cell == cell and kinds.get(wish.participant) == kind
        ]
        rows.append(([*there, (len(options) + number, 1.0)], 1, np.inf))
    taken = _solve(costs, rows)
    return {
        wish.participant: place.cell for (wish, place, _), x in zip(options, taken, strict=False) if x > 0.5
    }


def _cost(wish: Wish, place: Place) -> float | None:
    if place.cell in wish.ranked:
        return float(wish.ranked.index(place.cell))
    return 3.0 if wish.flexible else None


def _solve(costs: list[float], rows: list[tuple[list[tuple[int, float]], float, float]]) -> list[float]:
    matrix = np.zeros((len(rows), len(costs)))
    for number, (terms, _, _) in enumerate(rows):
        for column, factor in terms:
            matrix[number, column] = factor
    limits = LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])
    solved = milp(np.array(costs), constraints=limits, integrality=np.ones(len(costs)), bounds=Bounds(0, 1))
    return list(solved.x)
