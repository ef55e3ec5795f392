"""Those who wish a room ill, in a process of their own.

`python -m bench.driving.hostile NAME PORT CODE SECONDS` prints what it was answered, as JSON: statuses,
«closed» for a connection that was hung up on, «held» for one that still stands at the end.
"""

import asyncio
import contextlib
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable

FALSE = "; ".join(f"recolte_f_{n:016x}=x" for n in range(480))  # just under nginx's 8 kB
PIECE = b"a" * 65_536
RATE = 500  # requests a second of a bot
AT_ONCE = 8  # its connections

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Attack:
    """One who attacks one address of one server, until the time is up."""

    def __init__(self, port: int, code: str, seconds: float) -> None:
        self.port = port
        self.code = code
        self.ends = time.monotonic() + seconds
        self.answers: Counter[str] = Counter()
        self.asked = 0

    def goes_on(self) -> bool:
        return time.monotonic() < self.ends

    async def false_cookies(self) -> None:
        """Four connections, as fast as they are answered."""
        await asyncio.gather(*[self._asks(lambda: "/run_sheet", lambda: FALSE, 0.002) for _ in range(4)])

    async def large_cookie(self) -> None:
        """A cookie header of one megabyte, again and again."""
        cookie = "; ".join(f"recolte_f_{n:016x}=x" for n in range(37_000))
        await asyncio.gather(*[self._asks(lambda: "/", lambda: cookie, 0.05) for _ in range(2)])

    async def large_header(self) -> None:
        """150 MB in one header, and again as soon as somebody hangs up."""
        while self.goes_on():
            with contextlib.suppress(OSError):
                reader, writer = await self._open(b"GET / HTTP/1.1\r\nhost: x\r\nx: ")
                await self._pour(writer, 150 * 2**20)
                self._count(await _status(reader))
                writer.close()
            await asyncio.sleep(0.1)

    async def streams(self) -> None:
        """Four thousand streams, held."""
        head = f"GET /live/{self.code} HTTP/1.1\r\nhost: x\r\n\r\n".encode()
        await self._hold([head] * 4_000, answered=True)

    async def half_open(self) -> None:
        """Three thousand requests that are never whole."""
        await self._hold([b"GET / HTTP/1.1\r\nhost: x\r\n"] * 3_000, answered=False)

    async def bot_one_cookie(self) -> None:
        """500 requests a second with one made-up cookie."""
        await self._bot(lambda: "recolte_p=one-made-up-cookie-for-all")

    async def bot_new_cookies(self) -> None:
        """500 requests a second, each with another cookie."""
        await self._bot(lambda: f"recolte_p=made-up-cookie-number-{self.asked}")

    async def bot_no_cookie(self) -> None:
        """500 requests a second without one."""
        await self._bot(lambda: "a=b")

    async def bot_wrong_links(self) -> None:
        """500 wrong keys a second."""
        await self._bot(lambda: "a=b", lambda: f"/f/{self.code}/wrong-{self.asked}")

    async def _bot(self, cookie: Callable[[], str], path: Callable[[], str] | None = None) -> None:
        where = path or (lambda: f"/w/{self.code}")
        await asyncio.gather(*[self._asks(where, cookie, AT_ONCE / RATE) for _ in range(AT_ONCE)])

    async def _asks(self, path: Callable[[], str], cookie: Callable[[], str], pause: float) -> None:
        """One connection that asks once in `pause` seconds, opened again when it is closed."""
        kept: Streams | None = None
        due = time.monotonic()
        while self.goes_on():
            self.asked += 1
            head = f"GET {path()} HTTP/1.1\r\nhost: x\r\ncookie: {cookie()}\r\n\r\n".encode()
            kept = await self._ask(kept, head)
            due = max(due + pause, time.monotonic() - 10 * pause)
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def _ask(self, kept: Streams | None, head: bytes) -> Streams | None:
        try:
            reader, writer = kept or await self._open()
            writer.write(head)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length or 0))
        except (OSError, EOFError, asyncio.LimitOverrunError):
            self._count("closed")
            return None
        self._count(answer[9:12].decode())
        if b"connection: close" in answer:
            writer.close()
            return None
        return reader, writer

    async def _hold(self, heads: list[bytes], *, answered: bool) -> None:
        held: list[Streams] = []
        for number, head in enumerate(heads):
            with contextlib.suppress(OSError):
                held.append(await self._open(head))
            if number % 50 == 0:
                await asyncio.sleep(0.02)
        if answered:
            for reader, _ in held:
                self._count(await _status(reader))
        while self.goes_on():
            await asyncio.sleep(0.1)
        stand = len(held) - sum([await _ended(reader) for reader, _ in held])
        self.answers |= {"held": stand, "closed": len(heads) - stand}

    async def _pour(self, writer: asyncio.StreamWriter, most: int) -> None:
        with contextlib.suppress(OSError):
            for _ in range(most // len(PIECE)):
                if not self.goes_on() or writer.is_closing():
                    return
                writer.write(PIECE)
                await writer.drain()

    async def _open(self, head: bytes = b"") -> Streams:
        opened = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        opened[1].write(head)
        return opened

    def _count(self, answer: str) -> None:
        self.answers[answer] += 1


async def _status(reader: asyncio.StreamReader) -> str:
    with contextlib.suppress(OSError, TimeoutError):
        line = await asyncio.wait_for(reader.readline(), 10)
        return line[9:12].decode() or "closed"
    return "closed"


async def _ended(reader: asyncio.StreamReader) -> bool:
    try:
        await asyncio.wait_for(reader.read(-1), 0.001)
    except TimeoutError:
        return False
    except OSError:
        pass
    return True


ATTACKS: dict[str, Callable[[Attack], Awaitable[None]]] = {
    "480 false cookies": Attack.false_cookies,
    "1 MB cookie header": Attack.large_cookie,
    "150 MB header": Attack.large_header,
    "4,000 streams": Attack.streams,
    "3,000 half-open": Attack.half_open,
    "bot, one cookie": Attack.bot_one_cookie,
    "bot, new cookies": Attack.bot_new_cookies,
    "bot, no cookie": Attack.bot_no_cookie,
    "bot, wrong links": Attack.bot_wrong_links,
}


def main() -> None:
    """Attacks, and tells what came of it."""
    name, port, code, seconds = sys.argv[1:]
    os.nice(10)  # the machine is shared with the server, which is what is measured
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    attack = Attack(int(port), code, float(seconds))
    asyncio.run(_run(attack, name))
    print(json.dumps(attack.answers))


async def _run(attack: Attack, name: str) -> None:
    await ATTACKS[name](attack)


if __name__ == "__main__":
    main()
