"""Rankings of a few items: Borda's sum, and Schulze's beat-path order. A mark is a position, 1 the best.

Equal positions are a tie on the ballot; items that a ballot leaves out stand together below all others.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from facilitation.voting.profile import Profile, Result, Score, placed, ranked

MOST_ITEMS = 8  # more cannot be ranked with care on a phone (method §3.7)
Pairs = dict[tuple[str, str], int]


def borda(profile: Profile) -> Result:
    """By Borda's count (de Borda 1781): a point for each item ranked below, a half for each at the same place."""

    def score(item: str) -> Score:
        return (sum((_below(profile, ballot, item) for ballot in profile.ballots), Fraction(0)),)

    return ranked(profile, score)


def schulze(profile: Profile) -> Result:
    """By Schulze's method (Schulze 2011), winning votes: an item beats another when its strongest path is stronger.

    That relation is transitive; the rank of an item is one more than how many beat it, and the score is
    (−how many beat it,). Items that nobody can be placed between share a rank.
    """
    strongest = _strongest(profile, preferences(profile))
    beaten = {
        item: sum(strongest[other, item] > strongest[item, other] for other in profile.items if other != item)
        for item in profile.items
    }
    scores: dict[str, Score] = {item: (-count,) for item, count in beaten.items()}
    return placed(profile.items, scores, {item: 1 + count for item, count in beaten.items()})


def preferences(profile: Profile) -> Pairs:
    """How many voters place the first item of a pair strictly above the second."""
    last = _last(profile)
    return {
        (one, other): sum(b.get(one, last) < b.get(other, last) for b in profile.ballots)
        for one, other in product(profile.items, repeat=2)
        if one != other
    }


def _strongest(profile: Profile, votes: Pairs) -> Pairs:
    """The strength of the strongest path between each pair (Floyd and Warshall's way)."""
    paths = {(a, b): votes[a, b] if votes[a, b] > votes[b, a] else 0 for a, b in votes}
    for through, start, end in product(profile.items, repeat=3):
        if len({through, start, end}) == 3:
            way = min(paths[start, through], paths[through, end])
            paths[start, end] = max(paths[start, end], way)
    return paths


def _below(profile: Profile, ballot: Mapping[str, int], item: str) -> Fraction:
    last = _last(profile)
    own = ballot.get(item, last)
    others = [ballot.get(other, last) for other in profile.items if other != item]
    return sum(own < one for one in others) + Fraction(sum(own == one for one in others), 2)


def _last(profile: Profile) -> int:
    """A position below every one that can be given."""
    return len(profile.items) + 1
