"""A machine draft of groups, shown beside the board with what it would change, and accepted by a person."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from clustering import Lone
from facilitation import house
from facilitation.asking import ask
from facilitation.drafting import SEED, Draft, changes, propose
from facilitation.encoding import Progress
from facilitation.errors import RecolteError
from facilitation.model import NoteId, Workshop
from facilitation.rules.drafts import DraftedGroup, accept_draft
from facilitation.tallies.board import colour, letter
from locales import either
from pages.parts.board import undoing
from pages.parts.board.board import GROUP_COLOURS
from pages.parts.board.long_work import PLACE, button_pressed, done_once, want
from pages.parts.frame.access import Desk
from pages.parts.frame.console import forget_refusal, refuse, title
from pages.parts.frame.words import language, say
from web.script import bundle

MOST_GROUPS = 20
_ASKED = "draft"
_HELD = "console_draft_"  # and the workshop's id: a browser may visit several
_WORDS = ("all", "group", "card", "drop", "suggested", "new", "stays", "loose", "done", "title", "ideas")
_HERE = Path(__file__).parent
_beside = st.components.v2.component(
    "recolte_draft",
    html='<div class="draft"></div>',
    css=GROUP_COLOURS + (_HERE / "draft.css").read_text("utf-8"),
    js=bundle(_HERE / "draft.js"),
)


def proposals(desk: Desk) -> None:
    """Asks for a draft, shows what it would change, and puts on the board what a person accepts of it."""
    held = f"{_HELD}{desk.id}"
    st.write(say("console.draft.note"))
    choice = st.select_slider(
        say("console.draft.how_many"),
        [0, *range(2, MOST_GROUPS + 1)],
        format_func=lambda k: str(k) if k else say("console.draft.automatic"),
        key="draft_k",
        on_change=_again,
        args=(desk,),
    )
    alone = st.checkbox(say("console.draft.leave"), key="draft_lone", on_change=_again, args=(desk,))
    if button_pressed(say("console.draft.propose"), key=_ASKED, main=True):
        reading = st.empty()
        with done_once(_ASKED):
            lone: Lone = "leave" if alone else "fold"
            st.session_state[held] = propose(
                desk.workshop, house.encoding(), int(choice) or None, lone, _progress(reading)
            )
        reading.empty()
    if held in st.session_state:
        draft = st.session_state[held].on(desk.workshop)
        _beside(
            data=draft_data(desk.workshop, draft), key="draft_beside", on_action_change=lambda: answer(desk)
        )
        if draft.unread:
            st.info(say("console.draft.unread", n=draft.unread))
        st.caption(say("console.draft.made_with", encoder=draft.encoder, version=draft.version))


def drafting(desk: Desk) -> bool:
    """Whether a draft is being looked at."""
    return f"{_HELD}{desk.id}" in st.session_state


def _again(desk: Desk) -> None:
    """A draft that is there is made anew at once: the slider only splits or merges its groups."""
    if drafting(desk):
        want(_ASKED)


def _progress(place: DeltaGenerator) -> Progress:
    """A bar that fills while ideas are read for the first time; nothing when all have been."""

    def read(done: int, of: int) -> None:
        place.progress(done / of, say("console.draft.reading", done=done, n=of))

    return read


def draft_data(workshop: Workshop, draft: Draft) -> dict[str, Any]:
    """The draft as plain values: each group with what it would bring in, and from where."""
    groups = [_group(workshop, index, one) for index, one in enumerate(draft.groups)]
    return {
        "words": {name: say(f"console.draft.say.{name}") for name in _WORDS},
        "groups": groups,
        "loose": [_card(workshop, idea, changed=False) for idea in draft.loose if idea in workshop.notes],
        "left": sum(card["changed"] for group in groups for card in group["cards"]),
    }


def _group(workshop: Workshop, index: int, one: DraftedGroup) -> dict[str, Any]:
    moving = set(changes(workshop, one))
    standing = workshop.groups.get(one.group) if one.group else None
    suggested = either(language(), one.title_fr, one.title_en)
    english = bool(one.title_en) and (language() == "en" or one.title_en == one.title_fr)
    return {
        "index": index,
        "title": title(standing) if standing else suggested or say("console.draft.untitled"),
        "lang": "en" if english else "fr",
        "suggested": standing is None or not standing.named,
        "letter": letter(one.group) if one.group else "",
        "colour": colour(one.group) if one.group else -1,
        "terms": " · ".join(one.terms),
        "cards": [
            _card(workshop, idea, idea in moving)
            for idea in sorted(one.ideas, key=lambda idea: idea not in moving)
            if idea in workshop.notes and workshop.notes[idea].merged_into is None
        ],
    }


def _card(workshop: Workshop, idea: NoteId, changed: bool) -> dict[str, Any]:
    note = workshop.notes[idea]
    group = workshop.groups.get(note.group) if note.group else None
    place = f"{letter(group.id)} · {title(group)}" if group else say("console.board.to_sort")
    text = note.shown
    return {"id": idea, "text": text, "lang": note.language, "changed": changed, "from": place}


def answer(desk: Desk) -> None:
    """Does what a browser asked of the draft: puts all or a part of it on the board, or drops it."""
    state = st.session_state.get("draft_beside")
    sent = state.get("action") if isinstance(state, Mapping) else None
    draft = st.session_state.get(f"{_HELD}{desk.id}")
    if not isinstance(sent, Mapping) or draft is None:
        return
    if sent.get("act") == "drop":
        st.session_state.pop(f"{_HELD}{desk.id}", None)
        return
    draft = draft.on(desk.workshop)
    with_what = read_part(draft, sent)
    if with_what is not None:
        _accept(desk, draft, *with_what)


def read_part(draft: Draft, sent: Mapping[str, Any]) -> tuple[int | None, tuple[DraftedGroup, ...]] | None:
    """What a browser accepted: all of the draft (None), or one group of it whole or by one card."""
    if sent.get("act") == "all":
        return None, draft.groups
    index = sent.get("group")
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(draft.groups):
        return None
    one = draft.groups[index]
    if sent.get("act") == "group":
        return index, (one,)
    if sent.get("act") == "card" and sent.get("idea") in one.ideas:
        return index, (DraftedGroup(one.group, one.title_fr, one.title_en, one.terms, (sent["idea"],)),)
    return None


def _accept(desk: Desk, draft: Draft, index: int | None, groups: tuple[DraftedGroup, ...]) -> None:
    accepted = ask(
        accept_draft,
        by=desk.by,
        groups=groups,
        encoder=draft.encoder,
        encoder_version=draft.version,
        seed=SEED,
        parameters=draft.parameters,
        loose=draft.loose if index is None else (),
    )
    forget_refusal(PLACE)
    try:
        done = undoing.act(desk, "accept", accepted)
    except RecolteError as refusal:
        refuse(refusal, PLACE)
        return
    if index is None:
        st.session_state.pop(f"{_HELD}{desk.id}", None)
    else:
        (event,) = done.events
        st.session_state[f"{_HELD}{desk.id}"] = draft.taken(index, event.groups[0].group)
