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

    def first(self, count: int) -> frozenset[str]:
        """The items of the first `count` ranks; more than `count` of them when there is a tie at the cut."""
        return frozenset(one.item for one in self.places if one.rank <= count)


Rule: TypeAlias = Callable[[Profile], Result]


def ranked(items: Sequence[str], score: Callable[[str], Score]) -> Result:
    """The result in which greater scores come first and equal scores share a rank."""
    scores = {item: score(item) for item in items}
    ordered = sorted(items, key=lambda item: scores[item], reverse=True)
    return Result(tuple(Place(_rank(scores, item), item, scores[item]) for item in ordered))


def _rank(scores: Mapping[str, Score], item: str) -> int:
    return 1 + sum(other > scores[item] for other in scores.values())
