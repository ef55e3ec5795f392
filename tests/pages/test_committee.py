"""The committee's page and the room's screen: nothing without a right, no result before its reveal."""

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from facilitation.model import Method, Outcome, ReasonCode, RoundOptions, StepKind, Workshop
from facilitation.rules.concerns import voice_concern
from facilitation.rules.projects import define_area, record_decision
from facilitation.rules.rounds import cancel_round, cast_ballot, open_round, open_runoff
from facilitation.rules.steps import close_step, reveal_step
from locales import LANGUAGES, Language, sentence
from reports.tables import marks as tables_marks
from reports.tables import tables
from reports.tables import votes as tables_votes
from reports.tables.marks import revealed_mentions
from reports.tables.tables import revealed_round
from tests.pages.conftest import Open, Place
from tests.room import Room

pytestmark = pytest.mark.heavy


def read_sections() -> None:
    """Runs in the page's process: the sections of the workshop that the test put there."""
    import streamlit

    from pages.parts.summary import summary

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
        room.lead(step, step=StepKind.VOTE)
    before = _read(room)  # it was decided before anybody knew the vote
    room.lead(record_decision, project=projects[0], **later)
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


ASKED = ("standings.dots", "support", "solidity", "equal_voice", "rating", "mentions")


def _questions(page: AppTest, language: Language) -> list[str]:
    """The figures of the votes that are there, by what they ask."""
    known = {sentence(language, f"figure.{name}.question"): name for name in ASKED}
    return [known[one.value] for one in page.subheader if one.value in known]


def _told(workshop: Workshop, language: Language) -> dict[str, tuple[str, pd.DataFrame]]:
    """The text alternative and the table of each figure."""
    dots, mentions = revealed_round(workshop), revealed_mentions(workshop)
    assert dots is not None
    assert mentions is not None
    told = (workshop, dots, language)
    return {
        "standings.dots": (tables.standings_text(*told), tables.standings_table(*told)),
        "support": (tables_votes.support_text(*told), tables_votes.support_table(*told)),
        "solidity": (tables_votes.solidity_text(*told), tables_votes.solidity_table(*told)),
        "equal_voice": (tables_votes.equal_voice_text(*told), tables_votes.equal_voice_table(*told)),
        "rating": (
            tables_marks.rating_text(workshop, language),
            tables_marks.rating_table(workshop, language),
        ),
        "mentions": (
            tables_marks.mentions_text(workshop, mentions, language),
            tables_marks.mentions_table(workshop, mentions, language),
        ),
    }


def _sheets(page: AppTest) -> dict[str, dict[str, Any]]:
    """The tables of the page by their captions."""
    sent = [one.proto for one in page.get("bidi_component") if one.proto.component_name == "recolte_rows"]
    return {told["caption"]: told for told in (json.loads(one.json) for one in sent)}


@pytest.mark.heavy
@pytest.mark.parametrize("language", LANGUAGES)
def test_committee_reads_each_figure_in_words_and_in_a_table(
    place: Place, open_page: Open, language: Language
) -> None:
    cookies = {f"recolte_c_{place.id}": place.keys.committee, "recolte_lang": language}
    page = open_page("committee", cookies, w=place.code)
    assert _questions(page, language) == list(ASKED)
    described = [one.proto.alt for one in page.get("vega_lite_chart")]
    said, sheets = _said(page), _sheets(page)
    for name, (text, table) in _told(place.workshop, language).items():
        assert (text in described, text in said) == (True, True)
        sheet = sheets[sentence(language, f"figure.{name}.question")]
        cells = [[cell["text"] for cell in row["cells"]] for row in sheet["rows"]]
        assert (sheet["columns"], cells) == (
            list(table.columns),
            [[str(cell) for cell in row] for row in table.to_numpy()],
        )
    assert sentence(language, "committee.vote.other") in said  # the first round of all, on ideas


