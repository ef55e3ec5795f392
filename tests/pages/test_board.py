"""The board: what a browser sends is read field by field, and every card is where the workshop has it."""

from typing import Any

import pytest

from facilitation.errors import RuleError
from facilitation.model import GroupId, NoteId, NoteStatus, Workshop, WorkshopId
from facilitation.rights import Facilitator
from facilitation.rules.groups import create_group, merge_ideas, move_ideas, name_group, separate_idea
from facilitation.rules.notes import correct_note, mask_note, park_note, restore_note
from facilitation.rules.projects import promote_group, withdraw_project
from pages.parts.board.board import PARKED, board_data, read_action
from pages.parts.frame.flagged import flagged
from pages.parts.frame.rows import Row, read_press
from tests.pages.conftest import Open, Place

pytestmark = pytest.mark.heavy
BY = Facilitator(WorkshopId("w"))


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        (
            {"act": "move", "ideas": ["N1", "N2", "N1"], "group": "G1"},
            ((move_ideas, {"ideas": ("N1", "N2"), "group": "G1"}),),
        ),
        ({"act": "move", "ideas": ["N1"], "group": None}, ((move_ideas, {"ideas": ("N1",), "group": None}),)),
        (
            {"act": "create", "ideas": ["N1"], "title_fr": "Jumeler", "title_en": ""},
            ((create_group, {"title_fr": "Jumeler", "title_en": "", "ideas": ("N1",)}),),
        ),
        (
            {"act": "merge", "ideas": ["N1", "N2", "N3"], "text": "Le même texte"},
            ((merge_ideas, {"lead": "N1", "merged": ("N2", "N3"), "text": "Le même texte"}),),
        ),
        (
            {"act": "name", "group": "G1", "title_fr": "Jumeler", "title_en": "Match"},
            ((name_group, {"title_fr": "Jumeler", "title_en": "Match", "group": "G1"}),),
        ),
        (
            {"act": "park", "ideas": ["N1", "N2"], "reason": "Hors sujet"},
            (
                (park_note, {"note": "N1", "reason": "Hors sujet"}),
                (park_note, {"note": "N2", "reason": "Hors sujet"}),
            ),
        ),
        (
            {"act": "mask", "ideas": ["N1"], "reason": "Nomme quelqu'un"},
            ((mask_note, {"note": "N1", "reason": "Nomme quelqu'un"}),),
        ),
        (
            {"act": "correct", "idea": "N1", "text": "Sans faute"},
            ((correct_note, {"note": "N1", "text": "Sans faute"}),),
        ),
        ({"act": "restore", "idea": "N1"}, ((restore_note, {"note": "N1"}),)),
        ({"act": "separate", "idea": "N2"}, ((separate_idea, {"idea": "N2"}),)),
        ({"act": "promote", "group": "G1"}, ((promote_group, {"group": "G1"}),)),
        ({"act": "withdraw", "project": "PR1"}, ((withdraw_project, {"project": "PR1"}),)),
    ],
)
def test_action_becomes_rules(sent: object, asked: Any) -> None:
    assert isinstance(sent, dict)
    act, wanted = read_action(sent, BY)
    found = tuple((one.rule, {**one.arguments}) for one in wanted)
    assert (act, found) == (sent["act"], tuple((rule, {"by": BY, **given}) for rule, given in asked))


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "move",
        ["move"],
        {},
        {"act": 3},
        {"act": "archive"},
        {"act": "__class__"},
        {"act": "move", "ideas": "N1", "group": "G1"},
        {"act": "move", "ideas": [], "group": "G1"},
        {"act": "move", "ideas": [1], "group": "G1"},
        {"act": "move", "ideas": ["N1"] * 501, "group": "G1"},
        {"act": "move", "ideas": ["N1"], "group": {"id": "G1"}},
        {"act": "park", "ideas": ["N1"]},
        {"act": "park", "ideas": ["N1"], "reason": "x" * 1_001},
        {"act": "merge", "ideas": ["N1", "N2"], "text": None},
        {"act": "name", "group": None, "title_fr": "Jumeler", "title_en": ""},
        {"act": "promote", "group": ["G1"]},
        {"act": "restore", "idea": 1},
        {"act": "correct", "idea": "N1"},
        {"act": "correct", "idea": ["N1"], "text": "Sans faute"},
    ],
)
def test_action_refuses_what_it_does_not_understand(sent: object) -> None:
    with pytest.raises(RuleError) as refused:
        read_action(sent, BY)
    assert refused.value.key == "console.board.unknown"


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "mask",
        {"act": "mask"},
        {"act": "mask", "row": "N2"},
        {"act": "park", "row": "N1"},
        {"row": ["N1"]},
    ],
)
def test_table_refuses_a_button_it_did_not_offer(sent: object) -> None:
    lines = [Row("N1", ("texte",), (("mask", "Masquer"),)), Row("N2", ("texte",))]
    assert read_press(lines, {"act": "mask", "row": "N1"}) == ("mask", "N1")
    assert read_press(lines, sent) is None


