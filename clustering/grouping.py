"""From texts and their vectors to a draft of named groups, with every step of the way kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustering.linkage import DECIMALS, Groups, Lone, Tree, average_linkage, cut, default_k
from clustering.neighbours import ROUNDS, neighbour_count, smoothed
from clustering.terms import distinguishing_terms
from clustering.titles import titles
from clustering.vectors import centred, read, unit_rows

METHOD = "average linkage on cosine distance of vectors centred by language, smoothed by neighbours"
SMALLEST_GROUP = 2  # texts
SMALLEST_LANGUAGE = 5  # texts
IN_NONE = -1  # the label of a text without a neighbour


@dataclass(frozen=True, slots=True)
class GroupSuggestion:
    """One group of the draft: its texts by index, the most central one, titles and terms in their words.

    ``titles``: by language, that of most of its texts first; none where it would be a weak name. ``terms``:
    at most three, best first.
    """

    members: tuple[int, ...]
    medoid: int
    titles: Mapping[str, str]
    terms: tuple[str, ...]

    def title(self, language: str) -> str:
        """The title in that language, or else in the language of most texts that have one; empty for none."""
        return self.titles.get(language) or next(iter(self.titles.values()), "")


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """A draft of groups and all that led to it.

    ``labels``: the group of each text, 0 the largest, -1 for none. ``k``: the number of groups. ``lone``: the
    texts in none, rising. ``unread``: those among them of which the encoder made nothing. ``centred``: (n,
    d), one row per text. ``order``: the other texts by canonical order; row i of ``tree`` is text
    ``order[i]``, centred and smoothed. ``suggestions``: by label. ``parameters``: what was asked for and the
    constants that applied, for the record.
    """

    labels: tuple[int, ...]
    k: int
    lone: tuple[int, ...]
    unread: tuple[int, ...]
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
    ignored: Collection[str] = (),
) -> Grouping:
    """A draft of at most k groups (``default_k`` when None), the same whatever the order of the texts.

    ``languages`` has one code per text; ``vectors`` are what ``centred`` takes. A text of zeros, of which the
    encoder made nothing, is in no group. A text without a neighbour is folded into the nearer group, or left
    in none (see ``cut``). Fewer than k groups come back when the tree holds no more groups of two texts. The
    method leaves nothing to chance: ``seed`` is recorded, not used. No title and no term holds a word of
    ``ignored``. Raises ValueError for k < 1, for lists of different lengths and for more texts than a tree
    can hold.
    """
    if not len(texts) == len(languages) == len(vectors):
        raise ValueError(f"{len(texts)} texts, {len(languages)} languages, {len(vectors)} vectors")
    said = read(vectors)
    order = [i for i in _canonical_order(texts, languages, vectors) if said[i]]
    rows = centred(vectors[order], [languages[i] for i in order], SMALLEST_LANGUAGE)
    tree = average_linkage(smoothed(rows, neighbour_count(len(order))))
    asked = max(default_k(len(order)), 1) if k is None else k
    groups = cut(tree, asked, SMALLEST_GROUP, lone)
    some = [texts[i] for i in order]
    names = titles(some, [languages[i] for i in order], _likeness(rows, groups), groups, ignored)
    terms = distinguishing_terms(some, groups, ignored=ignored)
    suggestions = tuple(_suggestion(rows, *one, order) for one in zip(groups, names, terms, strict=True))
    labels = _labels(suggestions, len(texts))
    placed = np.zeros((len(texts), rows.shape[1]))
    placed[order] = rows
    return Grouping(
        labels=labels,
        k=len(groups),
        lone=tuple(i for i, label in enumerate(labels) if label == IN_NONE),
        unread=tuple(np.flatnonzero(~said).tolist()),
        centred=placed,
        order=tuple(order),
        tree=tree,
        suggestions=suggestions,
        parameters=_parameters(len(order), k, len(groups), lone, seed),
    )


def _canonical_order(
    texts: Sequence[str], languages: Sequence[str], vectors: NDArray[np.floating]
) -> list[int]:
    """The texts by their own characters, so that no result depends on who wrote first."""
    return sorted(range(len(texts)), key=lambda i: (texts[i], languages[i], vectors[i].tobytes()))


def _likeness(rows: NDArray[np.float64], groups: Groups) -> NDArray[np.float64]:
    """The cosine of each row with the centroid of each group, (n, groups)."""
    centroids = [rows[list(members)].mean(axis=0) for members in groups]
    return rows @ unit_rows(np.array(centroids).reshape(len(groups), rows.shape[1])).T


def _suggestion(
    rows: NDArray[np.float64],
    members: tuple[int, ...],
    names: Mapping[str, str],
    terms: tuple[str, ...],
    order: Sequence[int],
) -> GroupSuggestion:
    return GroupSuggestion(
        members=tuple(sorted(order[row] for row in members)),
        medoid=order[medoid(rows, members)],
        titles=names,
        terms=terms,
    )


def medoid(rows: NDArray[np.float64], members: Sequence[int]) -> int:
    """The member nearest to the centroid of the members; the first of them when several are as near."""
    own = rows[list(members)]
    centroid = unit_rows(own.mean(axis=0, keepdims=True))
    return members[int(np.argmax(np.round(own @ centroid[0], DECIMALS)))]


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
