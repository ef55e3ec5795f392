import subprocess
import sys
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist, pdist

from clustering import centred
from clustering.layout import DOT, REACH, layout, placed, separation
from clustering.vectors import unit_rows

pytestmark = pytest.mark.heavy


def islands(n: int, seed: int = 0) -> tuple[np.ndarray, list[int]]:
    """n unit rows of 64 dimensions about 6 centres, with the number of their centre."""
    chance = np.random.default_rng(seed)
    labels = [i % 6 for i in range(n)]
    rows = chance.normal(size=(6, 64))[labels] + 1.5 * chance.normal(size=(n, 64))
    return unit_rows(rows), labels


@st.composite
def rooms(draw: st.DrawFn) -> tuple[np.ndarray, list[int]]:
    """Up to 25 rows with many alike, some of them zero, and a label each."""
    codes = draw(st.lists(st.integers(0, 9), max_size=25))
    table = np.vstack([np.zeros((1, 5)), unit_rows(np.random.default_rng(1).normal(size=(9, 5)))])
    return table[codes].reshape(-1, 5), [code % 3 for code in codes]


@given(rooms(), st.booleans(), st.randoms(use_true_random=False))
def test_layout_is_the_same_whatever_the_order(
    room: tuple[np.ndarray, list[int]], grouped: bool, chance: Random
) -> None:
    rows, labels = room
    order = chance.sample(range(len(rows)), len(rows))
    one = layout(rows, labels if grouped else None)
    other = layout(rows[order], [labels[i] for i in order] if grouped else None)
    assert sorted((*row, *place) for row, place in zip(rows.tolist(), one.tolist(), strict=True)) == sorted(
        (*row, *place) for row, place in zip(rows[order].tolist(), other.tolist(), strict=True)
    )


@given(rooms())
def test_layout_keeps_to_the_unit_square_and_hides_nobody(room: tuple[np.ndarray, list[int]]) -> None:
    rows, labels = room
    places = layout(rows, labels)
    assert places.shape == (len(rows), 2)
    assert ((places >= 0.0) & (places <= 1.0)).all()
    assert len(rows) < 2 or pdist(places).min() >= 0.8 * separation(len(rows))


@pytest.mark.parametrize("seed", range(5))
def test_layout_moves_known_points_little_when_ideas_arrive(seed: int) -> None:
    rows, labels = islands(58, seed)
    known = layout(rows[:52], labels[:52])
    after = layout(rows, labels, {i: tuple(known[i].tolist()) for i in range(52)})
    moves = np.hypot(*(after[:52] - known).T)
    assert np.median(moves) <= 0.03
    assert moves.max() <= 0.1
    assert pdist(after).min() >= 0.8 * DOT


@given(rooms(), rooms(), st.integers(0, 2**32))
def test_layout_never_moves_a_known_point_further_than_its_reach(
    room: tuple[np.ndarray, list[int]], other: tuple[np.ndarray, list[int]], seed: int
) -> None:
    known = np.random.default_rng(seed).random((len(room[0]), 2))
    rows, labels = np.vstack([room[0], other[0]]), room[1] + other[1]
    after = layout(rows, labels, {i: tuple(place) for i, place in enumerate(known.tolist())})
    assert not len(known) or np.hypot(*(after[: len(known)] - known).T).max() <= 2 * REACH + 1e-5


def test_layout_shows_groups_as_islands(ideas) -> None:
    rows = centred(ideas.vectors, ideas.languages)
    places = layout(rows, ideas.themes)
    distances = cdist(places, places) + 9.0 * np.eye(len(places))
    neighbours = np.argsort(distances, axis=1)[:, :3]
    themes = np.array(ideas.themes)
    assert (themes[neighbours] == themes[:, None]).mean() >= 0.9


def test_layout_of_rows_all_alike_is_a_disc_of_dots() -> None:
    places = layout(np.tile(np.eye(1, 8), (58, 1)))
    assert pdist(places).min() >= 0.95 * DOT
    assert np.abs(places.mean(axis=0) - 0.5).max() <= 0.05


def test_layout_of_few() -> None:
    assert layout(np.zeros((0, 4))).shape == (0, 2)
    assert layout(np.eye(1, 4)).tolist() == [[0.5, 0.5]]
    assert np.hypot(*(layout(np.zeros((1, 4)), [3], {0: (0.2, 0.3)})[0] - (0.2, 0.3))) <= REACH + 1e-6
    assert np.hypot(*np.diff(layout(np.eye(2, 4)), axis=0)[0]) > 0.5


def test_layout_refuses_more_than_five_thousand_rows() -> None:
    with pytest.raises(ValueError, match="5001 texts, at most 5000"):
        layout(np.zeros((5_001, 1)))


def test_placed_is_beside_its_like_and_on_nobody() -> None:
    rows, labels = islands(52)
    known = layout(rows, labels)
    found = placed(rows, known, rows[:6])
    assert np.hypot(*(found - known[:6]).T).max() <= 0.25
    assert pdist(np.vstack([known, found])).min() >= 0.9 * separation(58)


def test_placed_without_a_neighbour_is_in_the_middle() -> None:
    nobody, nowhere = np.zeros((0, 4)), np.zeros((0, 2))
    assert placed(nobody, nowhere, np.eye(1, 4)).tolist() == [[0.5, 0.5]]
    assert placed(nobody, nowhere, np.zeros((0, 4))).shape == (0, 2)
    assert placed(np.eye(1, 4), np.array([[0.1, 0.1]]), np.zeros((1, 4))).tolist() == [[0.5, 0.5]]
    two = placed(nobody, nowhere, np.zeros((2, 4)))
    assert two.tolist()[0] == [0.5, 0.5]
    assert pdist(two)[0] >= 0.99 * DOT


PROGRAM = """
import numpy as np
from clustering.layout import layout, placed
rows = np.random.default_rng(3).normal(size=(60, 32))
rows /= np.linalg.norm(rows, axis=1, keepdims=True)
places = layout(rows[:50], [i % 4 for i in range(50)])
print(places.tolist(), placed(rows[:50], places, rows[50:]).tolist())
"""


def test_layout_is_the_same_in_another_process() -> None:
    ran = [
        subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert ran[0] == ran[1]
