"""Workshops in which it is known who are twins: translations, texts told again, and none at all.

Every text belongs to one half for good: constants are fitted on one, figures come from the other.
"""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from clustering import Encoder

SIZE, PAIRS = 58, 7  # texts and twins of a workshop, as in the sample
SAMPLE = Path(__file__).parent.parent / "sample_sessions" / "source"


@dataclass(frozen=True, slots=True)
class Room:
    """A workshop and its twins, as pairs (first, second) of indices; ``labels`` where people gave some."""

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    vectors: NDArray[np.float32]
    twins: frozenset[tuple[int, int]]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Half:
    """One half of the yardstick: sentences in French and English with a label, arguments by topic, titles."""

    sentences: tuple[tuple[str, str, str], ...]
    arguments: tuple[tuple[tuple[str, str], ...], ...]
    titles: tuple[str, ...]


def halves(folder: Path) -> tuple[Half, Half]:
    """The half to fit on and the half to report: the set's own split, every other topic and title."""
    sentences = _read(folder / "bi_sib200_fr_en.csv")
    arguments: dict[str, list[tuple[str, str]]] = {}
    for row in _read(folder / "en_argkp_train.csv"):
        arguments.setdefault(row["topic"], []).append((row["text"], row["label"]))
    topics = [tuple(arguments[topic]) for topic in sorted(arguments)]
    titles = sorted({row["text"] for row in _read(folder / "fr_paris_budget_participatif.csv")})
    return (
        Half(_sentences(sentences, True), tuple(topics[0::2]), tuple(titles[0::2])),
        Half(_sentences(sentences, False), tuple(topics[1::2]), tuple(titles[1::2])),
    )


def translated(
    half: Half, encoder: Encoder, chance: Random, number: int, size: int = SIZE, pairs: int = PAIRS
) -> Iterator[Room]:
    """Rooms half French, half English; ``pairs`` sentences are there in both languages, no other."""
    for _ in range(number):
        yield _bilingual(chance.sample(half.sentences, size - pairs), encoder, pairs)


def translated_narrow(half: Half, encoder: Encoder, chance: Random, number: int) -> Iterator[Room]:
    """As ``translated``, every sentence of one room under one label."""
    labels = sorted({label for _, _, label in half.sentences})
    pools = [[row for row in half.sentences if row[2] == label] for label in labels]
    able = [pool for pool in pools if len(pool) >= SIZE - PAIRS]
    for i in range(number):
        yield _bilingual(chance.sample(able[i % len(able)], SIZE - PAIRS), encoder, PAIRS)


def all_translated(half: Half, encoder: Encoder) -> Room:
    """Every sentence in both languages."""
    return _bilingual(half.sentences, encoder, len(half.sentences))


def retold(half: Half, encoder: Encoder, chance: Random, number: int) -> Iterator[Room]:
    """Rooms of one language, 7 texts of which come again in other dress: each set in turn."""
    pools = [
        ("fr", [(fr, label) for fr, _, label in half.sentences]),
        ("en", [(en, label) for _, en, label in half.sentences]),
        ("fr", [(title, "") for title in half.titles]),
    ]
    for i in range(number):
        arguments = chance.choice(half.arguments)
        language, pool = ("en", list(arguments)) if i % 4 == 3 else pools[i % 4]
        drawn = chance.sample(pool, SIZE - PAIRS)
        texts = [text for text, _ in drawn] + [_again(text, chance) for text, _ in drawn[:PAIRS]]
        labels = [label for _, label in drawn] if i % 4 == 3 else []
        yield Room(
            tuple(texts),
            (language,) * SIZE,
            encoder.encode(texts),
            frozenset((a, SIZE - PAIRS + a) for a in range(PAIRS)),
            (*labels, *labels[:PAIRS]),
        )


def argued(half: Half, encoder: Encoder, chance: Random) -> Iterator[Room]:
    """One room a topic, 58 arguments nobody wrote twice, labelled by the key point people heard in each."""
    for topic in half.arguments:
        texts, labels = zip(*chance.sample(topic, SIZE), strict=True)
        yield Room(texts, ("en",) * SIZE, encoder.encode(texts), frozenset(), labels)


def titled(half: Half, encoder: Encoder, chance: Random, number: int) -> Iterator[Room]:
    """Rooms of 58 titles of projects, all of them different."""
    for _ in range(number):
        texts = chance.sample(half.titles, SIZE)
        yield Room(tuple(texts), ("fr",) * SIZE, encoder.encode(texts), frozenset())


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _sentences(rows: Sequence[dict[str, str]], train: bool) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (row["text"], row["text_en"], row["label"]) for row in rows if (row["split"] == "train") == train
    )


def _bilingual(drawn: Sequence[tuple[str, str, str]], encoder: Encoder, pairs: int) -> Room:
    """The first ``pairs`` in both languages, the others in each by turns."""
    french = [fr for fr, _, _ in drawn[:pairs]] + [fr for fr, _, _ in drawn[pairs::2]]
    english = [en for _, en, _ in drawn[:pairs]] + [en for _, en, _ in drawn[pairs + 1 :: 2]]
    texts = (*french, *english)
    languages = ("fr",) * len(french) + ("en",) * len(english)
    twins = frozenset((a, len(french) + a) for a in range(pairs))
    return Room(texts, languages, encoder.encode(texts), twins)


def _again(text: str, chance: Random) -> str:
    """The text in 40 to 70 % of its words, half the time turned round, half the time without its accents."""
    words = text.split()
    number = max(2, round(chance.choice((0.4, 0.5, 0.6, 0.7)) * len(words)))
    kept = [words[i] for i in sorted(chance.sample(range(len(words)), min(number, len(words))))]
    if chance.random() < 0.5:
        start = chance.randrange(len(kept))
        kept = kept[start:] + kept[:start]
    said = " ".join(kept)
    if chance.random() < 0.5:
        return said
    return unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode()
