import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        (unicodedata.normalize("NFD", "Montréal, des stages"), ("montréal",), ", des stages"),
        ("La vile, la ville et les villes", ("ville",), "La vile, la et les villes"),
        ("Pour l’université et l'Université de Laval", ("universite",), "Pour et de Laval"),
        ("Qu’université se dise", ("université",), "se dise"),
        ("Le cégep, aujourd’hui", ("aujourd'hui",), "Le cégep,"),
        ("au centre   ville, au centre", ("centre ville", "au"), ", centre"),
        ("le parc du 15e", ("15E",), "le parc du"),
        ("C++ et C", ("c++",), "et C"),
        ("ﬁn du ﬁlm", ("fin",), "du film"),
        ("🎉 fête", ("fête",), "🎉"),
        ("bus bus, bus", ("bus",), "bus bus, bus"),
        ("Deux  blancs", ("trois",), "Deux  blancs"),
    ],
)
def test_words_are_left_out_whole(text: str, ignored: tuple[str, ...], left: str) -> None:
    assert without_words(text, ignored) == left


@given(st.text(max_size=60), st.lists(st.text(max_size=6), max_size=4))
def test_a_text_always_keeps_something_and_gains_nothing(text: str, ignored: list[str]) -> None:
    left = without_words(text, ignored)
    assert left == text or set(left) <= {*unicodedata.normalize("NFKC", text), " "}
    assert bool(left.strip()) == bool(text.strip())


@given(st.text(alphabet="aàÀ’' -b", max_size=30), st.permutations(["à", "a b", "b"]))
def test_the_order_of_words_to_leave_out_does_not_matter(text: str, ignored: list[str]) -> None:
    assert without_words(text, ignored) == without_words(text, sorted(ignored))
