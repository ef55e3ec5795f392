"""What is tapped in a real Chromium: done, help, wishes by keyboard, the followed screen, no network."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from facilitation.asking import ask
from facilitation.model import CellId, StepKind
from facilitation.rules.cells import define_cell
from facilitation.rules.hats import call_pitch, deal_hats, start_pitch
from facilitation.rules.signals import give_help
from facilitation.rules.steps import open_step
from tests.phone.light import Light
from tests.phone.test_script import tab, texts, write
from tests.room import Room
from tests.wire import listen

pytestmark = pytest.mark.browser
SPOKEN = """async (language) => {
  while ((await (await caches.match("/phone/language")).text()) !== language) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}"""
KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const keys = await Promise.all(caches_.map((cache) => cache.keys()));
  return keys.flat().map((key) => new URL(key.url).pathname);
}"""
__all__ = ["tab"]  # a fixture


def pressed(button: Locator, value: str = "true") -> None:
    expect(button).to_have_attribute("aria-pressed", value)


def test_done_is_pressed_sent_and_forgotten_with_the_step(tab: Page, room: Room) -> None:
    yes, no = (tab.get_by_role("button", name=name) for name in ("J'ai terminé", "Je n'ai pas terminé"))
    pressed(yes, "false")
    expect(no).to_be_hidden()
    yes.dblclick()
    pressed(yes)
    expect(tab.locator("#status")).to_have_text("Envoyé")
    assert room.workshop.done == set(room.workshop.participants)
    tab.reload()
    pressed(yes)
    no.click()
    pressed(yes, "false")
    expect(tab.locator("#status")).to_have_text("Envoyé")
    assert room.workshop.done == frozenset()
    tab.wait_for_timeout(800)
    yes.click()
    room.open(StepKind.ISSUES)
    expect(tab.get_by_label("Un enjeu")).to_be_visible()
    pressed(yes, "false")


def test_done_waits_without_a_network_and_only_the_last_word_counts(tab: Page, room: Room) -> None:
    tab.context.set_offline(True)
    for name in ("J'ai terminé", "Je n'ai pas terminé", "J'ai terminé"):
        tab.get_by_role("button", name=name).click()
        tab.wait_for_timeout(900)
    pressed(tab.get_by_role("button", name="J'ai terminé"))
    tab.context.set_offline(False)
    expect(tab.locator("#status")).to_have_text("Envoyé")
    pressed(tab.get_by_role("button", name="J'ai terminé"))
    assert len(room.workshop.done) == 1


def test_done_and_help_are_tapped_one_right_after_the_other(tab: Page, room: Room) -> None:
    for name in ("J'ai terminé", "J'ai besoin d'aide"):
        tab.get_by_role("button", name=name).click()
    expect(tab.get_by_text("On vient vous voir.")).to_be_visible()
    expect(tab.locator("#status")).to_have_text("Envoyé")
    assert (len(room.workshop.done), len(room.workshop.help)) == (1, 1)


def test_help_is_called_answered_and_called_again(tab: Page, room: Room) -> None:
    call, cancel = (
        tab.get_by_role("button", name=name) for name in ("J'ai besoin d'aide", "Annuler la demande")
    )
    call.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("On vient vous voir.")).to_be_visible()
    expect(cancel).to_be_focused()
    expect(tab.locator("#status")).to_have_text("Envoyé")
    waiting = room.workshop.help
    assert len(waiting) == 1
    room.lead(give_help, people=waiting)
    expect(call).to_be_visible(timeout=20_000)  # no phone is woken: it asks by itself
    tab.wait_for_timeout(900)
    call.click()
    tab.wait_for_timeout(900)
    cancel.click()
    expect(call).to_be_visible()
    expect(tab.locator("#status")).to_have_text("Envoyé")
    tab.wait_for_timeout(500)
    assert room.workshop.help == ()


