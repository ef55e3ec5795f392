"""Vectors made comparable inside one set of texts."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SMALLEST_LENGTH = 1e-6  # below it a vector is a rounding error, and its direction means nothing


def centred(vectors: NDArray[np.floating], languages: Sequence[str], minimum: int = 5) -> NDArray[np.float64]:
    """The vectors less the mean of their language, at unit length again; shape (n, d) in and out.

    A language with fewer than ``minimum`` texts is centred on the mean of the whole set. What all texts of a
    room have in common says nothing about which belong together, nor does the language they are written in. A
    zero row stays zero and weighs in no mean; a row equal to the mean keeps its own direction.
    """
    rows = vectors.astype(np.float64)
    present = np.linalg.norm(rows, axis=1) > SMALLEST_LENGTH
    differences = rows - _means(rows, np.array(languages, dtype=np.str_), present, minimum)
    at_the_mean = np.linalg.norm(differences, axis=1) <= SMALLEST_LENGTH
    return unit_rows(np.where((at_the_mean | ~present)[:, None], rows, differences))


def unit_rows(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rows at unit length; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > SMALLEST_LENGTH, vectors / np.maximum(lengths, SMALLEST_LENGTH), 0.0)


def _means(
    rows: NDArray[np.float64], languages: NDArray[np.str_], present: NDArray[np.bool_], minimum: int
) -> NDArray[np.float64]:
    """The mean to subtract from each row, shape (n, d)."""
    means = np.broadcast_to(_mean(rows[present]), rows.shape).copy()
    for language in np.unique(languages[present]):
        same = present & (languages == language)
        if same.sum() >= minimum:
            means[same] = _mean(rows[same])
    return means


def _mean(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean row, zero for no rows."""
    return np.asarray(rows.sum(axis=0) / max(len(rows), 1), dtype=np.float64)
