"""The sheets about mentions, orders and ratings: only of rounds that are revealed (R-12)."""

from facilitation.model import Workshop
from facilitation.privacy import IN_FILES
from facilitation.tallies.rating import rated
from facilitation.tallies.votes import is_blind, result
from locales import Language, sentence
from reports.labels import item_title
from reports.tables.marks import counted, spread_text
from reports.workbook.sheet import Cell, Sheet, sheet_of


def marks(workshop: Workshop, language: Language) -> Sheet:
    """How many people gave each mention, place or rating; with the rank, where the method makes one.

    None for fewer than five ballots: that would be the ballots themselves (R-50).
    """
    rows: list[tuple[Cell, ...]] = []
    for one in workshop.rounds:
        if one.by_dots or is_blind(one) or len(one.ballots) < IN_FILES:
            continue
        ranks = {place.item: place.rank for place in result(one).places} if one.way.rule else {}
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
