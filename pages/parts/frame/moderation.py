"""Moderation: mask or set aside a note with a reason, and bring it back."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from facilitation.asking import Ask, ask
from facilitation.events import Event
from facilitation.model import Channel, Note, NoteId, NoteStatus, Workshop
from facilitation.rights import Facilitator
from facilitation.rules.notes import alike, mask_note, park_all_like, park_note, restore_note
from pages.parts.frame.access import Desk
from pages.parts.frame.console import attempt, keyed
from pages.parts.frame.flagged import flagged
from pages.parts.frame.rows import Row, Words, rows
from pages.parts.frame.words import say

# Reasons to mask: a comment or a note is never hidden for being critical.
REASONS = ("names", "insult", "private", "off_topic")
_ACTS: dict[str, Callable[[Facilitator, NoteId, str], Ask[Event]]] = {
    "mask": lambda by, note, reason: ask(mask_note, by=by, note=note, reason=reason),
    "park": lambda by, note, reason: ask(park_note, by=by, note=note, reason=reason),
    "park_all": lambda by, note, reason: ask(park_all_like, by=by, note=note, reason=reason),
    "restore": lambda by, note, _reason: ask(restore_note, by=by, note=note),
}


def reason_asked(key: str, reasons: tuple[str, ...] = (*REASONS, "other")) -> str:
    """The reason for the next masking: one of the usual ones, or other words."""
    usual = st.radio(
        say("console.reason"), reasons, format_func=lambda one: say(f"console.reason.{one}"),
        horizontal=True, key=keyed(f"{key}_usual"),
    )  # fmt: skip
    if usual != "other":
        return say(f"console.reason.{usual}")
    return st.text_input(say("console.reason.words"), key=f"{key}_words", max_chars=280) or ""


def notes(desk: Desk, workshop: Workshop) -> None:
    """All notes, newest first, with what may be done to each."""
    reason = "" if workshop.archived else _reason()
    standing = [note for note in workshop.notes.values() if note.status is not NoteStatus.WITHDRAWN]
    columns = [say(f"console.moderation.column.{name}") for name in ("note", "text", "origin", "status")]
    counts = alike(workshop)
    lines = [_row(note, counts.get(note.id, 0)) for note in reversed(standing)]
    if workshop.archived:
        lines = [replace(line, actions=()) for line in lines]
    rows(
        say("console.moderation.caption"),
        columns,
        lines,
        key="moderation_rows",
        pressed=_pressed(desk, reason),
    )


def _reason() -> str:
    st.write(say("console.moderation.note"))
    return reason_asked("moderation")


def acts_on(note: Note, alike: int = 1) -> tuple[str, ...]:
    """What may be done to a note as it is; `alike` counts the visible notes of whoever wrote it."""
    if note.status is NoteStatus.MASKED:
        return ("restore",)
    if note.status is NoteStatus.PARKED:
        return ("restore", "mask")
    return ("mask", "park", "park_all") if alike > 1 else ("mask", "park")


def origin(note: Note) -> str:
    """How a note came in; a paper note says at which table, for nobody's phone does."""
    if note.channel is not Channel.SCRIBE:
        return say(f"console.origin.{note.channel}")
    if note.table is None:
        return say("console.origin.paper_only")
    return say("console.origin.paper", table=note.table)


def masked_count(workshop: Workshop) -> int:
    """How many notes are masked now."""
    return sum(note.status is NoteStatus.MASKED for note in workshop.notes.values())


def _pressed(desk: Desk, reason: str) -> Callable[[str, str], None]:
    def pressed(act: str, id: str) -> None:
        attempt(desk, _ACTS[act](desk.by, NoteId(id), reason))

    return pressed


def _row(note: Note, alike: int) -> Row:
    status = say(f"console.status.{note.status}")
    state = " — ".join(part for part in (status, note.reason, flagged([note.text])) if part)
    many = {"park_all": alike}
    acts = acts_on(note, alike)
    actions = tuple((act, say(f"console.moderation.{act}", many.get(act))) for act in acts)
    return Row(note.id, (note.id, Words(note.text, note.language), origin(note), state), actions)
