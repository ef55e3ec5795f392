"""How many twins are found, how many suggestions are wrong, and what the score is worth.

`python -m bench.twins --data FOLDER` takes the folder of the yardstick. It fits the constants of
``clustering.twins`` on one half, prints them beside those in the code, and reports the other half.

Two counts of what is wrong: *pairs*, the share of suggested pairs that are no twins; *ideas*, the share of
all ideas of a room that stand in a wrong pair. Somebody who dismisses suggestions feels the second.
"""

import argparse
import csv
import json
import os
import platform
import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.twin_rooms import (
    SAMPLE,
    Half,
    Room,
    all_translated,
    argued,
    halves,
    retold,
    titled,
    translated,
    translated_narrow,
)
from clustering import Encoder, bundled
from clustering.twins import ACROSS, STRONG, SUGGESTED, WITHIN, candidates, possible_twins

LEVELS = (SUGGESTED, 0.5, STRONG)
BINS = tuple(pairwise((0.1, 0.3, 0.5, 0.8, 0.9, 1.01)))


def main() -> None:
    """Fits, measures, prints."""
    asked = argparse.ArgumentParser(description="Twins found and suggestions wrong.")
    asked.add_argument("--data", type=Path, required=True)
    encoder = bundled()
    fitting, reporting = halves(asked.parse_args().data)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{encoder.name} {encoder.version}\n")
    _print_constants(fitting, encoder)
    rooms = _rooms(reporting, encoder)
    print(f"\n{'score from':>42}{'recall':>8}{'pairs a room':>14}{'wrong: pairs':>14}{'ideas':>8}")
    for name, some in rooms.items():
        for level in LEVELS:
            print(_row(name, some, level))
    whole = all_translated(Half(fitting.sentences + reporting.sentences, (), ()), encoder)
    for level in LEVELS:
        print(_row(f"all {len(whole.texts)} (both halves)", [whole], level))
    _print_key_points(rooms["arguments, no twins"])
    _print_reliability(rooms)
    _print_sample(encoder)
    _print_cost(whole)


def _rooms(half: Half, encoder: Encoder) -> dict[str, list[Room]]:
    return {
        "7 translated pairs in 58": list(translated(half, encoder, Random(1), 40)),
        "… all under one label": list(translated_narrow(half, encoder, Random(2), 20)),
        "3 translated pairs in 20": list(translated(half, encoder, Random(3), 40, 20, 3)),
        f"all {2 * len(half.sentences)} translated": [all_translated(half, encoder)],
        "7 told again in 58": list(retold(half, encoder, Random(4), 40)),
        "arguments, no twins": list(argued(half, encoder, Random(5))),
        "titles, no twins": list(titled(half, encoder, Random(6), 20)),
    }


def _print_constants(half: Half, encoder: Encoder) -> None:
    """The weights of closeness and of margin and the constant, fitted, beside those in the code."""
    across = [
        *translated(half, encoder, Random(10), 40),
        *translated_narrow(half, encoder, Random(11), 40),
        *translated(half, encoder, Random(12), 40, 20, 3),
        *translated(half, encoder, Random(13), 8, 200, 30),
    ]
    within = list(retold(half, encoder, Random(14), 80))
    for name, rooms, used in (("across", across, ACROSS), ("within", within, WITHIN)):
        rows = [row for room in rooms for row in _cases(room, name == "across")]
        model = LogisticRegression(C=100).fit([row[:2] for row in rows], [row[2] for row in rows])
        fitted = (*model.coef_[0], model.intercept_[0])
        print(f"{name}: fitted {', '.join(f'{value:.1f}' for value in fitted)}; in the code {used}")


def _cases(room: Room, across: bool) -> Iterable[tuple[float, float, bool]]:
    """Closeness, margin, twins or not; arguments for one key point are neither twins nor strangers."""
    for found in candidates(room.texts, room.languages, room.vectors):
        twins = _pair(found.first, found.second) in room.twins
        akin = bool(room.labels) and room.labels[found.first] == room.labels[found.second]
        if found.across == across and (twins or not akin):
            yield found.closeness, found.margin, twins


def _pair(a: int, b: int) -> tuple[int, int]:
    return min(a, b), max(a, b)


def _suggested(room: Room, level: float) -> set[tuple[int, int]]:
    return {(t.first, t.second) for t in possible_twins(room.texts, room.languages, room.vectors, level)}


def _row(name: str, rooms: Sequence[Room], level: float) -> str:
    found = [(room, _suggested(room, level)) for room in rooms]
    right = sum(len(pairs & room.twins) for room, pairs in found)
    wrong = [pairs - room.twins for room, pairs in found]
    pairs, touched = sum(map(len, wrong)), sum(len({i for pair in some for i in pair}) for some in wrong)
    twins, ideas = sum(len(room.twins) for room in rooms), sum(len(room.texts) for room in rooms)
    recall = f"{right / twins:.3f}" if twins else "–"
    share = f"{pairs / max(right + pairs, 1):.1%}" if twins else "–"
    each = (right + pairs) / len(rooms)
    return f"{name:>36}{level:>6}{recall:>8}{each:>14.1f}{share:>14}{touched / ideas:>8.2%}"


def _print_key_points(rooms: Sequence[Room]) -> None:
    """What the suggestions among arguments that nobody wrote twice are worth."""
    for level in LEVELS:
        pairs = [(room, pair) for room in rooms for pair in _suggested(room, level)]
        same = sum(room.labels[a] == room.labels[b] for room, (a, b) in pairs)
        print(f"arguments from {level}: {same} of {len(pairs)} suggested pairs make one key point")


def _print_reliability(rooms: dict[str, list[Room]]) -> None:
    """Of the pairs with a score in a bin, the share that are twins, in rooms that have some."""
    print(f"\n{'score':>36}" + "".join(f"{f'{a}–{min(b, 1)}':>14}" for a, b in BINS))
    for name in ("7 translated pairs in 58", "… all under one label", "7 told again in 58"):
        scored = [
            (t.score, (t.first, t.second) in room.twins)
            for room in rooms[name]
            for t in possible_twins(room.texts, room.languages, room.vectors)
        ]
        bins = [[right for score, right in scored if a <= score < b] for a, b in BINS]
        shares = [f"{np.mean(some):.2f} of {len(some)}" if some else "–" for some in bins]
        print(f"{name:>36}" + "".join(f"{share:>14}" for share in shares))


def _print_sample(encoder: Encoder) -> None:
    """Every suggestion for the sample workshop, twins and cousins by its own list."""
    rows = list(csv.DictReader((SAMPLE / "sample_58.csv").open(encoding="utf-8", newline="")))
    known = json.loads((SAMPLE / "sample_58_extra.json").read_text(encoding="utf-8"))
    kinds = {tuple(pair["ideas"]): kind for kind in ("duplicates", "related") for pair in known[kind]}
    texts, languages = [row["text"] for row in rows], [row["lang"] for row in rows]
    print("\nsample of 58 (7 duplicates, 4 related pairs), down to a score of .02:")
    for t in possible_twins(texts, languages, encoder.encode(texts), 0.02):
        kind = kinds.get((t.first + 1, t.second + 1), "other")
        print(f"  {t.score:.3f} {kind:<11}{t.first + 1:>3}{t.second + 1:>4}")


def _print_cost(whole: Room) -> None:
    print()
    for n in (58, 500, len(whole.texts)):
        began = time.perf_counter()
        possible_twins(whole.texts[:n], whole.languages[:n], whole.vectors[:n])
        print(f"{n} texts with vectors: {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()
