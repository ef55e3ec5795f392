"""Names for groups in participants' own words: the most central idea as title, a few terms as subtitle."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from clustering.linkage import DECIMALS
from clustering.stop_words import STOP_WORDS
from clustering.vectors import unit_rows

LONGEST_TITLE = 60  # characters
WIDEST_GAP = 2  # stop words inside a two-word term, as in «permis de travail»

_CLAUSE_END = re.compile(r"[^\w\s'’-]+")
_WORD = re.compile(r"[^\W\d_]+")

Term = tuple[str, ...]  # one or two words without their plural mark


def medoid(vectors: NDArray[np.float64], members: Sequence[int]) -> int:
    """The member nearest to the centroid of the members; the first of them when several are as near."""
    rows = vectors[list(members)]
    centroid = unit_rows(rows.mean(axis=0, keepdims=True))
    return members[int(np.argmax(np.round(rows @ centroid[0], DECIMALS)))]


def shortened(text: str, limit: int = LONGEST_TITLE) -> str:
    """The text on one line of at most ``limit`` characters, ended by «…» when it was longer.

    It is cut after a word, unless that would lose more than half of the line to one very long word.
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    end = line.rfind(" ", 0, limit)
    return line[: end if end >= limit // 2 else limit - 1].rstrip(" ,;:.!?–—-(«'’") + "…"


def distinguishing_terms(
    texts: Sequence[str], groups: Sequence[Sequence[int]], most: int = 3
) -> tuple[tuple[str, ...], ...]:
    """For each group at most ``most`` terms of one or two words that set it apart from the rest, best first.

    Class-based TF-IDF (Grootendorst, 2022). We depart from it in counting the ideas that hold a term rather
    than its occurrences, so that one long idea does not name its group, and no two terms of a group share a
    word.
    """
    found = [dict(_terms(text)) for text in texts]
    counts = [Counter(term for row in group for term in found[row]) for group in groups]
    written = [_as_written(found, group) for group in groups]
    everywhere = sum(counts, Counter[Term]())
    average = everywhere.total() / max(len(groups), 1)
    idf = {term: log(1 + average / count) for term, count in everywhere.items()}
    return tuple(
        tuple(names[term] for term in _diverse(_ranked(count, idf), most))
        for count, names in zip(counts, written, strict=True)
    )


def _terms(text: str) -> Iterator[tuple[Term, str]]:
    """The terms of a text and how it writes them, in lower case; two words never span a punctuation mark."""
    for clause in _CLAUSE_END.split(unicodedata.normalize("NFKC", text).lower()):
        words = list(_WORD.finditer(clause))
        telling = [i for i, word in enumerate(words) if _tells(word.group())]
        for i in telling:
            yield (_stem(words[i].group()),), words[i].group()
        for i, j in pairwise(telling):
            if j - i <= WIDEST_GAP + 1:
                pair = clause[words[i].start() : words[j].end()]
                yield (_stem(words[i].group()), _stem(words[j].group())), " ".join(pair.split())


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in STOP_WORDS


def _stem(word: str) -> str:
    """The word without its plural mark, the same in both languages."""
    return word.rstrip("sx") or word


def _as_written(found: Sequence[dict[Term, str]], group: Sequence[int]) -> dict[Term, str]:
    """How each term is most often written in a group; the first in the alphabet when equal."""
    spellings: dict[Term, Counter[str]] = {}
    for row in group:
        for term, spelling in found[row].items():
            spellings.setdefault(term, Counter())[spelling] += 1
    return {term: min(counter, key=lambda s: (-counter[s], s)) for term, counter in spellings.items()}


def _ranked(count: Counter[Term], idf: dict[Term, float]) -> list[Term]:
    """Terms by falling weight; when equal, two words before one, then the alphabet."""
    return sorted(count, key=lambda term: (-round(count[term] * idf[term], DECIMALS), -len(term), term))


def _diverse(ranked: Sequence[Term], most: int) -> list[Term]:
    """The first terms that share no word with a better one."""
    kept: list[Term] = []
    for term in ranked:
        if len(kept) == most:
            break
        if not any(set(term) & set(better) for better in kept):
            kept.append(term)
    return kept
