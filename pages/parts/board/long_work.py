"""Work that a button asks for and that takes a while: done once, even if the page is drawn anew meanwhile.

Each commit redraws a page that follows, and a redrawing that overtakes a press forgets it. So a press is kept
in the session until its work is done or refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from facilitation.errors import RecolteError
from pages.parts.frame.console import forget_refusal, refuse
from pages.parts.frame.words import say

PLACE = "aids"  # where the page shows what was refused


def button_pressed(label: str, *, key: str, main: bool = False) -> bool:
    """A button; whether its work is still to be done."""
    st.button(label, key=f"{key}_press", type="primary" if main else "secondary", on_click=want, args=(key,))
    return bool(st.session_state.get(_wanted(key)))


def want(key: str) -> None:
    """Asks for the work of that button from a callback."""
    forget_refusal(PLACE)
    st.session_state[_wanted(key)] = True


@contextmanager
def done_once(key: str) -> Iterator[None]:
    """The work itself, with a sign that it goes on; a redrawing in the middle begins it again."""
    try:
        with st.spinner(say("console.draft.working")):
            yield
            st.session_state.pop(_wanted(key), None)
    except RecolteError as refusal:
        st.session_state.pop(_wanted(key), None)
        refuse(refusal, PLACE)
    except Exception:
        st.session_state.pop(_wanted(key), None)  # what fails must not fail for ever
        raise


def _wanted(key: str) -> str:
    return f"wanted_{key}"
