"""Counts that stand side by side add up, in words: notes as they came in, and what became of them."""

import pytest

from facilitation.asking import ask
from facilitation.model import NoteType, StepKind
from facilitation.rules.groups import merge_ideas
from facilitation.rules.notes import mask_note, submit_paper_notes, withdraw_note
from facilitation.tallies.people import gathered
from pages.parts.frame.gathered import came_in
from tests.pages.conftest import Open, Place
from tests.pages.test_console import texts
from tests.room import Room


@pytest.fixture
def room(room: Room) -> Room:
    """Six ideas, two of them on paper."""
    author = room.join()
    room.open(StepKind.IDEAS)
    for n in range(1, 5):
        room.idea(author, f"Idée {n}")
    scribe = room.door.scribe(room.id, room.door.scribe_key(room.by, room.id))
    asked = {"table": 1, "type": NoteType.IDEA, "texts": ["Un", "Deux"], "kind": None, "language": "fr"}
    room.door.act(room.id, ask(submit_paper_notes, by=scribe, **asked))
    return room


def test_notes_are_told_by_how_they_came_and_by_what_became_of_them(room: Room) -> None:
    assert came_in(room.workshop, NoteType.IDEA) == "6 notes (2 sur papier, 4 par téléphone)"
    room.lead(merge_ideas, lead="N1", merged=["N2"], text="Ensemble")
    assert came_in(room.workshop, NoteType.IDEA) == "6 notes (2 sur papier, 4 par téléphone), 5 après fusion"
    room.lead(mask_note, note="N3", reason="Insulte")
    author = room.workshop.notes["N4"].author
    room.say(withdraw_note, author, note="N4")
    told = "6 notes (2 sur papier, 4 par téléphone), 1 retirée, 1 masquée, 3 après fusion"
    assert came_in(room.workshop, NoteType.IDEA) == told
    assert len(room.workshop.ideas()) == 3


def test_nothing_is_added_where_every_note_counts(room: Room) -> None:
    assert came_in(room.workshop, NoteType.ISSUE) == ""


@pytest.mark.heavy
def test_run_sheet_and_board_tell_the_same_of_the_same_notes(open_page: Open, loose: Place) -> None:
    ideas = [note.id for note in loose.workshop.ideas()]
    loose.door.act(
        loose.id, ask(merge_ideas, by=loose.by, lead=ideas[0], merged=ideas[1:3], text="Ensemble")
    )  # fmt: skip
    found = gathered(loose.workshop, NoteType.IDEA)
    line = f"58 notes ({found.paper} sur papier, {found.phones} par téléphone), 56 après fusion"
    assert (found.paper + found.phones, came_in(loose.workshop, NoteType.IDEA)) == (58, line)
    for name in ("run_sheet", "board"):
        page = open_page(name, loose.cookies, w=loose.code)
        assert [text for text in texts(page) if line in text] != []
