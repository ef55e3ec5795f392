"""Notes: issues and ideas, written in silence, one at a time; edited by their author until grouping."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import (
    NoteEdited,
    NoteMasked,
    NoteParked,
    NoteRestored,
    NoteSubmitted,
    NoteWithdrawn,
)
from facilitation.model import (
    Channel,
    Note,
    NoteId,
    NoteStatus,
    NoteType,
    ParticipantId,
    StepKind,
    StepState,
    Workshop,
)
from facilitation.rights import Facilitator
from facilitation.text import clean_text

NOTE_LIMIT = 280
REASON_LIMIT = 280
NOTES_PER_PERSON = 100

_STEP = {NoteType.ISSUE: StepKind.ISSUES, NoteType.IDEA: StepKind.IDEAS}


def submit_note(
    workshop: Workshop,
    at: datetime,
    *,
    participant: ParticipantId,
    type: NoteType,
    text: str,
    language: str,
    channel: Channel = Channel.PHONE,
    kind: str | None = None,
) -> tuple[NoteSubmitted]:
    """One note of a participant; on a scribe's channel the author is the table, not the scribe (R-09).

    `kind` is the kind written on a table's paper note; a phone's note has its author's.
    """
    author = conditions.checked_in(workshop, participant)
    conditions.step_open(workshop, _STEP[type])
    conditions.known_language(language)
    cleaned = clean_text(text, NOTE_LIMIT, key="note")
    written = [note.author for note in workshop.notes.values()].count(participant)
    if written >= NOTES_PER_PERSON:
        raise RuleError("note.too_many", limit=NOTES_PER_PERSON)
    id = NoteId(f"N{len(workshop.notes) + 1}")
    if channel is Channel.SCRIBE:
        return (NoteSubmitted(id, type, None, cleaned, language, channel, author.table, kind),)
    return (NoteSubmitted(id, type, participant, cleaned, language, channel, author.table),)


def edit_note(
    workshop: Workshop, at: datetime, *, participant: ParticipantId, note: NoteId, text: str
) -> tuple[NoteEdited]:
    """One's own note in other words, until the grouping starts."""
    _own_note(workshop, participant, note)
    return (NoteEdited(note, clean_text(text, NOTE_LIMIT, key="note")),)


def withdraw_note(
    workshop: Workshop, at: datetime, *, participant: ParticipantId, note: NoteId
) -> tuple[NoteWithdrawn]:
    """One's own note taken back, until the grouping starts."""
    _own_note(workshop, participant, note)
    return (NoteWithdrawn(note),)


def mask_note(
    workshop: Workshop, at: datetime, *, by: Facilitator, note: NoteId, reason: str
) -> tuple[NoteMasked]:
    """Hides a note from the room; it is kept, counted, and can come back."""
    _present(workshop, note)
    return (NoteMasked(note, clean_text(reason, REASON_LIMIT, key="reason")),)


def park_note(
    workshop: Workshop, at: datetime, *, by: Facilitator, note: NoteId, reason: str
) -> tuple[NoteParked]:
    """Sets an idea aside, with the reason (R-10)."""
    _present(workshop, note)
    return (NoteParked(note, clean_text(reason, REASON_LIMIT, key="reason")),)


def park_all_like(
    workshop: Workshop, at: datetime, *, by: Facilitator, note: NoteId, reason: str
) -> tuple[NoteParked, ...]:
    """Sets aside, in one act, every visible note of whoever wrote that one, without saying who it is.

    For floods and jokes; of a table's paper note, all paper notes of that table. Each can come back.
    """
    origin = _origin(_present(workshop, note))
    cleaned = clean_text(reason, REASON_LIMIT, key="reason")
    alike = (one for one in workshop.notes.values() if _origin(one) == origin)
    return tuple(NoteParked(one.id, cleaned) for one in alike if one.status is NoteStatus.VISIBLE)


def alike(workshop: Workshop) -> Mapping[NoteId, int]:
    """For each visible note, how many visible ones came from where it came from."""
    visible = [note for note in workshop.notes.values() if note.status is NoteStatus.VISIBLE]
    counts = Counter(_origin(note) for note in visible)
    return {note.id: counts[_origin(note)] for note in visible}


def restore_note(workshop: Workshop, at: datetime, *, by: Facilitator, note: NoteId) -> tuple[NoteRestored]:
    """Brings a masked or parked note back."""
    conditions.active(workshop)
    found = workshop.notes.get(note)
    if found is None or found.status not in (NoteStatus.MASKED, NoteStatus.PARKED):
        raise RuleError("note.unknown")
    return (NoteRestored(note),)


def _own_note(workshop: Workshop, participant: ParticipantId, id: NoteId) -> Note:
    conditions.checked_in(workshop, participant)
    note = _present(workshop, id)
    if note.author != participant:
        raise RuleError("note.not_yours")
    if note.type is NoteType.IDEA and workshop.state(StepKind.GROUPING) is not StepState.PREPARED:
        raise RuleError("note.grouping_started")
    if any(other.merged_into == id for other in workshop.notes.values()):
        raise RuleError("note.grouping_started")  # others' words stand behind this one by now
    if note.status is not NoteStatus.VISIBLE:
        raise RuleError("note.unknown")
    return note


def _origin(note: Note) -> tuple[ParticipantId | None, int | None]:
    return note.author, note.table if note.author is None else None


def _present(workshop: Workshop, id: NoteId) -> Note:
    conditions.active(workshop)
    note = workshop.notes.get(id)
    if note is None or note.status is NoteStatus.WITHDRAWN:
        raise RuleError("note.unknown")
    return note
