"""How good the draft of groups is, beside what others would draft from the same vectors, and what it costs.

`python -m bench.grouping --data FOLDER [--workshops 10] [--seed 0] [--only quality|arrivals|sample|cost]
[--conditions "58 ideas" …] [--methods Récolte …]`; FOLDER is the yardstick's. ARI, AMI: agreement with the
people's labels beyond chance, at the true number of groups («k») and at the number the method chooses itself
(«auto»). Stable: ARI between the groups of all ideas and of a random 90 %. Language: AMI between group and
language, which should be nil. Over: ideas in no group (each counts as a group of its own). Ahead: our ARI
(AMI) less theirs on the same workshops, with its 95 % interval (paired bootstrap within each set).

«Whole vectors» is Récolte as it was: one vector a text, twelve neighbours. «Ceiling» is told the centre of
each group that people made, and puts each idea with the nearest: what is left to win with these vectors.

Arrivals: each idea is taken out of its workshop and comes in last, among the groups that people made. Alike:
of the eight ideas most like it, how many are of its group.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from random import Random

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from bench.agreement import Score, alone, arrivals, left_over, moves, score
from bench.peers import Method, installed, ours
from bench.yardstick import CLEAR, SAMPLE, Condition, encoded, sample, sets, workshops
from clustering import bundled, centred
from clustering.choosing import DEFAULT, read

COLUMNS = ("ARI k", "AMI k", "ARI auto", "AMI auto", "stable", "language", "auto", "over %", "ms")
AHEAD = ("ahead ARI", "ahead AMI")
CONDITIONS = {
    "30 ideas": Condition(30),
    "58 ideas": Condition(58),
    "120 ideas": Condition(120),
    "300 ideas": Condition(300),
    "58 ideas, seven words each": Condition(58, words=7),
    "58 ideas, groups of one size": Condition(58, equal=True),
    "58 ideas, clear themes": Condition(58),
}
DRAWS = 2_000  # of a bootstrap
BILINGUAL = "SIB-200"
SIZES = (58, 500, 1_000, 2_000)
COLD = """
import csv, sys
from clustering import group
from clustering.choosing import in_room, read
with open(sys.argv[1], encoding="utf-8", newline="") as lines:
    rows = list(csv.DictReader(lines))
