"""Sentence-transformers models that are on this machine: in a folder, or in the cache of downloaded ones.

Never a network, and never code out of a model: ``clustering.downloads`` fetches models, and only weights.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clustering.encoders import Encoder, normalised
from clustering.unavailable import ModelBroken, ModelNotHere, PackagesMissing, UnknownModel

_NAME = re.compile(r"\w[\w.-]{0,95}(?<![.-])(/\w[\w.-]{0,95}(?<![.-]))?", re.ASCII)
_Stamp = tuple[str, int, int, int]

# Read when the hub's library is first imported: it would tell the hub about this machine, and before that ask
# it how, which takes seconds where nobody answers.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model on this machine; a change of its weights is a change of ``version``."""

    folder: Path
    name: str
    version: str


def sentence_transformer(name_or_folder: str) -> Encoder:
    """A sentence-transformers model from a folder or the local cache, loaded now; never from the network.

    Raises EncoderUnavailable: at once when the packages or the model are not here, and after some seconds
    when its files cannot be read.
    """
    found = local_model(name_or_folder)
    try:
        return _SentenceTransformer(found, _loaded(found.folder))
    except ImportError as error:
        raise PackagesMissing(f"{name_or_folder}: {error}") from error
    except Exception as error:  # a damaged model fails in as many ways as there are formats
        raise ModelBroken(f"{name_or_folder}: {error}") from error


def local_model(name_or_folder: str) -> LocalModel:
    """The model a setting names, found without importing torch; raises EncoderUnavailable.

    A cached model's version is its revision. A folder's is a digest of all it holds: reading it takes about
    a second for 500 MB, once as long as nothing in the folder changes.
    """
    folder = Path(name_or_folder).expanduser()
    if folder.is_dir():
        return _in_folder(folder.resolve())
    if folder.is_absolute() or name_or_folder.startswith((".", "~")):
        raise ModelNotHere(f"{name_or_folder}: no such folder")
    return _in_cache(name_or_folder)


def hub_name(name: str) -> str:
    """The name in full, ``owner/name``; a short one is of the owner sentence-transformers itself has."""
    if not _NAME.fullmatch(name) or ".." in name or "--" in name:
        raise UnknownModel(f"{name}: not a model's name")
    return name if "/" in name else f"sentence-transformers/{name}"


def _loaded(folder: Path) -> Any:
    import torch  # noqa: PLC0415 (six seconds, 500 MB)
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    torch.set_num_threads(1)  # the other cores belong to the phones; sums in one order on every machine
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)


def _in_folder(folder: Path) -> LocalModel:
    """The model in a folder; whatever cannot be one is refused before six seconds of imports."""
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise ModelBroken(f"{folder}: no modules.json and no config.json in this folder")
    try:
        return LocalModel(folder, folder.name, _digest(folder, tuple(_stamps(folder))))
    except OSError as error:
        raise ModelBroken(f"{folder}: {error}") from error


def _in_cache(name: str) -> LocalModel:
    full = hub_name(name)
    try:
        from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415 (comes with sentence-transformers)
    except ImportError as error:
        raise PackagesMissing(f"{name}: {error}") from error
    found = try_to_load_from_cache(full, "modules.json")
    if not isinstance(found, str):
        raise ModelNotHere(f"{name}: neither a folder nor a model in the local cache")
    folder = Path(found).parent
    return LocalModel(folder, full, folder.name)


def _stamps(folder: Path) -> Iterator[_Stamp]:
    """Every file by its path, size and times, in order; hidden ones belong to other tools."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            path = Path(place, name)
            seen = path.stat()
            yield path.relative_to(folder).as_posix(), seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns


@lru_cache(maxsize=8)
def _digest(folder: Path, stamps: tuple[_Stamp, ...]) -> str:
    """A digest of all files, names and contents; remembered as long as their stamps are the same."""
    whole = hashlib.blake2b(digest_size=16)
    for path, size, *_ in stamps:
        whole.update(f"{path}\0{size}\0".encode("utf-8", "surrogateescape"))
        with (folder / path).open("rb") as file:
            whole.update(hashlib.file_digest(file, "blake2b").digest())
    return whole.hexdigest()


class _SentenceTransformer:
    """A loaded model, one text and one call at a time.

    In a batch a text is padded to its longest neighbour, and the last bits of its row vary with it.
    """

    def __init__(self, found: LocalModel, model: Any) -> None:
        self.name = found.name
        self.version = found.version
        self._model = model
        self._lock = threading.Lock()
        # Encoding once shows that the model works, and how many dimensions it has when there are no texts.
        self._dimensions = self._row("a").size

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [self._row(normalised(text)) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self._dimensions)

    def _row(self, text: str) -> NDArray[np.float32]:
        if not text:
            return np.zeros(self._dimensions, dtype=np.float32)
        with self._lock:
            row = self._model.encode([text], normalize_embeddings=True, show_progress_bar=False)[0]
        return np.asarray(row, dtype=np.float32)
