"""What one person sees of a workshop: their own things, and of the others' only what the room was shown."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from facilitation.model import Instruction, NoteType, Outcome, ReasonCode, StepKind
from facilitation.rights import Administrator
from facilitation.rules.cells import define_cell, propose_memberships
from facilitation.rules.groups import create_group, merge_ideas
from facilitation.rules.hats import call_pitch, deal_hats
from facilitation.rules.notes import mask_note, park_note, submit_note
from facilitation.rules.projects import define_area, promote_group, record_decision
from facilitation.rules.referrals import refer_ideas
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step, instruct_steps, reveal_step, suspend_step
from facilitation.tallies.flags import Flag, flags
from locales import LANGUAGES, Language, sentence
from phone.screens import ballot_order
from tests.phone.conftest import Phone, said, text_of
from tests.room import NOON, Room

pytestmark = pytest.mark.heavy  # tries many cases

SECRET = "Secret d'autrui"


def close_and_reveal(room: Room, step: StepKind) -> None:
    room.lead(close_step, step=step)
    room.lead(reveal_step, step=step)


def test_ideas_of_others_stay_away_until_the_groups_are_revealed(room: Room, phone: Phone) -> None:
    other = room.join()
    room.open(StepKind.ISSUES)
    room.say(submit_note, other, type=NoteType.ISSUE, text=f"{SECRET}, enjeu", language="fr")
    room.open(StepKind.IDEAS)
    phone.idea("La mienne")
    idea = room.idea(other, SECRET)
    for move in (
        lambda: None,
        lambda: room.lead(suspend_step, step=StepKind.IDEAS),
        lambda: room.lead(close_step, step=StepKind.IDEAS),
        lambda: room.open(StepKind.GROUPING),
        lambda: room.lead(create_group, title_fr="Titre d'un groupe", ideas=[idea]),
        lambda: room.lead(close_step, step=StepKind.GROUPING),
    ):
        move()
        assert SECRET not in unescape(phone.page())
        assert "Titre d'un groupe" not in unescape(phone.page())
    room.lead(reveal_step, step=StepKind.GROUPING)
    assert SECRET in unescape(phone.page())
    assert "enjeu" not in text_of(phone.now())


def test_phone_never_shows_what_the_facilitator_may_want_to_check(room: Room, phone: Phone) -> None:
    text = "Mme Roy, cette salope: roy@exemple.org ou 418-555-0134"
    assert flags(text) == tuple(Flag)
    room.open(StepKind.IDEAS)
    phone.idea(text)
    room.idea(room.join(), text.replace("Roy", "Côté"))
    room.open(StepKind.GROUPING)
    room.lead(create_group, title_fr="Ensemble", ideas=["N1", "N2"])
    for shown in (lambda: None, lambda: room.lead(close_step, step=StepKind.GROUPING)):
        shown()
        assert _flagged(phone) == []
    room.lead(reveal_step, step=StepKind.GROUPING)
    assert "Mme Côté" in unescape(phone.page())
    assert _flagged(phone) == []


def _flagged(phone: Phone) -> list[str]:
    page = unescape(phone.page())
    keys = [f"console.flag.{flag}" for flag in Flag]
    return [key for key in keys if sentence("fr", key) in page or sentence("en", key) in page]


def test_own_notes_can_be_changed_until_the_grouping(room: Room, phone: Phone) -> None:
    room.open(StepKind.IDEAS)
    phone.idea("La mienne")
    assert phone.now().count('data-post="notes/N1"') == 1
    room.lead(close_step, step=StepKind.IDEAS)
    assert phone.now().count('data-post="notes/N1"') == 1
    room.open(StepKind.GROUPING)
    room.open(StepKind.IDEAS)
    assert 'data-post="notes/N1"' not in phone.now()
    assert "La mienne" in phone.now()


def test_masked_and_parked_notes_say_why(room: Room, phone: Phone) -> None:
    room.open(StepKind.IDEAS)
    phone.idea("Une", "a")
    phone.idea("Deux", "b")
    room.lead(mask_note, note="N1", reason="nomme quelqu'un")
    room.lead(park_note, note="N2", reason="hors sujet")
    shown = text_of(phone.now())
    assert said("fr", "phone.note.masked", reason="nomme quelqu'un") in shown
    assert said("fr", "phone.note.parked", reason="hors sujet") in shown


def test_ballots_of_others_never_show(room: Room, phone: Phone) -> None:
    """Whatever the others vote, before or after the reveal, this phone's page is the same."""
    room.projects(4)
    others = [Phone(room).join() for _ in range(3)]
    room.lead(open_round, seed=1)
    phone.post("ballot", key="a", round="R1", marks={"PR1": 1})
    before = phone.now()
    for one in others:
        one.post("ballot", key="a", round="R1", marks={"PR2": 2, "PR3": 1})
    assert phone.now() == before
    for move in (suspend_step, close_step, reveal_step):
        room.lead(move, step=StepKind.VOTE)
        assert "Projet 2" not in phone.now()
        assert "Projet 1" in phone.now()


