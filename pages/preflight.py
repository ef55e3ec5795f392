"""Before the session: all that could fail is tried now, and says what to do about it."""

import streamlit as st

from pages.parts.frame import console
from pages.parts.frame.access import facilitator_desk
from pages.parts.frame.words import say
from pages.parts.setup import preflight

desk = facilitator_desk()
console.head("preflight")
console.listen("preflight")
st.button(
    say("preflight.again"), key="preflight_again", icon=":material/refresh:", on_click=preflight.ask_again
)
preflight.lights(desk)
