"""Words that grouping leaves out: place names and numbers bring ideas together that share nothing else."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_WORD = re.compile(r"\w+")


def without_words(text: str, ignored: Sequence[str]) -> str:
    """The text without those words or phrases; the text itself when no other word would be left.

    Whole words only, whatever their case and accents: «montreal» also means «Montréal».
    """
    phrases = {tuple(one) for one in (_folded(phrase) for phrase in ignored) if one}
    if not phrases:
        return text
    found = list(_WORD.finditer(text))
    taken = _taken([_fold(word.group()) for word in found], phrases)
    if len(taken) == len(found):
        return text
    kept, end = [], 0
    for i in sorted(taken):
        kept.append(text[end : found[i].start()])
        end = found[i].end()
    return " ".join("".join([*kept, text[end:]]).split())


def _taken(words: Sequence[str], phrases: set[tuple[str, ...]]) -> set[int]:
    """The positions of the words that belong to a phrase."""
    return {
        i for phrase in phrases for start in _starts(words, phrase) for i in range(start, start + len(phrase))
    }


def _starts(words: Sequence[str], phrase: tuple[str, ...]) -> Iterator[int]:
    last = len(words) - len(phrase)
    return (i for i in range(last + 1) if tuple(words[i : i + len(phrase)]) == phrase)


def _folded(text: str) -> list[str]:
    return [_fold(word) for word in _WORD.findall(text)]


def _fold(word: str) -> str:
    """The word in small letters, without accents."""
    apart = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
