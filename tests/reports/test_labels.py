"""What things are called: the number of what is counted agrees with its noun, in either language."""

import pytest

from locales import LANGUAGES
from reports.labels import borda_points


@pytest.mark.parametrize(
    ("sum", "french", "english"),
    [
        (0.0, "0 point de Borda", "0 Borda points"),
        (0.5, "0,5 point de Borda", "0.5 Borda points"),
        (1.0, "1 point de Borda", "1 Borda point"),
        (1.5, "1,5 point de Borda", "1.5 Borda points"),
        (2.0, "2 points de Borda", "2 Borda points"),
    ],
)
def test_borda_points_agree_with_their_number(sum: float, french: str, english: str) -> None:
    assert [borda_points(sum, language) for language in LANGUAGES] == [french, english]
