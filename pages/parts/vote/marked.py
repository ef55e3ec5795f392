"""The result of a round that is not by dots: a table by its method, and its figure where it has one."""

from collections.abc import Sequence

import streamlit as st

from facilitation.model import Round, Workshop
from facilitation.tallies.rating import rated_in
from facilitation.voting import Reading
from pages.parts.frame.charts import sheet
from pages.parts.frame.console import item_name
from pages.parts.frame.rows import Row, rows
from pages.parts.frame.words import language, plain, say
from pages.parts.vote.reading import mentions_reading, rating_reading
from reports.tables.marks import mentions_table, order_table, spread_text


def marked(workshop: Workshop, round: Round) -> None:
    """What its method reads in the marks."""
    match round.way.reading:
        case Reading.JUDGMENT:
            _judged(workshop, round)
        case Reading.ORDER:
            _ordered(workshop, round)
        case Reading.MEDIANS:
            _rated(workshop, round)
        case Reading.QUADRANTS:
            _weighed(workshop, round)
        case Reading.DOTS:
            raise ValueError(f"the marks of {round.id} are dots: `ballots` draws them")


def _rated(workshop: Workshop, round: Round) -> None:
    """How often each item got each rating, in the order of the items."""
    marks = {item: [ballot.marks.get(item) for ballot in round.ballots.values()] for item in round.items}
    lines = [
        Row(one, (item_name(workshop, one), *(marks[one].count(mark) for mark in round.way.scale)))
        for one in round.items
    ]
    _table(round, [say("console.vote.column.project"), *map(str, round.way.scale)], lines)
    rating_reading(workshop, round)


def _weighed(workshop: Workshop, round: Round) -> None:
    """Median and middle half of impact and of effort, and the quarter that they make."""
    lines = [
        Row(
            one.item,
            (
                item_name(workshop, one.item),
                spread_text(language(), one.impact),
                spread_text(language(), one.effort),
                say(f"figure.quadrant.{one.quadrant}"),
                say("figure.yes") if one.discuss else "",
            ),
        )
        for one in rated_in(round)
    ]
    names = ("impact", "effort", "quadrant", "discuss")
    heads = [say("console.vote.column.project"), *(say(f"figure.column.{name}") for name in names)]
    _table(round, heads, lines)
    rated = {line.id for line in lines}
    if left := [plain(item_name(workshop, item)) for item in round.items if item not in rated]:
        st.caption(say("console.vote.unrated", list=", ".join(left)))
    rating_reading(workshop, round)


def _ordered(workshop: Workshop, round: Round) -> None:
    """Schulze's order, with Borda's points and how many put the item first."""
    sheet(say("console.vote.results"), order_table(workshop, round, language()), f"results_{round.id}")
    st.caption(say("figure.order.reading"))


def _judged(workshop: Workshop, round: Round) -> None:
    """Majority judgment: rank, majority mention with its sign, and how often each mention was given."""
    sheet(say("console.vote.results"), mentions_table(workshop, round, language()), f"results_{round.id}")
    mentions_reading(workshop, round)


def _table(round: Round, columns: Sequence[str], lines: Sequence[Row]) -> None:
    rows(say("console.vote.results"), list(columns), list(lines), key=f"results_{round.id}")
