"""The run sheet's rehearsal: a form that refuses in words, a room that starts, stops and starts again."""

import time
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from facilitation.asking import ask
from facilitation.door import Door
from facilitation.model import StepKind
from facilitation.rehearsal import running as rehearsal
from facilitation.rehearsal.cast import Cast, Speed
from facilitation.rights import Administrator
from facilitation.rules.framing import archive_workshop, frame_workshop
from facilitation.rules.steps import open_step
from locales import sentence
from pages.parts.frame.words import plain
from tests.pages.conftest import AT, Open, Place
from tests.room import FRAMING

pytestmark = pytest.mark.heavy


@pytest.fixture
def trial(door: Door, administrator: tuple[Administrator, str]) -> Iterator[Place]:
    """A workshop in which nobody has done anything yet."""
    id, keys = door.create(administrator[0], AT)
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    door.act(id, ask(frame_workshop, by=by, framing=FRAMING))
    yield Place(id, door.card(id).code, keys, by, door)
    rehearsal.stop(id)


def field(page: AppTest, name: str):  # type: ignore[no-untyped-def]
    label = sentence("fr", f"console.rehearsal.{name}")
    return next(
        one for kind in ("number_input", "radio") for one in page.main.get(kind) if one.label == label
    )


def button(page: AppTest, name: str) -> Button:
    label = sentence("fr", f"console.rehearsal.{name}")
    return next(one for one in page.main.button if one.label == label)


def infos(page: AppTest) -> list[str]:
    return [info.value for info in page.main.info]


def test_rehearsal_starts_with_the_cast_that_was_asked_for(open_page: Open, trial: Place) -> None:
    page = open_page("run_sheet", trial.cookies, w=trial.code)
    for name, value in (("people", 30), ("late", 20), ("leaving", 10), ("seed", 8)):
        field(page, name).set_value(value)
    field(page, "languages").set_value(0.5)
    field(page, "speed").set_value(Speed.LIVELY)
    button(page, "start").click().run()
    assert not page.exception
    assert rehearsal.running(trial.id)
    assert rehearsal.last_cast(trial.id) == Cast(30, 0.5, Speed.LIVELY, 0.2, 0.1, 8)
    assert sentence("fr", "console.rehearsal.running") in infos(page)


def test_rehearsal_that_was_stopped_starts_again_as_it_was(open_page: Open, trial: Place) -> None:
    cast = Cast(people=3, english=1.0, speed=Speed.SLOW, late=0.4, seed=5)
    rehearsal.start(trial.door, trial.id, cast)
    page = open_page("run_sheet", trial.cookies, w=trial.code)
    button(page, "stop").click().run()
    assert not rehearsal.running(trial.id)
    assert (field(page, "people").value, field(page, "late").value, field(page, "seed").value) == (3, 40, 5)
    assert (field(page, "languages").value, field(page, "speed").value) == (1.0, Speed.SLOW)
    button(page, "start").click().run()
    assert rehearsal.running(trial.id)
    assert rehearsal.last_cast(trial.id) == cast


@pytest.mark.parametrize(
    ("typed", "key", "values"),
    [
        ({"people": 0}, "rehearsal.people", {"limit": 500}),
        ({"people": 70_000}, "rehearsal.people", {"limit": 500}),
        ({"late": 120}, "rehearsal.share", {}),
        ({"leaving": -5}, "rehearsal.share", {}),
        ({"late": 60, "leaving": 60}, "rehearsal.nobody_stays", {}),
        ({"seed": -3}, "rehearsal.seed", {"limit": 999_999}),
    ],
)
def test_rehearsal_refuses_what_nobody_could_play_with_a_sentence(
    open_page: Open, trial: Place, typed: dict[str, int], key: str, values: dict[str, int]
) -> None:
    page = open_page("run_sheet", trial.cookies, w=trial.code)
    for name, value in typed.items():
        field(page, name).set_value(value)
    button(page, "start").click().run()
    assert [error.value for error in page.main.error] == [plain(sentence("fr", key, **values))]
    assert not rehearsal.running(trial.id)


def test_run_sheet_says_who_has_come_and_who_has_left(open_page: Open, trial: Place) -> None:
    cast = Cast(people=10, leaving=0.3)
    rehearsal.start(trial.door, trial.id, cast, pace=0)
    for step in (StepKind.IDEAS, StepKind.CELLS, StepKind.HATS, StepKind.CLOSING):
        trial.door.act(trial.id, ask(open_step, by=trial.by, step=step))
    while rehearsal.attendance(trial.workshop, cast).arrived < 10:
        time.sleep(0.01)
    page = open_page("run_sheet", trial.cookies, w=trial.code)
    said = "Répétition\u00a0: 10 personnes sur 10 sont arrivées, 3 sont parties."
    assert infos(page)[0] == said
    rehearsal.stop(trial.id)
    page.run()
    assert said not in infos(page)


def test_archived_workshop_offers_no_rehearsal(open_page: Open, trial: Place) -> None:
    trial.door.act(trial.id, ask(archive_workshop, by=trial.by))
    page = open_page("run_sheet", trial.cookies, w=trial.code)
    assert sentence("fr", "console.rehearsal.start") not in [one.label for one in page.button]
