"""The committee's page: the whole workshop to read, nothing to press but the documents."""

import streamlit as st

from locales import either
from pages.parts.frame import console
from pages.parts.frame.access import reader
from pages.parts.frame.live import follow, in_turn
from pages.parts.frame.server import door
from pages.parts.frame.words import language, language_switch, plain, say
from pages.parts.screen.stage import quiet_chrome
from pages.parts.summary import summary

reader()
console.frame()
quiet_chrome()
language_switch()


@in_turn
def read() -> None:
    # The right is asked for again at each commit: a renewed key ends an open page too.
    id, right = reader()
    code, workshop = door().card(id).code, door().look(id)
    framing = workshop.framing
    follow(code, workshop.seq, key="committee_live", pause=max(5.0, len(workshop.notes) / 50))  # long to draw
    st.caption(say("committee.title"))
    if framing is None:
        st.info(say("committee.not_framed"))
        return
    framing = framing.spoken(language())
    st.title(plain(framing.title), anchor=False)
    st.caption(say("committee.final" if workshop.archived else "committee.provisional"))
    st.subheader(say("committee.question"), anchor=False)
    st.text(either(language(), framing.question_fr, framing.question_en))
    st.subheader(say("committee.decision_rule"), anchor=False)
    st.text(framing.decision_rule)
    for section in summary.SECTIONS:
        section(workshop)
    summary.downloads(code, right)


with st.container(width=1100):
    read()
