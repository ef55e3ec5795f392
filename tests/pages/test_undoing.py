"""Undo and redo from the board: one's own acts, latest first, known to one browser session."""

from dataclasses import replace

import pytest
import streamlit as st

from facilitation.asking import Ask, E, ask
from facilitation.door import Done
from facilitation.drafting import Draft
from facilitation.events import BoardPutBack
from facilitation.model import Note, NoteId, NoteStatus
from facilitation.rules.drafts import DraftedGroup
from facilitation.rules.groups import move_ideas
from facilitation.rules.notes import correct_note
from pages.parts.board import drafts, undoing
from pages.parts.board.board import board_data, read_action
from pages.parts.frame.access import Desk
from pages.parts.frame.console import forget_refusal
from tests.pages.conftest import Place

pytestmark = pytest.mark.heavy

A, B, C = (NoteId(f"N{n}") for n in (3, 4, 5))


@pytest.fixture
def desk(loose: Place, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The facilitator before a board where nothing is grouped yet, in a session that has just begun."""
    monkeypatch.setattr(st, "session_state", {})
    return Desk(loose.id, loose.code, loose.by, loose.keys.facilitator)


def press(desk: Desk, **sent: object) -> None:
    forget_refusal()
    way = undoing.read_step(sent)
    if way is not None:
        undoing.step(desk, way)
    else:
        undoing.attempt(desk, *read_action(sent, desk.by))


def note(desk: Desk, id: NoteId) -> Note:
    return desk.workshop.notes[id]


def said() -> object:
    """The refusal that stands on the page."""
    found = st.session_state.get("console_refused")
    return found[0] if found else None


def test_ideas_of_the_board_are_what_the_tests_think(desk: Desk) -> None:
    assert [note(desk, id).status for id in (A, B, C)] == [NoteStatus.VISIBLE] * 3


def test_several_acts_are_undone_and_done_again_in_order(desk: Desk) -> None:
    first = desk.workshop.notes
    press(desk, act="create", ideas=[A, B], title_fr="Un", title_en="")
    press(desk, act="park", ideas=[B, C], reason="Plus tard")
    press(desk, act="correct", idea=A, text="Sans faute")
    last = desk.workshop.notes
    assert undoing.offered(desk) == {"back": "correct", "again": ""}

    seen = []
    for _ in range(4):
        press(desk, act="back")
        seen.append((note(desk, A).original is None, note(desk, C).status.value, note(desk, A).group))
    assert seen == [(True, "parked", "G1"), (True, "visible", "G1"), *[(True, "visible", None)] * 2]
    assert desk.workshop.notes == first
    assert undoing.offered(desk) == {"back": "", "again": "create"}
    for _ in range(4):
        press(desk, act="again")
    assert desk.workshop.notes == last
    assert said() is None


def propose(desk: Desk, *groups: tuple[NoteId, ...]) -> Draft:
    """A draft of those groups, as the page keeps it while somebody looks at it."""
    made = tuple(DraftedGroup(None, "Trouvé", "", (), ideas) for ideas in groups)
    draft = Draft(made, (), "e", "1", {})
    st.session_state[f"console_draft_{desk.id}"] = draft
    return draft


def accept(desk: Desk, **sent: object) -> None:
    st.session_state["draft_beside"] = {"action": sent}
    drafts.answer(desk)


def test_accepted_proposal_is_undone_and_accepted_again(desk: Desk) -> None:
    first = desk.workshop.notes
    propose(desk, (A, B), (C,))
    accept(desk, act="all")
    last = desk.workshop.notes
    assert undoing.offered(desk) == {"back": "accept", "again": ""}
    press(desk, act="back")
    assert (desk.workshop.notes, board_data(desk.workshop)["undo"]) == (first, False)
    press(desk, act="again")
    assert (desk.workshop.notes, said()) == (last, None)


def test_group_and_card_of_a_proposal_are_undone_one_by_one_and_offered_again(desk: Desk) -> None:
    propose(desk, (A, B), (C,))
    accept(desk, act="card", group=0, idea=A)
    accept(desk, act="group", group=0)
    assert [note(desk, id).group for id in (A, B, C)] == ["G1", "G1", None]
    press(desk, act="back")
    assert [note(desk, id).group for id in (A, B, C)] == ["G1", None, None]
    press(desk, act="back")
    assert [note(desk, id).group for id in (A, B, C)] == [None, None, None]
    accept(desk, act="group", group=0)
    assert ([note(desk, id).group for id in (A, B, C)], said()) == (["G2", "G2", None], None)


def test_project_made_from_a_group_is_undone_and_made_again(desk: Desk) -> None:
    press(desk, act="create", ideas=[A, B], title_fr="Un", title_en="")
    press(desk, act="promote", group="G1")
    for way, stands in (("back", []), ("again", ["PR1"]), ("back", [])):
        press(desk, act=way)
        assert [one.id for one in desk.workshop.standing_projects()] == stands
    assert (undoing.offered(desk), said()) == ({"back": "create", "again": "promote"}, None)


def test_proposal_taken_back_by_its_own_way_stands_again_by_undo(desk: Desk) -> None:
    propose(desk, (A, B))
    accept(desk, act="all")
    press(desk, act="undo")
    assert (note(desk, A).group, undoing.offered(desk)["back"]) == (None, "undo")
    press(desk, act="back")
    assert note(desk, A).group == "G1"


def test_undo_is_one_more_event_in_the_log(desk: Desk, loose: Place) -> None:
    press(desk, act="park", ideas=[A, B], reason="Plus tard")
    before = loose.door.entries(loose.id)
    press(desk, act="back")
    after = loose.door.entries(loose.id)
    assert after[:-1] == before
    assert (type(after[-1].event), after[-1].actor) == (BoardPutBack, "facilitator")


def test_new_act_forgets_what_could_be_done_again(desk: Desk) -> None:
    press(desk, act="park", ideas=[A], reason="Plus tard")
    press(desk, act="back")
    press(desk, act="park", ideas=[B], reason="Plus tard")
    assert undoing.offered(desk) == {"back": "park", "again": ""}


def test_undo_says_that_somebody_was_there_since_and_goes_on_with_the_act_before(desk: Desk) -> None:
    press(desk, act="correct", idea=B, text="Sans faute")
    press(desk, act="park", ideas=[A], reason="Plus tard")
    desk.act(ask(move_ideas, by=desk.by, ideas=[A], group=None))  # in another window
    press(desk, act="back")
    assert (said(), note(desk, A).status) == ("board.changed_since", NoteStatus.VISIBLE)
    assert undoing.offered(desk) == {"back": "correct", "again": ""}
    press(desk, act="back")
    assert (said(), note(desk, B).original) == (None, None)


def test_undo_that_is_refused_for_another_reason_can_be_tried_again(desk: Desk) -> None:
    press(desk, act="correct", idea=A, text="Sans faute")
    press(replace(desk, key="renewed since"), act="back")
    assert (said(), undoing.offered(desk)["back"]) == ("access.facilitator_only", "correct")
    press(desk, act="back")
    assert note(desk, A).original is None


def test_act_that_changed_nothing_or_was_refused_is_not_undone(desk: Desk) -> None:
    press(desk, act="correct", idea=A, text=note(desk, A).text)
    press(desk, act="correct", idea=A, text=" ")
    assert (said(), undoing.offered(desk)["back"]) == ("note.empty", "")


class Overtaken(Desk):
    """A desk at which somebody else is always quicker."""

    def act(self, asked: Ask[E]) -> Done[E]:
        Desk.act(self, ask(correct_note, by=self.by, note=A, text="Sans faute"))
        return Desk.act(self, asked)


def test_undo_keeps_what_others_did_between_reading_and_acting(desk: Desk) -> None:
    slow = Overtaken(desk.id, desk.code, desk.by, desk.key)
    press(slow, act="create", ideas=[A, B], title_fr="Un", title_en="")
    press(desk, act="back")
    assert (said(), note(desk, A).group, note(desk, A).text) == (None, None, "Sans faute")
