"""Groups, as people make them; every idea is in one group, to sort, or parked (R-10)."""

from collections.abc import Collection
from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import (
    GroupCreated,
    GroupNamed,
    GroupRemoved,
    IdeaMoved,
    IdeaSeparated,
    IdeasKeptApart,
    IdeasMerged,
    IdeasReleased,
)
from facilitation.model import GroupId, NoteId, Workshop
from facilitation.rights import Facilitator
from facilitation.text import clean_text, tidy

TITLE_LIMIT = 80
MERGED_LIMIT = 280


def create_group(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    title_fr: str,
    title_en: str = "",
    ideas: Collection[NoteId] = (),
) -> tuple[GroupCreated | IdeaMoved, ...]:
    """A new group with those ideas in it."""
    conditions.board_open(workshop)
    id = GroupId(f"G{len(workshop.groups) + 1}")
    title = clean_text(title_fr, TITLE_LIMIT, key="title")
    moved = (IdeaMoved(conditions.known_idea(workshop, idea).id, id) for idea in ideas)
    return (GroupCreated(id, title, tidy(title_en)[:TITLE_LIMIT]), *moved)


def name_group(
    workshop: Workshop, at: datetime, *, by: Facilitator, group: GroupId, title_fr: str, title_en: str = ""
) -> tuple[GroupNamed]:
    """A person's name for a group: French is required, English optional."""
    conditions.board_open(workshop)
    _known(workshop, group)
    title = clean_text(title_fr, TITLE_LIMIT, key="title")
    return (GroupNamed(group, title, tidy(title_en)[:TITLE_LIMIT]),)


def remove_group(workshop: Workshop, at: datetime, *, by: Facilitator, group: GroupId) -> tuple[GroupRemoved]:
    """Takes an empty group off the board."""
    conditions.board_open(workshop)
    _known(workshop, group)
    if any(note.group == group for note in workshop.ideas()):
        raise RuleError("group.not_empty")
    if any(project.group == group for project in workshop.standing_projects()):
        raise RuleError("project.already")
    return (GroupRemoved(group),)


def move_ideas(
    workshop: Workshop, at: datetime, *, by: Facilitator, ideas: Collection[NoteId], group: GroupId | None
) -> tuple[IdeaMoved, ...]:
    """Those ideas into that group, or back to the ideas to sort."""
    conditions.board_open(workshop)
    if group is not None:
        _known(workshop, group)
    return tuple(IdeaMoved(conditions.known_idea(workshop, idea).id, group) for idea in ideas)


def merge_ideas(
    workshop: Workshop, at: datetime, *, by: Facilitator, lead: NoteId, merged: Collection[NoteId], text: str
) -> tuple[IdeasMerged]:
    """Twins under one text; all authors, texts and tables are kept (R-07)."""
    conditions.board_open(workshop)
    conditions.known_idea(workshop, lead)
    others = tuple(conditions.known_idea(workshop, idea).id for idea in merged if idea != lead)
    if not others:
        raise RuleError("note.merge_two")
    return (IdeasMerged(lead, others, clean_text(text, MERGED_LIMIT, key="note")),)


def separate_idea(workshop: Workshop, at: datetime, *, by: Facilitator, idea: NoteId) -> tuple[IdeaSeparated]:
    """Undoes the merging of one idea, until the vote opens."""
    conditions.board_open(workshop)
    note = workshop.notes.get(idea)
    if note is None or note.merged_into is None:
        raise RuleError("note.unknown")
    return (IdeaSeparated(idea),)


def keep_apart(
    workshop: Workshop, at: datetime, *, by: Facilitator, ideas: Collection[NoteId]
) -> tuple[IdeasKeptApart]:
    """Says of two ideas that they are no twins: nobody is asked again."""
    conditions.board_open(workshop)
    known = sorted({conditions.known_idea(workshop, idea).id for idea in ideas})
    if len(known) != 2:
        raise RuleError("note.merge_two")
    return (IdeasKeptApart((known[0], known[1])),)


def release_ideas(
    workshop: Workshop, at: datetime, *, by: Facilitator, ideas: Collection[NoteId]
) -> tuple[IdeasReleased]:
    """Lets the next draft move those ideas again, though a person has placed them."""
    conditions.board_open(workshop)
    return (IdeasReleased(tuple(conditions.known_idea(workshop, idea).id for idea in ideas)),)


def _known(workshop: Workshop, group: GroupId) -> None:
    if group not in workshop.groups or workshop.groups[group].removed:
        raise RuleError("group.unknown")
