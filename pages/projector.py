"""The room's screen: follows the workshop by itself, and shows only what the room may see."""

import streamlit as st

from facilitation.model import Workshop
from pages.parts.access import facilitator_desk
from pages.parts.live import follow
from pages.parts.server import now, settings
from pages.parts.stage import quiet_chrome, stage
from pages.parts.words import language
from reports.projection.screen import projection

desk = facilitator_desk()
quiet_chrome()


def show(workshop: Workshop) -> None:
    base = settings().base_url()
    live = st.query_params.get("live") == "1"
    stage(projection(workshop, language(), base, desk.code, now(), live=live), desk.code, key="stage")


@st.fragment
def screen() -> None:
    # The right is asked for again at each commit: a renewed key ends an open screen too.
    workshop = facilitator_desk().workshop
    show(workshop)
    follow(desk.code, workshop.seq, key="projector_live", pause=0.4)


screen()
