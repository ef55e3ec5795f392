"""Phone and screen tell the room the same: every step, in every state it can come to."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from facilitation.model import StepKind, StepState
from facilitation.rules.cells import define_cell
from facilitation.rules.hats import call_pitch, deal_hats
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step, reveal_step, suspend_step
from locales import LANGUAGES, Language
from reports.projection.screen import projection
from tests.phone.conftest import Phone, said, text_of
from tests.phone.test_follow import wording
from tests.room import Room

pytestmark = pytest.mark.heavy  # tries many cases

Bring = Callable[[Room], object]


def opened(step: StepKind) -> Bring:
    return lambda room: room.open(step)


def voting(room: Room) -> None:
    room.projects(3)
    room.lead(open_round, seed=1)


def cells(room: Room) -> None:
    room.lead(define_cell, name_fr="Jumelage")
    room.open(StepKind.CELLS)


def dealt(room: Room) -> None:
    room.lead(define_cell, name_fr="Jumelage")
    room.lead(deal_hats, seed=1)
    room.open(StepKind.HATS)


def called(room: Room) -> None:
    dealt(room)
    room.lead(call_pitch, subject="CEL1")


STORIES: dict[str, tuple[StepKind, Bring]] = {
    **{step.value: (step, opened(step)) for step in StepKind if step is not StepKind.VOTE},
    "vote": (StepKind.VOTE, voting),
    "cells to choose": (StepKind.CELLS, cells),
    "hats dealt": (StepKind.HATS, dealt),
    "hats called": (StepKind.HATS, called),
}
TO = {
    StepState.OPEN: (),
    StepState.SUSPENDED: (suspend_step,),
    StepState.CLOSED: (close_step,),
    StepState.REVEALED: (close_step, reveal_step),
}
# What the screen says of phones, and what the phone then must hold, in its page's own marks.
PROMISED = {
    "projector.cells.choose": 'data-post="wish"',
    "phone.cells.none": "phone.cells.none",
    "projector.hats.lead": 'class="card hat ',
    "projector.hats.undealt": "phone.hats.undealt",
}
PAUSED = {"phone.state.suspended", "ballot.suspended"}
OVER = {"phone.state.closed", "phone.state.revealed", "phone.vote.closed", "phone.vote.revealed"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", TO)
@pytest.mark.parametrize("story", STORIES)
def test_phone_and_screen_say_the_same(
    room: Room, phone: Phone, story: str, state: StepState, language: Language
) -> None:
    step, bring = STORIES[story]
    bring(room)
    for rule in TO[state]:
        room.lead(rule, step=step)
    phone.speak(language)
    html = phone.now()
    mine = text_of(html)
    shown = wording(projection(room.workshop, language, None, room.code, datetime.now(UTC)))

    def tells(key: str) -> bool:
        return said(language, key) in mine

    assert not tells("phone.state.prepared")  # no step that has begun is said to open soon
    assert not (tells("phone.soon") and state is StepState.OPEN)
    assert any(map(tells, PAUSED)) == (state is StepState.SUSPENDED)
    assert (said(language, "projector.pause") in shown) == (state is StepState.SUSPENDED)
    assert not (any(map(tells, OVER)) and state in (StepState.OPEN, StepState.SUSPENDED))
    for key, kept in PROMISED.items():
        if said(language, key) in shown:
            assert (kept in html) if kept.startswith(("data", "class")) else tells(kept), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_dealt_hat_is_on_the_phone_before_the_first_pitch(
    room: Room, phone: Phone, language: Language
) -> None:
    dealt(room)
    phone.speak(language)
    hat = room.workshop.hat_rounds["CEL1"].assignment[phone.me]
    shown = text_of(phone.now())
    for key in (f"hat.name.{hat}", f"phone.hat.{hat}.1", f"phone.hat.{hat}.start", "phone.hats.dealt.wait"):
        assert said(language, key) in shown
    assert said(language, "phone.hats.dealt", n=1) in shown


def test_each_pitch_to_come_has_its_hat_and_a_latecomer_waits_for_theirs(
    room: Room, phone: Phone, new_phone: Callable[[], Phone]
) -> None:
    for name in ("Jumelage", "Mentorat"):
        room.lead(define_cell, name_fr=name)
    room.lead(deal_hats, seed=1)
    room.open(StepKind.HATS)
    late = text_of(new_phone().join().now())
    assert said("fr", "phone.hats.dealt.none") in late
    shown = text_of(phone.now())
    hats = [one.assignment[phone.me] for one in room.workshop.hat_rounds.values()]
    places = [shown.index(word) for word in ("Jumelage", said("fr", f"hat.name.{hats[0]}"), "Mentorat")]
    assert places == sorted(places)
    assert said("fr", f"hat.name.{hats[1]}") in shown[places[2] :]
    assert said("fr", "phone.hats.dealt", n=2) in shown
