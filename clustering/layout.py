"""A map of ideas: two coordinates each, groups as islands, and points that stay where people saw them.

Stress majorization (de Leeuw, 1977; Gansner, Koren & North, 2004) from a classical scaling, with three
departures: distances inside a group are halved, so that groups come apart (without it two dimensions show
hardly any of what the grouping saw); points that were on the map are held near their place; and points too
close to be told apart are pushed aside. There is no chance in it: same rows, same map.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from clustering.linkage import LARGEST_SET

DOT = 40 / 600  # of the map's width: a dot of 40 pixels on 600
EDGE = DOT / 2  # free at each side, so that no dot is cut
FILLED = 0.6  # of the map's width: dots so far apart at most, all together, would cover it by a third
TOGETHER = 0.5  # times the distance between two of one group
STEPS, PUSHES = 60, 100  # more took longer, and neighbours and islands were as clear
REACH = 0.05  # of the map's width that a known point moves at most before, and again while, being pushed
HOLD = 3.0  # the pull of a known point's old place, against 1 for all the other points together
NEIGHBOURS = 3  # that say where a newly arrived idea goes
GOLDEN = math.pi * (3.0 - math.sqrt(5.0))  # successive turns by this angle fill a disc evenly (Vogel, 1979)

Floats = NDArray[np.float64]


def layout(
    vectors: Floats,
    groups: Sequence[int] | None = None,
    before: Mapping[int, tuple[float, float]] | None = None,
) -> Floats:
    """A place in the unit square for each row, shape (n, 2), the same whatever the order of the rows.

    ``vectors`` are centred unit or zero rows, (n, d); ``groups`` one label per row, of which only equality
    counts; ``before`` the places of rows already on the map, which move by 2 × REACH at most. Points lie
    ``separation(n)`` apart or nearly. Raises ValueError for more rows than a tree can hold.
    """
    n = len(vectors)
    if n > LARGEST_SET:
        raise ValueError(f"{n} texts, at most {LARGEST_SET}")
    known = before or {}
    labels = [0] * n if groups is None else list(groups)
    order = sorted(range(n), key=lambda i: (vectors[i].tobytes(), labels[i], known.get(i, ())))
    ranks = {i: rank for rank, i in enumerate(order)}
    held = {ranks[i]: place for i, place in known.items()}
    found = _arranged(vectors[order], [labels[i] for i in order] if groups is not None else None, held)
    return found[[ranks[i] for i in range(n)]].round(6)


def placed(vectors: Floats, places: Floats, new: Floats) -> Floats:
    """Places for newly arrived rows beside the rows most like them, shape (m, 2); nobody else moves.

    ``vectors`` (n, d) lie at ``places`` (n, 2); ``new`` is (m, d). A row like no other goes to the middle.
    Each takes the nearest spot that is free, or else the freest spot near by.
    """
    taken, found = list(places), np.zeros((len(new), 2))
    for i in sorted(range(len(new)), key=lambda i: new[i].tobytes()):
        wanted = _beside(vectors @ new[i], places)
        found[i] = _free_spot(wanted, np.array(taken).reshape(-1, 2), separation(len(taken) + 1))
        taken.append(found[i])
    return found.round(6)


def separation(n: int) -> float:
    """How far apart n points should lie: the width of a dot, less where there is no room for so many."""
    return min(DOT, FILLED / math.sqrt(max(n, 1)))


def _arranged(rows: Floats, labels: Sequence[int] | None, held: Mapping[int, tuple[float, float]]) -> Floats:
    """The places of rows in canonical order."""
    if len(rows) == 0:
        return np.zeros((0, 2))
    wanted = _distances(rows, labels)
    free = len(held) < 2  # one known point gives no scale
    start = _spread(_majorized(_classical(wanted), wanted)) if free else _settled(rows, wanted, held)
    near = _near(start, held)
    return _near(_pushed_apart(near, separation(len(rows))), held, 2 * REACH)


def _distances(rows: Floats, labels: Sequence[int] | None) -> Floats:
    """The Euclidean distances of unit rows, those inside a group less, (n, n)."""
    squares = (rows**2).sum(axis=1)
    distances = np.sqrt(np.maximum(squares[:, None] + squares - 2.0 * rows @ rows.T, 0.0)).round(6)
    np.fill_diagonal(distances, 0.0)
    if labels is not None:
        names = np.array(labels)
        distances = np.where(names[:, None] == names, TOGETHER * distances, distances)
    return np.asarray(distances, dtype=np.float64)


def _classical(wanted: Floats) -> Floats:
    """Classical scaling (Torgerson, 1952): the best start there is, and always the same."""
    n = len(wanted)
    if n < 3:
        return np.column_stack([np.arange(n) * wanted.max(initial=0.0), np.zeros(n)])
    squares = wanted**2
    means = squares.mean(axis=0)
    values, axes = eigh(
        -0.5 * (squares - means - means[:, None] + means.mean()), subset_by_index=(n - 2, n - 1)
    )
    axes = axes[:, ::-1] * np.sqrt(np.maximum(values[::-1], 0.0))
    return np.asarray(axes * np.sign(axes[np.abs(axes).argmax(axis=0), (0, 1)]), dtype=np.float64)


def _majorized(
    points: Floats, wanted: Floats, anchors: Floats | None = None, weights: Floats | None = None
) -> Floats:
    """The points STEPS steps nearer to the wanted distances, pulled to ``anchors`` by ``weights`` (n, 1)."""
    points = points + 1e-4 * wanted.mean() * _spiral(len(points))
    for _ in range(STEPS):
        ratio = wanted / np.maximum(cdist(points, points), 1e-12)
        moved = points.mean(axis=0) + (ratio.sum(axis=1)[:, None] * points - ratio @ points) / len(points)
        points = (
            moved if anchors is None or weights is None else (moved + weights * anchors) / (1.0 + weights)
        )
    return points


def _settled(rows: Floats, wanted: Floats, held: Mapping[int, tuple[float, float]]) -> Floats:
    """New rows among those that are held, at the scale of the map they know."""
    old = np.array(sorted(held), dtype=np.intp)
    new = np.array([i for i in range(len(rows)) if i not in held], dtype=np.intp)
    start = np.zeros((len(rows), 2))
    start[old] = [held[i] for i in old.tolist()]
    start[new] = placed(rows[old], start[old], rows[new])
    weights = np.zeros((len(rows), 1))
    weights[old] = HOLD
    actual = cdist(start[old], start[old])
    asked = wanted[np.ix_(old, old)]
    scale = (actual * asked).sum() / max((asked**2).sum(), 1e-12)
    return _majorized(start, scale * wanted, start, weights)


def _spread(points: Floats) -> Floats:
    """The points stretched to fill the map; in the middle along an axis where all are one."""
    low, high = points.min(axis=0), points.max(axis=0)
    widths = np.where(high - low > 1e-9, high - low, np.inf)
    middle = (high + low) / 2
    return np.asarray(0.5 + (points - middle) / widths * (1.0 - 2 * EDGE), dtype=np.float64)


def _near(points: Floats, held: Mapping[int, tuple[float, float]], reach: float = REACH) -> Floats:
    """The points inside the map, those held at most ``reach`` from their old place."""
    points = np.clip(points, EDGE, 1.0 - EDGE)
    for i, place in held.items():
        move = points[i] - place
        points[i] = place + move * min(1.0, reach / max(float(np.hypot(*move)), 1e-12))
    return points


def _pushed_apart(points: Floats, gap: float) -> Floats:
    """The points after pairs closer than ``gap`` have made room for each other, as far as there is any."""
    points = points + gap * 1e-3 * _spiral(len(points))
    for _ in range(PUSHES):
        pairs = cKDTree(points).query_pairs(gap * 0.999, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        points = np.clip(points + _pushes(points, pairs, gap), EDGE, 1.0 - EDGE)
    return points


def _pushes(points: Floats, pairs: NDArray[np.intp], gap: float) -> Floats:
    """The mean push each point gets from those too close to it."""
    apart = points[pairs[:, 0]] - points[pairs[:, 1]]
    one = ~apart.any(axis=1)  # two that the edge has pressed into one corner part by their numbers
    turns = GOLDEN * pairs[one, 0]
    apart[one] = 1e-9 * np.column_stack([np.cos(turns), np.sin(turns)])
    lengths = np.sqrt((apart**2).sum(axis=1, keepdims=True))
    push = apart / lengths * (gap - lengths) / 2
    moves, counts = np.zeros_like(points), np.zeros((len(points), 1))
    for side, sign in ((0, 1.0), (1, -1.0)):
        np.add.at(moves, pairs[:, side], sign * push)
        np.add.at(counts, pairs[:, side], 1.0)
    return np.asarray(moves / np.sqrt(np.maximum(counts, 1.0)), dtype=np.float64)


def _spiral(n: int) -> Floats:
    """n points that fill the unit disc evenly, from the middle outwards."""
    numbers = np.arange(n)
    return np.asarray(
        np.sqrt(numbers / max(n, 1))[:, None]
        * np.column_stack([np.cos(GOLDEN * numbers), np.sin(GOLDEN * numbers)]),
        dtype=np.float64,
    )


def _beside(likeness: Floats, places: Floats) -> Floats:
    """The mean place of the rows most like, by likeness; the middle when none is."""
    nearest = np.argsort(-likeness.round(6), kind="stable")[:NEIGHBOURS]
    weights = np.maximum(likeness[nearest], 0.0) ** 2
    if weights.sum() < 1e-9:
        return np.array([0.5, 0.5])
    return np.asarray(weights @ places[nearest] / weights.sum(), dtype=np.float64)


def _free_spot(wanted: Floats, taken: Floats, gap: float) -> Floats:
    """The spot nearest to the one wanted that is ``gap`` from every other, or the freest of those tried."""
    tried = np.clip(wanted + 6 * gap * _spiral(240), EDGE, 1.0 - EDGE)
    if not len(taken):
        return np.asarray(tried[0])
    room = cKDTree(taken).query(tried)[0].round(6)
    free = np.flatnonzero(room >= gap * 0.999)
    return np.asarray(tried[free[0] if len(free) else int(room.argmax())])
