"""A bound on what a connection may send before its request is known: so many bytes, headers and seconds.

uvicorn with httptools has none: one header of 150 MB cost 240 MB and held every phone up for seconds, and a
connection that said nothing stayed for ever. The protocol that uvicorn chose is kept, with its speed; what
comes in is counted before it is read. Streams and sockets are past their head, and stay.
"""

import asyncio
import http
import socket
from typing import TYPE_CHECKING, Any

from uvicorn.server import Server

from web.hardening import NotHardened

if TYPE_CHECKING:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
else:
    HttpToolsProtocol = asyncio.Protocol  # mixed in below, where httptools is installed

MOST_BYTES = 32_768  # of a request line with its headers; nginx gives a single line 8 kB
MOST_HEADERS = 100
PATIENCE = 10.0  # seconds from a connection, or from a request's first byte, to the end of its head
UNREAD = 60.0  # seconds in which nothing is taken of an answer that is too long to be sent at once


class Punctual(HttpToolsProtocol):
    """Closes a connection whose request does not come; mixed into either of uvicorn's protocols."""

    _late: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _held = 0  # bytes that were read of what is not whole, where they are counted

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for a request."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits no more."""
        self._wait_no_more()
        self._is_read()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begins to wait for the other side to take what is written: memory is held for it."""
        super().pause_writing()
        self._unread = self._unread or self.loop.call_later(UNREAD, self.transport.abort)

    def resume_writing(self) -> None:
        """Some of it was taken."""
        super().resume_writing()
        self._is_read()

    def handle_websocket_upgrade(self, *asked: Any) -> None:
        """Hangs up where a socket's reader takes no such head (with a body, too long): it would be silent."""
        super().handle_websocket_upgrade(*asked)
        reader = self.transport.get_protocol()
        if not (getattr(reader, "handshake_initiated", True) or self.transport.is_closing()):
            self._refuse(400)

    def data_received(self, data: bytes) -> None:
        """Reads on, and waits while a request is not whole."""
        super().data_received(data)
        self._watch()

    def _watch(self) -> None:
        if not self._is_ours() or not self._awaits_request():
            self._wait_no_more()
        elif self._late is None and self.timeout_keep_alive_task is None:
            self._late = self.loop.call_later(PATIENCE, self._too_late)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _is_read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _is_ours(self) -> bool:
        """Not closed, and not become a socket."""
        return not self.transport.is_closing() and self.transport.get_protocol() is self

    def _awaits_request(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _too_late(self) -> None:
        self._late = None
        if self._is_ours() and self._awaits_request():
            self._refuse(408) if self._held else self.transport.close()  # a browser may connect ahead

    def _refuse(self, status: int) -> None:
        """Says why where an answer can still be understood, and hangs up."""
        if self._awaits_request():
            line = f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}"
            self.transport.write(f"{line}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n".encode())
        self.transport.close()


class Bounded(Punctual):
    """And one whose request line with its headers is too long: for httptools, which keeps them all."""

    def data_received(self, data: bytes) -> None:
        """Counts before the parser reads: what it was given and told nothing of yet."""
        while data and self._is_ours():
            piece, data = data[: MOST_BYTES - self._held], data[MOST_BYTES - self._held :]
            self._held += len(piece)
            super().data_received(piece)
            if self._held >= MOST_BYTES and self._is_ours():
                self._refuse(431)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One more header."""
        if len(self.headers) < MOST_HEADERS:
            super().on_header(name, value)
        elif self._is_ours():
            self._refuse(431)

    def on_headers_complete(self) -> None:
        """The head is whole: what comes now is told piece by piece."""
        self._held = 0
        if self._is_ours():
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Handed on at once."""
        self._held = 0
        if self._is_ours():
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole, unless it was refused."""
        if self._is_ours():
            super().on_message_complete()


def bounded(protocol: type[asyncio.Protocol]) -> type[asyncio.Protocol]:
    """That protocol with our bounds; h11, where httptools is missing, counts bytes by itself."""
    ours = Bounded if hasattr(protocol, "on_header") else Punctual
    return type(f"{ours.__name__}{protocol.__name__}", (ours, protocol), {})


_started: list[type[asyncio.Protocol]] = []


def enforce() -> None:
    """Every server that this process starts from now on is bounded.

    Streamlit makes uvicorn's configuration itself and lets nobody name a protocol; it reads the name before
    it imports the app. So the server's own start, which comes after both, puts the bounds in.
    """
    if Server.startup.__module__ == __name__:
        return
    startup = Server.startup

    async def bounded_startup(self: Server, sockets: list[socket.socket] | None = None) -> None:
        self.config.http_protocol_class = bounded(self.config.http_protocol_class)
        _started.append(self.config.http_protocol_class)
        await startup(self, sockets)

    Server.startup = bounded_startup  # type: ignore[method-assign]


def assert_bounded() -> None:
    """Raises NotHardened when the server that is starting does not read through our bounds."""
    if not _started or not issubclass(_started[-1], Punctual):
        raise NotHardened("the server reads requests without a bound: web.heads is not in force")
