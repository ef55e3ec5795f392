"""A phone in front of the real routes, on the real door of the house, in a temporary folder."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from facilitation import house
from facilitation.door import Door
from facilitation.model import ParticipantId, StepKind
from locales import Language, sentence
from phone.routes import routes
from tests.phone.light import Light
from tests.room import Room

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.phone.every_screen import Stage


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name in ("DATABASE_URL", "LANGUAGE", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    house.close()
    yield house.door()
    house.close()


@pytest.fixture(scope="module")
def stage(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Stage]":
    """Every screen of a phone, on one server for all tests of a file."""
    from tests.phone.every_screen import Stage  # with Playwright: only where a browser is

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATA_DIR", str(tmp_path_factory.mktemp("stage")))
        for name in ("DATABASE_URL", "LANGUAGE", "PUBLIC_URL"):
            environment.delenv(name, raising=False)
        house.close()
        light = Light()
        light.start()
        opened = Stage(browser, light, house.door())
        yield opened
        opened.leave()
        light.stop()
        house.close()


NOTE = {"key": "k1", "type": "idea", "text": "Jumeler", "language": "fr"}


class Phone:
    """One browser at one workshop."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.web = TestClient(Starlette(routes=routes()), follow_redirects=False)

    @property
    def me(self) -> ParticipantId:
        found = self.room.door.participant(self.room.id, self.web.cookies.get("recolte_p"))
        assert found is not None
        return found

    def join(self, language: str = "fr", kind: str | None = "student") -> "Phone":
        self.web.get(f"/j/{self.room.code}")
        answers = {"kind": kind, "table": 1, "language": language, "consents": ["terms"], "photo": None}
        assert self.post("check-in", **answers)[0] == 201
        return self

    def speak(self, language: str | None) -> None:
        """What the switch does: the browser's own choice, or none."""
        self.web.cookies.delete("recolte_lang")
        if language:
            self.web.cookies.set("recolte_lang", language)

    def page(self, query: str = "") -> str:
        return self.web.get(f"/w/{self.room.code}{query}").text

    def now(self) -> str:
        answer = self.web.get(f"/w/{self.room.code}/now")
        assert answer.status_code == 200
        return answer.text

    def post(self, path: str, **fields: Any) -> tuple[int, dict[str, Any]]:
        return self.send(path, json.dumps(fields).encode())

    def send(self, path: str, body: bytes, media: str = "application/json") -> tuple[int, dict[str, Any]]:
        answer = self.web.post(f"/w/{self.room.code}/{path}", content=body, headers={"content-type": media})
        return answer.status_code, answer.json()

    def idea(self, text: str, key: str = "k1") -> tuple[int, dict[str, Any]]:
        return self.post("notes", key=key, type="idea", text=text, language="fr")


def text_of(html: str) -> str:
    """What a reader reads, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def said(language: Language, key: str, n: int | None = None, **values: object) -> str:
    """One of our sentences, as `text_of` gives it."""
    return " ".join(sentence(language, key, n, **values).split())


@pytest.fixture
def new_phone(room: Room) -> Callable[[], Phone]:
    return lambda: Phone(room)


@pytest.fixture
def phone(room: Room) -> Phone:
    """A phone that has checked in."""
    return Phone(room).join()


@pytest.fixture
def writing(phone: Phone, room: Room) -> Phone:
    room.open(StepKind.IDEAS)
    return phone


@pytest.fixture
def light(room: Room) -> Iterator[Light]:
    running = Light()
    running.start()
    yield running
    running.stop()
