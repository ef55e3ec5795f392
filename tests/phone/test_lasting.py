"""What a phone lives through in a real room, in a real Chromium: cuts, restarts, sleep, haste, two tabs."""

import time

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from facilitation.model import StepKind
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step
from tests.phone.light import Light
from tests.phone.test_script import tab, texts, write
from tests.room import Room

pytestmark = pytest.mark.browser
__all__ = ["tab"]  # a fixture
MORE = "Ajouter un point"


def marks(room: Room) -> list[dict[str, int]]:
    assert room.workshop.round is not None
    return [dict(ballot.marks) for ballot in room.workshop.round.ballots.values()]


def vote(page: Page, room: Room) -> None:
    room.projects(4)
    room.lead(open_round, seed=1)
    expect(page.get_by_role("button", name=MORE)).to_have_count(4)


def test_network_cut_while_three_ideas_are_sent(tab: Page, room: Room) -> None:
    lost: list[str] = []

    def cut(route: Route) -> None:
        # The server keeps the first idea, and its answer is lost on the way: the worst moment for a cut.
        if not lost:
            route.fetch()
        lost.append(route.request.post_data or "")
        route.abort("connectionreset")

    tab.route("**/notes?*", cut)
    for text in ("Première", "Deuxième", "Troisième"):
        write(tab, text)
    expect(tab.locator(".pending .note")).to_have_text(["Première", "Deuxième", "Troisième"])
    expect(tab.locator("#status")).to_contain_text("(3)")
    tab.context.set_offline(True)
    expect(tab.locator("#status")).to_have_text("Hors ligne, en attente (3), gardé ici")
    tab.unroute("**/notes?*")
    tab.context.set_offline(False)

    expect(tab.locator(".notes .note")).to_have_text(["Troisième", "Deuxième", "Première"], timeout=30_000)
    expect(tab.locator(".pending .note")).to_have_count(0)
    assert len(lost) >= 1
    assert texts(room) == ["Première", "Deuxième", "Troisième"]


def test_server_restarted_during_a_vote_leaves_the_dots(tab: Page, light: Light, room: Room) -> None:
    vote(tab, room)
    more = tab.get_by_role("button", name=MORE)
    more.nth(0).click()
    expect(tab.locator("#status")).to_have_text("Envoyé")
    light.stop()
    more.nth(1).click()
    expect(tab.get_by_text("2 points sur 3")).to_be_visible()
    expect(tab.locator("#status")).to_contain_text("(1)")
    light.start()

    expect(tab.locator("#status")).to_have_text("Envoyé", timeout=30_000)
    expect(tab.get_by_text("2 points sur 3")).to_be_visible()
    assert [sorted(one.values()) for one in marks(room)] == [[1, 1]]
    tab.reload()
    expect(tab.get_by_text("2 points sur 3")).to_be_visible()


def test_phone_asleep_past_the_close_is_told_that_its_dots_came_too_late(tab: Page, room: Room) -> None:
    vote(tab, room)
    more = tab.get_by_role("button", name=MORE)
    more.nth(0).click()
    expect(tab.locator("#status")).to_have_text("Envoyé")
    before = marks(room)
    tab.context.set_offline(True)
    more.nth(1).click()
    room.lead(close_step, step=StepKind.VOTE)
    tab.context.set_offline(False)

    expect(tab.locator("#refusals")).to_contain_text("Le vote est fermé", timeout=30_000)
    expect(tab.locator("main li.item")).to_have_count(1)  # the ballot that counts: the one before
    assert marks(room) == before


def test_two_tabs_of_one_person_replace_and_never_add(tab: Page, light: Light, room: Room) -> None:
    vote(tab, room)
    other = tab.context.new_page()
    other.goto(f"{light.url}/w/{room.code}")
    first, second = (page.get_by_role("button", name=MORE) for page in (tab, other))
    for button in (0, 0, 1):
        first.nth(button).click()
    expect(tab.locator("#status")).to_have_text("Envoyé")
    other.reload()
    expect(other.get_by_text("3 points sur 3")).to_be_visible()
    other.get_by_role("button", name="Retirer un point").nth(0).click()
    second.nth(2).click()
    expect(other.locator("#status")).to_have_text("Envoyé")

    expect(other.get_by_text("3 points sur 3")).to_be_visible()
    assert [sorted(one.values()) for one in marks(room)] == [[1, 1, 1]]


def test_dots_that_another_tab_sent_are_said_to_be_sent_in_the_tab_that_placed_them(
    tab: Page, light: Light, room: Room
) -> None:
    vote(tab, room)
    tab.route("**/ballot?*", lambda route: None)  # never answered: only the other tab can send them
    tab.get_by_role("button", name=MORE).nth(0).click()
    expect(tab.locator("#status")).to_have_text("En attente (1)")
    tab.context.new_page().goto(f"{light.url}/w/{room.code}")

    expect(tab.locator("#status")).to_have_text("Envoyé")
    expect(tab.locator("#status")).to_be_empty()
    assert [sorted(one.values()) for one in marks(room)] == [[1]]


@pytest.mark.parametrize(("status", "key"), [(429, "flood.wait"), (408, "phone.too_slow")])
def test_phone_told_to_wait_keeps_its_text_and_sends_it_later(
    tab: Page, room: Room, status: int, key: str
) -> None:
    asked: list[float] = []

    def too_fast(route: Route) -> None:
        asked.append(time.monotonic())
        if len(asked) > 1:
            return route.continue_()
        wait = {"refusal": "…", "key": key}
        return route.fulfill(status=status, headers={"retry-after": "2"}, json=wait)

    tab.route("**/notes?*", too_fast)
    write(tab, "Plus tard")
    expect(tab.locator("#status")).to_have_text("En attente (1)")
    expect(tab.locator("#refusals")).to_be_empty()

    expect(tab.locator(".notes .note")).to_have_text("Plus tard", timeout=30_000)
    assert asked[1] - asked[0] >= 2
    assert texts(room) == ["Plus tard"]


def test_phone_that_wakes_up_lands_on_the_current_step_with_its_text(tab: Page, room: Room) -> None:
    """R-04: the current step, and the unsent text kept."""
    context: BrowserContext = tab.context
    tab.get_by_label("Votre idée").press_sequentially("À moitié écrite")
    time.sleep(0.5)
    context.set_offline(True)
    room.projects(3)
    room.lead(open_round, seed=1)
    context.set_offline(False)
    expect(tab.get_by_role("button", name=MORE)).to_have_count(3, timeout=30_000)
    room.open(StepKind.IDEAS)
    expect(tab.get_by_label("Votre idée")).to_have_value("À moitié écrite")
