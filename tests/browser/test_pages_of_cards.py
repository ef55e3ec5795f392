"""How the stage cuts any number of cards into pages: even pages, full rows, nothing cut, no orphan.

The stage's own script and style, on a page of their own: scenes are values, so any can be drawn.
"""

import base64
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from pages.parts.screen.stage import SCRIPT, STYLE
from reports.projection.scenery import Scene, card, section, words
from reports.projection.screen import EMPTY
from tests.running import ROOT
from web.script import bundle

EYES = Path(__file__).with_name("eyes.js").read_text("utf-8")
LEAST = {"body": 32, "title": 48, "sentence": 36}
SIZES = ((1024, 768), (1920, 1080))
MOST = 8  # cards on a page (method §4.3)
FRAME: Scene = {
    **EMPTY,
    "screen": "grouping.open.0",
    "language": "fr",
    "other": "en",
    "masked": False,
    "frozen": False,
    "ask": "/screen/ABCDEFGH/",
    "step": "Regroupement",
    "heading": words("Regroupements"),
    "strip": {"title": "Premier emploi", "code": "Code ABCD-EFGH", "people": "70 personnes"},
    "words": {
        "next": "Suite", "previous": "Retour", "page": "Page {page} de {pages}", "film": "Revoir",
        "continued": "suite", "other": "EN",
    },
}  # fmt: skip
LONG = "Se rencontrer plus tôt entre personnes étudiantes et employeurs de toute la vallée, chaque mois"
TEXTS = (
    "Jumeler par affinités",
    "Un guide bilingue du premier emploi, écrit avec les gens qui viennent de le vivre et qui embauchent",
    "Des stages rémunérés",
    f"{LONG}. " * 2,
    "Une foire d'emploi au printemps, avec des ateliers le matin et des rencontres l'après-midi",
)
PAINT = """async ([script, scene]) => {
  window.stageDraws ??= (await import(`data:text/javascript;base64,${script}`)).default;
  const host = document.getElementById("host");
  window.stageDraws({ data: scene, parentElement: host.shadowRoot, setTriggerValue: () => {} });
}"""
PAGES = bundle(ROOT / "pages" / "parts" / "screen" / "pages.js")
CUT = """([script, heights, room, most]) => {
  const pageEnds = new Function(`${script}; return pageEnds;`)();
  const high = (from, to) => heights.slice(from, to).reduce((sum, one) => sum + one, 0);
  return pageEnds(heights.length, most, (from, to) => to - from <= most && high(from, to) <= room);
}"""
ROWS = """() => {
  const grid = document.getElementById("host").shadowRoot.querySelector(".cards, .legend");
  const boxes = [...grid.children].map((one) => one.getBoundingClientRect());
  const tops = Map.groupBy(boxes, (box) => Math.round(box.top));
  const whole = grid.getBoundingClientRect();
  return {
    cards: boxes.length,
    rows: [...tops.values()].map((row) => row.length),
    gaps: [...tops.values()].map((row) => Math.round(whole.right - Math.max(...row.map((box) => box.right)))),
  };
}"""


@pytest.fixture(scope="module", params=SIZES, ids="{0[0]}".format)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    opened = browser.new_page(viewport={"width": width, "height": height})
    opened.set_content('<div id="host"></div>')
    opened.evaluate(
        """(style) => {
          const root = document.getElementById("host").attachShadow({ mode: "open" });
          root.innerHTML = `<style>${style}</style><div class="stage"></div>`;
        }""",
        STYLE,
    )
    yield opened
    opened.close()


def drawn(page: Page, *sections: Scene, **more: Any) -> list[dict[str, Any]]:
    """Every page of that scene, one after the other: what stands where, and what could not be read."""
    script = base64.b64encode(SCRIPT.encode()).decode()
    # Another screen in between: each scene begins at its first page.
    for scene in (FRAME | {"screen": "none"}, FRAME | {"sections": sections} | more):
        page.evaluate(PAINT, [script, scene])
    seen = []
    while True:
        looked = page.evaluate(EYES, LEAST)
        assert (looked["wrong"], looked["fit"]) == ([], "0")
        seen.append(looked | page.evaluate(ROWS))
        if not looked["more"]:
            return seen
        page.keyboard.press("PageDown")


def group(number: int) -> Scene:
    return card(words(f"Regroupement {number}"), big="7", unit="idées")


def result(number: int) -> Scene:
    bar = {"value": number, "most": 30, "label": f"{number} points, 5 personnes"}
    return card(words(f"Projet {number}"), bar=bar, rank=f"{number}.")


def comment(number: int) -> Scene:
    return card(None, words(f"Un commentaire, {number}"), tags=["Hors chapeau"])


ALIKE = {"groups": (group, 2), "results": (result, 1), "comments": (comment, 2)}


@pytest.mark.parametrize("kind", ALIKE)
def test_cards_alike_make_pages_that_differ_by_one_card_at_most(page: Page, kind: str) -> None:
    make, columns = ALIKE[kind]
    for count in range(1, 31):
        pages = drawn(page, section(None, [make(n) for n in range(1, count + 1)], columns=columns))
        sizes = [one["cards"] for one in pages]
        assert sum(sizes) == count
        assert (max(sizes) - min(sizes), max(sizes) <= MOST) in ((0, True), (1, True)), sizes


