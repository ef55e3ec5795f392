"""Figures about a vote by dots as values: support by kind, solidity, equal voice.

Each answers one question; its sentence and its table stand in `tables_votes`. None of them says anything by
colour alone, and there is none before the round is revealed (R-12).
"""

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from facilitation.model import Round, Workshop
from locales import Language, sentence
from reports.figures.drawing import (
    DEEP,
    INK,
    NAME_WIDTH,
    Side,
    finished,
    in_lines,
    layered,
    name,
    names,
    raised,
)
from reports.labels import item_title
from reports.look import ROLES
from reports.tables.votes import (
    Voices,
    equal_ranks,
    firmness,
    percent,
    share_text,
    shown_readings,
    titles,
    voice_name,
)

SOFT = ROLES["soft"][0]
LINE = ROLES["line"][0]
OUTWARD: tuple[Side, Side] = ("right", "left")
SHADES = (ROLES["tint"][0], "#8fc3a5")  # ink is 7:1 and more on either


def support_figure(
    workshop: Workshop, round: Round, language: Language, voices: Voices | None = None
) -> alt.LayerChart | None:
    """Supporters: a field for each item and kind, darker with the share that is written in it."""
    found = shown_readings(workshop, round, voices)
    if not found:
        return None
    rows = [
        {
            "item": name(item_title(workshop, one.item, language), place),
            "kind": "\n".join(wrap(voice_name(workshop, part.voice, language), 15)),
            "share": float(part.share),
            "label": share_text(language, part),
        }
        for place, one in enumerate(found)
        for part in one.parts
    ]
    axis = alt.Axis(
        title=None,
        orient="top",
        labelExpr=r"split(datum.label, '\n')",
        labelAngle=0,
        labelFontSize=14,
        labelPadding=8 + 16 * max(str(row["kind"]).count("\n") for row in rows),
        labelColor=INK,
        domain=False,
        ticks=False,
    )
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("kind:N", sort=None, axis=axis), y=alt.Y("item:N", sort=None, axis=names())
    )
    shade = alt.Color(
        "share:Q", scale=alt.Scale(domain=[0, 1], range=list(SHADES), interpolate="lab"), legend=None
    )
    fields = base.mark_rect(stroke="#ffffff", strokeWidth=2).encode(color=shade)
    return finished(fields + base.mark_text(fontSize=15, color=INK).encode(text="label:N"), len(found))


def solidity_figure(workshop: Workshop, round: Round, language: Language) -> alt.LayerChart | None:
    """How solid each item is: the ranks it would take, its band in words, how often it would be kept."""
    found = firmness(workshop, round)
    if not found:
        return None
    rows = [
        {
            "item": name(item_title(workshop, one.item, language), place),
            "best": one.best,
            "worst": one.worst,
            "label": f"{sentence(language, f'figure.band.{one.band}')}, {percent(language, one.share)}",
        }
        for place, one in enumerate(found)
    ]
    chart = alt.Chart(pd.DataFrame(rows)).encode(y=alt.Y("item:N", sort=None, axis=names()))
    reach = alt.Scale(domain=[0.5, len(found) + 0.5], nice=False)
    line = chart.mark_rule(color=DEEP, strokeWidth=8, strokeCap="round")
    end = chart.mark_point(color=DEEP, filled=True, size=160, opacity=1)
    text = chart.mark_text(align="left", dx=16, fontSize=15, color=INK)
    layers = layered(
        line.encode(x=alt.X("best:Q", scale=reach, axis=_ranks_axis(len(found), language)), x2="worst:Q"),
        end.encode(x=alt.X("best:Q", scale=reach)),
        end.encode(x=alt.X("worst:Q", scale=reach)),
        text.encode(x=alt.value("width"), text="label:N"),  # beside the ranks, not across their lines
    )
    return finished(layers, len(found) + 1)


def _ranks_axis(count: int, language: Language) -> alt.Axis:
    return alt.Axis(
        title=sentence(language, "figure.column.ranks"),
        orient="top",
        values=list(range(1, count + 1)),
        format="d",
        labelFontSize=14,
        titleFontSize=14,
        labelColor=INK,
        titleColor=INK,
        gridColor=LINE,
        domain=False,
        ticks=False,
    )


def equal_voice_figure(
    workshop: Workshop, round: Round, language: Language, voices: Voices | None = None
) -> alt.LayerChart | None:
    """What changes when every kind weighs the same: each item by dots, joined to its place then.

    Items that are tied have a line each, so that none is written over another; their rank says the tie.
    """
    found = equal_ranks(workshop, round, voices)
    if not found:
        return None
    left, right = (sentence(language, f"figure.equal_voice.{side}") for side in ("dots", "equal"))
    by_dots = sorted(found, key=lambda one: one[1])
    title = titles(workshop, language)
    rows = [
        {
            "item": item,
            "side": side,
            "line": line,
            "label": in_lines(f"{rank}. {title(item)}"),
            "moves": dots != equal,
        }
        for side, order in ((left, by_dots), (right, found))
        for line, (item, dots, equal, _) in enumerate(order)
        for rank in [dots if side == left else equal]
    ]
    frame = pd.DataFrame(rows)
    axis = alt.Axis(title=None, orient="top", labelAngle=0, labelFontSize=16, labelColor=INK, domain=False)
    lines = alt.Scale(domain=[len(found) - 0.5, -0.5], nice=False)
    place: Mapping[str, Any] = {
        "x": alt.X("side:N", sort=None, axis=axis, scale=alt.Scale(padding=0)),
        "y": alt.Y("line:Q", axis=None, scale=lines),
    }
    moves = alt.datum.moves
    joined = (
        alt.Chart(frame)
        .mark_line(strokeWidth=3, point=alt.OverlayMarkDef(size=110, filled=True))
        .encode(
            **place,
            detail="item:N",
            color=alt.when(moves).then(alt.value(DEEP)).otherwise(alt.value(SOFT)),
            strokeDash=alt.when(moves).then(alt.value([1, 0])).otherwise(alt.value([4, 5])),
        )
    )
    ends = _ends(frame, (left, right), place)
    return finished(layered(joined, *ends), len(found) + 1)


def _ends(frame: pd.DataFrame, sides: tuple[str, str], place: Mapping[str, Any]) -> list[alt.Chart]:
    """The names outside the lines, on either side."""
    return [
        alt.Chart(frame[frame["side"] == side])
        .mark_text(
            align=align, dx=dx, dy=raised("label"), fontSize=15, color=INK, limit=NAME_WIDTH, lineBreak="\n"
        )
        .encode(**place, text="label:N")
        for side, align, dx in zip(sides, OUTWARD, (-16, 16), strict=True)
    ]
