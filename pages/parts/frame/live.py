"""Keeps a page up to date: a tiny component hears each commit and reruns the fragment it stands in."""

import functools
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import streamlit as st

from web.script import bundle

OWN = 0.8  # seconds in which a page that has asked for something is drawn for it anyway
PATIENCE = 4.0  # seconds until a page that was told of news, and was not drawn, is told again

_TURN = threading.Lock()


def turn() -> AbstractContextManager[bool]:
    """Holds the turn to draw: over all screens one at a time, in no hurry.

    Twenty threads that draw at once would each take their share of the processor from the phones.
    """
    return _TURN


def in_turn(draw: Callable[[], None]) -> Callable[[], None]:
    """A fragment that follows the workshop, drawn in its turn."""

    @st.fragment
    @functools.wraps(draw)
    def drawn() -> None:
        with turn():
            draw()

    return drawn


_listener = st.components.v2.component("recolte_live", js=bundle(Path(__file__).with_name("live.js")))


def follow(code: str, seq: int, *, key: str, pause: float = 2.0) -> None:
    """Reruns the fragment around this call at each commit, at most once per `pause` seconds.

    Once on a page: of two that ask for their fragments at the same moment, Streamlit hears one.
    The first of several commits is shown at once. A room that writes makes fifty a second; twenty screens
    that redrew for each would take the time of the phones.
    """
    _listener(
        data={
            "url": f"/live/{code}/all",
            "seq": seq,
            "pause": int(pause * 1000),
            "patience": int(PATIENCE * 1000),
            "own": int(OWN * 1000),
        },
        key=key,
        on_seq_change=lambda: None,
        height=1,
    )
