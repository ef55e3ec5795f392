"""What became of it: the decision on each project, and the receipt «Que sont devenues mes idées?»."""

from collections.abc import Iterable
from dataclasses import dataclass

from facilitation.model import (
    AreaId,
    Decision,
    Note,
    NoteId,
    NoteStatus,
    NoteType,
    ParticipantId,
    Project,
    ProjectId,
    Workshop,
)
from facilitation.tallies.narrowing import Course, Fate, course
from locales import Language
from phone.words import Words, either_words, note_words
from reports.tables.verdicts import departure_in_room


@dataclass(frozen=True, slots=True)
class ProjectFate:
    """One project, what was decided (None: not yet) and where it went.

    `joined`: the project it was merged into. `apart`: what the vote said, where the decision departs from it.
    """

    title: Words
    decision: Decision | None
    area: Words | None
    joined: Words | None
    apart: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """One idea of the reader, and its own words where the facilitator corrected them.

    `into` is the idea it was merged into, whose course it shares; `joined` the project that its own was.
    """

    text: Words
    course: Course
    into: Words | None
    project: Words | None
    area: Words | None
    original: Words | None
    joined: Words | None


def fates(w: Workshop, language: Language) -> list[ProjectFate]:
    """Every standing project with what was decided about it."""
    return [_fate(w, one, w.decisions.get(one.id), language) for one in w.standing_projects()]


def _fate(w: Workshop, one: Project, decision: Decision | None, language: Language) -> ProjectFate:
    return ProjectFate(
        either_words(language, one.title_fr, one.title_en),
        decision,
        _area(w, one.area, language),
        _project(w, decision.into, language) if decision else None,
        departure_in_room(w, decision, language) if decision else "",
    )


def receipts(w: Workshop, me: ParticipantId, language: Language) -> list[Receipt]:
    """The course of each idea that this person wrote and did not take back."""
    return receipts_of(w, (note for note in w.notes.values() if note.author == me), language)


def receipts_of(w: Workshop, notes: Iterable[Note], language: Language) -> list[Receipt]:
    """The course of each idea among those notes that was not taken back."""
    ideas = [note for note in notes if note.type is NoteType.IDEA]
    return [_receipt(w, note.id, language) for note in ideas if note.status is not NoteStatus.WITHDRAWN]


def _receipt(w: Workshop, id: NoteId, language: Language) -> Receipt:
    note = w.notes[id]
    lead = _lead(w, id)
    followed = course(w, w.notes[lead])
    return Receipt(
        Words(note.text, note.language),
        followed,
        note_words(w.notes[lead]) if lead != id else None,
        _project(w, followed.project, language),
        _area(w, followed.area, language),
        Words(note.original, note.language) if note.original is not None else None,
        _project(w, followed.joined, language),
    )


def _lead(w: Workshop, id: NoteId) -> NoteId:
    """The idea at the end of the mergings; a masked note is followed no further."""
    seen = {id}
    while True:
        found = course(w, w.notes[id])
        if found.fate is not Fate.MERGED or found.into is None or found.into in seen:
            return id
        id = found.into
        seen.add(id)


def _project(w: Workshop, id: ProjectId | None, language: Language) -> Words | None:
    return either_words(language, w.projects[id].title_fr, w.projects[id].title_en) if id else None


def _area(w: Workshop, id: AreaId | None, language: Language) -> Words | None:
    return either_words(language, w.areas[id].title_fr, w.areas[id].title_en) if id else None
