"""Every screen of a phone, in both languages: no violation of WCAG 2.2 A or AA that a machine can find.

One visit for each screen and language; what is found is gathered by kind, so that a failure says all at once.
"""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from locales import LANGUAGES, Language
from tests.phone.every_screen import NAMES, Stage

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
EYES = (Path(__file__).parent / "eyes.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """(rules) => axe.run(document, { runOnly: rules, resultTypes: ["violations"] }).then((found) =>
  found.violations.flatMap((one) => one.nodes.map((node) => [one.id, node.html, node.failureSummary])))"""


@pytest.fixture(autouse=True, scope="module")
def eyes(stage: Stage) -> None:
    """Both look at every page from outside: our policy of content forbids them nothing and stays as it is."""
    stage.eyes = f"{AXE}\n{EYES}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_screen_is_for_everybody(stage: Stage, name: str, language: Language) -> None:
    with stage.show(name, language) as page:
        found = {
            "light": _axe(page, "light", RULES),
            "dark": _axe(page, "dark", {"type": "rule", "values": ["color-contrast"]}),  # all that differs
            "motion": page.evaluate("eyes.moving()"),
            "targets": page.evaluate("eyes.small(44)"),
            "headings": page.evaluate("eyes.skipped()"),
            "forced colours": _forced(page),
            "320 pixels": _narrow(page),
            "text at 200 %": _large(page),
        }
    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}


def _axe(page: Page, scheme: Any, rules: object) -> Any:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return page.evaluate(RUN, rules)


def _forced(page: Page) -> Any:
    page.emulate_media(forced_colors="active")
    found = page.evaluate("eyes.borderless()")
    page.emulate_media(forced_colors="none")
    return found


def _narrow(page: Page) -> Any:
    """1.4.10: what a screen of 1280 pixels shows at 400 %."""
    page.set_viewport_size({"width": 320, "height": 640})
    return page.evaluate("[...eyes.cut(), ...eyes.overlapping()]")


def _large(page: Page) -> Any:
    """1.4.4: text alone, twice as large, on a phone of 360 pixels."""
    page.set_viewport_size({"width": 360, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return page.evaluate("[...eyes.cut(), ...eyes.overlapping(), ...eyes.small(44)]")
