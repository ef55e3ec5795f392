"""Methods of voting: one card for each, which answers all that the rest of the house asks about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from facilitation.voting.judgment import MENTIONS, majority_judgment
from facilitation.voting.points import points
from facilitation.voting.profile import Rule
from facilitation.voting.quadratic import quadratic
from facilitation.voting.ranking import schulze

RATING = range(1, 6)


class Method(StrEnum):
    """How a ballot is marked.

    Dots on items; votes on items, of which n cost n² credits; items in order, 1 the first; a mention for each
    item; a 1–5 rating of each item; or two such ratings, of its impact and of its effort.
    """

    POINTS = "points"
    CREDITS = "credits"
    RANKING = "ranking"
    MENTIONS = "mentions"
    RATINGS = "ratings"
    IMPACT_EFFORT = "impact_effort"


class Marks(StrEnum):
    """What the marks of a ballot are: a budget that is spent, an order, or a grade of each item."""

    BUDGET = "budget"
    ORDER = "order"
    SCALE = "scale"


class Reading(StrEnum):
    """How a result is read: points and people, a majority mention, an order, medians, or four quadrants."""

    DOTS = "dots"
    JUDGMENT = "judgment"
    ORDER = "order"
    MEDIANS = "medians"
    QUADRANTS = "quadrants"


@dataclass(frozen=True, slots=True)
class Way:
    """The card of a method.

    `rule`: what ranks the items, or None where nothing is ranked. `ladder`: the key of what settles a tie.
    `scale`: the grades an item may be given, in the order they are read. `named`: the grades have words, the
    best first. `paired`: a second grade is given, for the effort. `bought`: n votes cost n² credits.
    """

    marks: Marks
    reading: Reading
    rule: Rule | None = None
    ladder: str | None = None
    scale: range = range(0)
    named: bool = False
    paired: bool = False
    bought: bool = False

    @property
    def dotted(self) -> bool:
        """Dots are placed: a vote that is bought is none."""
        return self.marks is Marks.BUDGET and not self.bought


def _card(method: Method) -> Way:
    match method:
        case Method.POINTS:
            return Way(Marks.BUDGET, Reading.DOTS, points, "vote.ladder")
        case Method.CREDITS:
            return Way(Marks.BUDGET, Reading.DOTS, quadratic, "vote.ladder", bought=True)
        case Method.RANKING:
            return Way(Marks.ORDER, Reading.ORDER, schulze, "vote.ladder.ranking")
        case Method.MENTIONS:
            ladder, grades = "vote.ladder.mentions", range(MENTIONS)
            return Way(Marks.SCALE, Reading.JUDGMENT, majority_judgment, ladder, grades, named=True)
        case Method.RATINGS:
            return Way(Marks.SCALE, Reading.MEDIANS, scale=RATING)
        case Method.IMPACT_EFFORT:
            return Way(Marks.SCALE, Reading.QUADRANTS, scale=RATING, paired=True)


WAYS: Mapping[Method, Way] = MappingProxyType({method: _card(method) for method in Method})
