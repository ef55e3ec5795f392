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

# Streamlit's own words are English only: what cannot be translated is hidden. The sidebar is ours.
_FRAME = """<style>
[data-testid="stStatusWidget"], [data-testid="InputInstructions"], [data-testid="stElementToolbar"],
[data-testid="stAppDeployButton"], [data-testid="stMainMenu"], [data-testid="stDecoration"],
[data-testid="stHeaderActionElements"] { display: none !important; }
[data-testid="stHeader"] { background: transparent; }
[data-testid="stMainBlockContainer"] { padding: 1.6rem 2rem 4rem; }
[data-testid="stSidebar"][data-collapsed="false"] { min-width: 15rem; width: 15rem !important; }
/* Folded, it gives its room back, but for the sign that unfolds it: that has a place of its own. */
[data-testid="stSidebar"][data-collapsed="true"] ~ * [data-testid="stMainBlockContainer"] {
  padding-left: 4rem; }
[data-testid="stSidebarContent"] { padding: 0 .4rem; }
[data-testid="stSidebarHeader"] { height: 2.2rem; padding-bottom: 0; margin-bottom: 0; }
[data-testid="stSidebarUserContent"] { padding: 0 .6rem 2rem; }
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] { gap: .35rem; }
[data-testid="stPageLink-NavLink"] * { white-space: normal !important; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * {
  color: #45514a !important; opacity: 1 !important; }
h1 { font-size: 1.9rem !important; padding: .4rem 0 !important; }
h2, h3 { font-size: 1.3rem !important; padding: .3rem 0 !important; }
[data-testid="stBaseButton-secondary"], [data-testid="stBaseButton-primary"],
[data-testid="stBaseButton-secondaryFormSubmit"], [data-testid="stBaseButton-primaryFormSubmit"],
[data-testid="stPageLink-NavLink"] { min-height: 44px; }
[data-testid="stFileUploaderDropzoneInstructions"],
[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-borderlessIcon"],
[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] > *,
[data-testid="stFileChipName"] + div { display: none !important; }
/* Aids that are folded leave their room to the board. */
[data-testid="stColumn"]:has(.st-key-board_aids):not(:has(details[open])) {
  flex: 0 0 12.5rem; min-width: 12.5rem; }
/* A figure with names and words needs its width: on a narrow screen it is scrolled, the page is not. */
[data-testid="stElementContainer"]:has([data-testid="stVegaLiteChart"]) { overflow-x: auto; }
[data-testid="stFullScreenFrame"]:has([data-testid="stVegaLiteChart"]) { min-width: 46rem; }
/* What fades when its page is left is kept for ever by a map of Streamlit's (react-aria's transitionrun). */
[data-testid="stMain"] *, [data-testid="stSidebar"] * { transition: none !important; }
[data-testid="stMetricValue"] { font-variant-numeric: tabular-nums; }
</style>"""

_REFUSED = "console_refused"
_DRAWN = "console_drawn"
_HERE = Path(__file__).parent
_translated = st.components.v2.component(
    "recolte_frame", js="".join((_HERE / f"{name}.js").read_text("utf-8") for name in ("focus", "frame"))
)


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

    Of an archived workshop: that it is one, and what can still be done.
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


def press(
    desk: Desk, label: str, asked: Ask[Event], *, at: Any = st, key: str, main: bool = False
) -> None:
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
