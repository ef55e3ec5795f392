"""The door: decides under one lock, acknowledges after commit, never twice for one key."""

import sqlite3
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from facilitation import store
from facilitation.asking import ask
from facilitation.conditions import GRACE
from facilitation.door import Door, committee_key
from facilitation.errors import RuleError, StoreError
from facilitation.model import NoteType, StepKind, Workshop, WorkshopId
from facilitation.replay import replay
from facilitation.rights import Administrator, Facilitator
from facilitation.rules.framing import archive_workshop
from facilitation.rules.notes import submit_note
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, open_step, reveal_step
from facilitation.store import Contact, Store
from tests.room import FRAMING, NOON, Room


def test_look_is_the_replay_of_the_log(room: Room) -> None:
    room.projects(3)

    assert room.workshop == replay(room.door.entries(room.id))


def test_log_numbers_have_no_gap(room: Room) -> None:
    room.projects(2)

    numbers = [entry.seq for entry in room.door.entries(room.id)]

    assert numbers == list(range(1, len(numbers) + 1))


def test_act_repeated_key_does_nothing_more(room: Room) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)
    asked = {"type": NoteType.IDEA, "text": "Une idée", "language": "fr", "key": "P1:a"}

    first = room.say(submit_note, person, **asked)
    again = room.say(submit_note, person, **{**asked, "text": "Une autre"})

    assert (again.seq, again.events, again.repeated) == (first.seq, first.events, True)
    assert [note.text for note in room.workshop.notes.values()] == ["Une idée"]


def test_act_repeated_key_is_known_after_restart(room: Room, tmp_path: Path) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)
    asked = {"type": NoteType.IDEA, "text": "Une idée", "language": "fr", "key": "P1:a"}
    room.say(submit_note, person, **asked)
    room.door.close()

    reopened = Door(Store(f"sqlite:///{tmp_path / 'recolte.sqlite'}"))
    key = asked.pop("key")
    again = reopened.act(room.id, ask(submit_note, participant=person, **asked), key=key)

    assert again.repeated
    assert len(reopened.look(room.id).notes) == 1
    reopened.close()


def test_act_refuses_the_facilitator_of_another_workshop(room: Room) -> None:
    other, _ = room.door.create(Administrator(), NOON)

    with pytest.raises(RuleError) as refusal:
        room.door.act(room.id, ask(open_step, by=Facilitator(other), step=StepKind.IDEAS))

    assert refusal.value.key == "access.facilitator_only"
    assert room.workshop.current is StepKind.CHECK_IN


def test_act_on_an_unknown_workshop_is_refused(door: Door) -> None:
    with pytest.raises(RuleError) as refusal:
        door.act("nowhere", ask(open_step, by=Facilitator("nowhere"), step=StepKind.IDEAS))

    assert refusal.value.key == "workshop.unknown"


@pytest.mark.parametrize("key", ["", "x", None])
def test_facilitator_wrong_key_gets_no_right(room: Room, key: str | None) -> None:
    assert room.door.facilitator(room.id, key) is None
    assert room.door.committee(room.id, key) is None


def test_committee_key_does_not_facilitate(room: Room) -> None:
    key = committee_key(room.keys.facilitator)

    assert key == room.keys.committee
    assert room.door.committee(room.id, key) is not None
    assert room.door.facilitator(room.id, key) is None


def test_renew_keys_ends_the_old_links(room: Room) -> None:
    keys = room.door.renew_keys(Administrator(), room.id)

    assert room.door.facilitator(room.id, room.keys.facilitator) is None
    assert room.door.committee(room.id, room.keys.committee) is None
    assert room.door.facilitator(room.id, keys.facilitator) == Facilitator(room.id)


