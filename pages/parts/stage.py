"""The projector's screen: one component of ours over the whole window, drawn from plain values.

The browser gets text and numbers only and writes them with textContent: what people wrote stays text.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from reports import look

_HERE = Path(__file__).parent
_stage = st.components.v2.component(
    "recolte_stage",
    html='<div class="stage"></div>',
    css=f".stage {{ {look.variables()} }}\n"
    + "".join((_HERE / name).read_text("utf-8") for name in ("groups.css", "stage.css")),
    js="".join((_HERE / f"{name}.js").read_text("utf-8") for name in ("stage_pieces", "stage_film", "stage")),
)


def stage(scene: dict[str, Any], code: str, *, key: str) -> None:
    """Draws a scene of `projection` over the whole window; keys mask and freeze that workshop's screen."""
    _stage(data={**scene, "ask": f"/screen/{code}/"}, key=key, height=1)


def quiet_chrome() -> None:
    """Keeps Streamlit's own signs, which speak English, off the screen; nothing fades during a rerun."""
    st.html(
        """<style>
        [data-testid="stStatusWidget"], [data-testid="stElementToolbar"], [data-testid="stToolbar"],
        [data-testid="stMainMenu"], [data-testid="stDecoration"], a[href="#stMain"],
        .vega-embed details { display: none; }
        [data-stale="true"] { opacity: 1 !important; transition: none !important; }
        </style>"""
    )
