"""The Streamlit side: its pages, the way between them, the reader's language."""

from pathlib import Path

import streamlit as st

from facilitation.text import clipped
from pages.parts.frame import console
from pages.parts.frame.access import Desk, administrator, facilitating
from pages.parts.frame.words import language, language_switch, plain, say
from pages.parts.screen.curtain import curtain

HERE = Path(__file__).parent
CONSOLE = ("run_sheet", "preflight", "board", "vote", "decision", "cells", "critique", "report")
_ICONS = {
    "run_sheet": "format_list_numbered",
    "preflight": "checklist",
    "board": "dashboard",
    "vote": "how_to_vote",
    "decision": "gavel",
    "cells": "groups",
    "critique": "forum",
    "report": "outbound",
}
SCREENS = ("projector", "committee")


def _page(name: str) -> st.Page:
    url = "" if name == "home" else name
    return st.Page(
        HERE / f"{name}.py", title=say(f"console.page.{name}"), url_path=url, default=name == "home"
    )


def _sidebar(desk: Desk) -> None:
    workshop = desk.workshop
    console.drawn(workshop)
    if administrator() is not None:  # nobody else has a list of workshops to go back to
        st.page_link(pages["home"], label=say("console.page.home"), icon=":material/home:", width="stretch")
    title = workshop.framing.spoken(language()).title if workshop.framing else say("app.name")
    st.markdown(f"**{plain(clipped(title, 44))}**")
    st.caption(console.where(workshop))
    if not workshop.archived:
        curtain(desk.code, workshop)
    for name in CONSOLE:
        st.page_link(
            pages[name], label=say(f"console.page.{name}"), icon=f":material/{_ICONS[name]}:",
            query_params={"w": desk.code}, width="stretch",
        )  # fmt: skip
    # In windows of their own, in the language of this one: the projector is another screen; some rooms want
    # ideas before the reveal.
    for name, path in (
        ("projector", "/projector?"),
        ("projector_live", "/projector?live=1&"),
        ("committee", "/committee?"),
    ):
        here = f"{path}w={desk.code}&lang={language()}"
        st.link_button(say(f"console.page.{name}"), here, icon=":material/open_in_new:", width="stretch")


st.set_page_config(page_title=say("app.name"), layout="wide")
pages = {name: _page(name) for name in ("home", *CONSOLE, *SCREENS)}
shown = st.navigation(list(pages.values()), position="hidden")
if shown.url_path not in SCREENS:
    with st.sidebar:
        console.frame()
        language_switch()
        if shown.url_path in CONSOLE and (desk := facilitating()) is not None:
            _sidebar(desk)
shown.run()
