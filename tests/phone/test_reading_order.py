"""What a screen reader reads, in its order, from the accessibility tree: roles, names and descriptions."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from locales import LANGUAGES, Language
from tests.phone.every_screen import Stage

pytestmark = pytest.mark.browser

SAID = {
    "alert",
    "banner",
    "button",
    "checkbox",
    "combobox",
    "contentinfo",
    "DisclosureTriangle",
    "group",
    "heading",
    "link",
    "main",
    "paragraph",
    "radio",
    "status",
    "textbox",
}
TOP = {
    "fr": ["banner", "paragraph: Premier emploi", "link: English", "status", "alert", "status", "main"],
    "en": ["banner", "paragraph: First job", "link: Français", "status", "alert", "status", "main"],
}
END = {
    "fr": [
        "button: J'ai terminé",
        "button: J'ai besoin d'aide",
        "contentinfo",
        "paragraph: Suivre l'écran sur ce téléphone",
        "link: Suivre l'écran sur ce téléphone",
        "DisclosureTriangle: Vos renseignements",
        "paragraph: Corriger mes réponses d'accueil",
        "link: Corriger mes réponses d'accueil",
        "paragraph: Passer le téléphone",
        "link: Passer le téléphone",
    ],
    "en": [
        "button: I am done",
        "button: I need help",
        "contentinfo",
        "paragraph: Follow the screen on this phone",
        "link: Follow the screen on this phone",
        "DisclosureTriangle: Your information",
        "paragraph: Correct my check-in answers",
        "link: Correct my check-in answers",
        "paragraph: Pass the phone on",
        "link: Pass the phone on",
    ],
}
RANKS = {
    "fr": ["paragraph: Se rencontrer plus tôt", "button: 1er choix", "button: 2e choix", "button: 3e choix"],
    "en": ["paragraph: Meet earlier", "button: 1st choice", "button: 2nd choice", "button: 3rd choice"],
}


def cell(language: Language, name: str) -> list[str]:
    return [f"group: {name}", f"heading: {name}", *RANKS[language]]


MOVES = {
    "fr": ("Monter :", "Descendre :", "Retirer du classement :", "Ajouter au classement :"),
    "en": ("Move up:", "Move down:", "Remove from the ranking:", "Add to the ranking:"),
}
FIVE = [f"radio: {mark}" for mark in range(1, 6)]


def placed(language: Language, place: int, name: str) -> list[str]:
    moves = [f"button: {move} {name}" for move in MOVES[language][:3]]
    return [f"paragraph: {place} {name}", f"group: {place} {name}", *moves]


def loose(language: Language, name: str) -> list[str]:
    return [f"paragraph: {name}", f"group: {name}", f"button: {MOVES[language][3]} {name}"]


ORDER: dict[tuple[str, Language], list[str]] = {
    ("ideas", "fr"): [
        "paragraph: Idées",
        "heading: Comment pourrions-nous faciliter le premier emploi?",
        "textbox: Votre idée"
        " (Une idée par note : une action, et pour qui. Vous pouvez en envoyer plusieurs. 0 / 280)",
        "paragraph: 0 / 280",
        "paragraph: Une idée par note : une action, et pour qui. Vous pouvez en envoyer plusieurs.",
        "button: Envoyer",
        "heading: Mes 3 idées",
        "paragraph: Une foire d'emploi au printemps",
        "DisclosureTriangle: Modifier ou retirer",
        "paragraph: Un guide en deux langues",
        "DisclosureTriangle: Modifier ou retirer",
        "paragraph: Jumeler par affinités",
        "DisclosureTriangle: Modifier ou retirer",
    ],
    ("ideas", "en"): [
        "paragraph: Ideas",
        "heading: How might we ease the first job?",
        "textbox: Your idea (One idea per note: an action, and for whom. You may send several. 0 / 280)",
        "paragraph: 0 / 280",
        "paragraph: One idea per note: an action, and for whom. You may send several.",
        "button: Send",
        "heading: My 3 ideas",
        "paragraph: Une foire d'emploi au printemps",
        "DisclosureTriangle: Edit or withdraw",
        "paragraph: Un guide en deux langues",
        "DisclosureTriangle: Edit or withdraw",
        "paragraph: Jumeler par affinités",
        "DisclosureTriangle: Edit or withdraw",
    ],
    ("vote", "fr"): [
        "paragraph: Vote",
        "heading: Placez vos points",
        "paragraph: Vous avez 3 points. Au plus 2 sur la même proposition. Vous pouvez en garder.",
        "status: 0 point sur 3",
        "paragraph: Mentorat d'été",
        "group: Mentorat d'été",
        "button: Retirer un point à : Mentorat d'été",
        "status: 0",
        "button: Ajouter un point à : Mentorat d'été",
    ],
    ("vote", "en"): [
        "paragraph: Vote",
        "heading: Place your dots",
        "paragraph: You have 3 dots. At most 2 on the same proposal. You may keep some.",
        "status: 0 of 3 dots",
        "paragraph: Mentorat d'été",
        "group: Mentorat d'été",
        "button: Take a dot from: Mentorat d'été",
        "status: 0",
        "button: Add a dot to: Mentorat d'été",
    ],
    ("ranking of two", "fr"): [
        "paragraph: Vote",
        "heading: Classez les propositions",
        "paragraph: Ajoutez-les une à une : la première ajoutée est au rang 1. Vous pouvez changer l'ordre."
        " Celles que vous laissez de côté comptent ensemble, après les autres.",
        "status: 2 propositions classées sur 4",
        "heading: Votre classement",
        *placed("fr", 1, "Jumelage par affinités"),
        *placed("fr", 2, "Mentorat d'été"),
        "heading: Pas encore classées",
        *loose("fr", "Guide"),
        *loose("fr", "Journée portes ouvertes"),
        "paragraph: Chaque touche est enregistrée. Vous pouvez changer jusqu'à la fermeture;"
        " personne ne voit votre bulletin.",
        "paragraph: En cas d'égalité, le comité tranche par écrit.",
        "button: Tout retirer (bulletin blanc)",
    ],
    ("ranking of two", "en"): [
        "paragraph: Vote",
        "heading: Rank the proposals",
        "paragraph: Add them one by one: the first one added is number 1. You can change the order."
        " Those you leave out count together, after the others.",
        "status: 2 of 4 proposals ranked",
        "heading: Your ranking",
        *placed("en", 1, "Jumelage par affinités"),
        *placed("en", 2, "Mentorat d'été"),
        "heading: Not ranked yet",
        *loose("en", "Guide"),
        *loose("en", "Journée portes ouvertes"),
        "paragraph: Every tap is saved. You can change until the vote closes; nobody sees your ballot.",
        "paragraph: If there is a tie, the committee decides in writing.",
        "button: Remove all (blank ballot)",
    ],
    ("credits partly spent", "fr"): [
        "paragraph: Vote",
        "heading: Répartissez vos crédits",
        "paragraph: Vous avez 25 crédits. Pour une même proposition, 1 voix coûte 1 crédit,"
        " 2 voix en coûtent 4, 3 voix en coûtent 9. Vous pouvez en garder.",
        "status: Il vous reste 15 crédits sur 25",
        "paragraph: Mentorat d'été",
        "group: Mentorat d'été",
        "button: Retirer une voix à : Mentorat d'été",
        "status: 1",
        "button: Ajouter une voix à : Mentorat d'été",
        "paragraph: 1 voix, 1 crédit",
    ],
    ("credits partly spent", "en"): [
        "paragraph: Vote",
        "heading: Share out your credits",
        "paragraph: You have 25 credits. On one proposal, 1 vote costs 1 credit, 2 votes cost 4,"
        " 3 votes cost 9. You may keep some.",
        "status: 15 of 25 credits left",
        "paragraph: Mentorat d'été",
        "group: Mentorat d'été",
        "button: Take a vote from: Mentorat d'été",
        "status: 1",
        "button: Add a vote to: Mentorat d'été",
        "paragraph: 1 vote, 1 credit",
    ],
    ("impact and effort, some given", "fr"): [
        "paragraph: Vote",
        "heading: Donnez deux cotes à chaque proposition",
        "paragraph: Impact : le changement pour la personne au cœur de la démarche."
        " Effort : ce qu'il faut pour y arriver. Vous pouvez en passer.",
        "status: 1 proposition sur 4 (deux cotes)",
        "paragraph: Mentorat d'été",
        "group: Mentorat d'été, Impact 1 = presque rien … 5 = change tout",
        *FIVE,
        "group: Mentorat d'été, Effort 1 = à portée de main … 5 = très lourd",
        *FIVE,
    ],
    ("impact and effort, some given", "en"): [
        "paragraph: Vote",
        "heading: Give each proposal two ratings",
        "paragraph: Impact: the change for the person at the heart of this work."
        " Effort: what it takes to get there. You may skip some.",
        "status: 1 proposal of 4 (both ratings)",
        "paragraph: Mentorat d'été",
        "group: Mentorat d'été, Impact 1 = hardly any … 5 = changes everything",
        *FIVE,
        "group: Mentorat d'été, Effort 1 = within reach … 5 = very heavy",
        *FIVE,
    ],
    ("cells", "fr"): [
        "paragraph: Cellules d'innovation",
        "heading: Vous joindre à une cellule d'innovation?",
        "paragraph: Une cellule porte un champ d'action."
        " C'est volontaire : rester au courant est une réponse normale.",
        *cell("fr", "Jumelage"),
        *cell("fr", "Mentorat"),
        *cell("fr", "Portes ouvertes"),
        "button: Je préfère rester au courant",
        "checkbox: Je peux aller où il manque du monde",
        "DisclosureTriangle: Laisser mes coordonnées (facultatif)",
        "button: Envoyer mes choix",
    ],
    ("cells", "en"): [
        "paragraph: Innovation cells",
        "heading: Join an innovation cell?",
        "paragraph: A cell carries a priority area."
        " It is voluntary: just staying informed is a normal answer.",
        *cell("en", "Jumelage"),
        *cell("en", "Mentorat"),
        *cell("en", "Portes ouvertes"),
        "button: I'd rather be kept informed",
        "checkbox: I can go where people are missing",
        "DisclosureTriangle: Leave my contact details (optional)",
        "button: Send my choices",
    ],
    ("hat black", "fr"): [
        "paragraph: On vous présente",
        "heading: Jumelage",
        "heading: Noir : la prudence",
        "paragraph: Pour commencer : « Attention à… parce que… »",
        "textbox: Votre commentaire, avec ce chapeau (0 / 280)",
        "paragraph: 0 / 280",
        "DisclosureTriangle: Mon commentaire est hors chapeau",
        "button: Envoyer",
    ],
    ("hat black", "en"): [
        "paragraph: Now presenting",
        "heading: Jumelage",
        "heading: Black: caution",
        "paragraph: To start: “Careful with… because…”",
        "textbox: Your comment, under this hat (0 / 280)",
        "paragraph: 0 / 280",
        "DisclosureTriangle: My comment is off-hat",
        "button: Send",
    ],
}


# Of these votes, the first of four proposals is written out; three more, the notes and a button follow.
UNWRITTEN = {
    "vote": 3 * 5 + 3,
    "credits partly spent": 3 * 6 + 3,
    "impact and effort, some given": 3 * 13 + 2,
}


def read(page: Page) -> list[str]:
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in tree}
    return list(_spoken(tree[0], by_id))


def _spoken(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    role = node.get("role", {}).get("value", "")
    if role in SAID and not node.get("ignored"):
        name = " ".join(node.get("name", {}).get("value", "").split())
        if role == "paragraph" or (role == "status" and not name):
            name = " ".join(" ".join(_texts(node, by_id)).split())
        about = " ".join(node.get("description", {}).get("value", "").split())
        if role != "group" or name:
            yield role + (f": {name}" if name else "") + (f" ({about})" if about else "")
    for child in node.get("childIds", ()):
        yield from _spoken(by_id[child], by_id)


def _texts(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    if node.get("role", {}).get("value") == "StaticText":
        yield node["name"]["value"]
    for child in node.get("childIds", ()):
        yield from _texts(by_id[child], by_id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", dict.fromkeys(name for name, _ in ORDER))
def test_screen_is_read_in_order(stage: Stage, name: str, language: Language) -> None:
    with stage.show(name, language) as page:
        said = read(page)
    top, order, end = TOP[language], ORDER[name, language], END[language]
    assert said[: len(top)] == top
    assert said[len(top) :][: len(order)] == order
    assert said[-len(end) :] == end
    assert len(said) == len(top) + len(order) + len(end) + UNWRITTEN.get(name, 0)


TITLES = {
    "landing": ("Rejoindre un atelier – Récolte", "Join a workshop – Récolte"),
    "check-in": ("Accueil – Premier emploi – Récolte", "Check-in – First job – Récolte"),
    "ideas": ("Idées – Premier emploi – Récolte", "Ideas – First job – Récolte"),
    "hat red": ("Pitchs et chapeaux – Premier emploi – Récolte", "Pitches and hats – First job – Récolte"),
    "check-in of an archived workshop": ("Premier emploi – Récolte", "First job – Récolte"),
}


@pytest.mark.parametrize("name", TITLES)
def test_title_says_what_the_page_is(stage: Stage, name: str) -> None:
    for language, title in zip(LANGUAGES, TITLES[name], strict=True):
        with stage.show(name, language) as page:
            assert (page.title(), page.locator("html").get_attribute("lang")) == (title, language)


LANGUAGE_OF = """(text) => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (walk.currentNode.data.trim() === text) return walk.currentNode.parentElement.closest("[lang]").lang;
  }
  return null;
}"""
FRENCH = {
    "ideas": "Jumeler par affinités",
    "vote": "Mentorat d'été",
    "cells": "Portes ouvertes",
    "hat comments": "Le transport coûte cher",
    "closing": "Une navette matin et soir",
    "decision": "Jumelage par affinités",
    "ideas in French only": "Premier emploi",
    "check-in in French only": "Direction d'école",
    "welcome in French only": "Le comité décide.",
}


@pytest.mark.parametrize("name", FRENCH)
def test_french_words_on_an_english_page_say_that_they_are_french(stage: Stage, name: str) -> None:
    with stage.show(name, "en") as page:
        assert page.evaluate(LANGUAGE_OF, FRENCH[name]) == "fr"


def test_what_happens_is_announced_without_taking_the_focus(stage: Stage) -> None:
    with stage.show("ideas sent") as page:
        assert {"status: Envoyé", "alert"} <= set(read(page))
    with stage.show("cells refused", "en") as page:
        region = page.get_by_role("alert").first
        assert region.inner_text().startswith("Keeping your contact details needs")
        assert read(page)[3:5] == ["status", "alert"]
    with stage.show("vote") as page:
        page.get_by_role("button", name="Ajouter un point").first.click()
        assert "status: 1 point sur 3" in read(page)
