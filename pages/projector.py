"""The room's screen: follows the workshop by itself, and shows only what the room may see."""

import streamlit as st

from pages.parts.frame.access import Desk, facilitator_desk
from pages.parts.frame.live import follow
from pages.parts.frame.server import now, settings
from pages.parts.frame.words import language
from pages.parts.screen.stage import quiet_chrome, stage
from reports.projection.screen import projection

facilitator_desk()
quiet_chrome()


def show(desk: Desk) -> None:
    base = settings().base_url()
    live = st.query_params.get("live") == "1"
    stage(projection(desk.workshop, language(), base, desk.code, now(), live=live), desk.code, key="stage")


@st.fragment
def screen() -> None:
    # The right is asked for again at each commit: a renewed key ends an open screen too, and a new join
    # code is the one to show.
    desk = facilitator_desk()
    seq = desk.workshop.seq
    show(desk)
    follow(desk.code, seq, key="projector_live", pause=0.4)


screen()
