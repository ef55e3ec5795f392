"""The room's screen at hand on every page of the console: mask it or freeze it, by button or by one key."""

from pathlib import Path

import streamlit as st

from facilitation.model import Workshop
from pages.parts.frame.words import say
from web.script import bundle

_HERE = Path(__file__).parent
_WORDS = ("mask", "unmask", "freeze", "release", "masked", "frozen", "failed")
_curtain = st.components.v2.component(
    "recolte_curtain",
    html='<div class="curtain"></div>',
    css=(_HERE / "curtain.css").read_text("utf-8"),
    js=bundle(_HERE / "curtain.js"),
)


def curtain(code: str, workshop: Workshop) -> None:
    """Two buttons, and what the room sees while it is not the workshop; shows what others do by itself."""
    _curtain(
        data={
            "ask": f"/screen/{code}/",
            "screen": workshop.masked + 2 * (workshop.frozen is not None),
            "words": {name: say(f"console.curtain.{name}") for name in _WORDS},
        },
        key="console_curtain",
    )
