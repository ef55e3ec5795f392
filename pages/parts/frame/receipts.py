"""What a form says once it was accepted: a sentence below it, until it is sent again or the page is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from pages.parts.frame.refusals import refusals_shown
from pages.parts.frame.words import plain, say

_KEPT = "receipts"  # of this session, by form


@contextmanager
def sending(form: str) -> Iterator[None]:
    """Forgets what that form said last, and shows what is refused inside the block."""
    _kept().pop(form, None)
    with refusals_shown():
        yield


def accepted(form: str, key: str, **values: object) -> None:
    """Draws the page again, with that sentence below the form."""
    _kept()[form] = (key, values)
    st.rerun()


def receipt(form: str) -> None:
    """The sentence of the form's last sending, if that was accepted."""
    if form in _kept():
        key, values = _kept()[form]
        st.success(plain(say(key, **values)), icon=":material/check_circle:")


def forget() -> None:
    """Nothing is said any more: another page is shown."""
    _kept().clear()


def _kept() -> dict[str, tuple[str, dict[str, Any]]]:
    kept: dict[str, tuple[str, dict[str, Any]]] = st.session_state.setdefault(_KEPT, {})
    return kept
