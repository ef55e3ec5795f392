"""Majority judgment (Balinski & Laraki 2011): the median mention, and the published rule between equal ones.

Mentions are numbers, 0 the best. An item without a mention on a ballot gets the worst one, as the French
practice counts it, so that all items have as many. The median of an even number of voters is the lower of
the two in the middle. Between equal medians the *majority gauge* decides: an item that more people place
above its median than below («+») comes before one that they do not («−»); among «+», more people above is
better; among «−», fewer people below is better. What is still equal then is a tie: the longer rule, which
takes median mentions away one by one, would order it, but only the short one can be explained to a room.
"""

from collections import Counter
from dataclasses import dataclass

from facilitation.voting.profile import Profile, Result, Score, ranked

MENTIONS = 6  # Excellent, Très bien, Bien, Assez bien, Passable, Insuffisant


@dataclass(frozen=True, slots=True)
class Gauge:
    """How many voters gave each mention, best first; their median; how many are above and below it."""

    counts: tuple[int, ...]
    median: int
    above: int
    below: int

    @property
    def plus(self) -> bool:
        """More people place it above its median than below."""
        return self.above > self.below

    @property
    def score(self) -> Score:
        """Greater is better: the median, then the larger of the two groups, for («+») or against («−»)."""
        return -self.median, self.above if self.plus else -self.below


def gauge(profile: Profile, item: str, mentions: int = MENTIONS) -> Gauge:
    """The mentions of one item; without any ballot the median is the worst."""
    found = Counter(ballot.get(item, mentions - 1) for ballot in profile.ballots)
    counts = tuple(found[mention] for mention in range(mentions))
    median = _median(counts)
    return Gauge(counts, median, sum(counts[:median]), sum(counts[median + 1 :]))


def majority_judgment(profile: Profile, mentions: int = MENTIONS) -> Result:
    """By majority mention and gauge: the score is (−median, people above for «+», −people below for «−»)."""
    return ranked(profile.items, lambda item: gauge(profile, item, mentions).score)


def _median(counts: tuple[int, ...]) -> int:
    """The best mention such that more than half of the voters give it or a better one."""
    seen = 0
    for mention, count in enumerate(counts):
        seen += count
        if 2 * seen > sum(counts):
            return mention
    return len(counts) - 1