def test_board_has_every_idea_once_and_where_it_is(place: Place) -> None:
    workshop = place.workshop
    data = board_data(workshop)
    assert [card["id"] for card in data["cards"]] == [note.id for note in workshop.ideas()]
    columns = {column["id"] for column in data["columns"]}
    assert {card["column"] for card in data["cards"]} - columns == set()
    assert [column["id"] for column in data["columns"]][:: len(columns) - 1] == ["", PARKED]


def act(place: Place, sent: object) -> Workshop:
    for asked in read_action(sent, place.by)[1]:
        place.door.act(place.id, asked)
    return place.workshop


def test_board_shows_twins_under_their_common_text_until_they_are_separated(place: Place) -> None:
    lead, twin = (note.id for note in place.workshop.ideas()[:2])
    own = place.workshop.notes[lead].text
    merged = act(place, {"act": "merge", "ideas": [lead, twin], "text": "Ensemble"})
    assert merged.notes[lead].merged_text == "Ensemble"
    card = next(card for card in board_data(merged)["cards"] if card["id"] == lead)
    assert [one["id"] for one in card["merged"]] == [twin]
    separated = act(place, {"act": "separate", "idea": twin})
    card = next(card for card in board_data(separated)["cards"] if card["id"] == lead)
    assert (card["text"], card["merged"]) == (own, [])


def test_board_takes_an_empty_group_away_and_keeps_a_filled_one(place: Place) -> None:
    idea = place.workshop.ideas()[0].id
    made = act(place, {"act": "create", "ideas": [idea], "title_fr": "Passager", "title_en": ""})
    group = made.notes[idea].group
    with pytest.raises(RuleError) as refusal:
        act(place, {"act": "remove", "group": group})
    assert refusal.value.key == "group.not_empty"

    act(place, {"act": "move", "ideas": [idea], "group": None})
    emptied = act(place, {"act": "remove", "group": group})

    assert group not in {column["id"] for column in board_data(emptied)["columns"]}


def test_board_says_when_a_group_changed_after_its_project_was_made(place: Place) -> None:
    groups = {column["id"]: column["stale"] for column in board_data(place.workshop)["columns"][1:-1]}
    assert set(groups.values()) == {False}
    moved = next(note for note in place.workshop.ideas() if note.group is not None)
    other = next(group for group in groups if group != moved.group)
    changed = act(place, {"act": "move", "ideas": [moved.id], "group": other})
    stale = {column["id"] for column in board_data(changed)["columns"][1:-1] if column["stale"]}
    assert stale == {moved.group, GroupId(other)}


def test_board_offers_to_withdraw_only_projects_that_nobody_voted_on_or_decided(place: Place) -> None:
    made = [one for one in board_data(place.workshop)["columns"][1:-1] if one["project"]]
    assert [one["settled"] for one in made] == [True] * 8
    idea = next(note for note in place.workshop.ideas() if note.group is not None)
    act(place, {"act": "create", "ideas": [idea.id], "title_fr": "Autre", "title_en": ""})
    group = place.workshop.notes[idea.id].group
    changed = act(place, {"act": "promote", "group": group})
    (new,) = [one for one in board_data(changed)["columns"][1:-1] if one["id"] == group]
    assert (new["project"], new["settled"]) == ("PR9", False)


def test_board_keeps_a_masked_idea_to_itself(place: Place) -> None:
    secret = place.workshop.ideas()[0]
    masked = act(place, {"act": "mask", "ideas": [secret.id], "reason": "Nomme une personne"})
    assert masked.notes[NoteId(secret.id)].status is NoteStatus.MASKED
    assert secret.text not in repr(board_data(masked))


def test_board_shows_a_correction_and_keeps_the_original_readable(place: Place) -> None:
    idea = place.workshop.ideas()[0]
    corrected = act(place, {"act": "correct", "idea": idea.id, "text": "Sans faute"})
    shown = {card["text"]: card["original"] for card in board_data(corrected)["cards"]}
    assert {text: original for text, original in shown.items() if original} == {"Sans faute": idea.text}


@pytest.mark.heavy
def test_board_page_says_how_many_texts_are_masked(open_page: Open, place: Place) -> None:
    def said() -> list[str]:
        page = open_page("board", place.cookies, w=place.code)
        return [one.value for one in page.caption if "textes masqués" in one.value]

    assert said() == []
    for idea in place.workshop.ideas()[:2]:
        act(place, {"act": "mask", "ideas": [idea.id], "reason": "Insulte"})
    (sentence,) = said()
    assert sentence.startswith("2 textes masqués")


def test_board_page_shows_the_board(open_page: Open, place: Place) -> None:
    page = open_page("board", place.cookies, w=place.code)
    shown = {one.proto.component_name for one in page.get("bidi_component")}
    assert {"recolte_board", "recolte_live"} <= shown


def test_board_flags_what_to_look_at_and_hide_nothing(place: Place) -> None:
    ideas = place.workshop.ideas()
    act(place, {"act": "correct", "idea": ideas[0].id, "text": "Demander à Mme Roy, roy@exemple.org"})
    cards = board_data(place.workshop)["cards"]
    assert [card["id"] for card in cards] == [note.id for note in ideas]
    flags = {card["id"]: card["flag"] for card in cards if card["flag"]}
    assert flags == {ideas[0].id: "⚑ À vérifier\u00a0: courriel, nom de personne"}
    assert flagged(["C'est inutile, trop cher"]) == ""
