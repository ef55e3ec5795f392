import numpy as np
import pytest

from clustering import shortened
from clustering.names import distinguishing_terms, medoid
from clustering.stop_words import STOP_WORDS
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
            "Accompagner l'employeur et le nouvel employé, tous les…",
        ),
        (
            "Accompagner l'employeur et le nouvel employé pendant - enfin, six mois",
            "Accompagner l'employeur et le nouvel employé pendant…",
        ),
    ],
)
def test_shortened_cuts_after_a_word(text: str, title: str) -> None:
    assert shortened(text) == title


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


def test_distinguishing_terms_leave_out_stop_words_numbers_and_signs() -> None:
    assert distinguishing_terms(("The 12 de la 5G 🎉 !!!", "à l'été"), ((0,), (1,))) == ((), ())


def test_distinguishing_terms_read_decomposed_accents() -> None:
    assert distinguishing_terms(("ve\u0301lo",), ((0,),)) == (("vélo",),)


def test_stop_words_are_lower_case_words() -> None:
    assert {word for word in STOP_WORDS if not word.isalpha() or word != word.lower()} == set()
