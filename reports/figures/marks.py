"""Figures about marks as values: impact and effort, mentions.

Each answers one question; its sentence and its table stand in `tables_marks`. None of them says anything by
colour alone, and there is none before its rounds are revealed (R-12).
"""

from collections.abc import Mapping
from functools import partial
from itertools import accumulate

import altair as alt
import pandas as pd

from facilitation.model import Round, Workshop
from facilitation.tallies.rating import MIDDLE, Quadrant, Rated, rated
from facilitation.voting.judgment import MENTIONS, Gauge
from locales import Language, number, sentence
from reports.figures.drawing import DEEP, INK, ROW, Side, finished, in_lines, layered, name, names, raised
from reports.labels import item_title, mention
from reports.look import ROLES
from reports.tables.marks import judged, majority_mention
from reports.tables.votes import titles

LINE = ROLES["line"][0]
SOFT = ROLES["soft"][0]
# Dark on either end and light in the middle, an order that is seen without colour; words are 7:1 on each.
MENTION_COLOURS = ("#14532d", "#7fc09a", "#c3e3ce", "#ebe7df", "#f2b880", "#9a3412")
ON_DARK = (0, 5)
LEGEND = 100  # characters in a line of it, the room for its squares included
KEY = 48  # characters in a line of the list of items, right of the scale of effort
CORNERS: Mapping[Quadrant, tuple[float, float, Side]] = {
    Quadrant.SOON: (0.8, 5.4, "left"),
    Quadrant.CARRYING: (5.2, 5.4, "right"),
    Quadrant.COMPLEMENT: (0.8, 0.6, "left"),
    Quadrant.RETHINK: (5.2, 0.6, "right"),
}


def rating_figure(workshop: Workshop, language: Language) -> alt.LayerChart | None:
    """Is it worth it, and doable: medians by number, the middle half as a cross, four named quarters."""
    found = rated(workshop)
    if not found:
        return None
    x = alt.X("x:Q", axis=_scale_axis("effort", language), scale=alt.Scale(domain=[0.7, 5.3], nice=False))
    y = alt.Y("y:Q", axis=_scale_axis("impact", language), scale=alt.Scale(domain=[0.4, 5.6], nice=False))
    medians = _medians(found)
    spread = alt.Chart(medians).mark_rule(color=SOFT, strokeWidth=3, opacity=0.75).encode(x=x, y=y)
    places = alt.Chart(medians.drop_duplicates(["x", "y"])).encode(x=x, y=y)
    beside = partial(
        places.encode(text="label:N").mark_text, baseline="bottom", align="left", dx=10, dy=-6, fontSize=17
    )
    layers = layered(
        *_middle(),
        spread.encode(x="left:Q", x2="right:Q"),
        spread.encode(y="low:Q", y2="high:Q"),
        places.mark_point(color=DEEP, filled=True, size=240, opacity=1),
        # White round the numbers, where a cross of another item runs through them.
        beside(stroke="#ffffff", strokeWidth=5, fontWeight="bold"),
        beside(color=INK, fontWeight="bold"),
        *_corners(language, x, y),
        _key(workshop, found, language, y),
    )
    return finished(layers, max(len(found) + 2, 10))


def _medians(found: tuple[Rated, ...]) -> pd.DataFrame:
    """A row for each item: its medians, the edges of its cross, the numbers of all that share its point."""
    at = [(one.effort.median, one.impact.median) for one in found]
    rows = [
        {
            "x": x,
            "y": y,
            "label": ", ".join(str(place) for place, other in enumerate(at, start=1) if other == (x, y)),
            "left": one.effort.low,
            "right": one.effort.high,
            "low": one.impact.low,
            "high": one.impact.high,
        }
        for one, (x, y) in zip(found, at, strict=True)
    ]
    return pd.DataFrame(rows)


def _scale_axis(name: str, language: Language) -> alt.Axis:
    return alt.Axis(
        title=sentence(language, f"figure.column.{name}"),
        values=[1, 2, 3, 4, 5],
        format="d",
        grid=False,
        domain=False,
        titleAnchor="start",
        titleFontSize=16,
        labelFontSize=15,
        labelColor=INK,
        titleColor=INK,
    )


