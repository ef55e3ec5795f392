"""A result on the room's screen: of a later stage nothing is in the values, so nothing can leak (R-12)."""

import json
from dataclasses import replace

import pytest

from facilitation.model import Method, Outcome, ReasonCode, RevealStage, StepKind, Workshop
from facilitation.rules.projector import freeze_projector
from facilitation.rules.projects import define_area, record_decision
from facilitation.rules.rounds import advance_reveal, cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from locales import LANGUAGES, Language
from reports.projection.screen import projection
from tests.room import NOON, Room

KINDS = ("student",) * 6 + ("employer",) * 3 + ("research",)


def _screen(room: Room, workshop: Workshop | None = None, language: Language = "fr"):  # type: ignore[no-untyped-def]
    return projection(workshop or room.workshop, language, "http://10.0.0.1", room.code, NOON)


def _revealed(room: Room, until: RevealStage, method: Method = Method.POINTS) -> list[str]:
    """Ten people and four projects; 1 and 2 are ahead, 3 and 4 are close, and no employer wants 1."""
    projects = room.projects(4)
    people = [room.join(kind) for kind in KINDS]
    framing = replace(room.workshop.framing, target_areas=3)
    assert room.workshop.framing == framing
    room.lead(open_round, seed=5, method=method)
    given = [(0, 1)] * 6 + [(1, 2), (1, 2), (1, 3)] + [(0, 3)]
    for person, chosen in zip(people, given, strict=True):
        room.say(cast_ballot, person, round="R1", marks={projects[place]: 1 for place in chosen})
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    for stage in list(RevealStage)[1:]:
        if room.workshop.round.stage is until:
            break
        room.lead(advance_reveal, stage=stage)
    return projects


def _other_marks(room: Room) -> Workshop:
    """The same people voted, but quite differently."""
    current = room.workshop.round
    other = {who: replace(one, marks={current.items[3]: 2}) for who, one in current.ballots.items()}
    return replace(room.workshop, rounds=(replace(current, ballots=other),))


def _titles(scene) -> list[tuple[str, list[str]]]:  # type: ignore[no-untyped-def]
    return [
        (part["title"]["text"] if part["title"] else "", [card["title"]["text"] for card in part["cards"]])
        for part in scene["sections"]
    ]


def test_participation_is_the_same_whatever_was_chosen(room: Room) -> None:
    _revealed(room, RevealStage.PARTICIPATION)
    scene = _screen(room)
    assert scene == _screen(room, _other_marks(room))
    assert [(card["title"]["text"], card["bar"]["label"]) for card in scene["sections"][0]["cards"]] == [
        ("Personne étudiante", "6 sur 7"),
        ("Autres catégories, regroupées", "4 sur 4"),
    ]
    assert scene["beyond"] == {"next": "reveal-bands", "previous": ""}


def test_bands_name_no_number_and_no_order_but_the_alphabet(room: Room) -> None:
    _revealed(room, RevealStage.BANDS)
    scene = _screen(room)
    assert _titles(scene) == [
        ("Solide\u00a0: presque toujours parmi les 3 premiers", ["Projet 1", "Projet 2"]),
        ("Zone grise\u00a0: tantôt parmi les 3 premiers, tantôt non", ["Projet 3", "Projet 4"]),
    ]
    cards = [card for part in scene["sections"] for card in part["cards"]]
    assert {(card["big"], card["bar"], len(card["texts"])) for card in cards} == {("", None, 0)}
    sent = json.dumps(scene["sections"], ensure_ascii=False)
    assert [word for word in ("point", "personne", "0.", "%") if word in sent] == []


def test_totals_say_nothing_of_kinds(room: Room) -> None:
    _revealed(room, RevealStage.TOTALS)
    scene = _screen(room)
    assert [card["bar"]["label"] for card in scene["sections"][0]["cards"]][:2] == [
        "9 points, 9 personnes",
        "7 points, 7 personnes",
    ]
    kinds = dict.fromkeys(room.workshop.participants, "student")
    people = {id: replace(one, kind=kinds[id]) for id, one in room.workshop.participants.items()}
    assert scene == _screen(room, replace(room.workshop, participants=people))


def test_kinds_have_a_page_for_each_item_and_small_ones_are_together(room: Room) -> None:
    _revealed(room, RevealStage.KINDS)
    scene = _screen(room)
    pages = {
        part["title"]["text"]: [(card["title"]["text"], card["bar"]["label"]) for card in part["cards"]]
        for part in scene["sections"]
    }
    assert list(pages) == ["Projet 2", "Projet 1", "Projet 3", "Projet 4"]
    assert pages["Projet 1"] == [
        ("Personne étudiante", "6 sur 6"),
        ("Autres catégories, regroupées", "1 sur 4"),
    ]
    assert "Recherche" not in json.dumps(scene, ensure_ascii=False)


def test_question_comes_without_a_number(room: Room) -> None:
    _revealed(room, RevealStage.QUESTION)
    assert _titles(_screen(room)) == [
        ("", ["Qu'est-ce qui vous surprend?", "Qui n'est pas dans ces chiffres?"])
    ]


