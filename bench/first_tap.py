"""How long a newcomer waits for the first tap, in real Chromium as a slow phone on a slow network.

`python -m bench.first_tap [--loads 5]` prints seconds from the start of the navigation until the check-in
can be tapped (its choices and button stand there, and the script has run), bytes and requests. The phone:
390×844, a processor 4 times slower, slow 4G as in DevTools (562 ms, 1.44 Mbit/s down, 675 kbit/s up), a
fresh profile for each load. Target: 2.0 s.
"""

import argparse
import os
import platform
import shutil
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.running import Server
from tests.talking import open_workshop
from tests.wire import listen

SLOWER = 4
SLOW_4G = {
    "offline": False,
    "latency": 562,
    "downloadThroughput": 1_440_000 / 8,
    "uploadThroughput": 675_000 / 8,
}
WATCH = """() => {
  const look = () => {
    if (!document.body?.dataset.ready || window.tapAt) return;
    if (document.querySelector("input[type=radio]") && document.querySelector("form button.main")) {
      window.tapAt = performance.now();
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}"""


@dataclass(frozen=True, slots=True)
class Load:
    seconds: float
    bytes: int
    requests: int


def main() -> None:
    """Starts a server on a folder of its own, loads both addresses, prints the table."""
    asked = argparse.ArgumentParser(description="The first tap of a newcomer on slow 4G.")
    asked.add_argument("--loads", type=int, default=5)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.start()
        try:
            code = open_workshop(server).code
            tables = {path: _measure(f"{server.url}{path}{code}", options.loads) for path in ("/w/", "/j/")}
        finally:
            server.end()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'':<10}{'n':>4}{'p50 s':>8}{'p95 s':>8}{'max s':>8}{'bytes':>9}{'requests':>10}")
    for path, loads in tables.items():
        times = [one.seconds for one in loads]
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
        most, asked_for = max(one.bytes for one in loads), max(one.requests for one in loads)
        print(
            f"{path + '{code}':<10}{len(times):>4}{statistics.median(times):>8.2f}{p95:>8.2f}"
            f"{max(times):>8.2f}{most:>9}{asked_for:>10}"
        )


def _measure(address: str, loads: int) -> list[Load]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        measured = [_load(browser, address) for _ in range(loads)]
        browser.close()
    return measured


def _load(browser: Browser, address: str) -> Load:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    session, wire = listen(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    page.goto(address)
    page.wait_for_function("window.tapAt")
    seconds = page.evaluate("window.tapAt") / 1000
    page.wait_for_timeout(2_000)  # what else is asked for belongs to the first load
    context.close()
    return Load(seconds, wire.bytes, len(wire.addresses))


if __name__ == "__main__":
    main()
