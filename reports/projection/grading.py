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
from reports.projection.room import Room, Scene, card, section, words
from reports.tables.marks import majority_mention


def sections(room: Room, current: Round) -> list[Scene]:
    """The items of a round that is not by dots, as its method reads them."""
    match current.way.reading:
        case Reading.JUDGMENT:
            return _mentions(room, current)
        case Reading.ORDER:
            return _order(room, current)
        case Reading.MEDIANS:
            return _ratings(room, current)
        case Reading.QUADRANTS:
            return _quadrants(room, current)
        case Reading.DOTS:
            raise ValueError(f"the marks of {current.id} are dots: `revealing` tells them")


def _mentions(room: Room, current: Round) -> list[Scene]:
    """By majority judgment, with how many people give that mention or a better one."""
    found = result(current)
    return [section(None, [_judged(room, current, found, one) for one in found.places], columns=1)]


def _judged(room: Room, current: Round, found: Result, one: Place) -> Scene:
    own = gauge(profile(current), one.item)
    reached = own.above + own.counts[own.median]
    mention = majority_mention(current, own, room.language)
    label = room.say("projector.vote.majority", n=reached, mention=mention, voters=sum(own.counts))
    bar = {"value": reached, "most": max(sum(own.counts), 1), "label": label}
    return card(room.item(one.item), bar=bar, rank=_rank(room, found, one))


def _order(room: Room, current: Round) -> list[Scene]:
    """In Schulze's order, with Borda's sum: two readings, which may differ."""
    found = result(current)
    sums = {one.item: float(one.score[0]) for one in borda(profile(current)).places}
    most = max(sums.values()) or 1
    cards = [
        card(
            room.item(one.item),
            bar={
                "value": sums[one.item],
                "most": most,
                "label": borda_points(sums[one.item], room.language),
            },
            rank=_rank(room, found, one),
        )
        for one in found.places
    ]
    return [section(None, cards, columns=1)]


def _rank(room: Room, found: Result, one: Place) -> str:
    tied = sum(other.rank == one.rank for other in found.places) > 1
    return room.say("projector.vote.tied" if tied else "projector.vote.rank", rank=one.rank)


def _ratings(room: Room, current: Round) -> list[Scene]:
    """The median of each item, in the order of the items: ratings of one scale make no ranking."""
    cards = []
    for item in current.items:
        given = [ballot.marks[item] for ballot in current.ballots.values() if item in ballot.marks]
        told = room.say("projector.vote.median", median=median(given)) if given else "–"
        cards.append(card(room.item(item), words(told)))
    return [section(None, cards)]


def _quadrants(room: Room, current: Round) -> list[Scene]:
    """The items in the four quarters of impact and effort; what people rate too differently says so."""
    found = rated_in(current)
    quarters = ((one, [each for each in found if each.quadrant is one]) for one in Quadrant)
    return [
        section(words(room.say(f"figure.quadrant.{one}")), [_placed(room, each) for each in inside])
        for one, inside in quarters
        if inside
    ]


def _placed(room: Room, one: Rated) -> Scene:
    medians = room.say(
        "projector.vote.medians",
        impact=number(room.language, one.impact.median),
        effort=number(room.language, one.effort.median),
    )
    tags = [room.say("projector.vote.discuss")] if one.discuss else []
    return card(room.item(one.item), words(medians), tags=tags)
