import numpy as np
import pytest

from clustering.nearest import most_like, nearest_group
from clustering.vectors import unit_rows

ROWS = unit_rows(
    np.array(
        [
            [1, 0.1, 0],
            [1, -0.1, 0],
            [1, 0, 0.2],
            [0, 1, 0.1],
            [0, 1, -0.1],
            [0.9, 0.1, 0],
            [0, 0, 1],
            [0, 0, 0],
        ],
        dtype=np.float64,
    )
)
GROUPS = ((3, 4), (), (0, 1, 2))


@pytest.mark.parametrize(("row", "found"), [(5, (2, True)), (6, (2, False)), (7, (0, False))])
def test_row_joins_the_nearest_group_it_fits_in(row: int, found: tuple[int, bool]) -> None:
    assert nearest_group(ROWS, GROUPS, row) == found


def test_row_has_nowhere_to_go_without_groups() -> None:
    assert nearest_group(ROWS, ((), ()), 0) is None


def test_most_like_ranks_the_others() -> None:
    assert most_like(ROWS, (0,), (6, 3, 5, 7, 1)) == (5, 1, 3, 6, 7)
    assert most_like(ROWS, (), (1, 2)) == ()
