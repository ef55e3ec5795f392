"""The live stream: a commit is told to every stream of its workshop, gathered, and to no other."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable

import pytest
from starlette.types import Message

from facilitation.asking import ask
from facilitation.model import NoteType, StepKind, WorkshopId
from facilitation.rights import Administrator
from facilitation.rules.groups import create_group, name_group
from facilitation.rules.notes import submit_note
from facilitation.rules.projector import mask_projector
from facilitation.rules.steps import close_step, open_step, reveal_step
from tests.room import NOON, Room
from tests.web.conftest import reader, staff
from web import live
from web.access import works_here
from web.live import Counted, Hub, Stream, each_commit, each_move

Messages = AsyncGenerator[bytes, None]


def _messages(hub: Hub, id: WorkshopId, counted: Counted = each_commit, last: str = "") -> Messages:
    return hub.messages(id, counted, last)


async def _next(messages) -> dict[str, int]:  # type: ignore[no-untyped-def]
    message = b""
    while b"data: " not in message:
        message = await asyncio.wait_for(anext(messages), 5)
    return dict(json.loads(message.decode().split("data: ")[1]))


def test_stream_tells_where_it_stands_then_each_change(room: Room) -> None:
    async def listen() -> list[int]:
        hub = Hub(room.door)
        messages = _messages(hub, room.id)
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
        messages = _messages(hub, room.id)
        await _next(messages)

        def burst() -> None:
            asked = {"participant": person, "type": NoteType.IDEA, "language": "fr"}
            writing = [
                room.door.submit(room.id, ask(submit_note, text=f"Idée {number}", **asked))
                for number in range(20)
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

    assert last == {"seq": room.workshop.seq, "moves": room.workshop.moves, "spread": 250, "screen": 0}
    assert told <= 5


def test_stream_tells_of_a_masked_screen_without_a_pause(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PAUSE", 60.0)

    async def listen() -> list[int]:
        hub = Hub(room.door)
        messages = _messages(hub, room.id)
        seen = [(await _next(messages))["screen"]]
        for rule, asked in (
            (open_step, {"step": StepKind.IDEAS}),  # gathered: told with the mask
            (mask_projector, {"masked": True}),
            (mask_projector, {"masked": False}),
        ):
            await asyncio.to_thread(room.lead, rule, **asked)
            if rule is mask_projector:
                seen.append((await _next(messages))["screen"])
        hub.close()
        return seen

    assert asyncio.run(listen()) == [0, 1, 0]


def test_stream_tells_what_came_while_the_last_message_was_on_its_way(room: Room) -> None:
    async def listen() -> int:
        hub = Hub(room.door)
        messages = _messages(hub, room.id)
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
        messages = _messages(hub, other)
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
        messages = _messages(hub, room.id)
        await _next(messages)
        waiting = asyncio.ensure_future(_collect(messages))
        await asyncio.sleep(0.05)
        hub.close()
        await asyncio.wait_for(waiting, 2)
        return True

    assert asyncio.run(listen())


async def _collect(messages) -> list[bytes]:  # type: ignore[no-untyped-def]
    return [message async for message in messages]


def test_phones_hear_only_of_what_moves_them(room: Room) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)

    async def listen() -> tuple[dict[str, int], bool, dict[str, int]]:
        hub = Hub(room.door)
        phone, screen = _messages(hub, room.id, each_move), _messages(hub, room.id, each_commit)
        first, _ = await _next(phone), await _next(screen)
        waiting = asyncio.ensure_future(_next(phone))
        await asyncio.to_thread(room.idea, person, "Une idée")
        await _next(screen)
        woken = waiting.done()
        await asyncio.to_thread(room.lead, close_step, step=StepKind.IDEAS)
        last = await waiting
        hub.close()
        return first, woken, last

    first, woken, last = asyncio.run(listen())

    assert (woken, last["moves"] - first["moves"]) == (False, 1)
    assert ("seq" in first, "seq" in last) == (False, False)  # nor how much was written meanwhile


@pytest.mark.parametrize("counted", [each_commit, each_move])
def test_stream_resumes_without_telling_twice(
    room: Room, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.open(StepKind.IDEAS)
    monkeypatch.setattr(live, "HEART_BEAT", 0.05)

    async def listen(last: str) -> tuple[bytes, bytes]:
        hub = Hub(room.door)
        messages = _messages(hub, room.id, counted, last)
        heard = (await anext(messages), await asyncio.wait_for(anext(messages), 5))
        hub.close()
        return heard

    known = counted(room.workshop)
    number = "seq" if counted is each_commit else "moves"
    news = f'event: now\ndata: {{"{number}":{known}'.encode()
    assert asyncio.run(listen(str(known))) == (b"retry: 2000\n\n", b":\n\n")
    first, then = asyncio.run(listen(str(known - 1)))
    assert (first.startswith(f"retry: 2000\n\nid: {known}\n".encode() + news), then) == (True, b":\n\n")


async def _asked(
    stream: Stream, room: Room, cookie: str, after: Callable[[], object] = bool
) -> list[int | str]:
    """The status, then what was said: a request that ends by itself, or when the test hangs up."""
    stream.hub = Hub(room.door)
    said: list[int | str] = []
    heard = asyncio.Event()

    async def receive() -> Message:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            said.append(message["status"])
        elif message["body"]:
            said.append(message["body"].decode())
            heard.set()

    headers = [(b"cookie", cookie.encode())]
    scope = {"type": "http", "path_params": {"code": room.code}, "headers": headers}
    asking = asyncio.create_task(stream(scope, receive, send))
    await asyncio.wait({asking, asyncio.create_task(heard.wait())}, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.to_thread(after)
    await asyncio.wait({asking}, timeout=0.1 if after is bool else 1)
    stream.hub.close()
    await asking
    return said


def _cookie(home: Room, who: str) -> str:
    return {
        "nobody": "",
        "participant": f"recolte_p={home.tokens[0] if home.tokens else 'x'}",
        "another workshop": f"recolte_f_0000={home.keys.facilitator}",
        "crossed": f"recolte_f_{home.id}={home.keys.committee}",
        "administrator": f"recolte_admin={home.door.admit_administrator()}",
        "facilitator": staff(home)["cookie"],
        "committee": reader(home)["cookie"],
        "scribe": f"recolte_s_{home.id}={home.door.scribe_key(home.by, home.id)}",
    }[who]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((who, 403) for who in ("nobody", "participant", "another workshop", "crossed")),
        *((who, 200) for who in ("facilitator", "committee", "scribe", "administrator")),
    ],
)
def test_each_commit_is_told_to_who_has_a_key_of_the_workshop(home: Room, who: str, status: int) -> None:
    home.join()
    said = asyncio.run(_asked(Stream(each_commit, works_here), home, _cookie(home, who)))
    assert (said[0], len(said) > 1) == (status, status == 200)


def test_moves_are_told_to_everybody_with_the_code(home: Room) -> None:
    assert asyncio.run(_asked(Stream(each_move), home, ""))[0] == 200


def test_renewed_links_end_the_stream_of_the_old_ones(home: Room) -> None:
    def renew() -> None:
        home.door.renew_keys(Administrator(), home.id)
        home.join()

    said = asyncio.run(_asked(Stream(each_commit, works_here), home, staff(home)["cookie"], renew))
    assert (said[0], len(said)) == (200, 2)  # where it stood at first, and nothing of who joined since


def test_large_room_spreads_its_questions(room: Room) -> None:
    for _ in range(200):
        room.join()

    async def listen() -> int:
        hub = Hub(room.door)
        told = await _next(_messages(hub, room.id, each_move))
        hub.close()
        return told["spread"]

    assert asyncio.run(listen()) == 400


def test_stream_of_a_workshop_that_cannot_be_read_just_ends(room: Room) -> None:
    with room.door.store.writing() as connection:
        connection.exec_driver_sql("UPDATE event SET data = '{'")
    room.door._states.clear()
    stream, sent = live.Stream(each_commit), list[dict[str, object]]()

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message) -> None:  # type: ignore[no-untyped-def]
        sent.append(message)

    async def listen() -> None:
        stream.hub = Hub(room.door)
        await stream({"path_params": {"code": room.code}, "headers": []}, receive, send)
        stream.hub.close()

    asyncio.run(listen())

    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]


def test_stream_is_not_read_for_ever(room: Room) -> None:
    """Who sends a body with it leaves: a stream asks nothing."""
    asked = 0

    async def receive() -> Message:
        nonlocal asked
        asked += 1
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def listen() -> list[Message]:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        stream = Stream(each_commit)
        stream.hub = Hub(room.door)
        await asyncio.wait_for(stream({"path_params": {"code": room.code}, "headers": []}, receive, send), 5)
        stream.hub.close()
        return sent

    sent = asyncio.run(listen())
    assert (asked, sent[0]["status"], sent[-1]["more_body"]) == (1, 200, False)
