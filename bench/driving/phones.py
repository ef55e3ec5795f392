"""One participant: scans, reads, checks in, listens, writes, votes, as the phone's page and script do."""

import asyncio
import contextlib
import json
import random
import re
import time
from dataclasses import dataclass, field
from secrets import token_hex

from bench.driving.wire import Answer, Line

RETRY = 2.0  # seconds before a browser opens a lost stream again
AT_ONE_ADDRESS = 200  # phones behind one venue address
_FILES = re.compile(rb'(?:src|href)="(/phone/static/[^"]+[.](?:css|js))"')
_ROUND = re.compile(rb'data-ballot="([^"]+)"')
_ITEM = re.compile(rb'data-item="([^"]+)"')
_MOVES = re.compile(rb'data-moves="(\d+)"')


@dataclass
class Tally:
    """What all phones together saw; times in seconds."""

    joins: list[float] = field(default_factory=list)
    submits: list[float] = field(default_factory=list)
    sent: dict[int, float] = field(default_factory=dict)  # seq → when the phone sent it
    backs: list[float] = field(default_factory=list)
    resent: int = 0  # no answer, or not yet: sent again under the same key, as the phone does
    errors: list[str] = field(default_factory=list)


class Phone:
    """A phone of one room; `number` decides its address and what it writes."""

    def __init__(self, port: int, code: str, number: int, tally: Tally) -> None:
        block, host = divmod(number // AT_ONE_ADDRESS, 250)
        self.line = Line(port, f"127.{block}.1.{host + 1}")
        self.code = code
        self.number = number
        self.tally = tally
        self.notes: list[str] = []
        self.ballot: dict[str, int] | None = None
        self.round = ""
        self.items: list[str] = []
        self.moves = ""
        self.open = asyncio.Event()
        self.voting = asyncio.Event()
        self._last = ""
        self._stream: asyncio.Task[None] | None = None
        self._asking: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """From the scan to the step that is on: page, two files, stream, check-in, page."""
        began = time.perf_counter()
        page = await self._get(f"/j/{self.code}")
        for path in _FILES.findall(page.body):
            await self._get(path.decode())
        arrived = time.perf_counter() - began
        self._stream = asyncio.create_task(self._listen())
        await asyncio.sleep(random.uniform(1, 3))  # reading the notice, choosing a kind
        began = time.perf_counter()
        table = 1 + self.number % 4
        await self._post("check-in", kind="student", table=table, language="fr", consents=["terms"])
        self._read((await self._get(f"/w/{self.code}")).body)
        self.tally.joins.append(arrived + time.perf_counter() - began)

    async def write(self, text: str) -> None:
        """One idea; the answer brings the phone's own part of the page."""
        self.notes.append(text)
        answer = await self._submit("notes", key=token_hex(16), type="idea", text=text, language="fr")
        self._read(json.loads(answer.body)["now"].encode())

    async def vote(self) -> None:
        """Three dots somewhere; the ballot is sent whole."""
        chosen = random.sample(self.items, 2)
        self.ballot = {chosen[0]: 2, chosen[1]: 1}
        await self._submit("ballot", key=token_hex(16), round=self.round, marks=self.ballot)

    async def leave(self) -> None:
        """Closes everything."""
        tasks = [task for task in (self._stream, self._asking) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.line.hang_up()

    async def _submit(self, where: str, **fields: object) -> Answer:
        began, at = time.perf_counter(), time.time()
        answer = await self._post(where, **fields)
        self.tally.submits.append(time.perf_counter() - began)
        self.tally.sent[int(json.loads(answer.body)["seq"])] = at
        return answer

    async def _post(self, where: str, **fields: object) -> Answer:
        body = json.dumps(fields).encode()
        for attempt in range(60):
            with contextlib.suppress(OSError, TimeoutError, EOFError):
                answer = await self.line.ask("POST", f"/w/{self.code}/{where}", body)
                if answer.status in (200, 201):
                    return answer
                if answer.status not in (429, 503):
                    self.tally.errors.append(f"{where}: {answer.status} {answer.body[:200]!r}")
                    raise AssertionError(self.tally.errors[-1])
            self.tally.resent += 1
            await asyncio.sleep(min(0.5 * 2**attempt, 15) * random.uniform(0.5, 1.5))
        self.tally.errors.append(f"{where}: never answered")
        raise AssertionError(where)

    async def _get(self, path: str, wanted: int = 200) -> Answer:
        for _ in range(20):
            with contextlib.suppress(OSError, TimeoutError, EOFError):
                answer = await self.line.ask("GET", path)
                if answer.status == wanted:
                    return answer
                self.tally.errors.append(f"{path}: {answer.status}")
            self.tally.resent += 1
            await asyncio.sleep(random.uniform(1, 4))
        raise AssertionError(path)

    async def _listen(self) -> None:
        lost = 0.0
        while True:
            with contextlib.suppress(OSError, TimeoutError, EOFError):
                async with contextlib.aclosing(self.line.stream(f"/live/{self.code}", self._last)) as lines:
                    async for line in lines:
                        if not self.open.is_set():
                            self.open.set()
                            if lost:
                                self.tally.backs.append(time.time())
                        self._hear(line)
            self.open.clear()
            lost = lost or time.time()
            await asyncio.sleep(RETRY)

    def _hear(self, line: bytes) -> None:
        if line.startswith(b"id: "):
            self._last = line[4:].strip().decode()
        if not line.startswith(b"data: "):
            return
        news = json.loads(line[6:])
        idle = self._asking is None or self._asking.done()
        if idle and self.moves and str(news["moves"]) != self.moves:  # a page that was read follows the news
            self._asking = asyncio.create_task(self._ask_now(random.uniform(0, news["spread"] / 1000)))

    async def _ask_now(self, delay: float = 0) -> None:
        await asyncio.sleep(delay)
        self._read((await self._get(f"/w/{self.code}/now")).body)

    def _read(self, page: bytes) -> None:
        if (found := _MOVES.search(page)) is not None:
            self.moves = found[1].decode()
        if (voting := _ROUND.search(page)) is not None:
            self.round = voting[1].decode()
            self.items = [item.decode() for item in _ITEM.findall(page)]
            self.voting.set()
