"""Possible twins: pairs that a person merges, or keeps apart for good."""

import streamlit as st

from facilitation import house
from facilitation.drafting import twins
from facilitation.model import Note, NoteId, NoteStatus, Workshop
from facilitation.rules.groups import keep_apart, merge_ideas
from pages.parts import undoing
from pages.parts.access import Desk
from pages.parts.console import attempt, forget_refusal
from pages.parts.lasting import asked, done_once
from pages.parts.rows import Row, Words, rows
from pages.parts.words import say

_ASKED = "twins"
_FOUND = "possible_twins_"  # and the workshop's id
_ACTS = ("first", "second", "apart")


def suggestions(desk: Desk) -> None:
    """Looks for pairs when asked to, and offers to merge each under one of its texts."""
    held = f"{_FOUND}{desk.id}"
    st.write(say("console.twins.note"))
    if asked(say("console.twins.look"), key=_ASKED):
        with done_once(_ASKED):
            st.session_state[held] = twins(desk.workshop, house.encoding())
    if held in st.session_state:
        _offered(desk, st.session_state[held])


def _offered(desk: Desk, found: tuple[tuple[NoteId, NoteId], ...]) -> None:
    workshop = desk.workshop
    actions = tuple((act, say(f"console.twins.{act}")) for act in _ACTS)
    lines = [
        Row(f"{a}+{b}", (_words(workshop.notes[a]), _words(workshop.notes[b])), actions)
        for a, b in found
        if still_apart(workshop, a, b)
    ]
    columns = [say("console.twins.one"), say("console.twins.other")]
    rows(
        say("console.twins.caption", n=len(lines)), columns, lines, key="twins_rows",
        empty=say("console.twins.none"), pressed=lambda act, row: _decide(desk, act, row),
    )  # fmt: skip


def still_apart(workshop: Workshop, a: NoteId, b: NoteId) -> bool:
    """Whether both still stand on the board as ideas of their own, and nobody has said that they should."""
    return frozenset((a, b)) not in workshop.apart and all(
        note.merged_into is None and note.status is NoteStatus.VISIBLE
        for note in (workshop.notes[a], workshop.notes[b])
    )


def _decide(desk: Desk, act: str, row: str) -> None:
    a, b = (NoteId(one) for one in row.split("+"))
    if act == "apart":
        attempt(desk, keep_apart, ideas=[a, b])
        return
    lead, other = (a, b) if act == "first" else (b, a)
    text = desk.workshop.notes[lead].shown
    forget_refusal()
    undoing.attempt(desk, "merge", [(merge_ideas, {"lead": lead, "merged": [other], "text": text})])


def _words(note: Note) -> Words:
    return Words(note.shown, note.language)
