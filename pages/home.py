"""Home: create a workshop, open a sample or an archive, find the links again."""

import streamlit as st

from facilitation.rights import Administrator
from pages.parts.frame.access import administrator
from pages.parts.frame.beginning import begin
from pages.parts.frame.console import head
from pages.parts.frame.refusals import refusals_shown
from pages.parts.frame.server import door
from pages.parts.frame.words import language, plain, say
from pages.parts.setup import administrators, workshops
from pages.parts.setup.framing import framing_form
from reports.archive.archive import read_archive
from sample_sessions import SAMPLES


def _new(by: Administrator) -> None:
    framing = framing_form("new", say("console.home.create"))
    if framing is not None:
        with refusals_shown():
            workshops.create(by, framing)


def _samples(by: Administrator) -> None:
    st.subheader(say("console.home.samples"), anchor=False)
    st.write(say("console.home.samples_note"))
    place = st.container(horizontal=True)
    for sample in SAMPLES:
        if place.button(plain(sample.title(language())), key=f"sample_{sample.name}"):
            begin(by, sample.entries())


def _import(by: Administrator) -> None:
    st.write(say("console.home.import_note"))
    sent = st.file_uploader(say("console.home.import_file"))
    if sent is not None and st.button(say("console.home.import_open"), type="primary"):
        with refusals_shown():
            begin(by, read_archive(sent.getvalue()))


def _page(by: Administrator) -> None:
    head("home")
    workshops.new_links()
    workshops.listed(by)
    _samples(by)
    with st.expander(say("console.home.new"), expanded=not door().cards(by)):
        _new(by)
    with st.expander(say("console.home.import")):
        _import(by)
    administrators.browsers(by)


right = administrator()
if right is None:
    st.info(say("console.home.locked"), icon=":material/key:")
else:
    _page(right)
