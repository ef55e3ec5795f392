"""More like this: the ideas that are most like those a facilitator has ticked."""

import streamlit as st

from facilitation import house
from facilitation.drafting import most_alike
from facilitation.model import NoteId, Workshop

_ASKED = "board_like"


def ask(ideas: tuple[NoteId, ...]) -> None:
    """Remembers for which ideas like ones are wanted; none: no more."""
    st.session_state[_ASKED] = ideas


def like(workshop: Workshop) -> tuple[NoteId, ...]:
    """The ideas most like those that were asked about, best first; raises RuleError without an encoder."""
    asked = st.session_state.get(_ASKED, ())
    return most_alike(workshop, house.encoding(), asked) if asked else ()
