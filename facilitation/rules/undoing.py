"""Undo and redo on the board: by one more event that puts things back, never by taking any away."""

from dataclasses import replace
from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import BoardPutBack
from facilitation.model import BoardPart, GroupId, IdeaState, NoteId, NoteStatus, ProjectId, Workshop
from facilitation.rights import Facilitator
from facilitation.tallies.board import settled
from facilitation.tallies.changes import Change, part_of


def put_back(workshop: Workshop, at: datetime, *, by: Facilitator, change: Change) -> tuple[BoardPutBack]:
    """The board as it was before that change; refuses once somebody has touched the same things.

    What a machine has put into a group that goes is to be sorted again. To do the change again, ask for it
    backwards.
    """
    conditions.board_open(workshop)
    now = part_of(workshop, change.after.ideas, change.after.groups, change.after.projects)
    wanted = replace(change.before, ideas={**_left_behind(workshop, change.before), **change.before.ideas})
    if now != change.after or _loses(workshop, wanted) or _unsettles(workshop, wanted):
        raise RuleError("board.changed_since")
    return (BoardPutBack(wanted),)


def _left_behind(workshop: Workshop, wanted: BoardPart) -> dict[NoteId, IdeaState]:
    """The ideas that joined a group by themselves and would lose it, as ideas to sort."""
    emptied = {id for id, one in wanted.groups.items() if one.removed}
    joined = [note.id for note in workshop.ideas() if note.group in emptied and not note.pinned]
    return {id: replace(one, group=None) for id, one in part_of(workshop, joined, ()).ideas.items()}


def _loses(workshop: Workshop, wanted: BoardPart) -> bool:
    """Whether an idea would stand in a group, or below an idea, that is not on the board."""
    emptied, gone = _gone(workshop, wanted)
    places: dict[NoteId, GroupId | None]
    places = {note.id: note.group for note in workshop.ideas() if note.group in emptied}
    places |= {id: one.group for id, one in wanted.ideas.items()}
    leads = {one.merged_into for one in wanted.ideas.values()} - {None, *wanted.ideas}
    away = (NoteStatus.MASKED, NoteStatus.WITHDRAWN)
    return any(group in gone for group in places.values()) or any(
        workshop.notes[lead].status in away for lead in leads if lead is not None
    )


def _unsettles(workshop: Workshop, wanted: BoardPart) -> bool:
    """Whether a project would stand without its group or beside another of it, or go once it is settled."""
    if any(settled(workshop, project) for project in wanted.projects):
        return True
    _, gone = _gone(workshop, wanted)
    stands: set[ProjectId] = {one.id for one in workshop.standing_projects() if one.id not in wanted.projects}
    stands |= {project for project, stood in wanted.projects.items() if stood}
    groups = [group for one in stands if (group := workshop.projects[one].group) is not None]
    return len(groups) != len(set(groups)) or any(group in gone for group in groups)


def _gone(workshop: Workshop, wanted: BoardPart) -> tuple[set[GroupId], set[GroupId]]:
    """The groups that would leave the board, and all that would then not be on it."""
    emptied = {id for id, one in wanted.groups.items() if one.removed}
    away = {id for id, one in workshop.groups.items() if one.removed and id not in wanted.groups}
    return emptied, emptied | away
