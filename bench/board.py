"""How long a click for a draft of groups takes on the board, and whether phones notice.

`python -m bench.board [--clicks 10]` starts a server on a folder of its own, opens the board in real
Chromium and clicks «Proposer». Printed are milliseconds from the click until the draft stands in the page:
58 ideas (the sample) and 500, their vectors kept; then, one click a workshop, 58 ideas that nobody has
encoded: with the encoder loaded, as soon as the board can be clicked after the application was started, and
with the encoder's process killed just before. A phone, in a process of its own, asks for its page every
20 ms: its answers while a draft is made, beside those while nobody clicks, tell how long the loop that serves
phones is held up.
"""

import argparse
import multiprocessing
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event as Flag
from pathlib import Path

import httpx
import psutil
from playwright.sync_api import Page, sync_playwright

from bench.invented import proposals
from facilitation.door import Door
from facilitation.events import Entry, Event, NoteSubmitted, ParticipantCheckedIn, StepOpened, WorkshopFramed
from facilitation.model import Channel, NoteId, NoteType, ParticipantId, StepKind
from facilitation.rights import Administrator
from facilitation.store import Store
from sample_sessions import SAMPLES
from tests.room import FRAMING
from tests.running import Server

EVERY = 0.02  # seconds between two questions of the phone
QUIET = 10.0  # seconds
ROW = "{:44}{:>5}{:>8}{:>8}{:>8}{:>12}{:>8}{:>8}"
CLICK = """async () => {
  const all = [...document.querySelectorAll("button")];
  const press = all.find((one) => one.textContent.trim() === "Proposer");
  const roots = () => [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const stands = () => roots().some((one) => one.querySelector(".draft .column"));
  const began = performance.now();
  press.click();
  while (!stands()) await new Promise((go) => setTimeout(go, 4));
  return performance.now() - began;
}"""

Idea = tuple[str, str]  # text, language
Place = tuple[str, str]  # join code, facilitator's key


class Phone:
    """Asks for its page again and again; keeps the milliseconds of the answers in a `watching` time."""

    def __init__(self, url: str, code: str) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._watched, self._over = spawn.Event(), spawn.Event()
        self._waits: SimpleQueue[float] = spawn.SimpleQueue()
        asked = (url, code, self._watched, self._over, self._waits)
        self._process = spawn.Process(target=_ask, args=asked, daemon=True)
        self._process.start()

    @contextmanager
    def watching(self) -> Iterator[None]:
        self._watched.set()
        yield
        self._watched.clear()

    def waits(self) -> list[float]:
        """The answers since this was last asked."""
        time.sleep(1.0)  # the last one may be on its way
        taken = []
        while not self._waits.empty():
            taken.append(self._waits.get())
        return taken

    def close(self) -> None:
        self._over.set()
        self._process.join()


def _ask(url: str, code: str, watched: Flag, over: Flag, waits: "SimpleQueue[float]") -> None:
    with httpx.Client(base_url=url, timeout=30) as client:
        while not over.wait(EVERY):
            before, began = watched.is_set(), time.perf_counter()
            try:
                client.get(f"/j/{code}").raise_for_status()
            except httpx.TransportError:  # the server is being started again
                continue
            if before or watched.is_set():
                waits.put(1000 * (time.perf_counter() - began))
            client.cookies.clear()  # another phone each time: a single one may not ask so often


