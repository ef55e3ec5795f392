"""A ballot in mentions or ratings, in a real Chromium: tapped, kept, changed, taken back, sent whole."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from facilitation.model import Method, StepKind
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step
from tests.phone.test_script import tab
from tests.room import Room

pytestmark = pytest.mark.browser
__all__ = ["tab"]  # a fixture


def _marks(room: Room) -> list[dict[str, int]]:
    assert room.workshop.round is not None
    return [dict(one.marks) for one in room.workshop.round.ballots.values()]


def _vote(room: Room, tab: Page, method: Method) -> list[str]:
    projects = room.projects(2)
    room.lead(open_round, seed=1, method=method)
    expect(tab.locator("[data-item]")).to_have_count(2)
    return projects


def test_mention_is_one_tap_and_can_be_changed_until_the_closing(tab: Page, room: Room) -> None:
    first, second = _vote(room, tab, Method.MENTIONS)
    card = tab.locator(f"[data-item={first}]")
    card.get_by_text("Excellent", exact=True).click()
    expect(tab.locator("[data-budget]")).to_contain_text("1 proposition sur 2")
    expect(tab.locator("#status")).to_have_text("Envoyé")
    assert _marks(room) == [{first: 0}]  # the best mention is 0, and is no blank
    tab.reload()
    expect(card.get_by_label("Excellent")).to_be_checked()
    card.get_by_text("Assez bien", exact=True).click()
    tab.locator(f"[data-item={second}]").get_by_text("Insuffisant", exact=True).click()
    expect(tab.locator("[data-budget]")).to_contain_text("2 propositions sur 2")
    expect(tab.locator("#status")).to_have_text("Envoyé")
    tab.wait_for_timeout(600)
    assert _marks(room) == [{first: 3, second: 5}]
    tab.get_by_role("button", name="Tout retirer").click()
    expect(card.get_by_label("Assez bien")).not_to_be_checked()
    tab.wait_for_timeout(900)
    assert _marks(room) == [{}]
    room.lead(close_step, step=StepKind.VOTE)
    expect(tab.get_by_text("bulletin blanc")).to_be_visible()


def test_rating_is_kept_without_a_network_and_sent_whole(tab: Page, room: Room) -> None:
    first, second = _vote(room, tab, Method.RATINGS)
    tab.context.set_offline(True)
    tab.locator(f"[data-item={first}]").get_by_text("5", exact=True).click()
    tab.locator(f"[data-item={second}]").get_by_text("2", exact=True).click()
    tab.wait_for_timeout(600)
    assert _marks(room) == []
    tab.context.set_offline(False)
    expect(tab.locator("#status")).to_have_text("Envoyé", timeout=20_000)
    assert _marks(room) == [{first: 5, second: 2}]


def test_mentions_are_given_by_keyboard_alone(tab: Page, room: Room) -> None:
    first, _ = _vote(room, tab, Method.MENTIONS)
    tab.locator(f"[data-item={first}] input").first.focus()
    for key in ("Space", "ArrowDown", "ArrowDown"):
        tab.keyboard.press(key)
    expect(tab.locator(f"[data-item={first}]").get_by_label("Bien", exact=True)).to_be_checked()
    tab.wait_for_timeout(900)
    assert _marks(room) == [{first: 2}]


def _both(room: Room) -> list[tuple[dict[str, int], dict[str, int]]]:
    assert room.workshop.round is not None
    return [(dict(one.marks), dict(one.efforts)) for one in room.workshop.round.ballots.values()]


def _scale(tab: Page, number: int, scale: str) -> Locator:
    return tab.get_by_role("group", name=re.compile(f"^Projet {number}, {scale} "))


def test_impact_and_effort_are_one_ballot_of_two_ratings_for_each(tab: Page, room: Room) -> None:
    first, second = _vote(room, tab, Method.IMPACT_EFFORT)
    _scale(tab, 1, "Impact").get_by_text("5", exact=True).click()
    expect(tab.locator("[data-budget]")).to_contain_text("0 proposition sur 2")
    expect(tab.locator("[data-item].marked")).to_have_count(0)
    _scale(tab, 1, "Effort").get_by_text("2", exact=True).click()
    expect(tab.locator("[data-budget] span:visible")).to_have_text("1 proposition sur 2 (deux cotes)")
    expect(tab.locator("[data-item].marked")).to_have_count(1)
    _scale(tab, 2, "Effort").get_by_text("3", exact=True).click()
    tab.wait_for_timeout(600)
    expect(tab.locator("#status")).to_have_text("Envoyé")
    assert _both(room) == [({first: 5}, {first: 2, second: 3})]
    tab.reload()
    expect(_scale(tab, 1, "Impact").get_by_label("5")).to_be_checked()
    expect(_scale(tab, 2, "Effort").get_by_label("3")).to_be_checked()
    expect(_scale(tab, 2, "Impact").locator(":checked")).to_have_count(0)
    tab.get_by_role("button", name="Tout retirer").click()
    tab.wait_for_timeout(900)
    assert _both(room) == [({}, {})]


def test_impact_and_effort_are_given_by_keyboard_and_wait_over_a_reload(tab: Page, room: Room) -> None:
    first, _ = _vote(room, tab, Method.IMPACT_EFFORT)
    tab.route("**/ballot?*", lambda route: route.abort())
    _scale(tab, 1, "Impact").locator("input").first.focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "Tab", "Space", "ArrowRight"):
        tab.keyboard.press(key)
    tab.wait_for_timeout(600)
    tab.reload()
    expect(_scale(tab, 1, "Impact").get_by_label("3")).to_be_checked()
    expect(_scale(tab, 1, "Effort").get_by_label("2")).to_be_checked()
    assert _both(room) == []
    tab.unroute("**/ballot?*")
    expect(tab.locator("#status")).to_have_text("Envoyé", timeout=20_000)
    assert _both(room) == [({first: 3}, {first: 2})]
