"""What stands beside a ranking on the vote page: for the finished example, the method's oracles."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from facilitation.asking import ask
from facilitation.model import Method, StepKind
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from facilitation.tallies.support import ballots_by_kind
from locales import LANGUAGES, Language, sentence
from reports.tables import marks as tables_marks
from reports.tables import tables
from reports.tables import votes as tables_votes
from tests.pages.conftest import AT, Open, Place
from tests.pages.test_console import texts

pytestmark = pytest.mark.heavy

PR1, PR2 = "Formation et accompagnement des employeurs", "Stages et première expérience québécoise"
PR3, PR5 = "Jumelage interculturel étudiants-citoyens", "Continuum de services à la diplomation"


def _read(open_page: Open, place: Place, language: Language = "fr") -> AppTest:
    """The vote page, with the second round's result read."""
    page = open_page("vote", place.cookies, w=place.code, lang=language)
    page.session_state["reading_R2"] = True
    return page.run()


def _described(page: AppTest) -> list[str]:
    """The text alternatives of the figures, in order."""
    return [one.proto.alt for one in page.get("vega_lite_chart")]


def _table(page: AppTest, caption: str) -> list[list[str]]:
    """The cells of the first table of that name."""
    told = [
        json.loads(one.proto.json)
        for one in page.get("bidi_component")
        if one.proto.component_name == "recolte_rows"
    ]
    found = next(one for one in told if one["caption"] == caption)
    return [[cell["text"] for cell in row["cells"]] for row in found["rows"]]


def test_vote_page_says_how_solid_each_rank_is(open_page: Open, place: Place) -> None:
    page = _read(open_page, place)
    found = {row[0]: row[1:] for row in _table(page, sentence("fr", "console.reading.solidity"))}
    assert [found[name][0] for name in (PR5, PR3, PR1, PR2)] == [
        "Solide",
        "Solide",
        "Zone grise",
        "Zone grise",
    ]
    shares = [int(re.sub(r"\D", "", found[name][1])) for name in (PR5, PR3, PR1, PR2)]
    assert shares == [pytest.approx(share, abs=3) for share in (100, 99, 73, 26)]
    assert list(found)[:4] == [PR5, PR3, PR1, PR2]


def test_vote_page_says_how_few_people_would_change_the_result(open_page: Open, place: Place) -> None:
    shown = texts(_read(open_page, place))
    one = sentence("fr", "console.reading.margin_people", 1, rises=PR2, falls=PR1)
    assert one in shown
    assert sentence("fr", "console.reading.margin_dots", 2) in shown