def test_enrol_same_device_is_the_same_participant(room: Room) -> None:
    answers = {"table": 1, "language": "fr", "consents": {"terms"}}

    first = room.door.enrol(room.id, "token", kind="student", **answers).result(5)
    again = room.door.enrol(room.id, "token", kind="employer", **answers).result(5)

    assert first == again
    assert [person.kind for person in room.workshop.participants.values()] == ["employer"]
    assert room.door.participant(room.id, "token") == first
    assert room.door.participant(room.id, "stale") is None


def test_enrol_refused_leaves_no_device(room: Room) -> None:
    with pytest.raises(RuleError):
        room.door.enrol(room.id, "token", kind="nobody", table=1, language="fr", consents={"terms"}).result(5)

    assert room.door.participant(room.id, "token") is None
    assert room.workshop.participants == {}


def test_tokens_keys_and_contacts_stay_out_of_the_log(room: Room) -> None:
    person = room.join()
    contact = Contact(person, "Marie Tremblay", "Cégep", "marie@exemple.ca")
    room.door.remember(room.id, contact).result(5)

    with room.door.store.reading() as connection:
        log = "\n".join(row.data for row in connection.execute(sa.select(store.events)))

    assert room.door.contacts(room.id, room.by) == (contact,)
    for secret in (room.tokens[0], room.keys.facilitator, "Marie", "exemple.ca"):
        assert secret not in log


def test_archive_forgets_devices(room: Room) -> None:
    room.join()
    assert room.door.participant(room.id, room.tokens[0]) is not None

    room.lead(archive_workshop)

    assert room.door.participant(room.id, room.tokens[0]) is None
    with pytest.raises(RuleError) as refusal:
        room.open(StepKind.IDEAS)
    assert refusal.value.key == "workshop.archived"


def test_fifty_racing_ballots_leave_one_within_budget(room: Room) -> None:
    first, second, third = room.projects(3)
    person = room.join()
    room.lead(open_round, seed=1)
    start = threading.Barrier(50)
    refusals: list[str] = []

    def tap(number: int) -> None:
        marks = {first: 2, second: 2} if number % 2 else {third: 2, first: 1}
        start.wait()
        try:
            room.say(cast_ballot, person, round="R1", marks=marks, key=f"P:{number}")
        except RuleError as refusal:
            refusals.append(refusal.key)

    threads = [threading.Thread(target=tap, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    round = room.workshop.round
    assert round is not None
    assert refusals == ["ballot.over_budget"] * 25
    assert {ballot.participant: ballot.marks for ballot in round.ballots.values()} == {
        person: {third: 2, first: 1}
    }


def test_ballots_racing_with_the_close_are_counted_or_refused(room: Room) -> None:
    first, *_ = room.projects(2)
    voters = [room.join() for _ in range(20)]
    room.lead(open_round, seed=1)
    counted: list[str] = []
    refusals: set[str] = set()

    def vote(person: str) -> None:
        asked = {"participant": person, "round": "R1", "marks": {first: 1}}
        try:
            room.door.act(room.id, ask(cast_ballot, **asked), at=NOON + GRACE + timedelta(seconds=1))
        except RuleError as refusal:
            refusals.add(refusal.key)
        else:
            counted.append(person)

    threads = [threading.Thread(target=vote, args=(person,)) for person in voters]
    for thread in threads[:10]:
        thread.start()
    room.lead(close_step, step=StepKind.VOTE)
    for thread in threads[10:]:
        thread.start()
    for thread in threads:
        thread.join()

    round = room.workshop.round
    assert round is not None
    assert sorted(round.ballots) == sorted(counted)
    assert refusals == {"ballot.closed"}
    room.lead(reveal_step, step=StepKind.VOTE)


def test_store_that_cannot_write_refuses_and_recovers(room: Room, tmp_path: Path) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)
    before = room.workshop
    with sqlite3.connect(tmp_path / "recolte.sqlite") as saboteur:
        saboteur.execute("ALTER TABLE event RENAME TO away")

    with pytest.raises(StoreError) as refusal:
        room.idea(person, "Perdue?")

    assert refusal.value.key == "store.unavailable"
    assert room.workshop is before
    saboteur.execute("ALTER TABLE away RENAME TO event")
    saboteur.close()
    room.idea(person, "Gardée")
    assert [note.text for note in room.workshop.notes.values()] == ["Gardée"]


def test_store_in_use_is_refused_to_a_second_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'r.sqlite'}"
    first = Store(url)

    with pytest.raises(StoreError) as refusal:
        Store(url)

    assert refusal.value.key == "store.in_use"
    first.close()
    Store(url).close()


