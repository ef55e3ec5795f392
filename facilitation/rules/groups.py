"""Groups: the machine proposes, people decide; every idea is in one group, to sort, or parked (R-10)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import (
    DraftAccepted,
    GroupCreated,
    GroupDrafted,
    GroupNamed,
    GroupRemoved,
    IdeaMoved,
    IdeaSeparated,
    IdeasMerged,
)
from facilitation.model import GroupId, NoteId, StepKind, StepState, Workshop
from facilitation.rights import Facilitator
from facilitation.text import clean_text, tidy

TITLE_LIMIT = 80
MERGED_LIMIT = 280


@dataclass(frozen=True, slots=True)
class DraftedGroup:
    """One group of a machine draft, before it has an id."""

    title_fr: str
    title_en: str
    terms: tuple[str, ...]
    ideas: tuple[NoteId, ...]


def accept_draft(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    groups: tuple[DraftedGroup, ...],
    encoder: str,
    encoder_version: str,
    seed: int,
    parameters: Mapping[str, str | int | float],
) -> tuple[DraftAccepted]:
    """Puts a machine draft on the board. Ideas that a person has placed in a named group stay there."""
    _unlocked(workshop)
    placed = {note.id for note in workshop.ideas() if _pinned(workshop, note.group)}
    free = {note.id for note in workshop.ideas()} - placed
    first = len(workshop.groups) + 1
    kept = [(group, tuple(idea for idea in group.ideas if idea in free)) for group in groups]
    drafted = tuple(
        GroupDrafted(GroupId(f"G{first + n}"), group.title_fr, group.title_en, group.terms, ideas)
        for n, (group, ideas) in enumerate((group, ideas) for group, ideas in kept if ideas)
    )
    return (DraftAccepted(encoder, encoder_version, seed, dict(parameters), drafted),)


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
    _unlocked(workshop)
    id = GroupId(f"G{len(workshop.groups) + 1}")
    title = clean_text(title_fr, TITLE_LIMIT, key="title")
    moved = (IdeaMoved(conditions.known_idea(workshop, idea).id, id) for idea in ideas)
    return (GroupCreated(id, title, tidy(title_en)[:TITLE_LIMIT]), *moved)


def name_group(
    workshop: Workshop, at: datetime, *, by: Facilitator, group: GroupId, title_fr: str, title_en: str = ""
) -> tuple[GroupNamed]:
    """A person's name for a group: French is required, English optional."""
    _unlocked(workshop)
    _known(workshop, group)
    title = clean_text(title_fr, TITLE_LIMIT, key="title")
    return (GroupNamed(group, title, tidy(title_en)[:TITLE_LIMIT]),)


def remove_group(workshop: Workshop, at: datetime, *, by: Facilitator, group: GroupId) -> tuple[GroupRemoved]:
    """Takes an empty group off the board."""
    _unlocked(workshop)
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
    _unlocked(workshop)
    if group is not None:
        _known(workshop, group)
    return tuple(IdeaMoved(conditions.known_idea(workshop, idea).id, group) for idea in ideas)


def merge_ideas(
    workshop: Workshop, at: datetime, *, by: Facilitator, lead: NoteId, merged: Collection[NoteId], text: str
) -> tuple[IdeasMerged]:
    """Twins under one text; all authors, texts and tables are kept (R-07)."""
    _unlocked(workshop)
    conditions.known_idea(workshop, lead)
    others = tuple(conditions.known_idea(workshop, idea).id for idea in merged if idea != lead)
    if not others:
        raise RuleError("note.merge_two")
    return (IdeasMerged(lead, others, clean_text(text, MERGED_LIMIT, key="note")),)


def separate_idea(workshop: Workshop, at: datetime, *, by: Facilitator, idea: NoteId) -> tuple[IdeaSeparated]:
    """Undoes the merging of one idea, until the vote opens."""
    _unlocked(workshop)
    note = workshop.notes.get(idea)
    if note is None or note.merged_into is None:
        raise RuleError("note.unknown")
    return (IdeaSeparated(idea),)


def _unlocked(workshop: Workshop) -> None:
    """The board is frozen while a vote runs (R-11)."""
    conditions.active(workshop)
    if workshop.state(StepKind.VOTE) in (StepState.OPEN, StepState.SUSPENDED):
        raise RuleError("board.frozen")


def _known(workshop: Workshop, group: GroupId) -> None:
    if group not in workshop.groups or workshop.groups[group].removed:
        raise RuleError("group.unknown")


def _pinned(workshop: Workshop, group: GroupId | None) -> bool:
    return group is not None and workshop.groups[group].named
