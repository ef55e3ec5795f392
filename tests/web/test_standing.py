"""Before a right is known nothing is asked of the database, whatever the address and the cookies say."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from facilitation import rights
from facilitation.rights import Administrator
from phone.routes import landing, routes, too_fast
from tests.counting import statements
from tests.room import NOON, Room
from tests.web.conftest import reader, staff
from web import access, files, projector
from web.access import FirstRunKey
from web.flood import Flood
from web.guard import Guard
from web.live import Stream, each_commit
from web.standing import MOST_KEYS, cookies, is_staff

pytestmark = pytest.mark.faults

PATHS = [
    *("/", "/run_sheet", "/board?w={code}", "/projector", "/committee?w=ZZZZZZZZ", "/static/x.js"),
    *("/favicon.png", "/component/x", "/_stcore/bidi-components/x", "/_stcore/host-config"),
    *("/_stcore/upload_file/a/b", "/_stcore/metrics", "/media/x.png", "/oauth2callback", "/auth/login"),
    *("/j", "/j?code={code}", "/j?code=ZZZZZZZZ", "/j/{code}", "/j/ZZZZZZZZ", "/w/{code}", "/w/ZZZZZZZZ"),
    *("/w/{code}?who=3", "/w/{code}?who=P1", "/w/{code}?who=%00", "/w/{code}/now", "/w/ZZZZZZZZ/now"),
    *("/w/{code}/screen", "/w/{code}/screen/now", "/w/{code}/people", "/w/{code}/scribe?table=1"),
    *("/w/{code}/scribe/now?table=1", "/w/{code}/manifest.json", "/w/{code}/worker.js"),
    *("/phone/static/phone.js", "/live/ZZZZZZZZ", "/live/ZZZZZZZZ/all", "/files/{code}/archive"),
    *("/files/{code}/summary", "/files/ZZZZZZZZ/kit", "/f/{code}/wrong", "/c/{code}/wrong"),
    *("/s/{code}/wrong", "/nothing/here", "/f/ZZZZZZZZ/wrong", "/admin/wrong", "/language/en?next=/"),
]
POSTS = [
    *("/w/{code}/check-in", "/w/{code}/notes", "/w/{code}/notes/N1/withdraw", "/w/{code}/ballot"),
    *("/w/{code}/concern", "/w/{code}/wish", "/w/{code}/hat", "/w/{code}/help", "/w/{code}/people?who=2"),
    *("/w/{code}/scribe/notes", "/w/{code}/scribe/people", "/w/ZZZZZZZZ/notes", "/screen/{code}/mask"),
    *("/_stcore/upload_file/a/b", "/f/{code}/wrong", "/admin/wrong", "/nothing/here"),
]
COOKIES = {
    "none": "",
    "480 false": "; ".join(f"recolte_{'fc'[n % 2]}_{n:016x}=x" for n in range(480)),
    "false of a true workshop": "recolte_f_{id}=wrong; recolte_c_{id}={key}; recolte_s_{id}=wrong",
    "false administrator": "recolte_admin=wrong",
    "six false phones": "; ".join(f"recolte_p{n}={'t' * 30}{n}" for n in ("", "_2", "_3", "_4", "_5", "_6")),
    "garbage": "\xe9=;;; recolte_f_=; =; recolte_f_{id}; recolte_admin=\x01\xff",
}


@pytest.fixture
def whole(home: Room, tmp_path: Path) -> TestClient:
    """All our routes behind the guard; in front of what would be Streamlit's, a stand-in."""
    index = tmp_path / "index.html"
    index.write_text("<html></html>", "utf-8")

    async def streamlit(request: Request) -> PlainTextResponse:
        return PlainTextResponse("streamlit")

    async def welcome(scope: Scope, receive: Receive, send: Send) -> None:
        await landing("fr")(scope, receive, send)

    live = [Route("/live/{code}", Stream(each_commit)), Route("/live/{code}/all", Stream(each_commit))]
    guard = Middleware(
        Guard,
        welcome=welcome,
        phones=Starlette(routes=[*live, *routes()]),
        too_fast=too_fast,
        flood=Flood(500),
        read_frame=lambda frame: None,
        index=index,
        held=dict,
    )
    ours = [*access.routes(FirstRunKey("")), *files.routes(), *projector.routes()]
    anything = Route("/{path:path}", streamlit, methods=["GET", "POST", "PUT"])
    for _ in range(16):
        home.door.create(Administrator(), NOON)
    web = TestClient(Starlette(routes=[*ours, anything], middleware=[guard]), follow_redirects=False)
    web.get(f"/w/{home.code}", headers={"cookie": f"recolte_p={'t' * 30}"})  # an open room: it was read once
    return web


