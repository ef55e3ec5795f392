"""What stands beside a ranking on the vote page: for the finished example, the method's oracles."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from facilitation.model import Method, StepKind
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step, reveal_step
from locales import LANGUAGES, Language, sentence
from tests.pages.conftest import Open, Place
from tests.pages.test_console import texts

pytestmark = pytest.mark.heavy

PR1, PR2 = "Formation et accompagnement des employeurs", "Stages et première expérience québécoise"
PR3, PR5 = "Jumelage interculturel étudiants-citoyens", "Continuum de services à la diplomation"


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
    page = open_page("vote", place.cookies, w=place.code)
    found = {row[0]: row[1:] for row in _table(page, sentence("fr", "console.reading.solidity"))}
    assert [found[name][0] for name in (PR5, PR3, PR1, PR2)] == [
        "Solide",
        "Solide",
        "Zone grise",
        "Zone grise",
    ]
    shares = [int(found[name][1].split("\u00a0")[0]) for name in (PR5, PR3, PR1, PR2)]
    assert shares == [pytest.approx(share, abs=3) for share in (100, 99, 73, 26)]
    assert list(found)[:4] == [PR5, PR3, PR1, PR2]


def test_vote_page_says_how_few_people_would_change_the_result(open_page: Open, place: Place) -> None:
    shown = texts(open_page("vote", place.cookies, w=place.code))
    one = sentence("fr", "console.reading.margin_people", 1, rises=PR2, falls=PR1)
    assert one in shown
    assert sentence("fr", "console.reading.margin_dots", 2) in shown


def test_vote_page_reads_the_same_ballots_with_equal_voice(open_page: Open, place: Place) -> None:
    page = open_page("vote", place.cookies, w=place.code)
    ranks = {row[0]: row[1:3] for row in _table(page, sentence("fr", "console.reading.voices"))}
    assert [ranks[name] for name in (PR3, PR5, PR2, PR1)] == [["2", "1"], ["1", "2"], ["4", "3"], ["3", "4"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_vote_page_reads_in_both_languages(open_page: Open, place: Place, language: Language) -> None:
    page = open_page("vote", place.cookies, w=place.code, lang=language)
    assert not page.exception
    assert sentence(language, "console.reading.voices_note") in texts(page)


def test_vote_page_reads_nothing_into_a_round_without_a_ballot(open_page: Open, place: Place) -> None:
    place.door.act(place.id, open_round, by=place.by, seed=1)
    for rule in (close_step, reveal_step):
        place.door.act(place.id, rule, by=place.by, step=StepKind.VOTE)
    page = open_page("vote", place.cookies, w=place.code)
    assert not page.exception


def test_vote_page_orders_mentions_by_majority_judgment(open_page: Open, place: Place) -> None:
    page = open_page("vote", place.cookies, w=place.code)
    told = [
        json.loads(one.proto.json)
        for one in page.get("bidi_component")
        if one.proto.component_name == "recolte_rows"
    ]
    found = next(one for one in told if sentence("fr", "console.vote.column.majority") in one["columns"])
    cells = [[cell["text"] for cell in row["cells"]] for row in found["rows"]]
    assert [row[0] for row in cells] == ["1", "2", "3"]
    assert [row[2] for row in cells] == ["Très bien +", "Bien +", "Bien +"]
    names = [place.workshop.cells[id].name_fr for id in ("CEL3", "CEL2", "CEL1")]
    assert [row[1] for row in cells] == names


def test_vote_page_opens_a_round_in_mentions(open_page: Open, place: Place) -> None:
    page = open_page("vote", place.cookies, w=place.code)
    page.radio(key="way_fr").set_value("mentions")
    label = sentence("fr", "console.vote.open")
    next(one for one in page.main.button if one.label == label).click().run()
    assert not page.exception
    assert place.workshop.round is not None
    assert (place.workshop.round.method, place.workshop.round.ballots) == (Method.MENTIONS, {})
