from datetime import date

import pytest

from locales import Language, day


@pytest.mark.parametrize(
    ("language", "moment", "said"),
    [
        ("fr", date(2026, 12, 1), "1er décembre 2026"),
        ("fr", date(2026, 12, 11), "11 décembre 2026"),
        ("fr", date(2026, 3, 31), "31 mars 2026"),
        ("en", date(2026, 12, 1), "December 1, 2026"),
    ],
)
def test_day_is_said_as_people_write_it(language: Language, moment: date, said: str) -> None:
    assert day(language, moment) == said
