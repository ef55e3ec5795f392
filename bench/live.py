"""A whole room at once: N phones, the projector's stream and twenty Streamlit screens on one real server.

`python -m bench.live [--phones 1000] [--screens 20] [--rows 100,300,1000,2000]` prints one line for each N:
errors; join (scan to the step that is on, without the time to read); submit (201 after the durable commit);
seen (the phone sends → the projector's stream tells); drawn (→ the projector's page was redrawn); vote (all
ballots within `--burst` seconds); back (the server is told to stop → the last phone's stream is open again).
Then the log is read again: every acknowledged idea is there once, every ballot as it was sent last.

Driver and server share this machine. Phones come from loopback addresses, 200 behind each, as behind
the address of a venue.
"""

import argparse
import asyncio
import os
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import uvloop

from bench.driving.phones import Phone, Tally
from bench.driving.screens import Drawn, Screen
from facilitation.asking import ask
from facilitation.door import Door
from facilitation.model import Workshop
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from facilitation.store import Store
from tests.room import FRAMING, NOON, Room
from tests.running import Server

PAGES = (("projector", 0.4), ("run_sheet", 2.0), ("vote", 2.0), ("critique", 2.0), ("committee", 40.0))
STEADY = 40.0  # seconds; every phone writes once in twenty
COLUMNS = ("N", "errors", "resent", "join", "submit", "seen", "drawn", "vote", "back", "CPU %", "KB/phone")


@dataclass
class Run:
    """One room; times in seconds."""

    phones: list[Phone] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    votes: list[float] = field(default_factory=list)
    screens: list[Screen] = field(default_factory=list)
    moved: float = 0
    back: float = 0
    up: float = 0
    cpu: dict[str, float] = field(default_factory=dict)
    memory: float = 0


@dataclass
class Meter:
    """The server's own processor time and memory."""

    process: psutil.Process
    began: float = 0
    spent: float = 0

    def start(self) -> None:
        times = self.process.cpu_times()
        self.began, self.spent = time.monotonic(), times.user + times.system

    def percent(self) -> float:
        times = self.process.cpu_times()
        return 100 * (times.user + times.system - self.spent) / (time.monotonic() - self.began)

    def memory(self) -> int:
        return int(self.process.memory_info().rss)


def main() -> None:
    """Starts a server on a folder of its own for each row, drives the room, prints the table."""
    asked = argparse.ArgumentParser(description="A whole room of phones at once.")
    asked.add_argument("--phones", type=int, default=1000)
    asked.add_argument("--screens", type=int, default=20)
    asked.add_argument("--burst", type=float, default=5.0, help="seconds in which everybody votes")
    asked.add_argument("--arrival", type=float, default=30.0, help="seconds in which everybody scans")
    asked.add_argument("--rows", default="", help="several N, separated by commas")
    options = asked.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", end="; ")
    print("milliseconds p50/p95 (submit p50/p95/p99); CPU idle/steady/burst; back and moved in seconds")
    print(" | ".join(f"{name:>14}" for name in COLUMNS), flush=True)
    for n in [int(one) for one in options.rows.split(",") if one] or [options.phones]:
        uvloop.run(_row(n, options))


async def _row(n: int, options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server, door = Server(Path(folder)), _door(folder)
        room = _room(door)
        door.close()
        await asyncio.to_thread(server.start)
        try:
            run = await _drive(server, room, n, options)
        finally:
            await asyncio.to_thread(server.end)
        door = _door(folder)
        problems = _lost(run, door.look(room.id))
        door.close()
    _print(n, run, problems)


def _door(folder: str) -> Door:
    return Door(Store(f"sqlite:///{Path(folder) / 'recolte.sqlite'}"))


def _room(door: Door) -> Room:
    """A framed workshop with eight projects, where ideas are being written."""
    id, keys = door.create(Administrator(), NOON)
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    door.act(id, ask(frame_workshop, by=by, framing=FRAMING), at=NOON)
    room = Room(door, id, keys, by)
    room.projects(8)
    room.code_now = room.code  # type: ignore[attr-defined]
    return room


async def _drive(server: Server, room: Room, n: int, options: argparse.Namespace) -> Run:
    run = Run()
    code = str(room.code_now)  # type: ignore[attr-defined]
    cookie = (f"recolte_f_{room.id}", room.keys.facilitator)
    desk = Screen(server.port, code, cookie, "vote", 1.0)
    await desk.open(follow=False)
    run.screens = [
        Screen(server.port, code, cookie, *PAGES[number % len(PAGES)]) for number in range(options.screens)
    ]
    for screen in run.screens:
        await screen.open()
    warm = Tally()
    early = [Phone(server.port, code, 100_000 + number, warm) for number in range(3)]
    await _all(phone.join() for phone in early)
    assert server.process is not None
    meter = Meter(psutil.Process(server.process.pid))
    before = meter.memory()
    run.phones = [Phone(server.port, code, number, run.tally) for number in range(n)]
    await _spread((phone.join() for phone in run.phones), options.arrival)
    meter.start()
    await asyncio.sleep(5)
    run.cpu["idle"], run.memory = meter.percent(), (meter.memory() - before) / n / 1024
    meter.start()
    await _all(_wave(run, number) for number in range(2))
    run.cpu["steady"] = meter.percent()
    began = time.monotonic()
    await desk.press("Ouvrir le vote")
    await _all(asyncio.wait_for(phone.voting.wait(), 60) for phone in run.phones)
    run.moved = time.monotonic() - began
    await asyncio.sleep(2)
    steady, run.tally.submits = run.tally.submits, []
    meter.start()
    await _spread((phone.vote() for phone in run.phones), options.burst)
    run.cpu["burst"] = meter.percent()
    run.votes, run.tally.submits = run.tally.submits, steady
    await asyncio.sleep(4)
    latest, before_the_vote = max(run.tally.sent), min(run.tally.sent)
    run.tally.errors += [
        f"{screen.page} stopped following"
        for screen in run.screens
        if screen.seen.last < (latest if screen.pause < 5 else before_the_vote)
    ]
    await _all(screen.close() for screen in (desk, *run.screens))
    await _restart(server, run)
    await _all(phone.leave() for phone in (*early, *run.phones))
    return run


async def _restart(server: Server, run: Run) -> None:
    run.tally.backs = []
    began = time.time()
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)
    run.up = time.time() - began
    while len(run.tally.backs) < len(run.phones) and time.time() - began < 90:
        await asyncio.sleep(0.1)
    run.back = max(run.tally.backs, default=float("inf")) - began
    if len(run.tally.backs) < len(run.phones):
        run.tally.errors.append(f"only {len(run.tally.backs)} phones came back")


