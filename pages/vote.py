"""Vote: words frozen, blind until the reveal, two steps to reveal."""

import streamlit as st

from facilitation.model import StepState
from pages.parts.frame import console, signals
from pages.parts.frame.access import Desk, facilitator_desk
from pages.parts.frame.live import follow, in_turn
from pages.parts.frame.words import say
from pages.parts.vote import ballots, wording
from pages.parts.vote.choosing_items import subjects
from pages.parts.vote.opening import opening


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


def _page(desk: Desk) -> None:
    console.head("vote")
    _live()
    workshop = desk.workshop
    if workshop.archived or (workshop.round and workshop.round.state is not StepState.REVEALED):
        return
    if not subjects(workshop):
        st.info(say("console.vote.no_projects"), icon=":material/view_kanban:")
        st.page_link("board.py", label=say("console.page.board"), query_params={"w": desk.code})
        return
    if workshop.round is None:
        _prepare(desk)
        return
    with st.expander(say("console.vote.next_round"), key=f"another_{len(workshop.rounds)}"):
        _prepare(desk)


def _prepare(desk: Desk) -> None:
    """The words of the projects, then the form that opens a round."""
    workshop = desk.workshop
    if workshop.standing_projects():
        with st.expander(say("console.vote.wording"), expanded=not workshop.rounds):
            wording.reword(desk)
    opening(desk)


_page(facilitator_desk())
