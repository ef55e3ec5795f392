"""A real door on a real SQLite file, and pages opened as a browser with those cookies would open them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest

from facilitation import house
from facilitation.door import Door
from facilitation.events import GroupCreated, GroupNamed, IdeaMoved, IdeasMerged
from facilitation.model import Workshop, WorkshopId
from facilitation.rights import Administrator, Facilitator, Keys
from sample_sessions import SAMPLES

NAVIGATION = Path(__file__).parents[2] / "pages" / "navigation.py"
AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A finished workshop, and who may do what in it."""

    id: WorkshopId
    code: str
    keys: Keys
    by: Facilitator
    door: Door

    @property
    def workshop(self) -> Workshop:
        return self.door.look(self.id)

    @property
    def cookies(self) -> dict[str, str]:
        return {f"recolte_f_{self.id}": self.keys.facilitator}


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PUBLIC_URL", "https://atelier.example.org")
    house.close()
    yield house.door()
    house.close()


@pytest.fixture
def administrator(door: Door) -> tuple[Administrator, str]:
    token = door.admit_administrator()
    right = door.administrator(token)
    assert right is not None
    return right, token


@pytest.fixture
def place(door: Door, administrator: tuple[Administrator, str]) -> Place:
    """The sample workshop that went all the way: 58 ideas, 8 projects, 3 areas, cells, hats, referrals."""
    id, keys = door.create(administrator[0], AT, log=SAMPLES[0].entries())
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    return Place(id, door.card(id).code, keys, by, door)


@pytest.fixture
def loose(door: Door, administrator: tuple[Administrator, str]) -> Place:
    """The same workshop as it was before anybody grouped its 58 ideas."""
    apart = (GroupCreated, GroupNamed, IdeaMoved, IdeasMerged)
    until = next(i for i, one in enumerate(SAMPLES[0].entries()) if isinstance(one.event, apart))
    id, keys = door.create(administrator[0], AT, log=SAMPLES[0].entries()[:until])
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    return Place(id, door.card(id).code, keys, by, door)


Open = Callable[..., AppTest]


@pytest.fixture
def open_page(door: Door, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page by name; Streamlit's harness has no cookies, so its handshake is given some."""

    def opened(name: str, cookies: Mapping[str, str] | None = None, **query: str) -> AppTest:
        handshake = SimpleNamespace(cookies=dict(cookies or {}), headers={})
        monkeypatch.setattr(context, "_get_client_context", lambda: handshake)
        page = AppTest.from_file(str(NAVIGATION), default_timeout=30)
        page.query_params.update(query)
        page.run()
        if name != "home":
            page.switch_page(f"{name}.py")
            page.query_params.update(query)
            page.run()
        return page

    return opened
