"""What copies cost the phones: the same room writes with and without them, turn by turn, on one real server.

`python -m bench.backups [--phones 100] [--turns 6] [--seconds 10] [--each 10] [--key DIR]` prints the time
from a phone's sending to its 201 (after the durable commit). Every `--each` seconds the facilitator presses
«Copier maintenant», six times as often as a server copies by itself; in the turns without, «Vérifier de
nouveau» on the same page, with the folder away: what the page costs is in both. `--key` is a folder on
another disk, as it should be; without it, one disk flushes for both.
"""

import argparse
import asyncio
import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

import uvloop

from bench.driving.phones import Phone, Tally
from bench.driving.screens import Screen
from bench.live import _all, _door, _ms, _room, _spread
from facilitation.copies import copies
from tests.room import Room
from tests.running import Server

TEXT = "Un autobus le soir jusqu'au parc industriel"
WRITINGS = 2  # ideas of a phone in each turn


def main() -> None:
    """Starts a server, drives the room, prints the table."""
    asked = argparse.ArgumentParser(description="What copies cost the phones.")
    asked.add_argument("--phones", type=int, default=100)
    asked.add_argument("--turns", type=int, default=6)
    asked.add_argument("--seconds", type=float, default=10)
    asked.add_argument("--each", type=float, default=10.0, help="seconds between two copies")
    asked.add_argument("--key", type=Path, help="a folder on another disk")
    options = asked.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", end="; ")
    print(f"{options.phones} phones, {WRITINGS} ideas each in {options.seconds:.0f} s; ms p50/p95/p99")
    uvloop.run(_measured(options))


async def _measured(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory(dir=options.key) as key:
        folder = Path(key) / "copies"
        os.environ["BACKUP_DIR"] = str(folder)
        server, door = Server(Path(data)), _door(data)
        room = _room(door)
        code = room.code
        door.close()
        await asyncio.to_thread(server.start)
        try:
            await _driven(server, room, code, folder, options)
        finally:
            await asyncio.to_thread(server.end)


async def _driven(server: Server, room: Room, code: str, folder: Path, options: argparse.Namespace) -> None:
    desk = Screen(server.port, code, (f"recolte_f_{room.id}", room.keys.facilitator), "preflight", 1.0)
    await desk.open(follow=False)
    tally = Tally()
    phones = [Phone(server.port, code, number, tally) for number in range(options.phones)]
    await _spread((phone.join() for phone in phones), 5)
    await _turn(phones, options.seconds)  # a warm-up: encoder, caches
    times: dict[bool, list[list[float]]] = {False: [], True: []}
    for turn in range(options.turns):
        with_copies = turn % 2 == 1
        tally.submits = []
        if with_copies:
            folder.mkdir()
        pressing = asyncio.create_task(_pressed(desk, with_copies, options.each))
        await _turn(phones, options.seconds)
        pressing.cancel()
        await asyncio.gather(pressing, return_exceptions=True)
        if with_copies:
            folder.rename(folder.with_name(f"turn-{turn}"))
        times[with_copies].append(tally.submits)
    written = [copy for place in folder.parent.iterdir() for copy in copies(place)]
    await _all(phone.leave() for phone in phones)
    await desk.close()
    _print(times, written, tally.errors)


async def _turn(phones: list[Phone], seconds: float) -> None:
    for _ in range(WRITINGS):
        await _spread((phone.write(TEXT) for phone in phones), seconds / WRITINGS)


async def _pressed(desk: Screen, with_copies: bool, each: float) -> None:
    while True:
        began = time.monotonic()
        await desk.press("Copier maintenant" if with_copies else "Vérifier de nouveau")
        await asyncio.sleep(max(each - (time.monotonic() - began), 0))


def _print(times: dict[bool, list[list[float]]], written: list[Path], errors: list[str]) -> None:
    print(" | ".join(f"{name:>14}" for name in ("copies", "submits", "all turns", "p95 of each turn")))
    p95 = {}
    for with_copies, turns in times.items():
        together = [one for turn in turns for one in turn]
        p95[with_copies] = statistics.quantiles(together, n=100)[94]
        cells = ("with" if with_copies else "without", str(len(together)), _ms(together, 50, 95, 99))
        print(" | ".join(f"{cell:>14}" for cell in (*cells, " ".join(_ms(turn, 95) for turn in turns))))
    largest = max((copy.stat().st_size for copy in written), default=0) / 1e6
    print(f"    {len(written)} copies are still there, the largest of {largest:.1f} MB; {len(errors)} errors")
    print(f"    p95 with copies is {100 * (p95[True] / p95[False] - 1):+.0f} % of p95 without (goal: ± 20 %)")
    for error in errors[:5]:
        print("    " + error)


if __name__ == "__main__":
    main()
