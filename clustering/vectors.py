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

    Of vectors that see each text several times, (n, views, d), each view is centred by itself and keeps its
    length beside the others; (n, views · d) out.
    """
    views = vectors[:, None] if vectors.ndim == 2 else vectors
    codes = np.array(languages, dtype=np.str_)
    return unit_rows(np.hstack([_centred(view, codes, minimum) for view in np.moveaxis(views, 1, 0)]))


def _centred(view: NDArray[np.floating], languages: NDArray[np.str_], minimum: int) -> NDArray[np.float64]:
    """One view of all texts less the mean of their language, each row at the length it had."""
    rows = view.astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1)
    present = lengths > SMALLEST_LENGTH
    differences = rows - _means(rows, languages, present, minimum)
    at_the_mean = np.linalg.norm(differences, axis=1) <= SMALLEST_LENGTH
    directions = unit_rows(np.where((at_the_mean | ~present)[:, None], rows, differences))
    return np.asarray(directions * lengths[:, None])


def read(vectors: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Of which texts the encoder made something, (n,), from what ``centred`` takes."""
    return np.asarray(vectors.any(axis=tuple(range(1, vectors.ndim))))


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
