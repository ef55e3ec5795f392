"""A refusal becomes one sentence on the page, in the reader's language; the page goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from facilitation.errors import RecolteError
from pages.parts.frame.words import plain, say


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Shows what was refused inside the block instead of failing the page."""
    try:
        yield
    except RecolteError as refusal:
        st.error(plain(say(refusal.key, **refusal.values)), icon=":material/block:")
