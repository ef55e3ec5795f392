import numpy as np
import pytest

from clustering import centred

rng = np.random.default_rng(7)


def units(n: int, d: int = 4) -> np.ndarray:
    rows = rng.normal(size=(n, d)) + 3.0
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def by_hand(rows: np.ndarray, mean: np.ndarray) -> np.ndarray:
    return (rows - mean) / np.linalg.norm(rows - mean, axis=1, keepdims=True)


def test_centred_subtracts_the_mean_of_each_language_with_five_texts() -> None:
    french, english = units(6), units(5)
    expected = np.concatenate([by_hand(french, french.mean(0)), by_hand(english, english.mean(0))])
    assert centred(np.concatenate([french, english]), ["fr"] * 6 + ["en"] * 5) == pytest.approx(expected)


def test_centred_subtracts_the_mean_of_the_set_from_a_language_with_four_texts() -> None:
    french, english = units(6), units(4)
    both = np.concatenate([french, english])
    expected = np.concatenate([by_hand(french, french.mean(0)), by_hand(english, both.mean(0))])
    assert centred(both, ["fr"] * 6 + ["en"] * 4) == pytest.approx(expected)


def test_centred_keeps_a_zero_row_zero_and_out_of_the_mean() -> None:
    rows = units(6)
    expected = np.concatenate([by_hand(rows, rows.mean(0)), np.zeros((1, 4))])
    assert centred(np.concatenate([rows, np.zeros((1, 4))]), ["fr"] * 7) == pytest.approx(expected)


@pytest.mark.parametrize("n", [1, 2, 5, 9])
def test_centred_keeps_identical_rows_as_they_are(n: int) -> None:
    rows = np.repeat(units(1), n, axis=0)
    assert centred(rows, ["fr"] * n) == pytest.approx(rows)


def test_centred_gives_no_row_for_no_row() -> None:
    assert centred(np.zeros((0, 4), np.float32), []).shape == (0, 4)


def test_centred_puts_the_views_of_a_text_side_by_side_each_at_its_length() -> None:
    first, second = units(6), units(6)
    expected = np.hstack([by_hand(first, first.mean(0)), 0.5 * by_hand(second, (0.5 * second).mean(0) * 2)])
    found = centred(np.stack([first, 0.5 * second], axis=1), ["fr"] * 6)
    assert found == pytest.approx(expected / np.sqrt(1.25))
