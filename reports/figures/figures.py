"""Figures as values: each answers one question; its sentence and its table stand beside it in `tables`.

Nothing here draws on a screen. Numbers are written in the reader's language before they reach the chart,
labels are data and never markup, and no total of a vote is computed before its reveal (R-12).
"""

import altair as alt
import pandas as pd

from facilitation.model import Round, Workshop
from locales import Language, number, sentence
from reports.figures.drawing import DEEP, INK, PALETTE, finished, name, names
from reports.labels import item_title
from reports.tables.tables import (
    cells_table,
    cells_text,
    hats_table,
    marks,
    narrowing_table,
    narrowing_text,
    ranking,
    standings_table,
    standings_text,
    steps,
)

__all__ = [
    "cells_figure",
    "cells_table",
    "cells_text",
    "hats_table",
    "narrowing_figure",
    "narrowing_table",
    "narrowing_text",
    "standings_figure",
    "standings_table",
    "standings_text",
]


def narrowing_figure(workshop: Workshop, language: Language) -> alt.LayerChart:
    """How many became few: one centred bar for each step, as long as its number."""
    rows = [
        {
            "level": sentence(language, f"figure.level.{level}"),
            "from": -count / 2,
            "to": count / 2,
            "label": number(language, count),
        }
        for level, count in steps(workshop)
    ]
    frame = pd.DataFrame(rows)
    y = alt.Y("level:N", sort=None, axis=names(200))
    bars = (
        alt.Chart(frame)
        .mark_bar(color=DEEP, height={"band": 0.72})
        .encode(x=alt.X("from:Q", axis=None, scale=alt.Scale(nice=False, padding=8)), x2="to:Q", y=y)
    )
    text = alt.Chart(frame).mark_text(align="left", dx=10, fontSize=20, fontWeight="bold", color=INK)
    labels = text.encode(x="to:Q", y=y, text="label:N")
    return finished(bars + labels, len(rows))


def standings_figure(workshop: Workshop, round: Round, language: Language) -> alt.LayerChart | None:
    """Dots and distinct voters of a round in dots, ties side by side; None before the reveal."""
    order = ranking(round)
    if not order:
        return None
    rows = [
        {
            "item": name(f"{one.rank}. {item_title(workshop, one.item, language)}", place),
            "dots": one.dots,
            "label": marks(language, one, round.method),
        }
        for place, one in enumerate(order)
    ]
    frame = pd.DataFrame(rows)
    y = alt.Y("item:N", sort=None, axis=names())
    reach = alt.Scale(domain=[0, max(one.dots for one in order) or 1])
    bars = alt.Chart(frame).mark_bar(color=DEEP).encode(x=alt.X("dots:Q", axis=None, scale=reach), y=y)
    text = alt.Chart(frame).mark_text(align="left", dx=8, fontSize=15, color=INK)
    labels = text.encode(x=alt.X("dots:Q", scale=reach), y=y, text="label:N")
    return finished(bars + labels, len(rows))


def cells_figure(workshop: Workshop, language: Language) -> alt.LayerChart | None:
    """The members of each cell by kind, small kinds pooled; None while no cell has a member."""
    table = cells_table(workshop, language)
    if table.empty:
        return None
    frame = table.set_axis(["cell", "kind", "people"], axis="columns")
    frame["label"] = [number(language, int(count)) for count in frame["people"]]
    kinds = list(dict.fromkeys(frame["kind"]))
    frame["order"] = [kinds.index(kind) for kind in frame["kind"]]
    y = alt.Y("cell:N", sort=None, axis=names(460))
    colours = alt.Scale(domain=kinds, range=list(PALETTE[: len(kinds)]))
    legend = alt.Legend(title=None, orient="bottom", labelFontSize=14, labelLimit=400, columns=2)
    bars = (
        alt.Chart(frame)
        .mark_bar(stroke="#ffffff", strokeWidth=2)
        .encode(
            x=alt.X("people:Q", stack="zero", axis=None),
            y=y,
            color=alt.Color("kind:N", scale=colours, legend=legend),
            order="order:Q",
        )
    )
    text = (
        alt.Chart(frame)
        .mark_text(fontSize=16, fontWeight="bold", color="#000000")
        .encode(
            x=alt.X("people:Q", stack="zero", bandPosition=0.5),
            y=y,
            text="label:N",
            detail="kind:N",
            order="order:Q",
        )
    )
    return finished(bars + text, len(workshop.cells))
