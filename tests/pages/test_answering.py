"""What a browser asks of the board is done in order and once, however often it is sent."""

from typing import Any

import pytest
import streamlit as st

from facilitation.errors import RuleError
from facilitation.model import NoteId
from pages.parts.board.act_queue import MOST_WAITING, answer, unanswered
from pages.parts.frame.access import Desk
from tests.pages.conftest import Place

pytestmark = pytest.mark.heavy

MOVE = {"act": "move", "ideas": ["N3"], "group": None}


@pytest.fixture
def desk(loose: Place, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The facilitator before the board in a session that has just begun."""
    monkeypatch.setattr(st, "session_state", {})
    return Desk(loose.id, loose.code, loose.by, loose.keys.facilitator)


def acts(*numbers: int) -> dict[str, Any]:
    return {"acts": [{**MOVE, "number": number} for number in numbers]}


def test_acts_are_given_once_in_the_order_they_were_asked(desk: Desk) -> None:
    first = [act["number"] for act in unanswered(desk, acts(1, 2))]
    again = [act["number"] for act in unanswered(desk, acts(2, 3))]
    assert (first, again, answer(desk)["answered"]) == ([1, 2], [3], 3)


def test_act_that_fails_is_not_done_again(desk: Desk) -> None:
    given = unanswered(desk, acts(1, 2))
    next(given)
    given.close()  # as an error would
    assert [act["number"] for act in unanswered(desk, acts(1, 2))] == [2]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"act": "move"},
        {"acts": "move"},
        {"acts": ["move"]},
        {"acts": [{**MOVE, "number": True}]},
        {"acts": [{**MOVE, "number": "1"}]},
        acts(*range(1, MOST_WAITING + 2)),
    ],
)
def test_acts_without_a_number_are_refused(desk: Desk, sent: object) -> None:
    with pytest.raises(RuleError) as refused:
        list(unanswered(desk, sent))
    assert (refused.value.key, answer(desk)["answered"]) == ("console.board.unknown", 0)
    assert desk.workshop.notes[NoteId("N3")].pinned is False
