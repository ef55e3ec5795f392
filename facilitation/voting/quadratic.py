"""Quadratic voting with a budget of credits (Lalley & Weyl 2018): n votes on one item cost n² credits.

Votes are positive only, as dots are (method §3.1): a missing vote is not a no.
"""

from collections.abc import Mapping

from facilitation.voting.points import points
from facilitation.voting.profile import Profile, Result


def cost(marks: Mapping[str, int]) -> int:
    """The credits that a ballot spends."""
    return sum(votes * votes for votes in marks.values())


def quadratic(profile: Profile) -> Result:
    """By votes, then by distinct voters: they are counted as dots are, and differ in what they cost."""
    return points(profile)
