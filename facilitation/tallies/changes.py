"""What one act changed on the board, so that it can be put back."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace

from facilitation.model import (
    BoardPart,
    Group,
    GroupId,
    GroupState,
    IdeaState,
    Note,
    NoteId,
    ProjectId,
    Workshop,
)


@dataclass(frozen=True, slots=True)
class Change:
    """The same ideas, groups and projects before an act and after it."""

    before: BoardPart = field(default_factory=BoardPart)
    after: BoardPart = field(default_factory=BoardPart)

    @property
    def backwards(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.after, self.before)

    def then(self, later: "Change") -> "Change":
        """This change and the one that followed it, as one."""
        return Change(_over(self.before, later.before), _over(later.after, self.after))


def changed(before: Workshop, after: Workshop) -> Change:
    """What is different on the board; a group that was made is, before, one that has been removed.

    So is a project one that has been withdrawn.
    """
    ideas = [id for id, note in after.notes.items() if id in before.notes and note is not before.notes[id]]
    touched = [id for id in ideas if _idea(after.notes[id]) != _idea(before.notes[id])]
    groups = [id for id, one in after.groups.items() if one != before.groups.get(id)]
    earlier = {id: before.groups.get(id) or replace(after.groups[id], removed=True) for id in groups}
    projects = [id for id in after.projects if _stands(after, id) is not _stands(before, id)]
    return Change(
        BoardPart(
            part_of(before, touched, ()).ideas,
            {id: _group(one) for id, one in earlier.items()},
            {id: _stands(before, id) for id in projects},
        ),
        part_of(after, touched, groups, projects),
    )


def part_of(
    workshop: Workshop,
    ideas: Collection[NoteId],
    groups: Collection[GroupId],
    projects: Collection[ProjectId] = (),
) -> BoardPart:
    """Those ideas, groups and projects as they are now."""
    return BoardPart(
        {id: _idea(workshop.notes[id]) for id in ideas},
        {id: _group(workshop.groups[id]) for id in groups},
        {id: _stands(workshop, id) for id in projects},
    )


def _over(top: BoardPart, below: BoardPart) -> BoardPart:
    """Both parts as one; what is in both is as it is in the first."""
    return BoardPart(
        {**below.ideas, **top.ideas}, {**below.groups, **top.groups}, {**below.projects, **top.projects}
    )


def _stands(workshop: Workshop, project: ProjectId) -> bool:
    return project in workshop.projects and not workshop.projects[project].withdrawn


def _idea(note: Note) -> IdeaState:
    return IdeaState(*(getattr(note, one.name) for one in fields(IdeaState)))


def _group(group: Group) -> GroupState:
    return GroupState(*(getattr(group, one.name) for one in fields(GroupState)))