def test_store_writes_in_wal_with_full_sync(door: Door) -> None:
    with door.store.reading() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert values == ["wal", 2, 1]


def test_listener_hears_only_what_is_committed(room: Room) -> None:
    heard: list[int] = []
    room.door.listen(lambda _id, workshop: heard.append(workshop.seq))

    room.open(StepKind.IDEAS)
    with pytest.raises(RuleError):
        room.say(submit_note, "P99", type=NoteType.IDEA, text="x", language="fr")

    assert heard == [room.workshop.seq]


def test_create_from_a_log_starts_where_it_left_off(room: Room) -> None:
    room.projects(2)
    log = room.door.entries(room.id)

    copy, _ = room.door.create(Administrator(), NOON, log=log)

    assert room.door.look(copy) == room.workshop
    assert room.door.entries(copy) == log
    assert room.door.look(copy).framing == FRAMING


def test_request_given_up_before_its_turn_does_nothing_and_harms_nobody(room: Room) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)
    hold = threading.Event()
    room.door.listen(lambda _id, _workshop: hold.wait(5))
    asked = {"type": NoteType.IDEA, "language": "fr"}
    first = room.door.submit(room.id, ask(submit_note, participant=person, text="Première", **asked))
    time.sleep(0.2)

    given_up = room.door.submit(room.id, ask(submit_note, participant=person, text="Abandonnée", **asked))
    assert given_up.cancel()
    hold.set()

    first.result(5)
    room.idea(person, "Suivante")
    assert [note.text for note in room.workshop.notes.values()] == ["Première", "Suivante"]


def test_cache_of_what_encoders_read_is_emptied_when_it_is_full(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_ENCODED", 10)
    door.keep_encoded("e", "1", {"a": b"12345", "b": b"12345"}).result(5)
    assert door.encoded("e", "1", ["a", "b"]).keys() == {"a", "b"}
    door.keep_encoded("e", "1", {"c": b"1"}).result(5)
    assert door.encoded("e", "1", ["a", "b", "c"]) == {"c": b"1"}


def test_whole_vectors_of_an_earlier_version_are_thrown_away(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    old = Store(url)
    with old.writing() as connection:
        store.keep_encoded(connection, "e", "1", {"a": bytes(2_048)})
        store.write_setting(connection, "schema", "3")
    old.close()

    door = Door(Store(url))
    assert door.encoded("e", "1", ["a"]) == {}
    door.close()


def test_store_of_an_earlier_version_gains_what_is_new(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    old = Store(url)
    with old.writing() as connection:
        connection.exec_driver_sql("DROP TABLE vector")
        store.write_setting(connection, "schema", "1")
    old.close()

    door = Door(Store(url))
    door.keep_encoded("e", "1", {"a": b"row"}).result(5)
    door.keep_encoded("e", "1", {"a": b"other", "b": b"more"}).result(5)
    assert door.encoded("e", "1", ["a", "b", "c"]) == {"a": b"row", "b": b"more"}
    assert door.encoded("e", "2", ["a"]) == {}
    door.close()


def test_who_cannot_be_told_holds_nobody_up(room: Room) -> None:
    def deaf(id: WorkshopId, workshop: Workshop) -> None:
        raise RuntimeError("nobody is there")

    room.door.listen(deaf)
    assert room.join() == "P1"
    assert room.join() == "P2"