texts = [row["text"] for row in rows]
group(texts, [row["lang"] for row in rows], in_room("bundled", read("bundled", texts)))
"""

Scores = Mapping[str, Sequence[Score]]  # of each method, workshop by workshop


def main() -> None:
    """Prints the tables."""
    asked = argparse.ArgumentParser(description="Quality and cost of grouping.")
    asked.add_argument("--data", type=Path, required=True, help="the folder of the yardstick")
    asked.add_argument("--workshops", type=int, default=10, help="per set")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", choices=("quality", "arrivals", "sample", "cost"))
    asked.add_argument("--conditions", nargs="+", choices=CONDITIONS, default=list(CONDITIONS))
    asked.add_argument("--methods", nargs="+", metavar="METHOD")
    options = asked.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", end="; ")
    print(f"encoder {bundled().name} {bundled().version}")
    if options.only in {None, "quality", "sample"}:
        methods = installed()
        methods = {name: methods[name] for name in options.methods or methods}
    if options.only in {None, "quality"}:
        for name in options.conditions:
            _quality(options.data, options.workshops, options.seed, methods, name)
    if options.only in {None, "arrivals"}:
        _arrivals(options.data, options.workshops, options.seed, options.conditions)
    if options.only in {None, "sample"}:
        _sample(methods, options.seed)
    if options.only in {None, "cost"}:
        _cost(options.data)


def _quality(folder: Path, number: int, seed: int, methods: Mapping[str, Method], name: str) -> None:
    encoder, tables, how = bundled(), {}, CONDITIONS[name]
    for title, pools in sets(folder).items():
        if (title == CLEAR) != ("clear" in name):
            continue
        drawn = list(workshops(pools, number, Random(f"{seed} {name} {title}"), encoder, how))
        if drawn:
            tables[title] = {
                one: [score(method, workshop, seed) for workshop in drawn] for one, method in methods.items()
            }
            _print(f"{name}, {title}: {len(drawn)} workshops, seed {seed}", {title: tables[title]})
    if len(tables) > 1:
        _print(f"{name}, mean of {', '.join(tables)}; language: {BILINGUAL} alone", tables)


def _print(title: str, tables: Mapping[str, Scores]) -> None:
    """One row per method, the mean over sets of the means over workshops."""
    reference, *others = next(iter(tables.values()))
    heads = "".join(f"{name:>10}" for name in COLUMNS) + "".join(f"{name:>24}" for name in AHEAD)
    print(f"\n{title}\n{'':24}{heads}")
    for name in (reference, *others):
        means = np.mean([_means(scores[name]) for scores in tables.values()], axis=0)
        if BILINGUAL in tables:
            means[COLUMNS.index("language")] = _means(tables[BILINGUAL][name])[COLUMNS.index("language")]
        cells = [f"{one:10.3f}" for one in means[:6]] + [f"{one:10.1f}" for one in means[6:]]
        if name != reference:
            cells += [f"{_ahead(tables, reference, name, what):>24}" for what in ("ari", "ami")]
        print(f"{name:24}{''.join(cells)}", flush=True)


def _means(scores: Sequence[Score]) -> np.ndarray:
    return np.mean([astuple(one) for one in scores], axis=0)


def _ahead(tables: Mapping[str, Scores], reference: str, name: str, what: str) -> str:
    """The mean difference at the true number of groups, and its 95 % interval: workshops drawn anew."""
    chance, means, drawn = np.random.default_rng(0), [], []
    for scores in tables.values():
        pairs = zip(scores[reference], scores[name], strict=True)
        apart = np.array([getattr(mine, what) - getattr(theirs, what) for mine, theirs in pairs])
        means.append(apart.mean())
        drawn.append(apart[chance.integers(len(apart), size=(DRAWS, len(apart)))].mean(axis=1))
    low, high = np.quantile(np.mean(drawn, axis=0), (0.025, 0.975))
    return f"{np.mean(means):+.3f} [{low:+.3f}, {high:+.3f}]"


def _arrivals(folder: Path, number: int, seed: int, names: Sequence[str]) -> None:
    """The mean over workshops, of all sets but the clear one."""
    print(f"\n{'Arrivals':36}" + "".join(f"{head:>18}" for head in ("nearest is right", "fit in", "alike")))
    for name in names:
        found: dict[str, list[np.ndarray]] = {"Récolte": [], "whole vectors": []}
        for title, pools in sets(folder).items():
            if (title == CLEAR) != ("clear" in name):
                continue
            for one in workshops(
                pools, number, Random(f"{seed} {name} {title}"), bundled(), CONDITIONS[name]
            ):
                found["Récolte"].append(arrivals(one.rows, one.labels))
                found["whole vectors"].append(arrivals(centred(one.vectors, one.languages), one.labels))
        for method, some in found.items():
            cells = "".join(f"{mean:18.3f}" for mean in np.mean(some, axis=0))
            print(f"{f'{name}, {method}':36}{cells}", flush=True)


def _sample(methods: Mapping[str, Method], seed: int) -> None:
    workshop = sample(bundled())
    print("\nThe sample workshop: 58 ideas at 8 groups against the 8 projects its people made of them")
    print(f"{'':24}" + "".join(f"{name:>10}" for name in ("ARI", "AMI", "moves", "over %")))
    for name, method in methods.items():
        labels = method(workshop, workshop.k, seed)
        ari = adjusted_rand_score(workshop.labels, alone(labels))
        ami = adjusted_mutual_info_score(workshop.labels, alone(labels))
        print(f"{name:24}{ari:10.3f}{ami:10.3f}{moves(labels, workshop.labels):10}{left_over(labels):10.1f}")


def _cost(folder: Path) -> None:
    pools = [pool for some in sets(folder).values() for pool in some]
    ideas = [idea for pool in pools for some in pool.values() for idea in some]
    rows = [(text, language, "") for idea in ideas for language, text in idea.items()]
    rows = Random(0).sample(rows, max(SIZES))
    print(
        "\nMedian milliseconds: n texts · read their pieces · encode them whole · draft and name groups",
        end="",
    )
    print(" · kilobytes of pieces")
    for n in SIZES:
        workshop = encoded(rows[:n], bundled())
        drafted = _median([lambda one=workshop: ours(one, None, 0)] * 5)
        read_in = _median([lambda one=workshop: read(DEFAULT[0], one.texts)] * 3)
        whole = _median([lambda one=workshop: bundled().encode(one.texts)] * 3)
        kept = sum(len(bytes(one)) for one in workshop.pieces) / 1_000
        print(f"{n:>6}{read_in:10.0f}{whole:10.0f}{drafted:10.1f}{kept:10.0f}", flush=True)
    command = [sys.executable, "-c", COLD, str(SAMPLE)]
    cold = _median([lambda: subprocess.run(command, check=True)] * 3)
    print(f"A new process that imports, loads the encoder, reads the sample's 58 ideas, groups: {cold:.0f}")


def _median(calls: Sequence[Callable[[], object]]) -> float:
    taken = []
    for call in calls:
        began = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


if __name__ == "__main__":
    main()
