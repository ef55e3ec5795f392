"""What a connection may send before its request is known: bytes are counted before they are read."""

import asyncio
import socket
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import Server, ServerState

from web import heads
from web.hardening import NotHardened
from web.heads import MOST_BYTES, MOST_HEADERS, PATIENCE, UNREAD, assert_bounded, bounded, enforce

HEAD = b"GET / HTTP/1.1\r\nhost: x\r\n"
POST = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
MEGABYTE = b"a" * 2**20


class Clockwork:
    """Stands for the event loop: timers go when they are told to, and no request is answered."""

    def __init__(self) -> None:
        self.now = 0.0
        self.timers: list[asyncio.TimerHandle] = []
        self.asked: list[Coroutine[Any, Any, None]] = []

    def call_later(self, delay: float, call: Callable[..., None]) -> asyncio.TimerHandle:
        self.timers.append(asyncio.TimerHandle(self.now + delay, call, (), self))  # type: ignore[arg-type]
        return self.timers[-1]

    def create_task(self, work: Coroutine[Any, Any, None]) -> "Unfinished":
        self.asked.append(work)
        return Unfinished()

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        for timer in [one for one in self.timers if one.when() <= self.now and not one.cancelled()]:
            self.timers.remove(timer)
            timer._run()

    def waiting(self) -> int:
        return sum(not timer.cancelled() for timer in self.timers)

    def get_debug(self) -> bool:
        return False

    def _timer_handle_cancelled(self, _timer: asyncio.TimerHandle) -> None:
        pass


class Unfinished:
    """Stands for a task that never ends."""

    def add_done_callback(self, _call: Callable[..., None]) -> None:
        pass


class Wire(asyncio.Transport):
    """Stands for a socket: keeps what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False
        self.protocol: Any = None

    def write(self, data: Any) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol

    def get_protocol(self) -> Any:
        return self.protocol

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Connection:
    """A protocol of uvicorn's, bounded, between a wire and a clock that stand still."""

    def __init__(self, protocol: type[asyncio.Protocol]) -> None:
        self.loop, self.wire = Clockwork(), Wire()
        config = uvicorn.Config(_never, log_config=None, ws="websockets-sansio")
        config.load()
        self.protocol: Any = bounded(protocol)(config, ServerState(), {}, self.loop)  # type: ignore[call-arg]
        self.wire.set_protocol(self.protocol)
        self.protocol.connection_made(self.wire)

    def send(self, *pieces: bytes) -> int:
        """Sends until the other side hangs up; how many pieces it took."""
        for number, piece in enumerate(pieces):
            if self.wire.closed:
                return number
            self.wire.protocol.data_received(piece)
        return len(pieces)

    def answer(self) -> None:
        """As if the app had answered, with the connection kept."""
        self.protocol.cycle.response_complete = True
        self.protocol.on_response_complete()

    def status(self) -> bytes:
        return self.wire.written[9:12]

    def end(self) -> None:
        for work in self.loop.asked:
            work.close()


async def _never(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "websocket.close"} if scope["type"] == "websocket" else {})


@pytest.fixture
def connection() -> Iterator[Connection]:
    made = Connection(HttpToolsProtocol)
    yield made
    made.end()


