"""Points («gommettes») and approval: a budget of dots, so many on one item at most (method §3.1).

Multi-voting as in the facilitation literature; with one dot an item it is approval voting (Brams & Fishburn
1978) under a budget. The number of distinct voters is the first rung of the tie ladder.
"""

from facilitation.voting.profile import Profile, Result, Score, ranked


def points(profile: Profile) -> Result:
    """By dots, then by distinct voters: the score is (dots, voters)."""

    def score(item: str) -> Score:
        marks = [ballot.get(item, 0) for ballot in profile.ballots]
        return sum(marks), sum(mark > 0 for mark in marks)

    return ranked(profile.items, score)


def approval(profile: Profile) -> Result:
    """By the number of voters who gave the item any mark above 0: the score is (voters,)."""
    return ranked(profile.items, lambda item: (sum(ballot.get(item, 0) > 0 for ballot in profile.ballots),))
