"""Many texts to vectors, batch by batch, wherever the batches run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clustering.batches import Run, serially
from clustering.choosing import DEFAULT, loaded
from clustering.encoders import Encoder, bundled, bundled_model, normalised

TEXTS_IN_A_BATCH = 256

Progress: TypeAlias = Callable[[int, int, str], None]  # done, total, stage


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts for the encoder of a setting, each alone or together (see ``encoded``)."""

    setting: str
    texts: tuple[str, ...]
    together: bool


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Unit rows, one per text, zero for a blank one, and the encoder they come from."""

    rows: NDArray[np.float32]
    encoder: str
    version: str


def quiet(done: int, total: int, stage: str) -> None:
    """The progress nobody follows."""


def encoded(
    texts: Sequence[str],
    setting: str = "bundled",
    together: bool = False,
    run: Run = serially,
    progress: Progress = quiet,
) -> Encoded:
    """The vectors of the texts, shape (n, d), in batches of TEXTS_IN_A_BATCH.

    Alone, a vector depends on nothing but its text. Together is about twice as fast with the bundled encoder;
    a row then differs in its seventh decimal with the texts beside it, so give the texts in an order of their
    own: the same texts in the same order are cut into the same batches, wherever they run. Raises
    EncoderUnavailable.
    """
    batches = [
        Batch(setting, tuple(texts[start : start + TEXTS_IN_A_BATCH]), together)
        for start in range(0, max(len(texts), 1), TEXTS_IN_A_BATCH)
    ]
    rows, start = np.empty((0, 0), dtype=np.float32), 0
    progress(0, len(texts), "encoding")
    for part in run(encode_batch, batches):
        if not start:
            rows = np.empty((len(texts), part.rows.shape[1]), dtype=np.float32)
        rows[start : start + len(part.rows)] = part.rows
        start += len(part.rows)
        progress(start, len(texts), "encoding")
    return Encoded(rows, part.encoder, part.version)


def encode_batch(batch: Batch) -> Encoded:
    """The vectors of one batch; the encoder is loaded once in each process."""
    encoder = _together() if batch.together and batch.setting in DEFAULT else loaded(batch.setting)
    return Encoded(encoder.encode(batch.texts), encoder.name, encoder.version)


@cache
def _together() -> Encoder:
    return _BundledTogether()


class _BundledTogether:
    """The bundled encoder, many texts at a time: its weights pass through the processor once for all."""

    def __init__(self) -> None:
        alone = bundled()
        self.name, self.version = alone.name, alone.version

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        sound = [normalised(text).lower() for text in texts]
        rows: NDArray[np.float32] = bundled_model().encode(sound)
        rows[[not text for text in sound]] = 0.0
        return rows