def test_refused_call_for_help_does_not_stay_on_the_phone(tab: Page) -> None:
    said = {"key": "workshop.over", "refusal": "L'atelier est terminé."}
    tab.route("**/help?*", lambda route: route.fulfill(status=409, json=said))
    tab.get_by_role("button", name="J'ai besoin d'aide").click()
    expect(tab.locator("#refusals")).to_contain_text("L'atelier est terminé.")
    expect(tab.get_by_role("button", name="J'ai besoin d'aide")).to_be_visible()
    expect(tab.get_by_text("On vient vous voir.")).to_be_hidden()


@pytest.fixture
def wishing(tab: Page, room: Room) -> Page:
    for number in (1, 2, 3, 4):
        room.lead(define_cell, name_fr=f"Cellule {number}")
    room.lead(open_step, step=StepKind.CELLS)
    expect(tab.get_by_role("group", name="Cellule 4")).to_be_visible()
    return tab


def choice(page: Page, cell: int, name: str) -> Locator:
    return page.get_by_role("group", name=f"Cellule {cell}", exact=True).get_by_role("button", name=name)


def test_cells_are_ranked_by_keyboard_and_come_back_pressed(wishing: Page, room: Room) -> None:
    none = wishing.get_by_role("button", name="Je préfère rester au courant")
    pressed(none)
    for cell, name in ((2, "1er choix"), (4, "2e choix"), (1, "1er choix")):
        choice(wishing, cell, name).focus()
        wishing.keyboard.press("Space")
    pressed(choice(wishing, 1, "1er choix"))
    pressed(choice(wishing, 2, "1er choix"), "false")
    pressed(none, "false")
    wishing.get_by_role("checkbox", name="Je peux aller").focus()
    wishing.keyboard.press("Space")
    wishing.reload()
    pressed(choice(wishing, 1, "1er choix"))
    room.lead(define_cell, name_fr="Cellule 5")
    expect(wishing.get_by_role("group", name="Cellule 5")).to_be_visible()
    pressed(choice(wishing, 4, "2e choix"))
    expect(wishing.get_by_role("checkbox", name="Je peux aller")).to_be_checked()

    wishing.get_by_role("button", name="Envoyer mes choix").focus()
    wishing.keyboard.press("Enter")

    expect(wishing.get_by_text("Vos choix sont enregistrés.")).to_be_visible()
    (wish,) = room.workshop.wishes.values()
    assert (wish.ranked, wish.flexible) == ((CellId("CEL1"), CellId("CEL4")), True)
    wishing.evaluate("localStorage.clear()")
    wishing.reload()
    pressed(choice(wishing, 4, "2e choix"))
    choice(wishing, 4, "2e choix").click()
    pressed(choice(wishing, 4, "2e choix"), "false")
    expect(wishing.get_by_text("Vos choix sont enregistrés.")).to_be_hidden()


def test_rank_moves_to_the_cell_chosen_last_and_targets_are_large(wishing: Page) -> None:
    choice(wishing, 1, "1er choix").click()
    choice(wishing, 1, "3e choix").click()
    pressed(choice(wishing, 1, "1er choix"), "false")
    pressed(choice(wishing, 1, "3e choix"))
    boxes = [
        one.bounding_box() for one in wishing.locator("[data-rank], [data-none], [data-set]:visible").all()
    ]
    assert min(min(box["width"], box["height"]) for box in boxes if box) >= 48
    assert wishing.evaluate("document.documentElement.scrollWidth") <= 360
    wishing.get_by_role("button", name="Je préfère rester au courant").click()
    pressed(choice(wishing, 1, "3e choix"), "false")


def test_refused_wish_keeps_its_choices(wishing: Page, room: Room) -> None:
    choice(wishing, 3, "1er choix").click()
    wishing.get_by_text("Laisser mes coordonnées").click()
    wishing.get_by_label("Nom", exact=True).fill("Camille")
    wishing.get_by_role("button", name="Envoyer mes choix").click()
    expect(wishing.locator("#refusals")).to_contain_text("il faut votre accord")
    pressed(choice(wishing, 3, "1er choix"))
    room.lead(define_cell, name_fr="Cellule 5")
    expect(wishing.get_by_role("group", name="Cellule 5")).to_be_visible()
    expect(wishing.get_by_label("Nom", exact=True)).to_have_value("Camille")
    assert room.workshop.wishes == {}


