"""Impact and effort as a few invited people rate them, 1 to 5: medians and how far apart they are (§3.6).

The scales are ordinal: nothing is multiplied, and no mean is taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles
from typing import TypeAlias

from facilitation.model import Round, Workshop
from facilitation.tallies.votes import is_blind
from facilitation.voting import Method

Marks: TypeAlias = Mapping[str, int]
MIDDLE = 3  # of the scale; a median there is neither a high impact nor a low effort
APART = 2  # points between two people; more is to be discussed


class Quadrant(StrEnum):
    """Do soon, carrying projects, complements, to rethink."""

    SOON = "soon"
    CARRYING = "carrying"
    COMPLEMENT = "complement"
    RETHINK = "rethink"


@dataclass(frozen=True, slots=True)
class Spread:
    """The ratings of one item: the median, the middle half (quartiles), the lowest and the highest."""

    median: float
    low: float
    high: float
    least: int
    most: int
    raters: int

    @property
    def discuss(self) -> bool:
        """Whether two people are too far apart for a median to speak for both."""
        return self.most - self.least > APART


@dataclass(frozen=True, slots=True)
class Rated:
    """One item on both scales."""

    item: str
    impact: Spread
    effort: Spread

    @property
    def discuss(self) -> bool:
        """Whether either scale is to be discussed before anybody looks at the quadrant."""
        return self.impact.discuss or self.effort.discuss

    @property
    def quadrant(self) -> Quadrant:
        """High impact first, low effort first."""
        easy = self.effort.median < MIDDLE
        if self.impact.median > MIDDLE:
            return Quadrant.SOON if easy else Quadrant.CARRYING
        return Quadrant.COMPLEMENT if easy else Quadrant.RETHINK


def spread(marks: Sequence[int]) -> Spread:
    """The spread of at least one rating; quartiles may lie between two ratings."""
    low, _, high = quantiles(marks, n=4, method="inclusive") if len(marks) > 1 else (marks[0],) * 3
    return Spread(median(marks), low, high, min(marks), max(marks), len(marks))


def rated_in(round: Round) -> tuple[Rated, ...]:
    """The items that somebody rated on both scales of a round on impact and effort, in its order."""
    ballots = round.ballots.values()
    return _rated(round.items, [one.marks for one in ballots], [one.efforts for one in ballots])


def impact_effort(impact: Round, effort: Round) -> tuple[Rated, ...]:
    """The same of two rounds of ratings, as older workshops asked: impact first, then effort."""
    first, second = ([one.marks for one in round.ballots.values()] for round in (impact, effort))
    return _rated(impact.items, first, second)


def rating_rounds(workshop: Workshop) -> tuple[Round, ...]:
    """The latest revealed rounds that say impact and effort: one, or an older pair on the same items."""
    shown = [one for one in workshop.rounds if not is_blind(one)]
    both = [one for one in shown if one.way.paired]
    if both:
        return (both[-1],)
    single = [one for one in shown if one.method is Method.RATINGS]
    pairs = [(a, b) for a, b in zip(single[::2], single[1::2], strict=False) if set(a.items) == set(b.items)]
    return pairs[-1] if pairs else ()


def rated(workshop: Workshop) -> tuple[Rated, ...]:
    """The items of those rounds; nothing before the reveal."""
    match rating_rounds(workshop):
        case (both,):
            return rated_in(both)
        case (impact, effort):
            return impact_effort(impact, effort)
        case _:
            return ()


def _rated(items: Iterable[str], impacts: Sequence[Marks], efforts: Sequence[Marks]) -> tuple[Rated, ...]:
    both = ((item, _given(impacts, item), _given(efforts, item)) for item in items)
    return tuple(Rated(item, spread(high), spread(hard)) for item, high, hard in both if high and hard)


def _given(ballots: Sequence[Marks], item: str) -> list[int]:
    return [marks[item] for marks in ballots if item in marks]
