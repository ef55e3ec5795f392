"""What one act changed on the board, so that it can be put back."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace

from facilitation.model import BoardPart, Group, GroupId, GroupState, IdeaState, Note, NoteId, Workshop


@dataclass(frozen=True, slots=True)
class Change:
    """The same ideas and groups before an act and after it."""

    before: BoardPart = field(default_factory=BoardPart)
    after: BoardPart = field(default_factory=BoardPart)

    @property
    def backwards(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.after, self.before)

    def then(self, later: "Change") -> "Change":
        """This change and the one that followed it, as one."""
        first, last = self.before, later.after
        return Change(
            BoardPart({**later.before.ideas, **first.ideas}, {**later.before.groups, **first.groups}),
            BoardPart({**self.after.ideas, **last.ideas}, {**self.after.groups, **last.groups}),
        )


def changed(before: Workshop, after: Workshop) -> Change:
    """What is different on the board; a group that was made is, before, one that has been removed."""
    ideas = [id for id, note in after.notes.items() if id in before.notes and note is not before.notes[id]]
    touched = [id for id in ideas if _idea(after.notes[id]) != _idea(before.notes[id])]
    groups = [id for id, one in after.groups.items() if one != before.groups.get(id)]
    earlier = {id: before.groups.get(id) or replace(after.groups[id], removed=True) for id in groups}
    return Change(
        BoardPart(part_of(before, touched, ()).ideas, {id: _group(one) for id, one in earlier.items()}),
        part_of(after, touched, groups),
    )


def part_of(workshop: Workshop, ideas: Collection[NoteId], groups: Collection[GroupId]) -> BoardPart:
    """Those ideas and groups as they are now."""
    return BoardPart(
        {id: _idea(workshop.notes[id]) for id in ideas}, {id: _group(workshop.groups[id]) for id in groups}
    )


def _idea(note: Note) -> IdeaState:
    return IdeaState(*(getattr(note, one.name) for one in fields(IdeaState)))


def _group(group: Group) -> GroupState:
    return GroupState(*(getattr(group, one.name) for one in fields(GroupState)))
