"""A text that somebody wrote, together with the language it is in, for the page's `lang` attribute."""

from dataclasses import dataclass

from facilitation.model import Note
from locales import Language


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    language: str


def either_words(language: Language, french: str, english: str) -> Words:
    """The reader's own language if the text exists in it, else the other; the same text twice is French."""
    if english and (not french or (language == "en" and english != french)):
        return Words(english, "en")
    return Words(french, "fr")


def note_words(note: Note) -> Words:
    """A note as the room reads it: in the words chosen when twins were merged, else in its own."""
    return Words(note.shown, note.language)
