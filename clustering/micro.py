"""From very many rows to a tree: micro-groups by k-means, then average linkage between them.

The distances of 100,000 texts would take 40 GB; those of 800 micro-groups take 5 MB. Nothing here holds more
than the rows themselves and one chunk of them in double precision.
"""

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.cluster import MiniBatchKMeans

from clustering.linkage import DECIMALS, Tree
from clustering.vectors import SMALLEST_LENGTH, unit_rows

CHUNK = 4_096  # rows
FEWEST_MICRO, MOST_MICRO = 300, 800
ROWS_TO_START = 10  # for each micro-group, when the first centres are drawn
PASSES = 2  # over all rows
SMALLEST_SHARE = 0.1  # of the average micro-group; a smaller one is shared out among the others

Labels = NDArray[np.intp]
Rows = NDArray[np.float32]
Vectors = NDArray[np.float32]  # (n, d), or (n, views, d)
Weights = NDArray[np.float64]
Step = Callable[[int, int], None]  # rows done, rows in all


def micro_count(n: int) -> int:
    """How many micro-groups n rows are cut into: from 300 to 800, at least four rows each, one at least."""
    return max(1, min(max(FEWEST_MICRO, round(2.5 * math.sqrt(n))), MOST_MICRO, n // 4))


def centre(vectors: Vectors, weights: Weights, languages: Sequence[str], minimum: int) -> Rows:
    """Do in place, chunk by chunk, what ``vectors.centred`` does, each row counting ``weights`` times.

    Gives the same memory as one row for each text.
    """
    codes = np.unique(np.array(languages, dtype=np.str_), return_inverse=True)[1]
    for view in np.moveaxis(vectors, 1, 0) if vectors.ndim > 2 else [vectors]:
        _centre(view, weights, codes, minimum)
    rows = vectors.reshape(len(vectors), math.prod(vectors.shape[1:]))
    for part in chunks(len(rows)):
        rows[part] = unit_rows(rows[part].astype(np.float64))
    return rows


def _centre(view: Rows, weights: Weights, codes: Labels, minimum: int) -> None:
    """One view of all texts, each row at the length it had."""
    lengths = np.concatenate([np.linalg.norm(view[part], axis=1) for part in chunks(len(view))])
    counted = np.where(lengths > SMALLEST_LENGTH, weights, 0.0)
    means = _language_means(view, counted, codes, minimum)
    for part in chunks(len(view)):
        here = view[part].astype(np.float64)
        differences = here - means[codes[part]]
        at_the_mean = np.linalg.norm(differences, axis=1) <= SMALLEST_LENGTH
        keep = at_the_mean | (counted[part] == 0.0)
        view[part] = unit_rows(np.where(keep[:, None], here, differences)) * lengths[part, None]


def micro_groups(rows: Rows, weights: Weights, count: int, seed: int, step: Step) -> Labels:
    """The micro-group of each row, 0 … m-1, m ≤ count, none of them much smaller than the others.

    Mini-batch k-means (Sculley, 2010), each row counting ``weights`` times. We depart from it at the end:
    rows go to the nearest centre by cosine, and a micro-group under SMALLEST_SHARE of the average, or of a
    single text, is shared out, since average linkage would set such a straggler apart before any theme. Zero
    rows are a micro-group of their own.
    """
    present = np.flatnonzero(rows.any(axis=1))
    labels = np.full(len(rows), count, dtype=np.intp)
    if len(present):
        centres = _centres(rows, weights, present, count, seed, step)
        labels[present] = nearest(rows, present, centres)
    sizes = np.bincount(labels, weights, count + 1)
    kept = sizes >= max(2.0, SMALLEST_SHARE * weights.sum() / count)
    kept[sizes.argmax()] = True
    strays = np.flatnonzero(~kept[labels])
    if len(strays):
        means = unit_rows(sums(rows, labels, weights, count + 1))[kept]
        labels[strays] = np.flatnonzero(kept)[nearest(rows, strays, means)]
    return np.unique(labels, return_inverse=True)[1].astype(np.intp)


def weighted_tree(rows: Rows, labels: Labels, weights: Weights) -> Tree:
    """The average-linkage tree of the texts, begun at their micro-groups; its vectors are the unit centres.

    The mean distance between the texts of two micro-groups of unit rows is 1 less the product of their mean
    rows, and merging keeps it exact when each side counts by its texts (Sokal & Michener, 1958). A zero row
    is at distance 1 from all.
    """
    count = int(labels.max()) + 1 if len(labels) else 0
    sizes = np.bincount(labels, weights, count).astype(np.float64)
    means = sums(rows, labels, weights, count) / sizes[:, None]
    distances = np.clip(1.0 - means @ means.T, 0.0, 2.0).round(DECIMALS)
    merges, heights = _average_linkage(distances, sizes)
    return Tree(unit_rows(means), merges, heights)


def sums(rows: Rows, labels: Labels, weights: Weights, count: int) -> NDArray[np.float64]:
    """The weighted sum of the rows of each label, shape (count, d)."""
    total = np.zeros((count, rows.shape[1]))
    for part in chunks(len(rows)):
        here = labels[part]
        shape = (count, len(here))
        total += csr_array((weights[part], (here, np.arange(len(here)))), shape) @ rows[part].astype(
            np.float64
        )
    return total


def nearest(rows: Rows, chosen: Labels, centres: NDArray[np.float64]) -> Labels:
    """For each chosen row the nearest unit centre by cosine, the first when several are as near."""
    single = centres.astype(np.float32).T
    found = [(rows[chosen[part]] @ single).round(DECIMALS).argmax(axis=1) for part in chunks(len(chosen))]
    return np.concatenate(found).astype(np.intp)


def chunks(n: int) -> Iterator[slice]:
    """The n rows as slices of at most CHUNK; one empty slice for no rows."""
    return (slice(start, start + CHUNK) for start in range(0, max(n, 1), CHUNK))


def _language_means(rows: Rows, counted: Weights, codes: Labels, minimum: int) -> NDArray[np.float64]:
    """The mean to subtract for each language; that of all rows for a language of fewer than ``minimum``."""
    languages = int(codes.max()) + 1 if len(codes) else 0
    totals = sums(rows, codes, counted, languages)
    sizes = np.bincount(codes, counted, languages)[:, None]
    overall = totals.sum(axis=0) / max(counted.sum(), 1.0)
    return np.where(sizes >= minimum, totals / np.maximum(sizes, 1.0), overall)


def _centres(
    rows: Rows, weights: Weights, present: Labels, count: int, seed: int, step: Step
) -> NDArray[np.float64]:
    """Unit centres, after PASSES over the rows in an order that the seed draws."""
    kmeans = MiniBatchKMeans(min(count, len(present)), n_init=1, random_state=seed)
    chance = np.random.default_rng(seed)
    first = np.sort(chance.permutation(present)[: count * ROWS_TO_START])
    kmeans.partial_fit(rows[first], sample_weight=weights[first])
    order = np.concatenate([chance.permutation(present) for _ in range(PASSES)])
    for part in chunks(len(order)):
        kmeans.partial_fit(rows[order[part]], sample_weight=weights[order[part]])
        step(min(part.stop, len(order)), len(order))
    return unit_rows(kmeans.cluster_centers_.astype(np.float64))


def _average_linkage(
    distances: NDArray[np.float64], sizes: Weights
) -> tuple[tuple[tuple[int, int], ...], tuple[float, ...]]:
    """The merges and their heights, nearest pair first; of equals, the first pair."""
    count, sizes, nodes = len(sizes), sizes.copy(), list(range(len(sizes)))
    np.fill_diagonal(distances, np.inf)
    merges, heights = [], []
    for merge in range(count - 1):
        a, b = (int(i) for i in np.unravel_index(distances.argmin(), distances.shape))
        merges.append((nodes[a], nodes[b]))
        heights.append(float(distances[a, b]))
        mixed = (sizes[a] * distances[a] + sizes[b] * distances[b]) / (sizes[a] + sizes[b])
        distances[a], distances[:, a], distances[a, a] = mixed, mixed, np.inf
        distances[b], distances[:, b] = np.inf, np.inf
        sizes[a], nodes[a] = sizes[a] + sizes[b], count + merge
    return tuple(merges), tuple(heights)
