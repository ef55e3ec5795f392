"""Rehearsal: twenty fictional people take part, so that the facilitator can practise alone."""

import secrets

import streamlit as st

from facilitation import rehearsal as room
from pages.parts.access import Desk
from pages.parts.refusals import refusals_shown
from pages.parts.server import door
from pages.parts.words import say

PEOPLE = 20


def rehearsal(desk: Desk) -> None:
    """Starts or stops the fictional people."""
    st.write(say("console.rehearsal.note"))
    if room.running(desk.id):
        st.info(say("console.rehearsal.running"), icon=":material/groups:")
        if st.button(say("console.rehearsal.stop")):
            room.stop(desk.id)
            st.rerun()
    elif st.button(say("console.rehearsal.start", people=PEOPLE), disabled=desk.workshop.archived):
        with refusals_shown():
            room.start(door(), desk.id, PEOPLE, secrets.randbelow(2**31))
            st.rerun()
