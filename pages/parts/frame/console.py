"""What the console's pages share: the frame, buttons that act, what was refused, and names to show."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from facilitation.asking import Ask
from facilitation.errors import RecolteError
from facilitation.events import Event
from facilitation.model import Area, Cell, CellId, Framing, Group, NoteId, Project, ProjectId, Workshop
from facilitation.text import clipped
from locales import either
from pages.parts.frame import archived, receipts
from pages.parts.frame.access import Desk, facilitator_desk
from pages.parts.frame.help import help_on
from pages.parts.frame.live import follow
from pages.parts.frame.words import language, plain, say
from reports.labels import group_title
from web.script import bundle

# Streamlit's own words are English only: what cannot be translated is hidden. The sidebar is ours.
_HERE = Path(__file__).parent
_FRAME = f"<style>{(_HERE / 'frame.css').read_text('utf-8')}</style>"

_REFUSED = "console_refused"
_DRAWN = "console_drawn"
_translated = st.components.v2.component("recolte_frame", js=bundle(_HERE / "frame.js"))


def frame() -> None:
    """The look of every console page, and its language for screen readers."""
    st.html(_FRAME)
    choose = json.dumps(say("console.home.import_choose"), ensure_ascii=False)
    button = "[data-testid='stFileUploaderDropzone'] [data-testid='stBaseButton-secondary']"
    st.html(f"<style>{button}::after {{ content: {choose}; }}</style>")
    _translated(data={"language": language(), "words": _own_words()}, key="console_frame", height=1)


def _own_words() -> dict[str, str]:
    """Streamlit's names for its own buttons, which only a screen reader says, in the reader's language."""
    known = {
        "Sidebar": "sidebar",
        "Collapse sidebar": "collapse",
        "Expand sidebar": "expand",
        "Decrement": "less",
        "Increment": "more",
        "Clear value": "clear",
        "file upload": "file",
        "Remove": "remove",
        "visualization": "figure",
    }
    return {english: say(f"console.own.{name}") for english, name in known.items()} | {
        "skip": say("console.own.skip")
    }


def head(name: str) -> None:
    """The page's title and what it is for; what the page before had answered is forgotten.

    An archived workshop says that it is one, and what can still be done.
    """
    if st.session_state.get("console_page") != name:
        st.session_state["console_page"] = name
        st.session_state.pop(_REFUSED, None)
        receipts.forget()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(say(f"console.page.{name}"), anchor=False, width="content")
        help_on(name)
    if name != "home" and (desk := facilitator_desk()).workshop.archived:
        archived.banner(desk)
    else:
        st.write(say(f"console.lead.{name}"))


def attempt(desk: Desk, asked: Ask[Event]) -> None:
    """Does something from a callback; what was refused stays on screen until the next try (`refused`)."""
    forget_refusal()
    try:
        desk.act(asked)
    except RecolteError as refusal:
        refuse(refusal)


def refuse(refusal: RecolteError, place: str = "") -> None:
    """Keeps a refusal to be shown by `refused` at that place of the page."""
    st.session_state[f"{_REFUSED}{place}"] = (refusal.key, refusal.values)


@contextmanager
def refusals_kept(place: str = "") -> Iterator[None]:
    """Keeps what was refused inside the block to be shown by `refused`; what comes after goes on."""
    try:
        yield
    except RecolteError as refusal:
        refuse(refusal, place)


def forget_refusal(place: str = "") -> None:
    """Nothing is refused there any more: something else was asked."""
    st.session_state.pop(f"{_REFUSED}{place}", None)


def press(desk: Desk, label: str, asked: Ask[Event], *, at: Any = st, key: str, main: bool = False) -> None:
    """A button that asks this before the page is drawn again; none once nothing is added any more."""
    if desk.workshop.archived:
        return
    kind = "primary" if main else "secondary"
    at.button(say(label), key=key, type=kind, on_click=attempt, args=(desk, asked))


def refused(place: str = "") -> None:
    """The refusal that the last button of that place met, if it met one."""
    if said := refusal(place):
        st.error(plain(said), icon=":material/block:")


def refusal(place: str = "") -> str:
    """The sentence of that refusal, or nothing; what people wrote in it is not escaped."""
    if f"{_REFUSED}{place}" not in st.session_state:
        return ""
    key, values = st.session_state[f"{_REFUSED}{place}"]
    return say(key, **values)


def drawn(workshop: Workshop) -> None:
    """Remembers what the whole page was drawn for."""
    st.session_state[_DRAWN] = _moment(workshop)


def keep_up(workshop: Workshop) -> None:
    """Inside a live fragment: draws the whole page again once it was drawn for what is no more."""
    if st.session_state.get(_DRAWN) not in (None, _moment(workshop)):
        st.rerun()


@st.fragment
def listen(name: str) -> None:
    """On a page with nothing live: still hears that a step moved on, or that the room's screen was masked."""
    desk = facilitator_desk()
    follow(desk.code, desk.workshop.seq, key=f"{name}_live")
    keep_up(desk.workshop)


def _moment(workshop: Workshop) -> object:
    return workshop.archived, workshop.current, tuple(workshop.steps.values()), workshop.code_changes


def keyed(name: str) -> str:
    """The key of a choice: its options are remembered by their words, which change with the language."""
    return f"{name}_{language()}"


def fields(name: str) -> str:
    """The key of a form; `renew` changes it, so that only a form that was accepted is emptied."""
    return keyed(f"{name}_{st.session_state.get(f'console_form_{name}', 0)}")


def renew(name: str) -> None:
    """Empties that form at the next drawing."""
    st.session_state[f"console_form_{name}"] = st.session_state.get(f"console_form_{name}", 0) + 1


def kind_name(framing: Framing | None, code: str | None) -> str:
    """A stakeholder kind in the reader's language."""
    kind = framing.kind(code) if framing else None
    return either(language(), kind.label_fr, kind.label_en) if kind else say("kind.none")


def kind_names(framing: Framing | None, codes: tuple[str, ...]) -> str:
    """Several kinds, one after the other."""
    return ", ".join(kind_name(framing, code) for code in codes)


def title(of: Project | Area | Group | Cell) -> str:
    """What people called it, in the reader's language if they wrote it in both."""
    if isinstance(of, Cell):
        return either(language(), of.name_fr, of.name_en)
    if isinstance(of, Group):
        return group_title(of, language())
    return either(language(), of.title_fr, of.title_en)


def subject_title(workshop: Workshop, subject: str) -> str:
    """The cell or project behind that id."""
    found = workshop.projects.get(ProjectId(subject)) or workshop.cells.get(CellId(subject))
    return title(found) if found else subject


def item_name(workshop: Workshop, item: str) -> str:
    """What is voted on, on one line: a project, a cell, or an idea in the words that the room reads."""
    note = workshop.notes.get(NoteId(item))
    return clipped(note.shown) if note else subject_title(workshop, item)


def where(workshop: Workshop) -> str:
    """The current step and its state, in a few words; of an archived workshop, that it is one."""
    if workshop.archived:
        return say("console.archived")
    step, state = workshop.current, workshop.state(workshop.current)
    return say("console.where", step=say(f"step.name.{step}"), state=say(f"step.state.{state}"))
