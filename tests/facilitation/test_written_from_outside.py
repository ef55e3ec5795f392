"""Somebody else writes to the file, or puts back an older one: the door follows the database and goes on."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from facilitation import store
from facilitation.asking import ask
from facilitation.door import Door
from facilitation.errors import RuleError, StoreError
from facilitation.events import Entry, NoteSubmitted, StepOpened
from facilitation.model import Channel, NoteId, NoteType, ParticipantId, StepKind, Workshop
from facilitation.replay import replay
from facilitation.rights import Administrator
from facilitation.rules.notes import submit_note
from facilitation.store import sqlite_module
from tests.room import NOON, Room


@pytest.fixture
def outside(room: Room, tmp_path: Path) -> Callable[[str], None]:
    """Runs SQL on the file as another program would."""

    def run(script: str) -> None:
        with closing(sqlite_module().connect(tmp_path / "recolte.sqlite")) as connection:
            connection.executescript(script)

    return run


def written_outside(room: Room, *entries: Entry) -> None:
    """Entries as a second process would have appended them."""
    with room.door.store.writing() as connection:
        store.append(connection, room.id, entries)


def foreign_note(room: Room, person: ParticipantId, text: str, key: str | None = None) -> Entry:
    with room.door.store.reading() as connection:
        seq = store.last_seq(connection, room.id) + 1
    note = NoteId(f"N{len(room.workshop.notes) + 1}")
    event = NoteSubmitted(note, NoteType.IDEA, person, text, "fr", Channel.PHONE, 1)
    return Entry(seq, NOON, person, key, event)


def texts(workshop: Workshop) -> list[str]:
    return [note.text for note in workshop.notes.values()]


def consistent(room: Room) -> bool:
    log = room.door.entries(room.id)
    return replay(log) == room.workshop and [entry.seq for entry in log] == list(range(1, len(log) + 1))


@pytest.fixture
def person(room: Room) -> ParticipantId:
    person = room.join()
    room.open(StepKind.IDEAS)
    return person


def test_entry_from_outside_is_taken_in_and_writing_goes_on(room: Room, person: ParticipantId) -> None:
    room.idea(person, "Avant")
    written_outside(room, foreign_note(room, person, "Dehors"))

    room.idea(person, "Après")
    room.idea(person, "Encore")

    assert texts(room.workshop) == ["Avant", "Dehors", "Après", "Encore"]
    assert consistent(room)


def test_key_used_outside_is_answered_as_repeated(room: Room, person: ParticipantId) -> None:
    room.idea(person, "Avant")  # the keys of this workshop are in memory from here on
    asked = {"type": NoteType.IDEA, "language": "fr"}
    room.say(submit_note, person, text="Une", key="P1:a", **asked)
    written_outside(room, foreign_note(room, person, "Dehors", key="P1:b"))

    again = room.say(submit_note, person, text="Dehors", key="P1:b", **asked)

    assert again.repeated
    assert texts(room.workshop) == ["Avant", "Une", "Dehors"]
    assert consistent(room)


def test_refusal_is_decided_anew_on_what_was_written_outside(room: Room) -> None:
    person = room.join()  # the step is not open yet, as far as this process knows
    seq = room.workshop.seq + 1
    written_outside(room, Entry(seq, NOON, "facilitator", None, StepOpened(StepKind.IDEAS)))

    room.idea(person, "Permise")

    assert texts(room.workshop) == ["Permise"]
    assert consistent(room)


def test_rule_that_refuses_on_the_new_state_is_heard_not_hidden(
    room: Room, person: ParticipantId, outside: Callable[[str], None]
) -> None:
    outside(f"DELETE FROM event WHERE seq > 1; UPDATE workshop SET seq = 1 WHERE id = '{room.id}'")

    with pytest.raises(RuleError) as refusal:
        room.idea(person, "Personne")

    assert refusal.value.key == "participant.unknown"
    assert room.workshop.seq == 1


def test_older_copy_put_back_under_the_server_is_followed(
    room: Room, person: ParticipantId, outside: Callable[[str], None]
) -> None:
    room.idea(person, "Gardée")
    kept = room.workshop.seq
    for number in range(3):
        room.idea(person, f"Perdue {number}")
    heard: list[int] = []
    room.door.listen(lambda _id, workshop: heard.append(workshop.seq))
    outside(f"DELETE FROM event WHERE seq > {kept}; UPDATE workshop SET seq = {kept} WHERE id = '{room.id}'")

    room.idea(person, "Nouvelle")

    assert texts(room.workshop) == ["Gardée", "Nouvelle"]
    assert consistent(room)
    assert heard == [kept + 1]


def test_people_and_keys_that_went_with_the_older_copy_are_forgotten(
    room: Room, outside: Callable[[str], None]
) -> None:
    room.open(StepKind.IDEAS)
    kept, person = room.workshop.seq, room.join()
    assert room.door.participant(room.id, room.tokens[-1]) == person
    outside(
        f"DELETE FROM event WHERE seq > {kept}; UPDATE workshop SET seq = {kept}; DELETE FROM people;"
        "UPDATE workshop SET facilitator_hash = 'other'"
    )

    with pytest.raises(RuleError):
        room.idea(person, "De personne")

    assert room.door.participant(room.id, room.tokens[-1]) is None
    assert room.door.facilitator(room.id, room.keys.facilitator) is None


def test_workshop_that_went_with_the_older_copy_is_unknown(
    room: Room, person: ParticipantId, outside: Callable[[str], None]
) -> None:
    outside("PRAGMA foreign_keys=OFF; DELETE FROM event; DELETE FROM people; DELETE FROM workshop")

    for _ in range(2):
        with pytest.raises(RuleError) as refusal:
            room.idea(person, "Nulle part")
        assert refusal.value.key == "workshop.unknown"
    with pytest.raises(RuleError):
        room.door.look(room.id)


def test_other_workshops_of_the_batch_are_written_too(room: Room, person: ParticipantId) -> None:
    other, keys = room.door.create(Administrator(), NOON, log=room.door.entries(room.id))
    written_outside(room, foreign_note(room, person, "Dehors"))
    asked = {"participant": person, "type": NoteType.IDEA, "language": "fr"}

    pending = [
        room.door.submit(id, ask(submit_note, text=f"{n}", **asked), at=NOON, key=f"k{n}")
        for n in range(5)
        for id in (room.id, other)
    ]

    assert not any(future.result(5).repeated for future in pending)
    assert texts(room.workshop) == ["Dehors", "0", "1", "2", "3", "4"]
    assert texts(room.door.look(other)) == ["0", "1", "2", "3", "4"]
    assert consistent(room)


def test_one_that_the_database_never_takes_spoils_it_for_nobody_else(
    room: Room, person: ParticipantId, outside: Callable[[str], None]
) -> None:
    outside(
        "CREATE TRIGGER never BEFORE INSERT ON event WHEN NEW.data LIKE '%Poison%'"
        " BEGIN SELECT RAISE(ABORT, 'never'); END"
    )
    asked = {"participant": person, "type": NoteType.IDEA, "language": "fr"}

    pending = [
        room.door.submit(room.id, ask(submit_note, text=text, **asked), at=NOON, key=text)
        for text in ("Une", "Deux", "Poison", "Trois", "Quatre")
    ]
    errors = [type(future.exception(5)) for future in pending]

    assert errors == [type(None), type(None), StoreError, type(None), type(None)]
    assert texts(room.workshop) == ["Une", "Deux", "Trois", "Quatre"]
    assert consistent(room)


def test_thread_that_writes_outlives_what_the_driver_cannot_take(room: Room, person: ParticipantId) -> None:
    asked = {"type": NoteType.IDEA, "language": "fr", "text": "Une"}
    with pytest.raises(UnicodeEncodeError):
        room.say(submit_note, person, key="half \ud800", **asked)

    room.idea(person, "Après")

    assert texts(room.workshop) == ["Après"]


def test_refusing_until_an_event_is_appended_again(
    room: Room, person: ParticipantId, outside: Callable[[str], None]
) -> None:
    assert not room.door.refusing
    outside("ALTER TABLE event RENAME TO away")
    with pytest.raises(StoreError):
        room.idea(person, "Refusée")
    outside("ALTER TABLE away RENAME TO event")

    room.door.ping().result(5)
    with pytest.raises(RuleError):
        room.idea(ParticipantId("P99"), "De personne")
    assert room.door.refusing  # neither a ping nor a refusal by a rule shows that an idea can be kept

    room.idea(person, "Gardée")
    assert not room.door.refusing


def test_state_read_before_the_older_copy_does_not_win_over_what_is_written(
    door: Door, room: Room, person: ParticipantId, outside: Callable[[str], None]
) -> None:
    room.idea(person, "Une")
    ahead = room.workshop
    outside(f"DELETE FROM event WHERE seq = {ahead.seq}; UPDATE workshop SET seq = {ahead.seq - 1}")
    door._states.keep(room.id, ahead)  # somebody who was still reading

    room.idea(person, "Autre")

    assert texts(door.look(room.id)) == ["Autre"]
    assert consistent(room)


def test_statement_of_an_error_shows_no_parameters(room: Room) -> None:
    with pytest.raises(sa.exc.IntegrityError) as error, room.door.store.writing() as connection:
        store.append(connection, room.id, [foreign_note(room, ParticipantId("P1"), "secret")] * 2)

    assert "secret" not in str(error.value)
