"""What is a person's own among the items of a vote (R-15)."""

from collections.abc import Iterable

from facilitation.model import NoteId, ParticipantId, ProjectId, Workshop


def own_items(workshop: Workshop, items: Iterable[str], person: ParticipantId) -> frozenset[str]:
    """Those items that hold an idea of that person, as it was or merged into a twin, or are their cell."""
    mine = {_lead(workshop, note) for note in workshop.written.get(person, ())}
    return frozenset(
        item
        for item in items
        if person in workshop.members(item)
        or not mine.isdisjoint(_lead(workshop, idea) for idea in _ideas(workshop, item))
    )


def _ideas(workshop: Workshop, item: str) -> tuple[NoteId, ...]:
    project = workshop.projects.get(ProjectId(item))
    return project.ideas if project else (NoteId(item),)


def _lead(workshop: Workshop, id: NoteId) -> NoteId:
    """The idea that this one was merged into in the end, or itself."""
    while (note := workshop.notes.get(id)) is not None and note.merged_into is not None:
        id = note.merged_into
    return id
