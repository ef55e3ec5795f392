"""How good the draft of groups is, beside what others would draft from the same vectors, and what it costs.

`python -m bench.grouping --data FOLDER [--workshops 10] [--seed 0] [--only quality|sample|cost]`; FOLDER is
the yardstick's. A workshop is 58 labelled texts. ARI, AMI: agreement with the people's labels beyond chance,
at the true number of groups («k») and at the number the method chooses itself («auto»). Stable: ARI between
the groups of all ideas and of a random 90 %. Language: AMI between group and language, which should be nil.
Over: ideas in no group (each counts as a group of its own). Ahead: our ARI less theirs on the same
workshops, ± its standard error.
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

from bench.agreement import Score, alone, left_over, moves, score
from bench.peers import Method, installed, ours
from bench.yardstick import SAMPLE, encoded, sample, sets, workshops
from clustering import bundled

COLUMNS = ("ARI k", "AMI k", "ARI auto", "AMI auto", "stable", "language", "auto", "over %", "ms", "ahead")
BILINGUAL = "SIB-200"
SIZES = (58, 500, 1_000, 2_000)
COLD = """
import csv, sys
from clustering import bundled, group
with open(sys.argv[1], encoding="utf-8", newline="") as lines:
    rows = list(csv.DictReader(lines))
texts = [row["text"] for row in rows]
group(texts, [row["lang"] for row in rows], bundled().encode(texts))
"""

Scores = Mapping[str, Sequence[Score]]  # of each method, workshop by workshop


def main() -> None:
    """Prints the tables."""
    asked = argparse.ArgumentParser(description="Quality and cost of grouping.")
    asked.add_argument("--data", type=Path, required=True, help="the folder of the yardstick")
    asked.add_argument("--workshops", type=int, default=10, help="per set")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", choices=("quality", "sample", "cost"))
    options = asked.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", end="; ")
    print(f"encoder {bundled().name} {bundled().version}")
    if options.only != "cost":
        methods = installed()
    if options.only in {None, "quality"}:
        _quality(options.data, options.workshops, options.seed, methods)
    if options.only in {None, "sample"}:
        _sample(methods, options.seed)
    if options.only in {None, "cost"}:
        _cost(options.data)


def _quality(folder: Path, number: int, seed: int, methods: Mapping[str, Method]) -> None:
    encoder, tables = bundled(), {}
    for title, pools in sets(folder).items():
        drawn = list(workshops(pools, number, Random(f"{seed} {title}"), encoder))
        tables[title] = {
            name: [score(method, one, seed) for one in drawn] for name, method in methods.items()
        }
        _print(f"{title}: {number} workshops of 58, seed {seed}", {title: tables[title]})
    _print(f"Mean of the {len(tables)} sets; language: {BILINGUAL} alone", tables)


def _print(title: str, tables: Mapping[str, Scores]) -> None:
    """One row per method, the mean over sets of the means over workshops."""
    print(f"\n{title}\n{'':24}" + "".join(f"{name:>11}" for name in COLUMNS))
    reference, *_ = next(iter(tables.values()))
    for name in next(iter(tables.values())):
        means = np.mean([_means(scores[name]) for scores in tables.values()], axis=0)
        if BILINGUAL in tables:
            means[COLUMNS.index("language")] = _means(tables[BILINGUAL][name])[COLUMNS.index("language")]
        cells = [f"{one:.3f}" for one in means[:6]] + [f"{one:.1f}" for one in means[6:]]
        cells.append("" if name == reference else _ahead(tables, reference, name))
        print(f"{name:24}" + "".join(f"{cell:>11}" for cell in cells), flush=True)


def _means(scores: Sequence[Score]) -> np.ndarray:
    return np.mean([astuple(one) for one in scores], axis=0)


def _ahead(tables: Mapping[str, Scores], reference: str, name: str) -> str:
    """The mean difference in ARI at the true number, ± its standard error over workshops."""
    apart = [
        [mine.ari - theirs.ari for mine, theirs in zip(scores[reference], scores[name], strict=True)]
        for scores in tables.values()
    ]
    error = np.sqrt(sum(np.var(some, ddof=1) / len(some) for some in apart)) / len(apart)
    return f"{np.mean([np.mean(some) for some in apart]):+.2f}±{error:.2f}"


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
    print("\nMedian milliseconds: n texts · encode them, new to a loaded encoder · draft and name groups")
    for n in SIZES:
        workshop = encoded(rows[:n], bundled())
        drafted = _median([lambda one=workshop: ours(one, None, 0)] * 5)
        encoded_in = _median([_encoding(workshop.texts) for _ in range(3)])
        print(f"{n:>6}{encoded_in:10.0f}{drafted:10.1f}", flush=True)
    command = [sys.executable, "-c", COLD, str(SAMPLE)]
    cold = _median([lambda: subprocess.run(command, check=True)] * 3)
    print(f"A new process that imports, loads the encoder, encodes the sample's 58 ideas, groups: {cold:.0f}")


def _encoding(texts: Sequence[str]) -> Callable[[], object]:
    """Encoding the texts with an encoder that has read its weights and met none of them."""
    encoder = bundled()
    encoder.encode(["prêt"])
    return lambda: encoder.encode(texts)


def _median(calls: Sequence[Callable[[], object]]) -> float:
    taken = []
    for call in calls:
        began = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


if __name__ == "__main__":
    main()
