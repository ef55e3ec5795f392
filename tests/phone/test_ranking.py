"""A ranking in a real Chromium: nothing is ranked by chance, buttons move it, and it is sent whole."""

import pytest
from playwright.sync_api import Locator, Page, expect

from facilitation.model import Method, RoundOptions
from facilitation.rules.groups import create_group
from facilitation.rules.projects import promote_group
from facilitation.rules.rounds import cast_ballot, open_round
from tests.phone.test_script import tab
from tests.room import Room

pytestmark = pytest.mark.browser
__all__ = ["tab"]  # a fixture


def _marks(room: Room) -> list[dict[str, int]]:
    assert room.workshop.round is not None
    return [dict(one.marks) for one in room.workshop.round.ballots.values()]


def _items(tab: Page, within: str) -> list[str]:
    return [str(one.get_attribute("data-item")) for one in tab.locator(f"{within} > [data-item]").all()]


def _button(tab: Page, name: str, number: int) -> Locator:
    return tab.get_by_role("button", name=f"{name}\u00a0: Projet {number}", exact=True)


def _focus(tab: Page) -> str:
    return str(tab.evaluate("document.activeElement.getAttribute('aria-label')")).replace("\u00a0", " ")


def _sent(tab: Page) -> None:
    tab.wait_for_timeout(600)
    expect(tab.locator("#status")).to_have_text("Envoyé")


@pytest.fixture
def ranking(tab: Page, room: Room) -> Page:
    room.projects(4)
    room.lead(open_round, seed=1, method=Method.RANKING)
    expect(tab.locator("[data-item]")).to_have_count(4)
    return tab


def test_nothing_is_ranked_until_somebody_does(ranking: Page, room: Room) -> None:
    own = _items(ranking, "ul")
    assert (sorted(own), _items(ranking, "ol")) == (["PR1", "PR2", "PR3", "PR4"], [])
    expect(ranking.get_by_role("heading", name="Votre classement")).to_be_hidden()
    expect(ranking.get_by_text("0 proposition classée sur 4")).to_be_visible()
    ranking.reload()
    assert (_items(ranking, "ul"), _marks(room)) == (own, [])


def test_what_is_tapped_is_what_is_sent(ranking: Page, room: Room) -> None:
    own = _items(ranking, "ul")
    for number in (3, 1, 4):
        _button(ranking, "Ajouter au classement", number).click()
    expect(ranking.get_by_text("3 propositions classées sur 4")).to_be_visible()
    assert (_items(ranking, "ol"), _items(ranking, "ul")) == (["PR3", "PR1", "PR4"], ["PR2"])
    _sent(ranking)
    assert _marks(room) == [{"PR3": 1, "PR1": 2, "PR4": 3}]

    _button(ranking, "Monter", 4).click()
    _button(ranking, "Descendre", 3).click()
    _button(ranking, "Descendre", 3).click()
    _button(ranking, "Retirer du classement", 4).click()
    assert _items(ranking, "ol") == ["PR1", "PR3"]
    assert _items(ranking, "ul") == [one for one in own if one in ("PR2", "PR4")]  # in its own order again
    assert ranking.locator("ol [data-mark]").all_inner_texts() == ["1", "2"]
    _sent(ranking)
    assert _marks(room) == [{"PR1": 1, "PR3": 2}]

    ranking.reload()
    assert _items(ranking, "ol") == ["PR1", "PR3"]
    ranking.get_by_role("button", name="Tout retirer").click()
    assert _items(ranking, "ul") == own
    _sent(ranking)
    assert _marks(room) == [{}]


def test_ends_of_a_ranking_go_no_further(ranking: Page, room: Room) -> None:
    for number in (1, 2):
        _button(ranking, "Ajouter au classement", number).click()
    for name, number in (("Monter", 1), ("Descendre", 2)):
        expect(_button(ranking, name, number)).to_be_disabled()
        _button(ranking, name, number).click(force=True)
    for name, number in (("Monter", 2), ("Descendre", 1)):
        expect(_button(ranking, name, number)).to_be_enabled()
    assert _items(ranking, "ol") == ["PR1", "PR2"]


def test_double_tap_adds_one_alone(ranking: Page, room: Room) -> None:
    second = _items(ranking, "ul")[1]
    box = ranking.locator(f"[data-item={second}] [data-move=in]").bounding_box()
    assert box is not None
    ranking.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    _sent(ranking)
    assert _marks(room) == [{second: 1}]


