import numpy as np
import pytest

from clustering import EncoderUnavailable
from clustering.encoding import TEXTS_IN_A_BATCH, encoded

pytestmark = pytest.mark.heavy

TEXTS = (
    "Un jumelage pour les nouveaux arrivants", "UN JUMELAGE pour les nouveaux arrivants", "A buddy system",
    "", "   ", "🎉", "ﬁnancer des vélos", "x" * 3_000, "Pistes cyclables déneigées\nautour du cégep",
)  # fmt: skip


def test_texts_together_are_the_same_texts_alone_to_the_sixth_decimal(encoder) -> None:
    together = encoded(TEXTS, together=True)
    assert np.abs(together.rows - encoder.encode(TEXTS)).max() < 1e-6
    assert together.rows.dtype == np.float32
    assert (together.encoder, together.version) == (encoder.name, encoder.version)


def test_texts_alone_are_exactly_those_of_the_encoder(encoder) -> None:
    assert encoded(TEXTS).rows.tobytes() == encoder.encode(TEXTS).tobytes()


def test_encoded_keeps_the_order_over_batches_and_tells_how_far_it_is(encoder) -> None:
    texts = [f"idée {number}" for number in range(TEXTS_IN_A_BATCH + 3)]
    told: list[tuple[int, int, str]] = []
    rows = encoded(texts, together=True, progress=lambda *step: told.append(step)).rows
    assert np.abs(rows[[0, -1]] - encoder.encode([texts[0], texts[-1]])).max() < 1e-6
    assert told == [(0, 259, "encoding"), (256, 259, "encoding"), (259, 259, "encoding")]


def test_encoded_takes_no_text() -> None:
    assert encoded([]).rows.shape == (0, 512)


def test_encoded_refuses_an_encoder_that_is_not_here() -> None:
    with pytest.raises(EncoderUnavailable):
        encoded(["vélo"], setting="/no/such/folder")
