"""A whole workshop from the keyboard alone: every page of the console, without one click."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, Open
from tests.browser.keyboard import Hands
from tests.running import Server
from tests.talking import Phone

IDEAS = (
    "Jumeler chaque personne arrivante avec une famille d'ici",
    "Un parrain ou une marraine pour la première session",
    "Un autobus le soir entre le cégep et le parc industriel",
    "Du covoiturage organisé pour aller travailler",
)
GROUPS = ("Jumeler par affinités", "Se déplacer pour travailler")
AREA, CELL = "Créer des liens durables", "Cellule jumelage"


def test_whole_workshop_by_keyboard_alone(window: Open, server: Server) -> None:
    hands = _home(window(LAPTOP), server)
    code = re.search(r"w=(\w+)", hands.page.url).group(1)  # type: ignore[union-attr]
    _step(hands, "check_in", "Ouvrir")
    phones = [Phone.join(server, code) for _ in range(3)]
    projector = _projector(hands)
    _notes(hands, phones, projector)
    _board(hands)
    _vote(hands, phones)
    _decision(hands)
    _cells(hands, phones)
    _hats(hands, phones, projector)
    _report(hands)
    for phone in phones:
        phone.close()
    assert hands.lost == []
    assert max(hands.walks) <= 40
    assert hands.presses < 800


def _home(page: Page, server: Server) -> Hands:
    """A workshop is made, and its run sheet opened by its link."""
    page.goto(server.url + server.first_link())
    expect(page.get_by_role("button", name="Administrer avec ce navigateur")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Vos ateliers")).to_be_visible()
    expect(page.get_by_role("button", name="Créer l'atelier")).to_be_visible()
    hands = Hands(page)
    hands.tab_to("textbox", "Titre de l'atelier")
    hands.type("Premier emploi en région")
    hands.tab_to("textbox", "Question posée à la salle, en français")
    hands.type("Comment faciliter le premier emploi?")
    hands.go("button", "Créer l'atelier")
    expect(page.get_by_role("textbox", name="Lien d'animation (secret)")).to_be_visible()
    with page.context.expect_page() as opened:
        hands.go("link", "Ouvrir Lien d'animation")
    expect(opened.value.get_by_role("heading", name="Déroulé")).to_be_visible()
    expect(opened.value.locator(".st-key-step_check_in").get_by_role("button", name="Ouvrir")).to_be_visible()
    return hands.moved_to(opened.value)


def _go(hands: Hands, title: str, *, back: bool = False) -> None:
    """To another page of the console, by the links at the side."""
    hands.go("link", title, within="Menu", back=back)
    expect(hands.page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()


def _step(hands: Hands, step: str, button: str, *, back: bool = False) -> None:
    hands.go("button", button, within=f"step_{step}", back=back)
    state = {"Ouvrir": "Ouverte", "Fermer": "Fermée"}[button]
    expect(hands.page.locator(f".st-key-step_{step}").get_by_text(state)).to_be_visible()


def _projector(hands: Hands) -> Page:
    """The room's screen, in a window of its own."""
    with hands.page.context.expect_page() as opened:
        hands.go("link", "Écran, idées affichées à mesure", back=True)
    projector: Page = opened.value
    expect(projector.get_by_text("Premier emploi en région").first).to_be_visible()
    hands.page.bring_to_front()
    return projector


def _notes(hands: Hands, phones: list[Phone], projector: Page) -> None:
    _step(hands, "issues", "Ouvrir")
    _write(phones[0], "issue", "On ne sait jamais à quelle porte frapper")
    expect(projector.get_by_text("à quelle porte").first).to_be_visible()
    _step(hands, "ideas", "Ouvrir")
    for number, text in enumerate(IDEAS):
        _write(phones[number % 3], "idea", text)
    expect(projector.get_by_text(IDEAS[-1]).first).to_be_visible()
    hands.press("F8")
    expect(projector.get_by_text(IDEAS[-1])).to_have_count(0)
    expect(hands.page.get_by_role("button", name="Montrer l'écran")).to_be_visible()
    hands.press("F8")
    expect(projector.get_by_text(IDEAS[-1]).first).to_be_visible()
    hands.go("button", "Figer l'écran", back=True)
    expect(hands.page.get_by_role("button", name="Libérer l'écran")).to_be_visible()
    hands.press("Enter")
    expect(hands.page.get_by_role("button", name="Figer l'écran")).to_be_visible()


def _write(phone: Phone, type: str, text: str) -> None:
    assert phone.post("notes", key=uuid4().hex, type=type, text=text, language="fr").status_code == 201


