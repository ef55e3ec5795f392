"""Workshops of 58 ideas drawn from real texts that people have labelled, and the sample workshop.

The texts stay in a folder of their own, given as an argument: they measure Récolte and are no part of it.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from clustering import Encoder, centred

SIZES = (14, 11, 9, 8, 6, 4, 4, 2)  # ideas per label; with fewer labels the largest takes the rest
SAMPLE = Path(__file__).parent.parent / "sample_sessions" / "source" / "sample_58.csv"

Idea = Mapping[str, str]  # one idea by language
Pool = Mapping[str, Sequence[Idea]]  # the ideas a workshop may draw from, by label


@dataclass(frozen=True, slots=True)
class Workshop:
    """Ideas, their languages, the label people gave each, and what the encoder made of them.

    ``vectors`` come from the encoder; ``rows`` are the same, centred as Récolte does: every peer gets both.
    """

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    labels: tuple[str, ...]
    vectors: NDArray[np.float32]
    rows: NDArray[np.float64]

    @property
    def k(self) -> int:
        """The number of labels."""
        return len(set(self.labels))

    def only(self, kept: Sequence[int]) -> "Workshop":
        """The workshop as if only these ideas had been written: centred anew."""
        vectors = self.vectors[list(kept)]
        languages = tuple(self.languages[i] for i in kept)
        return replace(
            self,
            texts=tuple(self.texts[i] for i in kept),
            languages=languages,
            labels=tuple(self.labels[i] for i in kept),
            vectors=vectors,
            rows=centred(vectors, languages),
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
    }


def workshops(pools: Sequence[Pool], number: int, chance: Random, encoder: Encoder) -> Iterator[Workshop]:
    """That many workshops of 58 ideas, from each pool in turn; a pool too small for the sizes is left out."""
    able = [pool for pool in pools if _holds(pool)]
    turn = [pool for _ in range(-(-number // len(able))) for pool in chance.sample(able, len(able))]
    for pool in turn[:number]:
        yield encoded(_drawn(pool, chance), encoder)


def sample(encoder: Encoder) -> Workshop:
    """The 58 ideas of the sample workshop; the label is the project people put each in."""
    return encoded([(row["text"], row["lang"], row["project"]) for row in _read(SAMPLE)], encoder)


def encoded(ideas: Sequence[tuple[str, str, str]], encoder: Encoder) -> Workshop:
    """A workshop from (text, language, label)."""
    texts, languages, labels = zip(*ideas, strict=True)
    vectors = encoder.encode(texts)
    return Workshop(texts, languages, labels, vectors, centred(vectors, languages))


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _pool(ideas: Iterator[tuple[str, Idea]]) -> Pool:
    """The ideas by label, each text once."""
    pool: dict[str, list[Idea]] = defaultdict(list)
    for label, idea in {tuple(idea.values()): (label, idea) for label, idea in ideas}.values():
        pool[label].append(idea)
    return dict(sorted(pool.items()))


def _sizes(labels: int) -> tuple[int, ...]:
    others = SIZES[1:labels]
    return (sum(SIZES) - sum(others), *others)


def _holds(pool: Pool) -> bool:
    counts = sorted(map(len, pool.values()), reverse=True)
    return all(count >= size for count, size in zip(counts, _sizes(len(pool)), strict=False))


def _drawn(pool: Pool, chance: Random) -> list[tuple[str, str, str]]:
    """58 ideas as (text, language, label) in any order; the languages take turns inside each label."""
    left, ideas = dict(pool), []
    for size in _sizes(len(pool)):
        label = chance.choice([name for name, some in left.items() if len(some) >= size])
        ideas += [(label, idea) for idea in chance.sample(left.pop(label), size)]
    turns = [(label, idea, sorted(idea)[i % len(idea)]) for i, (label, idea) in enumerate(ideas)]
    return [
        (idea[language], language, label) for label, idea, language in chance.sample(turns, len(turns))
    ]
