"""How far a draft agrees with people's own groups, with itself, and with the languages it should not see."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from sklearn.metrics.cluster import contingency_matrix

from bench.peers import Labels, Method
from bench.yardstick import Workshop
from clustering.nearest import most_like, nearest_group

DROPS = 5  # random tenths left out of each workshop
ALIKE = 8  # ideas that the board shows beside one


@dataclass(frozen=True, slots=True)
class Score:
    """One method on one workshop: at the true number of groups, and at the number it chooses itself.

    ``stability``: ARI between the groups of all ideas and of a random 90 %. ``language``: AMI between group
    and language. ``over``: percent of ideas in no group, by the method's own number.
    """

    ari: float
    ami: float
    ari_auto: float
    ami_auto: float
    stability: float
    language: float
    k_auto: float
    over: float
    ms: float


def score(method: Method, workshop: Workshop, seed: int) -> Score:
    """What the method does with the workshop."""
    began = time.perf_counter()
    given = method(workshop, workshop.k, seed)
    ms = 1000 * (time.perf_counter() - began)
    chosen = method(workshop, None, seed)
    return Score(
        ari=adjusted_rand_score(workshop.labels, alone(given)),
        ami=adjusted_mutual_info_score(workshop.labels, alone(given)),
        ari_auto=adjusted_rand_score(workshop.labels, alone(chosen)),
        ami_auto=adjusted_mutual_info_score(workshop.labels, alone(chosen)),
        stability=_stability(method, workshop, given, seed),
        language=adjusted_mutual_info_score(workshop.languages, alone(given)),
        k_auto=len(set(chosen) - {-1}),
        over=left_over(chosen),
        ms=ms,
    )


def arrivals(rows: NDArray[np.float64], labels: Sequence[str]) -> NDArray[np.float64]:
    """Over ideas that come last, the share whose nearest group is right, that fit in, and of like ideas."""
    names, everybody = sorted(set(labels)), range(len(labels))
    found = []
    for i in everybody:
        others = [j for j in everybody if j != i]
        groups = [[j for j in others if labels[j] == name] for name in names]
        nearest = nearest_group(rows, groups, i)
        if nearest is not None:
            alike = most_like(rows, [i], others)[:ALIKE]
            same = np.mean([labels[j] == labels[i] for j in alike])
            found.append((names[nearest[0]] == labels[i], nearest[1], same))
    return np.mean(found, axis=0)


def alone(labels: Labels) -> list[int]:
    """The labels with each idea left over (-1) in a group of its own."""
    return [-1 - i if label == -1 else int(label) for i, label in enumerate(labels)]


def left_over(labels: Labels) -> float:
    """The percentage of ideas in no group."""
    return 100 * list(labels).count(-1) / len(labels)


def moves(labels: Labels, projects: Sequence[str]) -> int:
    """How many cards must change group to turn the draft into the projects, one card at a time.

    Each group stands for at most one project, matched so that the most cards stay (Kuhn, 1955); a card left
    over always moves.
    """
    grouped = [i for i, label in enumerate(labels) if label != -1]
    if not grouped:
        return len(projects)
    shared = contingency_matrix([projects[i] for i in grouped], [labels[i] for i in grouped])
    return len(projects) - int(shared[linear_sum_assignment(shared, maximize=True)].sum())


def _stability(method: Method, workshop: Workshop, whole: Labels, seed: int) -> float:
    """The mean ARI, over DROPS random tenths left out, between the groups with them and without."""
    chance, n = Random(seed), len(workshop.texts)
    agreements = []
    for _ in range(DROPS):
        kept = sorted(chance.sample(range(n), round(0.9 * n)))
        part = method(workshop.only(kept), workshop.k, seed)
        agreements.append(adjusted_rand_score(alone([whole[i] for i in kept]), alone(part)))
    return statistics.fmean(agreements)