def test_vote_page_reads_the_same_ballots_with_equal_voice(open_page: Open, place: Place) -> None:
    page = _read(open_page, place)
    ranks = {row[0]: row[1:3] for row in _table(page, sentence("fr", "console.reading.voices"))}
    assert [ranks[name] for name in (PR3, PR5, PR2, PR1)] == [["2", "1"], ["1", "2"], ["4", "3"], ["3", "4"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_vote_page_reads_in_both_languages(open_page: Open, place: Place, language: Language) -> None:
    page = _read(open_page, place, language)
    assert not page.exception
    shown = texts(page)
    assert sentence(language, "console.reading.voices_note") in shown
    asked = ("standings.dots", "solidity", "support", "equal_voice")
    questions = [sentence(language, f"figure.{name}.question") for name in asked]
    assert [one for one in shown if one in questions] == questions
    explained = {sentence(language, f"figure.{name}.reading", least=3) for name in ("support", "equal_voice")}
    assert explained <= set(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_vote_page_draws_each_figure_with_its_text_alternative(
    open_page: Open, place: Place, language: Language
) -> None:
    workshop = place.workshop
    dots, mentions = workshop.rounds[1], workshop.rounds[4]
    voices = tuple((kind,) for kind, ballots in ballots_by_kind(dots, workshop).items() if ballots)
    told = (workshop, dots, language)
    assert _described(_read(open_page, place, language)) == [
        tables_marks.mentions_text(workshop, mentions, language),
        tables_marks.rating_text(workshop, language),
        tables.standings_text(*told),
        tables_votes.bands_text(*told),
        tables_votes.support_text(*told, voices),
        tables_votes.equal_voice_text(*told, voices),
    ]


def test_vote_page_draws_the_reading_only_for_who_opens_it(open_page: Open, place: Place) -> None:
    page = open_page("vote", place.cookies, w=place.code)
    assert len(_described(page)) == 2  # mentions and ratings


def test_figure_of_support_and_its_table_say_the_same_kinds(open_page: Open, place: Place) -> None:
    found = _table(_read(open_page, place), sentence("fr", "console.reading.support"))
    first = ["86\u00a0% (12/14)", "54\u00a0% (7/13)", "60\u00a0% (6/10)", "33\u00a0% (2/6)"]
    assert found[0] == [PR5, *first, "0\u00a0% (0/4)", "25\u00a0% (1/4)"]


def test_vote_page_shows_impact_and_effort_under_the_second_of_their_rounds(
    open_page: Open, place: Place
) -> None:
    page = open_page("vote", place.cookies, w=place.code)
    found = _table(page, sentence("fr", "console.reading.rating"))
    table = tables_marks.rating_table(place.workshop, "fr")
    assert found == [list(row) for row in table.to_numpy()]
    questions = [one.value for one in page.subheader if one.value == sentence("fr", "figure.rating.question")]
    assert len(questions) == 1


def test_vote_page_draws_nothing_of_a_round_that_is_not_revealed(open_page: Open, place: Place) -> None:
    place.door.act(place.id, ask(open_round, by=place.by, seed=1))
    for person in list(place.workshop.participants)[:2]:
        place.door.act(place.id, ask(cast_ballot, participant=person, round="R6", marks={"PR1": 2}), at=AT)
    place.door.act(place.id, ask(close_step, by=place.by, step=StepKind.VOTE))
    page = open_page("vote", place.cookies, w=place.code)
    page.session_state["reading_R6"] = True
    assert len(_described(page.run())) == 2  # of the rounds before
    place.door.act(place.id, ask(reveal_step, by=place.by, step=StepKind.VOTE))
    assert len(_described(page.run())) == 4  # two voters speak for no category


def test_vote_page_reads_nothing_into_a_round_without_a_ballot(open_page: Open, place: Place) -> None:
    place.door.act(place.id, ask(open_round, by=place.by, seed=1))
    for rule in (close_step, reveal_step):
        place.door.act(place.id, ask(rule, by=place.by, step=StepKind.VOTE))
    page = open_page("vote", place.cookies, w=place.code)
    assert not page.exception


def test_vote_page_orders_mentions_by_majority_judgment(open_page: Open, place: Place) -> None:
    page = open_page("vote", place.cookies, w=place.code)
    told = [
        json.loads(one.proto.json)
        for one in page.get("bidi_component")
        if one.proto.component_name == "recolte_rows"
    ]
    found = next(one for one in told if sentence("fr", "figure.column.majority") in one["columns"])
    cells = [[cell["text"] for cell in row["cells"]] for row in found["rows"]]
    assert [row[0] for row in cells] == ["1", "2", "3"]
    assert [row[2] for row in cells] == ["Très bien +", "Bien +", "Bien +"]
    names = [place.workshop.cells[id].name_fr for id in ("CEL3", "CEL2", "CEL1")]
    assert [row[1] for row in cells] == names


def test_vote_page_opens_a_round_in_mentions(open_page: Open, place: Place) -> None:
    page = open_page("vote", place.cookies, w=place.code)
    page.radio(key="way_fr").set_value("mentions").run()
    label = sentence("fr", "console.vote.open")
    next(one for one in page.main.button if one.label == label).click().run()
    assert not page.exception
    assert place.workshop.round is not None
    assert (place.workshop.round.method, place.workshop.round.ballots) == (Method.MENTIONS, {})


def test_vote_page_opens_a_round_in_mentions_of_other_words(open_page: Open, place: Place) -> None:
    page = open_page("vote", place.cookies, w=place.code)
    page.radio(key="way_fr").set_value("mentions").run()
    first = sentence("fr", "console.vote.mention_fr", place=1)
    next(one for one in page.text_input if one.label == first).set_value("Prêt")
    label = sentence("fr", "console.vote.open")
    next(one for one in page.main.button if one.label == label).click().run()
    assert not page.exception
    assert place.workshop.round is not None
    options = place.workshop.round.options
    assert (options.mentions_fr[:2], options.mentions_en[:2]) == (
        ("Prêt", "Très bien"),
        ("Excellent", "Very good"),
    )