def test_nine_groups_are_five_and_four_on_a_wide_screen(page: Page) -> None:
    pages = drawn(page, section(None, [group(n) for n in range(1, 10)]))
    assert [one["cards"] for one in pages] == [5, 4]


@pytest.mark.parametrize(("columns", "most"), [(2, 8), (4, 8), (5, 40)])
def test_no_row_has_an_empty_place(page: Page, columns: int, most: int) -> None:
    tiles = {"tiles": True} if columns > 2 else {}
    for count in range(1, 31):
        cards = [card(words(f"Table {n}"), big="7") for n in range(1, count + 1)]
        for one in drawn(page, section(None, cards, columns=columns, most=most, **tiles)):
            assert max(one["rows"]) - min(one["rows"]) in (0, 1)
            assert max(one["gaps"]) <= 1


def test_cards_of_unlike_heights_are_all_shown_whole(page: Page) -> None:
    for count in range(1, 31):
        cards = [card(None, words(text)) for text in itertools.islice(itertools.cycle(TEXTS), count)]
        sizes = [one["cards"] for one in drawn(page, section(None, cards))]
        assert (sum(sizes), max(sizes) <= MOST) == (count, True)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=30), st.integers(3, 20))
def test_pages_are_few_and_as_even_as_heights_allow(page: Page, heights: list[int], room: int) -> None:
    """Of two pages that differ by two cards or more, the larger has none that fits on the other."""

    def fits(from_: int, to: int) -> bool:
        return to - from_ <= MOST and (to - from_ == 1 or sum(heights[from_:to]) <= room)

    ends = page.evaluate(CUT, [PAGES, heights, room, MOST])
    starts = [0, *ends[:-1]]
    assert (ends[-1], starts) == (len(heights), sorted(set(starts)))
    assert all(fits(start, end) for start, end in zip(starts, ends, strict=True))
    assert len(ends) == fewest(len(heights), fits)
    for start, end, after in zip(starts, ends, ends[1:], strict=False):
        lean = 2 * end - start - after
        moved = end - (1 if lean > 0 else -1)
        assert abs(lean) < 2 or not (fits(start, moved) and fits(moved, after))


def fewest(count: int, fits: Callable[[int, int], bool]) -> int:
    """The number of pages when each is as full as it can be."""
    pages = at = 0
    while at < count:
        at = max(to for to in range(at + 1, count + 1) if fits(at, to))
        pages += 1
    return pages


@pytest.mark.parametrize("count", [1, 6, 9, 12])
@pytest.mark.parametrize("title", ["Mentorat", LONG[:60], LONG[:80], LONG[:90]], ids=len)
def test_map_names_every_group_whole(page: Page, count: int, title: str) -> None:
    letters = "ABCDEFGHIJKL"[:count]
    legend = [card(words(f"{title} {one}"), letter=one, colour=n) for n, one in enumerate(letters)]
    points = [
        {"x": (n % 4) / 4 + k / 90, "y": n // 4 / 3 + k / 70, "letter": one, "colour": n}
        for n, one in enumerate(letters)
        for k in range(7)
    ]
    pages = drawn(page, section(words("La carte des idées"), legend, columns=1, most=count, map=points))
    sizes = [one["cards"] for one in pages]
    assert (sum(sizes), max(sizes) - min(sizes) <= 1) == (count, True)
    for one in pages:  # the large letters are on every page, once each
        assert {letter: one["islands"].count(letter) for letter in letters} == dict.fromkeys(letters, 1)
    named = [text for one in pages for text in one["seen"]]
    assert [f"{title} {one}" in named for one in letters] == [True] * count


def test_letters_of_groups_that_lie_on_each_other_stay_apart(page: Page) -> None:
    letters = "ABCDEFGHIJKL"
    legend = [card(words("Mentorat"), letter=one, colour=n) for n, one in enumerate(letters)]
    points = [{"x": 0.5, "y": 0.5, "letter": one, "colour": n} for n, one in enumerate(letters)]
    drawn(page, section(words("La carte"), legend, columns=1, most=12, map=points))
    boxes = page.evaluate(
        """() => [...document.getElementById("host").shadowRoot.querySelectorAll(".island circle")]
          .map((one) => one.getBoundingClientRect()).map(({ left, top, width }) => [left, top, width])"""
    )
    for (x, y, wide), (a, b, _) in itertools.combinations(boxes, 2):
        assert (x - a) ** 2 + (y - b) ** 2 >= (0.8 * wide) ** 2


def test_heading_over_a_section_is_not_cut(page: Page) -> None:
    """The words of what is pitched stand above each hat's comments."""
    comments = section(words("Chapeau blanc (3)"), [comment(n) for n in range(3)])
    pages = drawn(page, comments, heading=words(LONG))
    assert LONG in pages[0]["seen"]
