"""Minutes that run out, counted in the browser from the server's time: a pitch's five, a question's."""

from pathlib import Path

import streamlit as st

from pages.parts.frame.words import say
from web.script import bundle

PITCH = 300  # seconds
_HERE = Path(__file__).parent
_timer = st.components.v2.component(
    "recolte_timer",
    html='<div class="timer" role="timer"></div>',
    css=(_HERE / "timer.css").read_text("utf-8"),
    js=bundle(_HERE / "timer.js"),
)


def timer(elapsed: float, *, key: str, length: float = PITCH) -> None:
    """Time left, then time over; it stops nothing (R-05)."""
    words = {"left": say("console.timer.left"), "over": say("console.timer.over")}
    _timer(data={"elapsed": elapsed, "length": length, **words}, key=key)
