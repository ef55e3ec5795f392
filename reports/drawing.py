"""What all charts share: ink, colours, the names beside bars, and the size.

Labels are data and never markup.
"""

from typing import Literal, TypeAlias

import altair as alt

from reports.look import ROLES

DEEP = ROLES["main"][0]
INK = ROLES["ink"][0]
# Okabe and Ito (2008), told apart with any colour vision; ordered so that neighbours differ in lightness too.
PALETTE = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#999999", "#0072b2")
ROW = 46  # pixels for one bar
LABEL_WIDTH = 460
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"


def names(limit: int) -> alt.Axis:
    """An axis of names, cut at that width."""
    return alt.Axis(
        title=None,
        labelFontSize=15,
        labelLimit=limit,
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
    """As wide as the page, as high as so many rows."""
    sized = chart.properties(width="container", height=ROW * rows)
    framed: alt.LayerChart = sized.configure(font=FONT, view=alt.ViewConfig(stroke=None))
    return framed