async def _wave(run: Run, number: int) -> None:
    """Everybody writes one idea within twenty seconds."""
    text = ("Jumeler chaque famille qui arrive", "Un autobus le soir jusqu'au parc industriel")[number]
    await _spread((phone.write(text) for phone in run.phones), STEADY / 2, number * STEADY / 2)


async def _all(work: Any) -> None:
    await asyncio.gather(*work)


async def _spread(work: Any, seconds: float, after: float = 0) -> None:
    """Starts each at a random moment of that time."""

    async def later(one: Coroutine[Any, Any, None]) -> None:
        await asyncio.sleep(after + random.uniform(0, seconds))
        await one

    await _all(later(one) for one in work)


def _lost(run: Run, workshop: Workshop) -> list[str]:
    """What was acknowledged and is not in the log exactly once."""
    wanted = Counter(text for phone in run.phones for text in phone.notes)
    kept = Counter(note.text for note in workshop.notes.values())
    by_author = Counter((note.author, note.text) for note in workshop.notes.values())
    problems = [f"{text}: {kept[text]} of {count}" for text, count in wanted.items() if kept[text] != count]
    problems += [f"doubled: {author}" for (author, _), count in by_author.items() if author and count > 1]
    assert workshop.round is not None
    cast = Counter(tuple(sorted(ballot.marks.items())) for ballot in workshop.round.ballots.values())
    sent = Counter(tuple(sorted((phone.ballot or {}).items())) for phone in run.phones)
    return problems + ([] if cast == sent else ["the ballots are not those that were sent"])


def _print(n: int, run: Run, problems: list[str]) -> None:
    errors = [*run.tally.errors, *problems, *(one for screen in run.screens for one in screen.seen.errors)]
    projector = run.screens[0].seen if run.screens else Drawn()
    cells = (
        str(n),
        str(len(errors)),
        str(run.tally.resent),
        _ms(run.tally.joins),
        _ms(run.tally.submits, 50, 95, 99),
        _ms(_delays(run.tally.sent, projector.heard)),
        _ms(_delays(run.tally.sent, projector.drawn)),
        _ms(run.votes, 50, 95, 99),
        f"{run.back:.1f} (up {run.up:.1f})",
        "/".join(f"{value:.0f}" for value in run.cpu.values()),
        f"{run.memory:.0f}",
    )
    print(" | ".join(f"{cell:>14}" for cell in cells))
    reruns = sum(screen.seen.reruns for screen in run.screens)
    print(f"    all at the vote after {run.moved:.1f} s; {len(run.screens)} screens redrew {reruns} times")
    for error in errors[:10]:
        print("    " + error)
    sys.stdout.flush()


def _delays(sent: dict[int, float], told: list[tuple[int, float]]) -> list[float]:
    """For each event, the time until the first news that covers it."""
    delays, news = [], iter(sorted(told))
    seq, at = next(news, (0, 0.0))
    for wanted, began in sorted(sent.items()):
        while seq < wanted:
            seq, at = next(news, (10**9, 0.0))
        if seq < 10**9:
            delays.append(at - began)
    return delays


def _ms(values: list[float], *percentiles: int) -> str:
    if len(values) < 2:
        return "–"
    cuts = statistics.quantiles(values, n=100)
    return "/".join(f"{1000 * cuts[one - 1]:.0f}" for one in percentiles or (50, 95))


if __name__ == "__main__":
    main()
