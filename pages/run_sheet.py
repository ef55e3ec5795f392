"""Run sheet: the steps with their minutes and what each has gathered, who is there, links, agenda."""

import streamlit as st

from facilitation.asking import ask
from facilitation.door import committee_key
from facilitation.rights import Keys
from facilitation.rules.framing import archive_workshop, frame_workshop
from pages.parts.frame import console, moderation, signals
from pages.parts.frame.access import Desk, facilitator_desk
from pages.parts.frame.links import workshop_links
from pages.parts.frame.live import follow, in_turn
from pages.parts.frame.receipts import accepted, receipt, sending
from pages.parts.frame.refusals import refusals_shown
from pages.parts.frame.server import door
from pages.parts.frame.words import say
from pages.parts.run_sheet import agenda, arrivals, people, rehearsing, timeline
from pages.parts.setup import copies
from pages.parts.setup.framing import framing_form


@in_turn
def _live() -> None:
    desk = facilitator_desk()  # asked at each commit: renewed links end an open page
    workshop = desk.workshop
    follow(desk.code, workshop.seq, key="run_sheet_live")
    console.keep_up(workshop)
    console.refused()
    copies.warning()
    rehearsing.attendance(desk, workshop)
    arrivals.notice(desk, workshop)
    signals.help_wanted(desk, workshop)
    steps, side = st.columns([3, 1], gap="large")
    with steps:
        timeline.steps(desk, workshop)
    with side:
        people.present(workshop)
        arrivals.last(workshop)
    arrivals.door(desk, workshop)
    if st.toggle(
        say("console.sheet.moderation", n=moderation.masked_count(workshop)), key="sheet_moderation"
    ):
        moderation.notes(desk, workshop)


def _framing(desk: Desk) -> None:
    workshop = desk.workshop
    used = {person.kind for person in workshop.participants.values() if person.kind}
    framing = framing_form("framing", say("console.sheet.save"), workshop.framing, used)
    if framing is not None:
        with sending("framing"):
            desk.act(ask(frame_workshop, by=desk.by, framing=framing))
            console.renew("framing")
            accepted("framing", "console.sheet.saved")
    receipt("framing")


def _archive(desk: Desk) -> None:
    st.write(say("console.sheet.archive_note"))
    sure = st.checkbox(say("console.sheet.archive_sure"))
    if st.button(say("console.sheet.archive_do"), disabled=not sure):
        with refusals_shown():
            desk.act(ask(archive_workshop, by=desk.by))
            st.rerun()


def _page(desk: Desk) -> None:
    console.head("run_sheet")
    _live()
    with st.expander(say("console.sheet.links")):
        keys = Keys(desk.key, committee_key(desk.key)) if desk.key else None
        workshop_links(desk.code, keys, door().scribe_key(desk.by, desk.id), key="sheet_links")
    if not desk.workshop.archived:
        _changes(desk)


def _changes(desk: Desk) -> None:
    """What may be changed of a workshop that still takes contributions, and its end."""
    with st.expander(say("console.sheet.agenda")):
        agenda.agenda(desk)
    with st.expander(say("console.instructions.title")):
        agenda.instructions(desk)
    with st.expander(say("console.sheet.framing"), expanded=desk.workshop.framing is None):
        _framing(desk)
    with st.expander(say("console.sheet.rehearsal")):
        rehearsing.rehearsal(desk)
    with st.expander(say("console.sheet.archive")):
        _archive(desk)


_page(facilitator_desk())
