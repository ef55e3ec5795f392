"""Copies of the data: one more when asked, where they are kept, and a line on the run sheet without them."""

import contextlib
from datetime import timedelta
from typing import Any

import streamlit as st

from facilitation.copying import Standing
from facilitation.errors import RecolteError
from pages.parts.frame import console
from pages.parts.frame.access import administrator
from pages.parts.frame.server import copying, now
from pages.parts.frame.words import plain, say
from pages.parts.setup import checks

PATIENCE = 60.0  # seconds for a copy that somebody waits for
_TYPED = "copies_folder"


def controls() -> None:
    """Under the light: a copy at once, and the folder, for those who may choose it."""
    standing = copying().standing()
    if standing.source is None:
        return
    if standing.folder is not None:
        st.button(say("copies.now"), key="copies_now", icon=":material/save:", on_click=_copy)
    if standing.trouble is not None:
        st.write(_last(standing))
    if standing.fixed:
        st.caption(say("copy.fixed"))
    elif administrator() is None:
        st.caption(say("copies.administrator"))
    else:
        _folder(standing)
    console.refused("copies")


def warning() -> None:
    """On the run sheet: nothing, unless copies are asked for and not made."""
    standing = copying().standing()
    light = checks.backup(standing, now())
    if light.level is checks.Level.BAD:
        values: dict[str, Any] = {name: plain(str(value)) for name, value in light.values.items()}
        lines = (say("copies.stopped"), say(light.said, **values), _last(standing), say("copies.where"))
        st.warning(" ".join(lines), icon=":material/save:")


def age(since: timedelta) -> str:
    """How long ago that was, in words."""
    minutes = int(since.total_seconds() // 60)
    if minutes < 1:
        return say("copies.age.now")
    if minutes < 120:
        return say("copies.age.minutes", n=minutes)
    hours = minutes // 60
    return say("copies.age.hours", n=hours) if hours < 48 else say("copies.age.days", n=hours // 24)


def _last(standing: Standing) -> str:
    if standing.last is None:
        return say("copies.no_last")
    return say("copies.last", age=age(now() - standing.last))


def _copy() -> None:
    """Waits for the copy; why there was none is told by the light."""
    with contextlib.suppress(RecolteError, TimeoutError):
        copying().copy_now().result(PATIENCE)


def _folder(standing: Standing) -> None:
    with st.form("copies_choose", border=False):
        st.text_input(say("copies.folder"), value=str(standing.folder or ""), key=_TYPED)
        st.form_submit_button(say("copies.choose"), key="copies_chosen", on_click=_choose)


def _choose() -> None:
    console.forget_refusal("copies")
    by = administrator()
    if by is None:
        return
    with console.refusals_kept("copies"), contextlib.suppress(TimeoutError):
        copying().choose(by, st.session_state[_TYPED]).result(PATIENCE)
