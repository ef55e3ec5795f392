"""What scripts work out, tried as functions: no server, no page of ours, only a browser to run them in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from web.script import bundle

ROOT = Path(__file__).parents[2]
CLOCK = ROOT / "web" / "clock.js"
PHONE, BOARD = ROOT / "phone" / "static" / "script", ROOT / "pages" / "parts" / "board"
BODY = """
<body data-code="ABCDEFGH" data-who="1" data-unsaved="{n}" data-waiting="{n}" data-offline-waiting="{n}"
data-offline="-" data-sent="-"><p id="status"></p><main id="now"></main></body>
"""
Function = Callable[..., Any]


@pytest.fixture(scope="module")
def function(browser: Browser) -> Iterator[Callable[[Path, str], Function]]:
    """That function of that module, called from here; the page keeps nothing, as in a private window."""
    page = browser.new_page(locale="fr-CA")

    def function(module: Path, name: str) -> Function:
        page.set_content(BODY)
        script = bundle(module).replace("export default function", "const entry = function")
        page.evaluate(f"(() => {{ {script}; window.tried = {name}; }})()")
        return lambda *given: page.evaluate("(given) => window.tried(...given)", list(given))

    yield function
    page.close()


Find = Callable[[Path, str], Function]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("seconds", "told"),
    [(300, "5:00"), (59.2, "1:00"), (9, "0:09"), (0, "0:00"), (-0.4, "0:00"), (-61, "−1:01")],
)
def test_minutes_go_below_zero(function: Find, seconds: float, told: str) -> None:
    assert function(CLOCK, "minutes")(seconds) == told


@pytest.mark.browser
@pytest.mark.parametrize(
    ("started", "now", "told"),
    [
        (None, 9_000_000, ["5:00", "Prêts", 0]),
        (60_000, 30_000, ["5:00", "En cours", 0]),  # a phone whose clock is behind
        (60_000, 60_000, ["5:00", "En cours", 0]),
        (60_000, 299_999, ["1:01", "En cours", 0]),
        (60_000, 300_000, ["1:00", "Une minute", 1]),
        (60_000, 360_000, ["0:00", "Terminé", 2]),
        (60_000, 421_000, ["−1:01", "Terminé", 2]),
    ],
)
def test_pitch_tells_its_time_and_its_signals_the_same_to_all(
    function: Find, started: int | None, now: int, told: list[object]
) -> None:
    signals = [{"at": 240, "text": "Une minute"}, {"at": 300, "text": "Terminé"}]
    clock = {"started": started, "seconds": 300, "signals": signals, "ready": "Prêts", "running": "En cours"}

    seen = function(CLOCK, "pitch")(clock, now)

    assert seen == told


@pytest.mark.browser
@pytest.mark.parametrize(
    ("end", "now", "told"),
    [
        (None, 5_000, ["1:30", "en pause"]),
        (90_000, 0, ["1:30", "il reste"]),
        (90_000, 89_999, ["0:01", "il reste"]),
        (90_000, 90_000, ["0:00", "dépassé"]),
        (90_000, 100_000, ["−0:10", "dépassé"]),
    ],
)
def test_time_for_the_question_is_held_left_or_over(
    function: Find, end: int | None, now: int, told: list[object]
) -> None:
    words = {"held": "en pause", "left": "il reste", "over": "dépassé"}

    seen = function(CLOCK, "timeLeft")({"end": end, "left": 90_000, "words": words}, now)

    assert seen == told


@pytest.mark.browser
@pytest.mark.parametrize(
    ("marks", "item", "more", "told"),
    [
        ({}, "a", 1, {"a": 1}),
        ({"a": 1, "b": 2}, "a", 1, {"b": 2, "a": 2}),
        ({"a": 1, "b": 2}, "a", -1, {"b": 2}),
        ({"b": 2}, "a", 0, {"b": 2}),
    ],
)
def test_dot_is_added_or_taken_and_no_item_stays_with_none(
    function: Find, marks: dict[str, int], item: str, more: int, told: dict[str, int]
) -> None:
    assert function(PHONE / "ballots.js", "added")(marks, item, more) == told


@pytest.mark.browser
@pytest.mark.parametrize(
    ("way", "item", "told"),
    [
        ("in", "d", "a b c d"),
        ("out", "b", "a c"),
        ("-1", "b", "b a c"),
        ("1", "b", "a c b"),
        ("-1", "c", "a c b"),
    ],
)
def test_rank_moves_one_place_and_leaves_no_gap(function: Find, way: str, item: str, told: str) -> None:
    moved = function(PHONE / "ballots.js", "moved")({"a": 1, "b": 2, "c": 3}, item, way)

    assert moved == {one: place for place, one in enumerate(told.split(), start=1)}


@pytest.mark.browser
def test_outbox_stands_in_the_order_of_writing_and_says_whose_it_is(function: Find) -> None:
    """A phone that keeps nothing keeps it in memory."""
    tried = function(
        PHONE / "outbox.js",
        """(texts) => {
          texts.forEach((text) => put("notes", { text }));
          return waitingItems().map((item) => [item.path, item.who, item.body.text, item.unsaved ?? false]);
        }""",
    )

    assert tried(["un", "deux", "trois"]) == [["notes", "1", one, True] for one in ("un", "deux", "trois")]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("who", "told"), [("1", "draft:idea"), ("2", "draft:2:idea"), ("P12", "draft:P12:idea")]
)
def test_draft_of_another_person_has_a_name_of_its_own(function: Find, who: str, told: str) -> None:
    assert function(PHONE / "memory.js", "draftOf")("idea", who) == told


TOLD = {
    "cards": [
        {"id": "N1", "column": "G1"},
        {"id": "N2", "column": "G1"},
        {"id": "N3", "column": ""},
    ],
    "columns": [{"id": "G1", "group": True, "title": "Un", "suggested": True}, {"id": "", "group": False}],
}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("act", "columns", "waits"),
    [
        ({"act": "move", "ideas": ["N3"], "group": "G1"}, ["G1", "G1", "G1"], {"N3"}),
        ({"act": "move", "ideas": ["N1", "N2"], "group": None}, ["", "", ""], {"N1", "N2"}),
        ({"act": "back", "ideas": ["N1"]}, ["G1", "G1", ""], set()),
        ({"act": "park", "ideas": ["N1"], "reason": "Déjà fait"}, ["parked", "G1", ""], {"N1"}),
    ],
)
def test_board_shows_an_act_at_once_where_it_leads(
    function: Find, act: dict[str, Any], columns: list[str], waits: set[str]
) -> None:
    seen = function(BOARD / "ahead.js", "foreseen")(TOLD, [act])

    assert [card["column"] for card in seen["cards"]] == columns
    assert {card["id"] for card in seen["cards"] if card.get("waits")} == waits


@pytest.mark.browser
def test_board_shows_a_name_at_once_and_as_a_persons(function: Find) -> None:
    act = {"act": "name", "group": "G1", "title_fr": "Transport", "title_en": ""}
    seen = function(BOARD / "ahead.js", "foreseen")(TOLD, [act])

    assert seen["columns"][0] | {"waits": True} == {
        "id": "G1", "group": True, "title": "Transport", "suggested": False, "waits": True,
    }  # fmt: skip
