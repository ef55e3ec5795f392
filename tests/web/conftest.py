"""The web side on a house of its own: settings by environment, one door, a workshop in it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

import web.flood
from facilitation import house
from facilitation.asking import ask
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from tests.room import FRAMING, NOON, Room
from web import access, files, health, projector
from web.access import FirstRunKey
from web.flood import Flood
from web.guard import Guard


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that flood control reads, which stands still until it is moved."""
    ticking = Clock()
    monkeypatch.setattr(web.flood, "time", ticking)
    return ticking


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    for name in ("DATABASE_URL", "PUBLIC_URL", "ADMIN_KEY", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    house.close()
    door = house.door()
    id, keys = door.create(Administrator(), NOON)
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    door.act(id, ask(frame_workshop, by=by, framing=FRAMING), at=NOON)
    yield Room(door, id, keys, by)
    house.close()


@pytest.fixture
def flood() -> Flood:
    """What the guard of `client` counts with."""
    return Flood(500)


@pytest.fixture
def held() -> dict[str, dict[str, int]]:
    """The files that Streamlit would be keeping, for a test to fill."""
    return {}


@pytest.fixture
def client(home: Room, flood: Flood, tmp_path: Path, held: dict[str, dict[str, int]]) -> TestClient:
    """Ours, behind the guard, with a stand-in where Streamlit would be."""
    index = tmp_path / "index.html"
    index.write_text("<html><script>start()</script></html>", "utf-8")

    async def streamlit(request: Request) -> PlainTextResponse:
        return PlainTextResponse("streamlit")

    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await websocket.send_bytes(await websocket.receive_bytes())

    async def welcome(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("welcome")(scope, receive, send)

    routes = [
        *health.routes(),
        *access.routes(FirstRunKey("")),
        *files.routes(),
        *projector.routes(),
        WebSocketRoute("/_stcore/stream", socket),
        Route("/{path:path}", streamlit, methods=["GET", "POST", "PUT"]),
    ]

    def read_frame(frame: bytes) -> str | None:
        return frame.decode("latin-1").split(":")[0] or None

    async def too_fast(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(f"wait {scope['wait']}", 429)(scope, receive, send)

    guard = Middleware(
        Guard,
        welcome=welcome,
        phones=Route("/{path:path}", streamlit, methods=["GET", "POST"]).app,
        too_fast=too_fast,
        flood=flood,
        read_frame=read_frame,
        index=index,
        held=lambda: held,
    )
    return TestClient(Starlette(routes=routes, middleware=[guard]), follow_redirects=False)


def staff(room: Room) -> dict[str, str]:
    """The facilitator's cookie."""
    return {"cookie": f"recolte_f_{room.id}={room.keys.facilitator}"}


def administering(room: Room) -> str:
    """The cookie of a browser that administers the installation."""
    return f"recolte_admin={room.door.admit_administrator()}"


def reader(room: Room) -> dict[str, str]:
    """The committee's cookie."""
    return {"cookie": f"recolte_c_{room.id}={room.keys.committee}"}
