"""HTTP/1.1 as a phone's browser speaks it: one connection kept for requests, one for the stream.

A client library would cost the driver more than the server spends; this one knows only what our own
server answers (a length, or lines of an event stream).
"""

import asyncio
import gzip
from collections.abc import AsyncGenerator
from dataclasses import dataclass

PATIENCE = 20.0  # seconds, as the phone's script


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Line:
    """Requests to one server from one local address; the connection is kept while the server keeps it."""

    def __init__(self, port: int, address: str) -> None:
        self.port = port
        self.address = address
        self.cookies: dict[str, str] = {}
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request; raises OSError or TimeoutError when there is no answer."""
        return await asyncio.wait_for(self._ask(method, path, body, headers), PATIENCE)

    async def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        kept = self._open is not None
        try:
            return await self._once(method, path, body, headers)
        except (OSError, EOFError):
            self.hang_up()
            if not kept:
                raise ConnectionError(path) from None
        return await self._once(method, path, body, headers)  # a kept connection may have been closed since

    async def _once(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        if self._open is None:
            self._open = await self._connect()
        reader, writer = self._open
        writer.write(self._head(method, path, len(body), headers) + body)
        status, given = await _read_head(reader)
        content = await reader.readexactly(int(given.get("content-length", 0)))
        if given.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        if given.get("connection") == "close":
            self.hang_up()
        self._remember(given.get("set-cookie", ""))
        return Answer(status, given, content)

    async def stream(self, path: str, last: str) -> AsyncGenerator[bytes, None]:
        """The lines of an event stream, until the server ends it."""
        reader, writer = await asyncio.wait_for(self._connect(), PATIENCE)
        try:
            writer.write(self._head("GET", path, 0, {"last-event-id": last} if last else {}))
            status, _ = await asyncio.wait_for(_read_head(reader), PATIENCE)
            if status != 200:
                raise ConnectionError(f"{path}: {status}")
            while line := await reader.readline():
                yield line
        finally:
            writer.close()

    def hang_up(self) -> None:
        """Closes the kept connection."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(self.address, 0), limit=2**18
        )

    def _head(self, method: str, path: str, length: int, headers: dict[str, str]) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"host: 127.0.0.1:{self.port}", "accept-encoding: gzip"]
        if self.cookies:
            lines.append("cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if length:
            lines += [f"content-length: {length}", "content-type: application/json"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _remember(self, header: str) -> None:
        name, _, value = header.partition(";")[0].partition("=")
        if name:
            self.cookies[name] = value


async def _read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in head[1:] if line)
    return int(head[0].split()[1]), {name.lower(): value.strip() for name, _, value in pairs}
