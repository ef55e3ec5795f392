"""The room's screen: masked at once, frozen while the backstage works, and nothing hidden comes back."""

from facilitation.events import ProjectorFrozen, ProjectorMasked
from facilitation.model import NoteStatus, StepKind
from facilitation.rules.framing import archive_workshop
from facilitation.rules.notes import mask_note, withdraw_note
from facilitation.rules.projector import freeze_projector, mask_projector
from facilitation.tallies.projector import on_screen
from tests.room import Room


def test_mask_is_said_once(room: Room) -> None:
    assert room.lead(mask_projector, masked=True).events == (ProjectorMasked(),)
    assert room.lead(mask_projector, masked=True).events == ()
    assert room.workshop.masked is True
    room.lead(mask_projector, masked=False)
    assert room.workshop.masked is False


def test_frozen_screen_stays_as_it_was_until_released(room: Room) -> None:
    """R-06: the backstage works while the room sees the same."""
    room.open(StepKind.IDEAS)
    person = room.join()
    first = room.idea(person, "Un jardin")
    assert room.lead(freeze_projector, frozen=True).events == (ProjectorFrozen(),)
    assert room.lead(freeze_projector, frozen=True).events == ()
    second = room.idea(person, "Un vélo")
    room.open(StepKind.GROUPING)
    assert set(on_screen(room.workshop).notes) == {first}
    assert on_screen(room.workshop).current is StepKind.IDEAS
    room.lead(freeze_projector, frozen=False)
    assert on_screen(room.workshop) == room.workshop
    assert set(room.workshop.notes) == {first, second}


def test_what_is_hidden_leaves_a_frozen_screen_too(room: Room) -> None:
    room.open(StepKind.IDEAS)
    person = room.join()
    rude, taken_back, kept = (room.idea(person, text) for text in ("Impoli", "Retirée", "Un jardin"))
    room.lead(freeze_projector, frozen=True)
    room.lead(mask_note, note=rude, reason="insult")
    room.say(withdraw_note, person, note=taken_back)
    shown = on_screen(room.workshop).notes
    assert {id: note.status for id, note in shown.items()} == {
        rude: NoteStatus.MASKED,
        taken_back: NoteStatus.WITHDRAWN,
        kept: NoteStatus.VISIBLE,
    }


def test_phones_hear_of_a_mask_at_once_and_ask_nothing_for_a_freeze(room: Room) -> None:
    before = room.workshop.moves
    room.lead(freeze_projector, frozen=True)
    room.lead(freeze_projector, frozen=False)
    assert room.workshop.moves == before
    room.lead(mask_projector, masked=True)
    assert room.workshop.moves == before + 1


def test_mask_reaches_a_frozen_screen(room: Room) -> None:
    room.lead(freeze_projector, frozen=True)
    room.lead(mask_projector, masked=True)
    assert on_screen(room.workshop).masked is True


def test_archive_masks_and_freezes_nothing_any_more(room: Room) -> None:
    room.lead(freeze_projector, frozen=True)
    room.lead(mask_projector, masked=True)
    room.lead(archive_workshop)
    assert (room.workshop.masked, room.workshop.frozen) == (False, None)