@pytest.mark.heavy
@pytest.mark.parametrize("language", LANGUAGES)
def test_committee_reads_of_no_kind_under_five_in_the_votes(
    place: Place, open_page: Open, language: Language
) -> None:
    cookies = {f"recolte_c_{place.id}": place.keys.committee, "recolte_lang": language}
    page = open_page("committee", cookies, w=place.code)
    questions = {sentence(language, f"figure.{name}.question") for name in ASKED}
    told = [
        json.dumps(sheet, ensure_ascii=False) for name, sheet in _sheets(page).items() if name in questions
    ]
    for chart in page.get("vega_lite_chart")[1:-1]:  # the first is of ideas, the last of cells
        told += [chart.proto.alt, chart.proto.spec, *(str(one.data.data) for one in chart.proto.datasets)]
    told += [
        text for text in _said(page) if text in {text for text, _ in _told(place.workshop, language).values()}
    ]
    small = [sentence(language, f"kind.{kind}") for kind in ("research", "citizen")]
    assert [one for one in told if any(name in one for name in small)] == []
    assert any(sentence(language, "kind.employer") in one for one in told)


@pytest.mark.heavy
def test_committee_reads_no_marks_where_only_dots_were_given(room: Room) -> None:
    projects = room.projects(2)
    room.lead(open_round, seed=1)
    room.say(cast_ballot, next(iter(room.workshop.participants)), round="R1", marks={projects[0]: 2})
    room.lead(close_step, step=StepKind.VOTE)
    assert _questions(_read(room), "fr") == []
    room.lead(reveal_step, step=StepKind.VOTE)
    page = _read(room)
    assert _questions(page, "fr") == ["standings.dots"]  # one ballot says no more
    assert sentence("fr", "committee.vote.other") not in _said(page)


@pytest.mark.heavy
def test_committee_reads_mentions_without_dots(room: Room) -> None:
    projects = room.projects(2)
    room.lead(open_round, seed=1, method=Method.MENTIONS)
    room.say(cast_ballot, next(iter(room.workshop.participants)), round="R1", marks={projects[0]: 1})
    room.lead(close_step, step=StepKind.VOTE)
    assert _questions(_read(room), "fr") == []
    room.lead(reveal_step, step=StepKind.VOTE)
    assert _questions(_read(room), "fr") == ["mentions"]


@pytest.mark.heavy
def test_committee_reads_of_no_round_that_was_cancelled(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    room.lead(cancel_round, round="R1")
    said = _said(_read(room))
    assert sentence("fr", "committee.vote.none") in said
    assert sentence("fr", "committee.vote.blind") not in said


def test_committee_page_of_an_empty_workshop_opens(room: Room) -> None:
    page = _read(room)

    assert not page.exception
    assert "Aucun champ d'action n'est encore défini." in _said(page)


def test_committee_reads_a_runoff_an_order_and_the_concerns_once_revealed(room: Room) -> None:
    room.projects(2)
    person = next(iter(room.workshop.participants))

    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    room.say(cast_ballot, person, round="R1", marks={"PR1": 1, "PR2": 1})
    room.say(voice_concern, person, round="R1", item="PR1", reason="Qui paie?")
    room.lead(close_step, step=StepKind.VOTE)
    assert "Qui paie?" not in _tables(_read(room))
    room.lead(reveal_step, step=StepKind.VOTE)
    page = _read(room)
    assert "Qui paie?" in _tables(page)
    room.lead(open_runoff, seed=1, round="R1", items=("PR1", "PR2"))
    room.say(cast_ballot, person, round="R2", marks={"PR1": 1})
    for move in (close_step, reveal_step):
        room.lead(move, step=StepKind.VOTE)
    room.lead(open_round, seed=1, method=Method.RANKING)
    room.say(cast_ballot, person, round="R3", marks={"PR2": 1})
    for move in (close_step, reveal_step):
        room.lead(move, step=StepKind.VOTE)
    page = _read(room)
    asked = [one.value for one in page.subheader]
    assert sentence("fr", "committee.vote.runoff", n=2) in asked
    assert sentence("fr", "figure.order.question") in asked
    assert sentence("fr", "committee.vote.concerns") in asked
    assert "Qui paie?" in _tables(page)
