"""What a phone shows: each step in both languages, its own person's things, and nothing that must wait."""

import re
from collections.abc import Callable

import pytest

from facilitation.model import Hat, Outcome, ReasonCode, StepKind
from facilitation.rules.cells import define_cell, propose_memberships
from facilitation.rules.groups import create_group
from facilitation.rules.hats import call_pitch, deal_hats, mask_comment, open_comments
from facilitation.rules.notes import correct_note, mask_note
from facilitation.rules.projects import define_area, promote_group, record_decision
from facilitation.rules.referrals import refer_ideas
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step, open_step, reveal_step, suspend_step
from locales import LANGUAGES, Language, _catalogue, keys
from phone.render import _templates
from tests.phone.conftest import Phone, said, text_of
from tests.room import Room

SECRET = "Secret d'autrui"
STEP_TITLES = {step: f"step.name.{step}" for step in StepKind}


def play(room: Room, phone: Phone) -> list[Callable[[], object]]:
    """A whole workshop, one move at a time; after each, every phone has a screen."""
    other = room.join()
    me = phone.me

    def lead(rule: Callable[..., object], **asked: object) -> Callable[[], object]:
        return lambda: room.lead(rule, **asked)

    def steps(step: StepKind) -> list[Callable[[], object]]:
        return [lead(open_step, step=step), lead(suspend_step, step=step), lead(open_step, step=step)]

    def ends(step: StepKind) -> list[Callable[[], object]]:
        return [lead(close_step, step=step), lead(reveal_step, step=step)]

    ideas = ["N2", "N3", "N4"]
    return [
        lambda: None,
        *steps(StepKind.CHECK_IN),
        *ends(StepKind.CHECK_IN),
        *steps(StepKind.ISSUES),
        lambda: phone.post("notes", key="i", type="issue", text="Un enjeu", language="fr"),
        *ends(StepKind.ISSUES),
        *steps(StepKind.IDEAS),
        *[lambda n=n: phone.idea(f"Idée {n}", f"k{n}") for n in range(3)],
        lambda: room.idea(other, SECRET),
        lead(mask_note, note="N4", reason="nomme quelqu'un"),
        *ends(StepKind.IDEAS),
        *steps(StepKind.GROUPING),
        *[lead(create_group, title_fr=f"Projet {n}", ideas=[one]) for n, one in enumerate(ideas[:2])],
        *ends(StepKind.GROUPING),
        lead(open_step, step=StepKind.GROUPING),
        lambda: [room.lead(promote_group, group=f"G{n}") for n in (1, 2)],
        lead(open_round, seed=3),
        lambda: phone.post("ballot", key="b", round="R1", marks={"PR1": 2}),
        lead(suspend_step, step=StepKind.VOTE),
        lead(open_step, step=StepKind.VOTE),
        *ends(StepKind.VOTE),
        *steps(StepKind.DECISION),
        lead(define_area, title_fr="Champ un", title_en="Area one"),
        lead(record_decision, project="PR1", outcome=Outcome.RETAINED, area="A1"),
        lead(record_decision, project="PR2", outcome=Outcome.PARKED, reason_code=ReasonCode.LATER),
        *ends(StepKind.DECISION),
        *steps(StepKind.CELLS),
        lead(define_cell, name_fr="Cellule un", minimum=1, maximum=1, area="A1"),
        lead(define_cell, name_fr="Cellule deux"),
        lambda: phone.post("wish", ranked=["CEL1"], flexible=True),
        lead(propose_memberships, seed=1),
        *ends(StepKind.CELLS),
        lead(deal_hats, seed=1, subjects=["CEL1", "CEL2"], reviewers=[me, other]),
        *steps(StepKind.HATS),
        lead(call_pitch, subject="CEL1"),
        lead(call_pitch, subject="CEL2"),
        lambda: phone.post("comment", key="c", subject="CEL2", text="Oui", language="fr", hat_content="blue"),
        lead(mask_comment, comment="C1", reason="nomme quelqu'un"),
        lead(open_comments),
        lead(suspend_step, step=StepKind.HATS),
        *ends(StepKind.HATS),
        *steps(StepKind.CLOSING),
        lead(refer_ideas, ideas=["N3"], organisation="Le carrefour", reason_code=ReasonCode.OTHER_CARRIER),
        *ends(StepKind.CLOSING),
    ]


@pytest.mark.heavy
def test_every_moment_has_a_screen_in_both_languages(room: Room, phone: Phone) -> None:
    seen = set()
    for move in play(room, phone):
        move()
        for language in LANGUAGES:
            phone.speak(language)
            shown = phone.now()
            w = room.workshop
            assert f'data-moves="{w.moves}"' in shown
            assert re.fullmatch(r"<main .*</main>", shown.strip(), re.DOTALL)
            if w.current is not StepKind.HATS:
                assert said(language, STEP_TITLES[w.current]) in text_of(shown)
            assert shown.strip() in phone.page()
            seen.add((w.current, w.state(w.current)))
    assert {step for step, _ in seen} == set(StepKind)


@pytest.mark.heavy
def test_french_screens_hold_no_english_and_the_reverse(room: Room, phone: Phone) -> None:
    """Every sentence of ours in a screen is one of the page's language: the other's never shows."""
    other = {"fr": "en", "en": "fr"}
    mine = {key for key in keys("fr") if key.startswith("phone.")}
    plain = {key: {one: phrase(one, key) for one in LANGUAGES} for key in mine - {"phone.switch"}}
    for move in play(room, phone):
        move()
        for language in LANGUAGES:
            phone.speak(language)
            shown = text_of(phone.page())
            wrong = [
                key
                for key, by in plain.items()
                if len(by[other[language]]) > 12
                and by[other[language]] in shown
                and by[language] != by[other[language]]
            ]
            assert wrong == []


def phrase(language: Language, key: str) -> str:
    """The longest part of a sentence without values."""
    raw = _catalogue(language).gettext(key)
    raw = _catalogue(language).ngettext(key, key, 2) if raw == key else raw
    return max((" ".join(part.split()) for part in re.split(r"\{\w+\}", raw)), key=len)


def test_every_sentence_of_the_templates_exists() -> None:
    called = set()
    for name in _templates.list_templates():
        source, _, _ = _templates.loader.get_source(_templates, name)  # type: ignore[union-attr]
        called |= set(re.findall(r"""say\(["']([a-z_.0-9]+)["']\s*[,)]""", source))
    assert len(called) > 80
    for language in LANGUAGES:
        assert called - keys(language) == set()


def test_every_hat_has_its_prompts() -> None:
    wanted = {f"phone.hat.{hat}.{n}" for hat in Hat for n in ("1", "2", "3", "4", "start")}
    for language in LANGUAGES:
        assert wanted - keys(language) == set()


def test_both_catalogues_have_the_same_keys() -> None:
    assert keys("fr") == keys("en")


def test_receipt_shows_what_one_wrote_beside_the_correction(room: Room, phone: Phone) -> None:
    room.open(StepKind.IDEAS)
    phone.idea("Une nawette <b>")
    phone.idea("Un autobus", "k2")
    room.lead(correct_note, note="N1", text="Une navette")
    room.open(StepKind.CLOSING)
    for language in LANGUAGES:
        phone.speak(language)
        shown = text_of(phone.now())
        assert shown.count(said(language, "phone.closing.original")) == 1
        assert f"{said(language, 'phone.closing.original')} Une nawette <b>" in shown
        assert shown.index("Une navette") < shown.index("Une nawette") < shown.index("Un autobus")
