"""Titles for groups: two to five words that somebody wrote, on what the ideas of the group share.

A title is a suggestion made of somebody's words, never a quotation: it carries no quotation marks.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clustering.linkage import DECIMALS
from clustering.stop_words import LINKS
from clustering.telling import CLAUSE_END, SAME_START, WORD, lower, rarity, stem, stems, telling_words, tells

FEWEST_WORDS, MOST_WORDS = 2, 5  # an elided article counts with its word
LONGEST_TITLE = 60  # characters
WEAK_LEAD = 0.05  # by which an idea is nearer to its own group than to any other, if it shares no word
LONE = 0.5  # what a word of one idea alone counts, beside a word of several
WHOLE_END = 0.1  # what a phrase gains for each end where it does not cut the words of its author
HEAD_FIRST, HEAD_LAST = "fr", "en"  # «permis de travail valide», “valid work permit”
JOINS = LINKS - {"et", "and"}  # «écoles et rénover»: what follows these is often another thing
READ = (HEAD_FIRST, HEAD_LAST, "")  # the languages whose small words we know, and who does not say which


class _Phrase(NamedTuple):
    """Words as written, the stems that tell in them, and how many of their two ends cut nothing."""

    words: str
    stems: frozenset[str]
    whole_ends: int


@dataclass(frozen=True, slots=True)
class _Worth:
    """What words are worth in one group, by the start of their stems; those that its ideas share."""

    of: Mapping[str, float]
    shared: frozenset[str]

    def weight(self, phrase: _Phrase) -> float:
        """What the words of a phrase are worth together; a long one is not worth more for its length."""
        told = sum(self.of[one[:SAME_START]] * rarity(one) for one in phrase.stems)
        return told / sqrt(len(phrase.stems)) * (1 + WHOLE_END * phrase.whole_ends)

    def shares(self, phrase: _Phrase) -> bool:
        """Whether several ideas of the group hold a word of the phrase."""
        return any(one[:SAME_START] in self.shared for one in phrase.stems)


def titles(
    texts: Sequence[str],
    languages: Sequence[str],
    likeness: NDArray[np.floating],
    groups: Sequence[Sequence[int]],
    ignored: Collection[str] = (),
) -> tuple[dict[str, str], ...]:
    """For each group its titles by language, that of most of its texts first; none where it would be weak.

    ``likeness``: the cosine of each text with the centroid of each group, (n, groups). ``ignored`` are words
    that name nothing in this room, whatever their case, accents or plural mark.

    A title is a phrase of one text. Its words weigh as in ``clustering.weighing``: by how many ideas of the
    group hold them, and by how rare they are in the room and in the language; then counts how central the
    text is. At least one word is shared by two ideas of the group; where no phrase has one, the text leads
    clearly to that group: «Groupe A» on the screen is better than a chance phrase.
    """
    unwanted = stems(ignored)
    held = [{stem(word)[:SAME_START] for word in telling_words(text)} for text in texts]
    count = Counter(start for some in held for start in some)
    weights = {start: log((len(texts) + 1) / (many + 0.5)) for start, many in count.items()}
    phrases = [list(_phrases(text, code, unwanted)) for text, code in zip(texts, languages, strict=True)]
    found = []
    for number, members in enumerate(groups):
        worth = _worth([held[i] for i in members], weights)
        best: dict[str, tuple[bool, float, str]] = {}
        for i in members:
            clear = _lead(likeness[i], number) >= WEAK_LEAD
            for phrase in phrases[i]:
                shares = worth.shares(phrase)
                weight = worth.weight(phrase) * (1.0 + float(likeness[i, number]))
                rank = shares, round(weight, DECIMALS), phrase.words
                if (shares or clear) and rank > best.get(languages[i], (False, 0.0, "")):
                    best[languages[i]] = rank
        spoken = Counter(languages[i] for i in members)
        if any(shares for shares, *_ in best.values()):  # the one idea in the other language is not the group
            best = {code: rank for code, rank in best.items() if rank[0]}
        order = sorted(best, key=lambda code: (-spoken[code], code))
        found.append({code: _capital(best[code][2]) for code in order})
    return tuple(found)


def _worth(held: Sequence[set[str]], weights: Mapping[str, float]) -> _Worth:
    """What the words of a group are worth: ``held`` by each of its ideas, ``weights`` in the room."""
    count = Counter(start for some in held for start in some)
    shared = frozenset(start for start, many in count.items() if many > 1)
    of = {start: many * weights[start] * (1.0 if start in shared else LONE) for start, many in count.items()}
    return _Worth(of, shared)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lead(likeness: NDArray[np.floating], own: int) -> float:
    """How much more like its own group a text is than like the next; of one group alone, all there can be."""
    others = np.delete(likeness, own)
    return float(likeness[own] - others.max()) if len(others) else 1.0


def _phrases(text: str, language: str, unwanted: Collection[str]) -> Iterator[_Phrase]:
    """The phrases of a text that may be a title: telling words, with small words between them only.

    No phrase spans a punctuation mark or an unwanted word. Where the head of a phrase comes first, its last
    words may be left out, but not its first; where it comes last, the reverse; elsewhere, neither.
    """
    for clause in CLAUSE_END.split(unicodedata.normalize("NFKC", text)) if language in READ else ():
        words = list(WORD.finditer(clause))
        plain = [lower(word.group()) for word in words]
        telling = [tells(word) and stem(word) not in unwanted for word in plain]
        for first in (i for i, tell in enumerate(telling) if tell):
            opens = first == 0 or not telling[first - 1]
            for last in _ends(plain, telling, first) if opens or language == HEAD_LAST else ():
                closes = last + 1 == len(words) or not telling[last + 1]
                said = " ".join(clause[words[first].start() : words[last].end()].split())
                named = (
                    not closes and words[last + 1].group()[0].isupper()
                )  # «rue Saint» of «rue Saint-Denis»
                if (closes or (language == HEAD_FIRST and not named)) and len(said) <= LONGEST_TITLE:
                    told = (stem(plain[i]) for i in range(first, last + 1) if telling[i])
                    yield _Phrase(said, frozenset(told), opens + closes)


def _ends(words: Sequence[str], telling: Sequence[bool], first: int) -> Iterator[int]:
    """Where a phrase that begins there may end, so that it has FEWEST_WORDS to MOST_WORDS."""
    count = 0
    for last in range(first, len(words)):
        count += len(words[last]) > 1
        if count > MOST_WORDS or not (telling[last] or words[last] in JOINS):
            return
        if telling[last] and count >= FEWEST_WORDS:
            yield last
