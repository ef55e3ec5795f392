"""A phone's pages by keyboard alone: everything can be done, and one always sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from facilitation.model import Hat, StepKind
from facilitation.rules.notes import mask_note
from facilitation.rules.rounds import cast_ballot
from facilitation.rules.steps import suspend_step
from tests.phone.every_screen import Stage

pytestmark = pytest.mark.browser

FOCUS = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const style = getComputedStyle(one);
  return {
    what: one.id || one.getAttribute("aria-label") || one.name || one.textContent.trim(),
    on: one !== document.body,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    uncovered: Boolean(top) && (one.contains(top) || (one.closest("label") || one).contains(top)),
  };
}"""
STOPS = """() => {
  const groups = new Set();
  const controls = "a[href], button:not(:disabled), input:not([type=hidden]), select, textarea, summary";
  return Array.from(document.querySelectorAll(controls))
    .filter((one) => one.checkVisibility())
    .filter((one) => one.type !== "radio" || (!groups.has(one.name) && groups.add(one.name))).length;
}"""


def press(page: Page, key: str) -> str:
    """A key; says where the focus is, which is always to be seen."""
    page.keyboard.press(key)
    found = page.evaluate(FOCUS)
    assert (found["on"], found["ringed"], found["uncovered"]) == (True, True, True), found
    return str(found["what"])


def tab_to(page: Page, what: str, key: str = "Tab") -> None:
    passed = []
    for _ in range(60):
        passed.append(press(page, key))
        if what in passed[-1]:
            return
    raise AssertionError(f"no way to {what} by {key}: {passed}")


WALKS = (
    "landing refused",
    "check-in",
    "ideas unfolded",
    "ideas offline",
    "ideas of a stranger",
    "grouping revealed unfolded",
    "vote of all kinds",
    "ranking of all",
    "credits partly spent",
    "impact and effort, some given",
    "cells unfolded",
    "cells refused",
    "cells proposed",
    "hat unfolded",
)


STICKY = (
    "vote of all kinds",
    "ranking of all",
    "impact and effort, some given",
    "ideas offline",
    "cells refused",
)  # something stays on top while one goes on


@pytest.mark.parametrize(
    ("name", "size"), [*((name, "100%") for name in WALKS), *((name, "200%") for name in STICKY)]
)
def test_every_control_is_reached_and_seen_forth_and_back(stage: Stage, name: str, size: str) -> None:
    with stage.show(name, fresh=True) as page:
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        page.locator("header .switch").focus()
        count = page.evaluate(STOPS) - 1
        forth = [page.evaluate(FOCUS)["what"], *(press(page, "Tab") for _ in range(count))]
        back = [forth[-1], *(press(page, "Shift+Tab") for _ in range(count))]
        assert (len(forth), back[-1]) == (count + 1, forth[0])


def test_check_in_is_done_by_keyboard(stage: Stage) -> None:
    with stage.show("check-in", fresh=True) as page:
        tab_to(page, "kind")
        page.keyboard.press("Space")
        press(page, "ArrowDown")
        tab_to(page, "table")
        page.keyboard.press("ArrowDown")
        tab_to(page, "consents[]")
        page.keyboard.press("Space")
        tab_to(page, "Entrer dans l'atelier")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Vous y êtes!")).to_be_visible()
        (person,) = stage.scene("check-in").workshop.participants.values()
        assert (person.kind, person.table, person.consents) == ("employer", 1, {"terms"})


def test_idea_is_sent_and_reworded_by_keyboard(stage: Stage) -> None:
    with stage.show("ideas empty", fresh=True) as page:
        tab_to(page, "text")
        page.keyboard.type("Jumeler")
        tab_to(page, "Envoyer")
        page.keyboard.press("Enter")
        expect(page.locator(".notes .note")).to_have_text("Jumeler")
        tab_to(page, "Modifier ou retirer")
        page.keyboard.press("Enter")
        tab_to(page, "edit-N1")
        page.keyboard.press("End")
        page.keyboard.type(" par affinités")
        tab_to(page, "Enregistrer")
        page.keyboard.press("Space")
        expect(page.locator(".notes .note")).to_have_text("Jumeler par affinités")
        assert stage.scene("ideas empty").workshop.notes["N1"].text == "Jumeler par affinités"


