"""Notes: issues and ideas, written in silence, one at a time; edited by their author until grouping,
then corrected on the board by the facilitator."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import (
    NoteCorrected,
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
from facilitation.rights import Facilitator, Scribe
from facilitation.text import clean_text

NOTE_LIMIT = 280
NOTES_PER_PERSON = 100
LINES_AT_ONCE = 60
NOTES_PER_TABLE = 1_000

_STEP = {NoteType.ISSUE: StepKind.ISSUES, NoteType.IDEA: StepKind.IDEAS}


def submit_note(
    workshop: Workshop,
    at: datetime,
    *,
    participant: ParticipantId,
    type: NoteType,
    text: str,
    language: str,
    channel: Channel | None = None,
    kind: str | None = None,
) -> tuple[NoteSubmitted]:
    """One note of a participant; on a scribe's channel the author is the table, not the scribe (R-09).

    It comes in as its person did unless `channel` says otherwise. `kind` is the kind written on a
    table's paper note; a phone's note has its author's.
    """
    author = conditions.checked_in(workshop, participant)
    if channel is None:
        channel, kind = author.channel, kind or author.kind
    conditions.step_open(workshop, _STEP[type])
    conditions.known_language(language)
    cleaned = clean_text(text, NOTE_LIMIT, key="note")
    if len(workshop.written.get(participant, ())) >= NOTES_PER_PERSON:
        raise RuleError("note.too_many", limit=NOTES_PER_PERSON)
    id = NoteId(f"N{len(workshop.notes) + 1}")
    if channel is Channel.SCRIBE:
        if len(paper_notes(workshop, author.table)) >= NOTES_PER_TABLE:
            raise RuleError("paper.too_many", limit=NOTES_PER_TABLE)
        return (NoteSubmitted(id, type, None, cleaned, language, channel, author.table, kind),)
    return (NoteSubmitted(id, type, participant, cleaned, language, channel, author.table),)


def submit_paper_notes(
    workshop: Workshop,
    at: datetime,
    *,
    by: Scribe,
    table: int | None,
    type: NoteType,
    texts: Sequence[str],
    kind: str | None,
    language: str,
) -> tuple[NoteSubmitted, ...]:
    """A table's paper notes, all or none; each is the table's own, not the scribe's (R-09).

    A line that cannot be kept is named by its number, so that it can be found in what was pasted.
    """
    conditions.step_open(workshop, _STEP[type])
    conditions.seated_at(workshop, table)
    conditions.known_language(language)
    if kind is not None and conditions.active(workshop).kind(kind) is None:
        raise RuleError("check_in.kind")
    if not texts:
        raise RuleError("note.empty")
    if len(texts) > LINES_AT_ONCE:
        raise RuleError("paper.too_many_lines", lines=len(texts), limit=LINES_AT_ONCE)
    cleaned = [_line(text, number, len(texts)) for number, text in enumerate(texts, start=1)]
    if len(paper_notes(workshop, table)) + len(cleaned) > NOTES_PER_TABLE:
        raise RuleError("paper.too_many", limit=NOTES_PER_TABLE)
    first = len(workshop.notes) + 1
    return tuple(
        NoteSubmitted(NoteId(f"N{number}"), type, None, text, language, Channel.SCRIBE, table, kind)
        for number, text in enumerate(cleaned, start=first)
    )


def paper_notes(workshop: Workshop, table: int | None) -> tuple[Note, ...]:
    """The paper notes of that table that were not taken back, in order of entry."""
    return tuple(
        note
        for note in workshop.notes.values()
        if note.channel is Channel.SCRIBE and note.author is None and note.table == table
        and note.status is not NoteStatus.WITHDRAWN
    )  # fmt: skip


def edit_paper_note(
    workshop: Workshop, at: datetime, *, by: Scribe, table: int | None, note: NoteId, text: str
) -> tuple[NoteEdited]:
    """A note of that table in other words, until the grouping starts."""
    _paper_note(workshop, table, note)
    return (NoteEdited(note, clean_text(text, NOTE_LIMIT, key="note")),)


def withdraw_paper_note(
    workshop: Workshop, at: datetime, *, by: Scribe, table: int | None, note: NoteId
) -> tuple[NoteWithdrawn]:
    """A note of that table taken back, until the grouping starts."""
    _paper_note(workshop, table, note)
    return (NoteWithdrawn(note),)


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
    return (NoteMasked(note, clean_text(reason, conditions.REASON_LIMIT, key="reason")),)


def park_note(
    workshop: Workshop, at: datetime, *, by: Facilitator, note: NoteId, reason: str
) -> tuple[NoteParked]:
    """Sets an idea aside, with the reason (R-10)."""
    _present(workshop, note)
    return (NoteParked(note, clean_text(reason, conditions.REASON_LIMIT, key="reason")),)


def park_all_like(
    workshop: Workshop, at: datetime, *, by: Facilitator, note: NoteId, reason: str
) -> tuple[NoteParked, ...]:
    """Sets aside, in one act, every visible note of whoever wrote that one, without saying who it is.

    For floods and jokes; of a table's paper note, all paper notes of that table. Each can come back.
    """
    origin = _origin(_present(workshop, note))
    cleaned = clean_text(reason, conditions.REASON_LIMIT, key="reason")
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


def correct_note(
    workshop: Workshop, at: datetime, *, by: Facilitator, note: NoteId, text: str
) -> tuple[NoteCorrected, ...]:
    """Another wording of an idea on the board, for the room to read; the author's own is kept.

    Restoring the author's own wording removes the correction; words that stand there already
    change nothing.
    """
    conditions.board_open(workshop)
    found = conditions.known_idea(workshop, note)
    cleaned = clean_text(text, NOTE_LIMIT, key="note")
    return () if cleaned == found.shown else (NoteCorrected(note, cleaned),)


def _own_note(workshop: Workshop, participant: ParticipantId, id: NoteId) -> Note:
    conditions.checked_in(workshop, participant)
    note = _present(workshop, id)
    if note.author != participant:
        raise RuleError("note.not_yours")
    return _changeable(workshop, note)


def _paper_note(workshop: Workshop, table: int | None, id: NoteId) -> Note:
    conditions.seated_at(workshop, table)
    note = _present(workshop, id)
    if note not in paper_notes(workshop, table):
        raise RuleError("paper.other_table")
    return _changeable(workshop, note)


def _changeable(workshop: Workshop, note: Note) -> Note:
    """The note, if its words are still its author's to change."""
    if note.type is NoteType.IDEA and workshop.state(StepKind.GROUPING) is not StepState.PREPARED:
        raise RuleError("note.grouping_started")
    if any(other.merged_into == note.id for other in workshop.notes.values()):
        raise RuleError("note.grouping_started")  # others' words stand behind this one by now
    if note.status is not NoteStatus.VISIBLE:
        raise RuleError("note.unknown")
    return note


def _origin(note: Note) -> tuple[ParticipantId | None, int | None]:
    return note.author, note.table if note.author is None else None


def _line(text: str, number: int, lines: int) -> str:
    """The text of one note; among several, a refusal says which line it is about."""
    try:
        return clean_text(text, NOTE_LIMIT, key="note")
    except RuleError as refusal:
        if lines == 1:
            raise
        said = {"note.empty": "paper.line_empty", "note.too_long": "paper.line_too_long"}[refusal.key]
        raise RuleError(said, line=number, **refusal.values) from refusal


def _present(workshop: Workshop, id: NoteId) -> Note:
    conditions.active(workshop)
    note = workshop.notes.get(id)
    if note is None or note.status is NoteStatus.WITHDRAWN:
        raise RuleError("note.unknown")
    return note
