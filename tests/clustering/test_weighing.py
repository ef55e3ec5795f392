from random import Random

import numpy as np
import pytest

from clustering import pieces, room_vectors
from clustering.pieces import piece_ids
from clustering.weighing import Weights

pytestmark = pytest.mark.heavy


def heavy(texts: list[str], word: str, common: list[str] | None = None) -> float:
    """What the heaviest piece of that word weighs among those texts."""
    weights = Weights([piece_ids(text) for text in texts], [piece_ids(text) for text in common or []])
    return float(weights[piece_ids(word)].max())


def test_word_of_the_language_weighs_less_than_one_that_says_something() -> None:
    texts = ["la navette du soir", "un logement abordable", "cours de français"]
    assert heavy(texts, "navette") > 3 * heavy(texts, "la")


def test_what_everybody_says_weighs_less_than_what_one_says() -> None:
    texts = [f"un emploi {word}" for word in ("jumelage", "logement", "autobus", "garderie", "stage")]
    assert heavy(texts, "jumelage") > 2 * heavy(texts, "emploi")


def test_words_of_the_question_weigh_as_if_everybody_said_them() -> None:
    texts = ["un emploi stable", "un logement", "un autobus", "une garderie"]
    assert heavy(texts, "emploi", ["Comment trouver un premier emploi?"]) < heavy(texts, "emploi") / 2
    assert heavy(texts, "autobus", ["Comment trouver un premier emploi?"]) == heavy(texts, "autobus")


def test_text_counts_as_often_as_it_was_written() -> None:
    texts = [piece_ids(text) for text in ("un vélo", "un bus")]
    one, many = Weights(texts), Weights(texts, copies=[9, 1])
    assert many[piece_ids("vélo")].max() < one[piece_ids("vélo")].max()
    assert many[piece_ids("bus")].max() > one[piece_ids("bus")].max()


def test_rows_do_not_depend_on_the_order_of_the_texts(ideas) -> None:
    order = Random(3).sample(range(len(ideas.texts)), len(ideas.texts))
    read = [pieces(text) for text in ideas.texts]

    rows = room_vectors(read)

    assert room_vectors([read[i] for i in order]).tobytes() == rows[order].tobytes()


def test_blank_text_has_a_zero_row_and_says_nothing_of_the_others() -> None:
    read = [pieces(text) for text in ("Un vélo", " ", "Un logement", "🎉")]
    rows = room_vectors(read)

    assert not rows[1].any()
    assert np.isfinite(rows).all()
    assert all(rows[i].any() for i in (0, 2, 3))


def test_no_text_has_no_row() -> None:
    assert room_vectors([]).shape[0] == 0


def test_translation_is_nearer_than_another_subject() -> None:
    french, english, other = room_vectors(
        [pieces(text) for text in ("Des autobus le soir", "Buses in the evening", "Apprendre la cuisine")]
    )
    assert (french[0] @ english[0]) > (french[0] @ other[0]) + 0.2
    assert (french[1] @ english[1]) > (french[1] @ other[1])


def test_second_view_is_shorter_than_the_first() -> None:
    lengths = np.linalg.norm(room_vectors([pieces("Un vélo"), pieces("Un logement")]), axis=2)
    assert lengths == pytest.approx(np.array([[1.0, 0.8], [1.0, 0.8]]), abs=1e-6)
