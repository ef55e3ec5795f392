"""The time for the question, on every screen: set it, give more, stop it; it ends nothing (R-05)."""

import streamlit as st

from facilitation.agendas import LIMIT
from facilitation.asking import ask
from facilitation.model import StepKind, StepState, Workshop
from facilitation.rules.timer import extend_timer, set_timer, stop_timer
from pages.parts.frame.access import Desk
from pages.parts.frame.console import attempt, press
from pages.parts.frame.server import now
from pages.parts.frame.words import say
from pages.parts.screen.timer import timer

USUAL = 5  # minutes, where nothing is planned
DISCUSSED = 1  # minute for each item of a result (method §3.4)


def question_timer(desk: Desk, workshop: Workshop) -> None:
    """What is left and its buttons, or the minutes to set; nothing while nothing can be counted."""
    if workshop.timer is None:
        if workshop.state(workshop.current) in (StepState.OPEN, StepState.REVEALED) and not workshop.archived:
            _start(desk, workshop)
        return
    left = workshop.timer.left(now())
    place = st.container(horizontal=True, vertical_alignment="center", key="question_timer")
    with place:
        if workshop.timer.since is None:
            st.write(say("console.question.held"))
        else:
            timer(0, length=left, key="question_left")
    for minutes in (1, 2):
        press(
            desk,
            f"console.question.more_{minutes}",
            ask(extend_timer, by=desk.by, minutes=minutes),
            at=place,
            key=f"question_{minutes}",
        )  # fmt: skip
    press(desk, "console.question.stop", ask(stop_timer, by=desk.by), at=place, key="question_stop")


def _start(desk: Desk, workshop: Workshop) -> None:
    step = workshop.current
    place = st.container(horizontal=True, vertical_alignment="bottom", key="question_timer")
    minutes = place.number_input(
        say("console.question.minutes"),
        1,
        LIMIT,
        _planned(workshop),
        key=f"question_minutes_{step}",
        width=220,
    )
    place.button(
        say("console.question.start"), key="question_start", on_click=attempt,
        args=(desk, ask(set_timer, by=desk.by, minutes=int(minutes))),
    )  # fmt: skip


def _planned(workshop: Workshop) -> int:
    """What the agenda gives the step; a minute for each item where a result is discussed."""
    if workshop.current is StepKind.VOTE and workshop.state(StepKind.VOTE) is StepState.REVEALED:
        return DISCUSSED
    return min(workshop.minutes.get(workshop.current, USUAL), LIMIT)