def test_screen_is_followed_with_its_counts_and_its_clock(tab: Page, room: Room) -> None:
    tab.get_by_role("link", name="Suivre l'écran").click()
    expect(tab.get_by_role("link", name="À vous")).to_be_visible()
    room.idea(room.join(), "Une idée")
    expect(tab.get_by_text("1 idée")).to_be_visible(timeout=10_000)
    for number in (1, 2):
        room.lead(define_cell, name_fr=f"Cellule {number}")
    room.lead(deal_hats, seed=1)
    room.open(StepKind.HATS)
    room.lead(call_pitch, subject="CEL1")
    expect(tab.get_by_role("timer")).to_have_text("5:00")
    late = datetime.now(UTC) - timedelta(seconds=301)
    room.door.act(room.id, ask(start_pitch, by=room.by), at=late)
    expect(tab.get_by_role("timer")).to_have_text(re.compile(r"−0:\d\d"))
    expect(tab.get_by_text("Temps écoulé")).to_be_visible()
    tab.get_by_role("link", name="Revenir à ma page").click()
    expect(tab.get_by_role("heading", name="Cellule 1")).to_be_visible()


@pytest.fixture
def installed(tab: Page) -> Page:
    tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tab.wait_for_function("navigator.serviceWorker.controller")
    return tab


def test_page_opens_without_a_network_and_goes_on_by_itself(
    installed: Page, light: Light, room: Room
) -> None:
    installed.context.set_offline(True)
    write(installed, "Sans réseau")
    expect(installed.locator("#status")).to_contain_text("en attente (1)")
    installed.reload()
    expect(installed.get_by_role("heading", name="Pas de réseau")).to_be_visible()
    expect(installed.locator("#waiting")).to_have_text(re.compile(r"retour du réseau.: 1$"))
    assert "Votre idée" not in installed.inner_text("body")
    installed.context.set_offline(False)
    expect(installed.locator(".notes .note")).to_have_text("Sans réseau", timeout=20_000)
    assert texts(room) == ["Sans réseau"]


def test_page_waits_for_the_server_in_the_language_of_the_person(installed: Page, light: Light) -> None:
    assert [path for path in installed.evaluate(KEPT) if not path.startswith("/phone/")] == []
    installed.context.add_cookies([{"name": "recolte_lang", "value": "en", "url": light.url}])
    installed.reload()
    installed.evaluate(SPOKEN, "en")
    light.stop()
    installed.reload()
    expect(installed.get_by_role("heading", name="No network")).to_be_visible()
    light.start()
    expect(installed.get_by_label("Your idea")).to_be_visible(timeout=30_000)


def test_page_can_be_installed(installed: Page, room: Room) -> None:
    session = installed.context.new_cdp_session(installed)
    installed.wait_for_function("document.querySelector('link[rel=manifest]')")
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert (manifest["name"], manifest["start_url"], manifest["lang"]) == (
        "Premier emploi",
        f"/w/{room.code}",
        "fr",
    )
    for icon in manifest["icons"]:
        assert installed.request.get(f"{installed.url.split('/w/')[0]}{icon['src']}").status == 200
    wrong = [one["errorId"] for one in session.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert [one for one in wrong if one != "in-incognito"] == []  # a test's window is a private one


@pytest.mark.parametrize("checked_in", [False, True])
def test_first_load_is_light_in_a_browser(
    browser: Browser, light: Light, room: Room, tab: Page, checked_in: bool
) -> None:
    known = tab.context.storage_state() if checked_in else None
    page = browser.new_context(storage_state=known).new_page()
    _, wire = listen(page)
    page.goto(f"{light.url}/w/{room.code}" if checked_in else f"{light.url}/j/{room.code}")
    page.wait_for_function("document.body.dataset.ready")
    page.wait_for_timeout(2_000)
    page.context.close()
    assert len(wire.addresses) <= 4, wire.addresses
    assert wire.bytes <= 30_000
