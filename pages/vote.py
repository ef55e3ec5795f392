"""Vote: words frozen, blind until the reveal, two steps to reveal."""

import secrets

import streamlit as st

from facilitation.model import StepState
from facilitation.rules.rounds import MAX_DOTS, cap_for, dots_for, open_round
from pages.parts import ballots, console, signals, wording
from pages.parts.access import Desk, facilitator_desk
from pages.parts.live import follow, in_turn
from pages.parts.refusals import refusals_shown
from pages.parts.words import plain, say


@in_turn
def _live() -> None:
    desk = facilitator_desk()  # asked at each commit: renewed links end an open page
    workshop = desk.workshop
    follow(desk.code, workshop.seq, key="vote_live")
    console.keep_up(workshop)
    console.refused()
    signals.help_wanted(desk, workshop)
    if workshop.round is not None:
        ballots.running(desk, workshop, workshop.round)
        ballots.earlier(workshop)


def _open(desk: Desk) -> None:
    """The form that freezes the items and opens a round."""
    projects = desk.workshop.standing_projects()
    st.subheader(
        say("console.vote.next_round" if desk.workshop.rounds else "console.vote.open_title"), anchor=False
    )
    with st.form(f"open_{len(desk.workshop.rounds)}", enter_to_submit=False):
        st.write(say("console.vote.open_note"))
        chosen = [
            one.id for one in projects if st.checkbox(plain(console.title(one)), True, key=f"item_{one.id}")
        ]
        left, right = st.columns(2)
        dots = left.number_input(say("console.vote.dots"), 1, MAX_DOTS, dots_for(len(projects)))
        cap = right.number_input(say("console.vote.cap"), 1, MAX_DOTS, cap_for(len(projects)))
        sent = st.form_submit_button(say("console.vote.open"), type="primary")
    if sent:
        with refusals_shown():
            if not chosen:
                chosen = [""]  # an empty list would mean all: the rule refuses one item instead
            desk.act(open_round, seed=secrets.randbelow(2**31), items=chosen, dots=int(dots), cap=int(cap))
            st.rerun()


def _page(desk: Desk) -> None:
    console.head("vote")
    _live()
    workshop = desk.workshop
    if workshop.archived or (workshop.round and workshop.round.state is not StepState.REVEALED):
        return
    if len(workshop.standing_projects()) < 2:
        st.info(say("console.vote.no_projects"), icon=":material/view_kanban:")
        st.page_link("board.py", label=say("console.page.board"), query_params={"w": desk.code})
        return
    with st.expander(say("console.vote.wording"), expanded=not workshop.rounds):
        wording.reword(desk)
    _open(desk)


_page(facilitator_desk())
