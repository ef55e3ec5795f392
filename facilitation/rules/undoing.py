"""Undo and redo on the board: by one more event that puts things back, never by taking any away."""

from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import BoardPutBack
from facilitation.model import BoardPart, GroupId, NoteId, NoteStatus, Workshop
from facilitation.rights import Facilitator
from facilitation.tallies.changes import Change, part_of


def put_back(workshop: Workshop, at: datetime, *, by: Facilitator, change: Change) -> tuple[BoardPutBack]:
    """The board as it was before that change; refuses once somebody has touched the same things.

    To do it again, ask for the change backwards.
    """
    conditions.board_open(workshop)
    if part_of(workshop, change.after.ideas, change.after.groups) != change.after:
        raise RuleError("board.changed_since")
    if _loses(workshop, change.before):
        raise RuleError("board.changed_since")
    return (BoardPutBack(change.before),)


def _loses(workshop: Workshop, wanted: BoardPart) -> bool:
    """Whether an idea would stand in a group, or below an idea, that is not on the board."""
    emptied = {id for id, one in wanted.groups.items() if one.removed}
    gone = emptied | {id for id, one in workshop.groups.items() if one.removed and id not in wanted.groups}
    places: dict[NoteId, GroupId | None]
    places = {note.id: note.group for note in workshop.ideas() if note.group in emptied}
    places |= {id: one.group for id, one in wanted.ideas.items()}
    leads = {one.merged_into for one in wanted.ideas.values()} - {None, *wanted.ideas}
    away = (NoteStatus.MASKED, NoteStatus.WITHDRAWN)
    return (
        any(group in gone for group in places.values())
        or any(project.group in emptied for project in workshop.standing_projects())
        or any(workshop.notes[lead].status in away for lead in leads if lead is not None)
    )
