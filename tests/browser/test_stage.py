"""Every scene of the finished example, every page: large enough, dark enough on its ground, and nothing cut.

Method §4.3 for the furthest viewer of a 1024 × 768 projector: text of 32 px, titles of 48, a contrast of 7:1,
eight cards on a page, a QR code of 300 px beside an address and a code of 40, no scrolling. Three exceptions:
a title longer than 110 characters, which is a sentence, has 36 px, for at 48 it would leave no room for what
it is about; a hat's symbol has the hat's own colours, and its name beside it. An idea's ring on the map is a
picture: its group's letter stands there large (`test_pages_of_cards.py` looks at maps). Tiles that count the
ideas of a table are no cards to be read one by one, and are not counted as such. Texts that fit in no other
way would be smaller (`data-fit`): in the example none is.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from facilitation.model import RevealStage
from locales import LANGUAGES
from tests.browser.conftest import enter
from tests.moments import MOMENTS, REVEAL, Moment, Place, serving
from tests.running import Server

EYES = Path(__file__).with_name("eyes.js").read_text("utf-8")
LEAST = {"body": 32, "title": 48, "sentence": 36}
# A page that follows nothing stays as it was drawn.
ALONE = """const asked = window.fetch;
window.fetch = (what, ...how) =>
  String(what.url ?? what).includes("/screen/") ? Promise.reject(new TypeError()) : asked(what, ...how);
"""
SIZES = ((1024, 768), (1920, 1080))
BETWEEN = (
    Moment("vote_closed", 303, "vote"),
    Moment("cells_open", 420, "cells"),
    Moment("dealt", 468, "critique"),
)
SCENES = (*MOMENTS, *REVEAL, *BETWEEN)
MOST = 60  # pages of one scene


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, Place]]]:
    with serving(tmp_path_factory.mktemp("stage"), SCENES) as found:
        yield found


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """One browser for each language; what its pages load is kept, which a route would forbid."""
    found = {
        language: browser.new_context(locale=f"{language}-CA", reduced_motion="reduce")
        for language in LANGUAGES
    }
    for context in found.values():
        context.add_init_script(ALONE)
    yield found
    for context in found.values():
        context.close()


@pytest.fixture
def stage(
    places: tuple[Server, dict[str, Place]],
    contexts: dict[str, BrowserContext],
    request: pytest.FixtureRequest,
) -> Iterator[Page]:
    """The projector at that moment, in one language; it asks the server for nothing."""
    server, found = places
    name, language = request.param
    page = contexts[language].new_page()
    enter(page, server.url, found[name].code, found[name].key)
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    page.goto(f"{server.url}/projector?w={found[name].code}&lang={language}")
    page.locator(".stage h1").first.wait_for(timeout=60_000)
    yield page
    page.close()


@pytest.mark.parametrize(
    "stage",
    [(moment.name, language) for moment in SCENES for language in ("fr", "en")],
    indirect=True,
    ids="-".join,
)
def test_every_page_can_be_read_from_the_back_of_the_room(stage: Page) -> None:
    wrong = []
    for width, height in SIZES if stage.locator(".stage:lang(fr)").count() else SIZES[:1]:
        stage.set_viewport_size({"width": width, "height": height})
        for number in range(1, MOST):
            for scheme in ("light", "dark"):
                stage.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                found = stage.evaluate(EYES, LEAST)
                wrong += [f"{width} {scheme} page {number}: {one}" for one in found["wrong"]]
            assert found["fit"] == "0"
            if not _turned(stage, found["seen"]):
                break
        for _ in range(number):
            stage.keyboard.press("PageUp")
    assert wrong == []


@pytest.mark.parametrize("stage", [("reveal_bands", "fr")], indirect=True)
def test_eyes_see_what_is_too_small_too_faint_or_cut(stage: Page) -> None:
    """Each of these would make a page of the test above fail."""
    for style, told in (
        ("font-size: 20px", "20 px"),
        ("color: #888", "contrast"),
        ("position: fixed; top: -15px", "cut by"),
    ):
        stage.evaluate(
            """(style) => {
              const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot);
              const stage = roots.map((root) => root?.querySelector(".stage")).find(Boolean);
              stage.querySelector("h3").style.cssText = style;
            }""",
            style,
        )
        assert [one for one in stage.evaluate(EYES, LEAST)["wrong"] if told in one] != []


def test_stages_of_the_example_are_all_looked_at() -> None:
    assert [moment.stage for moment in REVEAL] == list(RevealStage)


def _turned(stage: Page, seen: list[str]) -> bool:
    """Whether there is another page, and it is shown."""
    stage.keyboard.press("PageDown")
    return bool(stage.evaluate(EYES, LEAST)["seen"] != seen)
