"""Real Chromium against a real server: the facilitator's laptop, the projector, and phones of 360×740."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.running import Server

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1366, "height": 768}
PROJECTOR = {"width": 1024, "height": 768}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


Open = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens a page in a browser of its own; at the end no page may have spoken to another host or failed."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(size: dict[str, int], locale: str = "fr-CA", *, like: Page | None = None) -> Page:
        # A window of its own even for the same person: a tab behind another is drawn once a second only.
        known = like.context.storage_state() if like else None
        context = browser.new_context(viewport=size, locale=locale, storage_state=known)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda asked: _check_host(asked.url, server.url, wrong))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: _check_console(said.text, wrong))
        return page

    yield open_page
    keep = os.environ.get("SCREENSHOTS")
    for context in dict.fromkeys(contexts):
        for number, page in enumerate(context.pages):
            if keep:
                page.screenshot(
                    path=Path(keep) / f"{request.node.name}-{contexts.index(context)}-{number}.png"
                )
        context.close()
    assert wrong == []


def enter(page: Page, url: str, code: str, key: str) -> None:
    """The browser holds the facilitator's key, as after the link; the page that it leads to is not drawn."""
    page.request.get(f"{url}/f/{code}/{key}", max_redirects=0)


def _check_host(url: str, home: str, wrong: list[str]) -> None:
    if not url.startswith((home, home.replace("http", "ws"), "data:", "blob:")):
        wrong.append(f"asked another host: {url}")


def _check_console(text: str, wrong: list[str]) -> None:
    if re.search(r"Content.Security.Policy|Refused to", text):
        wrong.append(text)
