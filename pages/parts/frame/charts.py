"""Figures of `reports` on a page: what each asks, how to read it, and its table in plain text.

Altair takes a tenth of a second for one figure, and a page that follows a workshop is drawn at each commit:
what a figure shows is in its text and its table, so it is drawn anew only when these say something else.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import altair as alt
import pandas as pd
import streamlit as st

from locales import Language
from pages.parts.frame.rows import Cell, Row, Words, rows
from pages.parts.frame.words import language, say

Draw: TypeAlias = Callable[[], alt.LayerChart | None]


def question_figure(name: str, draw: Draw, text: str, table: pd.DataFrame, **values: int) -> None:
    """The question that the figure answers, the figure with its text alternative, and how to read it."""
    st.subheader(say(f"figure.{name}.question"), anchor=False)
    chart(name, draw, text, table)
    st.caption(say(f"figure.{name}.reading", **values))


def chart(name: str, draw: Draw, text: str, table: pd.DataFrame | None = None) -> None:
    """The figure of that name with its text alternative; `table` where the text does not tell all of it."""
    spec = _drawn(name, language(), text, table, draw)
    if spec is not None:
        st.vega_lite_chart(spec=spec, width="stretch", theme=None, alt=text)


@st.cache_data(max_entries=64, show_spinner=False)
def _drawn(
    name: str, tongue: Language, text: str, table: pd.DataFrame | None, _draw: Draw
) -> dict[str, Any] | None:
    """One figure, for all screens that say the same in the same language."""
    figure = _draw()
    return None if figure is None else figure.to_dict()


def sheet(caption: str, table: pd.DataFrame, key: str, empty: str = "") -> None:
    """A table of `reports`; its texts are in the language that its language column names."""
    tongue = say("figure.column.language")
    spoken = {say("figure.column.idea"), say("figure.column.comment")}
    columns = [str(name) for name in table.columns if name != tongue]
    found = [
        Row(
            f"{key}-{place}",
            tuple(_shown(record[name], record.get(tongue), name in spoken) for name in columns),
        )
        for place, record in enumerate(table.to_dict("records"))
    ]
    rows(caption, columns, found, key=key, empty=empty)


def _shown(value: object, tongue: object, spoken: bool) -> Cell:
    if spoken:
        return Words(str(value), str(tongue))
    return value if isinstance(value, int) else str(value)
