"""The live stream: one line for each commit, told to every open phone and screen (server-sent events).

Nobody polls. A commit wakes the streams of its workshop; what is told is only «seq is now 412», written
once for all of them, at most ten times a second. Who wants to know more asks for it.
"""

import asyncio
import contextlib
import json
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from types import FrameType
from typing import Any

from starlette.types import Receive, Scope, Send

from facilitation.door import Door
from facilitation.errors import RuleError
from facilitation.model import Workshop, WorkshopId

PAUSE = 0.1  # seconds during which commits are gathered into one message
HEART_BEAT = 15.0
RETRY = 2_000  # milliseconds after which a browser tries again

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Channel:
    """The streams of one workshop: they all wait for the same next message."""

    def __init__(self, workshop: Workshop) -> None:
        self.message = _message(workshop)
        self.changed = asyncio.Event()

    def tell(self, workshop: Workshop) -> None:
        """Wakes every stream with the news."""
        self.message = _message(workshop)
        before, self.changed = self.changed, asyncio.Event()
        before.set()


class Hub:
    """Carries each commit from the writer's thread to the open streams."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._loop = asyncio.get_running_loop()
        self._channels: dict[WorkshopId, Channel] = {}
        self._news: dict[WorkshopId, Workshop] = {}
        self._lock = threading.Lock()
        self.closing = asyncio.Event()
        door.listen(self._heard)

    def close(self) -> None:
        """Ends every stream: an open one would keep the server from stopping."""
        self.closing.set()
        for channel in self._channels.values():
            channel.changed.set()

    def find(self, code: str) -> WorkshopId | None:
        """The workshop behind a join code."""
        return self._door.find(code)

    def channel(self, id: WorkshopId) -> Channel:
        """The streams of that workshop."""
        if id not in self._channels:
            self._channels[id] = Channel(self._door.look(id))
        return self._channels[id]

    def _heard(self, id: WorkshopId, workshop: Workshop) -> None:
        with self._lock:
            first = not self._news
            self._news[id] = workshop
        if first:
            with contextlib.suppress(RuntimeError):  # the server is closing: nobody is left to tell
                self._loop.call_soon_threadsafe(self._soon)

    def _soon(self) -> None:
        self._loop.call_later(PAUSE, self._tell)

    def _tell(self) -> None:
        with self._lock:
            news, self._news = self._news, {}
        for id, workshop in news.items():
            if id in self._channels:
                self._channels[id].tell(workshop)

    async def messages(self, id: WorkshopId) -> AsyncIterator[bytes]:
        """What one stream sends, from now until the server closes."""
        channel = self.channel(id)
        told = channel.message
        yield f"retry: {RETRY}\n\n".encode() + told
        while not self.closing.is_set():
            if channel.message is not told:  # news may have come while the last one was on its way
                told = channel.message
                yield told
                continue
            try:
                await asyncio.wait_for(channel.changed.wait(), HEART_BEAT)
            except TimeoutError:
                yield b":\n\n"


class Stream:
    """The ASGI endpoint of one stream; `hub` is there once the server has started."""

    def __init__(self) -> None:
        self.hub: Hub | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the messages of the workshop in the path until either side leaves."""
        id = self.hub.find(scope["path_params"]["code"]) if self.hub else None
        if self.hub is None or id is None:
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        sending = asyncio.create_task(_send_all(self.hub, id, send))
        leaving = asyncio.create_task(_left(receive))
        _, pending = await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _send_all(hub: Hub, id: WorkshopId, send: Send) -> None:
    with contextlib.suppress(RuleError, OSError):
        async for message in hub.messages(id):
            await send({"type": "http.response.body", "body": message, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


@contextlib.contextmanager
def ending_with_signals(hub: Hub) -> Iterator[None]:
    """Closes the streams as soon as the server is asked to stop; uvicorn would wait for them."""
    loop = asyncio.get_running_loop()
    before: dict[int, Any] = {}

    def close_first(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(hub.close)
        previous = before[number]
        if callable(previous):
            previous(number, frame)

    if threading.current_thread() is threading.main_thread():
        for number in (int(signal.SIGINT), int(signal.SIGTERM)):
            before[number] = signal.signal(number, close_first)
    try:
        yield
    finally:
        hub.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def _message(workshop: Workshop) -> bytes:
    data = json.dumps({"seq": workshop.seq, "moves": workshop.moves}, separators=(",", ":"))
    return f"id: {workshop.seq}\nevent: now\ndata: {data}\n\n".encode()
