"""The ideas board: what it shows, and what a browser may ask of it, read field by field."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import streamlit as st

from facilitation.asking import Ask, ask
from facilitation.conditions import UNDECIDED
from facilitation.errors import RuleError
from facilitation.events import Event
from facilitation.model import (
    Group,
    GroupId,
    Note,
    NoteId,
    NoteStatus,
    ProjectId,
    StepKind,
    Workshop,
)
from facilitation.rights import Facilitator
from facilitation.rules.drafts import taken_back, undo_draft
from facilitation.rules.groups import (
    create_group,
    merge_ideas,
    move_ideas,
    name_group,
    release_ideas,
    remove_group,
    separate_idea,
)
from facilitation.rules.notes import correct_note, mask_note, park_note, restore_note
from facilitation.rules.projects import promote_group, withdraw_project
from facilitation.tallies.board import colour, letter, settled, standing_groups
from locales import LANGUAGES
from pages.parts.board.origins import all_of, origins, origins_of
from pages.parts.frame.console import title
from pages.parts.frame.flagged import flagged
from pages.parts.frame.moderation import REASONS
from pages.parts.frame.words import language, say
from web.script import bundle

PARKED = "parked"
LONGEST = 1_000
MOST_IDEAS = 500

Asked: TypeAlias = tuple[Ask[Event], ...]
Sent: TypeAlias = Mapping[str, Any]

_WORDS = (
    "to_sort", "new_group", "ticked", "move_to", "move", "merge", "park", "mask", "untick", "title_fr",
    "title_en", "create", "merged_text", "park_reason", "mask_reason", "cancel", "restore", "separate",
    "merged", "save", "ideas", "many", "stale", "rename", "project", "withdraw", "promote", "remove",
    "empty", "suggested", "pinned", "release", "undo", "like", "alike", "close", "edit", "correct",
    "correct_text", "corrected", "reason", "filters", "search", "fresh", "loose", "lang", "origin", "any",
    "hidden", "unseen", "show_all", "back", "again", "group", "keys", "key_tab", "key_arrows", "key_space",
    "key_enter", "key_undo", "key_redo", "key_escape", "key_help", "waiting", "here", "tick_all", "more",
    "flagged", "stale_settled", "accept",
)  # fmt: skip
_HERE = Path(__file__).parent
_FRAME = _HERE.parent / "frame"
GROUP_COLOURS = (_FRAME / "groups.css").read_text("utf-8")
_board = st.components.v2.component(
    "recolte_board",
    html='<p class="said" role="status"></p><div class="board"></div><dialog class="keys"></dialog>',
    css=GROUP_COLOURS + (_HERE / "board.css").read_text("utf-8"),
    js=bundle(_HERE / "board.js"),
)


def show_board(
    workshop: Workshop,
    *,
    key: str,
    asked: Callable[[object], None],
    alike: Sequence[NoteId] = (),
    told: Mapping[str, Any],
) -> None:
    """Draws the board; `asked` gets whatever a browser sent, to be read by `pages.parts.board.act_queue`.

    `told` is for this browser alone: `steps` names the acts that can be undone («back») and done again
    («again»), `answered` is the number of its last act that was done or refused, `refused` says why not.
    """

    def on_action() -> None:
        held = st.session_state.get(key)
        asked(held.get("action") if isinstance(held, Mapping) else None)

    _board(data=board_data(workshop, alike) | dict(told), key=key, on_action_change=on_action)


def board_data(workshop: Workshop, alike: Sequence[NoteId] = ()) -> dict[str, Any]:
    """Columns and cards in the reader's language; `alike` are cards to point at."""
    ideas, places, below = workshop.ideas(), origins_of(workshop), _below(workshop)
    aside = [
        {"id": "", "title": say("console.board.to_sort")},
        {"id": PARKED, "title": say("console.board.parked")},
    ]
    return {
        "words": {name: say(f"console.board.{name}") for name in _WORDS},
        "frozen": frozen(workshop),
        "archived": workshop.archived,
        "reasons": [say(f"console.reason.{name}") for name in REASONS],
        "undo": bool(taken_back(workshop)),
        "alike": list(alike),
        "columns": [aside[0], *(_column(workshop, group) for group in standing_groups(workshop)), aside[1]],
        "cards": [_card(note, places, below) for note in ideas],
        "languages": [[code, say(f"console.board.lang.{code}")] for code in LANGUAGES],
        "origins": origins(workshop),
        "now": time.time(),
    }


def frozen(workshop: Workshop) -> bool:
    """Whether nothing may move: a vote is not revealed yet, or the workshop is archived."""
    return workshop.archived or workshop.state(StepKind.VOTE) in UNDECIDED


def read_action(sent: object, by: Facilitator) -> tuple[str, Asked]:
    """The act that a browser wants, and what it asks of the rules; RuleError for anything else."""
    if not isinstance(sent, Mapping) or not isinstance(sent.get("act"), str) or sent["act"] not in _READERS:
        raise RuleError("console.board.unknown")
    return sent["act"], _READERS[sent["act"]](sent, by)


def read_like(sent: object) -> tuple[NoteId, ...] | None:
    """The ideas for which like ones are asked; empty: no more; None: something else was asked."""
    if not isinstance(sent, Mapping) or sent.get("act") != "like":
        return None
    return _ideas(sent) if sent.get("ideas") else ()


