"""The room's door with real hands: a new code on every screen, no text lost that was kept before."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import Desk, Shelf, stocked, writing
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, Open, enter
from tests.running import Server


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with stocked(tmp_path_factory.mktemp("door"), {"ideas": writing(["Jumeler"])}, copies=3) as shelf:
        yield shelf


@pytest.fixture(scope="module")
def server(shelf: Shelf) -> Server:
    return shelf.server


@pytest.fixture
def desk(window: Open, shelf: Shelf) -> Desk:
    code, key = shelf.take("ideas")
    page = window(LAPTOP)
    enter(page, shelf.server.url, code, key)
    page.goto(f"{shelf.server.url}/run_sheet?w={code}")
    expect(page.get_by_role("heading", name="Déroulé")).to_be_visible(timeout=60_000)
    return Desk(page, shelf.server, code, "", "")


def phone(window: Open, desk: Desk) -> Page:
    page = window(PHONE)
    page.goto(f"{desk.server.url}/j/{desk.code}")
    page.get_by_label("Personne étudiante").check()
    page.locator("input[value=terms]").check()
    page.get_by_role("button", name="Entrer").click()
    expect(page.locator("textarea").first).to_be_visible()
    return page


def renew(desk: Desk) -> str:
    """Presses twice, and reads the new code."""
    desk.unfold("La porte de la salle")
    desk.button("Nouveau code")
    desk.button("Remplacer le code")
    shown = desk.page.locator(".st-key-door").get_by_text(re.compile(r"^Code\u00a0: "))
    expect(shown).not_to_have_text(f"Code\u00a0: {desk.code[:4]}-{desk.code[4:]}")
    return str(shown.inner_text()).split()[-1].replace("-", "")


def test_new_code_is_on_every_open_screen(window: Open, desk: Desk) -> None:
    projector = window(PROJECTOR, like=desk.page)
    projector.goto(f"{desk.server.url}/projector?w={desk.code}", timeout=60_000)
    strip = projector.get_by_text(f"Code {desk.code[:4]}-{desk.code[4:]}")
    expect(strip).to_be_visible(timeout=60_000)
    new = renew(desk)
    expect(projector.get_by_text(f"Code {new[:4]}-{new[4:]}")).to_be_visible()
    desk.unfold("Liens, code QR")
    link = desk.page.get_by_role("textbox", name="Adresse pour participer")
    expect(link).to_have_value(f"{desk.server.url}/j/{new}")


def test_text_kept_under_the_old_code_is_sent_under_the_new(window: Open, desk: Desk) -> None:
    page = phone(window, desk)
    page.context.set_offline(True)
    page.locator("textarea").first.fill("Écrite dans le tunnel")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("#status")).to_contain_text("hors ligne", ignore_case=True)
    home = page.url
    page.goto("about:blank")
    renew(desk)
    page.context.set_offline(False)
    page.goto(home)
    expect(page.locator("main .notes").get_by_text("Écrite dans le tunnel").first).to_be_visible()
    kept = page.evaluate("Object.keys(localStorage).filter((name) => name.includes('out:')).length")
    assert kept == 0


def test_removed_phone_says_so_and_goes_on_once_its_place_is_back(window: Open, desk: Desk) -> None:
    page = phone(window, desk)
    page.locator("textarea").first.fill("Pas encore envoyée")
    desk.unfold("La porte de la salle")
    desk.choose("Retirer des personnes, ou redonner leur place", "Selon l'heure d'arrivée")
    desk.page.get_by_role("button", name=re.compile(r"Retirer \d personne")).click()
    desk.page.get_by_role("button", name=re.compile("Retirer (cette|ces)")).click()
    expect(page.get_by_role("heading", name="Votre place a été retirée")).to_be_visible()
    desk.choose("Retirer des personnes, ou redonner leur place", "Redonner une place")
    desk.page.get_by_role("button", name=re.compile("retirées?$")).click()
    expect(page.locator("textarea").first).to_have_value("Pas encore envoyée")
