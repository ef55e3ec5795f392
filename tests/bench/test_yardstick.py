import csv
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from bench.yardstick import CLEAR, Condition, sample, sets, workshops
from clustering import bundled, centred, pieces, room_vectors

pytestmark = pytest.mark.heavy

HEADERS = {
    "fr_paris_budget_participatif.csv": ("text", "label"),
    "bi_sib200_fr_en.csv": ("text", "text_en", "label"),
    "en_argkp_train.csv": ("text", "label", "topic"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A yardstick of invented texts: 9 labels, 7 labels, and two topics of which one is too small."""
    rows = {
        "fr_paris_budget_participatif.csv": [(f"idée {i}", f"thème {i % 9}") for i in range(200)],
        "bi_sib200_fr_en.csv": [(f"phrase {i}", f"sentence {i}", f"l{i % 7}") for i in range(150)],
        "en_argkp_train.csv": [
            *((f"argument {i}", f"point {i % 8}", "wide") for i in range(160)),
            *((f"word {i}", f"point {i % 8}", "narrow") for i in range(40)),
        ],
    }
    for name, header in HEADERS.items():
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows[name]])
    return tmp_path


@pytest.mark.parametrize(
    ("name", "sizes", "languages"),
    [
        ("Paris", [14, 11, 9, 8, 6, 4, 4, 2], {"fr": 58}),
        ("SIB-200", [16, 11, 9, 8, 6, 4, 4], {"fr": 29, "en": 29}),
        ("ArgKP", [14, 11, 9, 8, 6, 4, 4, 2], {"en": 58}),
    ],
)
def test_workshops_follow_the_protocol(folder: Path, name: str, sizes: list[int], languages: object) -> None:
    drawn = list(workshops(sets(folder)[name], 3, Random(5), bundled()))
    assert [sorted(Counter(one.labels).values(), reverse=True) for one in drawn] == [sizes] * 3
    assert [Counter(one.languages) for one in drawn] == [languages] * 3
    assert [len({text.split()[-1] for text in one.texts}) for one in drawn] == [58] * 3
    assert len({one.texts for one in drawn}) == 3


def test_workshops_of_one_topic_never_draw_from_a_topic_too_small(folder: Path) -> None:
    drawn = workshops(sets(folder)["ArgKP"], 4, Random(5), bundled())
    assert {text.split()[0] for one in drawn for text in one.texts} == {"argument"}


def test_workshops_are_the_same_from_the_same_seed(folder: Path) -> None:
    pools = sets(folder)["Paris"]
    drawn = [[one.texts for one in workshops(pools, 2, Random(seed), bundled())] for seed in (7, 7, 8)]
    assert (drawn[0] == drawn[1], drawn[0] == drawn[2]) == (True, False)


def test_workshop_without_some_ideas_is_weighed_and_centred_anew() -> None:
    whole = sample(bundled())
    part = whole.only(range(50))
    assert (whole.k, len(whole.texts)) == (8, 58)
    rows = room_vectors([pieces(text) for text in whole.texts[:50]])
    assert part.rows.tobytes() == centred(rows, whole.languages[:50]).tobytes()


@pytest.mark.parametrize(
    ("how", "sizes"),
    [
        (Condition(30), [8, 6, 5, 4, 3, 2, 2]),
        (Condition(58, equal=True), [9, 9, 8, 8, 8, 8, 8]),
        (Condition(58, words=1), [16, 11, 9, 8, 6, 4, 4]),
    ],
)
def test_workshops_follow_their_condition(folder: Path, how: Condition, sizes: list[int]) -> None:
    (drawn,) = workshops(sets(folder)["SIB-200"], 1, Random(5), bundled(), how)
    assert sorted(Counter(drawn.labels).values(), reverse=True) == sizes
    assert max(len(text.split()) for text in drawn.texts) == (how.words or 2)


def test_clear_workshop_is_of_several_topics(folder: Path) -> None:
    (drawn,) = workshops(sets(folder)[CLEAR], 1, Random(5), bundled(), Condition(30))
    assert set(drawn.labels) == {"wide", "narrow"}