def _column(workshop: Workshop, group: Group) -> dict[str, Any]:
    project = next((one for one in workshop.standing_projects() if one.group == group.id), None)
    inside = {note.id for note in workshop.ideas() if note.group == group.id}
    english = group.title_en and (language() == "en" or group.title_en == group.title_fr)
    return {
        "id": group.id,
        "group": True,
        "title": title(group),
        "suggested": not group.named,
        "letter": letter(group.id),
        "colour": colour(group.id),
        "lang": "en" if english else "fr",
        "title_fr": group.title_fr,
        "title_en": group.title_en,
        "terms": " · ".join(group.terms),
        "project": project.id if project else None,
        "settled": project is not None and settled(workshop, project.id),
        "stale": project is not None and inside != set(project.ideas),
    }


def _card(note: Note, places: dict[str, list[str]], below: Mapping[NoteId, list[Note]]) -> dict[str, Any]:
    parked = note.status is NoteStatus.PARKED
    twins = _twins(below, note.id)
    return {
        "id": note.id,
        "text": note.shown,
        "original": "" if note.merged_text is not None else note.original or "",
        "lang": note.language,
        "at": int(max(one.at for one in (note, *twins)).timestamp()),
        "origins": all_of(places, (note, *twins)),
        "column": PARKED if parked else note.group or "",
        "pinned": note.pinned and not parked,
        "parked": parked,
        "reason": note.reason,
        "flag": flagged(one.shown for one in (note, *twins)),
        "merged": [{"id": one.id, "text": one.text, "lang": one.language} for one in twins],
    }


def _below(workshop: Workshop) -> Mapping[NoteId, list[Note]]:
    """For each idea those merged into it: looked up once, for hundreds of cards."""
    below: dict[NoteId, list[Note]] = {}
    for note in workshop.notes.values():
        if note.merged_into is not None:
            below.setdefault(note.merged_into, []).append(note)
    return below


def _twins(below: Mapping[NoteId, list[Note]], lead: NoteId) -> tuple[Note, ...]:
    mine = below.get(lead, [])
    return (*mine, *(deeper for note in mine for deeper in _twins(below, note.id)))


def _text(sent: Sent, name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str) or len(value) > LONGEST:
        raise RuleError("console.board.unknown")
    return value


def _ideas(sent: Sent) -> tuple[NoteId, ...]:
    value = sent.get("ideas")
    if not isinstance(value, list) or not 0 < len(value) <= MOST_IDEAS:
        raise RuleError("console.board.unknown")
    if not all(isinstance(one, str) for one in value):
        raise RuleError("console.board.unknown")
    return tuple(NoteId(one) for one in dict.fromkeys(value))


def _move(sent: Sent, by: Facilitator) -> Asked:
    group = None if sent.get("group") is None else GroupId(_text(sent, "group"))
    return (ask(move_ideas, by=by, ideas=_ideas(sent), group=group),)


def _create(sent: Sent, by: Facilitator) -> Asked:
    french, english = _text(sent, "title_fr"), _text(sent, "title_en")
    return (ask(create_group, by=by, title_fr=french, title_en=english, ideas=_ideas(sent)),)


def _merge(sent: Sent, by: Facilitator) -> Asked:
    lead, *merged = _ideas(sent)
    return (ask(merge_ideas, by=by, lead=lead, merged=tuple(merged), text=_text(sent, "text")),)


def _name(sent: Sent, by: Facilitator) -> Asked:
    french, english = _text(sent, "title_fr"), _text(sent, "title_en")
    return (ask(name_group, by=by, title_fr=french, title_en=english, group=_group(sent)),)


def _correct(sent: Sent, by: Facilitator) -> Asked:
    return (ask(correct_note, by=by, note=_idea(sent), text=_text(sent, "text")),)


def _park(sent: Sent, by: Facilitator) -> Asked:
    reason = _text(sent, "reason")
    return tuple(ask(park_note, by=by, note=idea, reason=reason) for idea in _ideas(sent))


def _mask(sent: Sent, by: Facilitator) -> Asked:
    reason = _text(sent, "reason")
    return tuple(ask(mask_note, by=by, note=idea, reason=reason) for idea in _ideas(sent))


def _idea(sent: Sent) -> NoteId:
    return NoteId(_text(sent, "idea"))


def _group(sent: Sent) -> GroupId:
    return GroupId(_text(sent, "group"))


def _project(sent: Sent) -> ProjectId:
    return ProjectId(_text(sent, "project"))


_READERS: Mapping[str, Callable[[Sent, Facilitator], Asked]] = {
    "move": _move,
    "release": lambda sent, by: (ask(release_ideas, by=by, ideas=_ideas(sent)),),
    "undo": lambda _sent, by: (ask(undo_draft, by=by),),
    "create": _create,
    "merge": _merge,
    "name": _name,
    "correct": _correct,
    "park": _park,
    "mask": _mask,
    "restore": lambda sent, by: (ask(restore_note, by=by, note=_idea(sent)),),
    "separate": lambda sent, by: (ask(separate_idea, by=by, idea=_idea(sent)),),
    "promote": lambda sent, by: (ask(promote_group, by=by, group=_group(sent)),),
    "remove": lambda sent, by: (ask(remove_group, by=by, group=_group(sent)),),
    "withdraw": lambda sent, by: (ask(withdraw_project, by=by, project=_project(sent)),),
}
