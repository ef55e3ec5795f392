"""What stands on the board: the groups, and the ideas that a machine may place."""

from facilitation.model import Group, GroupId, Note, NoteStatus, ProjectId, Workshop

COLOURS = 12


def standing_groups(workshop: Workshop) -> tuple[Group, ...]:
    """The groups that the board shows, in order of creation: those with ideas, and named ones kept empty."""
    filled = {note.group for note in workshop.ideas()}
    return tuple(
        group
        for group in workshop.groups.values()
        if (group.named and not group.removed) or group.id in filled
    )


def held(workshop: Workshop) -> frozenset[GroupId]:
    """The groups that belong to people: named by a person, taken off the board, or made a project."""
    promoted = {project.group for project in workshop.standing_projects() if project.group is not None}
    named = {group.id for group in workshop.groups.values() if group.named or group.removed}
    return frozenset(promoted | named)


def settled(workshop: Workshop, project: ProjectId) -> bool:
    """People have voted on the project, or decided of it: it is no longer taken back, but decided on."""
    voted = any(project in one.items for one in workshop.rounds if not one.cancelled)
    return voted or project in workshop.decisions


def movable(workshop: Workshop) -> tuple[Note, ...]:
    """The ideas that a draft may move: visible, placed by no person, and in no group that people hold."""
    theirs = held(workshop)
    return tuple(
        note
        for note in workshop.ideas()
        if note.status is NoteStatus.VISIBLE and not note.pinned and note.group not in theirs
    )


def pool(workshop: Workshop) -> tuple[Note, ...]:
    """The ideas a draft is made of: the movable ones, and those that people put into unnamed groups.

    The latter stay where they are; what they have in common still says what their group is about.
    """
    theirs = held(workshop)
    free = {note.id for note in movable(workshop)}
    return tuple(
        note
        for note in workshop.ideas()
        if note.id in free
        or (note.status is NoteStatus.VISIBLE and note.group is not None and note.group not in theirs)
    )


def letter(group: GroupId) -> str:
    """The letter a group is known by all its life: A for the first one made, after Z comes A2."""
    turn, place = divmod(number(group) - 1, 26)
    return f"{chr(ord('A') + place)}{turn + 1 if turn else ''}"


def colour(group: GroupId) -> int:
    """Which of the COLOURS a group keeps all its life; its letter says the same without colour."""
    return (number(group) - 1) % COLOURS


def number(group: GroupId) -> int:
    """The number in a group's id, from 1: its colour follows it."""
    digits = group.removeprefix("G")
    return int(digits) if digits.isascii() and digits.isdigit() and int(digits) > 0 else 1