def test_ballot_is_in_an_order_of_ones_own(room: Room) -> None:
    room.projects(8)
    phones = [Phone(room).join() for _ in range(6)]
    room.lead(open_round, seed=1)
    orders = [re.findall(r'data-item="(\w+)"', one.now()) for one in phones]
    assert all(sorted(order) == [f"PR{n}" for n in range(1, 9)] for order in orders)
    assert len({tuple(order) for order in orders}) == 6
    assert orders == [re.findall(r'data-item="(\w+)"', one.page()) for one in phones]
    current = room.workshop.round
    assert current is not None
    assert orders[0] == list(ballot_order(current, phones[0].me))


def test_ballot_comes_back_as_it_was_left(room: Room, phone: Phone) -> None:
    room.projects(4)
    room.lead(open_round, seed=1)
    phone.post("ballot", key="a", round="R1", marks={"PR1": 2})
    marks = dict(re.findall(r'data-item="(\w+)".*?<output data-mark[^>]*>(\d)<', phone.now(), re.DOTALL))
    assert marks == {"PR1": "2", "PR2": "0", "PR3": "0", "PR4": "0"}
    assert re.findall(r"<span>(\d points? sur 3)</span>", phone.now()) == ["2 points sur 3"]


def test_vote_of_others_says_who_is_invited(room: Room, phone: Phone) -> None:
    room.projects(2)
    room.lead(open_round, seed=1, voters=frozenset({room.join()}))
    assert said("fr", "ballot.not_invited") in text_of(phone.now())
    assert "data-item" not in phone.now()


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }} & </textarea>"


def test_hostile_words_stay_words(room: Room, phone: Phone) -> None:
    room.open(StepKind.IDEAS)
    phone.idea(HOSTILE)
    shown = [phone.page()]
    room.lead(create_group, title_fr=HOSTILE[:80], title_en=HOSTILE[:80], ideas=["N1"])
    close_and_reveal(room, StepKind.IDEAS)
    room.open(StepKind.GROUPING)
    close_and_reveal(room, StepKind.GROUPING)
    shown.append(phone.page())
    room.open(StepKind.CLOSING)
    shown.append(phone.page())
    for page in shown:
        assert page.count("<script") == 1
        assert "<img" not in page
        assert "49" not in text_of(page).split()
        assert HOSTILE[:70] in unescape(page)


def test_hostile_address_stays_in_its_place(phone: Phone) -> None:
    answer = phone.web.get('/j/"><script>alert(1)</script>')
    assert answer.status_code == 404
    assert "<script" not in answer.text


def test_words_of_people_carry_their_language(room: Room, phone: Phone) -> None:
    room.open(StepKind.IDEAS)
    phone.post("notes", key="e", type="idea", text="Match people", language="en")
    assert '<p class="note" lang="en">Match people</p>' in phone.now()


def test_presenters_listen_and_others_wear_a_hat(room: Room, phone: Phone) -> None:
    """R-24 on the phone."""
    reviewer = Phone(room).join()
    for number in (1, 2):
        room.lead(define_cell, name_fr=f"Cellule {number}", minimum=1, maximum=1)
    room.open(StepKind.CELLS)
    phone.post("wish", ranked=["CEL1"])
    room.lead(propose_memberships, seed=1)
    room.lead(deal_hats, seed=1, subjects=["CEL1"])
    room.open(StepKind.HATS)
    room.lead(call_pitch, subject="CEL1")
    assert said("fr", "hats.presenting") in text_of(phone.now())
    assert "data-post" not in phone.now()
    hat = room.workshop.hat_rounds["CEL1"].assignment[reviewer.me]
    assert said("fr", f"hat.name.{hat}") in text_of(reviewer.now())
    assert 'data-post="comment"' in reviewer.now()


