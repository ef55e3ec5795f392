"""The live stream (server-sent events): phones and screens are told that something changed, and ask what.

Nobody polls. A commit wakes the streams of its workshop, at most ten times a second (at once where the
room's screen is masked); what is told is only «seq is now 412», written once for all of them. Screens hear
of each commit, ballots included: their stream needs a key of the workshop. Phones hear of those that
change what phones show (`moves`): with a thousand of them, telling each one of every idea that another one
wrote would cost more than all the writing.
"""

import asyncio
import contextlib
import json
import signal
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from types import FrameType
from typing import Any

from starlette.types import Receive, Scope, Send

from facilitation.door import Door
from facilitation.errors import RecolteError
from facilitation.model import Workshop, WorkshopId

PAUSE = 0.1  # seconds during which commits are gathered into one message
HEART_BEAT = 15.0
RETRY = 2_000  # milliseconds after which a browser tries again
SPREAD = 250  # milliseconds over which a small room's phones ask for what changed
SPREAD_EACH = 2  # and more for each participant of a large one: about what an answer costs

Counted = Callable[[Workshop], int]
OpenTo = Callable[[Scope, WorkshopId], bool]

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


def each_commit(workshop: Workshop) -> int:
    """What a screen follows: the number of the last event."""
    return workshop.seq


def each_move(workshop: Workshop) -> int:
    """What a phone follows: how many events changed what phones show."""
    return workshop.moves


class Channel:
    """The streams of one workshop that follow the same number: they all send the same bytes."""

    def __init__(self, workshop: Workshop, counted: Counted) -> None:
        self._counted = counted
        self.id, self.message = self._read(workshop)
        self.listeners: set[asyncio.Event] = set()

    def tell(self, workshop: Workshop) -> None:
        """Wakes every stream, if there is news for it."""
        id, message = self._read(workshop)
        if id != self.id:
            self.id, self.message = id, message
            self.wake()

    def wake(self) -> None:
        """Lets every stream look at what there is to send."""
        for listener in self.listeners:
            listener.set()

    def _read(self, workshop: Workshop) -> tuple[str, bytes]:
        id = str(self._counted(workshop))
        spread = max(SPREAD, SPREAD_EACH * len(workshop.participants))
        screen = workshop.masked + 2 * (workshop.frozen is not None)
        news = {"moves": workshop.moves, "spread": spread, "screen": screen}
        if self._counted is each_commit:  # phones are not told how many ballots came between two moves
            news = {"seq": workshop.seq} | news
        data = json.dumps(news, separators=(",", ":"))
        return id, f"id: {id}\nevent: now\ndata: {data}\n\n".encode()


class Hub:
    """Carries each commit from the writer's thread to the open streams."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._loop = asyncio.get_running_loop()
        self._channels: dict[tuple[WorkshopId, Counted], Channel] = {}
        self._news: dict[WorkshopId, Workshop] = {}
        self._masked: set[WorkshopId] = set()
        self._lock = threading.Lock()
        self.closing = False
        self.last_commit = 0.0
        self._beating = self._loop.call_later(HEART_BEAT, self._beat)
        door.listen(self._heard)

    def close(self) -> None:
        """Ends every stream: an open one would keep the server from stopping."""
        self.closing = True
        self._beating.cancel()
        self._wake_all()

    def find(self, code: str) -> WorkshopId | None:
        """The workshop behind a join code."""
        return self._door.find(code)

    def _beat(self) -> None:
        """A line now and then, so that no proxy takes a silent stream for a dead one."""
        self._wake_all()
        self._beating = self._loop.call_later(HEART_BEAT, self._beat)

    def _wake_all(self) -> None:
        for channel in self._channels.values():
            channel.wake()

    def _channel(self, id: WorkshopId, counted: Counted) -> Channel:
        if (id, counted) not in self._channels:
            self._channels[id, counted] = Channel(self._door.look(id), counted)
        return self._channels[id, counted]

    def _heard(self, id: WorkshopId, workshop: Workshop) -> None:
        with self._lock:
            first = not self._news
            self._news[id] = workshop
            at_once = workshop.masked is not (id in self._masked)  # the room must not read on for a moment
            (self._masked.add if workshop.masked else self._masked.discard)(id)
        with contextlib.suppress(RuntimeError):  # the server is closing: nobody is left to tell
            if at_once:
                self._loop.call_soon_threadsafe(self._tell)
            elif first:
                self._loop.call_soon_threadsafe(self._soon)

    def _soon(self) -> None:
        self.last_commit = time.monotonic()
        self._loop.call_later(PAUSE, self._tell)

    def _tell(self) -> None:
        with self._lock:
            news, self._news = self._news, {}
        for (id, _), channel in self._channels.items():
            if id in news:
                channel.tell(news[id])

    async def messages(
        self, id: WorkshopId, counted: Counted, last: str = "", leaving: "asyncio.Task[None] | None" = None
    ) -> AsyncGenerator[bytes, None]:
        """What one stream sends until the server closes or `leaving` is done.

        `last` is the id that the browser heard last: what it knows already is not told again.
        """
        channel = self._channel(id, counted)
        wake = asyncio.Event()
        channel.listeners.add(wake)
        if leaving is not None:
            leaving.add_done_callback(lambda _: wake.set())
        try:
            told = channel.id
            yield f"retry: {RETRY}\n\n".encode() + (channel.message if told != last else b"")
            while not (self.closing or (leaving is not None and leaving.done())):
                if channel.id != told:  # news may have come while the last message was on its way
                    wake.clear()
                    told = channel.id
                    yield channel.message
                    continue
                await wake.wait()
                wake.clear()
                if channel.id == told:
                    yield b":\n\n"
        finally:
            channel.listeners.discard(wake)


class Stream:
    """The ASGI endpoint of the streams that follow one number; `hub` is there once the server has started.

    `open_to` tells who may listen, asked again at each message: a right that was taken back ends the stream.
    """

    def __init__(self, counted: Counted, open_to: OpenTo = lambda _scope, _id: True) -> None:
        self.counted = counted
        self.open_to = open_to
        self.hub: Hub | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the messages of the workshop in the path until either side leaves."""
        id = self.hub.find(scope["path_params"]["code"]) if self.hub else None
        if self.hub is None or id is None or not self.open_to(scope, id):
            status = 403 if id else 404
            await send({"type": "http.response.start", "status": status, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        leaving = asyncio.create_task(_left(receive))
        if (opened := scope.get("opened")) is not None:
            opened.end = leaving.cancel  # as if the browser had left
        try:
            messages = self.hub.messages(id, self.counted, _last_id(scope), leaving)
            with contextlib.suppress(RecolteError, OSError):
                async with contextlib.aclosing(messages):
                    async for message in messages:
                        if not self.open_to(scope, id):
                            break
                        await send({"type": "http.response.body", "body": message, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            leaving.cancel()


def _last_id(scope: Scope) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"last-event-id"), "")


async def _left(receive: Receive) -> None:
    while not (message := await receive()).get("body") and message["type"] != "http.disconnect":
        pass  # a stream has no body to ask with: whoever sends one would be read for ever


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
