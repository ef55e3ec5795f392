"""Rehearsal: fictional people take part, so that the facilitator can practise alone."""

import streamlit as st

from facilitation.model import Workshop
from facilitation.rehearsal import running as room
from facilitation.rehearsal.cast import Cast, Speed
from pages.parts.frame import console
from pages.parts.frame.access import Desk
from pages.parts.frame.refusals import refusals_shown
from pages.parts.frame.server import door
from pages.parts.frame.words import say

_USUAL = Cast(people=20, late=0.1, leaving=0.05)
_ENGLISH = (0.0, 0.25, 0.5, 1.0)  # shares to choose from


def attendance(desk: Desk, workshop: Workshop) -> None:
    """«32 personnes sur 70 sont arrivées, 3 sont parties», as long as a rehearsal runs."""
    cast = room.last_cast(desk.id)
    if cast is None or not room.running(desk.id):
        return
    now = room.attendance(workshop, cast)
    said = [say("console.rehearsal.arrived", n=now.arrived, people=now.people)]
    said += [say("console.rehearsal.left", n=now.left)] if now.left else []
    st.info(say("console.rehearsal.attendance", said=", ".join(said)), icon=":material/groups:")


def rehearsal(desk: Desk) -> None:
    """Says who plays, and starts or stops the fictional people."""
    st.write(say("console.rehearsal.note"))
    if room.running(desk.id):
        st.info(say("console.rehearsal.running"), icon=":material/groups:")
        if st.button(say("console.rehearsal.stop")):
            room.stop(desk.id)
            st.rerun()
    else:
        _start(desk)


def _start(desk: Desk) -> None:
    cast = _form(room.last_cast(desk.id) or _USUAL)
    if cast is not None:
        with refusals_shown():
            room.start(door(), desk.id, cast)
            st.rerun()


def _form(before: Cast) -> Cast | None:
    """The cast once it is sent. No bounds on the fields: a rule says in words what cannot be played."""
    with st.form(console.fields("rehearsal"), enter_to_submit=False):
        places = st.columns(4)
        people = places[0].number_input(say("console.rehearsal.people"), value=before.people, step=10)
        late = places[1].number_input(
            say("console.rehearsal.late"), value=round(before.late * 100), step=5,
            help=say("console.rehearsal.late_help"),
        )  # fmt: skip
        leaving = places[2].number_input(
            say("console.rehearsal.leaving"), value=round(before.leaving * 100), step=5,
            help=say("console.rehearsal.leaving_help"),
        )  # fmt: skip
        seed = places[3].number_input(
            say("console.rehearsal.seed"), value=before.seed, step=1, help=say("console.rehearsal.seed_help")
        )
        shares = {one: say(f"console.rehearsal.english_{one * 100:.0f}") for one in _ENGLISH}
        english = st.radio(
            say("console.rehearsal.languages"), _ENGLISH, _ENGLISH.index(before.english), horizontal=True,
            format_func=shares.__getitem__,
            key=console.keyed("rehearsal_english"),
        )  # fmt: skip
        speeds = tuple(Speed)
        speed = st.radio(
            say("console.rehearsal.speed"), speeds, speeds.index(before.speed), horizontal=True,
            format_func={one: say(f"console.rehearsal.{one}") for one in Speed}.__getitem__,
            key=console.keyed("rehearsal_speed"),
        )  # fmt: skip
        sent = st.form_submit_button(say("console.rehearsal.start"), type="primary")
    parts = {"english": english, "late": late / 100, "leaving": leaving / 100}
    return Cast(people=int(people), speed=speed, seed=int(seed), **parts) if sent else None
