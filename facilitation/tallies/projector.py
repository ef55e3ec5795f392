"""What the room's screen may draw from."""

from dataclasses import replace

from facilitation.model import NoteStatus, Workshop

_HIDDEN = (NoteStatus.MASKED, NoteStatus.WITHDRAWN)


def on_screen(workshop: Workshop) -> Workshop:
    """The workshop as the room's screen shows it: as it is or, while the screen is frozen, as it was then.

    What was masked or withdrawn since then is gone from a frozen screen too, and so is the way in by a door
    that was closed since.
    """
    then = workshop.frozen
    if then is None:
        return workshop
    notes = {
        id: workshop.notes[id] if workshop.notes[id].status in _HIDDEN else note
        for id, note in then.notes.items()
    }
    comments = {id: replace(one, masked=workshop.comments[id].masked) for id, one in then.comments.items()}
    closed = workshop.arrivals_closed
    return replace(then, notes=notes, comments=comments, masked=workshop.masked, arrivals_closed=closed)
