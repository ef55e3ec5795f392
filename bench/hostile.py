"""Somebody who wishes a room ill: what its phones notice, and what the server's memory does.

`python -m bench.hostile [--seconds 20] [--only NAME]` starts a real server with 64 workshops and prints one
line for each attack (bench/driving/hostile.py), made from the room's own address: the time that the phones of
the room wait for a page and for a committed idea (p50/p95/max), how often they were told to wait (429), how
long a newcomer took to check in while it lasted, memory before and at most, the server's share of one
processor, and what the attacker was answered.
Goal: p95 ≤ 100 ms, + ≤ 50 MB, no phone that holds a place told to wait.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

import psutil

from bench.driving.hostile import ATTACKS
from bench.driving.wire import Line
from facilitation.asking import ask
from facilitation.door import Door
from facilitation.model import StepKind
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from facilitation.rules.steps import open_step
from facilitation.store import Store
from tests.room import FRAMING, NOON
from tests.running import Server

PHONES = 8
EACH = 0.6  # seconds between two requests of one phone, which writes each fourth time
COLUMNS = ("attack", "page", "submit", "429", "newcomer", "MB", "CPU %", "answers")


@dataclass
class Seen:
    """What the room's phones saw during one attack; times in seconds."""

    pages: list[float] = field(default_factory=list)
    submits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    newcomer: str = "–"
    before: float = 0
    most: float = 0
    cpu: float = 0


def main() -> None:
    """Starts a server, lets each attacker loose on it, prints the table."""
    asked = argparse.ArgumentParser(description="Somebody who wishes a room ill.")
    asked.add_argument("--seconds", type=float, default=20)
    asked.add_argument("--only", default="", help="the attacks whose name has this")
    options = asked.parse_args()
    print("milliseconds p50/p95/max; seconds until a newcomer had a place; memory before → at most")
    print(" | ".join(f"{name:>20}" for name in COLUMNS), flush=True)
    asyncio.run(_all(options.seconds, ["none", *(name for name in ATTACKS if options.only in name)]))


async def _all(seconds: float, names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        code, server = _room(folder), Server(Path(folder))
        await asyncio.to_thread(server.start)
        try:
            phones = [Line(server.port, "127.0.0.1") for _ in range(PHONES)]
            for phone in phones:
                await _join(phone, code)
            for name in names:
                await _one(server, phones, code, name, seconds)
        finally:
            await asyncio.to_thread(server.end)


def _room(folder: str) -> str:
    """64 workshops, one of which writes ideas; its code."""
    door = Door(Store(f"sqlite:///{Path(folder) / 'recolte.sqlite'}"))
    made = [door.create(Administrator(), NOON) for _ in range(64)]
    id, keys = made[0]
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    door.act(id, ask(frame_workshop, by=by, framing=FRAMING), at=NOON)
    door.act(id, ask(open_step, by=by, step=StepKind.IDEAS))
    code = door.card(id).code
    door.close()
    return code


async def _one(server: Server, phones: list[Line], code: str, name: str, seconds: float) -> None:
    assert server.process is not None
    process, seen = psutil.Process(server.process.pid), Seen()
    process.cpu_percent()
    seen.before = seen.most = process.memory_info().rss / 2**20
    until = time.monotonic() + seconds
    attacker = None if name == "none" else await _let_loose(name, server.port, code, seconds)
    watching = asyncio.create_task(_watch(process, seen, until))
    arriving = asyncio.create_task(_arrive(server.port, code, seen, 0.7 * seconds))
    await asyncio.gather(*[_live(phone, code, seen, until, n / PHONES) for n, phone in enumerate(phones)])
    await watching
    seen.cpu = process.cpu_percent()
    answers = json.loads((await attacker.communicate())[0] or b"{}") if attacker else {}
    arriving.cancel()
    await asyncio.gather(arriving, return_exceptions=True)
    _print(name, seen, answers)
    await asyncio.sleep(3)


async def _let_loose(name: str, port: int, code: str, seconds: float) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "bench.driving.hostile", name, str(port), code, str(seconds))
    return await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)


async def _join(phone: Line, code: str) -> int:
    """Scans and checks in, trying again as a browser does; how many times it was told to wait."""
    waits, answers = 0, {"kind": "student", "table": 1, "language": "fr", "consents": ["terms"]}
    for path, wanted, fields in (
        (f"/j/{code}", 200, None),
        (f"/w/{code}/check-in", 201, answers),
        (f"/w/{code}", 200, None),
    ):
        method, body = ("POST", json.dumps(fields).encode()) if fields else ("GET", b"")
        while (answer := await phone.ask(method, path, body)).status != wanted:
            assert answer.status == 429, (path, answer)
            waits += 1
            await asyncio.sleep(1 + int(answer.headers["retry-after"]))
    return waits


async def _arrive(port: int, code: str, seen: Seen, after: float) -> None:
    await asyncio.sleep(after)
    began, phone = time.monotonic(), Line(port, "127.0.0.1")
    waits = await _join(phone, code)
    seen.newcomer = f"{time.monotonic() - began:.1f} ({waits} waits)"
    phone.hang_up()


async def _live(phone: Line, code: str, seen: Seen, until: float, share: float) -> None:
    """What a phone of the room does meanwhile."""
    await asyncio.sleep(EACH * share)
    turn = 0
    while time.monotonic() < until:
        began, turn = time.monotonic(), turn + 1
        if turn % 4:
            answer = await phone.ask("GET", f"/w/{code}/now")
            seen.pages.append(time.monotonic() - began)
        else:
            idea = {"key": token_hex(16), "type": "idea", "text": "Jumeler", "language": "fr"}
            answer = await phone.ask("POST", f"/w/{code}/notes", json.dumps(idea).encode())
            seen.submits.append(time.monotonic() - began)
        seen.statuses[answer.status] += 1
        await asyncio.sleep(max(0.0, began + EACH - time.monotonic()))


async def _watch(process: psutil.Process, seen: Seen, until: float) -> None:
    while time.monotonic() < until:
        seen.most = max(seen.most, process.memory_info().rss / 2**20)
        await asyncio.sleep(0.1)


def _print(name: str, seen: Seen, answers: dict[str, int]) -> None:
    cells = (
        name,
        _ms(seen.pages),
        _ms(seen.submits),
        f"{seen.statuses[429]} of {seen.statuses.total()}",
        seen.newcomer,
        f"{seen.before:.0f} → {seen.most:.0f}",
        f"{seen.cpu:.0f}",
        ", ".join(f"{count} × {answer}" for answer, count in sorted(answers.items())),
    )
    print(" | ".join(f"{cell:>20}" for cell in cells), flush=True)
    if odd := {status: n for status, n in seen.statuses.items() if status not in (200, 201, 409, 429)}:
        print(f"    the room's phones also saw {odd}")


def _ms(values: list[float]) -> str:
    cuts = statistics.quantiles(values, n=100)
    return f"{1000 * cuts[49]:.0f}/{1000 * cuts[94]:.0f}/{1000 * max(values):.0f}"


if __name__ == "__main__":
    main()
