"""Names for groups in participants' own words: the most central idea as title, a few terms as subtitle.

A name is a suggestion made of somebody's words, never a quotation: it carries no quotation marks.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from clustering.linkage import DECIMALS
from clustering.stop_words import LINKS, STOP_WORDS
from clustering.vectors import unit_rows

LONGEST_TITLE = 60  # characters
SHORTEST_CLAUSE = 20  # characters; a title may end at a punctuation mark after so many
WIDEST_GAP = 2  # linking words inside a two-word term, as in «permis de travail»
WEAK_LEAD = 0.05  # by which the likeness of a medoid to its own group exceeds that to any other, at least
FEW = 3  # ideas; in a group no larger, terms of one idea alone may be all there is
ENOUGH_TERMS = 2  # in a larger group, words of one idea alone make up this number, not more
SAME_START = 6  # letters by which two words count as one: employeur and employer

_QUOTES = '«»“”„‟"‹›「」『』'
_LOOSE_ENDS = " ,;:.!?–—-('’" + _QUOTES
_CLAUSE_END = re.compile(r"[^\w\s'’-]+")
_WORD = re.compile(r"[^\W\d_]+")

Term = tuple[str, ...]  # one or two words without accents and plural mark


def titles(
    texts: Sequence[str], vectors: NDArray[np.float64], groups: Sequence[Sequence[int]]
) -> tuple[str, ...]:
    """A title for each group: its medoid, shortened, with a capital; empty where that would be a weak name.

    ``vectors`` are centred unit rows, one per text. Weak is a medoid without a word that tells anything, or
    hardly nearer to its own group than to another (by less than WEAK_LEAD): the screen then says «Groupe A».
    """
    if not groups:
        return ()
    centroids = unit_rows(np.stack([vectors[list(group)].mean(axis=0) for group in groups]))
    found = []
    for number, group in enumerate(groups):
        centre = medoid(vectors, group)
        found.append(title_of(texts[centre], centroids @ vectors[centre], number))
    return tuple(found)


def title_of(text: str, likeness: NDArray[np.float64], own: int) -> str:
    """The title that a central text gives its group, from its likeness to the centroid of each group."""
    clear = _lead(likeness, own) >= WEAK_LEAD
    title = shortened(text) if clear and any(telling_words(text)) else ""
    return title[:1].upper() + title[1:]


def medoid(vectors: NDArray[np.float64], members: Sequence[int]) -> int:
    """The member nearest to the centroid of the members; the first of them when several are as near."""
    rows = vectors[list(members)]
    centroid = unit_rows(rows.mean(axis=0, keepdims=True))
    return members[int(np.argmax(np.round(rows @ centroid[0], DECIMALS)))]


def shortened(text: str, limit: int = LONGEST_TITLE) -> str:
    """The text on one line of at most ``limit`` characters without quotation marks round it, «…» when cut.

    It is cut at the last punctuation mark that leaves SHORTEST_CLAUSE characters, else after a word that is
    not left hanging, unless that would lose more than half of the line to one very long word.
    """
    line = _unquoted(" ".join(text.split()))
    if len(line) <= limit:
        return line
    clauses = [mark.start() for mark in re.finditer(r"[,;:.!?(–—](?=\s|$)|\s[(–—-](?=\S|\s)", line[:limit])]
    shortest = min(SHORTEST_CLAUSE, limit // 2)
    if clauses and clauses[-1] >= shortest:
        return line[: clauses[-1]].rstrip(_LOOSE_ENDS) + "…"
    end = line.rfind(" ", 0, limit)
    if end < limit // 2:
        return line[: limit - 1].rstrip(_LOOSE_ENDS) + "…"
    return _without_hanging_words(line[:end], shortest).rstrip(_LOOSE_ENDS) + "…"


def telling_words(text: str) -> Iterator[str]:
    """The words of a text that are no stop words, in lower case, as written."""
    for word in _WORD.finditer(_lower(text)):
        if _tells(word.group()):
            yield word.group()


def unaccented(text: str) -> str:
    """The text in lower case and without accents: «dès», «des» and «DÈS» are one word in a hurry."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def distinguishing_terms(
    texts: Sequence[str],
    groups: Sequence[Sequence[int]],
    most: int = 3,
    ignored: Collection[str] = (),
) -> tuple[tuple[str, ...], ...]:
    """For each group at most ``most`` terms of one or two words that set it apart from the rest, best first.

    ``ignored`` are words that name nothing in this room, whatever their case, accents or plural mark.

    Class-based TF-IDF (Grootendorst, 2022). We depart from it in three points. What counts is the ideas that
    hold a term, not its occurrences, so that one long idea does not name its group. Terms of several ideas go
    before those of one; these fill up, from the idea that shares most with the others. No two terms of a
    group are akin (``_akin``): a word, its plural, what it often looks like in the other language, are one.
    """
    unwanted = {_stem(word) for text in ignored for word in _WORD.findall(_lower(text))}
    found = [dict(_terms(text, unwanted)) for text in texts]
    counts = [Counter(term for row in group for term in found[row]) for group in groups]
    ranked = _by_weight(found, groups, counts)
    return tuple(
        tuple(_as_written(found, group, term) for term in _varied(terms, count, len(group), most))
        for terms, count, group in zip(ranked, counts, groups, strict=True)
    )


