"""Average linkage on cosine distance, as a tree that is cut into more or fewer groups without reshuffling.

Average linkage (Sokal & Michener, 1958) on centred vectors was the best and the most stable of what we
compared on short ideas; we depart from it in one point: no group of a cut is smaller than ``minimum`` (see
``cut``).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from clustering.vectors import unit_rows

FEWEST, MOST = 3, 12  # groups, when nobody chooses
LARGEST_SET = 5_000  # texts; the distances of 5,000 take several hundred MB
DECIMALS = 6  # of a distance: beyond them single-precision vectors differ by chance

Groups = tuple[tuple[int, ...], ...]
Lone = Literal["fold", "leave"]  # rows without a neighbour: with the nearer group, or in none


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The nested merges of n rows: nodes 0 … n-1 are the rows, node n+i is what merge i joined.

    ``heights`` are the cosine distances (0 … 2) of the merges, rising; ``vectors`` are the rows themselves,
    (n, d).
    """

    vectors: NDArray[np.float64]
    merges: tuple[tuple[int, int], ...]
    heights: tuple[float, ...]

    def rows(self, node: int) -> tuple[int, ...]:
        """The rows under a node, rising."""
        leaves, nodes = [], [node]
        while nodes:
            node = nodes.pop()
            if node < len(self.vectors):
                leaves.append(node)
            else:
                nodes.extend(self.merges[node - len(self.vectors)])
        return tuple(sorted(leaves))


def default_k(n: int) -> int:
    """The number of groups to start from: the square root of n, from 3 to 12, never more than n."""
    return min(n, max(FEWEST, min(MOST, round(math.sqrt(n)))))


def average_linkage(vectors: NDArray[np.float64]) -> Tree:
    """The tree of unit rows, shape (n, d); equal distances are settled by the order of the rows.

    Raises ValueError above LARGEST_SET rows.
    """
    if len(vectors) > LARGEST_SET:
        raise ValueError(f"{len(vectors)} texts, at most {LARGEST_SET}")
    if len(vectors) < 2:
        return Tree(vectors, (), ())
    merged = linkage(squareform(_distances(vectors), checks=False), method="average")
    merges = tuple((int(left), int(right)) for left, right in merged[:, :2])
    return Tree(vectors, merges, tuple(merged[:, 2].tolist()))


def cut(tree: Tree, k: int, minimum: int = 2, lone: Lone = "fold") -> Groups:
    """At most k groups of at least ``minimum`` rows, by size then first row; k+1 only splits one of them.

    A branch smaller than ``minimum`` is no group. With «fold» its rows stay with the rest of their group and,
    when that splits, go to the nearer of the two centroids. With «leave» those that part from the rest before
    the last split are in no group, nor at k+1. Either way k asked is k obtained, as long as the tree holds
    that many groups. Rows at distance 0 are never separated. With ``minimum=1`` this is the plain cut. Raises
    ValueError for k < 1.
    """
    if k < 1:
        raise ValueError(f"k = {k}, at least 1")
    groups = _groups(tree, k, minimum, leave=False)
    if lone == "leave":
        groups = _groups(tree, len(groups), minimum, leave=True)
    return tuple(sorted(groups.values(), key=lambda rows: (-len(rows), rows)))


def _groups(tree: Tree, k: int, minimum: int, leave: bool) -> dict[int, tuple[int, ...]]:
    """The rows of each group by its node; nothing parts once there are k groups."""
    n = len(tree.vectors)
    groups = {n + len(tree.merges) - 1: tuple(range(n))} if n else {}
    for node in _splits(tree):
        if len(groups) == k:
            break
        _split(tree, groups, node, minimum, leave)
    return groups


def _distances(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cosine distances of unit rows, (n, n); 1 from a zero row to any other, 0 between zero rows."""
    distances: NDArray[np.float64] = np.clip(1.0 - vectors @ vectors.T, 0.0, 2.0).round(DECIMALS)
    empty = ~vectors.any(axis=1)
    distances[np.ix_(empty, empty)] = 0.0
    np.fill_diagonal(distances, 0.0)
    return distances


def _splits(tree: Tree) -> Sequence[int]:
    """The nodes to split, highest first, down to those whose rows are all alike."""
    n = len(tree.vectors)
    return [n + i for i in reversed(range(len(tree.merges))) if tree.heights[i] > 0.0]


def _split(tree: Tree, groups: dict[int, tuple[int, ...]], node: int, minimum: int, leave: bool) -> None:
    """Replace the group of a node by its two branches; when one is too small, it stays or is left behind."""
    members = groups.pop(node, None)
    if members is None:  # inside a branch too small to be a group
        return
    branches = ((branch, tree.rows(branch)) for branch in tree.merges[node - len(tree.vectors)])
    (small, few), (large, many) = sorted(branches, key=lambda branch: len(branch[1]))
    if len(few) < minimum:
        groups[large] = many if leave and len(many) >= minimum else members
    else:
        groups[small], groups[large] = _shared_out(tree.vectors, members, few, many)


def _shared_out(
    vectors: NDArray[np.float64], members: tuple[int, ...], few: tuple[int, ...], many: tuple[int, ...]
) -> Groups:
    """The two branches of a group, each with the strays nearer to its centroid (``many`` when equal)."""
    centroids = unit_rows(np.stack([vectors[list(rows)].mean(axis=0) for rows in (few, many)]))
    strays = sorted(set(members) - set(few) - set(many))
    likeness = (vectors[strays] @ centroids.T).round(DECIMALS)
    to_few = {row for row, (a, b) in zip(strays, likeness, strict=True) if a > b}
    return tuple(sorted({*few, *to_few})), tuple(sorted({*many, *strays} - to_few))
