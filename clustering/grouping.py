"""From texts and their vectors to a draft of named groups, with every step of the way kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustering.linkage import Groups, Tree, average_linkage, cut, default_k
from clustering.names import distinguishing_terms, medoid, titles
from clustering.vectors import centred

METHOD = "average linkage on cosine distance of vectors centred by language"
SMALLEST_GROUP = 2  # texts
SMALLEST_LANGUAGE = 5  # texts


@dataclass(frozen=True, slots=True)
class GroupSuggestion:
    """One group of the draft: its texts by index, the most central one, a title and terms in their words.

    ``title`` is empty where it would be a weak name; ``terms`` holds at most three, best first.
    """

    members: tuple[int, ...]
    medoid: int
    title: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """A draft of groups and all that led to it.

    ``labels``: the group of each text, 0 the largest. ``k``: the number of groups. ``centred``: (n, d), one
    row per text. ``order``: the texts by canonical order; row i of ``tree`` is text ``order[i]``.
    ``suggestions``: by label. ``parameters``: what was asked for and the constants that applied, for the
    record.
    """

    labels: tuple[int, ...]
    k: int
    centred: NDArray[np.float64]
    order: tuple[int, ...]
    tree: Tree
    suggestions: tuple[GroupSuggestion, ...]
    parameters: Mapping[str, str | int | None]


def group(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: NDArray[np.floating],
    k: int | None = None,
    seed: int = 0,
) -> Grouping:
    """A draft of at most k groups (``default_k`` when None), the same whatever the order of the texts.

    ``languages`` has one code per text, ``vectors`` one unit or zero row per text, shape (n, d). Fewer than k
    groups come back when the tree holds no more groups of two texts (see ``cut``). The method leaves nothing
    to chance: ``seed`` is recorded, not used. Raises ValueError for k < 1, for lists of different lengths and
    for more texts than a tree can hold.
    """
    if not len(texts) == len(languages) == len(vectors):
        raise ValueError(f"{len(texts)} texts, {len(languages)} languages, {len(vectors)} vectors")
    order = _canonical_order(texts, languages, vectors)
    rows = centred(vectors[order], [languages[i] for i in order], SMALLEST_LANGUAGE)
    tree = average_linkage(rows)
    asked = max(default_k(len(texts)), 1) if k is None else k
    groups = cut(tree, asked, SMALLEST_GROUP)
    suggestions = _suggestions([texts[i] for i in order], rows, groups, order)
    return Grouping(
        labels=_labels(suggestions, len(texts)),
        k=len(groups),
        centred=rows[np.argsort(np.array(order, dtype=np.intp))],
        order=tuple(order),
        tree=tree,
        suggestions=suggestions,
        parameters=_parameters(k, len(groups), seed),
    )


def _canonical_order(
    texts: Sequence[str], languages: Sequence[str], vectors: NDArray[np.floating]
) -> list[int]:
    """The texts by their own characters, so that no result depends on who wrote first."""
    return sorted(range(len(texts)), key=lambda i: (texts[i], languages[i], vectors[i].tobytes()))


def _suggestions(
    texts: Sequence[str], rows: NDArray[np.float64], groups: Groups, order: Sequence[int]
) -> tuple[GroupSuggestion, ...]:
    """The named groups; texts, rows and groups in canonical order, the result in the caller's."""
    named = zip(groups, titles(texts, rows, groups), distinguishing_terms(texts, groups), strict=True)
    return tuple(_suggestion(rows, members, title, terms, order) for members, title, terms in named)


def _suggestion(
    rows: NDArray[np.float64],
    members: tuple[int, ...],
    title: str,
    terms: tuple[str, ...],
    order: Sequence[int],
) -> GroupSuggestion:
    return GroupSuggestion(
        members=tuple(sorted(order[row] for row in members)),
        medoid=order[medoid(rows, members)],
        title=title,
        terms=terms,
    )


def _labels(suggestions: Sequence[GroupSuggestion], n: int) -> tuple[int, ...]:
    label = {i: number for number, suggestion in enumerate(suggestions) for i in suggestion.members}
    return tuple(label[i] for i in range(n))


def _parameters(asked: int | None, obtained: int, seed: int) -> dict[str, str | int | None]:
    return {
        "method": METHOD,
        "k_asked": asked,
        "k": obtained,
        "smallest_group": SMALLEST_GROUP,
        "smallest_language": SMALLEST_LANGUAGE,
        "seed": seed,
    }
