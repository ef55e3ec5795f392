"""A body that does not come to its end, and who has to wait: the phone keeps what it has."""

import asyncio
import json
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message

from locales import sentence
from phone import payload
from phone.payload import TooSlow, read
from phone.routes import too_fast
from phone.writes import refused

HEADERS = [(b"content-type", b"application/json")]


def test_body_that_dribbles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "BODY_PATIENCE", 0.05)
    pieces = 0

    async def dribble() -> Message:
        nonlocal pieces
        pieces += 1
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b" ", "more_body": True}

    with pytest.raises(TooSlow):
        asyncio.run(read(Request({"type": "http", "headers": HEADERS}, dribble)))
    assert pieces < 50


def test_body_that_stops_halfway_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "BODY_PATIENCE", 0.05)
    halves: list[Message] = [{"type": "http.request", "body": b'{"text":', "more_body": True}]

    async def half() -> Message:
        return halves.pop() if halves else await asyncio.Event().wait()  # type: ignore[return-value]

    with pytest.raises(TooSlow):
        asyncio.run(read(Request({"type": "http", "headers": HEADERS}, half)))


def test_slow_body_is_answered_with_a_sentence_and_its_connection_closed() -> None:
    answer = refused(TooSlow(), "fr")

    assert (answer.status_code, answer.headers["connection"]) == (408, "close")
    said = sentence("fr", "phone.too_slow")
    assert json.loads(bytes(answer.body)) == {"refusal": said, "key": "phone.too_slow"}


@pytest.mark.parametrize(
    ("method", "path", "refresh", "empty"),
    [
        ("GET", "/j/ABCDEFGH", "4", False),
        ("GET", "/", "4", False),
        ("GET", "/w/ABCDEFGH/now", None, False),
        ("POST", "/w/ABCDEFGH/notes", None, False),
        ("GET", "/live/ABCDEFGH", None, True),
        ("GET", "/phone/static/phone.js", None, True),
    ],
)
def test_page_that_must_wait_asks_again_by_itself(
    method: str, path: str, refresh: str | None, empty: bool
) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "headers": [], "wait": 3}
    asyncio.run(too_fast(scope, None, send))  # type: ignore[arg-type]

    headers = dict(sent[0]["headers"])
    assert (sent[0]["status"], headers[b"retry-after"]) == (429, b"3")
    assert headers.get(b"refresh") == (refresh.encode() if refresh else None)
    assert (sent[1]["body"] == b"") is empty
