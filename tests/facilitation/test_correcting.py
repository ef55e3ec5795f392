"""A slip of the pen put right on the board: the room reads the new words, the author's own are kept."""

import pytest

from facilitation.encoding import text_of
from facilitation.errors import RuleError
from facilitation.events import NoteCorrected
from facilitation.model import NoteId, NoteStatus, StepKind
from facilitation.rules.groups import merge_ideas, separate_idea
from facilitation.rules.notes import correct_note, edit_note, mask_note, park_note
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step, reveal_step
from tests.room import Room


@pytest.fixture
def slip(room: Room) -> NoteId:
    author = room.join()
    room.open(StepKind.IDEAS)
    return room.idea(author, "Une nawette le soir")


def read(room: Room, note: NoteId) -> tuple[str, str | None]:
    found = room.workshop.notes[note]
    return found.shown, found.original


def refused(room: Room, note: NoteId, text: str) -> str:
    with pytest.raises(RuleError) as refusal:
        room.lead(correct_note, note=note, text=text)
    return refusal.value.key


def test_corrected_note_keeps_what_was_first_written(room: Room, slip: NoteId) -> None:
    assert room.lead(correct_note, note=slip, text=" Une navete le soir ").events == (
        NoteCorrected(slip, "Une navete le soir"),
    )
    room.lead(correct_note, note=slip, text="Une navette le soir")
    assert read(room, slip) == ("Une navette le soir", "Une nawette le soir")


def test_corrected_note_is_encoded_by_its_new_words(room: Room, slip: NoteId) -> None:
    room.lead(correct_note, note=slip, text="Une navette le soir")
    assert text_of(room.workshop.notes[slip]) == "Une navette le soir"


def test_original_words_again_are_no_correction(room: Room, slip: NoteId) -> None:
    room.lead(correct_note, note=slip, text="Une navette le soir")
    room.lead(correct_note, note=slip, text="Une nawette le soir")
    assert read(room, slip) == ("Une nawette le soir", None)


def test_author_who_edits_after_a_correction_speaks_last(room: Room, slip: NoteId) -> None:
    author = room.workshop.notes[slip].author
    room.lead(correct_note, note=slip, text="Une navette le soir")
    room.say(edit_note, author, note=slip, text="Deux navettes le soir")
    assert read(room, slip) == ("Deux navettes le soir", None)


def test_same_words_change_nothing(room: Room, slip: NoteId) -> None:
    assert room.lead(correct_note, note=slip, text="Une nawette  le soir").events == ()


def test_merged_ideas_are_corrected_in_their_common_text_only(room: Room, slip: NoteId) -> None:
    twin = room.idea(room.join(), "Un autobus le soir")
    room.lead(merge_ideas, lead=slip, merged=[twin], text="Un transpot le soir")
    room.lead(correct_note, note=slip, text="Un transport le soir")
    assert read(room, slip) == ("Un transport le soir", None)
    assert refused(room, twin, "Autre chose") == "note.not_on_board"
    room.lead(separate_idea, idea=twin)
    assert read(room, slip) == ("Une nawette le soir", None)


@pytest.mark.parametrize(("text", "key"), [(" \u200b", "note.empty"), ("x" * 281, "note.too_long")])
def test_correction_has_the_limits_of_a_note(room: Room, slip: NoteId, text: str, key: str) -> None:
    assert refused(room, slip, text) == key


def test_correction_waits_for_the_reveal_of_a_vote(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    for move in (close_step, reveal_step):
        assert refused(room, NoteId("N1"), "Autre texte") == "board.frozen"
        room.lead(move, step=StepKind.VOTE)
    room.lead(correct_note, note=NoteId("N1"), text="Autre texte")
    assert read(room, NoteId("N1")) == ("Autre texte", "Idée 1")


def test_correction_is_for_what_stands_on_the_board(room: Room, slip: NoteId) -> None:
    room.lead(park_note, note=slip, reason="Plus tard")
    room.lead(correct_note, note=slip, text="Une navette le soir")
    room.lead(mask_note, note=slip, reason="Nomme une personne")
    assert refused(room, slip, "Autre texte") == "note.not_on_board"
    assert refused(room, NoteId("N99"), "Autre texte") == "note.unknown"


def test_masking_does_not_wait_for_the_end_of_a_vote(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    room.lead(mask_note, note=NoteId("N1"), reason="Nomme une personne")
    assert room.workshop.notes[NoteId("N1")].status is NoteStatus.MASKED
