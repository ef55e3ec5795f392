"""Which kinds of participants feed which group: what one kind alone feeds is not the whole room's."""

from collections import Counter
from collections.abc import Mapping

from facilitation.model import GroupId, Note, NoteId, NoteStatus, ParticipantId, Workshop
from facilitation.tallies.board import standing_groups
from facilitation.tallies.people import in_order

Source = tuple[str | None, ParticipantId | NoteId]


def coverage(workshop: Workshop) -> Mapping[GroupId, Mapping[str | None, int]]:
    """For each standing group the people behind its ideas, by kind; twins bring all their authors (R-07).

    A person counts once in a group, however much they wrote; a table's paper note counts as one.
    """
    sources: dict[GroupId, set[Source]] = {group.id: set() for group in standing_groups(workshop)}
    for note in workshop.notes.values():
        lead = _lead(workshop, note)
        if lead.group in sources and note.status is NoteStatus.VISIBLE is lead.status:
            sources[lead.group].add((workshop.kind_of(note), note.author or note.id))
    return {group: _counted(workshop, found) for group, found in sources.items()}


def _lead(workshop: Workshop, note: Note) -> Note:
    while note.merged_into is not None:
        note = workshop.notes[note.merged_into]
    return note


def _counted(workshop: Workshop, sources: set[Source]) -> dict[str | None, int]:
    return in_order(workshop, Counter(kind for kind, _ in sources))
