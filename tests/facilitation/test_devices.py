"""What anybody may ask of the door costs the database nothing: rights and devices are known in memory."""

import pytest
import sqlalchemy as sa

from facilitation import rights
from facilitation.door import Door
from facilitation.errors import RuleError, StoreError
from facilitation.model import WorkshopId
from tests.counting import statements
from tests.room import NOON, Room


def test_strangers_tokens_cost_one_reading_of_the_workshop(room: Room) -> None:
    person = room.join()
    with statements(room.door.store) as sent:
        strangers = {room.door.participant(room.id, f"stranger-{number}") for number in range(500)}

    assert strangers == {None}
    assert [one for one in sent if one.startswith("SELECT")] == sent[1:2]  # after BEGIN
    assert room.door.participant(room.id, room.tokens[0]) == person


def test_false_rights_cost_no_statement(room: Room) -> None:
    door = room.door
    with statements(door.store) as sent:
        for number in range(100):
            false = WorkshopId(f"{number:016x}")
            for right in (door.facilitator, door.committee, door.scribe):
                with pytest.raises(RuleError, match=r"workshop\.unknown"):
                    right(false, "key")
            assert (door.administrator(f"token-{number}"), door.find(f"CODE{number}")) == (None, None)
            assert door.facilitator(room.id, f"key-{number}") is None

    assert sent == []


def test_newcomer_is_known_at_once_whoever_asked_before(room: Room) -> None:
    assert room.door.participant(room.id, "token-0") is None
    person = room.join()

    with statements(room.door.store) as sent:
        assert room.door.participant(room.id, "token-0") == person
    assert sent == []


def test_link_that_was_not_committed_is_not_known(room: Room) -> None:
    room.door.participant(room.id, "token-0")  # the devices are in memory from here on
    answers = {"kind": "student", "table": 1, "language": "fr", "consents": {"terms"}}

    def no_commit(_connection: sa.Connection) -> None:
        raise sa.exc.OperationalError("COMMIT", {}, Exception("disk full"))

    sa.event.listen(room.door.store.engine, "commit", no_commit)
    try:
        with pytest.raises(StoreError):
            room.door.enrol(room.id, "token-0", at=NOON, **answers).result(5)
    finally:
        sa.event.remove(room.door.store.engine, "commit", no_commit)

    assert room.door.participant(room.id, "token-0") is None
    assert room.join() == "P1"
    assert room.door.participant(room.id, "token-0") == "P1"


def test_devices_and_administrator_outlive_a_restart(room: Room) -> None:
    person, token = room.join(), room.door.admit_administrator()
    room.door.store.close()
    again = Door(type(room.door.store)(str(room.door.store.url)))
    try:
        assert again.participant(room.id, room.tokens[0]) == person
        assert again.administrator(token) is not None
        with statements(again.store) as sent:
            assert again.administrator(token) is not None
        assert sent == []
    finally:
        again.close()


def test_long_text_typed_for_a_code_is_not_read_to_its_end() -> None:
    assert rights.read_code("abcd-efgh") == "ABCDEFGH"
    assert rights.read_code("-" * rights.TYPED + "ABCDEFGH") == ""
