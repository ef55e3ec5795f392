import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from clustering import Encoder, EncoderUnavailable, bundled, from_setting, sentence_transformer
from clustering.encoders import LONGEST, REMEMBERED

pytestmark = pytest.mark.heavy

TEXTS = ("Un guichet unique pour les démarches", "A single desk for everything", "🎉", "vélo")

WITHOUT_TORCH = """
import sys
for name in ("torch", "sentence_transformers", "huggingface_hub"):
    sys.modules[name] = None
from clustering import EncoderUnavailable, bundled, group, sentence_transformer
vectors = bundled().encode(["Des autobus le soir", "Late buses"])
print(vectors.shape, group(["Des autobus le soir", "Late buses"], ["fr", "en"], vectors).labels)
try:
    sentence_transformer(sys.argv[1])
except EncoderUnavailable:
    print("unavailable")
"""


def test_bundled_gives_one_unit_row_per_text(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((4, 512), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-6)


def test_bundled_gives_no_row_for_no_text(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 512)


def test_bundled_gives_a_zero_row_for_a_blank_text(encoder: Encoder) -> None:
    assert encoder.encode(["", " \n\t "]).tolist() == np.zeros((2, 512)).tolist()


def test_bundled_names_itself_and_its_version() -> None:
    encoder = bundled()
    assert (encoder.name, encoder.version) == ("universal-sentence-encoder-multilingual-3", "0.2.1")


def test_bundled_vector_does_not_depend_on_the_other_texts(encoder: Encoder) -> None:
    fresh = bundled()
    alone = np.concatenate([fresh.encode([text]) for text in reversed(TEXTS)])[::-1]
    assert encoder.encode(TEXTS).tobytes() == alone.tobytes()


def test_bundled_ignores_case_unicode_form_and_what_is_beyond_the_cap(encoder: Encoder) -> None:
    long = "é" * LONGEST
    plain, capitals, decomposed, capped, longer = encoder.encode(
        ["Été à vélo", "ÉTÉ À VÉLO", unicodedata.normalize("NFD", "Été à vélo"), long, long + "vélo" * 5_000]
    )
    assert plain.tolist() == capitals.tolist() == decomposed.tolist()
    assert capped.tolist() == longer.tolist()


def test_bundled_takes_a_lone_surrogate(encoder: Encoder) -> None:
    broken, sound = encoder.encode(["vélo \ud83d", "vélo"])
    assert broken.tolist() == sound.tolist()


def test_bundled_gives_threads_the_same_vectors(encoder: Encoder) -> None:
    fresh = bundled()
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: fresh.encode(TEXTS).tobytes(), range(16)))
    assert results == [encoder.encode(TEXTS).tobytes()] * 16


def test_bundled_brings_a_translation_nearer_than_another_subject(encoder: Encoder) -> None:
    french, english, other = encoder.encode(
        ["Des autobus le soir", "Buses in the evening", "Apprendre la cuisine"]
    )
    assert french @ english > 0.7
    assert french @ other < 0.4


def test_bundled_vector_given_away_cannot_change_the_next(encoder: Encoder) -> None:
    encoder.encode(["Un vélo"])[:] = 0.0
    assert np.linalg.norm(encoder.encode(["Un vélo"])) == pytest.approx(1.0, abs=1e-6)


def test_bundled_remembers_no_text_and_a_bounded_number_of_vectors() -> None:
    encoder = bundled()
    rows = encoder._rows  # type: ignore[attr-defined]
    rows.update({number.to_bytes(16, "big"): np.zeros(512, np.float32) for number in range(REMEMBERED)})
    encoder.encode(["Un vélo", "Un autobus"])
    assert len(rows) == REMEMBERED
    assert {len(key) for key in rows} == {16}


def test_from_setting_gives_the_bundled_encoder(encoder: Encoder) -> None:
    assert from_setting("bundled").name == encoder.name


@pytest.mark.parametrize("setting", ["nobody/no-such-model", "no-such-model", "not a name/at/all"])
def test_from_setting_refuses_a_model_that_is_not_here(setting: str) -> None:
    with pytest.raises(EncoderUnavailable, match=setting):
        from_setting(setting)


def test_sentence_transformer_refuses_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=tmp_path.name):
        sentence_transformer(str(tmp_path))
