"""Which copies stay, whatever their times are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.copies import copies, order
from facilitation.keeping import DAYS, HOURS, LAST, kept, thin_out

pytestmark = pytest.mark.heavy  # tries many cases

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))
BURSTS = st.tuples(MOMENTS, st.integers(1, 40), st.sampled_from([1, 60, 600, 3_600, 86_400]))


def named(at: datetime, number: int = 1) -> str:
    return f"recolte-{at:%Y%m%dT%H%M%SZ}{f'-{number}' if number > 1 else ''}.sqlite"


NAMES = st.lists(BURSTS, max_size=8).map(
    lambda bursts: {
        named(start + timedelta(seconds=step * n), n % 3 + 1)
        for start, count, step in bursts
        for n in range(count)
    }
)


@given(NAMES)
def test_what_stays_is_bounded_and_has_the_newest_ones(names: set[str]) -> None:
    stay = kept(names)
    newest_first = sorted(names, key=order, reverse=True)
    assert stay <= names
    assert set(newest_first[:LAST]) <= stay
    assert len(stay) <= LAST + HOURS + DAYS


@given(NAMES)
def test_each_hour_and_day_that_stays_has_its_newest_copy(names: set[str]) -> None:
    stay = kept(names)
    for length, most in ((11, HOURS), (8, DAYS)):
        spans = sorted({order(name)[0][:length] for name in names})[-most:]
        newest = {max((n for n in names if order(n)[0].startswith(span)), key=order) for span in spans}
        assert newest <= stay


@given(NAMES)
def test_nothing_more_goes_when_nothing_came(names: set[str]) -> None:
    assert kept(kept(names)) == kept(names)


def test_a_day_of_copies_each_minute_leaves_a_handful(tmp_path: Path) -> None:
    start = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    for minute in range(8 * 60):
        (tmp_path / named(start + timedelta(minutes=minute))).touch()
    (tmp_path / "recolte-notes.txt").touch()
    thin_out(tmp_path)
    times = [order(path.name)[0][9:13] for path in copies(tmp_path)]
    assert times == [
        *("2029", "2028", "2027", "2026", "2025", "2024", "2023", "2022", "2021", "2020"),
        *("1959", "1859", "1759", "1659", "1559", "1459", "1359", "1259"),
    ]
    assert (tmp_path / "recolte-notes.txt").exists()
