"""Impact and effort as a few invited people rate them, 1 to 5: medians and how far apart they are (§3.6).

The scales are ordinal: nothing is multiplied, and no mean is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles

from facilitation.model import Method, Round, StepState, Workshop

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


def impact_effort(impact: Round, effort: Round) -> tuple[Rated, ...]:
    """The items that somebody rated on both scales, in the order of the first round."""
    both = ((item, _marks(impact, item), _marks(effort, item)) for item in impact.items)
    return tuple(Rated(item, spread(high), spread(hard)) for item, high, hard in both if high and hard)


def rating_pair(workshop: Workshop) -> tuple[Round, Round] | None:
    """The latest pair of revealed rounds of ratings on the same items: impact is asked first, then effort."""
    shown = [
        one for one in workshop.rounds if one.method is Method.RATINGS and one.state is StepState.REVEALED
    ]
    pairs = [(a, b) for a, b in zip(shown[::2], shown[1::2], strict=False) if set(a.items) == set(b.items)]
    return pairs[-1] if pairs else None


def rated(workshop: Workshop) -> tuple[Rated, ...]:
    """The items of that pair; nothing before both rounds are revealed."""
    pair = rating_pair(workshop)
    return impact_effort(*pair) if pair else ()


def _marks(round: Round, item: str) -> list[int]:
    return [ballot.marks[item] for ballot in round.ballots.values() if item in ballot.marks]
