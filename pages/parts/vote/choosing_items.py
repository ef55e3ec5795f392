"""What a vote is about: projects, the ideas on the board, or the cells that improved one."""

from collections.abc import Mapping, Sequence

import streamlit as st

from facilitation.model import Cell, NoteStatus, Project, Workshop
from pages.parts.frame.console import keyed, title
from pages.parts.frame.words import plain, say

SEVERAL = 2  # items: of one alone nothing can be chosen


def subjects(workshop: Workshop) -> Mapping[str, list[str]]:
    """All that can be voted on, by its name, where there are two at least."""
    found: dict[str, Sequence[str]] = {
        "projects": [project.id for project in workshop.standing_projects()],
        "ideas": [note.id for note in workshop.ideas() if note.status is NoteStatus.VISIBLE],
        "cells": list(workshop.cells),
    }
    return {name: [str(one) for one in items] for name, items in found.items() if len(items) >= SEVERAL}


def subject(found: Mapping[str, list[str]]) -> str:
    """Which of them; not asked where there is one only."""
    if len(found) == 1:
        return next(iter(found))
    chosen: str = st.radio(
        say("console.vote.about"), list(found), key=keyed("about"), horizontal=True,
        format_func={one: say(f"console.vote.about.{one}", n=len(found[one])) for one in found}.__getitem__,
    )  # fmt: skip
    return chosen


def items(workshop: Workshop, about: str, found: list[str]) -> list[str]:
    """The ones that are ticked; of ideas all, which nobody would tick one by one."""
    if about == "ideas":
        st.write(say("console.vote.all_ideas", n=len(found)))
        return found
    st.write(say(f"console.vote.open_note.{about}"))
    named: tuple[Project | Cell, ...] = (
        workshop.standing_projects() if about == "projects" else tuple(workshop.cells.values())
    )
    chosen = [str(one.id) for one in named if st.checkbox(plain(title(one)), True, key=f"item_{one.id}")]
    if about == "projects":
        _without_english(workshop)
    return chosen or [""]  # an empty list would mean all projects: the rule refuses one item instead


def _without_english(workshop: Workshop) -> None:
    bare = [one.id for one in workshop.standing_projects() if not one.title_en]
    if bare:
        st.info(say("console.vote.no_english", projects=", ".join(bare)), icon=":material/translate:")
