"""The board with the machine's help: parts of a draft accepted, undone, and no press lost to another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from facilitation.events import Entry, StepClosed, StepOpened
from facilitation.model import StepKind
from tests.browser.acting import Desk, Shelf, board, stocked, writing
from tests.browser.conftest import LAPTOP, PROJECTOR, Open
from tests.running import Server

IDEAS = (
    "Ajouter des autobus le soir",
    "Navette d'autobus gratuite vers le parc industriel",
    "Passe d'autobus à moitié prix",
    "Cours de français gratuits le midi",
    "Ateliers de conversation en français",
    "Apprendre le vocabulaire français du métier",
)


FLAGGED = ("C'est inutile, mauvaise idée, trop cher", "Écrire à roy@exemple.org", "This would fail")


def _log(ideas: Sequence[str]) -> list[Entry]:
    """A workshop that is about to group those ideas."""
    log = writing(ideas)
    later = (StepClosed(StepKind.IDEAS), StepOpened(StepKind.GROUPING))
    return [*log, *(replace(log[-1], seq=log[-1].seq + n, event=one) for n, one in enumerate(later, 1))]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    logs = {"ideas": _log(IDEAS), "flagged": _log(FLAGGED)}
    with stocked(tmp_path_factory.mktemp("board"), logs, copies=10) as shelf:
        yield shelf


@pytest.fixture(scope="module")
def server(shelf: Shelf) -> Server:
    return shelf.server


def _opened(window: Open, shelf: Shelf) -> tuple[Desk, Page]:
    desk = board(window, shelf, "ideas", len(IDEAS))
    return desk, desk.page


def test_parts_of_a_draft_are_accepted_and_undone(window: Open, shelf: Shelf) -> None:
    desk, page = _opened(window, shelf)
    desk.unfold("Proposer des regroupements")
    desk.button("Proposer")
    draft = page.locator(".draft")
    expect(draft.get_by_role("status")).to_have_text("Cartes à déplacer\u00a0: 6", timeout=30_000)

    draft.get_by_role("button", name=f"Accepter {IDEAS[0]}").click()
    expect(draft.get_by_role("status")).to_have_text("Cartes à déplacer\u00a0: 5")
    expect(page.locator(".board .column[data-colour='0'] .card")).to_have_count(1, timeout=20_000)
    groups = draft.get_by_role("button", name="Accepter ce regroupement")
    groups.first.click()
    expect(groups).to_have_count(1)
    groups.first.click()
    expect(groups).to_have_count(0)
    in_groups = page.locator(".board .column[data-colour] .card")
    expect(in_groups).to_have_count(6, timeout=20_000)

    for left in (3, 1, 0):
        page.get_by_role("button", name="Autres actions").click()
        page.get_by_role("button", name="Annuler la proposition", exact=True).click()
        expect(in_groups).to_have_count(left, timeout=20_000)


def test_press_during_other_work_is_not_lost(window: Open, shelf: Shelf) -> None:
    desk, page = _opened(window, shelf)
    desk.unfold("Doublons possibles")
    desk.unfold("Proposer des regroupements")
    page.get_by_role("button", name="Chercher les doublons").click(no_wait_after=True)
    page.get_by_role("button", name="Proposer", exact=True).click(no_wait_after=True)
    expect(page.locator(".draft .column").first).to_be_visible(timeout=40_000)
    expect(page.get_by_text("Deux idées qui disent la même chose")).to_be_visible()
    looked = page.locator(".twins li").or_(page.get_by_text("Aucun doublon possible."))
    expect(looked.first).to_be_visible(timeout=40_000)


def test_map_is_shown_on_the_projector_only_when_drawn(window: Open, shelf: Shelf) -> None:
    desk, page = _opened(window, shelf)
    screen = window(PROJECTOR, like=page)
    screen.goto(f"{shelf.server.url}/projector?w={desk.code}")
    expect(screen.locator(".stage .strip")).to_be_visible(timeout=30_000)
    desk.unfold("Proposer des regroupements")
    desk.button("Proposer")
    desk.button("Tout accepter")
    expect(page.locator(".board .column[data-colour] .card")).to_have_count(6, timeout=30_000)
    for _ in range(9):
        screen.keyboard.press("ArrowRight")
    expect(screen.locator(".stage .map")).to_have_count(0)

    desk.unfold("Carte des idées")
    desk.button("Montrer la carte")
    expect(page.get_by_role("button", name="Redessiner la carte")).to_be_visible(timeout=30_000)
    for _ in range(9):
        screen.keyboard.press("ArrowRight")
    expect(screen.locator(".stage .map .spot circle")).to_have_count(6)
    sizes = screen.locator(".stage .legend span").evaluate_all(
        "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 32
    assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight")

    desk.button("Retirer la carte")
    expect(screen.locator(".stage .map")).to_have_count(0)


def _card(page: Page, text: str) -> Locator:
    return page.locator(".board .columns .card", has_text=text)


def test_slip_is_corrected_on_its_card_by_keyboard_and_the_original_stays(window: Open, shelf: Shelf) -> None:
    _, page = _opened(window, shelf)
    card = _card(page, IDEAS[0])
    card.get_by_role("button", name="Modifier la carte").press("Enter")
    text = card.get_by_label("Texte que lit la salle")
    expect(text).to_be_focused()
    text.fill("Ajouter des autobus en soirée")
    text.press("Tab")
    page.keyboard.press("Enter")
    corrected = _card(page, "Ajouter des autobus en soirée")
    corrected.get_by_text("Corrigée").click(timeout=20_000)
    expect(corrected.get_by_text(IDEAS[0])).to_be_visible()
    small = page.locator(".board button, .board summary").evaluate_all(
        "all => all.filter((one) => one.offsetParent && (one.offsetHeight < 44 || one.offsetWidth < 44))"
        ".map((one) => one.textContent)"
    )
    assert small == []


def test_card_is_masked_or_set_aside_with_a_reason_where_it_stands(window: Open, shelf: Shelf) -> None:
    _, page = _opened(window, shelf)
    _card(page, IDEAS[1]).get_by_label(IDEAS[1], exact=True).check()
    for number, button in ((0, "Masquer"), (2, "Mettre de côté")):
        card = _card(page, IDEAS[number])
        card.get_by_role("button", name="Modifier la carte").click()
        card.get_by_label("Raison").fill("Hors sujet")
        card.get_by_role("button", name=button, exact=True).click()
    expect(_card(page, IDEAS[0])).to_have_count(0, timeout=20_000)
    expect(page.get_by_text("1 texte masqué")).to_be_visible()
    parked = page.get_by_role("region", name="Mises de côté")
    expect(parked.get_by_text("Hors sujet")).to_be_visible(timeout=20_000)
    expect(parked.get_by_text(IDEAS[2])).to_be_visible()
    expect(_card(page, IDEAS[1]).get_by_label(IDEAS[1], exact=True)).to_be_checked()


def test_filters_hide_cards_here_only_say_how_many_and_stay_while_ideas_arrive(
    window: Open, shelf: Shelf
) -> None:
    desk, page = _opened(window, shelf)
    other = window(LAPTOP, like=page)
    other.goto(f"{shelf.server.url}/board?w={desk.code}")
    expect(other.locator(".board .card")).to_have_count(len(IDEAS), timeout=30_000)
    shown = page.locator(".board .columns .card:visible .tick")
    search = page.get_by_role("searchbox", name="Chercher un mot")
    clear = page.get_by_role("button", name="Tout montrer")
    page.get_by_text("Filtrer les cartes").press("Enter")
    expect(clear).to_be_hidden()

    _card(page, IDEAS[3]).get_by_label(IDEAS[3], exact=True).check()
    search.press_sequentially("FRANCAIS cours")
    expect(shown).to_have_text([IDEAS[3]])
    expect(page.get_by_text("Cartes cachées par le filtre\u00a0: 5", exact=True)).to_be_visible()
    search.fill("autobus")
    expect(shown).to_have_count(3)
    expect(page.locator(".board .count")).to_have_text("Cartes cochées\u00a0: 1, dont cachées\u00a0: 1")

    _card(other, IDEAS[1]).get_by_role("button", name="Modifier la carte").click()
    other.get_by_label("Texte que lit la salle").fill("Un train de nuit")
    other.get_by_role("button", name="Corriger", exact=True).click()
    expect(page.locator(".board .card", has_text="Un train de nuit")).to_have_count(1, timeout=20_000)
    expect(search).to_have_value("autobus")
    expect(search).to_be_focused()
    # Still found: the words of the original are searched too.
    expect(shown).to_have_count(3)
    expect(other.locator(".board .columns .card:visible")).to_have_count(len(IDEAS))

    page.get_by_role("combobox", name="Langue", exact=True).select_option("Anglais")
    expect(shown).to_have_count(0)
    clear.press("Enter")
    expect(shown).to_have_count(len(IDEAS))
    expect(clear).to_be_hidden()
    expect(page.get_by_text("Filtrer les cartes")).to_be_focused()
    page.get_by_label("Reçues depuis 5 minutes").press("Space")
    expect(shown).to_have_count(len(IDEAS))
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 301_000; }")
    page.get_by_label("À trier seulement").press("Space")
    expect(shown).to_have_count(0)


def test_cards_are_grouped_undone_and_done_again_by_keyboard(window: Open, shelf: Shelf) -> None:
    desk, page = _opened(window, shelf)
    grouped = page.locator(".board .column[data-colour] .card")
    _card(page, IDEAS[0]).get_by_label(IDEAS[0], exact=True).press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Regrouper", exact=True).press("Enter")
    expect(page.get_by_label("Titre en français")).to_be_focused()
    page.keyboard.type("Rouler le soir")
    page.keyboard.press("Enter")
    expect(grouped).to_have_count(2, timeout=20_000)
    expect(grouped.filter(has_text=IDEAS[1])).to_have_count(1)

    page.get_by_text("Filtrer les cartes").click()
    search = page.get_by_role("searchbox", name="Chercher un mot")
    search.press_sequentially("autobus?")
    search.press("Control+z")
    search.fill("")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.wait_for_timeout(1_000)
    expect(grouped).to_have_count(2)

    page.get_by_role("button", name="Touches du clavier").focus()
    page.keyboard.press("Control+z")
    expect(grouped).to_have_count(0, timeout=20_000)
    page.keyboard.press("Control+Shift+Z")
    expect(grouped).to_have_count(2, timeout=20_000)

    other = window(LAPTOP, like=page)
    other.goto(f"{shelf.server.url}/board?w={desk.code}")
    moving = _card(other, IDEAS[0]).get_by_label(IDEAS[0], exact=True)
    moving.check()
    other.get_by_label("Déplacer vers").select_option("À trier")
    other.get_by_role("button", name="Déplacer", exact=True).click()
    expect(grouped).to_have_count(1, timeout=20_000)
    undo = page.get_by_role("button", name="Annuler l'action (Créer le regroupement)")
    undo.click()
    expect(page.get_by_text("cette action ne peut plus être annulée")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Annuler l'action")).to_be_disabled()
    expect(grouped).to_have_count(1)


def test_sheet_of_keys_opens_by_its_key_and_closes_by_escape(window: Open, shelf: Shelf) -> None:
    _, page = _opened(window, shelf)
    box = _card(page, IDEAS[2]).get_by_label(IDEAS[2], exact=True)
    box.focus()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Touches du clavier")
    expect(sheet.get_by_text("Ctrl + Maj + Z")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(box).to_be_focused()
    page.get_by_role("button", name="Touches du clavier").click()
    sheet.get_by_role("button", name="Fermer").click()
    expect(sheet).to_be_hidden()


def test_toolbar_takes_two_rows_and_its_menu_and_flags_work_by_keyboard(window: Open, shelf: Shelf) -> None:
    _, flagged, _ = FLAGGED
    page = board(window, shelf, "flagged", len(FLAGGED)).page
    bars = page.locator(".board .bars")
    assert bars.evaluate("one => one.offsetHeight") <= 2 * 44 + 16
    expect(page.locator(".board .flag")).to_have_text(["⚑ À vérifier\u00a0: courriel"])

    search = page.get_by_role("button", name="Filtrer les cartes")
    search.press("Enter")
    expect(search).to_be_focused()
    page.get_by_label("À vérifier seulement").press("Space")
    expect(page.locator(".board .columns .card:visible .tick")).to_have_text([flagged])
    expect(search).to_have_text("Filtrer les cartes (1)")
    page.get_by_role("button", name="Tout cocher À trier").press("Enter")
    expect(page.locator(".board .count")).to_have_text("Cartes cochées\u00a0: 1")

    more = page.get_by_role("button", name="Autres actions")
    more.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Mettre de côté")).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(page.get_by_role("button", name="Mettre de côté")).to_have_count(0)
    more.press("Enter")
    page.get_by_role("button", name="Mettre de côté").press("Enter")
    page.keyboard.insert_text("À vérifier avec la personne")
    page.keyboard.press("Enter")
    parked = page.locator('.board [data-column="parked"]')
    expect(parked.locator("[data-card]")).to_have_count(1)
    expect(page.locator(".board .columns .card")).to_have_count(len(FLAGGED))
