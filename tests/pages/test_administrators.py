"""Home's list of the browsers that administer: each drawing and each press asks for the right anew."""

import pytest
from streamlit.testing.v1 import AppTest

from facilitation.door import Door
from facilitation.rights import Administrator
from locales import LANGUAGES, sentence
from pages.parts.frame.words import plain
from tests.pages.conftest import Open
from tests.room import NOON

pytestmark = pytest.mark.heavy


def _numbers(door: Door) -> list[int]:
    return [one.number for one in door.administrators.admitted(Administrator())]


def _locked(page: AppTest) -> bool:
    return [info.value for info in page.main.info] == [sentence("fr", "console.home.locked")] and (
        len(page.main.children) == 1
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_lists_the_browsers_in_both_languages(open_page: Open, door: Door, language: str) -> None:
    door.admit_administrator(NOON, "Portable")
    page = open_page("home", {"recolte_admin": door.admit_administrator(NOON)}, lang=language)

    assert not page.exception
    assert sentence(language, "console.admin.note") in [one.value for one in page.main.markdown]  # type: ignore[arg-type]


def test_open_page_of_an_ended_browser_shows_and_does_nothing_more(open_page: Open, door: Door) -> None:
    first, second = (door.admit_administrator(NOON) for _ in range(2))
    page = open_page("home", {"recolte_admin": second})
    door.administrators.end(Administrator(1), 2)
    create = next(one for one in page.main.button if one.label == sentence("fr", "console.home.create"))
    page.main.text_input[0].input("Premier emploi")
    page.main.text_area[0].input("Comment aider?")
    create.click().run()

    assert _locked(page)
    assert door.cards(Administrator()) == ()
    assert door.administrator(first) == Administrator(1)


@pytest.mark.parametrize("pressed", ["invite_browser", "end_browser", "sample_tour"])
def test_no_button_of_an_ended_browser_does_anything(open_page: Open, door: Door, pressed: str) -> None:
    door.admit_administrator(NOON)
    page = open_page("home", {"recolte_admin": door.admit_administrator(NOON)})
    page.session_state["console_ending_browser"] = 1
    page.run()
    button = next((one for one in page.main.button if one.key == pressed), page.main.button[0])
    door.administrators.end(Administrator(1), 2)
    button.click().run()

    assert _locked(page)
    assert (_numbers(door), "console_invitation" in page.session_state) == ([1], False)
    assert door.cards(Administrator()) == ()


def test_browser_is_ended_after_a_warning(open_page: Open, door: Door) -> None:
    door.admit_administrator(NOON, "Portable")
    page = open_page("home", {"recolte_admin": door.admit_administrator(NOON)})
    page.session_state["console_ending_browser"] = 1
    page.run()
    assert [one.value for one in page.main.warning] == [
        sentence("fr", "console.admin.end_other", name=plain("Portable"))
    ]
    page.main.button(key="keep_browser").click().run()
    assert (_numbers(door), list(page.main.warning)) == ([1, 2], [])
    page.session_state["console_ending_browser"] = 1
    page.run()
    page.main.button(key="end_browser").click().run()

    assert (_numbers(door), list(page.main.warning), _locked(page)) == ([2], [], False)


def test_browser_signs_itself_out(open_page: Open, door: Door) -> None:
    page = open_page("home", {"recolte_admin": door.admit_administrator(NOON)})
    page.session_state["console_ending_browser"] = 1
    page.run()
    assert [one.value for one in page.main.warning] == [sentence("fr", "console.admin.end_this", name="")]
    page.main.button(key="end_browser").click().run()

    assert (_numbers(door), _locked(page)) == ([], True)


def test_invitation_is_shown_until_it_has_served(open_page: Open, door: Door) -> None:
    page = open_page("home", {"recolte_admin": door.admit_administrator(NOON)})
    page.main.button(key="invite_browser").click().run()
    key = page.session_state["console_invitation"]
    assert door.administrators.spend(key, NOON)
    page.run()

    assert "console_invitation" not in page.session_state