def test_grey_zone_has_a_page_for_each_item_and_says_when_it_is_empty(room: Room) -> None:
    _revealed(room, RevealStage.GREY_ZONE)
    assert [part["title"]["text"] for part in _screen(room)["sections"]] == ["Projet 3", "Projet 4"]
    alone = _screen(room, replace(room.workshop, framing=replace(room.workshop.framing, target_areas=2)))
    nobody = "Aucune proposition n'est dans la zone grise."
    assert (alone["sections"], alone["notice"]["text"]) == ([], nobody)


def test_decision_gives_the_reasons_that_there_are(room: Room) -> None:
    projects = _revealed(room, RevealStage.DECISION)
    assert _screen(room)["notice"]["text"].startswith("Rien n'est décidé")
    later = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER, "sentence": "Après la rentrée."}
    room.lead(record_decision, project=projects[2], **later)
    scene = _screen(room)
    (card,) = scene["sections"][0]["cards"]
    assert [one["text"] for one in card["texts"]] == ["Plus tard", "Après la rentrée."]
    assert (scene["notice"], scene["beyond"]) == (None, {"next": "", "previous": "reveal-grey_zone"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_decision_that_departs_shows_what_the_vote_said_beside_it(room: Room, language: Language) -> None:
    projects = _revealed(room, RevealStage.DECISION)
    later = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER, "sentence": "Trop tôt."}
    room.lead(record_decision, project=projects[0], **later)
    room.lead(record_decision, project=projects[2], outcome=Outcome.MERGED, into=projects[0])
    first, last = _screen(room, language=language)["sections"][0]["cards"]

    title = {
        "fr": "Fusionné avec «\u00a0Projet 1\u00a0» (mis de côté)",
        "en": "Merged into “Projet 1” (set aside)",
    }[language]
    assert [one["text"] for one in last["texts"]] == [title]
    marks = {"fr": "rang 2, 7 points, 7 personnes", "en": "rank 2, 7 dots, 7 people"}[language]
    whole = {
        "fr": f"S'écarte du vote. Le vote le gardait\u00a0: {marks}. La décision\u00a0: mis de côté.",
        "en": f"Departs from the vote. The vote kept it: {marks}. The decision: set aside.",
    }
    assert [one["text"] for one in first["texts"]][1:] == ["Trop tôt.", whole[language]]


def test_departure_stays_unsaid_until_the_room_was_shown_the_totals(room: Room) -> None:
    projects = _revealed(room, RevealStage.BANDS)
    later = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER, "sentence": "Trop tôt."}
    room.lead(record_decision, project=projects[0], **later)
    room.open(StepKind.DECISION)
    (card,) = _screen(room)["sections"][0]["cards"]
    assert [one["text"] for one in card["texts"]] == ["Plus tard"]
    room.lead(advance_reveal, stage=RevealStage.TOTALS)
    (card,) = _screen(room)["sections"][0]["cards"]
    assert [one["text"][:18] for one in card["texts"]] == ["Plus tard", "Trop tôt.", "S'écarte du vote. "]


def test_area_counts_the_ideas_that_were_merged_into_its_project(room: Room) -> None:
    projects = _revealed(room, RevealStage.DECISION)
    room.lead(define_area, title_fr="Former")
    kept = {"outcome": Outcome.RETAINED, "area": "A1"}
    room.lead(record_decision, project=projects[1], outcome=Outcome.MERGED, into=projects[0])
    room.lead(record_decision, project=projects[0], **kept)
    room.lead(record_decision, project=projects[2], sentence="Le comité y tient.", **kept)
    room.open(StepKind.DECISION)
    cards = _screen(room)["sections"][0]["cards"]

    assert [(one["title"]["text"], one["big"], len(one["texts"])) for one in cards] == [
        ("Projet 1", "2", 0),
        ("Projet 3", "1", 2),
    ]


def test_marks_go_from_who_voted_to_the_marks(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1, method=Method.MENTIONS)
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    assert _screen(room)["beyond"]["next"] == "reveal-totals"


def test_frozen_screen_keeps_its_stage_and_asks_for_no_other(room: Room) -> None:
    _revealed(room, RevealStage.BANDS)
    before = _screen(room)
    room.lead(freeze_projector, frozen=True)
    room.lead(advance_reveal, stage=RevealStage.TOTALS)
    frozen = _screen(room)
    assert frozen == {**before, "frozen": True, "beyond": {"next": "", "previous": ""}}
    room.lead(freeze_projector, frozen=False)
    assert _screen(room)["heading"]["text"] == "Résultats du vote"


def test_another_stage_turns_back_to_the_first_page(room: Room) -> None:
    _revealed(room, RevealStage.PARTICIPATION)
    first = _screen(room)["screen"]
    room.lead(advance_reveal, stage=RevealStage.BANDS)
    assert (first, _screen(room)["screen"]) == ("vote.revealed.1.participation", "vote.revealed.1.bands")