@pytest.mark.parametrize("sent", COOKIES)
def test_nothing_anonymous_asks_the_database(whole: TestClient, home: Room, sent: str) -> None:
    values = {"id": home.id, "code": home.code, "key": home.keys.facilitator}
    header = {"cookie": COOKIES[sent].format(**values).encode("latin-1")} if sent != "none" else {}
    asked: dict[str, list[str]] = {}
    for method, paths in (("GET", PATHS), ("POST", POSTS)):
        for path in paths:
            whole.cookies.clear()
            body = {"json": {"key": "k", "text": "x"}} if method == "POST" else {}
            with statements(home.door.store) as sql:
                whole.request(method, path.format(**values), headers=header, **body)
            asked |= {f"{method} {path}": sql} if sql else {}
    with statements(home.door.store) as sql, pytest.raises(WebSocketDisconnect):
        whole.websocket_connect("/_stcore/stream", headers=header).__enter__()

    assert (asked, sql) == ({}, [])


def test_false_cookies_are_hardly_hashed(home: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    true = rights.hashed

    def counted(secret: str, salt: str = "") -> str:
        hashed.append(secret)
        return true(secret, salt)

    monkeypatch.setattr(rights, "hashed", counted)
    ids = [home.door.create(Administrator(), NOON)[0] for _ in range(2 * MOST_KEYS)]
    hashed.clear()

    assert not is_staff(_request(COOKIES["480 false"]))
    assert hashed == []
    assert not is_staff(_request("; ".join(f"recolte_f_{id}=wrong" for id in ids)))
    assert len(hashed) == MOST_KEYS
    assert not is_staff(_request("; ".join(f"recolte_f_{ids[0]}=wrong-{n}" for n in range(1000))))
    assert len(hashed) == MOST_KEYS + 1  # of several with one name the last counts


def test_facilitator_of_many_workshops_is_let_in_wherever_the_good_key_stands(home: Room) -> None:
    """Keys that were renewed since lie in the same browser for a year."""
    stale = [f"recolte_f_{home.door.create(Administrator(), NOON)[0]}=renewed" for _ in range(30)]
    good = staff(home)["cookie"]
    for kept in ([good, *stale], [*stale, good], [*stale[:15], reader(home)["cookie"], *stale[15:]]):
        assert is_staff(_request("; ".join(kept)))

    crowd = [f"recolte_f_{home.door.create(Administrator(), NOON)[0]}=renewed" for _ in range(2 * MOST_KEYS)]
    assert is_staff(_request("; ".join([*crowd, good]), query=f"w={home.code}"))
    assert is_staff(_request("; ".join([*crowd, good]), path=f"/files/{home.code}/summary"))


def test_thirty_true_keys_let_in(home: Room) -> None:
    made = [home.door.create(Administrator(), NOON) for _ in range(30)]
    assert is_staff(_request("; ".join(f"recolte_f_{id}={keys.facilitator}" for id, keys in made)))


def test_cookies_are_found_in_whatever_is_sent() -> None:
    sent = 'a=1; recolte_p=one;recolte_lang="fr"; xrecolte_p=no; recolte_p=two; recolte_who_1=2=3;;recolte_x'
    assert cookies(_request(sent)) == {"recolte_p": "two", "recolte_lang": '"fr"', "recolte_who_1": "2=3"}


def _request(cookie: str, path: str = "/", query: str = "") -> Scope:
    return {"path": path, "query_string": query.encode(), "headers": [(b"cookie", cookie.encode("latin-1"))]}
