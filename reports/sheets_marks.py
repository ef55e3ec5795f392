"""The sheets about mentions, orders and ratings: only of rounds that are revealed (R-12)."""

from collections import Counter
from collections.abc import Iterator

from facilitation.model import Method, Round, Workshop
from facilitation.tallies.rating import rated
from facilitation.tallies.votes import is_blind, result
from facilitation.voting import RULES
from locales import Language, sentence
from reports.labels import item_title, mention
from reports.pooling import LEAST
from reports.sheet import Cell, Sheet, sheet_of
from reports.tables_marks import spread_text


def mark_name(round: Round, mark: int, language: Language) -> str:
    """A mention or a place in words; a rating, dots or votes as their number."""
    if round.method is Method.RANKING:
        return sentence(language, "file.mark.place", place=mark)
    return mention(round, mark, language) if round.method is Method.MENTIONS else str(mark)


def counted(round: Round, item: str, language: Language) -> Iterator[tuple[str, int]]:
    """(mark in words, how many people gave it), of an item of a round that is not by dots."""
    ballots = round.ballots.values()
    both = round.method is Method.IMPACT_EFFORT
    for name, marks in (
        ("impact", [one.marks for one in ballots]),
        ("effort", [one.efforts for one in ballots]),
    ):
        given = Counter(one[item] for one in marks if item in one)
        for mark, heads in sorted(given.items()):
            told = mark_name(round, mark, language)
            yield (sentence(language, f"file.mark.{name}", mark=told) if both else told), heads


def marks(workshop: Workshop, language: Language) -> Sheet:
    """How many people gave each mention, place or rating; with the rank, where the method makes one.

    Of fewer than five ballots that would be the ballots themselves (R-50): none.
    """
    rows: list[tuple[Cell, ...]] = []
    for one in workshop.rounds:
        if one.by_dots or is_blind(one) or len(one.ballots) < LEAST:
            continue
        ranks = {place.item: place.rank for place in result(one).places} if one.method in RULES else {}
        for item in one.items:
            known = (one.id, ranks.get(item, ""), item, item_title(workshop, item, language))
            rows += [(*known, mark, heads) for mark, heads in counted(one, item, language)]
    return sheet_of(language, "marks", "round:8 rank:8 code:8 item:50 mark:20 people:12", rows)


def impact_effort(workshop: Workshop, language: Language) -> Sheet:
    """Median and middle half of impact and effort of each item, its quarter, whether to discuss it first."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.item,
            item_title(workshop, one.item, language),
            spread_text(language, one.impact),
            spread_text(language, one.effort),
            one.impact.raters,
            sentence(language, f"figure.quadrant.{one.quadrant}"),
            sentence(language, "figure.yes") if one.discuss else "",
        )
        for one in rated(workshop)
    ]
    columns = "code:8 item:50 impact:24 effort:24 raters:12 quadrant:20 discuss:22"
    return sheet_of(language, "impact_effort", columns, rows)
