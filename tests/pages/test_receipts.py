"""Every form that was accepted says so, once and below itself; a referral moves on to what still waits."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from facilitation.door import Door
from facilitation.model import StepKind
from facilitation.rights import Administrator
from locales import sentence
from pages.parts.frame.words import plain
from sample_sessions import SAMPLES
from tests.pages.conftest import AT, Open, Place

pytestmark = pytest.mark.heavy

VOTED = 304  # entries: eight projects were voted on, and nothing is decided


@pytest.fixture
def voted(door: Door, administrator: tuple[Administrator, str]) -> Place:
    id, keys = door.create(administrator[0], AT, log=SAMPLES[0].entries()[:VOTED])
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    return Place(id, door.card(id).code, keys, by, door)


def _type(page: AppTest, label: str, text: str) -> None:
    wanted = sentence("fr", label)
    next(one for one in (*page.main.text_input, *page.main.text_area) if one.label == wanted).input(text)


def _send(page: AppTest, label: str) -> None:
    wanted = sentence("fr", label)
    next(one for one in page.main.button if one.label == wanted).click().run()
    assert not page.exception


def _told(page: AppTest) -> list[str]:
    """What forms say; the report of what every idea lacks is another success."""
    return [one.value for one in page.main.success]


def test_referral_is_confirmed_and_the_next_project_without_a_fate_is_chosen(
    open_page: Open, voted: Place
) -> None:
    page = open_page("report", voted.cookies, w=voted.code)
    source = next(one for one in page.selectbox if one.label == sentence("fr", "console.refer.source"))
    second, third = source.options[2:4]
    source.select(second).run()
    _type(page, "console.refer.organisation", "CJE")
    _send(page, "console.refer.send")
    count = len(voted.workshop.referrals["T1"].ideas)
    said = {"number": "T1", "organisation": "CJE", "n": count}
    assert _told(page) == [plain(sentence("fr", "console.refer.done", **said))]
    source = next(one for one in page.selectbox if one.label == sentence("fr", "console.refer.source"))
    assert source.options[source.index] == third
    asked = sentence("fr", "console.refer.organisation")
    assert [one.value for one in page.main.text_input if one.label == asked] == [""]

    _send(page, "console.refer.send")  # refused: no organisation
    assert (_told(page), len(page.main.error)) == ([], 1)
    assert list(voted.workshop.referrals) == ["T1"]


def _area(page: AppTest) -> None:
    _type(page, "console.title_fr", "Un champ")
    _send(page, "console.decision.add_area")


def _cell(page: AppTest) -> None:
    _type(page, "console.cells.name_fr", "*Mobilité*")
    _send(page, "console.cells.add")


def _decision(page: AppTest) -> None:
    page.radio(key="outcome_PR1_fr").set_value("parked")
    page.radio(key="reason_PR1_fr").set_value("later")
    page.text_area(key="why_PR1").input("Pas cette année")
    _send(page, "console.decision.record")


def _words(page: AppTest) -> None:
    _type(page, "console.encoding.words", "Saguenay")
    _send(page, "console.encoding.words_save")


def _idea(page: AppTest) -> None:
    page.selectbox[-1].select_index(0)
    _send(page, "console.decision.override")


FORMS: dict[str, tuple[str, Callable[[AppTest], None], str, dict[str, str]]] = {
    "area": ("decision", _area, "console.decision.area_added", {"area": "A1"}),
    "idea": ("decision", _idea, "console.decision.overridden", {"idea": "N1"}),
    "cell": ("cells", _cell, "console.cells.added", {"cell": "*Mobilité*"}),
    "decision": (
        "decision", _decision, "console.decision.saved",
        {"project": "PR1", "fate": sentence("fr", "outcome.parked")},
    ),
    "minutes": ("run_sheet", lambda page: _send(page, "console.agenda.save"), "console.agenda.saved", {}),
    "instructions": (
        "run_sheet", lambda page: _send(page, "console.instructions.save"), "console.instructions.saved", {},
    ),
    "framing": ("run_sheet", lambda page: _send(page, "console.sheet.save"), "console.sheet.saved", {}),
    "wording": ("vote", lambda page: _send(page, "console.wording.save"), "console.wording.saved", {}),
    "words": ("board", _words, "console.encoding.words_saved", {}),
    "encoder": ("board", lambda page: _send(page, "console.encoding.use"), "console.encoding.chosen", {}),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_form_that_was_accepted_says_so_until_the_page_is_left(
    open_page: Open, voted: Place, form: str
) -> None:
    name, send, key, values = FORMS[form]
    page = open_page(name, voted.cookies, w=voted.code)
    assert _told(page) == []
    send(page)
    assert _told(page) == [plain(sentence("fr", key, **values))]
    page.switch_page("preflight.py").run()
    page.switch_page(f"{name}.py").run()
    assert _told(page) == []


def test_answer_of_an_organisation_is_confirmed(open_page: Open, place: Place) -> None:
    page = open_page("report", place.cookies, w=place.code)
    first = next(iter(place.workshop.referrals.values()))
    _send(page, "console.follow.save")
    status = sentence("fr", f"referral.status.{place.workshop.referrals[first.id].status}")
    said = sentence("fr", "console.follow.saved", organisation=first.organisation, status=status)
    assert _told(page) == [plain(said)]
    assert place.workshop.state(StepKind.CLOSING)
