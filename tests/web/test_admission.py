"""The administration link asks first: what merely looks at it spends nothing."""

import asyncio
import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message

from facilitation.errors import StoreError
from facilitation.rights import Administrator
from facilitation.store import sqlite_module
from tests.room import Room
from web import access
from web.access import FirstRunKey
from web.unwell import unwell


@pytest.fixture
def first() -> FirstRunKey:
    return FirstRunKey("")


@pytest.fixture
def web(home: Room, first: FirstRunKey) -> TestClient:
    return TestClient(Starlette(routes=access.routes(first)), follow_redirects=False)


def _listed(home: Room) -> list[str]:
    return [one.name for one in home.door.administrators.admitted(Administrator())]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_link_spends_nothing(
    web: TestClient, home: Room, first: FirstRunKey, method: str
) -> None:
    for _ in range(3):
        answer = web.request(method, f"/admin/{first.key}")
        assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)

    assert (_listed(home), first.opens(first.key)) == ([], True)


def test_button_spends_the_link_and_leads_home(web: TestClient, home: Room, first: FirstRunKey) -> None:
    page = web.get(f"/admin/{first.key}").text
    (action,) = re.findall(r'<form method="post" action="([^"]+)">', page)
    answer = web.post(action, data={"name": "Portable de Maude"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert {part.strip() for part in answer.headers["set-cookie"].split(";")[1:]} == {
        "HttpOnly",
        "Max-Age=31536000",
        "Path=/",
        "SameSite=lax",
    }
    assert home.door.administrator(web.cookies["recolte_admin"]) == Administrator(1)
    assert _listed(home) == ["Portable de Maude"]


def test_spent_link_says_so_to_whoever_comes_next(web: TestClient, home: Room, first: FirstRunKey) -> None:
    web.post(f"/admin/{first.key}")
    web.cookies.clear()
    for answer in (web.get(f"/admin/{first.key}"), web.post(f"/admin/{first.key}")):
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
        assert "il a déjà servi" in answer.text
    assert len(_listed(home)) == 1


@pytest.mark.parametrize("link", ["of the start", "of an invitation"])
def test_link_is_not_spent_while_nobody_can_be_let_in(
    home: Room, first: FirstRunKey, tmp_path: Path, link: str
) -> None:
    """A disk that is full as the button is pressed must not lock the owner out until a restart."""
    made = home.door.administrators.invite(Administrator(1), datetime.now(UTC))
    address = f"/admin/{first.key if link == 'of the start' else made}"
    app = Starlette(routes=access.routes(first), exception_handlers={StoreError: unwell})
    web = TestClient(app, follow_redirects=False)
    with closing(sqlite_module().connect(tmp_path / "recolte.sqlite")) as outside:
        outside.execute("ALTER TABLE setting RENAME TO away")
        refused = web.post(address)
        outside.execute("ALTER TABLE away RENAME TO setting")

    assert (refused.status_code, "set-cookie" in refused.headers) == (503, False)
    assert (web.post(address).status_code, len(_listed(home))) == (303, 1)


@pytest.mark.parametrize(("known", "status", "reads"), [(False, 403, 0), (True, 400, 1)])
def test_form_that_never_comes_holds_nothing_open(
    home: Room, first: FirstRunKey, monkeypatch: pytest.MonkeyPatch, known: bool, status: int, reads: int
) -> None:
    monkeypatch.setattr(access, "FORM_PATIENCE", 0.05)
    asked, answers = 0, list[Message]()

    async def never() -> Message:
        nonlocal asked
        asked += 1
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        answers.append(message)

    path = f"/admin/{first.key if known else 'tried'}"
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": []}
    app = Starlette(routes=access.routes(first))
    asyncio.run(asyncio.wait_for(app({**scope, "scheme": "http", "server": ("x", 80)}, never, send), 5))

    assert (answers[0]["status"], asked, first.opens(first.key)) == (status, reads, True)


def test_link_pressed_twice_at_once_lets_one_in(home: Room, first: FirstRunKey) -> None:
    async def both() -> list[int]:
        transport = httpx.ASGITransport(Starlette(routes=access.routes(first)))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as web:
            answers = await asyncio.gather(*(web.post(f"/admin/{first.key}") for _ in range(2)))
        return [one.status_code for one in answers]

    assert (sorted(asyncio.run(both())), len(_listed(home))) == ([303, 403], 1)


def test_browser_that_administers_already_goes_home_and_spends_nothing(web: TestClient, home: Room) -> None:
    web.post(f"/admin/{FirstRunKey('').key}")
    token = home.door.admit_administrator()
    key = home.door.administrators.invite(Administrator(1), datetime.now(UTC))
    for method in ("GET", "POST"):
        answer = web.request(method, f"/admin/{key}", headers={"cookie": f"recolte_admin={token}"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert len(_listed(home)) == 1
    assert home.door.administrators.invites(key, datetime.now(UTC))


def test_invitation_lets_one_more_browser_in_once(web: TestClient, home: Room) -> None:
    key = home.door.administrators.invite(Administrator(1), datetime.now(UTC))
    assert [web.head(f"/admin/{key}").status_code for _ in range(2)] == [200, 200]
    statuses = []
    for _ in range(2):
        web.cookies.clear()
        statuses.append(web.post(f"/admin/{key}").status_code)

    assert (statuses, len(_listed(home))) == ([303, 403], 1)


def test_page_of_the_link_is_kept_nowhere_and_tells_its_path_to_nobody(
    client: TestClient, home: Room
) -> None:
    key = home.door.administrators.invite(Administrator(1), datetime.now(UTC))
    answer = client.get(f"/admin/{key}")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "strict-origin"
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site", "origin": "http://evil.example"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 303),
    ],
)
def test_button_is_pressed_on_our_own_page_only(
    client: TestClient, home: Room, headers: dict[str, str], status: int
) -> None:
    key = home.door.administrators.invite(Administrator(1), datetime.now(UTC))

    assert client.post(f"/admin/{key}", headers=headers).status_code == status
    assert len(_listed(home)) == (status == 303)


@pytest.mark.parametrize(
    "body", [b"", b"name=", b"x", b"name=%FF%00", b"name=" + b"a" * 20_000, b"&".join([b"name=a"] * 20)]
)
def test_form_that_nobody_typed_names_nothing_and_breaks_nothing(
    web: TestClient, home: Room, first: FirstRunKey, body: bytes
) -> None:
    answer = web.post(
        f"/admin/{first.key}", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )

    assert answer.status_code == 303
    assert all(len(name) < 10 and "\x00" not in name for name in _listed(home))


def test_page_speaks_both_languages(web: TestClient, first: FirstRunKey) -> None:
    french, english = (
        web.get(f"/admin/{first.key}", headers={"cookie": f"recolte_lang={language}"}).text
        for language in ("fr", "en")
    )

    assert ('<html lang="fr">' in french, "Administrer avec ce navigateur" in french) == (True, True)
    assert ('<html lang="en">' in english, "Administer with this browser" in english) == (True, True)
    assert f'href="/language/fr?next=/admin/{first.key}"' in english
