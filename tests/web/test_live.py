"""The live stream: a commit is told to every stream of its workshop, gathered, and to no other."""

import asyncio
import json

from facilitation.model import NoteType, StepKind
from facilitation.rights import Administrator
from facilitation.rules.groups import create_group, name_group
from facilitation.rules.notes import submit_note
from facilitation.rules.steps import close_step, reveal_step
from tests.conftest import NOON, Room
from web.live import Hub


async def _next(messages) -> dict[str, int]:  # type: ignore[no-untyped-def]
    message = await asyncio.wait_for(anext(messages), 5)
    return dict(json.loads(message.decode().split("data: ")[1]))


def test_stream_tells_where_it_stands_then_each_change(room: Room) -> None:
    async def listen() -> list[int]:
        hub = Hub(room.door)
        messages = hub.messages(room.id)
        seen = [(await _next(messages))["seq"]]
        await asyncio.to_thread(room.open, StepKind.IDEAS)
        seen.append((await _next(messages))["seq"])
        hub.close()
        return seen

    assert asyncio.run(listen()) == [1, 2]


def test_stream_gathers_a_burst_into_one_message(room: Room) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)

    async def listen() -> tuple[dict[str, int], int]:
        hub = Hub(room.door)
        messages = hub.messages(room.id)
        await _next(messages)

        def burst() -> None:
            asked = {"participant": person, "type": NoteType.IDEA, "language": "fr"}
            writing = [
                room.door.submit(room.id, submit_note, text=f"Idée {number}", **asked) for number in range(20)
            ]
            for one in writing:
                one.result(5)

        await asyncio.to_thread(burst)
        told = 1
        last = await _next(messages)
        while last["seq"] < room.workshop.seq:
            last, told = await _next(messages), told + 1
        hub.close()
        return last, told

    last, told = asyncio.run(listen())

    assert last == {"seq": room.workshop.seq, "moves": room.workshop.moves}
    assert told <= 5


def test_stream_tells_what_came_while_the_last_message_was_on_its_way(room: Room) -> None:
    async def listen() -> int:
        hub = Hub(room.door)
        messages = hub.messages(room.id)
        await _next(messages)
        await asyncio.to_thread(room.open, StepKind.IDEAS)
        await asyncio.sleep(0.3)  # told to the channel while nobody was waiting yet
        seen = await _next(messages)
        hub.close()
        return seen["seq"]

    assert asyncio.run(listen()) == room.workshop.seq


def test_moves_count_only_what_phones_must_hear_of(room: Room) -> None:
    before = room.workshop.moves
    person = room.join()
    assert room.workshop.moves == before
    room.open(StepKind.IDEAS)
    room.idea(person, "Une idée")

    assert room.workshop.moves == before + 1


def test_sorting_wakes_phones_only_once_the_board_is_revealed(room: Room) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)
    room.idea(person, "Une idée")
    room.open(StepKind.GROUPING)
    before = room.workshop.moves
    room.lead(create_group, title_fr="Un groupe", ideas=["N1"])
    hidden = room.workshop.moves - before
    room.lead(close_step, step=StepKind.GROUPING)
    room.lead(reveal_step, step=StepKind.GROUPING)
    before = room.workshop.moves
    room.lead(name_group, group="G1", title_fr="Un autre nom")

    assert (hidden, room.workshop.moves - before) == (0, 1)


def test_stream_hears_nothing_of_another_workshop(room: Room) -> None:
    other, _ = room.door.create(Administrator(), NOON)

    async def listen() -> int:
        hub = Hub(room.door)
        messages = hub.messages(other)
        await _next(messages)
        pending = asyncio.ensure_future(_next(messages))
        await asyncio.to_thread(room.open, StepKind.IDEAS)
        await asyncio.sleep(0.3)
        quiet = not pending.done()
        hub.close()
        await asyncio.gather(pending, return_exceptions=True)
        return int(quiet)

    assert asyncio.run(listen()) == 1


def test_close_ends_every_stream(room: Room) -> None:
    async def listen() -> bool:
        hub = Hub(room.door)
        messages = hub.messages(room.id)
        await _next(messages)
        waiting = asyncio.ensure_future(_collect(messages))
        await asyncio.sleep(0.05)
        hub.close()
        await asyncio.wait_for(waiting, 2)
        return True

    assert asyncio.run(listen())


async def _collect(messages) -> list[bytes]:  # type: ignore[no-untyped-def]
    return [message async for message in messages]
