"""The browsers that administer this installation: listed, ended one by one, and one more invited."""

import streamlit as st

from facilitation.administrators import Admitted
from facilitation.rights import Administrator
from locales import day
from pages.parts.frame.links import invitation_link
from pages.parts.frame.refusals import refusals_shown
from pages.parts.frame.rows import Row, rows
from pages.parts.frame.server import door, now, settings
from pages.parts.frame.words import language, plain, say

_ENDING, _INVITATION = "console_ending_browser", "console_invitation"


def browsers(by: Administrator) -> None:
    """The list, folded: who administers is looked up rarely."""
    asked = _ENDING in st.session_state or _INVITATION in st.session_state
    with st.expander(say("console.admin.title"), expanded=asked):
        st.write(say("console.admin.note"))
        if settings().admin_key:
            st.write(say("console.admin.chosen_key"))
        admitted = door().administrators.admitted(by)
        _listed(by, admitted)
        _ending(by, admitted)
        _inviting(by)


def _listed(by: Administrator, admitted: tuple[Admitted, ...]) -> None:
    end = (("end", say("console.admin.end")),)
    lines = [Row(str(one.number), (_called(one, by), _since(one)), end) for one in admitted]
    columns = [say(f"console.admin.column.{name}") for name in ("browser", "since")]
    rows(say("console.admin.title"), columns, lines, key="home_browsers", pressed=_pressed)


def _ending(by: Administrator, admitted: tuple[Admitted, ...]) -> None:
    """Once the warning was read; the right is that of this very drawing of the page."""
    one = next((one for one in admitted if one.number == st.session_state.get(_ENDING)), None)
    if one is None:
        return
    which = "this" if one.number == by.number else "other"
    st.warning(say(f"console.admin.end_{which}", name=plain(_name(one))))
    place = st.container(horizontal=True)
    if place.button(say("console.admin.end_yes"), type="primary", key="end_browser"):
        with refusals_shown():
            door().administrators.end(by, one.number)
            del st.session_state[_ENDING]
            st.rerun()
    place.button(say("console.cancel"), key="keep_browser", on_click=lambda: st.session_state.pop(_ENDING))


def _inviting(by: Administrator) -> None:
    if st.button(say("console.admin.invite"), key="invite_browser"):
        st.session_state[_INVITATION] = door().administrators.invite(by, now())
    key = st.session_state.get(_INVITATION)
    if key is None:
        return
    if door().administrators.invites(key, now()):
        invitation_link(key)
    else:
        del st.session_state[_INVITATION]  # it has served


def _pressed(_act: str, number: str) -> None:
    st.session_state[_ENDING] = int(number)


def _name(one: Admitted) -> str:
    return one.name or say("console.admin.number", number=one.number)


def _called(one: Admitted, by: Administrator) -> str:
    return say("console.admin.this", name=_name(one)) if one.number == by.number else _name(one)


def _since(one: Admitted) -> str:
    return day(language(), one.since) if one.since else say("console.admin.unknown")
