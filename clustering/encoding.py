"""Many texts to the vectors they are grouped by, batch by batch, wherever the batches run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clustering.batches import Run, serially
from clustering.choosing import DEFAULT, identity, loaded
from clustering.pieces import Ids, piece_ids, pieces_of
from clustering.weighing import Weights, weighed

TEXTS_IN_A_BATCH = 256

Progress: TypeAlias = Callable[[int, int, str], None]  # done, total, stage


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts for the encoder of a setting."""

    setting: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The pieces of some texts by number, and what each weighs."""

    ids: tuple[Ids, ...]
    weights: tuple[NDArray[np.float64], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """The vectors of each text, zero for a blank one, and the encoder they come from."""

    vectors: NDArray[np.float32]
    encoder: str
    version: str


def quiet(done: int, total: int, stage: str) -> None:
    """The progress nobody follows."""


def encoded(
    texts: Sequence[str],
    setting: str = "bundled",
    run: Run = serially,
    progress: Progress = quiet,
    copies: Sequence[int] | None = None,
) -> Encoded:
    """The vectors of the texts, (n, d) or (n, views, d), in batches of TEXTS_IN_A_BATCH.

    The bundled encoder's pieces are weighed by how many texts hold them, each text counting as often as
    ``copies`` says, and only their sums are kept: the vectors are those of ``room_vectors``, wherever the
    batches run. Another encoder gives its unit vectors. Raises EncoderUnavailable.
    """
    name, version = identity(setting)
    progress(0, len(texts), "encoding")
    if setting not in DEFAULT:
        batches = (Batch(setting, tuple(texts[part])) for part in _parts(len(texts)))
        return Encoded(_gathered(run(encode_batch, batches), len(texts), progress), name, version)
    cut = (Batch(setting, tuple(texts[part])) for part in _parts(len(texts)))
    ids = [one for some in run(cut_batch, cut) for one in some]
    weights = Weights(ids, copies=copies)
    heavy = (
        Weighed(tuple(ids[part]), tuple(weights[one] for one in ids[part])) for part in _parts(len(texts))
    )
    return Encoded(_gathered(run(weigh_batch, heavy), len(texts), progress), name, version)


def encode_batch(batch: Batch) -> NDArray[np.float32]:
    """The vectors of one batch; the encoder is loaded once in each process."""
    return loaded(batch.setting).encode(batch.texts)


def cut_batch(batch: Batch) -> list[Ids]:
    """The pieces of the bundled encoder in each text, by number."""
    return [piece_ids(text) for text in batch.texts]


def weigh_batch(batch: Weighed) -> NDArray[np.float32]:
    """The vectors of one batch."""
    return weighed(list(zip(pieces_of(batch.ids), batch.weights, strict=True)))


def _parts(n: int) -> Iterator[slice]:
    """The batches of n texts; one of none when there is no text, which tells how wide a row is."""
    for start in range(0, max(n, 1), TEXTS_IN_A_BATCH):
        yield slice(start, min(start + TEXTS_IN_A_BATCH, n))


def _gathered(parts: Iterator[NDArray[np.float32]], total: int, progress: Progress) -> NDArray[np.float32]:
    rows, start = np.empty((0, 0), dtype=np.float32), 0
    for part in parts:
        if not start:
            rows = np.empty((total, *part.shape[1:]), dtype=np.float32)
        rows[start : start + len(part)] = part
        start += len(part)
        progress(start, total, "encoding")
    return rows
