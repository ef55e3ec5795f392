"""The room's screen speaks the console's language, and another one at the press of L: this window alone."""

from pathlib import Path

from playwright.sync_api import Page, expect

from facilitation.model import StepKind
from tests.browser.conftest import LAPTOP, PROJECTOR, Open, enter
from tests.running import Server
from tests.talking import open_workshop

QUESTION = {
    "fr": "Comment pourrions-nous faciliter le premier emploi?",
    "en": "How might we ease the first job?",
}


def speaks(screen: Page, language: str) -> None:
    expect(screen.locator(".stage h1")).to_have_text(QUESTION[language])
    expect(screen.locator(f".stage[lang={language}]")).to_be_visible()
    expect(screen.locator(f"html[lang={language}]")).to_be_attached()


def test_screen_opens_in_the_console_s_language_and_changes_by_key(
    server: Server, window: Open, tmp_path: Path
) -> None:
    desk = open_workshop(server, StepKind.IDEAS)
    console = window(LAPTOP)
    enter(console, server.url, desk.code, desk.key)
    console.goto(f"{server.url}/run_sheet?w={desk.code}&lang=en")
    link = console.get_by_role("link", name="Room screen", exact=False).first
    address = link.get_attribute("href")
    assert address is not None
    screen, other = window(PROJECTOR), window(PROJECTOR)
    for page in (screen, other):
        enter(page, server.url, desk.code, desk.key)
        page.goto(server.url + address)
        speaks(page, "en")
    screen.keyboard.press("l")
    speaks(screen, "fr")
    screen.reload()
    speaks(screen, "fr")
    screen.keyboard.press("L")  # capitals are locked
    speaks(screen, "en")
    screen.get_by_role("button", name="FR").click()
    speaks(screen, "fr")
    expect(screen.get_by_role("button", name="EN")).to_be_visible()
    speaks(other, "en")
