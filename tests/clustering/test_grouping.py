import os
import platform
import random
import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustering import Encoder, Grouping, cut, group, pieces, room_vectors
from clustering.grouping import medoid
from clustering.neighbours import smoothed
from clustering.vectors import unit_rows

pytestmark = pytest.mark.heavy

WORDS = ("vélo", "autobus", "train", "cours", "français", "langue", "loyer", "logement", "maison", "bus")

IN_ANOTHER_PROCESS = """
import sys
from clustering import group, pieces, room_vectors
texts = sys.stdin.read().splitlines()
vectors = room_vectors([pieces(text) for text in texts])
print([group(texts, ["fr"] * len(texts), vectors, k=k, lone="leave").labels for k in range(1, 9)])
"""
KERNELS = ("Prescott", "Nehalem", "Sandybridge", "Haswell")  # of linear algebra, oldest processor first


def test_medoid_is_the_member_in_the_middle() -> None:
    rows = unit_rows(np.array([[9.0, 9.0], [1.0, 0.0], [1.0, 0.5], [1.0, 1.1]]))
    assert medoid(rows, (1, 2, 3)) == 2


def test_medoid_is_the_first_of_members_alike() -> None:
    assert medoid(np.ones((4, 2)), (1, 3)) == 1
    assert medoid(np.zeros((4, 2)), (2, 3)) == 2


def partition(
    texts: tuple[str, ...], grouping: Grouping
) -> list[tuple[list[str], str, dict[str, str], tuple[str, ...]]]:
    """The suggestions without an index, as texts."""
    return [
        (sorted(texts[i] for i in s.members), texts[s.medoid], dict(s.titles), s.terms)
        for s in grouping.suggestions
    ]


def test_group_finds_three_plain_themes_in_two_languages(ideas) -> None:
    grouping = group(ideas.texts, ideas.languages, ideas.vectors, k=3)
    found = {frozenset(s.members) for s in grouping.suggestions}
    assert found == {frozenset(i for i in range(24) if ideas.themes[i] == theme) for theme in range(3)}


def test_group_names_themes_in_the_words_of_participants(ideas) -> None:
    grouping = group(ideas.texts, ideas.languages, ideas.vectors, k=3)
    for s in grouping.suggestions:
        assert set(s.titles) == {"fr", "en"}
        for language, title in s.titles.items():
            assert any(
                title.lower() in ideas.texts[i].lower() and ideas.languages[i] == language for i in s.members
            )
    assert {ideas.themes[s.medoid]: s.title("fr") for s in grouping.suggestions} == {
        0: "Aider les étudiants",
        1: "Passe d'autobus à moitié prix",
        2: "Conversation en français",
    }
    assert {len(s.terms) for s in grouping.suggestions} <= {2, 3}
    assert {ideas.themes[s.medoid]: s.terms[0] for s in grouping.suggestions} == {
        0: "étudiants",
        1: "autobus",
        2: "français",
    }


def test_group_labels_agree_with_the_suggestions_largest_first(ideas) -> None:
    grouping = group(ideas.texts, ideas.languages, ideas.vectors)
    members = [tuple(np.flatnonzero(np.array(grouping.labels) == g).tolist()) for g in range(grouping.k)]
    sizes = [len(rows) for rows in members]
    assert members == [s.members for s in grouping.suggestions]
    assert sizes == sorted(sizes, reverse=True)


def test_group_keeps_every_step_of_the_way(ideas) -> None:
    grouping = group(ideas.texts, ideas.languages, ideas.vectors, seed=58)
    order = list(grouping.order)
    assert [ideas.texts[i] for i in order] == sorted(ideas.texts)
    assert grouping.tree.vectors.tolist() == smoothed(grouping.centred[order]).tolist()
    assert cut(grouping.tree, 5) == tuple(
        tuple(sorted(order.index(i) for i in s.members)) for s in grouping.suggestions
    )
    assert grouping.parameters == {
        "method": "average linkage on cosine distance of vectors centred by language, smoothed by neighbours",
        "k_asked": None,
        "k": 5,
        "lone": "fold",
        "smallest_group": 2,
        "smallest_language": 5,
        "neighbours": 12,
        "rounds": 2,
        "seed": 58,
    }


@pytest.mark.parametrize("k", range(1, 10))
def test_group_gives_the_number_asked_for(ideas, k: int) -> None:
    assert group(ideas.texts, ideas.languages, ideas.vectors, k=k).k == k


@pytest.mark.parametrize("k", range(1, 10))
def test_group_at_one_more_keeps_together_only_what_was_together(ideas, k: int) -> None:
    coarse, fine = (
        group(ideas.texts, ideas.languages, ideas.vectors, k=number).labels for number in (k, k + 1)
    )
    apart = [(i, j) for i, j in combinations(range(24), 2) if fine[i] == fine[j] and coarse[i] != coarse[j]]
    assert apart == []


