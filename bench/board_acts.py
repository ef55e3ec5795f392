"""How long an act on a board of 300 cards takes: on that board, until it is kept, and on the projector.

`python -m bench.board_acts [--acts 20] [--ideas 300]` starts a server on a folder of its own with
twelve groups that hold two thirds of the ideas, opens the board and a projector (grouping step) in real
Chromium, and acts as a facilitator does. Printed are milliseconds from the click: board, until the cards
stand where they belong in the board's page; kept, until nothing there waits for the server any more; room,
until the projector's page has changed.
"""

import argparse
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.invented import proposals
from facilitation.door import Door
from facilitation.events import (
    Entry,
    Event,
    GroupCreated,
    IdeaMoved,
    NoteSubmitted,
    ParticipantCheckedIn,
    StepOpened,
    WorkshopFramed,
)
from facilitation.model import Channel, GroupId, NoteId, NoteType, ParticipantId, StepKind
from facilitation.rights import Administrator
from facilitation.store import Store
from tests.room import FRAMING
from tests.running import Server

GROUPS = 12
SEEN = ("board", "kept", "room")
REST = 1.5  # seconds between two acts: an act is timed, not a queue
INSIDE = """
const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
const root = roots.find((one) => one.querySelector(".board"));
const at = (selector) => root.querySelector(selector);
const column = (title) => at(`.columns [aria-label="${title}"]`);
const card = (id) => at(`.columns [data-card="${id}"]`);
"""
CLICK = (
    f"async ([press, stands]) => {{ {INSIDE}"
    + """
  const shown = new Function("column", "card", "at", `return ${stands}`);
  const wait = async (done) => {
    while (!done()) await new Promise((go) => setTimeout(go, 4));
    return performance.now();
  };
  const sequence = () => root.querySelector(".board").recolte.now;
  const before = sequence();
  const began = performance.now(), clock = Date.now();
  at(`[data-spot="${press}"]`).click();
  const board = await wait(() => shown(column, card, at));
  const kept = await wait(() => sequence() !== before && !at("[aria-busy=true]") && shown(column, card, at));
  return [clock, board - began, kept - began];
}"""
)
TICK = (
    f"([title, number]) => {{ {INSIDE}"
    + """
  const boxes = [...column(title).querySelectorAll("[data-card] input[data-tick]")].slice(0, number);
  for (const box of boxes) box.click();
  return boxes.map((box) => box.dataset.tick);
}"""
)
WATCH = """() => {
  const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const stage = roots.map((one) => one.querySelector(".stage")).find(Boolean);
  const before = stage.textContent;
  window.changed = new Promise((seen) => {
    const look = () => stage.textContent !== before ? seen(Date.now()) : setTimeout(look, 4);
    look();
  });
}"""

Act = Callable[[Page, int], tuple[str, str]]  # what is pressed last, and what stands then


def main() -> None:
    """Starts a server, acts, prints the table."""
    asked = argparse.ArgumentParser(description="From a click on the board to what everybody sees.")
    asked.add_argument("--acts", type=int, default=20)
    asked.add_argument("--ideas", type=int, default=300)
    options = asked.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; milliseconds")
    print("".join([f"{'':10}{'n':>4}", *(f"{f'{name} p50':>12}{'p95':>7}{'max':>7}" for name in SEEN)]))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        code, key = _workshop(server, options.ideas)
        server.start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        try:
            for name, rows in _measured(browser, server.url, code, key, options.acts):
                print(f"{name:10}{len(rows):>4}" + "".join(map(_spread, zip(*rows, strict=True))), flush=True)
        finally:
            browser.close()
            server.end()


def _measured(
    browser: Browser, url: str, code: str, key: str, acts: int
) -> Iterator[tuple[str, list[tuple[float, ...]]]]:
    board = _opened(browser, url, code, key, f"board?w={code}", 1366)
    board.locator(".board .card").first.wait_for(timeout=60_000)
    room = _opened(browser, url, code, key, f"projector?w={code}", 1024)
    room.locator(".stage .card").first.wait_for(timeout=60_000)
    for name, act in ACTS.items():
        rows = []
        for number in range(acts):
            asked = act(board, number)
            time.sleep(REST)
            room.evaluate(WATCH)
            clock, shown, kept = board.evaluate(CLICK, list(asked))
            rows.append((shown, kept, room.evaluate("window.changed") - clock))
        yield name, rows


