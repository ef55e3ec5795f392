"""What every voting rule takes and gives: a profile of ballots, and items in an order that keeps its ties."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Score: TypeAlias = tuple[int | Fraction, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The items of a vote and the marks of each voter, item → mark; what a mark means is the rule's affair.

    An item that a ballot leaves out has no mark of that voter. A ballot without any mark is blank, and counts
    as a ballot.
    """

    items: tuple[str, ...]
    ballots: tuple[Mapping[str, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One item: its rank from 1, shared by ties, and the score that gave it, greater being better."""

    rank: int
    item: str
    score: Score


@dataclass(frozen=True, slots=True)
class Result:
    """All items, best first; ties stand in the order of the profile, which means nothing (R-16)."""

    places: tuple[Place, ...]

    def rank(self, item: str) -> int:
        """The rank of that item."""
        return next(one.rank for one in self.places if one.item == item)


Rule: TypeAlias = Callable[[Profile], Result]


def ranked(profile: Profile, score: Callable[[str], Score]) -> Result:
    """The result in which greater scores come first and equal scores share a rank."""
    scores = {item: score(item) for item in profile.items}
    return placed(profile.items, scores, {item: 1 + _above(scores, item) for item in profile.items})


def placed(items: Sequence[str], scores: Mapping[str, Score], ranks: Mapping[str, int]) -> Result:
    """The result with those ranks; sorting keeps the order of the items among ties."""
    ordered = sorted(items, key=lambda item: ranks[item])
    return Result(tuple(Place(ranks[item], item, scores[item]) for item in ordered))


def _above(scores: Mapping[str, Score], item: str) -> int:
    return sum(other > scores[item] for other in scores.values())
