"""Which characters can be written at all: on a screen, in a cell, on a line of a file."""

import unicodedata

_UNWRITTEN = ("Cc", "Cs", "Cn")  # control characters, halves of pairs, and what is no character


def printable(text: str) -> str:
    """The same text without what cannot be written; line breaks stay.

    What reads oddly but can be written stays too: taking it out is for the door (`facilitation/text.py`).
    """
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in _UNWRITTEN)