def _board(hands: Hands) -> None:
    _go(hands, "Tableau des idées")
    page = hands.page
    for number, title in enumerate(GROUPS):
        hands.go("checkbox", IDEAS[2 * number], key="Space", within="board")
        hands.press("ArrowDown")
        assert hands.stop().name == IDEAS[2 * number + 1]
        hands.press("Space")
        hands.go("button", "Regrouper", back=True)
        assert hands.stop().name.startswith("Titre en français")
        hands.type(title)
        hands.press("Enter")
        column = page.get_by_role("region", name=title)
        expect(column.get_by_role("checkbox")).to_have_count(2)
        hands.go("button", f"En faire un projet {title}")
        expect(column.get_by_text(f"Projet PR{number + 1}", exact=True)).to_be_visible()


def _vote(hands: Hands, phones: list[Phone]) -> None:
    _go(hands, "Vote", back=True)
    page = hands.page
    hands.go("button", "Ouvrir le vote")
    expect(page.get_by_text("Bulletins reçus")).to_be_visible()
    for phone in phones:
        assert phone.post("ballot", key="b", round="R1", marks={"PR1": 2, "PR2": 1}).status_code == 201
    hands.go("button", "Fermer le vote")
    hands.go("button", "Préparer le dévoilement")
    expect(page.get_by_role("button", name="Dévoiler à l'écran")).to_be_visible()
    page.wait_for_timeout(500)
    hands.press("Enter")  # once more, in a hurry: nothing is revealed by it
    hands.go("button", "Dévoiler à l'écran")
    expect(page.get_by_text("Dévoilé").first).to_be_visible()


def _decision(hands: Hands) -> None:
    _go(hands, "Décision", back=True)
    page = hands.page
    hands.tab_to("textbox", "Titre en français")
    hands.type(AREA)
    hands.go("button", "Ajouter ce champ d'action")
    expect(page.get_by_role("cell", name=AREA)).to_be_visible()
    hands.go("DisclosureTriangle", f"PR1 — {GROUPS[0]}")
    hands.go("radio", "Retenu", key="Space")
    hands.tab_to("radio", "Aucun")
    hands.press("ArrowDown")
    hands.go("button", "Enregistrer la décision")
    expect(page.locator("summary", has_text=GROUPS[0]).filter(has_text="Retenu")).to_be_visible()


def _cells(hands: Hands, phones: list[Phone]) -> None:
    _go(hands, "Cellules d'innovation", back=True)
    page = hands.page
    hands.tab_to("textbox", "Nom en français")
    hands.type(CELL)
    hands.tab_to("spinbutton", "Places, minimum")
    hands.retype("1")
    hands.go("button", "Ajouter la cellule")
    expect(page.get_by_role("button", name="Proposer des places")).to_be_visible()
    _go(hands, "Déroulé", back=True)
    _step(hands, "cells", "Ouvrir")
    assert phones[0].post("wish", ranked=["CEL1"], flexible=False).status_code in (200, 201)
    _go(hands, "Cellules d'innovation", back=True)
    hands.go("button", "Proposer des places")


def _hats(hands: Hands, phones: list[Phone], projector: Page) -> None:
    _go(hands, "Pitchs et chapeaux", back=True)
    page = hands.page
    hands.go("button", "Distribuer les chapeaux")
    hands.go("button", "Ouvrir l'étape des pitchs")
    hands.go("button", f"Appeler : {CELL}")
    hands.go("button", "Démarrer les 5 minutes")
    expect(projector.get_by_text(re.compile(r"4:5\d")).first).to_be_visible()
    for number, phone in enumerate(phones[1:]):
        asked = {"key": "c", "subject": "CEL1", "text": f"Attention à la charge ({number})", "language": "fr"}
        assert phone.post("comment", **asked).status_code == 201
    hands.go("button", "Montrer les commentaires à l'écran")
    expect(page.get_by_text("2 commentaires").first).to_be_visible()
    _screens(projector)


def _screens(projector: Page) -> None:
    """The projector's own keyboard, or a presenter's remote."""
    projector.bring_to_front()
    first = projector.get_by_role("listitem").first
    expect(first).to_contain_text("Attention à la charge")
    said = first.inner_text()
    projector.keyboard.press("PageDown")
    expect(first).not_to_have_text(said)
    projector.keyboard.press("PageUp")
    expect(first).to_have_text(said)
    projector.keyboard.press("b")
    expect(projector.get_by_text("Attention à la charge")).to_have_count(0)
    projector.keyboard.press("b")
    expect(first).to_have_text(said)


def _report(hands: Hands) -> None:
    hands.page.bring_to_front()
    _go(hands, "Suites et transferts", back=True)
    with hands.page.context.expect_event("download") as download:
        hands.go("link", "Synthèse", whole=True)
    assert download.value.suggested_filename.endswith(".md")
    hands.tab_to("link", "Classeur de données")
