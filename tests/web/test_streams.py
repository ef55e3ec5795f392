"""A device whose network comes and goes leaves streams behind: the new one is served, the oldest give way."""

import asyncio
from pathlib import Path

from starlette.types import Message, Receive, Scope, Send

from tests.room import Room
from web.flood import TABS, Flood
from web.guard import Guard
from web.live import Hub, Stream, each_move


def _guarded(stream: Stream, home: Room, index: Path) -> Guard:
    index.write_text("<html></html>", "utf-8")

    async def phones(scope: Scope, receive: Receive, send: Send) -> None:
        await stream({**scope, "path_params": {"code": home.code}}, receive, send)

    answers = {"welcome": phones, "phones": phones, "too_fast": phones}
    return Guard(phones, **answers, flood=Flood(500), read_frame=lambda _: None, index=index, held=dict)


def test_oldest_stream_of_a_device_ends_as_if_the_browser_had_left(home: Room, tmp_path: Path) -> None:
    home.join()
    headers = [(b"cookie", f"recolte_p={home.tokens[0]}".encode())]
    asked = {"type": "http", "method": "GET", "path": f"/live/{home.code}", "query_string": b""}
    asked |= {"scheme": "http", "client": ("198.51.100.7", 1), "headers": headers}

    async def silent() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def open_all() -> list[bool]:
        stream = Stream(each_move)
        stream.hub = hub = Hub(home.door)
        guard, streams = _guarded(stream, home, tmp_path / "index.html"), []
        for _ in range(TABS + 2):
            heard = asyncio.Event()

            async def send(message: Message, heard: asyncio.Event = heard) -> None:
                if message.get("body"):
                    heard.set()

            streams.append(asyncio.create_task(guard(dict(asked), silent, send)))
            await asyncio.wait_for(heard.wait(), 5)
        await asyncio.wait(streams[:2], timeout=5)
        ended = [one.done() for one in streams]
        hub.close()
        await asyncio.gather(*streams)
        return ended

    assert asyncio.run(open_all()) == [True] * 2 + [False] * TABS
