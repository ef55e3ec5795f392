"""Short texts to groups of like texts: vectors, a tree, named suggestions.

This package knows only texts, numbers and a seed. Two calls do the work:

    vectors = room_vectors([pieces(text) for text in texts])
    suggestions = group(texts, languages, vectors).suggestions

``bundled().encode(texts)`` gives one vector a text for whoever wants that: it compares any text with any.
"""

from clustering.choosing import from_setting, identity
from clustering.downloads import DownloadSize, download, download_size
from clustering.encoders import Encoder, bundled, normalised
from clustering.grouping import Grouping, GroupSuggestion, group
from clustering.linkage import Lone, Tree, average_linkage, cut, default_k
from clustering.models import sentence_transformer
from clustering.pieces import Pieces, pieces
from clustering.unavailable import EncoderUnavailable
from clustering.vectors import centred
from clustering.weighing import room_vectors

__all__ = [
    "DownloadSize",
    "Encoder",
    "EncoderUnavailable",
    "GroupSuggestion",
    "Grouping",
    "Lone",
    "Pieces",
    "Tree",
    "average_linkage",
    "bundled",
    "centred",
    "cut",
    "default_k",
    "download",
    "download_size",
    "from_setting",
    "group",
    "identity",
    "normalised",
    "pieces",
    "room_vectors",
    "sentence_transformer",
]
