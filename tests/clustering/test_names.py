import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustering import shortened
from clustering.names import distinguishing_terms, medoid, titles
from clustering.stop_words import LINKS, STOP_WORDS
from clustering.vectors import unit_rows


def test_medoid_is_the_member_in_the_middle() -> None:
    rows = unit_rows(np.array([[9.0, 9.0], [1.0, 0.0], [1.0, 0.5], [1.0, 1.1]]))
    assert medoid(rows, (1, 2, 3)) == 2


def test_medoid_is_the_first_of_members_alike() -> None:
    assert medoid(np.ones((4, 2)), (1, 3)) == 1
    assert medoid(np.zeros((4, 2)), (2, 3)) == 2


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        ("Un guichet\n  unique ", "Un guichet unique"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("a " + "x" * 10_000, "a " + "x" * 57 + "…"),
        ("mot " * 20, "mot mot mot mot mot mot mot mot mot mot mot mot mot mot mot…"),
        (
            "Accompagner l'employeur et le nouvel employé, tous les deux, six mois",
            "Accompagner l'employeur et le nouvel employé, tous les deux…",
        ),
        (
            "Accompagner l'employeur et le nouvel employé pendant les 6 premiers mois",
            "Accompagner l'employeur et le nouvel employé…",
        ),
        (
            "Accompagner l'employeur - et le nouvel employé qui arrive d'ailleurs",
            "Accompagner l'employeur…",
        ),
        (
            "Oui, accompagner l'employeur et le nouvel employé ensemble partout",
            "Oui, accompagner l'employeur et le nouvel employé ensemble…",
        ),
        (
            "Un post-diplôme à temps plein pour chaque personne qui arrive ici",
            "Un post-diplôme à temps plein…",
        ),
        ("« Un guichet unique »", "Un guichet unique"),
        ("“One stop shop”", "One stop shop"),
        ('"Un guichet" unique', "Un guichet unique"),
        ('Le "vrai" guichet', 'Le "vrai" guichet'),
        ("«»", ""),
    ],
)
def test_shortened_ends_at_a_mark_or_after_a_word_that_does_not_hang(text: str, title: str) -> None:
    assert shortened(text) == title


@pytest.mark.heavy
@given(st.text(), st.integers(1, 80))
def test_shortened_fits_its_line_and_starts_and_ends_without_a_quotation_mark(text: str, limit: int) -> None:
    line = shortened(text, limit)
    assert len(line) <= limit
    assert not set(line[:1] + line[-1:]) & set('«»“”„"')
    assert shortened(line, limit) == line


def circle(*degrees: float) -> np.ndarray:
    """Unit rows at these angles."""
    return np.array([(math.cos(math.radians(a)), math.sin(math.radians(a))) for a in degrees])


def test_titles_are_the_medoids_with_a_capital() -> None:
    texts = ("x", "« des stages payés »", "y", "z", "navettes", "w")
    assert titles(texts, circle(0, 10, 20, 180, 190, 200), ((0, 1, 2), (3, 4, 5))) == (
        "Des stages payés",
        "Navettes",
    )


@pytest.mark.parametrize("text", ["", " ", "🎉🎉", "?!", "12", "Pourquoi", "«»"])
def test_titles_are_empty_for_a_medoid_that_tells_nothing(text: str) -> None:
    assert titles((text, "navettes"), circle(0, 180), ((0,), (1,))) == ("", "Navettes")


def test_titles_are_empty_for_a_medoid_as_near_to_another_group() -> None:
    texts = ("vélos", "bus", "stages", "logement")
    assert titles(texts, circle(0, 0, 3, 180), ((0, 1), (2,), (3,))) == ("", "", "Logement")
    assert titles(texts, circle(0, 0, 0, 0), ((0, 1, 2, 3),)) == ("Vélos",)
    assert titles((), np.zeros((0, 2)), ()) == ()


def test_distinguishing_terms_are_those_shared_inside_and_rare_outside() -> None:
    texts = (
        "Simplifier le permis de travail pour les étudiants",
        "Le permis de travail, trop long !",
        "Des permis de travail plus vite",
        "Stages payés pour les étudiants",
        "Un stage payé en région",
    )
    permits, placements = distinguishing_terms(texts, ((0, 1, 2), (3, 4)))
    assert (permits[0], placements[0]) == ("permis de travail", "stage payé")


def test_distinguishing_terms_never_repeat_a_word() -> None:
    terms = distinguishing_terms(("bus bus gratuit", "bus gratuits du soir"), ((0, 1),))
    assert terms == (("bus gratuit", "soir"),)


def test_distinguishing_terms_count_an_idea_once() -> None:
    texts = ("navette " * 50, "vélo", "vélo", "marche")
    assert distinguishing_terms(texts, ((0, 1, 2), (3,)))[0] == ("vélo", "navette navette")


def test_distinguishing_terms_of_a_large_group_fill_up_from_its_most_typical_idea() -> None:
    texts = ("vélo rouge gratuit", "vélo bleu", "gratuit", "allée folle", "bus")
    assert distinguishing_terms(texts, ((0, 1, 2, 3), (4,))) == (("gratuit", "vélo"), ("bus",))
    assert distinguishing_terms(texts[1:3], ((0, 1),)) == (("vélo bleu", "gratuit"),)
    texts = ("arc", "vélo neuf", "vélo bleu", "vélo")
    assert distinguishing_terms(texts, ((0, 1, 2, 3),)) == (("vélo", "bleu"),)


def test_distinguishing_terms_keep_two_words_that_go_together() -> None:
    texts = ("centre-ville", "le centre-ville", "ville", "bus")
    assert distinguishing_terms(texts, ((0, 1, 2), (3,)))[0] == ("ville",)
    assert distinguishing_terms(texts, ((0, 1), (2, 3)))[0] == ("centre-ville",)


def test_distinguishing_terms_leave_out_words_to_ignore_however_written() -> None:
    texts = ("Étudiants au cégep", "étudiants du Cégep", "l'étudiant du vélo", "vélo-cégep")
    assert distinguishing_terms(texts, ((0, 1, 2, 3),)) == (("cégep", "étudiants", "vélo"),)
    assert distinguishing_terms(texts, ((0, 1, 2, 3),), ignored=("CEGEPS", "vélos étudiants")) == ((),)


def test_distinguishing_terms_never_ignore_part_of_a_word() -> None:
    assert distinguishing_terms(("navette",), ((0,),), ignored=("nave", "")) == (("navette",),)


def test_distinguishing_terms_are_varied_across_languages() -> None:
    texts = ("autobus employeur", "bus employer")
    assert distinguishing_terms(texts, ((0, 1),)) == (("autobus employeur",),)


def test_distinguishing_terms_join_words_over_articles_and_prepositions_only() -> None:
    texts = ("permis de travail", "accidents pour choisir")
    assert distinguishing_terms(texts, ((0,), (1,))) == (("permis de travail",), ("accidents", "choisir"))


def test_distinguishing_terms_leave_out_stop_words_numbers_and_signs() -> None:
    assert distinguishing_terms(("The 12 de la 5G 🎉 !!!", "à l'été"), ((0,), (1,))) == ((), ())


def test_distinguishing_terms_read_decomposed_accents() -> None:
    assert distinguishing_terms(("ve\u0301lo",), ((0,),)) == (("vélo",),)


def test_stop_words_are_lower_case_words() -> None:
    assert {word for word in STOP_WORDS if not word.isalpha() or word != word.lower()} == set()
    assert LINKS <= STOP_WORDS
