"""Undo and redo of one's own acts on the board: known to this browser session, done by events like any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import streamlit as st

from facilitation.asking import Ask, E, ask
from facilitation.door import Done
from facilitation.errors import RecolteError
from facilitation.events import Event
from facilitation.model import Workshop
from facilitation.replay import evolve, replay
from facilitation.rules.undoing import put_back
from facilitation.tallies.changes import Change, changed
from pages.parts.frame.access import Desk
from pages.parts.frame.console import refuse
from pages.parts.frame.server import door, now

Way: TypeAlias = Literal["back", "again"]

MOST = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One act as the board calls it, and what it changed."""

    act: str
    change: Change


@dataclass(frozen=True, slots=True)
class Steps:
    """What can be undone and what can be done again, latest last."""

    back: tuple[Step, ...] = ()
    again: tuple[Step, ...] = ()


def attempt(desk: Desk, act: str, actions: Sequence[Ask[Event]]) -> None:
    """Acts, and remembers what that changed; a refusal is kept to be shown."""
    change = Change()
    try:
        for asked in actions:
            before = desk.workshop
            change = change.then(_change(desk, before, desk.act(asked)))
    except RecolteError as refusal:
        refuse(refusal)
    _remember(desk, act, change)


def act(desk: Desk, name: str, asked: Ask[E]) -> Done[E]:
    """Acts, and remembers under that name what it changed; raises what was refused."""
    before = desk.workshop
    done = desk.act(asked)
    _remember(desk, name, _change(desk, before, done))
    return done


def _remember(desk: Desk, act: str, change: Change) -> None:
    if change != Change():
        _keep(desk, Steps((*_steps(desk).back, Step(act, change))[-MOST:]))


def step(desk: Desk, way: Way) -> None:
    """Takes the latest act back, or does the latest undone one again; or forgets it."""
    steps = _steps(desk)
    waiting: tuple[Step, ...] = getattr(steps, way)
    if not waiting:
        return
    last = waiting[-1]
    left = Steps(steps.back[:-1], steps.again) if way == "back" else Steps(steps.back, steps.again[:-1])
    try:
        change = last.change if way == "back" else last.change.backwards
        desk.act(ask(put_back, by=desk.by, change=change))
    except RecolteError as refusal:
        refuse(refusal)
        if refusal.key == "board.changed_since":
            _keep(desk, left)
        return
    done = Steps(left.back, (*left.again, last)) if way == "back" else Steps((*left.back, last), left.again)
    _keep(desk, done)


def read_step(sent: object) -> Way | None:
    """Which way a browser asked to go, or None when it asked for something else."""
    if isinstance(sent, Mapping):
        if sent.get("act") == "back":
            return "back"
        if sent.get("act") == "again":
            return "again"
    return None


def offered(desk: Desk) -> dict[str, str]:
    """The act that each way would undo or do again; empty for none."""
    steps = _steps(desk)
    return {
        "back": steps.back[-1].act if steps.back else "",
        "again": steps.again[-1].act if steps.again else "",
    }


def _change(desk: Desk, before: Workshop, done: Done[Event]) -> Change:
    start = done.seq - len(done.events)
    if before.seq != start:  # somebody else acted in between
        before = replay(entry for entry in door().entries(desk.id) if entry.seq <= start)
    after = before
    for event in done.events:
        after = evolve(after, event, now())
    return changed(before, after)


def _steps(desk: Desk) -> Steps:
    kept = st.session_state.get(_name(desk))
    return kept if isinstance(kept, Steps) else Steps()


def _keep(desk: Desk, steps: Steps) -> None:
    st.session_state[_name(desk)] = steps


def _name(desk: Desk) -> str:
    return f"board_steps_{desk.id}"
