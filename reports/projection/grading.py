"""What a revealed round of marks tells the room: mentions, an order, ratings. Ties share a rank (R-16)."""

from statistics import median

from facilitation.model import Round
from facilitation.tallies.rating import Quadrant, Rated, rated_in
from facilitation.tallies.votes import profile, result
from facilitation.voting import Place, Reading, Result
from facilitation.voting.judgment import gauge
from facilitation.voting.ranking import borda
from locales import number
from reports.labels import borda_points
from reports.projection.scenery import Scene, Scenery, card, section, words
from reports.tables.marks import majority_mention


def sections(scenery: Scenery, current: Round) -> list[Scene]:
    """The items of a round that is not by dots, as its method reads them."""
    match current.way.reading:
        case Reading.JUDGMENT:
            return _mentions(scenery, current)
        case Reading.ORDER:
            return _order(scenery, current)
        case Reading.MEDIANS:
            return _ratings(scenery, current)
        case Reading.QUADRANTS:
            return _quadrants(scenery, current)
        case Reading.DOTS:
            raise ValueError(f"the marks of {current.id} are dots: `revealing` tells them")


def _mentions(scenery: Scenery, current: Round) -> list[Scene]:
    """By majority judgment, with how many people give that mention or a better one."""
    found = result(current)
    return [section(None, [_judged(scenery, current, found, one) for one in found.places], columns=1)]


def _judged(scenery: Scenery, current: Round, found: Result, one: Place) -> Scene:
    own = gauge(profile(current), one.item)
    reached = own.above + own.counts[own.median]
    mention = majority_mention(current, own, scenery.language)
    label = scenery.say("projector.vote.majority", n=reached, mention=mention, voters=sum(own.counts))
    bar = {"value": reached, "most": max(sum(own.counts), 1), "label": label}
    return card(scenery.item(one.item), bar=bar, rank=_rank(scenery, found, one))


def _order(scenery: Scenery, current: Round) -> list[Scene]:
    """In Schulze's order, with Borda's sum: two readings, which may differ."""
    found = result(current)
    sums = {one.item: float(one.score[0]) for one in borda(profile(current)).places}
    most = max(sums.values()) or 1
    cards = [
        card(
            scenery.item(one.item),
            bar={
                "value": sums[one.item],
                "most": most,
                "label": borda_points(sums[one.item], scenery.language),
            },
            rank=_rank(scenery, found, one),
        )
        for one in found.places
    ]
    return [section(None, cards, columns=1)]


def _rank(scenery: Scenery, found: Result, one: Place) -> str:
    tied = sum(other.rank == one.rank for other in found.places) > 1
    return scenery.say("projector.vote.tied" if tied else "projector.vote.rank", rank=one.rank)


def _ratings(scenery: Scenery, current: Round) -> list[Scene]:
    """The median of each item, in the order of the items: ratings of one scale make no ranking."""
    cards = []
    for item in current.items:
        given = [ballot.marks[item] for ballot in current.ballots.values() if item in ballot.marks]
        told = scenery.say("projector.vote.median", median=median(given)) if given else "–"
        cards.append(card(scenery.item(item), words(told)))
    return [section(None, cards)]


def _quadrants(scenery: Scenery, current: Round) -> list[Scene]:
    """The items in the four quarters of impact and effort; what people rate too differently says so."""
    found = rated_in(current)
    quarters = ((one, [each for each in found if each.quadrant is one]) for one in Quadrant)
    return [
        section(words(scenery.say(f"figure.quadrant.{one}")), [_placed(scenery, each) for each in inside])
        for one, inside in quarters
        if inside
    ]


def _placed(scenery: Scenery, one: Rated) -> Scene:
    medians = scenery.say(
        "projector.vote.medians",
        impact=number(scenery.language, one.impact.median),
        effort=number(scenery.language, one.effort.median),
    )
    tags = [scenery.say("projector.vote.discuss")] if one.discuss else []
    return card(scenery.item(one.item), words(medians), tags=tags)
