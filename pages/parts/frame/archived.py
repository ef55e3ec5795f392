"""An archived workshop on the console: what it is now, its files, and a copy in which to go on."""

import streamlit as st

from pages.parts.frame.access import Desk, administrator
from pages.parts.frame.beginning import entering, reopen
from pages.parts.frame.links import files
from pages.parts.frame.refusals import refusals_shown
from pages.parts.frame.words import say


def banner(desk: Desk) -> None:
    """Says on every page that nothing is added any more, and what can still be done."""
    entering()
    with st.container(border=True, key="archived"):
        st.markdown(f":material/inventory_2: **{say('console.archived')}**  \n{say('console.archived.note')}")
        place = st.container(horizontal=True)
        files(desk.code, at=place)
        by = administrator()
        st.caption(say("console.archived.copy" if by else "console.archived.how"))
        if by and place.button(say("console.archived.reopen"), key="reopen_copy"):
            with refusals_shown():
                reopen(by, desk.id)
