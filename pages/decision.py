"""Decision: areas, what becomes of each project, ideas that go elsewhere, the numbers as they stand."""

import streamlit as st

from facilitation.tallies.narrowing import narrowing
from pages.parts.afterwards import areas, choices, fates
from pages.parts.frame import console
from pages.parts.frame.access import Desk, facilitator_desk
from pages.parts.frame.live import follow, in_turn
from pages.parts.frame.words import say


@in_turn
def _live() -> None:
    desk = facilitator_desk()  # asked at each commit: renewed links end an open page
    workshop = desk.workshop
    follow(desk.code, workshop.seq, key="decision_live")
    console.keep_up(workshop)
    counted = narrowing(workshop)
    places = st.columns(4)
    for place, name in zip(places, ("notes", "ideas", "projects", "areas"), strict=True):
        place.metric(say(f"console.decision.{name}"), getattr(counted, name), border=True)
    if counted.courses:
        fates.lacking(workshop)


def _page(desk: Desk) -> None:
    console.head("decision")
    _live()
    st.subheader(say("console.decision.areas_title"), anchor=False)
    areas.areas(desk)
    st.subheader(say("console.decision.projects_title"), anchor=False)
    choices.projects(desk)
    st.subheader(say("console.decision.override_title"), anchor=False)
    choices.single_idea(desk)


_page(facilitator_desk())
