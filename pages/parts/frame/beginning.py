"""A workshop that begins where a log left off, and this browser taken into it."""

from itertools import takewhile

import streamlit as st

from facilitation.events import Entry, WorkshopArchived
from facilitation.model import WorkshopId
from facilitation.rights import Administrator
from pages.parts.frame.links import enter
from pages.parts.frame.server import door, now

_ENTERING = "console_entering"


def begin(by: Administrator, log: tuple[Entry, ...]) -> None:
    """A workshop that starts where that log left off, opened at once: its run sheet shows the links."""
    id, keys = door().create(by, now(), log=log)
    st.session_state[_ENTERING] = (door().card(id).code, keys.facilitator)
    st.rerun()


def reopen(by: Administrator, id: WorkshopId) -> None:
    """A new workshop that goes on where an archived one was ended; that one stays as it is."""
    begin(by, tuple(takewhile(lambda one: not isinstance(one.event, WorkshopArchived), door().entries(id))))


def entering() -> None:
    """Takes this browser into a workshop that was just begun, with its key."""
    if _ENTERING in st.session_state:
        enter(*st.session_state.pop(_ENTERING))
