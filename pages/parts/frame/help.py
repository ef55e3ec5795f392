"""Help on every page of the console: what the page is for in three lines, and the keys."""

import streamlit as st

from pages.parts.frame.words import say

_LINES = (1, 2, 3)
_KEYS = ("mask", "freeze", "help")
_SCREEN_KEYS = ("turn", "blank", "hold", "theme", "language", "strip", "film")


def help_on(name: str) -> None:
    """A button that says it; F1 presses it too (frame.js): single letters belong to screen readers."""
    with st.popover(say("console.help.title"), icon=":material/help:", key="console_help"):
        _listed(f"console.help.{name}", _LINES)
        st.markdown(f"**{say('console.help.keys')}**")
        _listed("console.help", _KEYS)
        st.markdown(f"**{say('console.help.screen_keys')}**")
        _listed("console.help", _SCREEN_KEYS)


def _listed(prefix: str, names: tuple[object, ...]) -> None:
    st.markdown("\n".join(f"- {say(f'{prefix}.{name}')}" for name in names))
