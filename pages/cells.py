"""Cells: define them, hear the wishes, propose places; nobody is moved without a yes."""

import secrets

import streamlit as st

from facilitation.asking import ask
from facilitation.model import MembershipState
from facilitation.rules.cells import define_cell, propose_memberships
from pages.parts.afterwards import seats
from pages.parts.frame import console
from pages.parts.frame.access import Desk, facilitator_desk
from pages.parts.frame.live import follow, in_turn
from pages.parts.frame.receipts import accepted, receipt, sending
from pages.parts.frame.words import plain, say


@in_turn
def _live() -> None:
    desk = facilitator_desk()  # asked at each commit: renewed links end an open page
    workshop = desk.workshop
    follow(desk.code, workshop.seq, key="cells_live")
    console.keep_up(workshop)
    console.refused()
    places = st.columns(4)
    states = [one.state for one in workshop.memberships.values()]
    wishes = sum(bool(wish.ranked) for wish in workshop.wishes.values())
    places[0].metric(say("console.cells.wishes"), wishes, border=True)
    for place, state in zip(
        places[1:], (MembershipState.ACCEPTED, MembershipState.PROPOSED, MembershipState.WAITING), strict=True
    ):
        place.metric(say(f"console.cells.{state}"), states.count(state), border=True)
    seed = secrets.randbelow(2**31)
    console.press(
        desk,
        "console.cells.propose",
        ask(propose_memberships, by=desk.by, seed=seed),
        key="propose",
        main=True,
    )
    if not workshop.archived:
        st.caption(say("console.cells.propose_note"))
    seats.cells(workshop)
    if st.toggle(say("console.cells.contacts"), key="cells_contacts"):
        seats.contacts(desk, workshop)


def _define(desk: Desk) -> None:
    areas = desk.workshop.areas
    with st.form(console.fields("cell"), enter_to_submit=False):
        french = st.text_input(say("console.cells.name_fr"), max_chars=160)
        english = st.text_input(say("console.cells.name_en"), max_chars=160)
        area = st.radio(
            say("console.decision.area"), [None, *areas], key=f"{console.fields('cell')}_area",
            format_func=lambda one: plain(console.title(areas[one])) if one else say("console.none"),
        )  # fmt: skip
        left, right = st.columns(2)
        minimum = left.number_input(say("console.cells.minimum"), 1, 60, 6)
        maximum = right.number_input(say("console.cells.maximum"), 1, 60, 10)
        sent = st.form_submit_button(say("console.cells.add"), type="primary")
    if sent:
        with sending("cell"):
            defined = ask(
                define_cell,
                by=desk.by,
                name_fr=french or "",
                name_en=english or "",
                area=area,
                minimum=int(minimum),
                maximum=int(maximum),
            )
            (event,) = desk.act(defined).events
            console.renew("cell")
            made = desk.workshop.cells[event.cell]
            accepted("cell", "console.cells.added", cell=console.title(made))
    receipt("cell")


def _page(desk: Desk) -> None:
    console.head("cells")
    if desk.workshop.cells:
        _live()
    else:
        console.listen("cells")
        st.info(say("console.cells.none"), icon=":material/groups:")
    if not desk.workshop.archived:
        with st.expander(say("console.cells.define"), expanded=not desk.workshop.cells):
            _define(desk)


_page(facilitator_desk())
