import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustering import Tree, average_linkage, cut, default_k


def circle(*degrees: float) -> np.ndarray:
    """Unit rows at these angles."""
    return np.array([(math.cos(math.radians(a)), math.sin(math.radians(a))) for a in degrees]).reshape(-1, 2)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Trees of up to 30 rows on a circle, with many rows alike and many distances equal."""
    return average_linkage(circle(*draw(st.lists(st.integers(0, 35).map(lambda a: 10.0 * a), max_size=30))))


def test_average_linkage_merges_at_the_mean_distance() -> None:
    tree = average_linkage(circle(0, 10, 60))
    between = (2 - math.cos(math.radians(60)) - math.cos(math.radians(50))) / 2
    assert tree.merges == ((0, 1), (2, 3))
    assert tree.heights == pytest.approx((1 - math.cos(math.radians(10)), between), abs=1e-6)


def test_average_linkage_puts_zero_rows_together_and_at_one_from_the_rest() -> None:
    tree = average_linkage(np.concatenate([circle(0, 5), np.zeros((2, 2))]))
    assert tree.merges == ((2, 3), (0, 1), (4, 5))
    assert tree.heights == pytest.approx((0.0, 1 - math.cos(math.radians(5)), 1.0), abs=1e-6)


def test_average_linkage_refuses_more_than_five_thousand_rows() -> None:
    with pytest.raises(ValueError, match="5001 texts, at most 5000"):
        average_linkage(np.zeros((5_001, 1)))


@pytest.mark.parametrize(
    ("n", "k"), [(0, 0), (1, 1), (2, 2), (3, 3), (9, 3), (13, 4), (58, 8), (144, 12), (2_000, 12)]
)
def test_default_k_is_the_square_root_from_three_to_twelve(n: int, k: int) -> None:
    assert default_k(n) == k


def test_cut_keeps_a_lone_row_with_the_nearer_of_the_branches_it_hung_above() -> None:
    tree = average_linkage(circle(0, 10, 100, 120, 250))
    assert cut(tree, 3, minimum=1) == ((0, 1), (2, 3), (4,))
    assert cut(tree, 1) == ((0, 1, 2, 3, 4),)
    assert cut(tree, 2) == ((0, 1, 4), (2, 3))


def test_cut_can_leave_a_lone_row_once_it_hangs_above_a_split() -> None:
    tree = average_linkage(circle(0, 10, 100, 120, 250))
    assert cut(tree, 1, lone="leave") == ((0, 1, 2, 3, 4),)
    assert cut(tree, 2, lone="leave") == ((0, 1), (2, 3))
    assert cut(tree, 9, lone="leave") == ((0, 1), (2, 3))


def test_cut_leaves_no_row_that_hangs_below_the_last_split() -> None:
    tree = average_linkage(circle(0, 10, 30, 120, 125, 160))
    assert cut(tree, 2, lone="leave") == ((0, 1, 2), (3, 4, 5))
    assert cut(tree, 9, lone="leave") == ((0, 1, 2), (3, 4, 5))


def test_cut_never_separates_rows_that_are_alike() -> None:
    assert cut(average_linkage(circle(0, 0, 0, 90, 90)), 5, minimum=1) == ((0, 1, 2), (3, 4))


def test_cut_refuses_no_group() -> None:
    with pytest.raises(ValueError, match="k = 0, at least 1"):
        cut(average_linkage(circle(0, 90)), 0)


@pytest.mark.heavy
@given(trees(), st.integers(1, 3))
def test_cut_at_one_more_only_splits_one_group(tree: Tree, minimum: int) -> None:
    for k in range(1, 8):
        coarse, fine = (set(cut(tree, number, minimum)) for number in (k, k + 1))
        split, parts = coarse - fine, fine - coarse
        assert (len(split), len(parts)) in {(0, 0), (1, 2)}
        assert sorted(sum(split, ())) == sorted(sum(parts, ()))


@pytest.mark.heavy
@given(trees(), st.integers(1, 3))
def test_cut_at_one_more_never_takes_back_a_row_it_left(tree: Tree, minimum: int) -> None:
    for k in range(1, 8):
        coarse, fine = (cut(tree, number, minimum, "leave") for number in (k, k + 1))
        parents = [[whole for whole in coarse if set(part) <= set(whole)] for part in fine]
        assert [len(whole) for whole in parents] == [1] * len(fine)
        assert len({whole for (whole,) in parents}) == len(coarse)
        assert len(fine) - len(coarse) in {0, 1}
        assert len(fine) > len(coarse) or fine == coarse


@pytest.mark.heavy
@given(trees(), st.integers(1, 12), st.integers(1, 3))
def test_cut_that_leaves_rows_only_takes_them_out_of_the_folded_groups(
    tree: Tree, k: int, minimum: int
) -> None:
    folded, left = cut(tree, k, minimum), cut(tree, k, minimum, "leave")
    assert len(left) == len(folded)
    assert len(left) <= 1 or min(map(len, left)) >= minimum
    wholes = [[whole for whole in folded if set(part) <= set(whole)] for part in left]
    assert sorted(sum(wholes, [])) == sorted(folded)


@pytest.mark.heavy
@given(trees(), st.integers(1, 12), st.integers(1, 3))
def test_cut_puts_every_row_in_one_group_large_enough(tree: Tree, k: int, minimum: int) -> None:
    groups = cut(tree, k, minimum)
    assert sorted(sum(groups, ())) == list(range(len(tree.vectors)))
    assert len(groups) <= k
    assert len(groups) <= 1 or min(map(len, groups)) >= minimum


@pytest.mark.heavy
@given(trees(), st.integers(1, 12))
def test_cut_without_a_minimum_gives_k_groups_or_all_that_differ(tree: Tree, k: int) -> None:
    different = len({row.round(9).tobytes() for row in tree.vectors + 0.0})
    assert len(cut(tree, k, minimum=1)) == min(k, different)
