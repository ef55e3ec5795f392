"""Why an encoder cannot be had, each case with a word that a page can turn into a sentence.

EncoderUnavailable
├── PackagesMissing   "packages"       the light install cannot read or fetch such a model
├── ModelNotHere      "not_here"       neither a folder nor a model in the cache; it may be downloaded
├── HubUnreachable    "offline"        no network, or nobody answers
├── UnknownModel      "unknown_model"  no such model, or none that may be used here
├── DiskFull          "disk"           no room, or no right to write
└── ModelBroken       "broken"         it is here and cannot be read, or it arrived damaged
"""

from typing import ClassVar


class EncoderUnavailable(Exception):
    """The encoder asked for cannot be had; the message names it, ``reason`` says why in one word."""

    reason: ClassVar[str]


class PackagesMissing(EncoderUnavailable):
    """A package that reads such a model, or fetches it, is not installed."""

    reason = "packages"


class ModelNotHere(EncoderUnavailable):
    """The model is neither a folder nor in the cache of downloaded models."""

    reason = "not_here"


class HubUnreachable(EncoderUnavailable):
    """The hub did not answer, or stopped answering; what has arrived is kept for the next try."""

    reason = "offline"


class UnknownModel(EncoderUnavailable):
    """The hub has no such model, or one that cannot be used without pickles or code of its own."""

    reason = "unknown_model"


class DiskFull(EncoderUnavailable):
    """The disk has no room for the model, or may not be written."""

    reason = "disk"


class ModelBroken(EncoderUnavailable):
    """The model's files cannot be read, or are not what the hub announced."""

    reason = "broken"
