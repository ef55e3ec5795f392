"""The notes of a step in one line: how they came in, and how they became the ideas that are counted."""

from facilitation.model import NoteType, Workshop
from facilitation.tallies.people import Gathered, gathered
from pages.parts.frame.words import say

_LOST = ("withdrawn", "masked", "aside")


def came_in(workshop: Workshop, type: NoteType) -> str:
    """«90 notes (4 sur papier, 86 par téléphone), 86 après fusion»; nothing where each note counts."""
    found = gathered(workshop, type)
    if not found.paper and found.notes == found.standing:
        return ""
    parts = [_notes(found)]
    parts += [say(f"console.came.{name}", n) for name in _LOST if (n := getattr(found, name))]
    parts += [say("console.came.merged", ideas=found.standing)] if found.merged else []
    return ", ".join(parts)


def _notes(found: Gathered) -> str:
    if not found.paper:
        return say("console.came.notes", found.notes)
    return say("console.came.ways", found.notes, paper=found.paper, phones=found.phones)