def _spread(values: Sequence[float]) -> str:
    p95 = statistics.quantiles(values, n=20, method="inclusive")[-1]
    return f"{statistics.median(values):>12.0f}{p95:>7.0f}{max(values):>7.0f}"


def _opened(browser: Browser, url: str, code: str, key: str, where: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 768}, locale="fr-CA").new_page()
    page.goto(f"{url}/f/{code}/{key}")
    page.goto(f"{url}/{where}")
    return page


# --- what a facilitator does; each keeps to the first groups, which the projector's first page shows ---


def _tick(page: Page, title: str, number: int) -> list[str]:
    """Ticks the first cards of a column."""
    return list(page.evaluate(TICK, [title, number]))


def _move(many: int) -> Act:
    def act(page: Page, number: int) -> tuple[str, str]:
        source, target = ("Groupe 1", "Groupe 2") if number % 2 == 0 else ("Groupe 2", "Groupe 1")
        ids = _tick(page, source, many)
        page.locator('.board select[data-spot="target"]').select_option(label=target)
        inside = " && ".join(f'column("{target}").contains(card("{id}"))' for id in ids)
        return "move", inside

    return act


def _rename(page: Page, number: int) -> tuple[str, str]:
    titles = ("Groupe 3", "Logement")
    old, new = titles[number % 2], titles[1 - number % 2]
    page.get_by_role("button", name=f"Renommer {old}").click()
    page.get_by_label("Titre en français").fill(new)
    return "name G3 go", f'Boolean(column("{new}"))'


def _merge(page: Page, _number: int) -> tuple[str, str]:
    first, second = _tick(page, "Groupe 4", 2) if _number % 2 else _tick(page, "Groupe 5", 2)
    page.locator('.board [data-spot="merge"]').click()
    return "panel go", f'card("{first}") && !card("{second}")'


def _park(page: Page, number: int) -> tuple[str, str]:
    (id,) = _tick(page, f"Groupe {1 + number % 2}", 1)
    page.locator('.board [data-spot="more"]').click()
    page.locator('.board [data-spot="park"]').click()
    page.get_by_label("Raison").fill("Hors sujet")
    return "panel go", f'column("Mises de côté").contains(card("{id}"))'


ACTS: dict[str, Act] = {
    "move 1": _move(1),
    "move 10": _move(10),
    "rename": _rename,
    "park": _park,
    "merge": _merge,
}


def _workshop(server: Server, ideas: int) -> tuple[str, str]:
    """Invented ideas, two thirds of them in twelve groups; its code and the facilitator's key."""
    door = Door(Store(f"sqlite:///{server.folder / 'recolte.sqlite'}"))
    now = datetime.now(UTC)
    log = [Entry(seq, now, "recolte", None, event) for seq, event in enumerate(_events(ideas), start=1)]
    id, keys = door.create(Administrator(), now, log=log)
    code = door.card(id).code
    door.close()
    return code, keys.facilitator


def _events(ideas: int) -> Iterator[Event]:
    person = ParticipantId("P1")
    yield WorkshopFramed(FRAMING)
    yield ParticipantCheckedIn(person, "student", 1, "fr", Channel.PHONE, frozenset({"terms"}))
    yield StepOpened(StepKind.IDEAS)
    for number, (text, language, _) in enumerate(proposals(ideas), start=1):
        note = NoteId(f"N{number}")
        yield NoteSubmitted(note, NoteType.IDEA, person, text[:280], language, Channel.PHONE, 1)
    for group in range(1, GROUPS + 1):
        yield GroupCreated(GroupId(f"G{group}"), f"Groupe {group}", "")
    for number in range(1, ideas * 2 // 3 + 1):
        yield IdeaMoved(NoteId(f"N{number}"), GroupId(f"G{1 + number % GROUPS}"))
    yield StepOpened(StepKind.GROUPING)


if __name__ == "__main__":
    main()
