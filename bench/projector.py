"""How long an idea takes from a phone to the projector, and a key of the console, in real Chromium.

`python -m bench.projector [--ideas 30] [--phones 3]` prints milliseconds: answer (201 after the commit),
and seen (the text stands in the projector's page), both counted from the moment the phone sends; masked and
shown, from the key F8 on the run sheet until the projector's page holds no idea any more, or holds it again,
while the phones go on writing.
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

from facilitation.model import StepKind
from tests.running import Server
from tests.talking import Desk, Phone, open_workshop

WATCH = """(text, wanted) => new Promise((seen) => {
  const roots = () => [document.body, ...[...document.querySelectorAll("*")].map((one) => one.shadowRoot)];
  const stands = () => roots().some((one) => one?.textContent.includes(text));
  const look = () => stands() === wanted ? seen(Date.now()) : setTimeout(look, 5);
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
            rows = _measure(server, options.ideas, options.phones)
        finally:
            server.end()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'ms':<8}{'n':>6}{'p50':>8}{'p95':>8}{'max':>8}")
    for name, values in rows.items():
        p95 = statistics.quantiles(values, n=20, method="inclusive")[-1]
        print(f"{name:<8}{len(values):>6}{statistics.median(values):>8.0f}{p95:>8.0f}{max(values):>8.0f}")


def _measure(server: Server, ideas: int, phones: int) -> dict[str, list[float]]:
    desk = open_workshop(server, StepKind.IDEAS)
    talkers = [Phone.join(server, desk.code) for _ in range(phones)]
    rows: dict[str, list[float]] = {name: [] for name in ("answer", "seen", "masked", "shown")}

    def send(number: int, text: str) -> None:
        kept = talkers[number % phones].send_until_kept
        kept("notes", key=f"b{number}", type="idea", text=text, language="fr")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = _projector(browser.new_page(viewport={"width": 1024, "height": 768}), server, desk)
        console = _console(browser.new_context().new_page(), server, desk)
        for number in range(ideas):
            text = f"Idée numéro {number} du banc d'essai"
            page.evaluate(f"void (window.waiting = ({WATCH})({text!r}, true))")
            began = time.time() * 1000
            send(number, text)
            rows["answer"].append(time.time() * 1000 - began)
            rows["seen"].append(page.evaluate("window.waiting") - began)
            time.sleep(0.5)
        for number in range(ideas, 2 * ideas):
            for name, wanted in (("masked", False), ("shown", True)):
                send(2 * number + wanted, f"Idée numéro {number}, avant «{name}»")
                page.evaluate(f"void (window.waiting = ({WATCH})('Idée numéro', {str(wanted).lower()}))")
                began = time.time() * 1000
                console.keyboard.press("F8")
                rows[name].append(page.evaluate("window.waiting") - began)
                time.sleep(0.3)
        browser.close()
    for talker in talkers:
        talker.close()
    return rows


def _console(page: Page, server: Server, desk: Desk) -> Page:
    page.goto(f"{server.url}/f/{desk.code}/{desk.key}")
    page.goto(f"{server.url}/run_sheet?w={desk.code}")
    page.get_by_role("button", name="F8").wait_for()
    return page


def _projector(page: Page, server: Server, desk: Desk) -> Page:
    page.goto(f"{server.url}/f/{desk.code}/{desk.key}")
    page.goto(f"{server.url}/projector?w={desk.code}&live=1")
    page.get_by_text(f"{desk.code[:4]}-{desk.code[4:]}").first.wait_for()
    return page


if __name__ == "__main__":
    main()
