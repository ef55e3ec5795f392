import random
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustering import Encoder, Grouping, cut, group

pytestmark = pytest.mark.heavy

WORDS = ("vélo", "autobus", "train", "cours", "français", "langue", "loyer", "logement", "maison", "bus")

IN_ANOTHER_PROCESS = """
import sys
from clustering import bundled, group
texts = sys.stdin.read().splitlines()
print(group(texts, ["fr"] * len(texts), bundled().encode(texts), k=4).labels)
"""


def partition(
    texts: tuple[str, ...], grouping: Grouping
) -> list[tuple[list[str], str, str, tuple[str, ...]]]:
    """The suggestions without an index, as texts."""
    return [
        (sorted(texts[i] for i in s.members), texts[s.medoid], s.title, s.terms) for s in grouping.suggestions
    ]


def test_group_finds_three_plain_themes_in_two_languages(ideas) -> None:
    grouping = group(ideas.texts, ideas.languages, ideas.vectors, k=3)
    found = {frozenset(s.members) for s in grouping.suggestions}
    assert found == {frozenset(i for i in range(24) if ideas.themes[i] == theme) for theme in range(3)}


def test_group_names_themes_in_the_words_of_participants(ideas) -> None:
    grouping = group(ideas.texts, ideas.languages, ideas.vectors, k=3)
    assert [s.title for s in grouping.suggestions] == [ideas.texts[s.medoid] for s in grouping.suggestions]
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
    assert grouping.tree.vectors.tolist() == grouping.centred[order].tolist()
    assert cut(grouping.tree, 5) == tuple(
        tuple(sorted(order.index(i) for i in s.members)) for s in grouping.suggestions
    )
    assert grouping.parameters == {
        "method": "average linkage on cosine distance of vectors centred by language",
        "k_asked": None,
        "k": 5,
        "smallest_group": 2,
        "smallest_language": 5,
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


def test_group_is_the_same_in_another_process(encoder: Encoder) -> None:
    run = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS],
        input="\n".join(reversed(WORDS)), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    here = group(WORDS, ["fr"] * len(WORDS), encoder.encode(WORDS), k=4).labels
    assert run.stdout.strip() == str(here[::-1])


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        ([], ()),
        (["vélo"], (0,)),
        (["vélo", "autobus"], (0, 0)),
        (["vélo", "loyer", "cours"], (0, 0, 0)),
        (["vélo"] * 30, (0,) * 30),
        ([""] * 4, (0,) * 4),
        (["vélo", "loyer", "loyer", "loyer", "vélo"], (1, 0, 0, 0, 1)),
        (["🎉", "🎉", "vélo", "autobus", "", ""], (2, 2, 1, 1, 0, 0)),
        (["x" * 10_000, "y " * 5_000, "vélo"], (0, 0, 0)),
    ],
)
def test_group_takes_any_text(encoder: Encoder, texts: list[str], labels: tuple[int, ...]) -> None:
    grouping = group(texts, ["fr"] * len(texts), encoder.encode(texts))
    assert grouping.labels == labels
    assert max((len(s.title) for s in grouping.suggestions), default=0) <= 60


def test_group_refuses_no_group(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="k = 0, at least 1"):
        group(["vélo"], ["fr"], encoder.encode(["vélo"]), k=0)


def test_group_refuses_lists_of_different_lengths(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="2 texts, 1 languages, 2 vectors"):
        group(["vélo", "loyer"], ["fr"], encoder.encode(["vélo", "loyer"]))
