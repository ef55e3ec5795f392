"""The figures that the method gives for the sample (method §7), each recounted from the sample's log alone.

What they must be is in `source/sample_58_extra.json`, beside the ballots; nothing here reads those ballots.
"""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from facilitation.model import Method, ProjectId, Round, Workshop
from facilitation.replay import replay
from facilitation.tallies.margin import margin
from facilitation.tallies.narrowing import Fate, narrowing
from facilitation.tallies.reading import Reading, equal_voices, readings
from facilitation.tallies.solidity import solidity
from facilitation.tallies.support import ballots_by_channel, ballots_by_kind, supporters_by_kind
from facilitation.tallies.votes import profile, result, standings, turnout, unused
from facilitation.tallies.what_if import if_merged, without_each
from facilitation.voting.judgment import gauge
from locales import sentence
from reports.pooling import pooled
from reports.workbook.votes import totals
from sample_sessions import FOLDER, SAMPLES
from sample_sessions.people import KINDS

GRADES = ("excellent", "tres_bien", "bien", "assez_bien", "passable", "insuffisant")


@cache
def sample() -> Workshop:
    return replay(SAMPLES[0].entries())


@cache
def source() -> dict[str, Any]:
    return json.loads((FOLDER / "source" / "sample_58_extra.json").read_text("utf-8"))


def expected() -> dict[str, Any]:
    return source()["votes"]["stage2_projects"]["expected"]


def ideas() -> Round:
    return sample().rounds[0]


def projects() -> Round:
    return sample().rounds[1]


@cache
def read() -> dict[str, Reading]:
    return {one.item: one for one in readings(projects(), sample())}


def test_oracle_2_dots_and_distinct_voters() -> None:
    counted = turnout(projects(), sample())
    assert (counted.present, counted.ballots, sum(one.dots for one in standings(projects()))) == (54, 51, 153)
    assert unused(projects()) == 0
    assert [(one.item, one.dots, one.voters) for one in standings(projects())] == [
        ("PR5", 35, 28),
        ("PR3", 32, 23),
        ("PR1", 23, 19),
        ("PR2", 19, 18),
        ("PR4", 14, 13),
        ("PR7", 11, 10),
        ("PR8", 10, 9),
        ("PR6", 9, 9),
    ]
    assert [one.item for one in standings(projects())] == expected()["ranking"]


def test_oracle_2_supporters_of_every_kind_and_ballots_by_channel() -> None:
    given = supporters_by_kind(projects(), sample())
    for item, kinds in expected()["voters_by_kind"].items():
        assert {kind: given[item][KINDS[kind]] for kind in kinds} == kinds
    heads = {KINDS[kind]: n for kind, n in expected()["n_by_kind"].items()}
    assert ballots_by_kind(projects(), sample()) == heads
    assert ballots_by_channel(projects()) == {"phone": 48, "scribe": 3}


def test_oracle_2_share_fervour_and_support_between_kinds() -> None:
    for item, told in expected()["metrics"].items():
        one = read()[item]
        assert {
            "supporters_share": round(float(one.share), 3),
            "dots_per_supporter": round(float(one.fervour), 2),
            "kinds_with_support": one.supporting,
            "min_kind_share": round(float(one.least), 3),
            "max_kind_share": round(float(one.most), 3),
            "gap_between_kinds": round(float(one.gap), 3),
            "cross_kind_consensus": round(one.consensus, 3),
        } == told


def test_oracle_3_equal_voice_order() -> None:
    order = [one.item for one in equal_voices(read().values()).places]
    assert order[:4] == ["PR3", "PR5", "PR2", "PR1"]
    shares = {item: round(float(one.equal_voice), 4) for item, one in read().items()}
    assert shares == expected()["equal_voice_share"]


def test_oracle_4_solidity_within_three_hundredths() -> None:
    """Distinct voters settle a tie at the cut, as the room was told; ranks as the source has them.

    Over 200,000 resamples PR1 has .705 and PR2 .279, one run of 2,000 is .011 off either way, and the source
    is one such run: .725 and .258. By dots alone, ties shared, they would have .726 and .257, but PR2 other
    ranks than the source in three runs of four.
    """
    found = {one.item: one for one in solidity(projects(), sample())}
    for item, told in expected()["bootstrap_2000_stratified"].items():
        assert found[item].share == pytest.approx(told["p_top_k"], abs=0.03)
        assert (found[item].best, found[item].worst) == (told["rank_p05"], told["rank_p95"])
    bands = {item: one.band.value for item, one in found.items()}
    assert bands == {
        "PR5": "solid",
        "PR3": "solid",
        "PR1": "grey",
        "PR2": "grey",
        **dict.fromkeys(("PR4", "PR6", "PR7", "PR8"), "out"),
    }


def test_oracle_5_voters_to_change_the_top_3() -> None:
    found = margin(projects(), sample())
    told = expected()["min_voters_to_change_top3"]
    assert (found.overtake, found.change) == (
        told["strict_overtake"],
        told["with_tie_ladder_distinct_voters"],
    )
    assert (found.overtake, found.change) == (2, 1)
    assert (found.dots, found.voters) == (expected()["gap_rank3_rank4_dots"], 1)
    assert (found.falls, found.rises) == ("PR1", "PR2")


