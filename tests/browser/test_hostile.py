"""What participants type is text on every screen: no markup, no link, no picture, no call to another host.

The whole corpus is in a finished workshop and in others that stand at an earlier step, so that the
projector and the phones show it live; the fields themselves are tried in tests/test_hostile.py.
"""

import json
import re
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import psutil
import pytest
from playwright.sync_api import Browser, Page

from facilitation.door import Door
from facilitation.model import RevealStage, StepKind
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from facilitation.rules.rounds import advance_reveal
from facilitation.rules.steps import close_step, reveal_step
from facilitation.store import Store
from locales import sentence
from tests.browser.acting import CONSOLE
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, _check_console, _check_host
from tests.hostile import KEPT, fill
from tests.room import FRAMING, NOON, Room
from tests.running import Server

TOKEN = "a-token-for-a-phone-{}-of-the-tests"
REVEALED = (StepKind.ISSUES, StepKind.IDEAS, StepKind.GROUPING, StepKind.VOTE)
STEPS = (*REVEALED, StepKind.DECISION, StepKind.CELLS, StepKind.HATS, StepKind.CLOSING)

# Everything that a string could have made, in the page and in the shadows of its components.
MADE = """() => {
  const roots = [document];
  for (let n = 0; n < roots.length; n += 1) {
    roots[n].querySelectorAll("*").forEach((one) => { if (one.shadowRoot) roots.push(one.shadowRoot); });
  }
  const wrong = `img[src*=evil], img[src=x], a[href*=evil], a[href^=javascript], a[href^=mailto],
    iframe[src*=evil], link[href*=evil], script[src*=evil], use[href*=evil], math,
    [onerror], [onload], [onfocus], [onmouseover], [style*="inset:0"]`;
  const found = roots.flatMap((root) => [...root.querySelectorAll(wrong)]);
  const words = roots.flatMap((root) => [...root.querySelectorAll("strong, em, code, del, h1, td, mark")])
    .filter((one) => ["gras", "penché", "code", "barré", "Gros", "titre"].includes(one.textContent.trim()));
  const text = (root) => [...root.childNodes].map((one) => {
    if (one.nodeType === 3) return one.data;
    if (/^(STYLE|SCRIPT|NOSCRIPT)$/.test(one.nodeName)) return "";
    const boxed = /^(INPUT|TEXTAREA)$/.test(one.nodeName) ? one.value : "";
    const inside = (one.shadowRoot ? text(one.shadowRoot) : "") + text(one);
    return boxed + inside + (getComputedStyle(one).display.startsWith("inline") ? "" : " ");
  }).join("");
  const made = [...found, ...words].map((one) => one.outerHTML.slice(0, 200));
  return { made, text: text(document.body).replace(/\\s+/g, " ") };
}"""


@dataclass
class Stand:
    """A server whose workshops hold the corpus, each at its own step."""

    server: Server
    rooms: dict[StepKind, tuple[str, str, str, str]]  # id, code, facilitator's key, phone's token


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    folder = tmp_path_factory.mktemp("stand")
    door = Door(Store(f"sqlite:///{folder / 'recolte.sqlite'}"))
    rooms = {step: _room(door, step) for step in STEPS}
    door.close()
    server = Server(folder)
    server.start()
    yield Stand(server, rooms)
    server.end()


def _room(door: Door, step: StepKind) -> tuple[str, str, str, str]:
    id, keys = door.create(Administrator(), NOON)
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    room = _Owned(door, id, keys, by)
    room.lead(frame_workshop, framing=FRAMING)
    fill(room, step)
    if step in REVEALED:
        room.lead(close_step, step=step)
        room.lead(reveal_step, step=step)
    if step is StepKind.VOTE:
        for stage in (RevealStage.BANDS, RevealStage.TOTALS):
            room.lead(advance_reveal, stage=stage)
    return id, room.code, keys.facilitator, TOKEN.format(0)


class _Owned(Room):
    """Its people have tokens that a browser may carry."""

    def join(self, *_: object) -> str:  # type: ignore[override]
        self.tokens.append(TOKEN.format(len(self.tokens)))
        answers = {"kind": "student", "table": 1, "language": "fr", "consents": {"terms"}}
        return self.door.enrol(self.id, self.tokens[-1], at=NOON, **answers).result(5)


Watched = Callable[..., Page]


