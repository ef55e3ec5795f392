"""The encoder that a setting names, and who it is before it is loaded."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from clustering.encoders import BUNDLED, Encoder, bundled, bundled_version
from clustering.models import local_model, sentence_transformer
from clustering.pieces import Pieces, piece_ids, pieces_of, whole
from clustering.weighing import room_vectors

DEFAULT = ("auto", "bundled")


def from_setting(setting: str) -> Encoder:
    """The encoder a setting names: ``auto`` (the bundled one), or a sentence-transformers model or folder.

    Raises EncoderUnavailable; never asks the network.
    """
    return bundled() if setting in DEFAULT else sentence_transformer(setting)


def identity(setting: str) -> tuple[str, str]:
    """The name and version the encoder will carry, without loading weights or importing torch.

    Raises EncoderUnavailable when it is not on this machine.
    """
    if setting in DEFAULT:
        return BUNDLED, bundled_version()
    found = local_model(setting)
    return found.name, found.version


@lru_cache(maxsize=2)  # the one in use, and the one that a workshop beside it uses
def loaded(setting: str) -> Encoder:
    """The encoder of that setting, loaded once in each process."""
    return from_setting(setting)


def read(setting: str, texts: Sequence[str]) -> list[bytes]:
    """What the encoder of that setting makes of each text alone, to be kept: its pieces, or else its vector.

    It stays loaded for the next call.
    """
    if setting in DEFAULT:
        return [bytes(one) for one in pieces_of([piece_ids(text) for text in texts])]
    return [row.tobytes() for row in loaded(setting).encode(texts)]


def in_room(setting: str, kept: Sequence[bytes], common: Sequence[str] = ()) -> NDArray[np.float32]:
    """What ``centred`` makes rows of, from what ``read`` gave for each text, to be compared among these.

    ``common`` are texts whose words tell nothing here, such as the question; an encoder that gives whole
    vectors hears nothing of them.
    """
    if setting in DEFAULT:
        return room_vectors([Pieces.from_bytes(one) for one in kept], [piece_ids(text) for text in common])
    return _vectors(kept)


def alone(setting: str, kept: Sequence[bytes]) -> NDArray[np.float32]:
    """One unit row per text from what ``read`` gave for each, (n, d): two of any rooms can be compared."""
    return whole([Pieces.from_bytes(one) for one in kept]) if setting in DEFAULT else _vectors(kept)


def _vectors(kept: Sequence[bytes]) -> NDArray[np.float32]:
    if not kept:
        return np.zeros((0, 1), dtype=np.float32)
    return np.frombuffer(b"".join(kept), dtype=np.float32).reshape(len(kept), -1).copy()
