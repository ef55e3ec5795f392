"""Full garbage collections wait for a quiet moment, and come then."""

import pytest

from web.quiet_gc import is_due


@pytest.mark.parametrize(
    ("now", "committed", "collected", "due"),
    [
        (100.0, 99.0, 50.0, False),  # people are writing
        (100.0, 94.0, 50.0, True),  # they have stopped
        (100.0, 94.0, 95.0, False),  # nothing since the last time
        (1000.0, 999.0, 50.0, True),  # a long time without a pause
    ],
)
def test_collection_is_due_once_after_each_busy_time(
    now: float, committed: float, collected: float, due: bool
) -> None:
    assert is_due(now, committed, collected) is due