def test_ranking_is_made_by_keyboard_and_the_focus_goes_along(ranking: Page, room: Room) -> None:
    for number in (1, 2, 3):
        _button(ranking, "Ajouter au classement", number).focus()
        ranking.keyboard.press("Enter")
        assert _focus(ranking) == f"Retirer du classement : Projet {number}"
    expect(ranking.locator("#announce")).to_have_text("Projet 3, rang 3")
    ranking.keyboard.press("Shift+Tab")
    ranking.keyboard.press("Shift+Tab")
    assert _focus(ranking) == "Monter : Projet 3"
    ranking.keyboard.press("Space")
    expect(ranking.locator("#announce")).to_have_text("Projet 3, rang 2")
    ranking.keyboard.press("Space")
    expect(ranking.locator("#announce")).to_have_text("Projet 3, rang 1")
    assert _focus(ranking) == "Monter : Projet 3"
    _button(ranking, "Retirer du classement", 1).focus()
    ranking.keyboard.press("Space")
    assert _focus(ranking) == "Ajouter au classement : Projet 1"
    expect(ranking.locator("#announce")).to_have_text("Projet 1\u00a0: hors du classement")
    _sent(ranking)
    assert _marks(room) == [{"PR3": 1, "PR2": 2}]


@pytest.fixture
def long_ranking(tab: Page, room: Room) -> Page:
    """More than fits on the screen, the last project in sight."""
    room.projects(8)
    room.lead(open_round, seed=1, method=Method.RANKING)
    tab.set_viewport_size({"width": 360, "height": 300})
    tab.locator("ul > [data-item] [data-move=in]").last.scroll_into_view_if_needed()
    return tab


def _in_sight(page: Page, one: Locator) -> bool:
    box = one.bounding_box()
    assert box is not None
    return box["y"] >= 0 and box["y"] + box["height"] <= 300


def test_keyboard_sees_where_it_is_after_a_move(long_ranking: Page) -> None:
    long_ranking.locator("ul > [data-item] [data-move=in]").last.focus()
    long_ranking.keyboard.press("Enter")
    expect(long_ranking.locator("ol [data-move=out]")).to_be_focused()
    assert _in_sight(long_ranking, long_ranking.locator("ol [data-move=out]"))


def test_thumb_keeps_its_place_on_the_page(long_ranking: Page) -> None:
    items = long_ranking.locator("ul > [data-item]")
    items.last.get_by_role("button").click()
    expect(items).to_have_count(7)
    assert _in_sight(long_ranking, items.last)
    assert not _in_sight(long_ranking, long_ranking.locator("ol [data-item]"))


def test_ranking_waits_without_a_network_and_over_a_reload(ranking: Page, room: Room) -> None:
    ranking.route("**/ballot?*", lambda route: route.abort())
    for number in (2, 4):
        _button(ranking, "Ajouter au classement", number).click()
    ranking.wait_for_timeout(600)
    ranking.reload()
    expect(ranking.get_by_text("2 propositions classées sur 4")).to_be_visible()
    assert _items(ranking, "ol") == ["PR2", "PR4"]
    assert _marks(room) == []
    _button(ranking, "Monter", 4).click()
    ranking.unroute("**/ballot?*")
    expect(ranking.locator("#status")).to_have_text("Envoyé", timeout=20_000)
    assert _marks(room) == [{"PR4": 1, "PR2": 2}]


def test_ranking_of_another_tab_leaves_the_focus_on_its_button(ranking: Page, room: Room) -> None:
    for number in (1, 2, 3):
        _button(ranking, "Ajouter au classement", number).click()
    _sent(ranking)
    assert room.workshop.round is not None
    (me,) = room.workshop.round.ballots
    _button(ranking, "Descendre", 2).focus()
    room.say(cast_ballot, me, round="R1", marks={"PR2": 1, "PR3": 2})
    ranking.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when one comes back to it
    expect(ranking.get_by_text("2 propositions classées sur 4")).to_be_visible()
    assert (_items(ranking, "ol"), _focus(ranking)) == (["PR2", "PR3"], "Descendre : Projet 2")


def test_ones_own_project_stands_last_and_has_no_buttons(tab: Page, room: Room) -> None:
    room.projects(2)
    tab.get_by_label("Votre idée").fill("La mienne")
    tab.get_by_role("button", name="Envoyer").click()
    expect(tab.locator(".notes .note")).to_have_text("La mienne")
    note = next(one.id for one in room.workshop.notes.values() if one.text == "La mienne")
    group = room.lead(create_group, title_fr="Le mien", ideas=[note]).events[0].group
    room.lead(promote_group, group=group)
    room.lead(open_round, seed=1, method=Method.RANKING, options=RoundOptions(own_ideas=False))
    expect(tab.get_by_text("0 proposition classée sur 2")).to_be_visible()
    expect(tab.locator("ul.items > li").last).to_contain_text("Le mien")
    expect(tab.locator("ul.items > li").last.get_by_role("button")).to_have_count(0)
    for number in (1, 2):
        _button(tab, "Ajouter au classement", number).click()
    expect(tab.get_by_role("heading", name="Pas encore classées")).to_be_visible()
    _sent(tab)
    assert _marks(room) == [{"PR1": 1, "PR2": 2}]