@pytest.fixture
def watched(browser: Browser, stand: Stand) -> Iterator[Watched]:
    """Pages of a browser that holds the keys of a step; none may speak elsewhere, fail or open a dialog."""
    wrong: list[str] = []
    opened = []

    def open_page(step: StepKind, size: dict[str, int]) -> Page:
        id, _, key, token = stand.rooms[step]
        context = browser.new_context(viewport=size, locale="fr-CA")
        opened.append(context)
        cookies = {f"recolte_f_{id}": key, "recolte_p": token, "recolte_lang": "fr"}
        context.add_cookies([{"name": n, "value": v, "url": stand.server.url} for n, v in cookies.items()])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda asked: _check_host(asked.url, stand.server.url, wrong))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: _check_console(said.text, wrong))
        page.on("dialog", lambda dialog: (wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        return page

    yield open_page
    for context in opened:
        context.close()
    assert wrong == []


def _seen(page: Page, where: str, expected: str) -> str:
    """What can be read there once it is drawn; nothing of it was made by a string."""
    for _ in range(60):
        found = page.evaluate(MADE)
        if expected in found["text"]:
            break
        page.wait_for_timeout(250)
    assert expected in found["text"], f"{where}: {found['text'][:2_000]}"
    assert found["made"] == [], where
    assert "pris" not in page.title(), where
    assert page.title() != "1", where
    return str(found["text"])


def _missing(text: str) -> list[str]:
    return [one.name for one in KEPT if " ".join(one.kept.split()) not in text]


FIRST = KEPT[0].kept


def test_console_shows_the_corpus_as_text(watched: Watched, stand: Stand) -> None:
    page = watched(StepKind.CLOSING, LAPTOP)
    code = stand.rooms[StepKind.CLOSING][1]
    for name in CONSOLE:
        page.goto(f"{stand.server.url}/{name}?w={code}")
        text = _seen(page, name, sentence("fr", f"console.page.{name}"))
        page.wait_for_timeout(1_000)
        text = _seen(page, name, FIRST) if name not in ("run_sheet", "preflight", "report") else text
        if name == "board":
            assert _missing(text) == []


def _turned(page: Page, where: str) -> str:
    """All pages of a projected list, one after the other."""
    count = page.locator(".stage .pager span")
    count.wait_for(state="attached")  # one page alone shows none
    counted = count.text_content() or ""
    text = _seen(page, where, counted)
    first, last = (int(n) for n in re.findall(r"\d+", counted))
    for number in range(first, last):
        page.get_by_role("button", name=sentence("fr", "projector.next")).click()
        text += _seen(page, where, f"Page {number + 1} de {last}")
    return text


@pytest.mark.parametrize("step", STEPS)
def test_projector_shows_the_corpus_as_text(watched: Watched, stand: Stand, step: StepKind) -> None:
    page = watched(step, PROJECTOR)
    page.goto(f"{stand.server.url}/projector?w={stand.rooms[step][1]}&live=1")
    text = _turned(page, f"projector, {step}")
    if step in (StepKind.ISSUES, StepKind.IDEAS, StepKind.HATS):
        assert _missing(text) == []
    elif step is not StepKind.CLOSING:
        assert FIRST in text


def test_committee_reads_the_corpus_as_text(watched: Watched, stand: Stand) -> None:
    page = watched(StepKind.CLOSING, LAPTOP)
    page.goto(f"{stand.server.url}/committee?w={stand.rooms[StepKind.CLOSING][1]}")
    _seen(page, "committee", FIRST)


@pytest.mark.parametrize("step", STEPS)
def test_phone_shows_the_corpus_as_text(watched: Watched, stand: Stand, step: StepKind) -> None:
    page = watched(step, PHONE)
    page.goto(f"{stand.server.url}/w/{stand.rooms[step][1]}")
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    text = _seen(page, f"phone, {step}", FIRST)
    if step in (StepKind.ISSUES, StepKind.IDEAS, StepKind.GROUPING, StepKind.CLOSING):
        assert _missing(text) == []


def test_ten_megabytes_are_refused_before_they_come(stand: Stand) -> None:
    """Only the head is sent: the answer is there, with its sentence, and the memory is as it was."""
    _, code, _, token = stand.rooms[StepKind.IDEAS]
    head = (
        f"POST /w/{code}/notes HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Cookie: recolte_p={token}; recolte_lang=en\r\nContent-Length: 10000000\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", stand.server.port), timeout=10) as wire:
        wire.sendall(head)
        answer = b""
        while sentence("en", "phone.too_big").encode() not in answer and (piece := wire.recv(65_536)):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 413")
    assert sentence("en", "phone.too_big") in answer.decode()


def test_bodies_without_end_take_no_memory(stand: Stand) -> None:
    """Twenty at once, ten megabytes each, in pieces that announce no length."""
    _, code, _, token = stand.rooms[StepKind.IDEAS]
    assert stand.server.process is not None
    memory = psutil.Process(stand.server.process.pid)
    before = memory.memory_info().rss
    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: _pour(stand.server.port, code, token), range(20)))
    assert {answer[:12] for answer in answers} <= {"HTTP/1.1 413", ""}  # "": hung up on who goes on pouring
    assert any(answers)
    assert memory.memory_info().rss - before < 40_000_000
    phone = {"cookie": f"recolte_p={token}", "content-type": "application/json"}
    assert httpx.get(f"{stand.server.url}/healthz").status_code == 200
    note = json.dumps({"key": "after", "type": "idea", "text": "Après", "language": "fr"})
    said = httpx.post(f"{stand.server.url}/w/{code}/notes", content=note, headers=phone).json()
    assert said["key"] == "step.revealed"


def _pour(port: int, code: str, token: str) -> str:
    head = (
        f"POST /w/{code}/notes HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Cookie: recolte_p={token}\r\nTransfer-Encoding: chunked\r\n\r\n"
    ).encode()
    piece = b"10000\r\n" + b"a" * 65_536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        try:
            wire.sendall(head)
            for _ in range(160):
                wire.sendall(piece)
        except OSError:
            pass
        try:
            return wire.recv(65_536).decode("latin-1")
        except OSError:
            return ""
