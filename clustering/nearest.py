"""Where one more text belongs among groups that stand, and which texts are most like some others."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clustering.linkage import DECIMALS
from clustering.vectors import unit_rows

WEAKEST = 0.1  # of a group's members may be further from its centre than what joins it


def nearest_group(
    rows: NDArray[np.float64], groups: Sequence[Sequence[int]], row: int
) -> tuple[int, bool] | None:
    """The group whose centre is nearest to that row, and whether the row fits in; None without a group.

    ``rows``: centred unit rows, (n, d); the row itself is in none of the groups. It fits when it is at least
    as near as all but the furthest tenth of the members, each measured against the centre of the others:
    a cosine that is high in one workshop is low in the next, so the group itself says what is near.
    """
    filled = [(label, list(members)) for label, members in enumerate(groups) if members]
    if not filled:
        return None
    centres = np.stack([_centre(rows[members]) for _, members in filled])
    nearness = np.round(centres @ rows[row], DECIMALS)
    best = int(np.argmax(nearness))
    label, members = filled[best]
    return label, bool(nearness[best] > 0 and nearness[best] >= _usual(rows[members]))


def most_like(rows: NDArray[np.float64], chosen: Sequence[int], among: Sequence[int]) -> tuple[int, ...]:
    """Those of ``among`` by falling likeness to the centre of the chosen rows; the earlier one when equal."""
    if not chosen:
        return ()
    likeness = np.round(rows[list(among)] @ _centre(rows[list(chosen)]), DECIMALS)
    return tuple(among[i] for i in np.argsort(-likeness, kind="stable"))


def _centre(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(unit_rows(rows.mean(axis=0, keepdims=True))[0])


def _usual(members: NDArray[np.float64]) -> float:
    """How near the members of a group usually are to the centre of its other members; 0 for a lone one."""
    if len(members) < 2:
        return 0.0
    others = unit_rows(members.sum(axis=0, keepdims=True) - members)
    return float(np.quantile(np.einsum("ij,ij->i", members, others), WEAKEST).round(DECIMALS))
