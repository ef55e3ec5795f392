"""Words that grouping leaves out: place names and numbers bring ideas together that share nothing else."""

import re
import unicodedata
from collections.abc import Sequence

_APOSTROPHES = str.maketrans("‘’ʼ´`", "'''''")
_BETWEEN = re.compile(r"[\s\-‐‑–]+")  # the words of a phrase: «Rivière-du-Loup» or «Rivière du Loup»
_ELISION = r"(?:(?<!\w)(?:[cdjlmnst]|qu)')?"  # the article of «l'université» leaves with its word


def without_words(text: str, ignored: Sequence[str]) -> str:
    """The text without those words or phrases; the text itself when it holds none, or nothing but them.

    Whole words only, whatever their case, accents, Unicode form and apostrophes: «montreal» also means
    «Montréal». What is left is in NFKC with single blanks; punctuation alone counts as nothing left.
    """
    pattern = _pattern(ignored)
    if pattern is None:
        return text
    plain = unicodedata.normalize("NFKC", text)
    folded, places = _folded(plain)
    found = [one.span() for one in pattern.finditer(folded)]
    starts = [0, *(places[end] for _, end in found)]
    ends = [*(places[start] for start, _ in found), len(plain)]
    left = " ".join(plain[start:end] for start, end in zip(starts, ends, strict=True))
    return " ".join(left.split()) if found and _says(left) else text


def _pattern(ignored: Sequence[str]) -> re.Pattern[str] | None:
    """What finds the phrases, the longest first; None when there is none to find."""
    folded = {_folded(unicodedata.normalize("NFKC", phrase))[0] for phrase in ignored if _says(phrase)}
    longest = sorted(folded, key=lambda phrase: (-len(phrase), phrase))
    words = [[re.escape(word) for word in _BETWEEN.split(phrase) if word] for phrase in longest]
    phrases = "|".join(_BETWEEN.pattern.join(some) for some in words)
    return re.compile(rf"{_ELISION}(?<!\w)(?:{phrases})(?!\w)") if words else None


def _folded(plain: str) -> tuple[str, list[int]]:
    """The text without case or accents, and the place in ``plain`` of each of its signs and of its end."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(plain):
        decomposed = unicodedata.normalize("NFD", sign.translate(_APOSTROPHES).casefold())
        kept = [one for one in decomposed if not unicodedata.combining(one)]
        signs += kept
        places += [place] * len(kept)
    return "".join(signs), [*places, len(plain)]


def _says(text: str) -> bool:
    """Whether there is more than blanks and punctuation: a letter, a digit, an emoji."""
    return any(unicodedata.category(sign)[0] in "LNS" for sign in text)
