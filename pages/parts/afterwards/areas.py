"""Priority areas: those there are, a new one, another title."""

import streamlit as st

from facilitation.asking import ask
from facilitation.model import Area
from facilitation.rules.projects import define_area, reword_area
from pages.parts.frame import console
from pages.parts.frame.access import Desk
from pages.parts.frame.receipts import accepted, receipt, sending
from pages.parts.frame.rows import Row, rows
from pages.parts.frame.words import say


def areas(desk: Desk) -> None:
    """What is named so far, and two forms: to correct a title, to add one."""
    named = desk.workshop.areas.values()
    lines = [Row(area.id, (area.id, console.title(area))) for area in named]
    columns = [say("console.column.number"), say("console.decision.area")]
    rows(
        say("console.decision.areas_defined"),
        columns,
        lines,
        key="areas",
        empty=say("console.decision.no_area"),
    )
    if not desk.workshop.archived:
        _rewording(desk)
        _adding(desk)


def _adding(desk: Desk) -> None:
    with st.form(console.fields("area"), enter_to_submit=False):
        french = st.text_input(say("console.title_fr"), max_chars=300)
        english = st.text_input(say("console.title_en"), max_chars=300)
        sent = st.form_submit_button(say("console.decision.add_area"))
    if sent:
        with sending("area"):
            defined = ask(define_area, by=desk.by, title_fr=french or "", title_en=english or "")
            (event,) = desk.act(defined).events
            console.renew("area")
            accepted("area", "console.decision.area_added", area=event.area)
    receipt("area")


def _rewording(desk: Desk) -> None:
    """Other titles for the areas there are; only what changed is kept."""
    named = desk.workshop.areas.values()
    if not named:
        return
    name = console.fields("areas")
    with (
        st.expander(say("console.decision.reword_areas"), key="areas_reword"),
        st.form(name, enter_to_submit=False),
    ):
        titles = {area.id: _titles(area, name) for area in named}
        sent = st.form_submit_button(say("console.decision.reword_save"))
    if sent:
        with sending("areas"):
            for area, (french, english) in titles.items():
                desk.act(ask(reword_area, by=desk.by, area=area, title_fr=french, title_en=english))
            console.renew("areas")
            accepted("areas", "console.decision.areas_saved")
    receipt("areas")


def _titles(area: Area, name: str) -> tuple[str, str]:
    left, right = st.columns(2)
    fr, en = (f"{area.id} – {say(f'console.title_{one}')}" for one in ("fr", "en"))
    french = left.text_input(fr, area.title_fr, max_chars=300, key=f"{name}_{area.id}_fr")
    english = right.text_input(en, area.title_en, max_chars=300, key=f"{name}_{area.id}_en")
    return french or "", english or ""
