"""What all charts share: ink, colours, the names beside bars, and the size.

Labels are data and never markup. What a chart says to who does not see it is one text (`tables`): its marks
and axes, which Vega would describe in English, say nothing.
"""

from textwrap import wrap
from typing import Literal, TypeAlias

import altair as alt

from reports.look import ROLES

DEEP = ROLES["main"][0]
INK = ROLES["ink"][0]
# Okabe and Ito (2008), told apart with any colour vision; ordered so that neighbours differ in lightness too.
PALETTE = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#999999", "#0072b2")
ROW = 46  # pixels for one bar
LINE_LENGTH = 44  # characters of a name, which has two lines
NAME_WIDTH = 340  # pixels that such a line takes at most
FONT = (  # that of the screens first
    "'Source Sans', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
)


def name(title: str, place: int) -> str:
    """A title in two lines at most; the place behind it keeps items of the same title apart, unseen."""
    return f"{in_lines(title)}\v{place}"


def in_lines(title: str, length: int = LINE_LENGTH) -> str:
    """A title in two lines at most, cut with an ellipsis."""
    return "\n".join(wrap(title, length, max_lines=2, placeholder="…"))


def raised(field: str) -> alt.ExprRef:
    """By how much a text of that field is moved: two lines are as high in the middle as one."""
    return alt.ExprRef(rf"indexof(datum.{field}, '\n') < 0 ? 0 : -9")


def names(limit: int = NAME_WIDTH) -> alt.Axis:
    """An axis of names, cut at that width."""
    return alt.Axis(
        title=None,
        labelExpr=r"split(split(datum.label, '\v')[0], '\n')",
        labelFontSize=15,
        labelLimit=limit,
        labelOffset=raised("label"),
        labelColor=INK,
        ticks=False,
        domain=False,
        labelPadding=10,
    )


Side: TypeAlias = Literal["left", "right"]


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """Those layers, the last one on top."""
    return alt.LayerChart(layer=list(layers))


def finished(chart: alt.LayerChart, rows: int) -> alt.LayerChart:
    """As wide as the page, words beside it included, as high as so many rows."""
    sized = chart.properties(width="container", height=ROW * rows)
    framed: alt.LayerChart = sized.configure(
        font=FONT, aria=False, mark=alt.MarkConfig(aria=False), view=alt.ViewConfig(stroke=None)
    )
    return framed
