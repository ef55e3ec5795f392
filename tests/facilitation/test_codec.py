"""Lines of the log: one entry, one line, the same bytes every time; old lines open for ever."""

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from facilitation import codec
from facilitation.errors import ArchiveError
from facilitation.events import (
    AreaReworded,
    BallotCast,
    ConcernMasked,
    ConcernUnmasked,
    ConcernVoiced,
    ConcernWithdrawn,
    DecisionRecorded,
    Entry,
    Event,
    HatsDealt,
    NoteSubmitted,
    QuorumWaived,
    RoundCancelled,
    TermsAnnounced,
)
from facilitation.model import (
    AreaId,
    Channel,
    Hat,
    NoteId,
    NoteType,
    Outcome,
    ParticipantId,
    ProjectId,
    ReasonCode,
    RoundId,
    RoundOptions,
)
from facilitation.replay import replay
from reports.archive.archive import read_archive, write_archive

LOGS = Path(__file__).parents[1] / "logs"

NOON = datetime(2026, 11, 24, 17, 0, 0, 250, tzinfo=UTC)
EXAMPLES: tuple[Event, ...] = (
    NoteSubmitted(
        NoteId("N1"), NoteType.IDEA, ParticipantId("P1"), "Été «=1+1»\n", "fr", Channel.PHONE, None
    ),
    BallotCast(RoundId("R1"), ParticipantId("P1"), {"PR2": 2, "PR1": 1}, Channel.SCRIBE),
    HatsDealt("CEL1", (Hat.WHITE,), {ParticipantId("P2"): Hat.WHITE}, 7),
    TermsAnnounced(RoundId("R2"), RoundOptions(True, False, 60, ("student",), RoundId("R1"))),
    ConcernVoiced(RoundId("R2"), ParticipantId("P1"), "PR1", "Qui paie?"),
    ConcernWithdrawn(RoundId("R2"), ParticipantId("P1")),
    ConcernMasked(RoundId("R2"), ParticipantId("P1"), "Vise une personne"),
    ConcernUnmasked(RoundId("R2"), ParticipantId("P1")),
    QuorumWaived(RoundId("R2"), "Le comité attend."),
    DecisionRecorded(ProjectId("PR1"), Outcome.MERGED, ReasonCode.MERGED, "", ProjectId("PR2")),
    AreaReworded(AreaId("A1"), "Former", "Training"),
    RoundCancelled(RoundId("R2"), ""),
)


@pytest.mark.parametrize("event", EXAMPLES)
def test_line_and_back_is_the_same_entry(event: Event) -> None:
    entry = Entry(3, NOON, "P1", "P1:abc", event)

    line = codec.line_of(entry)

    assert codec.entry_of(line) == entry
    assert codec.line_of(codec.entry_of(line)) == line


def test_line_is_canonical() -> None:
    line = codec.line_of(Entry(1, NOON, "P1", None, EXAMPLES[1]))

    assert line == (
        '{"actor":"P1","at":"2026-11-24T17:00:00.000250Z","data":{"channel":"scribe",'
        '"marks":{"PR1":1,"PR2":2},"participant":"P1","round":"R1"},"event":"BallotCast","key":null,"seq":1}'
    )


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("", "archive.line"),
        ("{", "archive.line"),
        ("[" * 100_000, "archive.line"),
        ('{"seq":1}', "archive.line"),
        (
            '{"seq":1,"at":"x","actor":"a","key":null,"event":"WorkshopArchived","data":{}}',
            "archive.line",
        ),
        (
            '{"seq":1,"at":"2026-11-24T17:00:00.000000Z","actor":"a","key":null,"event":"Nope","data":{}}',
            "archive.event",
        ),
        (
            '{"seq":1,"at":"2026-11-24T17:00:00.000000Z","actor":"a","key":null,"event":"NoteEdited","data":{"note":1}}',
            "archive.values",
        ),
    ],
)
def test_entry_of_refuses_what_is_not_one(line: str, key: str) -> None:
    with pytest.raises(ArchiveError) as refusal:
        codec.entry_of(line)

    assert refusal.value.key == key


def test_event_of_upgrades_step_by_step() -> None:
    def to_2(name: str, data: codec.Data) -> tuple[str, codec.Data]:
        return ("NoteEdited" if name == "NoteRewritten" else name), data

    def to_3(name: str, data: codec.Data) -> tuple[str, codec.Data]:
        return name, {"text": data["words"], "note": data["note"]} if "words" in data else data

    old = codec.event_of("NoteRewritten", {"note": "N1", "words": "x"}, 1, (to_2, to_3))
    newer = codec.event_of("NoteEdited", {"note": "N1", "words": "x"}, 2, (to_2, to_3))

    assert old == newer == codec.event_of("NoteEdited", {"note": "N1", "text": "x"})


def test_event_of_refuses_a_newer_schema() -> None:
    with pytest.raises(ArchiveError) as refusal:
        codec.event_of("WorkshopArchived", {}, codec.SCHEMA + 1)

    assert refusal.value.key == "archive.newer"


def test_no_event_has_a_field_for_personal_data() -> None:
    names = {field.name for event in get_args(Event) for field in fields(event)}

    assert names & {"email", "token", "phone", "ip", "device", "contact"} == set()


def test_stamp_refuses_a_naive_time() -> None:
    with pytest.raises(ValueError, match="aware"):
        codec.stamp(datetime(2026, 11, 24))


def test_log_of_schema_1_opens_with_its_concerns() -> None:
    """They were called reserves; what such a log says is written in today's words, and read again alike."""
    old = (LOGS / "schema_1.jsonl").read_bytes()
    assert all(name in old for name in (b"ReserveVoiced", b"ReserveWithdrawn", b'"reserves":true'))
    entries = read_archive(old)
    workshop = replay(entries)
    round = workshop.rounds[-1]

    assert round.options == RoundOptions(concerns=True)
    assert {one.item: (one.reason, one.masked) for one in round.concerns.values()} == {
        "PR1": ("Untel s'en servirait.", None),
        "PR2": ("Qui paie?", None),
    }
    assert read_archive(write_archive(entries)) == entries
