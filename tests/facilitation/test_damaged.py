"""One workshop whose log cannot be read says so, and keeps none of the others from going on."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitation import store
from facilitation.door import Door
from facilitation.errors import StoreError
from facilitation.model import StepKind, WorkshopId
from facilitation.rights import Administrator
from tests.room import NOON, Room


def _spoil(room: Room, **values: object) -> Callable[[], None]:
    def spoil() -> None:
        last = (store.events.c.workshop_id == room.id) & (store.events.c.seq == room.workshop.seq)
        with room.door.store.writing() as connection:
            connection.execute(store.events.update().where(last).values(**values))

    return spoil


WAYS = {
    "year one as it used to be written": {"at": "1-01-01T00:00:00.000000Z"},
    "no date": {"at": "yesterday"},
    "no JSON": {"data": "{"},
    "another shape": {"data": "[]"},
    "an unknown event": {"name": "IdeaExploded"},
    "a newer schema": {"schema": 99},
    "an idea that is nowhere": {"name": "NoteWithdrawn", "data": json.dumps({"note": "N99"})},
    "a vote that is nowhere": {"name": "QuorumWaived", "data": json.dumps({"round": "R9", "reason": ""})},
    "a concern that is nowhere": {
        "name": "ConcernUnmasked",
        "data": json.dumps({"round": "R9", "participant": "P1"}),
    },
}


@pytest.fixture(params=WAYS)
def damaged(request: pytest.FixtureRequest, room: Room) -> tuple[Door, WorkshopId]:
    """The door as it is after a restart, and the workshop with a damaged log."""
    room.join()
    room.open(StepKind.IDEAS)
    _spoil(room, **WAYS[request.param])()
    room.door._states.clear()
    return room.door, room.id


def test_look_says_that_it_cannot_be_read(damaged: tuple[Door, WorkshopId]) -> None:
    door, id = damaged
    for _ in range(2):
        with pytest.raises(StoreError) as refusal:
            door.look(id)
        assert refusal.value.key == "store.unreadable"


def test_log_with_a_line_that_is_none_says_so(room: Room) -> None:
    _spoil(room, data="{")()
    with pytest.raises(StoreError) as refusal:
        room.door.entries(room.id)
    assert refusal.value.key == "store.unreadable"


def test_others_are_read_and_written_beside_it(damaged: tuple[Door, WorkshopId]) -> None:
    door, id = damaged
    other, _ = door.create(Administrator(), NOON)
    answers = {"kind": None, "table": None, "language": "fr", "consents": {"terms"}}

    with pytest.raises(StoreError) as refusal:
        door.enrol(id, "token", **answers).result(5)

    assert refusal.value.key == "store.unreadable"
    assert {card.id for card in door.cards(Administrator())} == {id, other}
    assert door.look(other).seq == 0


def test_it_is_not_read_again_for_every_phone_that_asks(room: Room) -> None:
    room.open(StepKind.IDEAS)
    _spoil(room, data="{")()
    room.door._states.clear()
    asked: list[str] = []
    sa.event.listen(room.door.store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    for _ in range(10):
        with pytest.raises(StoreError):
            room.door.look(room.id)

    assert len([one for one in asked if "FROM event" in one]) == 1
