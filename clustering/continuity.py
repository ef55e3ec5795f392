"""Which new group goes on with which old one, so that a group keeps its name and colour."""

from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

T = TypeVar("T", bound=Hashable)


def continued(old: Sequence[Collection[T]], new: Sequence[Collection[T]]) -> tuple[int | None, ...]:
    """For each new group the old one it goes on with, or None; no old group goes on twice.

    The pairs are those that share the most members in all (Kuhn, 1955), and at least one each.
    """
    if not old or not new:
        return (None,) * len(new)
    shared = np.array([[len(set(after) & set(before)) for before in old] for after in new])
    rows, columns = linear_sum_assignment(shared, maximize=True)
    pairs = {int(i): int(j) for i, j in zip(rows, columns, strict=True) if shared[i, j]}
    return tuple(pairs.get(i) for i in range(len(new)))