@pytest.mark.parametrize("seed", range(20))
def test_group_does_not_depend_on_the_order_of_texts(ideas, seed: int) -> None:
    order = random.Random(seed).sample(range(24), 24)
    texts = tuple(ideas.texts[i] for i in order)
    shuffled = group(texts, [ideas.languages[i] for i in order], ideas.vectors[order])
    grouping = group(ideas.texts, ideas.languages, ideas.vectors)
    assert shuffled.labels == tuple(grouping.labels[i] for i in order)
    assert shuffled.centred.tobytes() == grouping.centred[order].tobytes()
    assert partition(texts, shuffled) == partition(ideas.texts, grouping)


@settings(deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "", "🎉"]), max_size=20), st.integers(1, 8), st.randoms())
def test_group_does_not_depend_on_the_order_of_texts_alike(
    encoder: Encoder, texts: list[str], k: int, chance: random.Random
) -> None:
    shuffled = chance.sample(texts, len(texts))
    results = [
        partition(tuple(some), group(some, ["fr"] * len(some), encoder.encode(some), k=k))
        for some in (texts, shuffled)
    ]
    assert results[0] == results[1]


def elsewhere(texts: Sequence[str], **surroundings: str) -> str:
    """What another process answers to IN_ANOTHER_PROCESS."""
    run = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS],
        input="\n".join(texts), env={**os.environ, **surroundings},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return run.stdout.strip()


def drafts(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """What IN_ANOTHER_PROCESS does, here."""
    vectors = room_vectors([pieces(text) for text in texts])
    return [group(texts, ["fr"] * len(texts), vectors, k=k, lone="leave").labels for k in range(1, 9)]


def test_group_is_the_same_in_another_process() -> None:
    here = [labels[::-1] for labels in drafts(WORDS)]
    assert elsewhere(WORDS[::-1]) == str(here)


@pytest.mark.heavy
@pytest.mark.skipif(platform.machine() not in {"x86_64", "AMD64"}, reason="the kernels are of this machine")
@pytest.mark.parametrize("threads", ["1", "2"])
@pytest.mark.parametrize("kernel", KERNELS)
def test_group_is_the_same_on_other_processors(ideas, kernel: str, threads: str) -> None:
    there = elsewhere(ideas.texts, OPENBLAS_CORETYPE=kernel, OPENBLAS_NUM_THREADS=threads)
    assert there == str(drafts(ideas.texts))


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        ([], ()),
        (["vélo"], (0,)),
        (["vélo", "autobus"], (0, 0)),
        (["vélo", "loyer", "cours"], (0, 0, 0)),
        (["vélo"] * 30, (0,) * 30),
        ([""] * 4, (-1,) * 4),
        (["vélo", "loyer", "loyer", "loyer", "vélo"], (1, 0, 0, 0, 1)),
        (["🎉", "🎉", "vélo", "autobus", "", ""], (1, 1, 0, 0, -1, -1)),
        (["x" * 10_000, "y " * 5_000, "vélo"], (0, 0, 0)),
        (["🎉", "🎈", "🎁 🎂", "👩🏽‍🚀"], (0, 0, 0, 0)),  # the vectors all alike
        (["vélo " * 2_000, "vélos " * 1_700, "loyer " * 1_700, "loyers " * 1_500], (1, 1, 0, 0)),
    ],
)
def test_group_takes_any_text(encoder: Encoder, texts: list[str], labels: tuple[int, ...]) -> None:
    grouping = group(texts, ["fr"] * len(texts), encoder.encode(texts))
    assert grouping.labels == labels
    assert max((len(s.title("fr")) for s in grouping.suggestions), default=0) <= 60


def test_group_folds_a_text_without_neighbour_or_leaves_it(ideas, encoder: Encoder) -> None:
    texts, languages = (*ideas.texts, "Un volcan en éruption"), [*ideas.languages, "fr"]
    vectors = encoder.encode(texts)
    folded = group(texts, languages, vectors, k=4)
    left = group(texts, languages, vectors, k=4, lone="leave")
    assert (folded.lone, left.lone) == ((), (24,))
    assert left.labels[24] == -1
    assert {s.members for s in left.suggestions} == {
        tuple(i for i in s.members if i != 24) for s in folded.suggestions
    }
    assert (left.k, left.parameters["lone"]) == (4, "leave")


@pytest.mark.parametrize("k", range(1, 9))
def test_group_at_one_more_takes_back_no_text_it_left(ideas, k: int) -> None:
    coarse, fine = (
        group(ideas.texts, ideas.languages, ideas.vectors, k=number, lone="leave") for number in (k, k + 1)
    )
    parents = [{coarse.labels[i] for i in one.members} for one in fine.suggestions]
    assert (coarse.k, fine.k) == (k, k + 1)
    assert set(coarse.lone) <= set(fine.lone)
    assert sorted(map(len, parents)) == [1] * (k + 1)
    assert set.union(*parents) == set(range(k))


def test_group_refuses_no_group(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="k = 0, at least 1"):
        group(["vélo"], ["fr"], encoder.encode(["vélo"]), k=0)


def test_group_refuses_lists_of_different_lengths(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="2 texts, 1 languages, 2 vectors"):
        group(["vélo", "loyer"], ["fr"], encoder.encode(["vélo", "loyer"]))