def test_comments_of_others_never_show(room: Room, phone: Phone) -> None:
    other = Phone(room).join()
    for number in (1, 2):
        room.lead(define_cell, name_fr=f"Cellule {number}")
    room.lead(deal_hats, seed=1)
    room.open(StepKind.HATS)
    room.lead(call_pitch, subject="CEL1")
    other.post("comment", key="c", subject="CEL1", text=SECRET, language="fr")
    phone.post("comment", key="c", subject="CEL1", text="Le mien", language="fr")
    assert "Le mien" in phone.now()
    assert SECRET not in unescape(phone.now())


def test_receipt_follows_each_idea(room: Room, phone: Phone) -> None:
    room.open(StepKind.IDEAS)
    for number, text in enumerate(("Retenue", "Jumelle", "Transférée", "Ouverte")):
        phone.idea(text, f"k{number}")
    lead = room.idea(room.join(), "Celle qui mène")
    room.lead(merge_ideas, lead=lead, merged=["N2"], text="Deux en une")
    room.lead(create_group, title_fr="Projet", ideas=["N1", lead])
    room.lead(promote_group, group="G1")
    area = room.lead(define_area, title_fr="Champ un").events[0].area
    room.lead(record_decision, project="PR1", outcome=Outcome.RETAINED, area=area)
    room.lead(refer_ideas, ideas=["N3"], organisation="Le carrefour", reason_code=ReasonCode.OTHER_CARRIER)
    room.open(StepKind.CLOSING)
    cards = [text_of(card) for card in re.findall(r'<li class="card">(.*?)</li>', phone.now(), re.DOTALL)]
    assert cards == [
        "Retenue Retenue Projet : Projet Champ d'action : Champ un",
        "Jumelle Retenue Réunie avec une idée jumelle : Deux en une"
        " Projet : Projet Champ d'action : Champ un",
        "Transférée Transférée Transférée à : Le carrefour (Proposée)"
        " Motif : À porter par un autre organisme",
        "Ouverte En attente d'une suite",
    ]


def test_receipt_and_decision_follow_a_project_that_was_merged(room: Room, phone: Phone) -> None:
    room.open(StepKind.IDEAS)
    for number in (1, 2):
        phone.idea(f"Idée {number}", f"k{number}")
        room.lead(create_group, title_fr=f"Projet {number}", ideas=[f"N{number}"])
        room.lead(promote_group, group=f"G{number}")
    area = room.lead(define_area, title_fr="Champ un").events[0].area
    room.lead(record_decision, project="PR1", outcome=Outcome.MERGED, into="PR2", sentence="Proches.")
    room.lead(record_decision, project="PR2", outcome=Outcome.RETAINED, area=area)
    cards = []
    for step in (StepKind.DECISION, StepKind.CLOSING):
        room.open(step)
        found = re.findall(r'<li class="card">(.*?)</li>', phone.now(), re.DOTALL)
        cards.append(text_of(found[0]))
    assert cards == [
        "Projet 1 Fusionné avec : Projet 2 Proches.",
        "Idée 1 Retenue Projet : Projet 1 Projet fusionné avec : Projet 2 Champ d'action : Champ un Proches.",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_workshop_without_framing_waits(
    room: Room, phone: Phone, language: Language, new_phone: Callable[[], Phone]
) -> None:
    bare, _ = room.door.create(Administrator(), NOON)
    phone.speak(language)
    page = phone.web.get(f"/w/{room.door.card(bare).code}").text
    assert said(language, "workshop.not_framed") in text_of(page)
    assert "data-reload" in page


@pytest.mark.parametrize("step", [one for one in StepKind if one is not StepKind.VOTE])
def test_instruction_is_read_on_phones_while_its_step_is_open(
    room: Room, phone: Phone, step: StepKind
) -> None:
    room.open(step)
    moves = room.workshop.moves
    room.lead(instruct_steps, instructions={step: Instruction("Sans <parler>", "")})
    assert room.workshop.moves == moves + 1  # phones hear of it
    assert '<p class="wait" lang="fr">Sans &lt;parler&gt;</p>' in phone.now()
    room.lead(suspend_step, step=step)
    assert "Sans &lt;parler&gt;" not in phone.now()
