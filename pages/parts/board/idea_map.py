"""The map of ideas for the room's screen: drawn, drawn again or taken away by the facilitator only."""

import streamlit as st

from facilitation import house
from facilitation.asking import ask
from facilitation.drafting import mapped
from facilitation.rules.drafts import draw_map
from pages.parts.board.long_work import button_pressed, done_once
from pages.parts.frame.access import Desk
from pages.parts.frame.console import press
from pages.parts.frame.words import say

_ASKED = "map"


def drawing(desk: Desk) -> None:
    """Draws the map, which becomes the last page of the room's screen in this step."""
    drawn = bool(desk.workshop.places)
    st.write(say("console.map.shown" if drawn else "console.map.note"))
    if button_pressed(say("console.map.again" if drawn else "console.map.draw"), key=_ASKED):
        with done_once(_ASKED):
            points, with_what = mapped(desk.workshop, house.encoding())
            desk.act(ask(draw_map, by=desk.by, points=points, **with_what))
    if drawn:
        nothing = ask(draw_map, by=desk.by, points={}, encoder="", encoder_version="", seed=0, parameters={})
        press(desk, "console.map.away", nothing, key="map_away")
