import numpy as np
import pytest

from clustering import EncoderUnavailable, identity, pieces, room_vectors
from clustering.encoding import TEXTS_IN_A_BATCH, encoded

pytestmark = pytest.mark.heavy

TEXTS = (
    "Un jumelage pour les nouveaux arrivants", "UN JUMELAGE pour les nouveaux arrivants", "A buddy system",
    "", "   ", "🎉", "ﬁnancer des vélos", "x" * 3_000, "Pistes cyclables déneigées\nautour du cégep",
)  # fmt: skip


def test_vectors_say_which_encoder_made_them() -> None:
    found = encoded(TEXTS)
    assert found.vectors.dtype == np.float32
    assert (found.encoder, found.version) == identity("bundled")


def test_vectors_are_exactly_those_of_a_room() -> None:
    assert encoded(TEXTS).vectors.tobytes() == room_vectors([pieces(text) for text in TEXTS]).tobytes()


def test_text_that_was_written_often_is_encoded_once_and_counts_as_often() -> None:
    texts = ["un vélo électrique", "un bus électrique"]
    often = room_vectors([pieces(text) for text in [texts[0]] * 5 + [texts[1]]])
    assert encoded(texts, copies=[5, 1]).vectors.tobytes() == often[[0, 5]].tobytes()


def test_encoded_keeps_the_order_over_batches_and_tells_how_far_it_is() -> None:
    texts = [f"idée {number}" for number in range(TEXTS_IN_A_BATCH + 3)]
    told: list[tuple[int, int, str]] = []
    rows = encoded(texts, progress=lambda *step: told.append(step)).vectors
    assert rows.tobytes() == room_vectors([pieces(text) for text in texts]).tobytes()
    assert told == [(0, 259, "encoding"), (256, 259, "encoding"), (259, 259, "encoding")]


def test_encoded_takes_no_text() -> None:
    assert encoded([]).vectors.shape == (0, 2, 512)


def test_encoded_refuses_an_encoder_that_is_not_here() -> None:
    with pytest.raises(EncoderUnavailable):
        encoded(["vélo"], setting="/no/such/folder")
