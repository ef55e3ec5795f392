"""An archive opens as it was written, or says which line is wrong; no other error comes out of it."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitation.door import Door
from facilitation.errors import ArchiveError, RuleError
from facilitation.events import (
    BallotCast,
    Entry,
    Event,
    HelpAsked,
    IdeaMoved,
    ParticipantCheckedIn,
    PeopleRemoved,
    PeopleRestored,
)
from facilitation.model import Channel, ParticipantId, RoundOptions, StepKind, Workshop
from facilitation.replay import replay
from facilitation.rights import Administrator
from facilitation.rules.concerns import mask_concern, voice_concern
from facilitation.rules.notes import NOTES_PER_PERSON, NOTES_PER_TABLE
from facilitation.rules.participants import (
    MAX_PARTICIPANTS,
    close_arrivals,
    remove_people,
    restore_people,
)
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from locales import LANGUAGES, sentence
from reports.archive.archive import archive_allowed, read_archive, write_archive
from reports.workbook.workbook import workbook
from sample_sessions import SAMPLES
from tests.room import NOON, Room

LIVING_LAB, WINTER = (sample.path.read_bytes() for sample in SAMPLES)


def sealed(lines: list[bytes]) -> bytes:
    """Those lines under a header that fits them: only the lines can be wrong."""
    body = b"".join(line + b"\n" for line in lines)
    header = {"format": "recolte-archive", "schema": 1, "events": len(lines)}
    return json.dumps({**header, "sha256": hashlib.sha256(body).hexdigest()}).encode() + b"\n" + body


def lines(data: bytes = WINTER) -> list[bytes]:
    return data.rstrip(b"\n").split(b"\n")[1:]


def changed(number: int, **values: Any) -> bytes:
    """The winter archive with other values in one line (2: the first entry)."""
    kept = lines()
    entry = json.loads(kept[number - 2])
    entry["data"].update(values.pop("data", {}))
    kept[number - 2] = json.dumps({**entry, **values}, ensure_ascii=False).encode()
    return sealed(kept)


def refusal(data: bytes) -> tuple[str, Any]:
    with pytest.raises(ArchiveError) as refused:
        read_archive(data)
    for language in LANGUAGES:
        assert sentence(language, refused.value.key, **refused.value.values)
    return refused.value.key, refused.value.values["line"]


@pytest.mark.parametrize("data", [LIVING_LAB, WINTER])
def test_archive_is_the_same_after_import_and_export(door, data):
    id, _ = door.create(Administrator(), read_archive(data)[0].at, read_archive(data))
    assert write_archive(door.entries(id)) == data
    assert door.look(id) == replay(read_archive(data))


def test_archive_of_a_live_workshop_keeps_keys_and_times(room):
    room.idea_author = room.join()
    room.open(StepKind.IDEAS)
    room.idea(room.idea_author, "Une idée « à part » 😅\nsur deux lignes")
    data = write_archive(room.door.entries(room.id))
    assert read_archive(data) == room.door.entries(room.id)
    assert write_archive(read_archive(data)) == data


def test_archive_of_nothing_is_a_header():
    assert read_archive(write_archive(())) == ()


def test_archive_holds_no_token(room):
    room.join()
    assert room.tokens[0].encode() not in write_archive(room.door.entries(room.id))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"hello\n",
        b"[]\n",
        b"\xff\xfe\n",
        b'{"format":"other","schema":1,"events":0,"sha256":""}\n',
        b'{"format":"recolte-archive","schema":0,"events":0,"sha256":""}\n',
        b'{"format":"recolte-archive","schema":1}\n',
        b"[" * 100_000 + b"\n",
        b"\n".join(lines()) + b"\n",
        b"\xef\xbb\xbf" + WINTER,
    ],
    ids=range(11),
)
def test_read_archive_refuses_what_is_not_one(data):
    assert refusal(data) == ("archive.not_one", 1)


def test_read_archive_refuses_a_newer_schema_whatever_else_its_header_says():
    assert refusal(b'{"format":"recolte-archive","schema":99,"seal":"x"}\n') == ("archive.newer", 1)


@pytest.mark.parametrize(
    "data",
    [
        WINTER[:-1],
        WINTER + b"\n",
        WINTER.replace(b"Trottibus", b"Trottibas"),
        WINTER.replace(b"\n", b"\r\n"),
        b"\n".join(WINTER.split(b"\n")[:-2]) + b"\n",
    ],
    ids=["cut", "longer", "other word", "other line ends", "a line less"],
)
def test_read_archive_sees_that_a_file_was_changed(data):
    assert refusal(data)[0] in ("archive.changed", "archive.line_broken")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"null",
        b"\xff\xff",
        b'{"seq":7}',
        b"{" * 5_000,
        b'{"a":' * 50_000,
        b'"\\ud800"',
        b"NaN",
    ],
    ids=range(9),
)
def test_read_archive_names_the_line_that_is_no_entry(line):
    kept = lines()
    kept[5] = line
    assert refusal(sealed(kept)) == ("archive.line_broken", 7)


@pytest.mark.parametrize(
    "values",
    [
        {"event": "IdeaExploded"},
        {"event": "NoteSubmitted"},
        {"seq": 5},
        {"seq": -1},
        {"seq": 10**30},
        {"seq": True},
        {"seq": "4"},
        {"at": "2024-01-18T23:30:00"},
        {"at": "2024-01-18 23:30"},
        {"at": "2024-01-18T23:30:00.000000+05:00"},
        {"at": "2024-99-18T23:30:00.000000Z"},
        {"at": "2024-1-18T23:30:00.000000Z"},
        {"at": "2024-01-18T23:30:00Z"},
        {"at": "2024-01-18T23:30:00.5Z"},
        {"at": "2024-01-18T23:30:00.0000000001Z"},
        {"at": "2024-01-18T24:00:00.000000Z"},
        {"at": "2016-12-31T23:59:60.000000Z"},
        {"at": "1-01-01T00:00:00.000000Z"},
        {"at": "10000-01-01T00:00:00.000000Z"},
        {"at": "٢٠٢٤-01-18T23:30:00.000000Z"},
        {"actor": None},
        {"actor": "x" * 33},
        {"actor": "P1\u0000"},
        {"key": "x" * 121},
        {"extra": 1},
        {"data": {"consents": "terms"}},
        {"data": {"table": "3"}},
        {"data": {"table": 1.5}},
        {"data": {"channel": "pigeon"}},
    ],
    ids=str,
)
def test_read_archive_names_the_line_with_wrong_values(values):
    assert refusal(changed(4, **values)) == ("archive.line_broken", 4)


@pytest.mark.parametrize(
    "inner", ["NaN", "1e999", '"\\ud800"', "[" * 3_000 + "]" * 3_000, "1" * 5_000], ids=range(5)
)
def test_read_archive_names_the_line_with_an_impossible_value(inner):
    kept = lines()
    kept[2] = kept[2].replace(b'"table":', f'"table":{inner},"was":'.encode())
    assert refusal(sealed(kept))[1] == 4


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00.000000Z",
        "1999-12-31T23:59:59.999999Z",
        "2201-01-01T00:00:00.000000Z",
        "9999-12-31T23:59:59.999999Z",
    ],
)
def test_read_archive_refuses_a_date_out_of_this_world_with_a_sentence(at):
    with pytest.raises(ArchiveError) as refused:
        read_archive(changed(4, at=at))
    error = refused.value
    assert (error.key, error.values) == ("archive.date", {"line": 4, "first": "2000", "last": "2200"})
    for language in LANGUAGES:
        assert "2200" in sentence(language, error.key, **error.values)


@pytest.mark.parametrize("at", ["2000-01-01T00:00:00.000000Z", "2200-12-31T23:59:59.999999Z"])
def test_archive_of_the_first_and_last_moment_comes_back_as_it_was(at, door):
    """Import, store, close, reopen, export, import: the same state, and the same bytes."""
    assert _there_and_back(changed(4, at=at), door) == read_archive(changed(4, at=at))


def test_archive_whose_clock_went_back_comes_back_as_it_was(door):
    data = changed(9, at="2010-02-01T12:00:00.000000Z")
    assert _there_and_back(data, door) == read_archive(data)


@pytest.mark.heavy
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_archive_that_is_taken_comes_back_as_it_was(door, data):
    """Whatever stands in a line: what the import takes can be stored, opened and given out again."""
    kept = lines(data.draw(st.sampled_from([WINTER, LIVING_LAB])))
    number = data.draw(st.integers(0, len(kept) - 1))
    entry = json.loads(kept[number])
    where = entry["data"] if entry["data"] and data.draw(st.booleans()) else entry
    name = data.draw(st.sampled_from(sorted(where)))
    dates = st.datetimes().map(lambda one: one.isoformat(timespec="microseconds") + "Z")
    odd = st.one_of(st.none(), st.integers(), st.floats(allow_nan=False), st.text(max_size=40), dates)
    where[name] = data.draw(odd)
    kept[number] = json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace")
    archive = sealed(kept)
    try:
        entries = read_archive(archive)
    except ArchiveError:
        return
    assert _there_and_back(archive, door) == entries


def _there_and_back(data: bytes, door: Door) -> tuple[Entry, ...]:
    """The log of that archive after it was stored, read anew and written again."""
    entries = read_archive(data)
    id, _ = door.create(Administrator(), entries[0].at, log=entries)
    state = door.look(id)
    door._states.clear()
    assert door.look(id) == state == replay(entries)
    return read_archive(write_archive(door.entries(id)))


@pytest.mark.parametrize(
    ("event", "values"),
    [
        ("WorkshopFramed", {"framing": {"tables": 100}}),
        ("WorkshopFramed", {"framing": {"title": "x" * 161}}),
        ("WorkshopFramed", {"framing": {"question_fr": "x" * 401}}),
        ("ParticipantCheckedIn", {"table": 100}),
        ("ParticipantCheckedIn", {"table": 0}),
        ("NoteSubmitted", {"text": "x" * 281}),
        ("NoteSubmitted", {"table": -1}),
        ("HatCommented", {"text": "x" * 281}),
        ("CellDefined", {"maximum": 61}),
        ("CellDefined", {"minimum": 0}),
        ("RoundOpened", {"dots": 21}),
        ("RoundOpened", {"cap": 0}),
        ("RoundOpened", {"method": "credits", "dots": 101}),
        ("RoundOpened", {"method": "ranking"}),
        ("BallotCast", {"marks": {"N1": 3}}),
        ("BallotCast", {"marks": {"N1": -1}}),
        ("BallotCast", {"marks": dict.fromkeys((f"N{n}" for n in range(1, 22)), 1)}),
    ],
    ids=lambda one: str(one)[:40],
)
def test_read_archive_refuses_what_no_workshop_can_hold(event, values):
    kept = lines(LIVING_LAB)
    number = _line_of(event, LIVING_LAB)
    entry = json.loads(kept[number - 2])
    for name, value in values.items():
        inside = isinstance(value, dict) and event == "WorkshopFramed"
        entry["data"][name] = entry["data"][name] | value if inside else value
    kept[number - 2] = json.dumps(entry, ensure_ascii=False).encode()
    assert refusal(sealed(kept)) == ("archive.limit", number)


def test_read_archive_refuses_a_timer_that_no_clock_can_show():
    kept = lines()
    entry = json.loads(kept[-1]) | {"event": "TimerSet", "data": {"seconds": 10**15}, "seq": len(kept) + 1}
    kept.append(json.dumps(entry | {"key": None}).encode())
    assert refusal(sealed(kept)) == ("archive.limit", len(kept) + 1)


def _many(count: int, event: str, **data: object) -> bytes:
    """The first lines of the winter archive, then that event so many times; {} in a value is its number."""
    kept = lines()[:3]
    like = json.loads(next(line for line in lines() if f'"event":"{event}"'.encode() in line))
    for number in range(1, count + 1):
        told = {name: str(value).format(number) if value else value for name, value in data.items()}
        entry = like | {"data": like["data"] | told, "seq": len(kept) + 1, "key": None}
        kept.append(json.dumps(entry).encode())
    return sealed(kept)


@pytest.mark.heavy
def test_read_archive_takes_as_many_people_and_notes_as_the_rules_and_not_one_more():
    already = sum(b"ParticipantCheckedIn" in line for line in lines()[:3])
    came = json.loads(next(line for line in lines() if b"ParticipantCheckedIn" in line))
    author = came["data"]["participant"]
    for event, most, data in (
        ("ParticipantCheckedIn", MAX_PARTICIPANTS - already, {"participant": "Q{}"}),
        ("NoteSubmitted", NOTES_PER_PERSON, {"note": "M{}", "author": author}),
        ("NoteSubmitted", NOTES_PER_TABLE, {"note": "M{}", "author": None, "channel": "scribe"}),
    ):
        assert len(read_archive(_many(most, event, **data))) == most + 3
        assert refusal(_many(most + 1, event, **data)) == ("archive.limit", most + 5)


def test_read_archive_refuses_a_crowd_long_before_its_end():
    data = _many(6_000, "ParticipantCheckedIn", participant="Q{}")
    assert refusal(data)[1] < MAX_PARTICIPANTS + 10


def test_read_archive_refuses_a_key_used_twice():
    kept = lines()
    for number in (4, 9):
        kept[number] = kept[number].replace(b'"key":null', b'"key":"phone-1"')
    assert refusal(sealed(kept)) == ("archive.line_broken", 11)


def test_read_archive_refuses_a_gap():
    kept = lines()
    del kept[10]
    assert refusal(sealed(kept)) == ("archive.line_broken", 12)


def _line_of(event: str, data: bytes = WINTER) -> int:
    return 2 + next(n for n, line in enumerate(lines(data)) if f'"event":"{event}"'.encode() in line)


@pytest.mark.parametrize(
    ("event", "values"),
    [
        ("NoteSubmitted", {"author": "P99"}),
        ("IdeaMoved", {"idea": "N99"}),
        ("IdeaMoved", {"group": "G99"}),
        ("ProjectDefined", {"ideas": ["N1", "N99"]}),
        ("ProjectDefined", {"group": "G99"}),
        ("RoundOpened", {"items": ["PR1", "PR99"]}),
        ("RoundOpened", {"voters": ["P99"]}),
        ("RoundOpened", {"seed": 2**63}),
        ("ParticipantCheckedIn", {"kind": "wizard"}),
        ("ParticipantCheckedIn", {"language": "xx"}),
        ("ParticipantCheckedIn", {"table": 10**25}),
    ],
    ids=str,
)
def test_read_archive_names_the_line_that_speaks_of_nothing(event, values):
    number = _line_of(event)
    assert refusal(changed(number, data=values))[1] == number


@pytest.mark.parametrize(
    ("event", "values"),
    [
        ("BallotCast", {"participant": "P99"}),
        ("BallotCast", {"round": "R99"}),
        ("BallotCast", {"marks": {"N99": 1}}),
        ("DecisionRecorded", {"project": "PR99"}),
        ("DecisionRecorded", {"into": "PR99"}),
        ("DecisionRecorded", {"project": "PR1", "into": "PR1"}),
        ("ProjectPlaced", {"area": "A99"}),
        ("IdeaPlaced", {"idea": "N99"}),
        ("CellDefined", {"area": "A99"}),
        ("WishExpressed", {"ranked": ["CEL99"]}),
        ("MembershipProposed", {"cell": "CEL99"}),
        ("MembershipAnswered", {"participant": "P2"}),
        ("HatsDealt", {"subject": "CEL99"}),
        ("HatsDealt", {"assignment": {"P99": "red"}}),
        ("PitchCalled", {"subject": "PR1"}),
        ("HatCommented", {"participant": "P99"}),
        ("HatCommented", {"subject": "PR1"}),
        ("IdeasReferred", {"ideas": ["N99"]}),
    ],
    ids=str,
)
def test_read_archive_names_the_line_that_speaks_of_nothing_later_on(event, values):
    kept = lines(LIVING_LAB)
    number = _line_of(event, LIVING_LAB)
    entry = json.loads(kept[number - 2])
    entry["data"].update(values)
    kept[number - 2] = json.dumps(entry, ensure_ascii=False).encode()
    assert refusal(sealed(kept)) == ("archive.reference", number)


def test_read_archive_refuses_ideas_merged_in_a_circle():
    entry = {"actor": "facilitator", "at": "2024-01-19T02:00:00.000000Z", "event": "IdeasMerged", "key": None}
    first, second = ({"lead": a, "merged": [b], "text": "x"} for a, b in (("N1", "N2"), ("N2", "N1")))
    kept = lines()
    for data in (first, second):
        kept.append(json.dumps({**entry, "seq": len(kept) + 1, "data": data}).encode())
    assert refusal(sealed(kept)) == ("archive.reference", len(kept) + 1)


def test_read_archive_refuses_projects_merged_in_a_circle():
    kept = lines(LIVING_LAB)
    start = next(n for n, line in enumerate(kept) if b'"event":"DecisionRecorded"' in line)
    entry = json.loads(kept[start]) | {"key": None}
    kept = kept[:start]
    for project, into in (("PR1", "PR2"), ("PR2", "PR3"), ("PR3", "PR1")):
        decided = {
            "project": project,
            "outcome": "merged",
            "reason_code": "merged",
            "sentence": "",
            "into": into,
        }
        kept.append(json.dumps({**entry, "seq": len(kept) + 1, "data": decided}).encode())
    assert refusal(sealed(kept)) == ("archive.reference", len(kept) + 1)
    assert len(read_archive(sealed(kept[:-1]))) == len(kept) - 1


@pytest.mark.parametrize("event", ["ConcernMasked", "ConcernUnmasked"])
def test_read_archive_refuses_to_mask_what_nobody_voiced(event):
    kept = lines(LIVING_LAB)
    said = {"round": "R1", "participant": "P1"} | ({"reason": "x"} if event == "ConcernMasked" else {})
    entry = json.loads(kept[-1]) | {"event": event, "key": None, "data": said, "seq": len(kept) + 1}
    kept.append(json.dumps(entry).encode())
    assert refusal(sealed(kept)) == ("archive.reference", len(kept) + 1)


def test_read_archive_refuses_events_before_the_framing():
    opened = json.loads(lines()[1])
    assert opened["event"] == "StepOpened"
    assert refusal(sealed([json.dumps({**opened, "seq": 1}).encode()])) == ("archive.reference", 2)


def test_read_archive_refuses_what_is_too_big():
    assert refusal(b"x" * 10_000_001) == ("archive.too_big", 1)
    assert refusal(WINTER.split(b"\n")[0] + b"\n" + b"\n" * 200_001) == ("archive.too_many", 200_002)


@pytest.mark.heavy
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_read_archive_lets_no_other_error_out(data):
    """Any byte of any line may be anything: it opens and can be shown, or it is an ArchiveError."""
    kept = lines()
    number = data.draw(st.integers(0, len(kept) - 1))
    line = kept[number]
    where = data.draw(st.integers(0, len(line)))
    junk = data.draw(
        st.one_of(st.binary(max_size=6), st.sampled_from([b"null", b"-1", b'"', b"{}", b"1e400", b"\\u0000"]))
    )
    cut = data.draw(st.integers(0, 12))
    kept[number] = (line[:where] + junk + line[where + cut :]).replace(b"\n", b"")
    try:
        entries = read_archive(sealed(kept))
    except ArchiveError:
        refusal(sealed(kept))
        return
    assert write_archive(entries) == write_archive(read_archive(write_archive(entries)))
    assert workbook(replay(entries), "fr", entries[-1].at, entries)


def test_archive_is_not_given_while_a_vote_is_blind(room):
    projects = room.projects(3)
    room.lead(open_round, seed=1)
    room.say(cast_ballot, "P1", round="R1", marks={projects[0]: 2})
    for rule in (close_step, reveal_step):
        with pytest.raises(RuleError) as refused:
            archive_allowed(room.workshop)
        assert refused.value.key == "archive.blind"
        room.lead(rule, step=StepKind.VOTE)
    archive_allowed(room.workshop)


def test_archive_is_given_before_any_vote():
    archive_allowed(Workshop())


def test_entries_of_unknown_ids_would_break_a_replay():
    """What the import refuses does break a screen: the control is not for show."""
    entries = read_archive(LIVING_LAB)
    moved = next(entry for entry in entries if isinstance(entry.event, IdeaMoved))
    with pytest.raises(KeyError):
        replay([entries[0], replace(moved, seq=2)])
    assert any(isinstance(entry.event, BallotCast) for entry in entries)


def test_archive_holds_what_happened_at_the_door_and_opens_again(room: Room) -> None:
    people = [room.join("employer") for _ in range(3)]
    room.lead(close_arrivals, closed=True)
    room.lead(remove_people, people=people)
    room.lead(restore_people, people=people[:1])
    room.door.renew_code(room.by, room.id)
    room.lead(close_arrivals, closed=False)
    log = room.door.entries(room.id)
    again = read_archive(write_archive(log))
    assert again == log
    assert replay(again) == room.workshop


def test_archive_says_nothing_of_marks_that_left_with_their_person(room: Room) -> None:
    room.projects(2)
    gone, back = room.join("employer"), room.join("employer")
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    for who in (gone, back):
        room.say(cast_ballot, who, round="R1", marks={"PR2": 2})
        room.say(voice_concern, who, round="R1", item="PR1", reason="Secret")
    room.lead(remove_people, people=(gone, back))
    room.lead(restore_people, people=(back,))
    room.say(cast_ballot, back, round="R1", marks={"PR1": 1})
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    file = write_archive(room.door.entries(room.id))
    assert (file.count(b'"PR2":2'), file.count(b'"PR1":1'), b"Secret" in file) == (0, 1, False)
    assert replay(read_archive(file)) == room.workshop


def test_archive_keeps_the_revealed_marks_of_who_was_removed_since(room: Room) -> None:
    room.projects(2)
    voter = room.join("employer")
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    room.say(cast_ballot, voter, round="R1", marks={"PR2": 2})
    room.say(voice_concern, voter, round="R1", item="PR1", reason="Qui paie?")
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    room.lead(remove_people, people=(voter,))
    room.lead(mask_concern, round="R1", participant=voter, reason="Nomme quelqu'un")
    again = read_archive(write_archive(room.door.entries(room.id)))
    assert again == room.door.entries(room.id)
    assert replay(again) == room.workshop


@pytest.mark.parametrize(
    "event",
    [
        PeopleRemoved((ParticipantId("P9"),)),
        PeopleRemoved((ParticipantId("P2"),)),  # removed already
        PeopleRestored((ParticipantId("P1"),)),
        ParticipantCheckedIn(ParticipantId("P2"), None, 1, "fr", Channel.PHONE, frozenset()),
        HelpAsked(ParticipantId("P2")),
    ],
)
def test_archive_that_speaks_of_the_wrong_people_is_refused(room: Room, event: Event) -> None:
    room.join()
    room.lead(remove_people, people=(room.join(),))
    log = room.door.entries(room.id)
    with pytest.raises(ArchiveError) as refused:
        read_archive(write_archive((*log, Entry(len(log) + 1, NOON, "x", None, event))))
    assert refused.value.key == "archive.reference"
