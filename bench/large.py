"""A large consultation from the command line: time, memory, and what micro-groups cost in quality.

`python -m bench.large [--n 100000] [--processes 2] [--data FOLDER]` invents n proposals, runs
`python -m clustering` on them in a process of its own, and prints: the seconds until the file is written and
those of each stage; the texts encoded in a second; the processor's seconds; and the highest memory of all its
processes together. On a busy machine, compare the processor's seconds.

With `--data`, the labelled sets of the yardstick follow: ARI and AMI at the true number of groups, by
micro-groups and by average linkage of all texts, on the same vectors. The yardstick's largest sets have few
thousand texts: for orientation only.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import openpyxl
import psutil
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from bench.invented import proposals
from clustering import group
from clustering.encoding import encoded, quiet
from clustering.large import distinct_texts, group_rows

EVERY = 0.2  # seconds between two looks at the memory
SEEDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    if given.n:
        _measure(given.n, given.processes)
    if given.data:
        _quality(given.data)


def _measure(n: int, processes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "ideas.csv"), Path(folder, "groups.xlsx")
        themes = _write(source, n)
        start = time.monotonic()
        command = [sys.executable, "-m", "clustering", str(source), "--out", str(out)]
        run = subprocess.Popen(
            [*command, "--processes", str(processes)],
            stderr=subprocess.PIPE, text=True, env={**os.environ, "LANG": "en"},
        )  # fmt: skip
        tree = _Tree(run.pid)
        stages = _stages(run, start)
        if run.wait():
            sys.exit(str(stages))
        total = time.monotonic() - start
        encoding = stages["Grouping"] - stages["Encoding the texts"]
        print(f"{n} texts, {processes} processes, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        print(f"file written after          {total:8.1f} s")
        print(f"  of which encoding         {encoding:8.1f} s   {n / encoding:.0f} texts/s")
        print(f"  then groups, titles, file {total - stages['Grouping']:8.1f} s")
        print(f"processor                   {tree.seconds():8.1f} s")
        print(f"highest memory, all together{tree.highest / 1e6:8.0f} MB")
        print(f"ARI with the invented themes{adjusted_rand_score(themes, _labels(out)):8.2f}")


def _write(path: Path, n: int) -> list[int]:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "lang"])
        themes = []
        for text, language, theme in proposals(n):
            writer.writerow([text, language])
            themes.append(theme)
    return themes


def _stages(run: subprocess.Popen[str], start: float) -> dict[str, float]:
    """When each line of the command came."""
    assert run.stderr is not None
    return {line.strip(): time.monotonic() - start for line in run.stderr}


class _Tree:
    """The memory and the processor's time of a process and all it started."""

    def __init__(self, pid: int) -> None:
        self.highest = 0
        self._root = psutil.Process(pid)
        self._times: dict[int, float] = {}
        threading.Thread(target=self._look, daemon=True).start()

    def seconds(self) -> float:
        return sum(self._times.values())

    def _look(self) -> None:
        while self._root.is_running():
            self.highest = max(self.highest, sum(self._each()))
            time.sleep(EVERY)

    def _each(self) -> Iterator[int]:
        try:
            for process in (self._root, *self._root.children(recursive=True)):
                times = process.cpu_times()
                self._times[process.pid] = times.user + times.system
                yield process.memory_info().rss
        except psutil.Error:  # it ended meanwhile
            return


def _labels(path: Path) -> list[int]:
    page = openpyxl.load_workbook(path, read_only=True)["Ideas"]
    return [row[2] for row in page.iter_rows(min_row=2, values_only=True)]


def _sets(folder: Path) -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    def read(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    rows = read("fr_paris_budget_participatif.csv")
    yield "Paris, themes", [r["text"] for r in rows], ["fr"] * len(rows), [r["label"] for r in rows]
    rows = read("bi_sib200_fr_en.csv")
    texts = [r["text"] for r in rows] + [r["text_en"] for r in rows]
    yield "SIB-200 fr + en", texts, ["fr"] * len(rows) + ["en"] * len(rows), [r["label"] for r in rows] * 2
    rows = read("en_argkp_train.csv")[:5_000]
    yield "ArgKP, topics", [r["text"] for r in rows], ["en"] * len(rows), [r["topic"] for r in rows]


def _quality(folder: Path) -> None:
    print(
        f"\n{'ARI / AMI at the true number':<30}{'n':>6}{'k':>4}   all texts     micro-groups ({SEEDS} seeds)"
    )
    for name, texts, languages, themes in _sets(folder):
        k = len(set(themes))
        vectors = encoded(texts).vectors
        ari, ami = _scores(themes, group(texts, languages, vectors, k).labels)
        distinct = distinct_texts(texts, languages)
        rows = vectors[np.unique(distinct.row_of, return_index=True)[1]]
        found = [group_rows(distinct, rows.copy(), k, seed, quiet).labels for seed in range(SEEDS)]
        micro = np.mean([_scores(themes, labels) for labels in found], axis=0)
        print(f"{name:<30}{len(texts):>6}{k:>4}   {ari:.3f} / {ami:.3f} {micro[0]:.3f} / {micro[1]:.3f}")


def _scores(themes: list[str], labels: tuple[int, ...]) -> tuple[float, float]:
    return adjusted_rand_score(themes, labels), adjusted_mutual_info_score(themes, labels)


if __name__ == "__main__":
    main()
