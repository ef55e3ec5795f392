"""Participants' words in Markdown: text in it, never markup."""

import re
from collections.abc import Iterable

from locales import Language, sentence
from locales.characters import printable

_MARKUP = re.compile(r"([\\`*_\[\]<>&|~$^#{}])")
_LINKS = re.compile(r"(?i)://|www\.|ftp\.|mailto:|xmpp:|@")


def escaped(text: str) -> str:
    """The text on one line, so that no reader of Markdown takes any of it for markup or a link.

    It belongs inside a line: at the very start, «1.» or «-» would still begin a list.
    """
    line = _MARKUP.sub(r"\\\1", printable(" ".join(text.split())))
    return _LINKS.sub(lambda found: "".join(_apart(char) for char in found[0]), line)


def _apart(char: str) -> str:
    return char if char.isalnum() else f"\\{char}"


def section(language: Language, name: str, lines: Iterable[str]) -> str:
    """A titled section; nothing when there is nothing to say."""
    kept = list(lines)
    return "\n\n".join([f"## {sentence(language, f'file.section.{name}')}", *kept]) if kept else ""


def bullets(lines: Iterable[str]) -> str:
    """A list, one line for each."""
    return "\n".join(f"- {line}" for line in lines)
