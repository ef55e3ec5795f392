"""Home leads into every workshop without ending anybody's links, and the console leads back."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from facilitation.model import StepKind, StepState
from facilitation.rights import Administrator
from locales import sentence
from pages.parts.frame.words import plain
from tests.pages.conftest import Open, Place

pytestmark = pytest.mark.heavy


def _links(page: AppTest) -> dict[str, str]:
    """The addresses of the page's own links, by their words."""
    return {one.proto.label: f"{one.proto.page}?{one.proto.query_string}" for one in page.get("page_link")}


def _titled(place: Place) -> str:
    framing = place.workshop.framing
    assert framing is not None
    return sentence("fr", "console.home.open", title=plain(framing.title))


def _secrets(page: AppTest) -> list[str]:
    drawn = {one.proto.component_name: one.proto.json for one in page.get("bidi_component")}
    return [one["open"].split("/")[1] for one in json.loads(drawn["recolte_links"])["links"]]


def test_home_opens_a_workshop_and_leaves_its_links_alone(
    open_page: Open, place: Place, administrator: tuple[Administrator, str]
) -> None:
    page = open_page("home", {"recolte_admin": administrator[1]})
    assert not page.exception
    assert _links(page)[_titled(place)] == f"run_sheet?w={place.code}"
    assert place.door.facilitator(place.id, place.keys.facilitator) is not None


def test_home_renews_links_only_after_saying_what_ends(
    open_page: Open, place: Place, administrator: tuple[Administrator, str]
) -> None:
    page = open_page("home", {"recolte_admin": administrator[1]})
    told = [warning.value for warning in page.main.warning]
    assert len(told) == 1
    assert "cesseront de fonctionner" in told[0]
    page.button(key=f"renew_{place.id}").click().run()
    assert not page.exception
    assert place.door.facilitator(place.id, place.keys.facilitator) is None
    assert _secrets(page) == ["f", "c", "s", "j"]


def test_administrator_runs_a_workshop_whose_key_this_browser_never_had(
    open_page: Open, place: Place, administrator: tuple[Administrator, str]
) -> None:
    page = open_page("run_sheet", {"recolte_admin": administrator[1]}, w=place.code)
    assert not page.exception
    assert _secrets(page) == ["s", "j"]
    assert sentence("fr", "console.links.not_shown") in [info.value for info in page.main.info]
    page.button(key="reopen_ideas").click().run()
    assert not page.exception
    assert place.workshop.state(StepKind.IDEAS) is StepState.OPEN
    assert place.door.facilitator(place.id, place.keys.facilitator) is not None


def test_administrator_who_has_the_key_sees_every_link(
    open_page: Open, place: Place, administrator: tuple[Administrator, str]
) -> None:
    page = open_page("run_sheet", {**place.cookies, "recolte_admin": administrator[1]}, w=place.code)
    assert _secrets(page) == ["f", "c", "s", "j"]


@pytest.mark.parametrize("name", ["projector", "committee"])
def test_administrator_sees_the_screens_of_every_workshop(
    open_page: Open, place: Place, administrator: tuple[Administrator, str], name: str
) -> None:
    page = open_page(name, {"recolte_admin": administrator[1]}, w=place.code)
    assert not page.exception
    assert [warning.value for warning in page.main.warning] != [sentence("fr", "access.page")]


def test_console_leads_home_for_administrators_only(
    open_page: Open, place: Place, administrator: tuple[Administrator, str]
) -> None:
    home = sentence("fr", "console.page.home")
    for cookies, seen in ((place.cookies, False), ({"recolte_admin": administrator[1]}, True)):
        page = open_page("board", cookies, w=place.code)
        assert (home in [one.proto.label for one in page.sidebar.get("page_link")]) is seen


def test_console_is_closed_to_a_token_that_administers_nothing(
    open_page: Open, place: Place, administrator: tuple[Administrator, str]
) -> None:
    page = open_page("run_sheet", {"recolte_admin": "somebody else's"}, w=place.code)
    assert [warning.value for warning in page.main.warning] == [sentence("fr", "access.page")]
