"""Possible twins: ideas that may say the same thing twice, within one language or across two.

Only ever suggestions: two ideas about one thing are cousins, and only people can tell cousins from twins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from clustering.linkage import DECIMALS
from clustering.telling import telling_words, unaccented
from clustering.vectors import centred

SUGGESTED = 0.1  # the chance from which a pair is worth a look: looking is cheap, a twin overlooked is not
STRONG = 0.9  # the chance from which hardly one pair across languages in a hundred is wrong
FEWEST_TO_CENTRE = 12  # texts; the mean of fewer is too much each one's own
ROWS_AT_ONCE = 512  # of likenesses held in memory

# What ``bench.twins`` fits on its calibration half: logistic weights of closeness, of margin, and a constant.
WITHIN = (13.0, 3.2, -7.4)
ACROSS = (21.8, 13.5, -15.9)

_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Twins:
    """Two texts by index, ``first`` < ``second``; ``score`` is the chance (0 … 1) that they are twins."""

    first: int
    second: int
    score: float
    strong: bool


class Candidate(NamedTuple):
    """Mutual nearest neighbours: how close they are, and by how much nearer than to anybody else."""

    first: int
    second: int
    across: bool
    closeness: float
    margin: float


class _Nearest(NamedTuple):
    """For each row its most like row (-1: there is none), how like, and how like the next one is."""

    rows: NDArray[np.intp]
    likeness: NDArray[np.float64]
    next: NDArray[np.float64]


def possible_twins(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: NDArray[np.floating],
    at_least: float = SUGGESTED,
) -> tuple[Twins, ...]:
    """The pairs that may be twins with a chance of ``at_least`` or more, best first, whatever the order.

    ``languages`` has one code per text, ``vectors`` one unit or zero row per text, shape (n, d), as the
    encoder gave them. Texts alike but for case, accents and signs are chained (a, b), (b, c) with score 1;
    the first of them stands for the others in the rest. Raises ValueError for lists of different lengths.

    The chance is a logistic regression on two things that travel from one room to another, where a cosine
    does not: closeness and margin (see ``candidates``; a margin over the next neighbour as in Artetxe &
    Schwenk, 2019). Its weights come from workshops of 58 texts, 7 of them twins: translations for pairs
    across languages; for pairs within one, real texts told again in 40 to 70 % of their words. Twins that
    people wrote with hardly a word in common get less than their due.
    """
    alike = _alike(texts, languages, vectors)
    pairs = {pair: 1.0 for same in alike for pair in pairwise(same)}
    for found in _mutual_nearest([same[0] for same in alike], texts, languages, vectors):
        closeness, margin, constant = ACROSS if found.across else WITHIN
        strength = closeness * found.closeness + margin * found.margin + constant
        pairs[found.first, found.second] = round(float(1.0 / (1.0 + np.exp(-strength))), DECIMALS)
    twins = [Twins(min(p), max(p), score, score >= STRONG) for p, score in pairs.items() if score >= at_least]
    return tuple(sorted(twins, key=lambda t: (-t.score, sorted((texts[t.first], texts[t.second])))))


def candidates(
    texts: Sequence[str], languages: Sequence[str], vectors: NDArray[np.floating]
) -> tuple[Candidate, ...]:
    """The mutual nearest neighbours within each language and across languages, blanks and repetitions aside.

    Likeness is the cosine of centred vectors; within one language that of character 3–5-grams (TF-IDF,
    telling words only) is added: a word said again counts more there than a theme shared. Closeness is what
    best tells twins: the likeness across languages, its second part within one.
    """
    firsts = [same[0] for same in _alike(texts, languages, vectors)]
    return tuple(_mutual_nearest(firsts, texts, languages, vectors))


def _mutual_nearest(
    firsts: Sequence[int], texts: Sequence[str], languages: Sequence[str], vectors: NDArray[np.floating]
) -> Iterator[Candidate]:
    """The candidates among these texts, those without words left out."""
    kept = [i for i in firsts if _key(texts[i])[0]]
    if len(kept) < 2:
        return
    codes = np.array([languages[i] for i in kept], dtype=np.str_)
    rows = _comparable(vectors[kept], codes.tolist())
    letters = _letters([texts[i] for i in kept])
    for across in (False, True) if len(set(codes.tolist())) > 1 else (False,):
        for found in _mutual(rows, letters, codes, across):
            yield found._replace(first=kept[found.first], second=kept[found.second])


def _key(text: str) -> tuple[str, str]:
    """What two repetitions have in common: the words, or for a text of signs only the signs."""
    words = _SIGNS.sub(" ", unaccented(text)).strip()
    return words, "" if words else "".join(unicodedata.normalize("NFKC", text).split())


def _alike(texts: Sequence[str], languages: Sequence[str], vectors: NDArray[np.floating]) -> list[list[int]]:
    """The texts that are no blanks, those with one key together, all in an order of their own characters."""
    if not len(texts) == len(languages) == len(vectors):
        raise ValueError(f"{len(texts)} texts, {len(languages)} languages, {len(vectors)} vectors")
    keys = [_key(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: (keys[i], texts[i], languages[i], vectors[i].tobytes()))
    alike: dict[tuple[str, str], list[int]] = {}
    for i in order:
        alike.setdefault(keys[i], []).append(i)
    alike.pop(("", ""), None)
    return list(alike.values())


def _comparable(vectors: NDArray[np.floating], languages: Sequence[str]) -> NDArray[np.float64]:
    if len(vectors) < FEWEST_TO_CENTRE:
        return vectors.astype(np.float64)
    return centred(vectors, languages)


def _letters(texts: Sequence[str]) -> Any:
    """Unit rows of character n-grams, sparse, (n, m); a text of stop words only is taken as it stands."""
    # It takes half a second to import, and an application that groups nothing yet should not wait for it.
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    told = [unaccented(" ".join(telling_words(text)) or text) for text in texts]
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(told)


def _mutual(
    rows: NDArray[np.float64], letters: Any, codes: NDArray[np.str_], across: bool
) -> Iterator[Candidate]:
    near = _nearest(rows, letters, codes, across)
    numbers = np.arange(len(rows))
    first = numbers[(near.rows > numbers) & (near.rows[near.rows] == numbers)]
    second = near.rows[first]
    margins = near.likeness[first] - np.maximum(near.next[first], near.next[second])
    products = rows[first] * rows[second] if across else letters[first].multiply(letters[second])
    closeness = np.asarray(products.sum(axis=1)).ravel()
    columns = (first.tolist(), second.tolist(), closeness.tolist(), margins.tolist())
    for a, b, near_by, margin in zip(*columns, strict=True):
        yield Candidate(a, b, across, near_by, margin)


def _nearest(rows: NDArray[np.float64], letters: Any, codes: NDArray[np.str_], across: bool) -> _Nearest:
    """The most like row of each among those of its language, or of the others; the first when equal."""
    parts = []
    for start in range(0, len(rows), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        likeness = rows[part] @ rows.T
        if not across:
            likeness += (letters[part] @ letters.T).toarray()
        allowed = (codes[part, None] != codes) if across else (codes[part, None] == codes)
        allowed[np.arange(len(allowed)), np.arange(start, start + len(allowed))] = False
        parts.append(_two_best(np.where(allowed, likeness.round(DECIMALS), -np.inf)))
    return _Nearest(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _two_best(likeness: NDArray[np.float64]) -> _Nearest:
    """The best column of each row and the value of the next; a value that does not exist counts as 0."""
    best = likeness.argmax(axis=1)
    second, first = np.partition(likeness, -2, axis=1)[:, -2:].T
    alone = np.isneginf(first)
    return _Nearest(
        np.where(alone, -1, best), np.where(alone, 0.0, first), np.where(np.isneginf(second), 0.0, second)
    )
