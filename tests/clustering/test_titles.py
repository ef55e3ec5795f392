import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustering.telling import WORD
from clustering.titles import titles

ELSEWHERE = [
    "vélo rouge",
    "logement",
    "arbres du parc",
    "soupe du jour",
    "musique de chambre",
    "théâtre d'été",
]


def named(
    texts: list[str], languages: list[str] | str = "fr", ignored: tuple[str, ...] = ()
) -> dict[str, str]:
    """The titles of one group of all those texts, each as central as the others; six ideas are elsewhere."""
    codes = [languages] * len(texts) if isinstance(languages, str) else languages
    likeness = np.array([[1.0, 1.0]] * len(texts) + [[0.0, 1.0]] * len(ELSEWHERE))
    groups = [range(len(texts)), range(len(texts), len(likeness))]
    return titles([*texts, *ELSEWHERE], [*codes, *["fr"] * len(ELSEWHERE)], likeness, groups, ignored)[0]


def test_title_is_a_phrase_about_what_several_ideas_share() -> None:
    texts = [
        "Il faudrait un guide simple sur le permis de travail pour les employeurs",
        "permis de travail : délais trop longs!",
        "Une clinique juridique, deux fois par année",
    ]
    assert named(texts) == {"fr": "Permis de travail"}


def test_title_comes_in_each_language_of_the_group_that_of_most_ideas_first() -> None:
    texts = [
        "Des navettes gratuites",
        "A free shuttle to the park",
        "The shuttle at night",
        "Shuttle bus fares",
        "navettes de soir",
    ]
    found = named(texts, ["fr", "en", "en", "en", "fr"])
    assert list(found) == ["en", "fr"]
    assert found["fr"] in {"Navettes gratuites", "Navettes de soir"}
    assert "shuttle" in found["en"].lower()


def test_one_idea_in_another_language_does_not_name_the_group() -> None:
    texts = ["Réseautage avec les entreprises", "réseautage du midi", "Monthly coffee meetups downtown"]
    assert list(named(texts, ["fr", "fr", "en"])) == ["fr"]


def test_title_never_is_a_whole_sentence() -> None:
    texts = [
        "Nous pourrions accompagner chaque employeur pendant les six premiers mois avec une ressource"
    ] * 3
    assert 2 <= len(WORD.findall(named(texts)["fr"])) <= 5


def test_french_title_keeps_its_first_word_and_english_its_last() -> None:
    french = ["Stages rémunérés obligatoires partout chez nous", "stages rémunérés", "les stages rémunérés"]
    english = ["Regional paid internships", "paid internships", "more paid internships"]
    assert named(french) == {"fr": "Stages rémunérés"}
    assert named(english, "en") == {"en": "Paid internships"}


def test_title_does_not_cut_a_name() -> None:
    assert named(["la rue Saint Denis", "rue Saint Denis"]) == {"fr": "Rue Saint Denis"}


def test_title_holds_no_ignored_word_nor_joins_what_it_stood_between() -> None:
    texts = ["Transport collectif Saguenay ville verte", "le transport collectif"]
    assert named(texts, ignored=("SAGUENAY",)) == {"fr": "Transport collectif"}
    assert named(["Bus Saguenay bus"] * 2, ignored=("saguenay",)) == {}


@pytest.mark.parametrize("text", ["", " ", "🎉🎉", "?!", "12", "Pourquoi", "«»", "vélo", "x" * 200 + " vélo"])
def test_text_without_two_words_that_tell_gives_no_title(text: str) -> None:
    assert named([text, text]) == {}


def test_title_stands_for_a_text_that_leads_clearly_where_no_word_is_shared() -> None:
    texts = ["réparation de vélos", "navette du soir", "stages payés", "logement abordable"]
    likeness = np.array([[0.9, 0.1], [0.5, 0.48], [0.1, 0.9], [0.5, 0.5]])
    found = titles(texts, ["fr"] * 4, likeness, [(0, 1), (2, 3)])
    assert found == ({"fr": "Réparation de vélos"}, {"fr": "Stages payés"})
    assert titles(texts, ["fr"] * 4, np.full((4, 2), 0.5), [(0, 1), (2, 3)]) == ({}, {})


def test_language_whose_small_words_nobody_told_us_has_no_title() -> None:
    assert named(["para los estudiantes de la ciudad"] * 2, "es") == {}


def test_titles_of_no_group_are_none() -> None:
    assert titles([], [], np.zeros((0, 0)), []) == ()


def test_room_of_one_group_has_a_title() -> None:
    assert titles(["un guichet unique"] * 2, ["fr"] * 2, np.ones((2, 1)), [(0, 1)]) == (
        {"fr": "Guichet unique"},
    )


@pytest.mark.heavy
@given(st.lists(st.tuples(st.text(), st.sampled_from(["fr", "en", "", "es"])), min_size=1, max_size=6))
def test_title_is_two_to_five_words_of_one_text_in_that_language(ideas: list[tuple[str, str]]) -> None:
    texts, languages = [text for text, _ in ideas], [code for _, code in ideas]
    for code, title in named(texts, languages).items():
        words = [word for word in WORD.findall(title) if len(word) > 1]
        assert 2 <= len(words) <= 5
        assert len(title) <= 60
        assert not set(title) & set('«»“”„"')
        assert code in languages
