from clustering.stop_words import LINKS, STOP_WORDS
from clustering.terms import distinguishing_terms


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
    assert distinguishing_terms(texts, ((0, 1, 2, 3), (4,))) == (("vélo", "gratuit"), ("bus",))
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
    assert distinguishing_terms(texts, ((0,), (1,))) == (("permis de travail",), ("choisir", "accidents"))


def test_distinguishing_terms_leave_out_stop_words_numbers_and_signs() -> None:
    assert distinguishing_terms(("The 12 de la 5G 🎉 !!!", "à l'été"), ((0,), (1,))) == ((), ())


def test_distinguishing_terms_read_decomposed_accents() -> None:
    assert distinguishing_terms(("ve\u0301lo",), ((0,),)) == (("vélo",),)


def test_stop_words_are_lower_case_words() -> None:
    assert {word for word in STOP_WORDS if not word.isalpha() or word != word.lower()} == set()
    assert LINKS <= STOP_WORDS
