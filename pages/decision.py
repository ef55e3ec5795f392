"""Decision: areas, what becomes of each project, ideas that go elsewhere, the numbers as they stand."""

import streamlit as st

from facilitation.rules.projects import define_area
from facilitation.tallies.narrowing import narrowing
from pages.parts import choices, console
from pages.parts.access import Desk, facilitator_desk
from pages.parts.live import follow, in_turn
from pages.parts.refusals import refusals_shown
from pages.parts.rows import Row, Words, rows
from pages.parts.words import say


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
    open_ideas = [workshop.notes[one.idea] for one in counted.courses if one.fate == "open"]
    if open_ideas:
        st.info(say("console.decision.open", n=len(open_ideas)), icon=":material/pending:")
        lines = [Row(note.id, (note.id, Words(note.text, note.language))) for note in open_ideas]
        columns = [say("console.column.number"), say("console.column.idea")]
        with st.expander(say("console.decision.open_list")):
            rows(say("console.decision.open_list"), columns, lines, key="decision_open")


def _areas(desk: Desk) -> None:
    areas = desk.workshop.areas.values()
    lines = [Row(area.id, (area.id, console.title(area))) for area in areas]
    columns = [say("console.column.number"), say("console.decision.area")]
    rows(
        say("console.decision.areas_defined"),
        columns,
        lines,
        key="areas",
        empty=say("console.decision.no_area"),
    )
    with st.form(console.fields("area"), enter_to_submit=False):
        french = st.text_input(say("console.title_fr"), max_chars=300)
        english = st.text_input(say("console.title_en"), max_chars=300)
        sent = st.form_submit_button(say("console.decision.add_area"))
    if sent:
        with refusals_shown():
            desk.act(define_area, title_fr=french or "", title_en=english or "")
            console.renew("area")
            st.rerun()


def _page(desk: Desk) -> None:
    console.head("decision")
    _live()
    st.subheader(say("console.decision.areas_title"), anchor=False)
    _areas(desk)
    st.subheader(say("console.decision.projects_title"), anchor=False)
    choices.projects(desk)
    st.subheader(say("console.decision.override_title"), anchor=False)
    choices.single_idea(desk)


_page(facilitator_desk())
