"""The encoder that a setting names, and who it is before it is loaded."""

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
