"""How solid a result is: what would come first if other people like these had voted (method §3.3).

Voters, not dots, are drawn anew with replacement within each kind (a stratified bootstrap, Efron 1979). It
gauges how sensitive the result is in a room that is no random sample; it is no test of anything.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from facilitation.model import NoteId, ParticipantId, Round, Workshop

RESAMPLES = 2000
Marks = tuple[tuple[int, ...], ...]


class Band(StrEnum):
    """In how many of the resamples an item is kept: ≥ .95, ≥ .80, ≥ .20, fewer."""

    SOLID = "solid"
    PROBABLE = "probable"
    GREY = "grey"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Solidity:
    """One item: the share of resamples that keep it, and the ranks it has between 5 and 95 % of them."""

    item: str
    share: float
    best: int
    worst: int

    @property
    def band(self) -> Band:
        """The band of that share."""
        floors = ((0.95, Band.SOLID), (0.80, Band.PROBABLE), (0.20, Band.GREY))
        return next((band for floor, band in floors if self.share >= floor), Band.OUT)


def keep(round: Round, workshop: Workshop) -> int:
    """How many of the items are to be kept; a runoff has a dot for each place that was left."""
    if round.options.runoff_of is not None:
        return min(round.dots, len(round.items) - 1)
    return keep_of(round.items, workshop)


def keep_of(chosen: Collection[str], workshop: Workshop) -> int:
    """How many of them a vote would keep: as framed, ideas become projects and these become areas.

    A third of the items, and one at least, where nothing is framed or the target keeps them all.
    """
    target, items = _target(chosen, workshop), len(chosen)
    return target if 0 < target < items else max(1, items // 3)


def keeps_all(chosen: Collection[str], workshop: Workshop) -> bool:
    """There is a place for each of them and of all projects, as framed: their order drops none."""
    return _target(chosen, workshop) >= max(len(chosen), len(workshop.standing_projects()))


def _target(chosen: Collection[str], workshop: Workshop) -> int:
    ideas = all(NoteId(item) in workshop.notes for item in chosen)
    framing = workshop.framing
    return (framing.target_projects if ideas else framing.target_areas) if framing else 0


def solidity(round: Round, workshop: Workshop) -> tuple[Solidity, ...]:
    """Every item of a round of dots, in the order of the round; the same for the same ballots and seed.

    In whatever order they came: lots are drawn among the ballots by kind, those with the most dots first.
    """
    people = sorted(round.ballots, key=lambda one: _place_in_lots(round, workshop, one))
    marks = tuple(tuple(round.ballots[one].marks.get(item, 0) for item in round.items) for one in people)
    kinds = tuple(workshop.everybody[one].kind for one in people)
    shares = _resampled(marks, kinds, len(round.items), keep(round, workshop), round.seed)
    return tuple(Solidity(item, *one) for item, one in zip(round.items, shares, strict=True))


def _place_in_lots(round: Round, workshop: Workshop, person: ParticipantId) -> tuple[str, tuple[int, ...]]:
    marks = round.ballots[person].marks
    return workshop.everybody[person].kind or "", tuple(-marks.get(item, 0) for item in round.items)


@lru_cache(maxsize=8)  # several screens draw the same result
def _resampled(
    marks: Marks, kinds: tuple[str | None, ...], items: int, keep: int, seed: int
) -> list[tuple[float, int, int]]:
    """(share, best rank, worst rank) of each item."""
    dots = np.array(marks, dtype=np.float64).reshape(len(marks), items)
    # Dots first, then distinct voters: the first rung of the tie ladder, in one number. Whole numbers are
    # exact in floating point, and multiplied much faster.
    scores = _drawn(kinds, seed) @ (dots * (len(marks) + 1) + (dots > 0))
    return [_place(scores, item, keep) for item in range(items)]


def _drawn(kinds: tuple[str | None, ...], seed: int) -> NDArray[np.float64]:
    """How often each voter is drawn in each resample; as many of each kind as there were."""
    chance = np.random.default_rng(seed)
    sizes = [kinds.count(kind) for kind in dict.fromkeys(kinds)]
    parts = [_drawn_of(size, chance) for size in sizes]
    return np.hstack(parts) if parts else np.zeros((RESAMPLES, 0))


def _drawn_of(size: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """So many of one kind, drawn with replacement: a row for each resample, a column for each voter."""
    rows = np.arange(RESAMPLES)[:, None] * size
    drawn = (chance.integers(size, size=(RESAMPLES, size)) + rows).ravel()
    return np.bincount(drawn, minlength=RESAMPLES * size).reshape(RESAMPLES, size).astype(np.float64)


def _place(scores: NDArray[np.float64], item: int, keep: int) -> tuple[float, int, int]:
    """Where that item stands; of those that are tied at the cut, each has an equal part of the places left.

    A tie counts as its best rank at the one end of the interval, as its worst at the other.
    """
    own = scores[:, [item]]
    above = (scores > own).sum(axis=1)
    level = (scores == own).sum(axis=1)
    share = np.clip((keep - above) / level, 0, 1).mean()
    best, worst = above + 1, above + level
    low, high = (np.quantile(ranks, at, method="inverted_cdf") for ranks, at in ((best, 0.05), (worst, 0.95)))
    return float(share), int(low), int(high)
