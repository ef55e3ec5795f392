"""A machine draft of groups: proposed outside the lock, shown beside the board, accepted by a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import streamlit as st

from clustering import Encoder, EncoderUnavailable, from_setting, group
from facilitation.errors import RuleError
from facilitation.model import Note, NoteId, NoteStatus, Workshop
from facilitation.rules.drafts import DraftedGroup, accept_draft
from pages.parts.access import Desk
from pages.parts.console import attempt
from pages.parts.refusals import refusals_shown
from pages.parts.rows import Row, Words, rows
from pages.parts.server import settings
from pages.parts.words import say

SEED = 0  # the method leaves nothing to chance: the same ideas give the same draft
FEWEST = 4
MOST_GROUPS = 20
_HELD = "console_draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """Groups as the machine proposes them, and what they were made with."""

    groups: tuple[DraftedGroup, ...]
    encoder: str
    version: str
    parameters: Mapping[str, str | int | float]


def suggest(workshop: Workshop, k: int | None) -> Draft:
    """A draft for the ideas on the board; k None lets the method choose how many groups."""
    notes = [note for note in workshop.ideas() if note.status is NoteStatus.VISIBLE]
    if len(notes) < FEWEST:
        raise RuleError("console.draft.too_few", n=FEWEST)
    texts = [note.merged_text or note.text for note in notes]
    try:
        encoder = _encoder(settings().encoder)
        found = group(texts, [note.language for note in notes], encoder.encode(texts), k, SEED)
    except (EncoderUnavailable, OSError, ValueError) as error:
        raise RuleError("console.draft.unavailable") from error
    groups = tuple(
        _drafted(notes, one.members, notes[one.medoid], one.title, one.terms) for one in found.suggestions
    )
    kept = {name: value for name, value in found.parameters.items() if value is not None}
    return Draft(groups, encoder.name, encoder.version, kept)


def proposals(desk: Desk) -> None:
    """Asks for a draft, shows it, and puts it on the board once a person accepts it."""
    st.write(say("console.draft.note"))
    choice = st.select_slider(
        say("console.draft.how_many"),
        [0, *range(2, MOST_GROUPS + 1)],
        format_func=lambda k: str(k) if k else say("console.draft.automatic"),
    )
    if st.button(say("console.draft.propose"), type="primary"):
        st.session_state.pop(_HELD, None)
        with refusals_shown(), st.spinner(say("console.draft.working")):
            st.session_state[_HELD] = suggest(desk.workshop, int(choice) or None)
    if _HELD in st.session_state:
        _shown(desk, st.session_state[_HELD])


def _shown(desk: Desk, draft: Draft) -> None:
    notes = desk.workshop.notes
    st.caption(say("console.draft.made_with", encoder=draft.encoder, version=draft.version))
    lines = [
        Row(f"{number}.{idea}", (_first(number, one, idea), Words(notes[idea].text, notes[idea].language)))
        for number, one in enumerate(draft.groups, start=1)
        for idea in one.ideas
    ]
    columns = [say(f"console.draft.column.{name}") for name in ("group", "idea")]
    place = st.container(horizontal=True)
    place.button(say("console.draft.accept"), type="primary", on_click=_accept, args=(desk, draft))
    place.button(say("console.draft.drop"), on_click=lambda: st.session_state.pop(_HELD, None))
    rows(say("console.draft.caption", n=len(draft.groups)), columns, lines, key="draft_rows")


def _first(number: int, group: DraftedGroup, idea: NoteId) -> str:
    """The group's title, beside the first of its ideas only."""
    return f"{number}. {group.title_fr}" if idea == group.ideas[0] else ""


def _accept(desk: Desk, draft: Draft) -> None:
    done = attempt(
        desk,
        accept_draft,
        groups=draft.groups,
        encoder=draft.encoder,
        encoder_version=draft.version,
        seed=SEED,
        parameters=draft.parameters,
    )
    if done:
        st.session_state.pop(_HELD, None)


def _drafted(
    notes: list[Note], members: tuple[int, ...], central: Note, title: str, terms: tuple[str, ...]
) -> DraftedGroup:
    """The most central idea lends its words; they are an English title only if it was written in English."""
    named = title or say("console.draft.untitled")
    english = named if central.language == "en" else ""
    return DraftedGroup(None, named, english, terms, tuple(notes[row].id for row in members))


@cache
def _encoder(setting: str) -> Encoder:
    return from_setting(setting)
