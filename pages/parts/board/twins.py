"""Possible twins: pairs that a person merges, or keeps apart for good."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import streamlit as st

from facilitation import house
from facilitation.asking import ask
from facilitation.drafting import twins
from facilitation.model import Note, NoteId, NoteStatus, Workshop
from facilitation.rules.groups import keep_apart, merge_ideas
from pages.parts.board import undoing
from pages.parts.board.long_work import button_pressed, done_once
from pages.parts.frame.access import Desk
from pages.parts.frame.console import attempt, forget_refusal
from pages.parts.frame.words import say
from web.script import bundle

_ASKED = "twins"
_FOUND = "possible_twins_"  # and the workshop's id
_ACTS = ("first", "second", "apart")  # merged under the one's text, or the other's; or no twins at all
Pair: TypeAlias = tuple[NoteId, NoteId]
_HERE = Path(__file__).parent
_pairs = st.components.v2.component(
    "recolte_twins",
    html='<div class="twins"></div>',
    css=(_HERE / "twins.css").read_text("utf-8"),
    js=bundle(_HERE / "twins.js"),
)


def suggestions(desk: Desk) -> None:
    """Looks for pairs when asked to, and offers to merge each under one of its texts."""
    held = f"{_FOUND}{desk.id}"
    st.write(say("console.twins.note"))
    if button_pressed(say("console.twins.look"), key=_ASKED):
        with done_once(_ASKED):
            st.session_state[held] = twins(desk.workshop, house.encoding())
    if held in st.session_state:
        _offered(desk, st.session_state[held])


def _offered(desk: Desk, found: tuple[Pair, ...]) -> None:
    workshop = desk.workshop
    pairs = {f"{a}+{b}": (a, b) for a, b in found if still_apart(workshop, a, b)}
    if not pairs:
        st.write(say("console.twins.none"))
        return

    def on_pressed() -> None:
        held = st.session_state.get("twins_pairs")
        asked = read_pair(pairs, held.get("pressed") if isinstance(held, Mapping) else None)
        if asked is not None:
            _decide(desk, *asked)

    _pairs(data=pairs_data(workshop, pairs), key="twins_pairs", on_pressed_change=on_pressed)


def pairs_data(workshop: Workshop, pairs: Mapping[str, Pair]) -> dict[str, Any]:
    """The pairs as plain values: both texts, and what may be said of them."""
    told = [
        {"id": id, "first": _words(workshop.notes[a]), "second": _words(workshop.notes[b])}
        for id, (a, b) in pairs.items()
    ]
    words = {name: say(f"console.twins.{name}") for name in ("stays", "merge", "apart")}
    return {"caption": say("console.twins.caption", n=len(pairs)), "pairs": told, "words": words}


def read_pair(pairs: Mapping[str, Pair], sent: object) -> tuple[str, Pair] | None:
    """What a browser said of which pair, or None when no such pair was offered."""
    if not isinstance(sent, Mapping) or sent.get("act") not in _ACTS:
        return None
    pair = next((pair for id, pair in pairs.items() if id == sent.get("row")), None)
    return (sent["act"], pair) if pair else None


def still_apart(workshop: Workshop, a: NoteId, b: NoteId) -> bool:
    """Whether both still stand on the board as ideas of their own, and nobody has said that they should."""
    return frozenset((a, b)) not in workshop.apart and all(
        note.merged_into is None and note.status is NoteStatus.VISIBLE
        for note in (workshop.notes[a], workshop.notes[b])
    )


def _decide(desk: Desk, act: str, pair: Pair) -> None:
    a, b = pair
    if act == "apart":
        attempt(desk, ask(keep_apart, by=desk.by, ideas=[a, b]))
        return
    lead, other = (a, b) if act == "first" else (b, a)
    text = desk.workshop.notes[lead].shown
    forget_refusal()
    undoing.attempt(desk, "merge", [ask(merge_ideas, by=desk.by, lead=lead, merged=[other], text=text)])


def _words(note: Note) -> dict[str, str]:
    return {"text": note.shown, "lang": note.language}