def _lead(likeness: NDArray[np.float64], own: int) -> float:
    """How much more like its own group a text is than like the next; of one group alone, all there can be."""
    others = np.delete(likeness, own)
    return float(likeness[own] - others.max()) if len(others) else 1.0


def _unquoted(line: str) -> str:
    """The line without quotation marks at its ends, nor one that these leave without its other half."""
    inner = line.strip(_QUOTES + " ")
    return "".join(inner.split('"')) if inner.count('"') % 2 else inner


def _without_hanging_words(line: str, shortest: int) -> str:
    """The line less articles, numbers and the like at its end, while ``shortest`` characters remain."""
    while True:
        rest, _, last = line.rpartition(" ")
        if len(rest) < shortest or any(_tells(word) for word in _WORD.findall(_lower(last))):
            return line
        line = rest


def _lower(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _terms(text: str, unwanted: Collection[str]) -> Iterator[tuple[Term, str]]:
    """The terms of a text and how it writes them, in lower case; two words never span a punctuation mark."""
    for clause in _CLAUSE_END.split(_lower(text)):
        words = list(_WORD.finditer(clause))
        telling = [i for i, w in enumerate(words) if _tells(w.group()) and _stem(w.group()) not in unwanted]
        for i in telling:
            yield (_stem(words[i].group()),), words[i].group()
        for i, j in pairwise(telling):
            between = [word.group() for word in words[i + 1 : j]]
            if len(between) <= WIDEST_GAP and LINKS.issuperset(between):
                pair = clause[words[i].start() : words[j].end()]
                yield (_stem(words[i].group()), _stem(words[j].group())), " ".join(pair.split())


def _tells(word: str) -> bool:
    return len(word) > 1 and unaccented(word) not in _SILENT


def _stem(word: str) -> str:
    """The word without accents and plural mark, the same in both languages; «bus» keeps its s."""
    plain = unaccented(word)
    return plain if plain.endswith("us") else plain.rstrip("sx") or plain


def _as_written(found: Sequence[dict[Term, str]], group: Sequence[int], term: Term) -> str:
    """How a term is most often written in a group; when equal, with accents, then by the alphabet."""
    spellings = Counter(found[row][term] for row in group if term in found[row])
    return min(spellings, key=lambda s: (-spellings[s], unaccented(s) == s, s))


def _by_weight(
    found: Sequence[dict[Term, str]], groups: Sequence[Sequence[int]], counts: Sequence[Counter[Term]]
) -> list[list[Term]]:
    """The terms of each group, best first."""
    everywhere = sum(counts, Counter[Term]())
    average = everywhere.total() / max(len(groups), 1)
    idf = {term: log(1 + average / count) for term, count in everywhere.items()}
    return [_ranked(found, group, count, idf) for group, count in zip(groups, counts, strict=True)]


def _ranked(
    found: Sequence[dict[Term, str]], group: Sequence[int], count: Counter[Term], idf: dict[Term, float]
) -> list[Term]:
    """Terms of several ideas by weight, then those of one by what it shares; then two words before one.

    A word that several ideas hold only beside one other is no term: «centre-ville» says more than «centre».
    """
    pairs = [term for term in count if len(term) > 1 and count[term] > 1]
    halves = {(word,) for pair in pairs for word in pair if count[word,] == count[pair]}
    shared = {row: sum(count[term] for term in found[row] if count[term] > 1) for row in group}
    typical = {term: shared[row] for row in group for term in found[row] if count[term] == 1}

    def rank(term: Term) -> tuple[bool, int, float, int, Term]:
        weight = round(count[term] * idf[term], DECIMALS)
        return term in typical, -typical.get(term, 0), -weight, -len(term), term

    return sorted(count.keys() - halves, key=rank)


def _varied(ranked: Sequence[Term], count: Counter[Term], size: int, most: int) -> list[Term]:
    """The first terms not akin to a better one; in a large group, few and short ones of one idea alone."""
    kept: list[Term] = []
    for term in ranked:
        lone = count[term] == 1 and size > FEW
        if len(kept) == most or (lone and len(kept) >= ENOUGH_TERMS):
            break
        if not (lone and len(term) > 1) and not _akin_to_any(term, kept):
            kept.append(term)
    return kept


def _akin_to_any(term: Term, others: Sequence[Term]) -> bool:
    return any(_akin(word, other) for word in term for better in others for other in better)


def _akin(word: str, other: str) -> bool:
    """Whether two stems begin alike, or one holds the other: bus and autobus, stage and stagiaire."""
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) > 2 and short in long) or short[:SAME_START] == long[:SAME_START]


_SILENT = frozenset(map(unaccented, STOP_WORDS))
