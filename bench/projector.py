"""How long an idea takes from a phone to the projector, in real Chromium on a real server.

`python -m bench.projector [--ideas 30] [--phones 3]` prints milliseconds: answer (201 after the commit),
and seen (the text stands in the projector's page), both counted from the moment the phone sends.
"""

import argparse
import os
import platform
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.running import Server
from tests.talking import Desk, Phone, open_workshop

WATCH = """(text) => new Promise((seen) => {
  const roots = () => [document.body, ...[...document.querySelectorAll("*")].map((one) => one.shadowRoot)];
  const stands = () => roots().some((one) => one?.textContent.includes(text));
  const look = () => stands() ? seen(Date.now()) : setTimeout(look, 5);
  look();
})"""


def main() -> None:
    """Starts a server on a folder of its own, sends ideas, prints the table."""
    asked = argparse.ArgumentParser(description="From a phone to the projector, in milliseconds.")
    asked.add_argument("--ideas", type=int, default=30)
    asked.add_argument("--phones", type=int, default=3)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.start()
        try:
            answers, seen = _measure(server, options.ideas, options.phones)
        finally:
            server.end()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'ms':<8}{'n':>6}{'p50':>8}{'p95':>8}{'max':>8}")
    for name, values in (("answer", answers), ("seen", seen)):
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"{name:<8}{len(values):>6}{statistics.median(values):>8.0f}{p95:>8.0f}{max(values):>8.0f}")


def _measure(server: Server, ideas: int, phones: int) -> tuple[list[float], list[float]]:
    desk = open_workshop(server)
    desk.step("ideas")
    talkers = [Phone.join(server, desk.code) for _ in range(phones)]
    answers, seen = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = _projector(browser.new_page(viewport={"width": 1024, "height": 768}), server, desk)
        for number in range(ideas):
            text = f"Idée numéro {number} du banc d'essai"
            page.evaluate(f"void (window.waiting = ({WATCH})({text!r}))")
            began = time.time() * 1000
            talkers[number % phones].send_until_kept(
                "notes", key=f"b{number}", type="idea", text=text, language="fr"
            )
            answers.append(time.time() * 1000 - began)
            seen.append(page.evaluate("window.waiting") - began)
            time.sleep(0.5)
        browser.close()
    for talker in talkers:
        talker.close()
    return answers, seen


def _projector(page: Page, server: Server, desk: Desk) -> Page:
    page.goto(f"{server.url}/f/{desk.code}/{desk.key}")
    page.goto(f"{server.url}/projector?w={desk.code}&live=1")
    page.get_by_text(f"{desk.code[:4]}-{desk.code[4:]}").first.wait_for()
    return page


if __name__ == "__main__":
    main()