def test_oracle_5_p14_alone_makes_it_21_to_21_and_18_to_19_voters() -> None:
    ballot = projects().ballots["P14"]
    assert (ballot.marks["PR1"], ballot.marks.get("PR2")) == (2, None)
    moved = {item: mark for item, mark in ballot.marks.items() if item != "PR1"} | {"PR2": 2}
    after = replace(projects(), ballots={**projects().ballots, "P14": replace(ballot, marks=moved)})
    counted = {one.item: (one.rank, one.dots, one.voters) for one in standings(after)}
    assert (counted["PR2"], counted["PR1"]) == ((3, 21, 19), (4, 21, 18))


def test_oracle_6_consensus_between_kinds() -> None:
    order = sorted(read().values(), key=lambda one: one.consensus, reverse=True)[:4]
    assert [(one.item, round(one.consensus, 3)) for one in order] == [
        ("PR5", 0.417),
        ("PR1", 0.404),
        ("PR3", 0.401),
        ("PR2", 0.392),
    ]


def test_oracle_7_raw_top_8_of_the_ideas_and_after_merging_the_twins() -> None:
    told = source()["votes"]["stage1_ideas"]["expected"]
    assert (len(ideas().ballots), sum(one.dots for one in standings(ideas()))) == (51, 510)
    raw = [[int(one.item[1:]), one.dots] for one in standings(ideas())[:8]]
    assert raw == told["top8_raw"]
    assert [number for number, _ in raw] == [34, 18, 2, 10, 39, 53, 8, 17]
    leads = {f"N{idea}": f"N{pair['lead']}" for pair in source()["duplicates"] for idea in pair["ideas"]}
    merged = if_merged(ideas(), leads).places
    assert (len(leads), len(merged)) == (14, 51)
    once = [[int(one.item[1:]), one.score[1]] for one in merged[:8]]
    assert once == told["top8_after_merge_distinct_supporters"]
    assert [number for number, _ in once] == [10, 48, 39, 4, 18, 44, 53, 8]


def test_oracle_8_majority_judgment() -> None:
    mentions = sample().rounds[-1]
    assert (mentions.method, len(mentions.ballots)) == (Method.MENTIONS, 33)
    told = source()["votes"]["majority_judgment_prototypes"]
    for cell, want in told["expected"].items():
        one = gauge(profile(mentions), cell)
        assert list(one.counts) == told["profiles"][cell]
        assert (GRADES[one.median], "+" if one.plus else "−") == (want["grade"], want["sign"])
        assert round(one.above / 33, 3) == want["share_above"]
        assert round(one.below / 33, 3) == want["share_below"]
    assert [(one.rank, one.item) for one in result(mentions).places] == [
        (1, "CEL3"),
        (2, "CEL2"),
        (3, "CEL1"),
    ]
    said = [sentence("fr", f"file.mention.{gauge(profile(mentions), f'CEL{n}').median}") for n in (3, 2, 1)]
    assert said == ["Très bien", "Bien", "Bien"]


def test_oracle_11_research_and_citizens_are_pooled_in_what_is_published() -> None:
    heads = ballots_by_kind(projects(), sample())
    assert (heads["research"], heads["citizen"]) == (4, 4)
    *alone, last = pooled(heads)
    assert {pool.kinds for pool in alone} == {("student",), ("education",), ("organisation",), ("employer",)}
    assert (set(last.kinds), last.heads, last.together) == ({"research", "citizen"}, 8, True)
    labels = [sentence("fr", f"kind.{kind}") for kind in ("research", "citizen")]
    cells = [str(cell) for row in totals(sample(), "fr").rows for cell in row]
    together = sentence("fr", "file.kind.together")
    assert any(together in cell for cell in cells)
    assert [cell for cell in cells if any(label in cell for label in labels)] == []


def test_oracle_11_pooling_does_not_turn_the_equal_voice_order() -> None:
    pools = [pool.kinds for pool in pooled(ballots_by_kind(projects(), sample()))]
    published = readings(projects(), sample(), pools)
    assert [one.equal_voice for one in published] == [read()[one.item].equal_voice for one in published]
    assert {part.ballots for one in published for part in one.parts} == {14, 13, 10, 6, 8}


def test_oracle_12_committee_moves_three_ideas_of_pr2_to_area_2() -> None:
    change = source()["votes"]["committee_decision"]["overrides"][0]
    kept = {
        one.idea: one.area
        for one in narrowing(sample()).courses
        if one.project == "PR2" and one.fate is Fate.RETAINED
    }
    assert kept == dict.fromkeys(("N5", "N28", "N30"), "A2")
    assert kept == {f"N{idea}": f"A{change['to_area']}" for idea in change["ideas"]}
    assert sample().decisions[ProjectId("PR2")].outcome.value == "referred"


def test_sample_without_employers_pr2_would_take_the_place_of_pr1() -> None:
    """No figure of the method, but its lesson: of the six kinds one decides the third place."""
    moved = {one.voice: (one.rise, one.fall) for one in without_each(projects(), sample())}
    assert moved == {
        **{(kind,): ((), ()) for kind in KINDS.values()},
        ("employer",): (("PR2",), ("PR1",)),
    }
