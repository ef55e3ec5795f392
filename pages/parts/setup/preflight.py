"""The lights of the session's start: each said by a symbol and in words, never by colour alone."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts.frame import links
from pages.parts.frame.access import Desk
from pages.parts.frame.server import copying, now, settings
from pages.parts.frame.words import language, plain, say
from pages.parts.setup import checks, copies
from pages.parts.setup.checks import Level, Light
from web.downloads import address
from web.script import bundle

_ASKED = "preflight_asked"
_BOXES = {
    Level.GOOD: (st.success, ":material/check_circle:"),
    Level.CAREFUL: (st.warning, ":material/warning:"),
    Level.BAD: (st.error, ":material/cancel:"),
    Level.WAITING: (st.info, ":material/hourglass_empty:"),
}
_measured = st.components.v2.component("recolte_clock", js=bundle(Path(__file__).with_name("clock.js")))


def ask_again() -> None:
    """The browser's clock is measured anew; everything else is tried each time the page is drawn."""
    st.session_state[_ASKED] = st.session_state.get(_ASKED, 0) + 1


def lights(desk: Desk) -> None:
    """One light after the other; those that take time say that they are at it."""
    workshop, told = desk.workshop, settings()
    framing = workshop.framing.spoken(language()) if workshop.framing else None
    _clock()
    tries: tuple[Callable[[], Light], ...] = (
        lambda: checks.disk(told),
        lambda: checks.address(told),
        lambda: checks.join_code(told, desk.code),
        lambda: checks.encoder(workshop),
        lambda: checks.backup(copying().standing(), now()),
        lambda: checks.consent(framing),
        lambda: checks.decision_rule(framing),
    )
    for check in tries:
        with st.spinner(say("preflight.trying")):
            light = check()
        _shown(light)
        if light.name == "backup":
            copies.controls()
    if checks.join_code(told, desk.code).level is Level.GOOD:
        st.write(say("preflight.scan"))
        with st.columns([1, 3])[0]:
            links.join_code(desk.code, key="preflight_code")
    st.write(say("preflight.kit_note"))
    url = address(desk.code, "kit", language())
    st.link_button(say("preflight.kit"), url, icon=":material/print:")


@st.fragment
def _clock() -> None:
    asked = st.session_state.get(_ASKED, 0)
    sent = _measured(data={"asked": asked}, key="preflight_clock", on_seen_change=lambda: None, height=1)
    _shown(checks.clock(*read_clock(getattr(sent, "seen", None), asked)))


def read_clock(sent: object, asked: int) -> tuple[bool, float | None]:
    """Whether the browser has answered that question, and by how many seconds its clock is ahead."""
    if not isinstance(sent, Mapping) or sent.get("asked") != asked:
        return False, None
    ahead = sent.get("ahead")
    if not isinstance(ahead, int | float) or isinstance(ahead, bool) or not math.isfinite(ahead):
        return True, None
    return True, float(ahead)


def _shown(light: Light) -> None:
    box, icon = _BOXES[light.level]
    title = say("preflight.line", name=say(f"preflight.name.{light.name}"), level=_level(light))
    lines = [f"**{title}**", say(light.said, **_values(light))]
    if light.level in (Level.CAREFUL, Level.BAD):
        lines.append(say(f"preflight.do.{light.name}"))
    box("  \n".join(lines), icon=icon)


def _level(light: Light) -> str:
    return say(f"preflight.level.{light.level}")


def _values(light: Light) -> dict[str, Any]:
    """People's words and addresses letter by letter; the names of fields as the framing sheet has them."""
    values: dict[str, Any] = dict(light.values)
    if "missing" in values:
        values["missing"] = ", ".join(say(f"console.frame.{name}") for name in values["missing"])
    if "since" in values:
        values["age"] = copies.age(values.pop("since"))
    return {name: plain(one) if isinstance(one, str) else one for name, one in values.items()}