@pytest.fixture(params=[HttpToolsProtocol, H11Protocol])
def either(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """Over httptools, and over h11 where httptools is missing."""
    made = Connection(request.param)
    yield made
    made.end()


ENDLESS = {
    "one header": HEAD + b"x: ",
    "request line": b"GET /",
    "many headers": HEAD,
    "name of a header": HEAD + b"x",
    "after a body": POST + b"1\r\na\r\n0\r\nx: ",
    "blanks": b" " * 9,
    "empty lines": b"\r\n",
}


@pytest.mark.parametrize("start", ENDLESS.values(), ids=ENDLESS)
def test_endless_head_is_read_no_further_than_its_bound(connection: Connection, start: bytes) -> None:
    filler = {HEAD: b"a: b\r\n" * 10_000, b"\r\n": b"\r\n" * 30_000}.get(start, b"a" * 65_536)
    read = 0
    feed = connection.protocol.parser.feed_data

    class Counting:
        def feed_data(self, data: bytes) -> None:
            nonlocal read
            read += len(data)
            feed(data)

        def __getattr__(self, name: str) -> Any:
            return getattr(parser, name)

    parser, connection.protocol.parser = connection.protocol.parser, Counting()
    taken = connection.send(start, *[filler] * 2_400)  # 150 MB

    assert (taken <= 3, connection.wire.closed) == (True, True)
    assert read <= len(start) + MOST_BYTES
    if not start.startswith((POST, b" ")):
        assert connection.status() in (b"431", b"400")


def test_head_within_its_bounds_passes_in_any_pieces(connection: Connection) -> None:
    head = HEAD + b"".join(b"a%d: %s\r\n" % (n, b"b" * 300) for n in range(MOST_HEADERS - 1)) + b"\r\n"
    assert len(head) < MOST_BYTES
    connection.send(*[head[n : n + 1] for n in range(len(head))])

    assert (len(connection.loop.asked), connection.wire.closed, connection.loop.waiting()) == (1, False, 0)


def test_one_header_too_many_is_refused(connection: Connection) -> None:
    connection.send(HEAD + b"a: b\r\n" * MOST_HEADERS + b"\r\n")

    assert (connection.status(), connection.wire.closed, connection.loop.asked) == (b"431", True, [])


def test_body_is_no_head(connection: Connection) -> None:
    """A file of some megabytes, in reads of any size: its receiver bounds it, and takes its time."""
    connection.send(POST, *[b"100000\r\n" + MEGABYTE + b"\r\n"] * 3)
    connection.loop.pass_time(1_000)

    assert (len(connection.protocol.cycle.body), connection.wire.closed) == (3 * 2**20, False)


def test_connection_that_says_nothing_is_closed(either: Connection) -> None:
    either.loop.pass_time(PATIENCE - 0.1)
    assert not either.wire.closed
    either.loop.pass_time(0.1)

    assert (either.wire.closed, either.wire.written) == (True, b"")


def test_head_that_dribbles_is_closed_whatever_comes(either: Connection) -> None:
    for _ in range(100):
        either.loop.pass_time(PATIENCE / 50)
        either.send(b"GET / HTTP/1.1\r\nx" if not either.protocol.cycle and either.loop.now < 0.3 else b"a")

    assert either.wire.closed


def test_half_a_head_is_told_why(connection: Connection) -> None:
    connection.send(HEAD)
    connection.loop.pass_time(PATIENCE)

    assert (connection.status(), connection.wire.closed) == (b"408", True)


def test_request_that_is_whole_has_all_the_time_its_answer_takes(either: Connection) -> None:
    """Streams stay open for hours."""
    either.send(HEAD + b"\r\n")
    either.loop.pass_time(10_000)

    assert (either.wire.closed, either.loop.waiting()) == (False, 0)


def test_next_request_on_a_kept_connection_is_watched_too(either: Connection) -> None:
    either.send(HEAD + b"\r\n")
    either.answer()
    either.send(b"GET / HT")
    either.loop.pass_time(PATIENCE)

    assert either.wire.closed


def test_rest_of_a_body_that_was_refused_is_not_waited_for(connection: Connection) -> None:
    connection.send(POST + b"5\r\nab")
    connection.answer()
    connection.send(b"c")
    connection.loop.pass_time(PATIENCE)

    assert (connection.wire.closed, connection.wire.written) == (True, b"")


def test_socket_is_past_its_head(connection: Connection) -> None:
    upgrade = b"connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
    key = b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

    async def open_socket() -> None:
        connection.send(HEAD, upgrade + key)

    asyncio.run(open_socket())
    connection.loop.pass_time(10_000)

    assert (connection.wire.protocol is not connection.protocol, connection.loop.waiting()) == (True, 0)


def test_server_that_starts_is_bounded() -> None:
    enforce()
    enforce()  # once is enough

    async def knock() -> bytes:
        app = PlainTextResponse("in")
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", http="httptools"))
        listening = socket.create_server(("127.0.0.1", 0))
        serving = asyncio.create_task(server.serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        assert_bounded()
        assert heads._started[-1].__mro__[1] is heads.Bounded
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(HEAD + b"x: " + b"a" * 2 * MOST_BYTES)
        answer = await reader.readline()
        writer.close()
        server.should_exit = True
        await serving
        return answer

    assert asyncio.run(knock()).startswith(b"HTTP/1.1 431 ")


def test_start_without_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for started in ([], [HttpToolsProtocol]):
        monkeypatch.setattr(heads, "_started", started)
        with pytest.raises(NotHardened):
            assert_bounded()
    assert Server.startup


@pytest.mark.parametrize(
    "line",
    [b"content-length: 5000", b"Transfer-Encoding: chunked", b"x: " + b"a" * 9_000, b"content-length: 0"],
)
def test_socket_whose_head_is_not_taken_is_not_waited_for(either: Connection, line: bytes) -> None:
    upgrade = b"connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
    key = b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

    async def open_socket() -> None:
        either.send(HEAD + upgrade + key + line + b"\r\n\r\n")

    asyncio.run(open_socket())
    asked = line == b"content-length: 0"  # some devices say so: the app hears of it, and says no
    assert (either.wire.closed, either.status()) == (True, b"403" if asked else b"400")


def test_answer_that_nobody_takes_is_not_kept_for_ever(either: Connection) -> None:
    either.send(HEAD + b"\r\n")
    either.protocol.pause_writing()
    either.loop.pass_time(UNREAD - 1)
    either.protocol.resume_writing()  # a slow phone took a part
    either.protocol.pause_writing()
    either.loop.pass_time(UNREAD - 1)
    assert not either.wire.closed
    either.loop.pass_time(1)
    assert either.wire.closed


def test_nothing_waits_for_a_connection_that_was_lost_while_it_was_written_to(either: Connection) -> None:
    either.send(HEAD + b"\r\n")
    either.protocol.pause_writing()
    either.protocol.connection_lost(None)
    assert either.loop.waiting() == 0
