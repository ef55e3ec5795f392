"""Vectors drawn toward their neighbours, so that one unusual word does not tear an idea from its like."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from clustering.linkage import DECIMALS
from clustering.vectors import unit_rows

FEWEST_NEIGHBOURS = 12  # rows; those near the edge hardly count
BY_ROOT = 1.6  # neighbours for each unit of the root of n: larger rooms have larger themes
ROUNDS = 2


def neighbour_count(n: int) -> int:
    """How many neighbours a row has among n: 12 up to 58 rows, 18 at 120, 28 at 300."""
    return max(FEWEST_NEIGHBOURS, round(BY_ROOT * math.sqrt(n)))


def smoothed(
    rows: NDArray[np.float64], neighbours: int = FEWEST_NEIGHBOURS, rounds: int = ROUNDS
) -> NDArray[np.float64]:
    """The unit rows, each moved ``rounds`` times to the mean of itself and its neighbours; (n, d), unit rows.

    Diffusion on the graph of nearest neighbours, as in label spreading (Zhou et al., 2003). We depart from it
    in weighing a neighbour by how much nearer it is than the last one counted: none comes in or falls out at
    once, so that neither a last decimal nor one idea more changes much. Rows alike stay alike; a zero row
    stays zero.
    """
    weights = _weights(rows, neighbours)
    for _ in range(rounds):
        rows = unit_rows(weights @ rows)
    return rows


def _weights(rows: NDArray[np.float64], neighbours: int) -> csr_array:
    """What each row takes of each, (n, n), symmetric: 2 of itself, and of others what either has to spare."""
    likeness: NDArray[np.float64] = np.clip((rows @ rows.T).round(DECIMALS), 0.0, 1.0)
    np.fill_diagonal(likeness, 1.0)
    if len(rows) > neighbours:
        edge = np.partition(likeness, -neighbours - 1, axis=1)[:, -neighbours - 1]
        likeness = np.maximum(likeness - edge[:, None], 0.0)
    np.fill_diagonal(likeness, 1.0)
    weights = csr_array(likeness)
    return weights + weights.T
