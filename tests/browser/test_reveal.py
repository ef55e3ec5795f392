"""A result told from the projector itself, the time for a question on every screen, the film of the day."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, Open, enter
from tests.moments import MOMENTS, REVEAL, Place, serving
from tests.running import Server

Places = tuple[Server, dict[str, Place]]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with serving(tmp_path_factory.mktemp("reveal"), MOMENTS + REVEAL) as found:
        yield found


@pytest.fixture(scope="module")
def server(places: Places) -> Server:
    return places[0]


def _open(window: Open, places: Places, name: str, path: str, size: dict[str, int] = PROJECTOR) -> Page:
    server, place = places[0], places[1][name]
    page = window(size)
    enter(page, server.url, place.code, place.key)
    page.goto(f"{server.url}/{path}?w={place.code}&lang=fr")
    return page


def test_remote_turns_the_pages_of_a_stage_then_to_the_next_one_on_every_screen(
    window: Open, places: Places
) -> None:
    projector = _open(window, places, "reveal_participation", "projector")
    console = _open(window, places, "reveal_participation", "vote", LAPTOP)
    expect(projector.get_by_role("heading", name="Qui a voté")).to_be_visible(timeout=30_000)
    following = console.get_by_role("button", name="Étape suivante")
    expect(following).to_contain_text("ce qui est solide", timeout=30_000)
    projector.keyboard.press("PageDown")
    expect(projector.get_by_role("heading", name="Solide")).to_be_visible()
    expect(following).to_contain_text("points et personnes")
    for band in ("Zone grise", "Hors liste"):
        projector.keyboard.press("PageDown")
        expect(projector.get_by_role("heading", name=band)).to_be_visible()
    assert "points" not in projector.inner_text("body")
    following.click()
    expect(projector.get_by_text("35 points, 28 personnes")).to_be_visible()
    projector.keyboard.press("PageUp")
    expect(projector.get_by_role("heading", name="Hors liste")).to_be_visible()  # its last page
    expect(console.get_by_role("button", name="Étape précédente")).to_contain_text("qui a voté")


def test_time_for_the_question_runs_on_projector_and_phone_and_is_taken_off(
    window: Open, places: Places
) -> None:
    console = _open(window, places, "ideas", "run_sheet", LAPTOP)
    projector = _open(window, places, "ideas", "projector")
    phone = window(PHONE)
    phone.goto(f"{places[0].url}/j/{places[1]['ideas'].code}")
    phone.get_by_label("Personne étudiante").check()
    phone.get_by_label("Table", exact=False).first.select_option(index=1)
    phone.locator("input[value=terms]").check()
    phone.get_by_role("button", name="Entrer").click()
    console.get_by_role("button", name="Démarrer la minuterie").click()
    running = re.compile(r"4:\d\d")
    for page in (projector, phone):
        expect(page.get_by_role("timer")).to_have_text(running)
        expect(page.get_by_role("timer")).to_contain_text("Temps restant")
    console.get_by_role("button", name="+2 min").click()
    expect(projector.get_by_role("timer")).to_have_text(re.compile(r"6:\d\d"))
    console.get_by_role("button", name="Retirer la minuterie").click()
    expect(projector.get_by_role("timer")).to_have_count(0)
    expect(phone.get_by_role("timer")).to_have_count(0)


def test_film_plays_when_it_is_asked_for_and_ends_with_the_same_key(window: Open, places: Places) -> None:
    projector = _open(window, places, "decision", "projector")
    heading = projector.get_by_role("heading", level=1)
    expect(heading).to_have_text("De vos idées aux champs d'action", timeout=30_000)
    projector.keyboard.press("r")
    expect(projector.locator(".levels")).to_be_visible()
    expect(projector.locator(".levels li").last).to_contain_text("3", timeout=30_000)
    projector.keyboard.press("r")
    expect(heading).to_have_text("De vos idées aux champs d'action")


@pytest.mark.parametrize("key", ["PageDown", "ArrowRight"])
def test_film_stands_still_with_reduced_motion_and_is_turned_by_hand(
    window: Open, places: Places, key: str
) -> None:
    projector = _open(window, places, "decision", "projector")
    projector.emulate_media(reduced_motion="reduce")
    expect(projector.get_by_role("button", name="Revoir")).to_be_visible(timeout=30_000)
    projector.get_by_role("button", name="Revoir").click()
    level = projector.locator(".levels li").first
    expect(level).to_be_visible()
    first = level.inner_text()
    projector.wait_for_timeout(1_000)
    assert level.inner_text() == first
    projector.keyboard.press(key)
    expect(level).not_to_have_text(first)
