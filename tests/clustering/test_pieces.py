import os
import platform
import subprocess
import sys
import unicodedata
from random import Random

import numpy as np
import pytest

from clustering import Encoder, Pieces, pieces, room_vectors
from clustering.encoders import LONGEST
from clustering.pieces import features, piece_ids, pieces_of, projected, whole
from tests.clustering.conftest import HOUSING

pytestmark = pytest.mark.heavy

TEXTS = (
    *(text for text, _ in HOUSING),
    "x", "l'été — 3 ½ «vélos»", "n\x00ul", "日本語と العربية", "x" * LONGEST, "oui " * 300,
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_sum_of_the_pieces_through_the_last_layers_is_the_encoders_vector(
    encoder: Encoder, text: str
) -> None:
    ids = piece_ids(text)
    seen, real = features([ids])
    rows = projected(seen, np.ones(len(seen)))[real]
    kept = Pieces(ids, rows)  # type: ignore[arg-type]  # in the precision of the encoder

    assert np.abs(whole([kept]) - encoder.encode([text])).max() < 1e-5
    assert np.abs(whole([pieces(text)]) - encoder.encode([text])).max() < 2e-3


def same_alone_and_among_others() -> bool:
    texts = [piece_ids(text) for text in ("", *TEXTS, "", "vélo")]
    alone = {one.tobytes(): bytes(pieces_of([one])[0]) for one in texts}
    for size in (2, 3, 7, len(texts)):
        mixed = Random(size).sample(texts, len(texts))
        for start in range(0, len(texts), size):
            some = mixed[start : start + size]
            if [bytes(one) for one in pieces_of(some)] != [alone[one.tobytes()] for one in some]:
                return False
    return True


@pytest.mark.skipif(platform.machine() not in {"x86_64", "AMD64"}, reason="the blocks are of this machine")
def test_pieces_are_the_same_to_the_last_bit_alone_and_among_others() -> None:
    assert same_alone_and_among_others()


@pytest.mark.skipif(platform.machine() not in {"x86_64", "AMD64"}, reason="the kernels are of this machine")
@pytest.mark.parametrize("threads", ["1", "2"])
@pytest.mark.parametrize("kernel", ["Prescott", "Sandybridge", "Haswell", "SkylakeX"])
def test_pieces_are_the_same_among_others_on_other_processors(kernel: str, threads: str) -> None:
    command = "from tests.clustering.test_pieces import *; assert same_alone_and_among_others()"
    surroundings = {**os.environ, "OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": threads}
    subprocess.run([sys.executable, "-c", command], env=surroundings, check=True, timeout=120)


@pytest.mark.parametrize("text", ["", " \n\t ", "\ud83d"])
def test_text_that_says_nothing_has_no_pieces(text: str) -> None:
    found = pieces(text)
    assert (found.ids.shape, found.rows.shape) == ((0,), (0, 512))
    assert bytes(found) == b""


def test_pieces_are_kept_as_bytes_and_come_back_the_same() -> None:
    found = pieces(TEXTS[0])
    back = Pieces.from_bytes(bytes(found))

    assert back.ids.tolist() == found.ids.tolist()
    assert back.rows.tobytes() == found.rows.tobytes()
    assert len(bytes(found)) == len(found.ids) * 1_028


def test_bytes_of_something_else_are_no_pieces() -> None:
    with pytest.raises(ValueError, match="2048 bytes"):
        Pieces.from_bytes(bytes(2_048))  # a vector as it was kept before


def test_pieces_ignore_case_unicode_form_and_what_is_beyond_the_cap() -> None:
    found = {
        bytes(pieces(one)) for one in ("Été à vélo", "ÉTÉ À VÉLO", unicodedata.normalize("NFD", "Été à vélo"))
    }
    capped, longer = (bytes(pieces(one)) for one in ("é" * LONGEST, "é" * LONGEST + "vélo" * 5_000))

    assert len(found) == 1
    assert capped == longer


@pytest.mark.parametrize(
    "text",
    ["ᐃᓄᒃᑎᑐᑦ ᐱᓕᕆᐊᖑᔪᓐᓇᖅᐳᖅ", "ᓀᐦᐃᔭᐍᐏᐣ", "ছাত্রদের জন্য বাসস্থান", "மாணவர்களுக்கான வீடு", "ለተማሪዎች መኖሪያ ቤት", "⠃⠕⠝", "🎉🎈"],
)
def test_text_in_a_script_the_encoder_does_not_know_has_no_pieces(text: str) -> None:
    assert len(piece_ids(text)) == 0
    assert not room_vectors([pieces(text), pieces("Un vélo")])[0].any()


@pytest.mark.parametrize(
    "text", ["سكن للطلاب", "学生住房", "Житло для студентів", "vélo ᓀ", "🎉 vélo 🎉", "12 345", "?!"]
)
def test_text_that_the_encoder_mostly_knows_has_pieces(text: str) -> None:
    assert len(piece_ids(text)) > 2
