"""Rankings of a few items: Borda's sum, and Schulze's beat-path order. A mark is a position, 1 the best.

Equal positions are a tie on the ballot; items that a ballot leaves out stand together below all others.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from math import inf

from facilitation.voting.profile import Profile, Result, Score, ranked

MOST_ITEMS = 8  # more cannot be ranked with care on a phone (method §3.7)
Pairs = dict[tuple[str, str], int]


def borda(profile: Profile) -> Result:
    """By Borda's count (de Borda 1781): a point for each item ranked below, a half for each ranked equal."""
    votes = preferences(profile)
    voters = len(profile.ballots)

    def score(item: str) -> Score:
        others = [other for other in profile.items if other != item]
        # On each ballot an item is above, below or equal: what is neither won nor lost is equal.
        doubled = sum(voters + votes[item, other] - votes[other, item] for other in others)
        return (Fraction(doubled, 2),)

    return ranked(profile.items, score)


def schulze(profile: Profile) -> Result:
    """By Schulze's method (Schulze 2011), winning votes: the score is (−how many items beat it,).

    An item beats another when its strongest path to it is stronger than the one back. An item that beats
    another stands before it, but not every two items that share a rank or follow each other were told apart.
    """
    strongest = paths(profile)

    def score(item: str) -> Score:
        others = [other for other in profile.items if other != item]
        return (-sum(strongest[other, item] > strongest[item, other] for other in others),)

    return ranked(profile.items, score)


def preferences(profile: Profile) -> Pairs:
    """How many voters place the first item of a pair strictly above the second."""
    return {
        (one, other): sum(_position(ballot, one) < _position(ballot, other) for ballot in profile.ballots)
        for one, other in permutations(profile.items, 2)
    }


def paths(profile: Profile) -> Pairs:
    """The strength of the strongest path from one item to another (Floyd and Warshall's way); 0: none."""
    votes = preferences(profile)
    strongest = {(a, b): votes[a, b] if votes[a, b] > votes[b, a] else 0 for a, b in votes}
    for through, start, end in permutations(profile.items, 3):
        way = min(strongest[start, through], strongest[through, end])
        strongest[start, end] = max(strongest[start, end], way)
    return strongest


def _position(ballot: Mapping[str, int], item: str) -> float:
    return ballot.get(item, inf)
