import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustering.neighbours import smoothed
from clustering.vectors import unit_rows


def circle(*degrees: float) -> np.ndarray:
    """Unit rows at these angles."""
    return np.array([(math.cos(math.radians(a)), math.sin(math.radians(a))) for a in degrees]).reshape(-1, 2)


def test_smoothed_takes_the_mean_of_all_rows_on_its_side_when_they_are_few() -> None:
    near, far = math.cos(math.radians(60)), math.cos(math.radians(20))
    rows = circle(0, 60, 80, 200)
    second = unit_rows((near * rows[0] + rows[1] + far * rows[2])[None])
    assert smoothed(rows, neighbours=3, rounds=1)[1] == pytest.approx(second[0], abs=1e-6)


def test_smoothed_weighs_a_neighbour_by_what_it_has_over_the_last_one() -> None:
    rows = circle(0, 30, 50)
    over = math.cos(math.radians(20)) - math.cos(math.radians(30))  # row 1 prefers row 2; row 0 is its last
    back = math.cos(math.radians(20)) - math.cos(math.radians(50))  # so does row 2
    third = unit_rows((2 * rows[2] + (over + back) * rows[1])[None])
    assert smoothed(rows, neighbours=2, rounds=1)[2] == pytest.approx(third[0], abs=1e-6)


def test_smoothed_draws_neighbours_together_and_not_across() -> None:
    before, after = circle(0, 20, 180, 200), smoothed(circle(0, 20, 180, 200), neighbours=1)
    assert after[0] @ after[1] >= before[0] @ before[1]
    assert after[0] @ after[2] == pytest.approx(before[0] @ before[2], abs=1e-6)


@pytest.mark.parametrize("n", [0, 1, 2, 12, 13, 30])
def test_smoothed_leaves_rows_alike_and_zero_rows_as_they_are(n: int) -> None:
    alike, zero = np.repeat(circle(40), n, axis=0), np.zeros((n, 2))
    assert smoothed(alike) == pytest.approx(alike)
    assert smoothed(np.concatenate([alike, zero])) == pytest.approx(np.concatenate([alike, zero]))


@pytest.mark.heavy
@settings(deadline=None)
@given(st.lists(st.integers(0, 35), max_size=40), st.randoms(use_true_random=False))
def test_smoothed_keeps_rows_alike_whatever_their_order(tens: list[int], chance: random.Random) -> None:
    rows = circle(*(10.0 * a for a in tens))
    order = chance.sample(range(len(tens)), len(tens))
    after = smoothed(rows)
    assert smoothed(rows[order]) == pytest.approx(after[order], abs=1e-9)
    for i, a in enumerate(tens):
        assert after[tens.index(a)] == pytest.approx(after[i], abs=1e-9)


@pytest.mark.heavy
@given(st.integers(1, 40))
def test_smoothed_hardly_moves_when_a_last_decimal_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = unit_rows(rng.normal(size=(40, 3)))
    nudged = unit_rows(rows + rng.normal(size=rows.shape) * 1e-7)
    assert smoothed(nudged) == pytest.approx(smoothed(rows), abs=1e-4)
