"""Minutes on the run sheet: planned and used by each step, and how the day keeps to its agenda."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from facilitation.model import StepKind, StepState, Workshop
from facilitation.tallies.timing import Day, day, planned, used
from locales import clock
from pages.parts.frame.server import now
from pages.parts.frame.words import language, say
from web.script import bundle

_HERE = Path(__file__).parent
_counting = st.components.v2.component(
    "recolte_minutes",
    html='<div class="minutes"></div>',
    css=(_HERE / "minutes.css").read_text("utf-8"),
    js=bundle(_HERE / "minutes.js"),
)


class Band(NamedTuple):
    """What is said as long as the seconds are fewer; «#» stands for the length. None: from there on."""

    below: float | None
    text: str


def length(time: timedelta) -> str:
    """«2 h 55», or «35 min» under an hour, whatever its sign."""
    minutes = int(abs(time.total_seconds()) // 60)
    if minutes < 60:
        return say("console.length.minutes", minutes=str(minutes))
    return say("console.length.hours", hours=str(minutes // 60), minutes=f"{minutes % 60:02}")


def of_step(workshop: Workshop, step: StepKind, *, at: Any) -> None:
    """«12 min sur 35 min», counting on while the step is open; nothing if nothing is planned or used."""
    time = used(workshop, step, now())
    running = workshop.state(step) is StepState.OPEN and not workshop.archived
    wanted = workshop.minutes.get(step)
    if not time and not running:
        if wanted:
            at.markdown(say("console.minutes.planned", length=length(timedelta(minutes=wanted))))
        return
    _counted(time, timedelta() if running else None, _of_step(wanted), key=f"minutes_{step}", at=at)


def of_day(workshop: Workshop) -> None:
    """From when to when, and how late it is; before the first step, how long it all takes."""
    found = None if workshop.archived else day(workshop, now())
    if found is not None:
        _counted(found.late, found.slack, _of_day(found), key="minutes_day", at=st.container())
    elif planned(workshop):
        st.markdown(say("console.minutes.day", length=length(planned(workshop))))


def _of_step(wanted: int | None) -> list[Band]:
    if not wanted:
        return [Band(None, "#")]
    whole = length(timedelta(minutes=wanted))
    within, over = (say(f"console.minutes.{name}", used="#", length=whole) for name in ("used", "over"))
    return [Band(60 * (wanted + 1), within), Band(None, over)]


def _of_day(found: Day) -> list[Band]:
    start, end = (clock(language(), one.astimezone()) for one in (found.start, found.planned_end))
    ahead, on_time, late = (say(f"console.minutes.{one}", start=start, end=end, time="#") for one in _KEEPING)
    return [Band(-59.999, ahead), Band(60, on_time), Band(None, late)]


_KEEPING = ("ahead", "on_time", "late")


def _counted(value: timedelta, slack: timedelta | None, bands: Sequence[Band], *, key: str, at: Any) -> None:
    """A length in words; with `slack` it grows by itself once that has passed."""
    seconds = value.total_seconds()
    if slack is None:
        text = next(one.text for one in bands if one.below is None or seconds < one.below)
        at.markdown(text.replace("#", length(value)))
        return
    lengths = {
        "minutes": say("console.length.minutes", minutes="#"),
        "hours": say("console.length.hours", hours="#", minutes="@"),
    }
    told = [one._asdict() for one in bands]
    with at:
        _counting(
            data={"value": seconds, "slack": slack.total_seconds(), "bands": told, "lengths": lengths},
            key=key,
        )
