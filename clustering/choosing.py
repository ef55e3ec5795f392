"""The encoder that a setting names, and who it is before it is loaded."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from clustering.encoders import BUNDLED, Encoder, bundled, bundled_version
from clustering.models import local_model, sentence_transformer

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


def encoded(setting: str, texts: Sequence[str]) -> NDArray[np.float32]:
    """What the encoder of that setting makes of the texts; it stays loaded for the next call."""
    return loaded(setting).encode(texts)
