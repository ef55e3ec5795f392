import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import linkage

from clustering import average_linkage, centred
from clustering.micro import centre, micro_count, micro_groups, nearest, sums, weighted_tree
from clustering.vectors import unit_rows

pytestmark = pytest.mark.heavy


def rows_around(centres: int, each: int, seed: int = 0, noise: float = 0.3) -> np.ndarray:
    chance = np.random.default_rng(seed)
    middles = np.repeat(chance.normal(size=(centres, 32)), each, axis=0)
    return unit_rows(middles + noise * chance.normal(size=middles.shape)).astype(np.float32)


def ignore(done: int, total: int) -> None:
    pass


@pytest.mark.parametrize(
    ("n", "count"), [(0, 1), (3, 1), (8, 2), (1_200, 300), (5_001, 300), (40_000, 500), (10**6, 800)]
)
def test_micro_count_grows_with_the_root_of_the_rows(n: int, count: int) -> None:
    assert micro_count(n) == count


@pytest.mark.parametrize("views", [1, 2])
def test_centre_does_what_centred_does_in_single_precision(views: int) -> None:
    seen = np.stack([rows_around(20, 300, seed) * (1.0 - 0.2 * seed) for seed in range(views)], axis=1)
    seen[[5, 4_500]] = 0.0
    vectors = seen if views > 1 else seen[:, 0].copy()
    languages = ["fr", "en", "fr"] * 1_999 + ["la", "la", "la"]
    expected = centred(vectors, languages, 5)
    rows = centre(vectors, np.ones(len(vectors)), languages, 5)
    assert np.abs(rows - expected).max() < 1e-6
    assert not rows[[5, 4_500]].any()
    assert np.shares_memory(rows, vectors)


def test_centre_counts_copies() -> None:
    rows, weights = rows_around(3, 4), np.array([1.0, 2.0, 3.0] * 4)
    copies = np.repeat(rows, weights.astype(int), axis=0)
    expected = centred(copies, ["fr"] * len(copies), 5)
    centre(rows, weights, ["fr"] * len(rows), 5)
    assert np.abs(np.repeat(rows, weights.astype(int), axis=0) - expected).max() < 1e-6


def test_micro_groups_find_plain_groups_and_leave_nobody_alone() -> None:
    rows = rows_around(10, 50, noise=0.05)
    labels = micro_groups(rows, np.ones(500), 40, 0, ignore)
    sizes = np.bincount(labels)
    assert sizes.min() >= 2
    assert all(len(np.unique(np.repeat(range(10), 50)[labels == label])) == 1 for label in range(len(sizes)))


def test_micro_groups_keep_zero_rows_together() -> None:
    rows = rows_around(4, 25)
    rows[::10] = 0.0
    labels = micro_groups(rows, np.ones(100), 8, 0, ignore)
    (empty,) = set(labels[::10])
    assert np.flatnonzero(labels == empty).tolist() == list(range(0, 100, 10))


@pytest.mark.parametrize("n", [0, 1, 2, 7])
def test_micro_groups_take_any_number_of_rows(n: int) -> None:
    rows = np.zeros((n, 32), dtype=np.float32)
    labels = micro_groups(rows, np.ones(n), micro_count(n), 0, ignore)
    assert labels.tolist() == [0] * n
    assert len(weighted_tree(rows, labels, np.ones(n)).vectors) == min(n, 1)


def test_micro_groups_tell_how_far_they_are() -> None:
    told: list[tuple[int, int]] = []
    micro_groups(rows_around(10, 500), np.ones(5_000), 20, 0, lambda *step: told.append(step))
    assert told == [(4_096, 10_000), (8_192, 10_000), (10_000, 10_000)]


def test_weighted_tree_of_single_rows_is_the_plain_tree() -> None:
    rows = rows_around(6, 5, noise=0.5)
    plain = average_linkage(rows.astype(np.float64))
    tree = weighted_tree(rows, np.arange(30), np.ones(30))
    assert [set(tree.rows(30 + i)) for i in range(29)] == [set(plain.rows(30 + i)) for i in range(29)]
    assert np.allclose(tree.heights, plain.heights, atol=2e-6)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_weighted_tree_has_the_mean_distance_of_all_pairs_as_height(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = unit_rows(chance.normal(size=(40, 8))).astype(np.float32)
    labels = np.concatenate([np.arange(10), chance.integers(0, 10, 30)])
    tree = weighted_tree(rows, labels, np.ones(40))
    left, right = ([i for i in range(40) if labels[i] in tree.rows(node)] for node in tree.merges[-1])
    assert tree.heights[-1] == pytest.approx(1 - (rows[left] @ rows[right].T).mean(), abs=1e-5)


def test_weighted_tree_agrees_with_scipy_when_sizes_are_equal() -> None:
    rows = rows_around(12, 1)
    labels = np.arange(12)
    merged = linkage((1 - (rows @ rows.T).astype(float)).round(6)[np.triu_indices(12, 1)], "average")
    assert np.allclose(weighted_tree(rows, labels, np.full(12, 7.0)).heights, merged[:, 2], atol=2e-6)


def test_sums_and_nearest_do_not_depend_on_chunks(monkeypatch) -> None:
    rows, weights = rows_around(5, 20), np.arange(100, dtype=np.float64)
    labels = np.arange(100) % 5
    centres = unit_rows(sums(rows, labels, weights, 5))
    found = nearest(rows, np.arange(100), centres)
    monkeypatch.setattr("clustering.micro.CHUNK", 7)
    assert np.allclose(unit_rows(sums(rows, labels, weights, 5)), centres)
    assert nearest(rows, np.arange(100), centres).tolist() == found.tolist()