def test_three_points_are_placed_by_keyboard(stage: Stage) -> None:
    with stage.show("vote", fresh=True) as page:
        tab_to(page, "Ajouter un point")
        page.keyboard.press("Space")
        page.keyboard.press("Space")
        tab_to(page, "Ajouter un point")
        page.keyboard.press("Enter")
        expect(page.get_by_text("3 points sur 3")).to_be_visible()
        tab_to(page, "Retirer un point", "Shift+Tab")
        page.keyboard.press("Space")
        expect(page.get_by_text("2 points sur 3")).to_be_visible()
        expect(page.locator("#status")).to_have_text("Envoyé")
        current = stage.scene("vote").workshop.round
        assert current is not None
        assert sorted(current.ballots[stage.scene("vote").me].marks.values()) == [2]


def test_wish_is_sent_by_keyboard(stage: Stage) -> None:
    with stage.show("cells", fresh=True) as page:
        tab_to(page, "rank-CEL1-0")
        page.keyboard.press("Space")
        tab_to(page, "flexible")
        page.keyboard.press("Space")
        tab_to(page, "Envoyer mes choix")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Vos choix sont enregistrés")).to_be_visible()
        scene = stage.scene("cells")
        assert (scene.workshop.wishes[scene.me].ranked, scene.workshop.wishes[scene.me].flexible) == (
            ("CEL1",),
            True,
        )


def test_comment_off_hat_is_sent_by_keyboard(stage: Stage) -> None:
    with stage.show("hat white", fresh=True) as page:
        tab_to(page, "text")
        page.keyboard.type("Et si on partageait?")
        tab_to(page, "Mon commentaire est hors chapeau")
        page.keyboard.press("Enter")
        tab_to(page, "hat_content")
        page.keyboard.type("Vert")
        tab_to(page, "Envoyer")
        page.keyboard.press("Enter")
        expect(page.locator("[data-part=said] .note")).to_have_text("Et si on partageait?")
        (said,) = stage.scene("hat white").workshop.comments.values()
        assert (said.hat_worn, said.hat_content) == (Hat.WHITE, Hat.GREEN)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def test_what_moves_in_the_room_leaves_the_focus_where_it_was(stage: Stage) -> None:
    scene = stage.scene("ideas")
    with stage.show("ideas", fresh=True) as page:
        summary = page.locator("#change-N1 summary")
        summary.focus()
        scene.lead(mask_note, note="N3", reason="nomme une personne")
        expect(page.get_by_text("Masquée par l'animation")).to_be_visible()
        expect(summary).to_be_focused()
        scene.lead(mask_note, note="N1", reason="nomme une personne")
        expect(page.get_by_text("Masquée par l'animation")).to_have_count(2)
        assert focused(page) == "now"
        button = page.locator("form[data-post=notes] button.main")
        button.focus()
        scene.lead(suspend_step, step=StepKind.IDEAS)
        expect(button).to_be_disabled()
        assert focused(page) == "now"
        scene.open(StepKind.IDEAS)
        expect(button).to_be_enabled()
        button.focus()
        scene.open(StepKind.GROUPING)
        expect(page.get_by_role("heading", name="Regardez l'écran de la salle")).to_be_visible()
        assert focused(page) == "now"
        assert page.title() == "Regroupement – Premier emploi – Récolte"


def test_ballot_of_another_tab_leaves_the_focus_on_its_button(stage: Stage) -> None:
    scene = stage.scene("vote partly spent")
    with stage.show("vote partly spent", fresh=True) as page:
        more = page.get_by_role("button", name="Ajouter un point").nth(1)
        more.focus()
        name = more.get_attribute("aria-label")
        scene.say(cast_ballot, scene.me, round="R1", marks={})
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when one comes back to it
        expect(page.get_by_text("0 point sur 3")).to_be_visible()
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name


def test_refusal_that_was_read_leaves_the_focus_on_the_step(stage: Stage) -> None:
    with stage.show("cells refused", fresh=True) as page:
        page.get_by_role("button", name="J'ai compris").press("Enter")
        expect(page.locator("#refusals > div")).to_have_count(0)
        assert focused(page) == "now"
