"""A whole workshop as one file: the log, line by line, under a header that tells when it was touched.

The first line is `{"format":"recolte-archive","schema":2,"events":N,"sha256":"…"}`, the checksum being
of all bytes after it; then one line of canonical JSON for each entry. Writing what was read gives the
same bytes. An archive holds pseudonyms and ballots: it is for the team that ran the workshop.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import msgspec

from facilitation import codec
from facilitation.errors import ArchiveError, RuleError
from facilitation.events import (
    BallotCast,
    ConcernVoiced,
    ConcernWithdrawn,
    Entry,
    PeopleRemoved,
    RatingCast,
    RoundCancelled,
    RoundOpened,
    StepRevealed,
)
from facilitation.model import ParticipantId, RoundId, StepKind, Workshop
from facilitation.replay import Replaying
from facilitation.tallies.votes import awaits_reveal
from reports.archive.references import refers_to_known
from reports.limits import Limits

MAX_MEGABYTES = 10
MAX_LINES = 200_000
ACTOR_LIMIT = 32
KEY_LIMIT = 120
YEARS = range(2000, 2201)  # a clock that says anything else was wrong, and no screen would know what to show


class _Header(msgspec.Struct):
    format: Literal["recolte-archive"]
    schema: int


class _Sealed(_Header):
    events: int
    sha256: str


def write_archive(entries: Iterable[Entry]) -> bytes:
    """The archive of a log."""
    lines = [f"{codec.line_of(entry)}\n".encode() for entry in _without_lost_marks(tuple(entries))]
    body = b"".join(lines)
    header = _Sealed("recolte-archive", codec.SCHEMA, len(lines), hashlib.sha256(body).hexdigest())
    return msgspec.json.encode(header) + b"\n" + body


def _without_lost_marks(entries: Sequence[Entry]) -> Iterator[Entry]:
    """That log without the marks that are in no state: it replays to the same.

    It says only who has voted in a cancelled round; the same of people removed before the reveal.
    """
    gone = {entry.event.round for entry in entries if isinstance(entry.event, RoundCancelled)}
    left = _left_before_reveal(entries)
    for entry in entries:
        match entry.event:
            case (
                BallotCast(round=round, participant=person)
                | RatingCast(round=round, participant=person)
                | (ConcernVoiced(round=round, participant=person))
            ) if round in gone or entry.seq < left.get((round, person), 0):
                yield replace(entry, event=_blank(entry.event))
            case _:
                yield entry


def _blank(event: BallotCast | RatingCast | ConcernVoiced) -> BallotCast | RatingCast | ConcernWithdrawn:
    match event:
        case BallotCast():
            return replace(event, marks={})
        case RatingCast():
            return replace(event, impacts={}, efforts={})
        case ConcernVoiced(round, person):
            return ConcernWithdrawn(round, person)


def _left_before_reveal(entries: Sequence[Entry]) -> Mapping[tuple[RoundId, ParticipantId], int]:
    """For each round and person, the entry with which that person was removed before the reveal."""
    left: dict[tuple[RoundId, ParticipantId], int] = {}
    running: RoundId | None = None
    for entry in entries:
        match entry.event:
            case RoundOpened(round):
                running = round
            case StepRevealed(StepKind.VOTE) | RoundCancelled():
                running = None
            case PeopleRemoved(people) if running is not None:
                left |= {(running, one): entry.seq for one in people}
    return left


def read_archive(data: bytes) -> tuple[Entry, ...]:
    """The log in an archive, which can be replayed; raises ArchiveError with the line that is broken."""
    if len(data) > MAX_MEGABYTES * 1_000_000:
        raise ArchiveError("archive.too_big", limit=MAX_MEGABYTES, line=1)
    first, _, body = data.partition(b"\n")
    header = _header(first)
    lines = body.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    if len(lines) > MAX_LINES:
        raise ArchiveError("archive.too_many", limit=MAX_LINES, line=MAX_LINES + 2)
    entries = _entries(lines, header.schema)
    if len(entries) != header.events or hashlib.sha256(body).hexdigest() != header.sha256:
        raise ArchiveError("archive.changed", line=1)
    return entries


def archive_allowed(workshop: Workshop) -> None:
    """Refuses while a vote is not revealed: an archive tells every ballot (R-12)."""
    if any(awaits_reveal(one) for one in workshop.rounds):
        raise RuleError("archive.blind")


def _header(line: bytes) -> _Sealed:
    try:
        schema = msgspec.json.decode(line, type=_Header).schema
        if schema > codec.SCHEMA:
            raise ArchiveError("archive.newer", line=1)
        header = msgspec.json.decode(line, type=_Sealed)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise ArchiveError("archive.not_one", line=1) from error
    if header.schema < 1:
        raise ArchiveError("archive.not_one", line=1)
    return header


def _entries(lines: list[bytes], schema: int) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    keys: set[str] = set()
    replaying, limits = Replaying(Workshop()), Limits()
    for number, line in enumerate(lines, start=1):
        try:
            entry = _entry(line, number, keys, schema)
        except (ArchiveError, UnicodeError) as error:
            raise ArchiveError("archive.line_broken", line=number + 1) from error
        if entry.at.year not in YEARS:
            years = {"first": str(YEARS[0]), "last": str(YEARS[-1])}  # as words: 2200 is no number to group
            raise ArchiveError("archive.date", line=number + 1, **years)
        if not refers_to_known(replaying.now, entry.event):
            raise ArchiveError("archive.reference", line=number + 1)
        if not limits.allow(replaying.now, entry.event):
            raise ArchiveError("archive.limit", line=number + 1)
        replaying.add(entry)
        entries.append(entry)
    return tuple(entries)


def _entry(line: bytes, number: int, keys: set[str], schema: int) -> Entry:
    entry = codec.entry_of(line.decode(), schema)
    if entry.seq != number or not _written_well(entry.actor, ACTOR_LIMIT):
        raise ArchiveError("archive.line")
    if entry.key is not None:
        if entry.key in keys or not _written_well(entry.key, KEY_LIMIT):
            raise ArchiveError("archive.line")
        keys.add(entry.key)
    return entry


def _written_well(text: str, limit: int) -> bool:
    """Fits the column it will be stored in, on any database."""
    return len(text) <= limit and text.isprintable()
