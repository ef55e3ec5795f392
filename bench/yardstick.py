"""Workshops drawn from real texts that people have labelled, and the sample workshop.

The texts stay in a folder of their own, given as an argument: they measure Récolte and are no part of it.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from clustering import Encoder, Pieces, centred, pieces, room_vectors

SIZES = (14, 11, 9, 8, 6, 4, 4, 2)  # of 58 ideas per label; with fewer labels the largest takes the rest
EQUAL = 7  # labels, where all are as large
CLEAR = "Topics"  # arguments on several questions: nobody takes one theme for another
SAMPLE = Path(__file__).parent.parent / "sample_sessions" / "source" / "sample_58.csv"

Idea = Mapping[str, str]  # one idea by language
Pool = Mapping[str, Sequence[Idea]]  # the ideas a workshop may draw from, by label


@dataclass(frozen=True, slots=True)
class Condition:
    """How workshops are drawn: how many ideas, labels of one size or not, and how many words each keeps."""

    ideas: int = 58
    equal: bool = False
    words: int | None = None

    def sizes(self, labels: int) -> tuple[int, ...]:
        """How many ideas each label has in a workshop, the largest first."""
        if self.equal:
            number = min(labels, EQUAL)
            return tuple(self.ideas // number + (i < self.ideas % number) for i in range(number))
        others = tuple(max(2, round(size * self.ideas / sum(SIZES))) for size in SIZES[1:labels])
        return (self.ideas - sum(others), *others)


USUAL = Condition()


@dataclass(frozen=True, slots=True)
class Workshop:
    """Ideas, their languages, the label people gave each, and what the encoder made of them.

    ``pieces`` and ``vectors`` come from the encoder; ``rows`` are what Récolte makes of the pieces in this
    room, centred: every peer gets all of them.
    """

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    labels: tuple[str, ...]
    pieces: tuple[Pieces, ...]
    vectors: NDArray[np.float32]
    rows: NDArray[np.float64]

    @property
    def k(self) -> int:
        """The number of labels."""
        return len(set(self.labels))

    def only(self, kept: Sequence[int]) -> "Workshop":
        """The workshop as if only these ideas had been written: weighed and centred anew."""
        pieces = tuple(self.pieces[i] for i in kept)
        languages = tuple(self.languages[i] for i in kept)
        return replace(
            self,
            texts=tuple(self.texts[i] for i in kept),
            languages=languages,
            labels=tuple(self.labels[i] for i in kept),
            pieces=pieces,
            vectors=self.vectors[list(kept)],
            rows=centred(room_vectors(pieces), languages),
        )


def sets(folder: Path) -> dict[str, list[Pool]]:
    """The sets of the yardstick by name; each workshop draws from one pool of its set."""
    paris = _read(folder / "fr_paris_budget_participatif.csv")
    sib = _read(folder / "bi_sib200_fr_en.csv")
    argkp = defaultdict(list)
    for row in _read(folder / "en_argkp_train.csv"):
        argkp[row["topic"]].append(row)
    return {
        "Paris": [_pool((row["label"], {"fr": row["text"]}) for row in paris)],
        "SIB-200": [_pool((row["label"], {"fr": row["text"], "en": row["text_en"]}) for row in sib)],
        "ArgKP": [_pool((row["label"], {"en": row["text"]}) for row in rows) for rows in argkp.values()],
        CLEAR: [_pool((topic, {"en": row["text"]}) for topic, rows in argkp.items() for row in rows)],
    }


def workshops(
    pools: Sequence[Pool], number: int, chance: Random, encoder: Encoder, how: Condition = USUAL
) -> Iterator[Workshop]:
    """That many workshops, from each pool in turn; a pool too small for the sizes is left out."""
    able = [pool for pool in pools if _holds(pool, how)]
    if not able:
        return
    turn = [pool for _ in range(-(-number // len(able))) for pool in chance.sample(able, len(able))]
    for pool in turn[:number]:
        yield encoded(_drawn(pool, chance, how), encoder)


def sample(encoder: Encoder) -> Workshop:
    """The 58 ideas of the sample workshop; the label is the project people put each in."""
    return encoded([(row["text"], row["lang"], row["project"]) for row in _read(SAMPLE)], encoder)


def encoded(ideas: Sequence[tuple[str, str, str]], encoder: Encoder) -> Workshop:
    """A workshop from (text, language, label)."""
    texts, languages, labels = zip(*ideas, strict=True)
    read = tuple(_pieces(text) for text in texts)
    rows = centred(room_vectors(read), languages)
    return Workshop(texts, languages, labels, read, encoder.encode(texts), rows)


@lru_cache(maxsize=8_192)
def _pieces(text: str) -> Pieces:
    return pieces(text)


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _pool(ideas: Iterator[tuple[str, Idea]]) -> Pool:
    """The ideas by label, each text once."""
    pool: dict[str, list[Idea]] = defaultdict(list)
    for label, idea in {tuple(idea.values()): (label, idea) for label, idea in ideas}.values():
        pool[label].append(idea)
    return dict(sorted(pool.items()))


def _holds(pool: Pool, how: Condition) -> bool:
    counts = sorted(map(len, pool.values()), reverse=True)
    sizes = how.sizes(len(pool))
    return len(counts) >= len(sizes) and all(
        count >= size for count, size in zip(counts, sizes, strict=False)
    )


def _drawn(pool: Pool, chance: Random, how: Condition) -> list[tuple[str, str, str]]:
    """Ideas as (text, language, label) in any order; the languages take turns inside each label."""
    left, ideas = dict(pool), []
    for size in how.sizes(len(pool)):
        label = chance.choice([name for name, some in left.items() if len(some) >= size])
        ideas += [(label, idea) for idea in chance.sample(left.pop(label), size)]
    turns = [(label, idea, sorted(idea)[i % len(idea)]) for i, (label, idea) in enumerate(ideas)]
    return [
        (" ".join(idea[language].split()[: how.words]), language, label)
        for label, idea, language in chance.sample(turns, len(turns))
    ]
