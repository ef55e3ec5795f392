"""What the rules would have allowed, held against a log from elsewhere; each number is the rules' own.

A workshop of our own cannot be larger than this. One that is would be slow for everybody on this server, long
after the import. Texts are measured only where people on phones write them: facilitators' were not always.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from facilitation import events as e
from facilitation.agendas import LIMIT
from facilitation.conditions import REASON_LIMIT
from facilitation.errors import RuleError
from facilitation.model import NoteId, Workshop
from facilitation.rules.cells import MAX_SEATS
from facilitation.rules.framing import LINE_LIMIT, MAX_TABLES, QUESTION_LIMIT
from facilitation.rules.groups import MERGED_LIMIT
from facilitation.rules.hats import COMMENT_LIMIT
from facilitation.rules.notes import NOTE_LIMIT, NOTES_PER_PERSON, NOTES_PER_TABLE
from facilitation.rules.participants import MAX_PARTICIPANTS
from facilitation.rules.rounds import check_marks, check_spending

_TEXTS: Mapping[type, Mapping[str, int]] = {
    e.NoteSubmitted: {"text": NOTE_LIMIT},
    e.NoteEdited: {"text": NOTE_LIMIT},
    e.NoteCorrected: {"text": NOTE_LIMIT},
    e.IdeasMerged: {"text": MERGED_LIMIT},
    e.NoteMasked: {"reason": REASON_LIMIT},
    e.NoteParked: {"reason": REASON_LIMIT},
    e.ConcernVoiced: {"reason": REASON_LIMIT},
    e.HatCommented: {"text": COMMENT_LIMIT},
}


class Limits:
    """Follows a log as it is read; `allow` says of each event whether the rules would have let it be."""

    def __init__(self) -> None:
        self._on_paper: Counter[int | None] = Counter()
        self._tables: dict[NoteId, int | None] = {}

    def allow(self, workshop: Workshop, event: e.Event) -> bool:
        """Whether that workshop could still have come to that event."""
        measured = _TEXTS.get(type(event), {})
        if any(len(getattr(event, name)) > limit for name, limit in measured.items()):
            return False
        return self._notes(workshop, event) and _people(workshop, event) and _numbers(workshop, event)

    def _notes(self, workshop: Workshop, event: e.Event) -> bool:
        """So many notes of one person; so many paper notes of one table, less those taken back."""
        match event:
            case e.NoteSubmitted(note=id, author=None, table=table):
                self._tables[id] = table
                self._on_paper[table] += 1
                return self._on_paper[table] <= NOTES_PER_TABLE
            case e.NoteSubmitted(author=author) if author is not None:
                return len(workshop.written.get(author, ())) < NOTES_PER_PERSON
            case e.NoteWithdrawn(note=id) if id in self._tables:
                self._on_paper[self._tables.pop(id)] -= 1
        return True


def _people(workshop: Workshop, event: e.Event) -> bool:
    match event:
        case e.ParticipantCheckedIn(participant=id, table=table):
            known = id in workshop.participants or len(workshop.participants) < MAX_PARTICIPANTS
            return known and _is_table(table)
        case e.NoteSubmitted(table=table):
            return _is_table(table)
        case e.CellDefined(minimum=minimum, maximum=maximum):
            return 1 <= minimum <= maximum <= MAX_SEATS
        case _:
            return True


def _is_table(table: int | None) -> bool:
    return table is None or 1 <= table <= MAX_TABLES


def _numbers(workshop: Workshop, event: e.Event) -> bool:
    match event:
        case e.WorkshopFramed(framing):
            lines = (framing.title, framing.organisation, framing.contact, framing.retention, framing.hosting)
            short = all(len(line) <= LINE_LIMIT for line in lines)
            asked = max(len(framing.question_fr), len(framing.question_en), len(framing.decision_rule))
            return short and asked <= QUESTION_LIMIT and 0 <= framing.tables <= MAX_TABLES
        case e.TimerSet(seconds):
            return abs(seconds) <= 60 * LIMIT
        case e.RoundOpened(method=method, items=items, dots=dots, cap=cap):
            return _refuses_nothing(check_spending, method, len(items), dots, cap)
        case e.BallotCast(round=id, marks=marks):
            return _refuses_nothing(check_marks, _round(workshop, id), marks, {})
        case e.RatingCast(round=id, impacts=impacts, efforts=efforts):
            return _refuses_nothing(check_marks, _round(workshop, id), impacts, efforts)
        case _:
            return True


def _round(workshop: Workshop, id: str) -> Any:
    return next(one for one in workshop.rounds if one.id == id)


def _refuses_nothing(rule: Any, *asked: object) -> bool:
    try:
        rule(*asked)
    except RuleError:
        return False
    return True
