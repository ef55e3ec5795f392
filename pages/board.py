"""Ideas board: sort, merge, name; the machine may propose, people decide."""

import streamlit as st

from facilitation.model import NoteId, NoteType
from facilitation.tallies.narrowing import narrowing
from facilitation.tallies.people import gathered
from pages.parts.board import act_queue, alike, idea_map, sources, twins, undoing
from pages.parts.board import settings as grouping_settings
from pages.parts.board.board import frozen, read_action, read_like, show_board
from pages.parts.board.drafts import drafting, proposals
from pages.parts.board.long_work import PLACE
from pages.parts.frame import console
from pages.parts.frame.access import Desk, facilitator_desk
from pages.parts.frame.gathered import came_in
from pages.parts.frame.live import follow, turn
from pages.parts.frame.refusals import refusals_shown
from pages.parts.frame.words import say


def _asked(desk: Desk, sent: object) -> None:
    """Does what waits for an answer; what was refused among it stays on screen until the next try."""
    console.forget_refusal()
    with console.refusals_kept():
        for act in act_queue.unanswered(desk, sent):
            with console.refusals_kept():
                _do(desk, act)


def _do(desk: Desk, sent: object) -> None:
    if (wanted := read_like(sent)) is not None:
        alike.ask(desk, wanted)
    elif (way := undoing.read_step(sent)) is not None:
        undoing.step(desk, way)
    else:
        undoing.attempt(desk, *read_action(sent, desk.by))


@st.fragment
def _live() -> None:
    """The board, then the aids: a draft may take seconds, and no other screen waits for it."""
    desk = facilitator_desk()  # asked at each commit: renewed links end an open page
    follow(desk.code, desk.workshop.seq, key="board_live")
    aids, board = st.columns([2, 5], gap="medium")
    with board, turn():
        _board(desk)
    with aids, st.container(key="board_aids"):
        _aids(desk)


def _board(desk: Desk) -> None:
    workshop = desk.workshop
    console.keep_up(workshop)
    if frozen(workshop) and not workshop.archived:
        st.info(say("board.frozen"), icon=":material/lock:")
    counted = narrowing(workshop)
    counts = {"notes": counted.notes, "ideas": counted.ideas, "projects": counted.projects}
    st.write(say("console.board.counts", **counts))
    if not counted.notes:
        st.info(say("console.board.nothing_yet"), icon=":material/hourglass_empty:")
    if counted.notes != counted.ideas:
        st.caption(came_in(workshop, NoteType.IDEA))
    if masked := gathered(workshop, NoteType.IDEA).masked:
        st.caption(say("console.board.masked", masked))
    found: tuple[NoteId, ...] = ()
    with refusals_shown():
        found = alike.like(desk)
    told = act_queue.answer(desk) | {"steps": undoing.offered(desk)}
    show_board(workshop, key="board", asked=lambda sent: _asked(desk, sent), alike=found, told=told)


def _aids(desk: Desk) -> None:
    said, live = st.container(), not desk.workshop.archived
    if live:
        _machine(desk)
    with st.expander(say("console.sources.title")):
        sources.by_group(desk.workshop)
    if live:
        with st.expander(say("console.encoding.title")):
            grouping_settings.words(desk)
            grouping_settings.encoder(desk)
    with said:
        console.refused(PLACE)


def _machine(desk: Desk) -> None:
    """What the machine proposes; nothing of it once nothing may change."""
    with st.expander(say("console.draft.title"), expanded=drafting(desk)):
        proposals(desk)
    with st.expander(say("console.twins.title")):
        twins.suggestions(desk)
    with st.expander(say("console.map.title")):
        idea_map.drawing(desk)


facilitator_desk()  # the right, before anything is drawn
console.head("board")
_live()
