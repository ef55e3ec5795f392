"""A facilitator's day at the console: every page, every step, a room of seventy over HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from uuid import uuid4

from playwright.sync_api import Browser, CDPSession, Page, expect

from facilitation.rehearsal.texts import IDEAS
from locales import sentence
from tests.browser.conftest import LAPTOP, PROJECTOR
from tests.running import Server
from tests.talking import Phone, open_workshop

PEOPLE = 70
PAGES = ("run_sheet", "board", "vote", "decision", "cells", "critique", "report", "preflight")
PAGE_CHANGES = 4  # in ten minutes
RELOADS = 10
# Ticks a card, chooses a group, and moves it there.
MOVE = """([card, group]) => {
  const hosts = [...document.querySelectorAll("*")];
  const root = hosts.find((one) => one.shadowRoot?.querySelector(".board")).shadowRoot;
  const boxes = root.querySelectorAll('input[data-spot^="tick "]');
  boxes[card % boxes.length].click();
  const target = root.querySelector('[data-spot="target"]');
  target.value = group;
  target.dispatchEvent(new Event("change"));
  root.querySelector('[data-spot="move"]').click();
}"""


@dataclass
class Screen:
    """One window, what it holds, and what it has asked of Streamlit."""

    page: Page
    asked: int = 0
    probe: CDPSession = field(init=False)

    def __post_init__(self) -> None:
        self.probe = self.page.context.new_cdp_session(self.page)
        self.probe.send("Performance.enable")
        self.page.on("websocket", lambda socket: socket.on("framesent", lambda _: self._count()))

    def held(self) -> tuple[float, int, int]:
        """Megabytes of script, nodes, listeners, after a collection."""
        self.probe.send("HeapProfiler.collectGarbage")
        found = {one["name"]: one["value"] for one in self.probe.send("Performance.getMetrics")["metrics"]}
        return found["JSHeapUsedSize"] / 1e6, int(found["Nodes"]), int(found["JSEventListeners"])

    def _count(self) -> None:
        self.asked += 1


class Day:
    """A facilitator's laptop, the room's screen and seventy phones."""

    def __init__(self, server: Server, browser: Browser, act: float) -> None:
        desk = open_workshop(server)
        self.server, self.code, self.act = server, desk.code, act
        page = browser.new_context(viewport=LAPTOP, locale="fr-CA").new_page()  # type: ignore[arg-type]
        self.console = Screen(page)
        page.goto(f"{server.url}/f/{desk.code}/{desk.key}")
        known = page.context.storage_state()
        room = browser.new_context(viewport=PROJECTOR, storage_state=known).new_page()  # type: ignore[arg-type]
        self.projector = Screen(room)
        room.goto(f"{server.url}/projector?w={desk.code}&live=1")
        self.phones: list[Phone] = []
        self.pages = cycle(PAGES)
        self.texts = cycle(IDEAS["fr"])
        self._reloads = 0

    def spans(self) -> Iterator[None]:
        """Ten minutes each."""
        yield self.join(30)
        yield self.join(40)
        self.step("issues")
        yield self.write("issue", 45)
        self.step("ideas")
        yield self.write("idea", 60)
        yield self.write("idea", 38)
        self.step("grouping")
        self.groups()
        for _ in range(4):
            yield self.board(75)
        self.promote()
        yield self.ballots(30)
        yield self.ballots(21)
        yield self.reveal()
        yield self.cell()
        yield self.wishes(51)
        self.hats()
        yield self.comments(50)
        yield self.comments(50)
        self.step("closing")
        while True:
            yield

    def between(self) -> None:
        """The page changes of ten minutes; then a reload, and a projector whose network goes away."""
        for name in (next(self.pages) for _ in range(PAGE_CHANGES)):
            self.go(name)
            self.console.page.wait_for_timeout(1_000 * self.act)
        if self._reloads < RELOADS:
            self._reloads += 1
            self.console.page.reload()
            self._settled(self.console.page)
            self._reconnect(network=self._reloads % 2 == 0)

    def join(self, people: int) -> None:
        for _ in range(people):
            self.phones.append(Phone.join(self.server, self.code))
            self.rest(self.act / 2)

    def write(self, type: str, notes: int) -> None:
        for n in range(notes):
            text = f"{next(self.texts)} ({n})"
            self._send(n, "notes", key=uuid4().hex, type=type, text=text, language="fr")

    def ballots(self, count: int) -> None:
        marks = [{"PR1": 2, "PR2": 1}, {"PR2": 2}, {"PR1": 1}]
        for n in range(count):
            self._send(n if count == 30 else n + 30, "ballot", key="b", round="R1", marks=marks[n % 3])

    def wishes(self, count: int) -> None:
        for n in range(count):
            self._send(n, "wish", ranked=["CEL1"] if n % 7 == 0 else [], flexible=False)

    def comments(self, count: int) -> None:
        for n in range(count):
            asked = {"key": uuid4().hex, "subject": "CEL1", "text": next(self.texts), "language": "fr"}
            self._send(n, "comment", **asked)

    def groups(self) -> None:
        """Two groups, by hand, on the board."""
        self.go("board")
        page = self.console.page
        for title in ("Premier", "Second"):
            for _ in range(2):
                loose = page.get_by_role("region", name="À trier")
                loose.locator("input[type=checkbox]:not(:checked)").first.check()
            page.get_by_role("button", name="Regrouper").click()
            page.get_by_label("Titre en français", exact=True).fill(title)
            page.get_by_role("button", name="Créer le regroupement", exact=True).click()
            expect(page.get_by_role("region", name=title)).to_be_visible()

    def board(self, acts: int) -> None:
        self.go("board")
        self.console.page.wait_for_timeout(1_000)
        for n in range(acts):
            self.console.page.evaluate(MOVE, [7 * n, ("G1", "G2", "")[n % 3]])
            self.rest(self.act)

    def promote(self) -> None:
        self.go("board")
        for title in ("Premier", "Second"):
            name = f"En faire un projet {title}"
            self.press(name)
            expect(self.console.page.get_by_role("button", name=name)).to_have_count(0)
        self.go("vote")
        self.press("Ouvrir le vote")
        expect(self.console.page.get_by_role("button", name="Fermer le vote")).to_be_visible()

    def reveal(self) -> None:
        self.go("vote")
        for name in ("Fermer le vote", "Préparer le dévoilement", "Dévoiler à l'écran"):
            self.press(name)
        self.rest(2)

    def cell(self) -> None:
        self.go("cells")
        self.console.page.get_by_label("Nom en français").fill("Cellule")
        self.press("Ajouter la cellule")
        expect(self.console.page.get_by_role("button", name="Proposer des places")).to_be_visible()
        self.step("cells")

    def hats(self) -> None:
        self.go("critique")
        self.press("Distribuer les chapeaux")
        for name in ("Ouvrir l'étape des pitchs", "Appeler", "Démarrer les 5 minutes"):
            self.press(name)

    def step(self, name: str) -> None:
        self.go("run_sheet")
        row = self.console.page.locator(f".st-key-step_{name}")
        row.get_by_role("button", name="Ouvrir", exact=True).click()
        expect(row.get_by_text("Ouverte")).to_be_visible()

    def go(self, name: str) -> None:
        title, page = sentence("fr", f"console.page.{name}"), self.console.page
        page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True).click()
        expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()
        self._settled(page)

    def press(self, name: str) -> None:
        self.console.page.get_by_role("button", name=name).first.click()
        self.rest(1)

    def _send(self, number: int, where: str, **values: object) -> None:
        self.phones[number % PEOPLE].send_until_kept(where, **values)
        self.rest(self.act)

    def _reconnect(self, *, network: bool) -> None:
        page = self.projector.page
        if network:
            page.context.set_offline(True)
            self.rest(2)
            page.context.set_offline(False)
        page.reload()
        self.rest(1)

    def rest(self, seconds: float) -> None:
        """Nothing happens; the browser's own events come in."""
        self.console.page.wait_for_timeout(1_000 * seconds)

    def _settled(self, page: Page) -> None:
        page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
