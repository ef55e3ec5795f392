"""Text as a person typed it, made safe to keep and to show: cleaned once, at the door."""

import re
import unicodedata

from facilitation.errors import RuleError
from locales.characters import printable

MAX_LINES = 12
MAX_COMBINING = 4

# Bidirectional overrides and isolates reorder what stands beside them; zero-width marks hide text in text.
_BIDI = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A)) | {0x200E, 0x200F, 0x061C}
_INVISIBLE = {0x200B, 0x200C, 0x2060, 0xFEFF, 0x00AD} | set(range(0xE0000, 0xE0080))
_HIDDEN = _BIDI | _INVISIBLE
_JOINER = "\u200d"
# What a word processor puts between lines and pages parts words too.
_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def clean_text(text: str, limit: int, *, key: str = "text") -> str:
    """The text in NFC without control, bidirectional or invisible characters; line breaks kept.

    Raises RuleError `<key>.empty` when nothing is left, `<key>.too_long` above `limit` characters.
    The length is checked first on the raw text, so that ten megabytes cost nothing.
    """
    if len(text) > 20 * limit:
        raise RuleError(f"{key}.too_long", length=len(text), limit=limit)
    cleaned = tidy(text)
    if not cleaned:
        raise RuleError(f"{key}.empty")
    if len(cleaned) > limit:
        raise RuleError(f"{key}.too_long", length=len(cleaned), limit=limit)
    return cleaned


def tidy(text: str) -> str:
    """The same text, NFC, printable, at most 12 lines, single spaces, no more than 4 marks on a letter."""
    kept = _limit_marks(unicodedata.normalize("NFC", "".join(_visible(text))))
    lines = [" ".join(line.split()) for line in kept.split("\n")]
    filled = [line for line in lines if line]
    return "\n".join([*filled[: MAX_LINES - 1], " ".join(filled[MAX_LINES - 1 :])]).strip()


def clipped(text: str, limit: int = 90) -> str:
    """The text on one line, cut with an ellipsis: between two words, unless the first is longer than that."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    whole, _, _ = line[:limit].rpartition(" ")
    return f"{(whole or line[: limit - 1]).rstrip(' -–—,;:')}…"


def _visible(text: str) -> list[str]:
    parted = _BREAK.sub("\n", text).replace("\t", " ")
    seen = [char for char in printable(parted) if ord(char) not in _HIDDEN]
    return [char for index, char in enumerate(seen) if char != _JOINER or _joins_emoji(seen, index)]


def _joins_emoji(text: list[str], index: int) -> bool:
    """The joiner holds a family or a flag together; anywhere else it only hides text."""
    return 0 < index < len(text) - 1 and ord(text[index + 1]) > 0x2000


def _limit_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MAX_COMBINING:
            kept.append(char)
    return "".join(kept)
