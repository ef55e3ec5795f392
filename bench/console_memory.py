"""What three hours at the console leave behind in the server and in the browser: sessions, memory, listeners.

`python -m bench.console_memory [--act 0.7] [--spans 18]` runs a real server, the console and the projector
in real Chromium, and a room of 70 over HTTP. Three hours are 18 spans of ten minutes, pressed together by
leaving out the time in which nothing happens. What happens is what such a day brings: 70 check-ins, 143
notes, 300 acts on the board, 51 ballots, 51 wishes, 100 comments, a page change every two to three minutes
(72 in all), ten reloads of the console, and ten of the projector, half of them after its network went away.
The screens' pause of two seconds between redraws is pressed together, too: with 0.7 s an act, nearly each
commit is drawn by itself, as where one note comes every few seconds; `asked` counts what the console asked
of Streamlit. `kept` are sessions that wait for a browser to come back: Streamlit lets them go after 60
seconds of real time, when the next one comes or goes. Memory is read after a full collection. The last
spans write nothing: what still climbs there is a leak.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from bench.driving.day import Day
from tests.conftest import QUIET
from tests.running import Server

COLUMNS = (
    "span", "asked", "rss MB", "threads", "sockets", "active", "kept", "entries",
    "console MB", "nodes", "listeners", "projector MB", "nodes", "listeners",
)  # fmt: skip


class Counted(Server):
    """A server that says which sessions it keeps."""

    def command(self) -> list[str]:
        return [sys.executable, "-m", "bench.driving.counted", str(self.counts), str(self.port)]

    @property
    def counts(self) -> Path:
        return self.folder / "counts.json"

    def counted(self) -> dict[str, int]:
        """What it wrote down last."""
        deadline = time.monotonic() + 60
        while not self.counts.exists():
            assert time.monotonic() < deadline, self.log
            time.sleep(0.1)
        return dict(json.loads(self.counts.read_text("utf-8")))


def main() -> None:
    """Plays the day, prints a line for each ten minutes."""
    asked = argparse.ArgumentParser(description="Three hours of a console, pressed together.")
    asked.add_argument("--act", type=float, default=0.7, help="seconds between two acts")
    asked.add_argument("--spans", type=int, default=18)
    options = asked.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        server = Counted(Path(folder))
        server.start()
        began = time.monotonic()
        try:
            day = Day(server, browser, options.act)
            print(" ".join(f"{name:>12}" for name in COLUMNS))
            _print(_row(server, day, 0))
            for span, _ in zip(range(1, options.spans + 1), day.spans(), strict=False):
                day.between()
                _print(_row(server, day, span))
        finally:
            server.end()
        print(f"{time.monotonic() - began:.0f} s")


def _row(server: Counted, day: Day, span: int) -> tuple[object, ...]:
    """One line of the table."""
    day.rest(6)  # phones that say nothing hang up after five seconds
    process = psutil.Process(server.process.pid)  # type: ignore[union-attr]
    sockets = len(process.net_connections(kind="tcp"))
    counts = server.counted()
    return (
        span, day.console.asked, process.memory_info().rss / 1e6, process.num_threads(), sockets,
        counts["active"], counts["kept"], counts["entries"], *day.console.held(), *day.projector.held(),
    )  # fmt: skip


def _print(row: tuple[object, ...]) -> None:
    print(" ".join(f"{one:>12.1f}" if isinstance(one, float) else f"{one:>12}" for one in row), flush=True)


if __name__ == "__main__":
    main()
