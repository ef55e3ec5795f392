"""A ballot in credits in a real Chromium: what votes cost is said, and cannot be overspent by tapping."""

import pytest
from playwright.sync_api import Locator, Page, expect

from facilitation.model import Method
from facilitation.rules.rounds import open_round
from tests.phone.test_script import tab
from tests.room import Room

pytestmark = pytest.mark.browser
__all__ = ["tab"]  # a fixture


def _marks(room: Room) -> list[dict[str, int]]:
    assert room.workshop.round is not None
    return [dict(one.marks) for one in room.workshop.round.ballots.values()]


def _more(tab: Page, item: str) -> Locator:
    return tab.locator(f"[data-item={item}] [data-add='1']")


def _open(tab: Page, room: Room, **asked: int) -> None:
    room.projects(3)
    room.lead(open_round, seed=1, method=Method.CREDITS, **asked)
    expect(tab.locator("[data-item]")).to_have_count(3)


def _left(tab: Page, words: str) -> None:
    expect(tab.locator("[data-budget]")).to_contain_text(words)
    assert tab.locator("[data-budget] span:visible").count() == 1


def test_each_vote_costs_more_and_the_rest_is_told(tab: Page, room: Room) -> None:
    _open(tab, room)
    _left(tab, "Il vous reste 25 crédits sur 25")
    for words, left in (("1 voix, 1 crédit", 24), ("2 voix, 4 crédits", 21), ("3 voix, 9 crédits", 16)):
        _more(tab, "PR2").click()
        expect(tab.locator("[data-item=PR2] [data-price]")).to_have_text(words)
        expect(tab.locator("[data-budget] span:visible")).to_have_text(f"Il vous reste {left} crédits sur 25")
    tab.locator("[data-item=PR2] [data-add='-1']").click()
    expect(tab.locator("[data-budget] span:visible")).to_have_text("Il vous reste 21 crédits sur 25")
    tab.wait_for_timeout(600)
    expect(tab.locator("#status")).to_have_text("Envoyé")
    assert _marks(room) == [{"PR2": 2}]
    tab.reload()
    expect(tab.locator("[data-item=PR2] [data-price]")).to_have_text("2 voix, 4 crédits")


@pytest.mark.parametrize(
    ("credits", "most", "cost"), [(5, (1, 1, 1), 3), (25, (3, 3, 2), 22), (100, (6, 6, 5), 97)]
)
def test_budget_holds_whatever_is_tapped(
    tab: Page, room: Room, credits: int, most: tuple[int, ...], cost: int
) -> None:
    _open(tab, room, dots=credits)
    for _ in range(8):
        for item in ("PR1", "PR2", "PR3"):
            _more(tab, item).click(force=True)
    _left(tab, f"Il vous reste {credits - cost} crédits sur {credits}")
    tab.wait_for_timeout(600)
    expect(tab.locator("#status")).to_have_text("Envoyé")
    expect(tab.locator("#refusals > div")).to_have_count(0)
    assert _marks(room) == [dict(zip(("PR1", "PR2", "PR3"), most, strict=True))]


def test_vote_that_does_not_fit_is_not_offered_while_a_cheaper_one_is(tab: Page, room: Room) -> None:
    _open(tab, room)
    for item, votes in (("PR1", 4), ("PR2", 2)):
        for _ in range(votes):
            _more(tab, item).click()
    _left(tab, "Il vous reste 5 crédits sur 25")
    expect(_more(tab, "PR1")).to_be_disabled()  # its fifth vote costs 9
    expect(_more(tab, "PR2")).to_be_enabled()
    _more(tab, "PR2").click()
    _left(tab, "Il vous reste 0 crédit sur 25")
    for item in ("PR1", "PR2", "PR3"):
        expect(_more(tab, item)).to_be_disabled()
    tab.wait_for_timeout(900)
    assert _marks(room) == [{"PR1": 4, "PR2": 3}]


def test_credits_are_spent_by_keyboard_and_wait_without_a_network(tab: Page, room: Room) -> None:
    _open(tab, room)
    tab.context.set_offline(True)
    _more(tab, "PR1").focus()
    for _ in range(4):
        tab.keyboard.press("Space")
    expect(_more(tab, "PR1")).to_be_focused()
    tab.wait_for_timeout(600)
    assert _marks(room) == []
    tab.context.set_offline(False)
    expect(tab.locator("#status")).to_have_text("Envoyé", timeout=20_000)
    assert _marks(room) == [{"PR1": 4}]
