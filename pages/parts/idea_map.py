"""The map of ideas for the room's screen: drawn, drawn again or taken away by the facilitator only."""

import streamlit as st

from facilitation import house
from facilitation.drafting import mapped
from facilitation.rules.drafts import draw_map
from pages.parts.access import Desk
from pages.parts.refusals import refusals_shown
from pages.parts.words import say


def drawing(desk: Desk) -> None:
    """Draws the map, which becomes the last page of the room's screen in this step."""
    drawn = bool(desk.workshop.places)
    st.write(say("console.map.shown" if drawn else "console.map.note"))
    if st.button(say("console.map.again" if drawn else "console.map.draw"), key="map_draw"):
        with refusals_shown(), st.spinner(say("console.draft.working")):
            points, with_what = mapped(desk.workshop, house.encoding())
            desk.act(draw_map, points=points, **with_what)
            st.rerun(scope="fragment")
    if drawn and st.button(say("console.map.away"), key="map_away"):
        with refusals_shown():
            with_what = {"encoder": "", "encoder_version": "", "seed": 0, "parameters": {}}
            desk.act(draw_map, points={}, **with_what)
            st.rerun(scope="fragment")
