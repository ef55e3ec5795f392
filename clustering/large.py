"""From the texts of a large consultation to named groups, in bounded memory.

Up to LARGEST_SET texts this is ``group`` itself. Above, texts are cut into micro-groups, and
average linkage joins those.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from clustering import micro
from clustering.batches import Run, serially
from clustering.encoding import Progress, encoded, quiet
from clustering.grouping import IN_NONE, SMALLEST_LANGUAGE, Grouping, GroupSuggestion, group
from clustering.linkage import DECIMALS, LARGEST_SET, Tree, cut, default_k
from clustering.terms import distinguishing_terms
from clustering.titles import titles
from clustering.vectors import read, unit_rows
from clustering.words import without_words

METHOD = "average linkage between micro-groups (mini-batch k-means) of vectors centred by language"
LEFT_OUT = IN_NONE
TEXTS_READ_FOR_NAMES = 20_000  # of all groups together; the terms of 100,000 texts would take 500 MB


@dataclass(frozen=True, slots=True, eq=False)
class LargeGrouping:
    """A draft of groups of very many texts and what led to it, as far as it is small.

    ``labels``: the group of each text, 0 the largest, -1 for one of which the encoder made nothing.
    ``micro``: its micro-group, a row of ``tree``, whose vectors are the centres. A group is a union of
    micro-groups, so that k+1 only splits one of them.
    ``unread``, ``suggestions`` and ``parameters`` are those of ``Grouping``.
    """

    labels: tuple[int, ...]
    k: int
    unread: tuple[int, ...]
    micro: tuple[int, ...]
    tree: Tree
    suggestions: tuple[GroupSuggestion, ...]
    parameters: Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True, eq=False)
class Consultation:
    """The groups of many texts, and the encoder whose rows led to them."""

    grouping: Grouping | LargeGrouping
    encoder: str
    version: str


@dataclass(frozen=True, slots=True, eq=False)
class Distinct:
    """The distinct texts in canonical order; ``row_of``: that of each text, ``weights``: its copies.

    ``row_of`` is -1 for a text that is left out.
    """

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    row_of: NDArray[np.intp]
    weights: NDArray[np.float64]

    def only(self, kept: NDArray[np.bool_]) -> "Distinct":
        """Those texts alone."""
        some = np.flatnonzero(kept).tolist()
        row = np.where(kept, np.cumsum(kept) - 1, LEFT_OUT)
        return Distinct(
            texts=tuple(self.texts[i] for i in some),
            languages=tuple(self.languages[i] for i in some),
            row_of=row[self.row_of],
            weights=self.weights[some],
        )

    def spread(self, values: NDArray[np.intp]) -> NDArray[np.intp]:
        """What each text has, from what each distinct text has; LEFT_OUT for one that is left out."""
        return np.append(values, LEFT_OUT)[self.row_of]


def group_many(
    texts: Sequence[str],
    languages: Sequence[str],
    setting: str = "bundled",
    k: int | None = None,
    seed: int = 0,
    run: Run = serially,
    progress: Progress = quiet,
    ignored: Sequence[str] = (),
) -> Consultation:
    """A draft of at most k groups of any number of texts, encoded by the encoder of that setting.

    ``languages`` has one code per text. Words of ``ignored`` are left out of what is encoded and of names.
    The result depends neither on the order of the texts nor on where ``run`` works, as long as all workers
    have the same kind of processor: above LARGEST_SET a last bit can decide. Raises ValueError for k < 1 and
    for lists of different lengths, EncoderUnavailable and WorkersUnavailable.
    """
    if len(texts) != len(languages) or (k is not None and k < 1):
        raise ValueError(f"{len(texts)} texts, {len(languages)} languages, k = {k}")
    distinct, large = distinct_texts(texts, languages), len(texts) > LARGEST_SET
    copies = distinct.weights.astype(int).tolist()
    some = [without_words(text, ignored) for text in distinct.texts]
    found = encoded(some, setting, run, progress, copies)
    if large:
        grouping: Grouping | LargeGrouping = group_rows(distinct, found.vectors, k, seed, progress, ignored)
    else:
        progress(0, len(texts), "grouping")
        grouping = group(texts, languages, found.vectors[distinct.row_of], k, seed, ignored=ignored)
    return Consultation(grouping, found.encoder, found.version)


def group_rows(
    distinct: Distinct,
    vectors: NDArray[np.float32],
    k: int | None,
    seed: int,
    progress: Progress,
    ignored: Collection[str] = (),
) -> LargeGrouping:
    """The draft from the vectors of the distinct texts, which are centred in place."""
    said = read(vectors)
    if not said.all():
        distinct, vectors = distinct.only(said), vectors[said]
    weights = distinct.weights
    n = int(weights.sum())
    count = micro.micro_count(len(vectors))
    with threadpool_limits(1):  # sums are added in one order, whatever the number of cores
        rows = micro.centre(vectors, weights, distinct.languages, SMALLEST_LANGUAGE)
        found = micro.micro_groups(
            rows, weights, count, seed, lambda done, of: progress(done, of, "grouping")
        )
        tree = micro.weighted_tree(rows, found, weights)
        asked = max(default_k(n), 1) if k is None else k
        labels, obtained = _groups(tree, found, weights, asked)
        progress(0, obtained, "naming")
        suggestions = _suggestions(distinct, rows, labels, obtained, ignored)
    return LargeGrouping(
        labels=tuple(distinct.spread(labels).tolist()),
        k=obtained,
        unread=tuple(np.flatnonzero(distinct.row_of == LEFT_OUT).tolist()),
        micro=tuple(distinct.spread(found).tolist()),
        tree=tree,
        suggestions=suggestions,
        parameters=_parameters(k, obtained, len(tree.vectors), seed),
    )


def distinct_texts(texts: Sequence[str], languages: Sequence[str]) -> Distinct:
    """The distinct pairs of text and language; their order depends on no other order."""
    pairs = list(zip(texts, languages, strict=True))
    rows = {pair: row for row, pair in enumerate(sorted(set(pairs)))}
    row_of = np.array([rows[pair] for pair in pairs], dtype=np.intp)
    return Distinct(
        texts=tuple(text for text, _ in rows),
        languages=tuple(language for _, language in rows),
        row_of=row_of,
        weights=np.bincount(row_of, minlength=len(rows)).astype(np.float64),
    )


def _groups(tree: Tree, found: micro.Labels, weights: micro.Weights, k: int) -> tuple[NDArray[np.intp], int]:
    """The group of each row and their number; groups by their texts, then by their first micro-group."""
    sizes = np.bincount(found, weights)
    groups = sorted(cut(tree, k, 1), key=lambda group: (-sizes[list(group)].sum(), group))
    group_of = np.empty(len(sizes), dtype=np.intp)
    for number, members in enumerate(groups):
        group_of[list(members)] = number
    return group_of[found], len(groups)


def _suggestions(
    distinct: Distinct,
    rows: NDArray[np.float32],
    labels: NDArray[np.intp],
    k: int,
    ignored: Collection[str],
) -> tuple[GroupSuggestion, ...]:
    centroids = unit_rows(micro.sums(rows, labels, distinct.weights, k))
    centres = _central(rows, labels, centroids)
    text_labels = distinct.spread(labels)
    first = {row: text for text, row in reversed(list(enumerate(distinct.row_of.tolist())))}
    chosen, groups = _chosen_for_names(labels, k)
    texts = [distinct.texts[row] for row in chosen]
    codes = [distinct.languages[row] for row in chosen]
    names = titles(texts, codes, rows[chosen] @ centroids.T, groups, ignored)
    terms = distinguishing_terms(texts, groups, ignored=ignored)
    return tuple(
        GroupSuggestion(
            members=tuple(np.flatnonzero(text_labels == number).tolist()),
            medoid=first[centre],
            titles=names[number],
            terms=terms[number],
        )
        for number, centre in enumerate(centres)
    )


def _central(
    rows: NDArray[np.float32], labels: NDArray[np.intp], centroids: NDArray[np.float64]
) -> list[int]:
    """The row of each group that is nearest to the centroid of its texts; the first of those as near."""
    single = centroids.astype(np.float32)
    likeness = np.concatenate(
        [
            np.einsum("ij,ij->i", rows[part], single[labels[part]]).round(DECIMALS)
            for part in micro.chunks(len(rows))
        ]
    )
    best = np.lexsort((np.arange(len(rows)), -likeness, labels))
    return [int(best[start]) for start in np.searchsorted(labels[best], np.arange(len(centroids)))]


def _chosen_for_names(labels: NDArray[np.intp], k: int) -> tuple[list[int], list[range]]:
    """The rows whose texts give names, and where each group stands among them.

    They stand at even intervals of the alphabet when there are too many.
    """
    chosen: list[int] = []
    groups: list[range] = []
    for number in range(k):
        members = np.flatnonzero(labels == number)
        step = -(-len(members) * k // TEXTS_READ_FOR_NAMES)
        some = members[:: max(step, 1)].tolist()
        groups.append(range(len(chosen), len(chosen) + len(some)))
        chosen += some
    return chosen, groups


def _parameters(
    asked: int | None, obtained: int, micro_groups: int, seed: int
) -> dict[str, str | int | None]:
    return {
        "method": METHOD,
        "k_asked": asked,
        "k": obtained,
        "micro_groups": micro_groups,
        "passes": micro.PASSES,
        "smallest_language": SMALLEST_LANGUAGE,
        "seed": seed,
    }
