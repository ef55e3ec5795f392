import random
from itertools import combinations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from bench.invented import proposals
from clustering import group, pieces, room_vectors
from clustering.batches import on_dask, on_processes
from clustering.encoding import encoded
from clustering.large import Consultation, LargeGrouping, group_many
from clustering.micro import centre
from clustering.titles import titles
from clustering.vectors import unit_rows

pytestmark = pytest.mark.heavy

TEXTS, LANGUAGES, THEMES = zip(*proposals(600), strict=True)


@pytest.fixture(autouse=True)
def _large_from_a_hundred(monkeypatch) -> None:
    monkeypatch.setattr("clustering.large.LARGEST_SET", 100)


@pytest.fixture(scope="module")
def consultation() -> Consultation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clustering.large.LARGEST_SET", 100)
        return group_many(TEXTS, LANGUAGES, k=8)


def test_group_many_is_group_itself_up_to_the_largest_set() -> None:
    few = group_many(TEXTS[:90], LANGUAGES[:90], k=5).grouping
    plain = group(TEXTS[:90], LANGUAGES[:90], room_vectors([pieces(text) for text in TEXTS[:90]]), k=5)
    assert few.labels == plain.labels
    assert few.suggestions == plain.suggestions


def test_group_many_finds_themes_in_two_languages(consultation) -> None:
    assert isinstance(consultation.grouping, LargeGrouping)
    assert adjusted_rand_score(THEMES, consultation.grouping.labels) > 0.25
    english = np.array(LANGUAGES) == "en"
    assert all(0 < english[list(s.members)].mean() < 1 for s in consultation.grouping.suggestions)


def test_group_many_keeps_what_led_to_its_groups(consultation) -> None:
    grouping = consultation.grouping
    members = [tuple(np.flatnonzero(np.array(grouping.labels) == g).tolist()) for g in range(8)]
    assert [s.members for s in grouping.suggestions] == members
    assert [len(m) for m in members] == sorted((len(m) for m in members), reverse=True)
    assert all(s.medoid in s.members and s.terms for s in grouping.suggestions)
    group_of_micro = dict(zip(grouping.micro, grouping.labels, strict=True))
    assert [group_of_micro[m] for m in grouping.micro] == list(grouping.labels)
    assert len(grouping.tree.vectors) == len(group_of_micro)
    assert grouping.parameters == {
        "method": "average linkage between micro-groups (mini-batch k-means) of vectors centred by language",
        "k_asked": 8, "k": 8, "micro_groups": len(group_of_micro), "passes": 2, "smallest_language": 5,
        "seed": 0,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_group_many_does_not_depend_on_the_order_of_texts(consultation, seed: int) -> None:
    order = random.Random(seed).sample(range(600), 600)
    texts = [TEXTS[i] for i in order]
    shuffled = group_many(texts, [LANGUAGES[i] for i in order], k=8).grouping
    grouping = consultation.grouping
    assert shuffled.labels == tuple(grouping.labels[i] for i in order)
    assert shuffled.micro == tuple(grouping.micro[i] for i in order)
    assert [(texts[s.medoid], s.titles, s.terms) for s in shuffled.suggestions] == [
        (TEXTS[s.medoid], s.titles, s.terms) for s in grouping.suggestions
    ]


def test_group_many_at_one_more_only_splits_a_group(consultation) -> None:
    fine = group_many(TEXTS, LANGUAGES, k=9).grouping.labels
    coarse = consultation.grouping.labels
    assert max(fine) == 8
    assert [
        (i, j) for i, j in combinations(range(600), 2) if fine[i] == fine[j] and coarse[i] != coarse[j]
    ] == []


def test_group_many_follows_the_seed() -> None:
    first, second = (group_many(TEXTS, LANGUAGES, seed=seed).grouping for seed in (1, 2))
    assert first.micro != second.micro
    assert (first.parameters["seed"], second.parameters["seed"]) == (1, 2)


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (["vélo"] * 150, {0}),
        ([""] * 150, {-1}),
        (["🎉"] * 60 + ["vélo"] * 60 + [""] * 60, {-1, 0}),
        (["x" * 10_000] * 101, {0}),
    ],
)
def test_group_many_takes_any_text(texts: list[str], labels: set[int]) -> None:
    grouping = group_many(texts, ["fr"] * len(texts)).grouping
    assert isinstance(grouping, LargeGrouping)
    assert set(grouping.labels) <= labels


def test_group_many_leaves_a_text_it_cannot_read_in_no_group(consultation) -> None:
    texts = ["ᐃᓄᒃᑎᑐᑦ", *TEXTS, "ছাত্রদের বাসস্থান"]
    grouping = group_many(texts, ["iu", *LANGUAGES, "bn"], k=8).grouping
    assert grouping.unread == (0, 601)
    assert (grouping.labels[0], grouping.labels[-1]) == (-1, -1)
    assert {i for s in grouping.suggestions for i in s.members} == set(range(1, 601))
    assert [texts[s.medoid] for s in grouping.suggestions] == [
        TEXTS[s.medoid] for s in consultation.grouping.suggestions
    ]


def test_group_many_gives_titles_as_group_does(consultation) -> None:
    grouping = consultation.grouping
    rows = centre(encoded(TEXTS).vectors, np.ones(600), LANGUAGES, 5)
    groups = [s.members for s in grouping.suggestions]
    centroids = unit_rows(np.array([rows[list(group)].mean(axis=0) for group in groups], dtype=np.float64))
    assert [s.titles for s in grouping.suggestions] == list(
        titles(TEXTS, LANGUAGES, rows @ centroids.T, groups)
    )


def test_group_many_never_separates_copies() -> None:
    texts = [*TEXTS[:80], *["Un tramway jusqu'à l'université"] * 40]
    labels = group_many(texts, ["fr"] * 120, k=12).grouping.labels
    assert len(set(labels[80:])) == 1


def test_group_many_reads_terms_from_some_texts_when_there_are_too_many(monkeypatch, consultation) -> None:
    monkeypatch.setattr("clustering.large.TEXTS_READ_FOR_NAMES", 80)
    grouping = group_many(TEXTS, LANGUAGES, k=8).grouping
    assert grouping.labels == consultation.grouping.labels
    assert all(s.terms for s in grouping.suggestions)


@pytest.mark.parametrize(("languages", "k"), [(["fr"], None), (["fr", "fr"], 0)])
def test_group_many_refuses_what_makes_no_sense(languages: list[str], k: int | None) -> None:
    with pytest.raises(ValueError, match="2 texts"):
        group_many(["vélo", "bus"], languages, k=k)


def _same(one: Consultation, other: Consultation) -> bool:
    return (
        (one.grouping.labels, one.grouping.micro, one.grouping.suggestions)
        == (other.grouping.labels, other.grouping.micro, other.grouping.suggestions)
        and one.grouping.tree.vectors.tobytes() == other.grouping.tree.vectors.tobytes()
        and one.grouping.tree.heights == other.grouping.tree.heights
    )


def test_group_many_is_the_same_on_two_processes(consultation) -> None:
    with on_processes(2) as run:
        assert _same(group_many(TEXTS, LANGUAGES, k=8, run=run), consultation)


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore")  # Dask's own, of no use to us
def test_group_many_is_the_same_on_a_dask_cluster_of_two_workers(consultation) -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        on_dask(cluster.scheduler_address) as run,
    ):
        assert _same(group_many(TEXTS, LANGUAGES, k=8, run=run), consultation)
