"""An archived workshop looks archived: it says so, offers nothing that could only be refused, and a copy."""

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from facilitation.asking import ask
from facilitation.model import StepKind
from facilitation.rights import Administrator
from facilitation.rules.framing import archive_workshop
from facilitation.rules.steps import open_step
from locales import LANGUAGES, Language, sentence
from tests.pages.conftest import Open, Place
from tests.pages.test_console import PAGES, texts

pytestmark = pytest.mark.heavy


@pytest.fixture
def over(place: Place) -> Place:
    """The sample, archived while its last step was open."""
    place.door.act(place.id, ask(open_step, by=place.by, step=StepKind.CLOSING))
    place.door.act(place.id, ask(archive_workshop, by=place.by))
    return place


def _acting(page: AppTest) -> list[str]:
    """Whatever may be pressed or sent on the page, but for finding and reading."""
    offered = [one.label for one in page.main.button]
    for one in page.get("bidi_component"):
        told = json.loads(one.proto.json) if one.proto.json else {}
        offered += [act["label"] for row in told.get("rows", []) for act in row["actions"]]
    return offered


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page_of_an_archived_workshop_says_so_and_offers_nothing_to_refuse(
    open_page: Open, over: Place, name: str, language: Language
) -> None:
    page = open_page(name, over.cookies, w=over.code, lang=language)
    assert not page.exception
    banner = f"**{sentence(language, 'console.archived')}**"
    assert sum(banner in text for text in texts(page)) == 1
    again = [sentence(language, "preflight.again")] if name == "preflight" else []
    assert _acting(page) == again
    assert sentence(language, "console.archived") in [one.value for one in page.sidebar.caption]
    assert [one for one in texts(page) if "play_circle" in one] == []  # the sign of a step that is open


def test_time_of_an_archived_workshop_stands_still(over: Place, open_page: Open) -> None:
    assert [one for one in over.workshop.spells if one.end is None] == []
    page = open_page("run_sheet", over.cookies, w=over.code)
    assert [one for one in page.get("bidi_component") if one.proto.component_name == "recolte_minutes"] == []


def test_open_page_changes_once_the_workshop_is_archived(open_page: Open, place: Place) -> None:
    page = open_page("run_sheet", place.cookies, w=place.code)
    assert page.button(key="reopen_ideas")
    place.door.act(place.id, ask(archive_workshop, by=place.by))
    page.run()
    assert _acting(page) == []


def test_facilitator_is_told_who_can_reopen_a_copy(open_page: Open, over: Place) -> None:
    page = open_page("report", over.cookies, w=over.code)
    assert sentence("fr", "console.archived.how") in texts(page)
    assert [one.proto.url for one in page.get("link_button") if "/archive" in one.proto.url] != []


def test_administrator_reopens_a_copy_and_the_archive_stays(
    open_page: Open, over: Place, administrator: tuple[Administrator, str]
) -> None:
    before = over.door.entries(over.id)
    page = open_page("report", {"recolte_admin": administrator[1]}, w=over.code)
    page.button(key="reopen_copy").click().run()
    assert not page.exception
    (copy,) = [card for card in over.door.cards(administrator[0]) if card.id != over.id]
    drawn = {one.proto.component_name: one.proto.json for one in page.get("bidi_component")}
    code, key = json.loads(drawn["recolte_enter"])["path"].split("/")[2:]
    by = over.door.facilitator(copy.id, key)
    assert (code, by is not None) == (copy.code, True)
    assert over.door.entries(copy.id) == before[:-1]
    assert replace(over.door.look(copy.id), archived=True).notes == over.workshop.notes
    over.door.act(copy.id, ask(open_step, by=by, step=StepKind.IDEAS))
    assert (over.door.entries(over.id), over.workshop.archived) == (before, True)
