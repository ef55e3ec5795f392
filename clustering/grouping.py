"""From texts and their vectors to a draft of named groups, with every step of the way kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustering.linkage import Groups, Lone, Tree, average_linkage, cut, default_k
from clustering.names import distinguishing_terms, medoid, titles
from clustering.neighbours import ROUNDS, neighbour_count, smoothed
from clustering.vectors import centred

METHOD = "average linkage on cosine distance of vectors centred by language, smoothed by neighbours"
SMALLEST_GROUP = 2  # texts
SMALLEST_LANGUAGE = 5  # texts
IN_NONE = -1  # the label of a text without a neighbour


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

    ``labels``: the group of each text, 0 the largest, -1 for none. ``k``: the number of groups. ``lone``: the
    texts in none, rising. ``centred``: (n, d), one row per text. ``order``: the texts by canonical order; row
    i of ``tree`` is text ``order[i]``, centred and smoothed. ``suggestions``: by label. ``parameters``: what
    was asked for and the constants that applied, for the record.
    """

    labels: tuple[int, ...]
    k: int
    lone: tuple[int, ...]
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
    lone: Lone = "fold",
) -> Grouping:
    """A draft of at most k groups (``default_k`` when None), the same whatever the order of the texts.

    ``languages`` has one code per text, ``vectors`` one unit or zero row per text, shape (n, d). A text
    without a neighbour is folded into the nearer group, or left in none (see ``cut``). Fewer than k groups
    come back when the tree holds no more groups of two texts. The method leaves nothing to chance: ``seed``
    is recorded, not used. Raises ValueError for k < 1, for lists of different lengths and for more texts than
    a tree can hold.
    """
    if not len(texts) == len(languages) == len(vectors):
        raise ValueError(f"{len(texts)} texts, {len(languages)} languages, {len(vectors)} vectors")
    order = _canonical_order(texts, languages, vectors)
    rows = centred(vectors[order], [languages[i] for i in order], SMALLEST_LANGUAGE)
    tree = average_linkage(smoothed(rows, neighbour_count(len(texts))))
    asked = max(default_k(len(texts)), 1) if k is None else k
    groups = cut(tree, asked, SMALLEST_GROUP, lone)
    suggestions = _suggestions([texts[i] for i in order], rows, groups, order)
    labels = _labels(suggestions, len(texts))
    return Grouping(
        labels=labels,
        k=len(groups),
        lone=tuple(i for i, label in enumerate(labels) if label == IN_NONE),
        centred=rows[np.argsort(np.array(order, dtype=np.intp))],
        order=tuple(order),
        tree=tree,
        suggestions=suggestions,
        parameters=_parameters(len(texts), k, len(groups), lone, seed),
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
    return tuple(label.get(i, IN_NONE) for i in range(n))


def _parameters(
    n: int, asked: int | None, obtained: int, lone: Lone, seed: int
) -> dict[str, str | int | None]:
    return {
        "method": METHOD,
        "k_asked": asked,
        "k": obtained,
        "lone": lone,
        "smallest_group": SMALLEST_GROUP,
        "smallest_language": SMALLEST_LANGUAGE,
        "neighbours": neighbour_count(n),
        "rounds": ROUNDS,
        "seed": seed,
    }
