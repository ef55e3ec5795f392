"""The phone's script in a real Chromium: nothing typed is lost, nothing is sent twice, the status is true."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from facilitation.model import StepKind
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step, suspend_step
from tests.phone.light import Light
from tests.room import Room

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(browser: Browser, light: Light, room: Room) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-CA")
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    room.open(StepKind.IDEAS)
    page.goto(f"{light.url}/j/{room.code}")
    page.get_by_label("Personne étudiante").check()
    page.get_by_label("J'ai lu et j'accepte").check()
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_label("Votre idée")).to_be_visible()
    yield page
    context.close()
    assert failures == []


def texts(room: Room) -> list[str]:
    return [note.text for note in room.workshop.notes.values()]


def write(page: Page, text: str) -> None:
    page.get_by_label("Votre idée").fill(text)
    page.get_by_role("button", name="Envoyer").click()


def test_idea_sent_is_said_to_be_sent(tab: Page, room: Room) -> None:
    write(tab, "Jumeler")
    expect(tab.locator("#status")).to_have_text("Envoyé")
    expect(tab.locator(".notes .note")).to_have_text("Jumeler")
    expect(tab.get_by_label("Votre idée")).to_have_value("")
    assert texts(room) == ["Jumeler"]


def test_double_tap_sends_once(tab: Page, room: Room) -> None:
    tab.get_by_label("Votre idée").fill("Une fois")
    tab.get_by_role("button", name="Envoyer").dblclick()
    expect(tab.locator(".notes .note")).to_have_text("Une fois")
    expect(tab.locator("#text-error")).to_be_hidden()
    assert texts(room) == ["Une fois"]


def test_ideas_wait_for_the_server_over_a_reload(tab: Page, light: Light, room: Room) -> None:
    light.stop()
    write(tab, "Première")
    write(tab, "Deuxième")
    expect(tab.locator("#status")).to_have_text("Hors ligne, en attente (2), gardé ici")
    expect(tab.locator(".pending .note")).to_have_text(["Première", "Deuxième"])
    light.start()
    tab.reload()
    expect(tab.locator(".notes .note")).to_have_text(["Deuxième", "Première"])
    expect(tab.locator(".pending .note")).to_have_count(0)
    assert texts(room) == ["Première", "Deuxième"]


def test_offline_keeps_everything_and_says_so(tab: Page, room: Room) -> None:
    context: BrowserContext = tab.context
    context.set_offline(True)
    expect(tab.locator("#status")).to_have_text("Hors ligne; votre texte reste ici")
    write(tab, "Sans réseau")
    expect(tab.locator("#status")).to_have_text("Hors ligne, en attente (1), gardé ici")
    context.set_offline(False)
    expect(tab.locator(".notes .note")).to_have_text("Sans réseau")
    assert texts(room) == ["Sans réseau"]


def test_two_tabs_send_once(tab: Page, light: Light, room: Room) -> None:
    other = tab.context.new_page()
    other.goto(f"{light.url}/w/{room.code}")
    tab.context.set_offline(True)
    for number in range(3):
        write(tab, f"Idée {number}")
    tab.context.set_offline(False)
    expect(tab.locator(".notes .note")).to_have_count(3)
    time.sleep(2)
    assert texts(room) == ["Idée 0", "Idée 1", "Idée 2"]


def test_what_is_typed_survives_reload_pause_and_language(tab: Page, room: Room) -> None:
    box = tab.get_by_label("Votre idée")
    box.press_sequentially("À moitié")
    time.sleep(0.5)
    tab.reload()
    expect(tab.get_by_label("Votre idée")).to_have_value("À moitié")
    tab.get_by_label("Votre idée").focus()
    tab.keyboard.press("End")
    room.lead(suspend_step, step=StepKind.IDEAS)
    expect(tab.get_by_role("button", name="Envoyer")).to_be_disabled()
    tab.keyboard.type(" écrite")
    expect(tab.get_by_label("Votre idée")).to_have_value("À moitié écrite")
    room.open(StepKind.IDEAS)
    expect(tab.get_by_role("button", name="Envoyer")).to_be_enabled()
    expect(tab.get_by_label("Votre idée")).to_have_value("À moitié écrite")


def test_refused_idea_comes_back_with_its_reason(tab: Page, room: Room) -> None:
    tab.context.set_offline(True)
    write(tab, "Trop tard")
    expect(tab.locator(".pending .note")).to_have_text("Trop tard")
    room.lead(close_step, step=StepKind.IDEAS)
    tab.context.set_offline(False)
    refusal = tab.locator("#refusals")
    expect(refusal).to_contain_text("Cette étape est fermée")
    room.open(StepKind.IDEAS)
    expect(tab.get_by_label("Votre idée")).to_have_value("Trop tard")
    assert texts(room) == []


def test_long_idea_is_not_sent_and_not_cut(tab: Page, room: Room) -> None:
    write(tab, "a" * 300)
    expect(tab.locator("#text-error")).to_contain_text(
        "Votre texte compte 300 caractères; la limite est de 280."
    )
    expect(tab.get_by_label("Votre idée")).to_have_value("a" * 300)
    assert texts(room) == []


def test_ballot_is_sent_whole_and_stays_after_a_reload(tab: Page, light: Light, room: Room) -> None:
    room.projects(4)
    room.lead(open_round, seed=1)
    more = tab.get_by_role("button", name="Ajouter un point")
    expect(more).to_have_count(4)
    for button in (0, 0, 1):
        more.nth(button).click()
    expect(tab.get_by_text("3 points sur 3")).to_be_visible()
    expect(more.nth(2)).to_be_disabled()
    expect(tab.locator("#status")).to_have_text("Envoyé")
    (ballot,) = room.workshop.round.ballots.values()  # type: ignore[union-attr]
    assert sorted(ballot.marks.values()) == [1, 2]
    tab.reload()
    expect(tab.get_by_text("3 points sur 3")).to_be_visible()


def test_phone_that_was_forgotten_keeps_its_text(tab: Page, room: Room) -> None:
    tab.context.set_offline(True)
    write(tab, "Gardée")
    tab.context.clear_cookies(name="recolte_p")
    tab.context.set_offline(False)
    expect(tab.locator("#stranger")).to_contain_text("Votre téléphone n'est plus reconnu")
    tab.get_by_role("link", name="Reprendre ma place").click()
    tab.get_by_label("J'ai lu et j'accepte").check()
    tab.get_by_role("button", name="Entrer").click()
    expect(tab.locator(".notes .note")).to_have_text("Gardée")
    assert texts(room) == ["Gardée"]
