"""More like this: the ideas that are most like those a facilitator has ticked."""

import streamlit as st

from facilitation import house
from facilitation.drafting import most_alike
from facilitation.errors import RuleError
from facilitation.model import NoteId
from pages.parts.frame.access import Desk

_ASKED = "board_like_"  # and the workshop's id


def ask(desk: Desk, ideas: tuple[NoteId, ...]) -> None:
    """Remembers for which ideas like ones are wanted; none: no more."""
    st.session_state[f"{_ASKED}{desk.id}"] = ideas


def like(desk: Desk) -> tuple[NoteId, ...]:
    """The ideas most like those that were asked about, best first; raises RuleError without an encoder."""
    asked = st.session_state.get(f"{_ASKED}{desk.id}", ())
    try:
        return most_alike(desk.workshop, house.encoding(), asked) if asked else ()
    except RuleError:
        ask(desk, ())  # said once; asked again when the facilitator asks again
        raise