def _middle() -> tuple[alt.Chart, alt.Chart]:
    """The two lines between the quarters."""
    ends = pd.DataFrame([{"from": 0.7, "to": 5.3, "low": 0.4, "high": 5.6, "middle": MIDDLE}])
    line = alt.Chart(ends).mark_rule(color=SOFT, strokeDash=[6, 6])
    return (
        line.encode(x="from:Q", x2="to:Q", y="middle:Q"),
        line.encode(x="middle:Q", y="low:Q", y2="high:Q"),
    )


def _corners(language: Language, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    return [
        alt.Chart(
            pd.DataFrame([{"x": left, "y": high, "label": sentence(language, f"figure.quadrant.{one}")}])
        )
        .mark_text(align=align, fontSize=16, fontStyle="italic", color=SOFT)
        .encode(x=x, y=y, text="label:N")
        for one, (left, high, align) in CORNERS.items()
    ]


def _key(workshop: Workshop, found: tuple[Rated, ...], language: Language, y: alt.Y) -> alt.Chart:
    """What the numbers stand for, and which items are to be discussed first."""
    title = titles(workshop, language)
    rows = [
        {
            "y": 5.4 - 4.8 * (place - 1) / max(len(found) - 1, 1),
            "label": in_lines(f"{place}. {_flagged(title(one.item), one, language)}", KEY),
        }
        for place, one in enumerate(found, start=1)
    ]
    chart = alt.Chart(pd.DataFrame(rows)).encode(x=alt.value("width"), y=y, text="label:N")
    text: alt.Chart = chart.mark_text(
        align="left", dx=24, dy=raised("label"), fontSize=15, color=INK, lineBreak="\n"
    )
    return text


def _flagged(title: str, one: Rated, language: Language) -> str:
    return sentence(language, "figure.discuss", title=title) if one.discuss else title


def mentions_figure(workshop: Workshop, round: Round, language: Language) -> alt.LayerChart | None:
    """Is each good in itself: a bar of mentions for each item, with a line where half of the people are."""
    found = judged(round)
    if not found:
        return None
    rows = []
    for place, (rank, item, one) in enumerate(found):
        title = f"{rank}. {item_title(workshop, item, language)}"
        rows += _parts(name(title, place), round, one, language)
    frame = pd.DataFrame(rows)
    mentions = [mention(round, mark, language) for mark in range(MENTIONS)]
    colours = alt.Scale(domain=mentions, range=list(MENTION_COLOURS))
    columns = min(MENTIONS, LEGEND // (max(map(len, mentions)) + 4))
    legend = alt.Legend(title=None, orient="bottom", labelFontSize=14, labelLimit=0, columns=columns)
    chart = alt.Chart(frame).encode(y=alt.Y("item:N", sort=None, axis=names()))
    x = alt.X("from:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    bars = chart.mark_bar(stroke="#ffffff", strokeWidth=2, height={"band": 0.72})
    ink = alt.when(alt.datum.dark).then(alt.value("#ffffff")).otherwise(alt.value(INK))
    layers = layered(
        bars.encode(x=x, x2="to:Q", color=alt.Color("mention:N", scale=colours, legend=legend)),
        chart.mark_text(fontSize=15, fontWeight="bold").encode(x="middle:Q", text="label:N", color=ink),
        chart.mark_tick(color=INK, thickness=3, size=ROW).encode(x="half:Q"),
        chart.mark_text(align="left", dx=12, fontSize=15, color=INK).encode(x="end:Q", text="majority:N"),
    )
    return finished(layers, len(found) + 1)


def _parts(title: str, round: Round, one: Gauge, language: Language) -> list[dict[str, object]]:
    """The pieces of one bar, as shares of all who voted."""
    voters = sum(one.counts) or 1
    ends = list(accumulate(one.counts, initial=0))
    said = majority_mention(round, one, language)
    return [
        {
            "item": title,
            "mention": mention(round, mark, language),
            "from": ends[mark] / voters,
            "to": ends[mark + 1] / voters,
            "middle": _beside((ends[mark] + count / 2) / voters),
            "label": number(language, count) if count else "",
            "dark": mark in ON_DARK,
            "half": 0.5,
            "end": 1,
            "majority": said if mark == 0 else "",
        }
        for mark, count in enumerate(one.counts)
        if count or mark == 0
    ]


def _beside(middle: float) -> float:
    """Where a number stands that the line at one half would run through."""
    return middle if abs(middle - 0.5) > 0.04 else 0.54
