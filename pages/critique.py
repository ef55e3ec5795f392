"""Pitches and hats: deal once, call a team, five minutes, then the comments by hat."""

import secrets

import streamlit as st

from facilitation.asking import ask
from facilitation.model import Hat, StepKind, StepState, Workshop
from facilitation.rules.hats import call_pitch, deal_hats, open_comments, start_pitch
from facilitation.rules.steps import open_step
from facilitation.tallies.people import hat_balance
from facilitation.text import clipped
from pages.parts.afterwards import comments
from pages.parts.frame import console
from pages.parts.frame.access import Desk, facilitator_desk
from pages.parts.frame.live import follow, in_turn
from pages.parts.frame.rows import Row, rows
from pages.parts.frame.server import now
from pages.parts.frame.words import plain, say
from pages.parts.screen.timer import timer


def _deal(desk: Desk, workshop: Workshop) -> None:
    if not (workshop.cells or workshop.standing_projects()):
        st.info(say("console.hats.nobody_to_hear"), icon=":material/groups:")
        st.page_link("cells.py", label=say("console.page.cells"), query_params={"w": desk.code})
        return
    if not workshop.archived:
        st.write(say("console.hats.deal_note"))
    console.press(
        desk,
        "console.hats.deal",
        ask(deal_hats, by=desk.by, seed=secrets.randbelow(2**31)),
        key="deal",
        main=True,
    )


def _balance(workshop: Workshop) -> None:
    """Wearers of each hat in each round: they differ by one at most."""
    hats = [hat for hat in Hat if any(hat in one.hats for one in workshop.hat_rounds.values())]
    lines = []
    for subject in workshop.hat_rounds:
        worn = hat_balance(workshop, subject)
        lines.append(
            Row(subject, (console.subject_title(workshop, subject), *(worn.get(hat, 0) for hat in hats)))
        )
    columns = [say("console.hats.subject"), *(say(f"hat.name.{hat}") for hat in hats)]
    with st.expander(say("console.hats.balance")):
        rows(say("console.hats.balance_note"), columns, lines, key="hats_balance")


def _pitch(desk: Desk, workshop: Workshop) -> None:
    place = st.container(horizontal=True)
    for subject in () if workshop.archived else workshop.hat_rounds:
        name = plain(clipped(console.subject_title(workshop, subject), 50))
        called = workshop.pitch is not None and workshop.pitch.subject == subject
        label = say("console.hats.called" if called else "console.hats.call", name=name)
        place.button(
            label, key=f"call_{subject}", type="primary" if called else "secondary",
            on_click=console.attempt, args=(desk, ask(call_pitch, by=desk.by, subject=subject)),
        )  # fmt: skip
    pitch = workshop.pitch
    if pitch is None:
        return
    st.subheader(plain(console.subject_title(workshop, pitch.subject)), anchor=False)
    if pitch.started is not None and not pitch.commenting and not workshop.archived:
        timer((now() - pitch.started).total_seconds(), key="pitch_timer")
    place = st.container(horizontal=True)
    start = "console.hats.start" if pitch.started is None else "console.hats.restart"
    console.press(
        desk, start, ask(start_pitch, by=desk.by), at=place, key="pitch_start", main=pitch.started is None
    )
    console.press(
        desk, "console.hats.open_comments", ask(open_comments, by=desk.by), at=place, key="pitch_comments"
    )
    if pitch.commenting and not workshop.archived:
        st.caption(say("console.hats.commenting"))


@in_turn
def _live() -> None:
    desk = facilitator_desk()  # asked at each commit: renewed links end an open page
    workshop = desk.workshop
    follow(desk.code, workshop.seq, key="critique_live")
    console.keep_up(workshop)
    console.refused()
    if not workshop.hat_rounds:
        _deal(desk, workshop)
        return
    if workshop.state(StepKind.HATS) is not StepState.OPEN and not workshop.archived:
        st.info(say("console.hats.step"), icon=":material/play_circle:")
        console.press(
            desk,
            "console.hats.open_step",
            ask(open_step, by=desk.by, step=StepKind.HATS),
            key="hats_open",
            main=True,
        )
    _balance(workshop)
    _pitch(desk, workshop)
    comments.by_hat(desk, workshop)


desk = facilitator_desk()
console.head("critique")
_live()
