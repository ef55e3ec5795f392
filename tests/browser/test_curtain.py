"""The room's screen at one key: masked and frozen from the console or the projector itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import Shelf, stocked, writing
from tests.browser.conftest import LAPTOP, PROJECTOR, Open, enter
from tests.running import Server

INK = """() => {
  const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot);
  const stage = roots.map((root) => root?.querySelector(".stage")).find(Boolean);
  return getComputedStyle(stage).backgroundColor;
}"""
NOTES = [f"Idée numéro {number}, écrite par quelqu'un de la salle" for number in range(1, 13)]
FIRST, SECOND = NOTES[-1], NOTES[0]  # the newest idea on the first page, the oldest on the second


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with stocked(tmp_path_factory.mktemp("curtain"), {"ideas": writing(NOTES)}, copies=5) as shelf:
        yield shelf


@pytest.fixture(scope="module")
def server(shelf: Shelf) -> Server:
    return shelf.server


@pytest.fixture
def screens(window: Open, shelf: Shelf) -> tuple[Page, Page]:
    """The console's run sheet, and a projector that shows the second page of twelve revealed ideas."""
    code, key = shelf.take("ideas")
    console, projector = window(LAPTOP), window(PROJECTOR)
    for page, path in ((console, "run_sheet"), (projector, "projector")):
        enter(page, shelf.server.url, code, key)
        page.goto(f"{shelf.server.url}/{path}?w={code}{'&live=1' if path == 'projector' else ''}")
    expect(projector.get_by_text(FIRST)).to_be_visible(timeout=30_000)
    expect(console.get_by_role("button", name="Masquer l'écran")).to_be_visible(timeout=30_000)
    projector.keyboard.press("PageDown")
    expect(projector.get_by_text(SECOND)).to_be_visible()
    return console, projector


def test_screen_is_masked_by_one_key_and_comes_back_where_it_was(screens: tuple[Page, Page]) -> None:
    console, projector = screens
    console.keyboard.press("F8")
    expect(projector.get_by_text(SECOND)).to_have_count(0)
    expect(projector.get_by_role("heading", level=1)).to_be_visible()
    expect(console.get_by_text("La salle ne voit que la question.")).to_be_visible()
    console.get_by_role("button", name="Montrer l'écran").click()
    expect(projector.get_by_text(SECOND)).to_be_visible()


def test_projector_is_masked_by_the_key_of_a_presenter_remote(screens: tuple[Page, Page]) -> None:
    console, projector = screens
    projector.keyboard.press(".")
    expect(projector.get_by_text(SECOND)).to_have_count(0)
    expect(console.get_by_role("button", name="Montrer l'écran")).to_be_visible()
    projector.keyboard.press("b")
    expect(projector.get_by_text(SECOND)).to_be_visible()
    expect(console.get_by_role("button", name="Masquer l'écran")).to_be_visible()


def test_projector_is_covered_before_the_server_has_answered(screens: tuple[Page, Page]) -> None:
    _, projector = screens
    projector.route("**/screen/**", lambda route: None)
    projector.keyboard.press("b")
    expect(projector.get_by_text(SECOND)).to_be_hidden()


def test_frozen_projector_stays_while_the_backstage_works(screens: tuple[Page, Page]) -> None:
    console, projector = screens
    console.get_by_role("button", name="Figer l'écran").click()
    expect(console.get_by_text("La salle voit l'écran d'avant")).to_be_visible()
    row = console.locator(".st-key-step_ideas")
    row.get_by_role("button", name="Suspendre", exact=True).click()
    expect(row.get_by_text("Suspendue")).to_be_visible()
    projector.wait_for_timeout(1_000)
    expect(projector.get_by_text(SECOND)).to_be_visible()
    console.keyboard.press("F9")
    expect(projector.get_by_role("heading", name="Pause")).to_be_visible()


def test_projector_keeps_its_theme_and_hides_its_strip(screens: tuple[Page, Page]) -> None:
    _, projector = screens
    code = projector.locator(".strip .who")
    assert projector.evaluate(INK) == "rgb(246, 245, 240)"
    projector.keyboard.press("t")
    assert projector.evaluate(INK) == "rgb(13, 20, 16)"
    expect(code).to_be_visible()
    projector.keyboard.press("s")
    expect(code).to_be_hidden()
    projector.reload()
    expect(projector.get_by_text(FIRST)).to_be_visible()
    assert projector.evaluate(INK) == "rgb(13, 20, 16)"
    expect(code).to_be_hidden()