def main() -> None:
    """Starts a server, clicks, prints the table."""
    asked = argparse.ArgumentParser(description="From the click to the draft, in milliseconds.")
    asked.add_argument("--clicks", type=int, default=10)
    clicks = asked.parse_args().clicks
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; milliseconds")
    print(ROW.format("", "n", "p50", "p95", "max", "phone p50", "p99", "max"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        sample, many, *fresh = _workshops(server, clicks)
        server.start()
        time.sleep(QUIET)  # what starts beside the server has started
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="fr-CA")
        phone = Phone(server.url, sample[0])
        try:
            with phone.watching():
                time.sleep(QUIET)
            _print("no click", [], phone.waits())
            for title, place in (("58 ideas, vectors kept", sample), ("500 ideas, vectors kept", many)):
                _open(page, server, place)
                page.evaluate(CLICK)  # makes the vectors that are missing
                _row(title, phone, [lambda: _again(page, phone)] * clicks)
            for title, first, places in (
                ("58 new ideas, encoder loaded", _click_first, fresh[:clicks]),
                ("58 new ideas, app just started", _click_first_of_all, fresh[clicks : 2 * clicks]),
                ("58 new ideas, encoder's process killed", _click_cold, fresh[2 * clicks :]),
            ):
                asked_of = [partial(first, page, phone, server, place) for place in places]
                _row(title, phone, asked_of)
        finally:
            phone.close()
            server.end()


def _row(title: str, phone: Phone, clicks: Sequence[Callable[[], float]]) -> None:
    phone.waits()
    _print(title, [click() for click in clicks], phone.waits())


def _print(title: str, taken: Sequence[float], waits: Sequence[float]) -> None:
    cells = [len(taken) or "", *(_spread(taken, 95) if taken else ("", "", "")), *_spread(waits, 99)]
    print(ROW.format(title, *cells), flush=True)


def _spread(values: Sequence[float], high: int) -> tuple[str, str, str]:
    """The median, a high percentile and the maximum."""
    hundredths = statistics.quantiles(values, n=100, method="inclusive")
    return f"{statistics.median(values):.0f}", f"{hundredths[high - 1]:.0f}", f"{max(values):.0f}"


def _clicked(page: Page, phone: Phone) -> float:
    with phone.watching():
        return float(page.evaluate(CLICK))


def _again(page: Page, phone: Phone) -> float:
    """Puts the draft away and asks for it again."""
    page.get_by_role("button", name="Écarter").click()
    page.locator(".draft").wait_for(state="detached")
    time.sleep(1.0)
    return _clicked(page, phone)


def _click_first(page: Page, phone: Phone, server: Server, place: Place) -> float:
    """The first draft of a workshop that nobody has encoded."""
    _open(page, server, place)
    return _clicked(page, phone)


def _click_first_of_all(page: Page, phone: Phone, server: Server, place: Place) -> float:
    """The same, by a facilitator who starts the application and hurries."""
    server.end()
    server.start()
    _open(page, server, place, pause=0)
    return _clicked(page, phone)


def _click_cold(page: Page, phone: Phone, server: Server, place: Place) -> float:
    """The same, when the process that holds the encoder has just died."""
    _open(page, server, place)
    assert server.process is not None
    for child in psutil.Process(server.process.pid).children():
        child.kill()
    return _clicked(page, phone)


def _open(page: Page, server: Server, place: Place, pause: float = 2.0) -> None:
    code, key = place
    page.goto(f"{server.url}/f/{code}/{key}")
    page.goto(f"{server.url}/board?w={code}")
    page.locator(".board .card").first.wait_for(timeout=60_000)
    page.get_by_text("Proposer des regroupements").first.click()
    page.get_by_role("button", name="Proposer", exact=True).wait_for()
    time.sleep(pause)


def _workshops(server: Server, clicks: int) -> list[Place]:
    """The sample's ideas, 500 invented ones, and three workshops of 58 for each click."""
    notes = (one.event for one in SAMPLES[0].entries() if isinstance(one.event, NoteSubmitted))
    sample = [(note.text, note.language) for note in notes if note.type is NoteType.IDEA]
    invented = ([(text, lang) for text, lang, _ in proposals(58, seed)] for seed in range(1, 3 * clicks + 1))
    many = [(text, lang) for text, lang, _ in proposals(500)]
    door = Door(Store(f"sqlite:///{server.folder / 'recolte.sqlite'}"))
    places = [_workshop(door, ideas) for ideas in (sample, many, *invented)]
    door.close()
    return places


def _workshop(door: Door, ideas: Sequence[Idea]) -> Place:
    person, now = ParticipantId("P1"), datetime.now(UTC)
    consents = frozenset({"terms"})
    events: list[Event] = [
        WorkshopFramed(FRAMING),
        ParticipantCheckedIn(person, "student", 1, "fr", Channel.PHONE, consents),
        StepOpened(StepKind.IDEAS),
    ]
    for number, (text, language) in enumerate(ideas, start=1):
        note = NoteId(f"N{number}")
        events.append(NoteSubmitted(note, NoteType.IDEA, person, text, language, Channel.PHONE, 1))
    log = [Entry(seq, now, "recolte", None, event) for seq, event in enumerate(events, start=1)]
    id, keys = door.create(Administrator(), now, log=log)
    return door.card(id).code, keys.facilitator


if __name__ == "__main__":
    main()
