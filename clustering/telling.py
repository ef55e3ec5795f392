"""The words of a text that tell something, and how much: what names and terms are made of."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from clustering.pieces import piece_ids
from clustering.stop_words import STOP_WORDS
from clustering.weighing import vocabulary_weights

CLAUSE_END = re.compile(r"[^\w\s'’-]+|\s-\s")
WORD = re.compile(r"[^\W\d_]+")
VOCABULARY = 65_536  # words kept in memory: the same ones come back in every draft
SAME_START = 6  # letters by which two words count as one: employeur and employer


def telling_words(text: str) -> Iterator[str]:
    """The words of a text that are no stop words, in lower case, as written."""
    for word in WORD.finditer(lower(text)):
        if tells(word.group()):
            yield word.group()


@lru_cache(maxsize=VOCABULARY)
def tells(word: str) -> bool:
    """Whether a word in lower case is more than a letter and no stop word."""
    return len(word) > 1 and unaccented(word) not in _SILENT


def lower(text: str) -> str:
    """The text in lower case, each of its signs in one form."""
    return unicodedata.normalize("NFKC", text).lower()


def unaccented(text: str) -> str:
    """The text in lower case and without accents: «dès», «des» and «DÈS» are one word in a hurry."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=VOCABULARY)
def stem(word: str) -> str:
    """The word without accents and plural mark, the same in both languages; «bus» keeps its s."""
    plain = unaccented(word)
    return plain if plain.endswith("us") else plain.rstrip("sx") or plain


def stems(texts: Collection[str]) -> frozenset[str]:
    """The stems of all words of those texts."""
    return frozenset(stem(word) for text in texts for word in WORD.findall(lower(text)))


@lru_cache(maxsize=VOCABULARY)
def rarity(word: str) -> float:
    """How rare a word is in the encoder's vocabulary, 0 … 1: as rare as the rarest of its pieces."""
    ids = piece_ids(word)
    return float(vocabulary_weights()[ids].max()) if len(ids) else 0.0


_SILENT = frozenset(map(unaccented, STOP_WORDS))
