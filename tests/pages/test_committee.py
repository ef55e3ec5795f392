"""The committee's page and the room's screen: nothing without a right, no result before its reveal."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from facilitation.model import Outcome, ReasonCode, StepKind
from facilitation.rules.projects import define_area, record_decision
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from locales import sentence
from tests.conftest import Room
from tests.pages.conftest import Open, Place


def read_sections() -> None:
    """Runs in the page's process: the sections of the workshop that the test put there."""
    import streamlit

    from pages.parts import summary

    for section in summary.SECTIONS:
        section(streamlit.session_state["workshop"])


def _read(room: Room) -> AppTest:
    page = AppTest.from_function(read_sections, default_timeout=30)
    page.session_state["workshop"] = room.workshop
    page.query_params["lang"] = "fr"
    return page.run()


def _said(page: AppTest) -> list[str]:
    return [
        one.value for kind in (page.text, page.caption, page.info, page.success, page.warning) for one in kind
    ]


def _shown(page: AppTest) -> list[str]:
    return [one.value for one in page.main.children.values()]


@pytest.mark.parametrize("name", ["committee", "projector"])
def test_page_without_a_right_shows_only_the_refusal(place: Place, open_page: Open, name: str) -> None:
    assert _shown(open_page(name, w=place.code)) == [sentence("fr", "access.page")]


@pytest.mark.parametrize("name", ["committee", "projector"])
def test_page_refuses_the_key_of_another_workshop(
    place: Place, room: Room, open_page: Open, name: str
) -> None:
    others = {f"recolte_f_{place.id}": room.keys.facilitator, f"recolte_f_{room.id}": room.keys.facilitator}

    assert _shown(open_page(name, others, w=place.code)) == [sentence("fr", "access.page")]


def test_projector_refuses_the_committee(place: Place, open_page: Open) -> None:
    page = open_page("projector", {f"recolte_c_{place.id}": place.keys.committee}, w=place.code)

    assert _shown(page) == [sentence("fr", "access.page")]


@pytest.mark.heavy
@pytest.mark.parametrize("language", ["fr", "en"])
def test_committee_reads_the_sample_in_both_languages(place: Place, open_page: Open, language: str) -> None:
    cookies = {f"recolte_c_{place.id}": place.keys.committee, "recolte_lang": language}

    page = open_page("committee", cookies, w=place.code)

    assert not page.exception
    assert [one.value for one in page.metric][1:] == ["58", "8", "3"]
    assert page.caption[0].value == sentence(language, "committee.title")


def test_projector_opens_for_the_facilitator(place: Place, open_page: Open) -> None:
    page = open_page("projector", place.cookies, w=place.code)

    assert not page.exception
    assert [one.value for one in page.warning] == []


def test_committee_reads_the_numbers(room: Room) -> None:
    first, _ = room.projects(2)
    area = room.lead(define_area, title_fr="Former").events[0].area
    room.lead(record_decision, project=first, outcome=Outcome.RETAINED, area=area)

    page = _read(room)

    assert [(one.label, one.value) for one in page.metric] == [
        ("Personnes présentes", "1"),
        ("Idées", "2"),
        ("Projets potentiels", "2"),
        ("Champs d'action", "1"),
    ]
    assert [one.value for one in page.warning] == [
        "Il reste 1 idée sans suite. Chaque idée doit avoir un motif et un sort."
    ]


@pytest.mark.heavy
def test_committee_reads_both_where_a_decision_departs_from_the_vote(room: Room) -> None:
    projects = room.projects(4)
    room.lead(open_round, seed=1)
    room.say(cast_ballot, next(iter(room.workshop.participants)), round="R1", marks={projects[0]: 2})
    later = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER, "sentence": "Trop tôt."}
    room.lead(record_decision, project=projects[0], **later)
    for step in (close_step, reveal_step):
        before = _read(room)
        room.lead(step, step=StepKind.VOTE)
    after = _read(room)

    note = sentence("fr", "committee.decisions.depart", n=1)
    told = (
        "S'écarte du vote. Le vote le gardait\u00a0: rang 1, 2 points, 1 personne. "
        "La décision\u00a0: mis de côté."
    )
    assert [(note in _said(page), told in _tables(page)) for page in (before, after)] == [
        (False, False),
        (True, True),
    ]


def _tables(page: AppTest) -> str:
    return " ".join(
        str(cell["text"])
        for one in page.get("bidi_component")
        for row in json.loads(one.proto.json).get("rows", [])
        for cell in row["cells"]
    )


@pytest.mark.heavy
def test_committee_reads_no_result_before_the_reveal(room: Room) -> None:
    projects = room.projects(2)
    room.lead(open_round, seed=1)
    room.say(cast_ballot, next(iter(room.workshop.participants)), round="R1", marks={projects[0]: 2})
    room.lead(close_step, step=StepKind.VOTE)

    before = _said(_read(room))
    room.lead(reveal_step, step=StepKind.VOTE)
    after = _said(_read(room))

    assert "Un vote est en cours ou fermé, pas encore dévoilé\u00a0: aucun résultat n'est calculé." in before
    assert "1 bulletin sur 1 personnes. Quorum atteint\u00a0: le résultat compte." not in before
    assert "1 bulletin sur 1 personnes. Quorum atteint\u00a0: le résultat compte." in after


def test_committee_page_of_an_empty_workshop_opens(room: Room) -> None:
    page = _read(room)

    assert not page.exception
    assert "Aucun champ d'action n'est encore défini." in _said(page)
