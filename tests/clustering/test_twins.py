import subprocess
import sys
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustering.twins import STRONG, possible_twins
from clustering.vectors import unit_rows

pytestmark = pytest.mark.heavy

DIMENSIONS = 24


def vectors(texts: list[str]) -> np.ndarray:
    """Unit rows that depend on the text alone, a zero row for a blank."""
    drawn = [np.random.default_rng(list(text.encode())).normal(size=DIMENSIONS) for text in texts]
    blank = [[0.0 if not text.strip() else 1.0] for text in texts]
    return unit_rows(np.array(drawn).reshape(-1, DIMENSIONS) * np.array(blank).reshape(-1, 1))


def test_twins_across_languages_come_first_and_strong(encoder, ideas) -> None:
    texts = (*ideas.texts, "Cuisine collective pour les familles", "Community kitchen for families")
    languages = (*ideas.languages, "fr", "en")
    found = possible_twins(texts, languages, encoder.encode(texts))
    pairs = [{texts[t.first], texts[t.second]} for t in found if t.strong]
    assert {"Navette gratuite vers le parc industriel", "Free shuttle bus to the industrial park"} in pairs
    assert {"Cuisine collective pour les familles", "Community kitchen for families"} in pairs
    assert all(t.first < t.second for t in found)
    assert all(better.score >= worse.score for better, worse in pairwise(found))
    assert all(t.strong == (t.score >= STRONG) for t in found)


def test_twins_within_a_language_share_words_and_meaning(encoder, ideas) -> None:
    texts = (*ideas.texts, "navette gratuite au parc industriel svp")
    found = possible_twins(texts, (*ideas.languages, "fr"), encoder.encode(texts))
    twins = {frozenset((texts[t.first], texts[t.second])) for t in found if t.strong}
    assert frozenset(("Navette gratuite vers le parc industriel", texts[-1])) in twins


def test_twins_are_repetitions_whatever_case_accents_and_signs() -> None:
    texts = ["Des stages payés !", "des stages payes", "DES STAGES PAYÉS…", "navette"]
    found = possible_twins(texts, ["fr"] * 4, vectors(texts))
    assert [(t.first, t.second, t.score, t.strong) for t in found] == [(0, 2, 1.0, True), (0, 1, 1.0, True)]


def test_repetitions_are_chained_not_paired_all_with_all() -> None:
    texts = ["guichet unique"] * 500 + ["🎉"] * 300
    found = possible_twins(texts, ["fr"] * 800, vectors(texts))
    assert len(found) == 499 + 299
    assert {t.score for t in found} == {1.0}


def test_repetitions_do_not_hide_a_twin(encoder, ideas) -> None:
    texts = (*ideas.texts, *["Free shuttle bus to the industrial park"] * 3)
    found = possible_twins(texts, (*ideas.languages, "en", "en", "en"), encoder.encode(texts))
    pairs = [(texts[t.first], texts[t.second]) for t in found if t.strong and t.score < 1.0]
    assert ("Navette gratuite vers le parc industriel", "Free shuttle bus to the industrial park") in pairs


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["a"],
        ["", ""],
        ["🎉", "!!"],
        ["", "a"],
        ["de", "la"],
        ["a", "🎉"],
        ["x" * 10_000, "y"],
        ["  ", "\n"],
    ],
)
def test_twins_of_texts_that_say_little_are_none(texts: list[str]) -> None:
    assert possible_twins(texts, ["fr"] * len(texts), vectors(texts), 0.5) == ()


def test_two_texts_alone_can_be_twins(encoder) -> None:
    texts = ("Abribus chauffés pour tous", "Heated bus shelters for all")
    (twins,) = possible_twins(texts, ("fr", "en"), encoder.encode(texts))
    assert (twins.first, twins.second) == (0, 1)


def test_twins_refuse_lists_of_different_lengths() -> None:
    with pytest.raises(ValueError, match="2 texts, 1 languages, 2 vectors"):
        possible_twins(["a", "b"], ["fr"], vectors(["a", "b"]))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["bus", "bus du soir", "Bus du soir !", "vélo", "🎉", "", "le", "navette du soir"]
            ),
            st.sampled_from(["fr", "en"]),
        ),
        max_size=30,
    ),
    st.randoms(use_true_random=False),
)
def test_twins_are_the_same_whatever_the_order(ideas: list[tuple[str, str]], chance: Random) -> None:
    other = chance.sample(ideas, len(ideas))
    found = []
    for some in (ideas, other):
        texts, languages = [text for text, _ in some], [language for _, language in some]
        twins = possible_twins(texts, languages, vectors(texts), 0.0)
        found.append([(sorted([some[t.first], some[t.second]]), t.score) for t in twins])
        assert len({(t.first, t.second) for t in twins}) == len(twins)
        assert all(0.0 <= t.score <= 1.0 for t in twins)
    assert sorted(found[0]) == sorted(found[1])


PROGRAM = """
import numpy as np
from clustering.twins import possible_twins
words = ["bus", "navette", "soir", "stage", "emploi", "permis", "cours"]
texts = [" ".join(words[(i * j + j) % 7] for j in range(1, 5)) + f" {i}" for i in range(60)]
vectors = np.random.default_rng(3).normal(size=(60, 32))
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
print(possible_twins(texts, ["fr", "en"] * 30, vectors, 0.0))
"""


def test_twins_are_the_same_in_another_process() -> None:
    ran = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert ran[0] == ran[1] != "()\n"
