"""A database that does not answer: every address of ours says so in a sentence, and none fails."""

import contextlib
import html
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

import phone.routes
from facilitation import house
from facilitation.errors import StoreError
from locales import LANGUAGES, Language, sentence
from tests.room import Room
from tests.web.conftest import staff
from web import access, files, health, projector
from web.access import FirstRunKey
from web.flood import Flood
from web.guard import Guard
from web.unwell import unwell

OURS: list[BaseRoute] = [
    *health.routes(),
    *access.routes(FirstRunKey("an-administration-key")),
    *files.routes(),
    *projector.routes(),
]
PHONES = phone.routes.routes()
VALUES = {"what": "lapse", "note": "N1", "language": "en", "name": "phone.css", "key": "not-the-key"}
TOKEN = "a-device-token-nobody-has-seen"


@pytest.fixture
def site(home: Room, tmp_path: Path) -> TestClient:
    """Ours and the phones', put together as app.py does."""
    index = tmp_path / "index.html"
    index.write_text("<html></html>", "utf-8")

    async def other(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("other")(scope, receive, send)

    answers = {StoreError: unwell}
    guard = Middleware(
        Guard,
        welcome=other,
        phones=Starlette(routes=PHONES, exception_handlers=answers),
        too_fast=other,
        flood=Flood(500),
        read_frame=lambda frame: None,
        index=index,
        held=dict,
    )
    routes = [*OURS, Route("/{path:path}", lambda request: PlainTextResponse("streamlit"))]
    return TestClient(
        Starlette(routes=routes, exception_handlers=answers, middleware=[guard]), follow_redirects=False
    )


@pytest.fixture
def away(home: Room, tmp_path: Path) -> Iterator[None]:
    """The tables are gone, as when the pages that lead to them make no sense any more."""
    tables = ("event", "people", "setting", "vector", "workshop")
    with contextlib.closing(sqlite3.connect(tmp_path / "recolte.sqlite")) as saboteur:
        for table in tables:
            saboteur.execute(f"ALTER TABLE {table} RENAME TO away_{table}")
        yield
        for table in tables:
            saboteur.execute(f"ALTER TABLE away_{table} RENAME TO {table}")


def _address(route: Route, room: Room) -> str:
    return re.sub(r"{(\w+)(?::\w+)?}", lambda found: {**VALUES, "code": room.code}[found[1]], route.path)


def _says_so(answer: httpx.Response, language: Language) -> bool:
    is_json = "json" in answer.headers["content-type"]
    said = answer.json()["refusal"] if is_json else html.unescape(answer.text)
    return any(sentence(language, f"store.{key}") in said for key in ("silent", "unavailable"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_address_fails_when_the_database_does(
    home: Room, site: TestClient, away: None, language: Language
) -> None:
    note = {"key": "k1", "type": "idea", "text": "Jumeler", "language": "fr"}
    people = (f"recolte_p={TOKEN}", staff(home)["cookie"], "recolte_admin=anything")
    wrong, told = [], 0
    for route in (*OURS, *PHONES):
        assert isinstance(route, Route)
        for who in people:
            for method in (route.methods or set()) - {"HEAD"}:
                headers = {"cookie": f"{who}; recolte_lang={language}"}
                body = note if method == "POST" else None
                answer = site.request(method, _address(route, home), headers=headers, json=body)
                refused = answer.status_code == 503 and route.path != "/healthz"
                told += refused
                if (refused and not _says_so(answer, language)) or answer.status_code in (500, 502):
                    wrong.append((method, route.path, who, answer.status_code))

    assert wrong == []
    assert told > 10


@pytest.mark.parametrize("path", ["/w/{}", "/w/{}/now", "/j/{}", "/w/{}/screen"])
def test_phone_that_is_not_known_yet_is_told(home: Room, site: TestClient, away: None, path: str) -> None:
    answer = site.get(path.format(home.code), headers={"cookie": f"recolte_p={TOKEN}"})

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert sentence("fr", "store.silent") in html.unescape(answer.text)


def test_browser_whose_right_cannot_be_read_is_told(home: Room, site: TestClient, away: None) -> None:
    answer = site.get("/run_sheet", headers={"cookie": "recolte_admin=anything"})

    assert answer.status_code == 503 or answer.text == "other"  # a right known without a question
    assert answer.status_code != 503 or sentence("fr", "store.unreadable") in html.unescape(answer.text)


def test_file_is_refused_with_the_sentence(home: Room, site: TestClient, away: None) -> None:
    answer = site.get(f"/files/{home.code}/lapse", headers=staff(home))

    assert answer.status_code == 503
    assert sentence("fr", "store.silent") in html.unescape(answer.text)


def test_watchdog_hears_of_a_damaged_file_for_good(home: Room, site: TestClient, tmp_path: Path) -> None:
    assert site.get("/healthz").status_code == 200
    file = tmp_path / "recolte.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as checkpoint:
        checkpoint.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as opened:
        for page in range(1, file.stat().st_size // 4_096):  # all but the first
            opened.seek(page * 4_096)
            opened.write(bytes(range(256)) * 16)
    house.door().store.engine.dispose()  # nothing is remembered of the pages as they were

    with pytest.raises(StoreError, match="store.unreadable"):
        home.door.entries(home.id)

    assert site.get("/healthz").status_code == 503
    assert house.door().store.damaged
