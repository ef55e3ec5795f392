import pytest

from clustering.words import without_words


@pytest.mark.parametrize(
    ("text", "ignored", "left"),
    [
        ("Des autobus à Montréal le soir", ("montreal",), "Des autobus à le soir"),
        ("MONTRÉAL, l’hiver", ("Montréal",), ", l’hiver"),
        ("Montréalais et Montréal", ("Montréal",), "Montréalais et"),
        ("Le parc de la rivière du Loup en 2026", ("Rivière-du-Loup", "2026"), "Le parc de la en"),
        ("Rivière du nord", ("Rivière-du-Loup",), "Rivière du nord"),
        ("Montréal !", ("montréal",), "Montréal !"),
        ("", ("a",), ""),
        ("🎉", ("a",), "🎉"),
        ("Un vélo", (), "Un vélo"),
        ("Un vélo", ("", " ,"), "Un vélo"),
    ],
)
def test_words_are_left_out_whole(text: str, ignored: tuple[str, ...], left: str) -> None:
    assert without_words(text, ignored) == left
