"""The projector's screen: one component of ours over the whole window, drawn from plain values.

The browser gets text and numbers only and writes them with textContent: what people wrote stays text.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from locales import read_language
from reports import look
from web.script import bundle

_HERE = Path(__file__).parent
STYLE = f".stage {{ {look.variables()} }}\n" + "".join(
    (_HERE / name).read_text("utf-8") for name in ("../frame/groups.css", "stage.css")
)
SCRIPT = bundle(_HERE / "stage.js")
_stage = st.components.v2.component(
    "recolte_stage",
    html='<div class="stage"></div>',
    css=STYLE,
    js=SCRIPT,
)


def stage(scene: dict[str, Any], code: str, *, key: str) -> None:
    """Draws a scene of `projection` over the whole window; keys mask and freeze that workshop's screen.

    Another language is this window's alone: it goes into its address.
    """

    def translate() -> None:
        st.query_params["lang"] = read_language(st.session_state[key].language)

    _stage(data={**scene, "ask": f"/screen/{code}/"}, key=key, on_language_change=translate, height=1)


def quiet_chrome() -> None:
    """Keeps Streamlit's own signs, which speak English, off the screen; nothing fades during a rerun."""
    st.html(_HERE / "chrome.css")
