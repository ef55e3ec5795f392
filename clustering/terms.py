"""A few terms for each group of ideas, in the words of those who wrote them: its subtitle."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import log

from clustering.linkage import DECIMALS
from clustering.stop_words import LINKS
from clustering.telling import CLAUSE_END, SAME_START, WORD, lower, rarity, stem, stems, tells, unaccented

WIDEST_GAP = 2  # linking words inside a two-word term, as in «permis de travail»
FEW = 3  # ideas; in a group no larger, terms of one idea alone may be all there is
ENOUGH_TERMS = 2  # in a larger group, words of one idea alone make up this number, not more

Term = tuple[str, ...]  # one or two words without accents and plural mark


def distinguishing_terms(
    texts: Sequence[str],
    groups: Sequence[Sequence[int]],
    most: int = 3,
    ignored: Collection[str] = (),
) -> tuple[tuple[str, ...], ...]:
    """For each group at most ``most`` terms of one or two words that set it apart from the rest, best first.

    ``ignored`` are words that name nothing in this room, whatever their case, accents or plural mark.

    Class-based TF-IDF (Grootendorst, 2022). We depart from it in four points. A term weighs less the commoner
    its words are in the language, as in ``clustering.weighing``. What counts is the ideas that
    hold a term, not its occurrences, so that one long idea does not name its group. Terms of several ideas go
    before those of one; these fill up, from the idea that shares most with the others. No two terms of a
    group are akin (``_akin``): a word, its plural, what it often looks like in the other language, are one.
    """
    unwanted = stems(ignored)
    found = [dict(_terms(text, unwanted)) for text in texts]
    counts = [Counter(term for row in group for term in found[row]) for group in groups]
    ranked = _by_weight(found, groups, counts)
    return tuple(
        tuple(_as_written(found, group, term) for term in _varied(terms, count, len(group), most))
        for terms, count, group in zip(ranked, counts, groups, strict=True)
    )


def _terms(text: str, unwanted: Collection[str]) -> Iterator[tuple[Term, str]]:
    """The terms of a text and how it writes them, in lower case; two words never span a punctuation mark."""
    for clause in CLAUSE_END.split(lower(text)):
        words = list(WORD.finditer(clause))
        telling = [i for i, w in enumerate(words) if tells(w.group()) and stem(w.group()) not in unwanted]
        for i in telling:
            yield (stem(words[i].group()),), words[i].group()
        for i, j in pairwise(telling):
            between = [word.group() for word in words[i + 1 : j]]
            if len(between) <= WIDEST_GAP and LINKS.issuperset(between):
                pair = clause[words[i].start() : words[j].end()]
                yield (stem(words[i].group()), stem(words[j].group())), " ".join(pair.split())


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
    weights = {term: log(1 + average / count) * max(map(rarity, term)) for term, count in everywhere.items()}
    return [_ranked(found, group, count, weights) for group, count in zip(groups, counts, strict=True)]


def _ranked(
    found: Sequence[dict[Term, str]], group: Sequence[int], count: Counter[Term], weights: dict[Term, float]
) -> list[Term]:
    """Terms of several ideas by weight, then those of one by what it shares; then two words before one.

    A word that several ideas hold only beside one other is no term: «centre-ville» says more than «centre».
    """
    pairs = [term for term in count if len(term) > 1 and count[term] > 1]
    halves = {(word,) for pair in pairs for word in pair if count[word,] == count[pair]}
    shared = {row: sum(count[term] for term in found[row] if count[term] > 1) for row in group}
    typical = {term: shared[row] for row in group for term in found[row] if count[term] == 1}

    def rank(term: Term) -> tuple[bool, int, float, int, Term]:
        weight = round(count[term] * weights[term], DECIMALS)
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
