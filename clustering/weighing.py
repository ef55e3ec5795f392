"""Vectors made in the room: the pieces of each text, each as heavy as it is rare here and in the language.

«Le», «de» and what everybody says tell nothing of a theme. A piece weighs the root of its inverse document
frequency in this room (Spärck Jones, 1972) times what smooth inverse frequency gives it in the encoder's own
vocabulary (Arora et al., 2017).

Each text is seen twice: as the weighed sum itself, and as the encoder's first layer after the sum sees it.
The second view helps where the first has little to go by, in small rooms and with texts of a few words.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from clustering.encoders import bundled_model
from clustering.pieces import Ids, Pieces, hidden
from clustering.vectors import unit_rows

SMOOTHING = 1e-3  # the share of a vocabulary at which a piece weighs half; Arora's own figure
SECOND = 0.8  # the length of the second view beside the first


class Weights:
    """What each piece weighs among those texts, of which each was written ``copies`` times, or once.

    The pieces of ``common`` texts weigh as if every text held them.
    """

    def __init__(
        self, texts: Sequence[Ids], common: Sequence[Ids] = (), copies: Sequence[int] | None = None
    ) -> None:
        frequency = vocabulary_weights()
        times = [1] * len(texts) if copies is None else copies
        total = sum(times)
        held = np.zeros(len(frequency), dtype=np.int64)
        for ids, number in zip(texts, times, strict=True):
            held[np.unique(ids)] += number
        for ids in common:
            held[ids] = total
        self._weights = np.sqrt(np.log((total + 1) / (held + 0.5))) * frequency

    def __getitem__(self, ids: Ids) -> NDArray[np.float64]:
        return self._weights[ids]


def room_vectors(texts: Sequence[Pieces], common: Sequence[Ids] = ()) -> NDArray[np.float32]:
    """The views of each text, (n, 2, 512), zero for one that says nothing; compared within these texts only.

    ``clustering.vectors.centred`` makes one row of them. They depend on the text's own pieces and on how many
    texts hold each: not on the order of the texts.
    """
    weights = Weights([one.ids for one in texts], common)
    return weighed([(one, weights[one.ids]) for one in texts])


def weighed(texts: Sequence[tuple[Pieces, NDArray[np.float64]]]) -> NDArray[np.float32]:
    """The views of weighed pieces, (n, 2, 512)."""
    rows = np.zeros((len(texts), 2, bundled_model().cnn_W.shape[1]), dtype=np.float32)
    # One by one: a product of many rows at once rounds each by what stands beside it.
    for row, (one, weights) in zip(rows, texts, strict=True):
        row[:] = views((weights @ one.rows.astype(np.float64))[None])[0]
    return rows


def views(sums: NDArray[np.float64]) -> NDArray[np.float32]:
    """The two views of each weighed sum: itself at unit length, and what the next layer sees, (n, 2, 512).

    That layer is narrower, and zeros fill its rows up.
    """
    seen = np.zeros((len(sums), 2, sums.shape[1]), dtype=np.float32)
    second = hidden(sums.astype(np.float32)).astype(np.float64)
    seen[:, 0] = unit_rows(sums)
    seen[:, 1, : second.shape[1]] = SECOND * unit_rows(second)
    return seen


@cache
def vocabulary_weights() -> NDArray[np.float64]:
    """What each piece of the vocabulary weighs by its rarity; a mark of the beginning or the end, nothing."""
    processor = bundled_model().sp
    scores = np.array(processor.get_score(list(range(processor.get_piece_size()))))
    shares = np.where(scores == 0.0, 1.0, np.exp(scores))
    return np.asarray(SMOOTHING / (SMOOTHING + shares))
