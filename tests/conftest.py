"""The fixtures that all tests share: a door on a real SQLite file, a workshop in it, a server, a browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from facilitation.asking import ask
from facilitation.door import Door
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from facilitation.store import Store
from tests.room import FRAMING, NOON, Room
from tests.running import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Two busy cores: an example that takes long is no failure here; nothing in the suite is a timed test.
settings.register_profile("recolte", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("recolte")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    opened = Door(Store(f"sqlite:///{tmp_path / 'recolte.sqlite'}"))
    yield opened
    opened.close()


@pytest.fixture
def room(door: Door) -> Room:
    id, keys = door.create(Administrator(), NOON)
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    door.act(id, ask(frame_workshop, by=by, framing=FRAMING), at=NOON)
    return Room(door, id, keys, by)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A real server on a folder of its own; gone at the end, whatever the test did to it."""
    running = Server(tmp_path)
    running.start()
    yield running
    running.end()


# Chromium heeds the last of two such lists: this one holds Playwright's own, and the pages that each window
# draws behind its address bar, which took a quarter of a test's time.
FEATURES_OFF = (
    "AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,"
    "NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,ThirdPartyStoragePartitioning,"
    "WebUIOmniboxAimPopup,WebUIOmniboxPopup"
)
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={FEATURES_OFF}",
]


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all browser tests: the system's if there is one."""
    from playwright.sync_api import expect, sync_playwright

    found = [
        path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))
    ]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found[0] if found else None, args=QUIET)
        expect.set_options(timeout=15_000)  # two busy cores: patience where no speed is asserted
        yield opened
        opened.close()
