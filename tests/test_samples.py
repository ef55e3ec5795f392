"""The samples tell the workshop of their source: every count is made from the replayed log alone."""

import csv
import json
import statistics
from collections import Counter
from functools import cache

import pytest

from facilitation.asking import ask
from facilitation.model import Hat, MembershipState, Method, StepKind, StepState, Workshop
from facilitation.replay import replay
from facilitation.rules.rounds import cast_ballot
from facilitation.tallies.narrowing import Fate, narrowing, unplaced
from facilitation.tallies.people import cell_sizes, waiting_list
from facilitation.tallies.votes import quorum, standings, turnout
from reports.archive.archive import write_archive
from sample_sessions import FOLDER, SAMPLES
from sample_sessions.build import archive_of

NAMES = [sample.name for sample in SAMPLES]


@cache
def told(name: str) -> Workshop:
    return replay(next(sample for sample in SAMPLES if sample.name == name).entries())


def living_lab() -> Workshop:
    return told("living_lab_58")


@pytest.mark.parametrize("name", NAMES)
def test_build_gives_the_same_bytes(name):
    sample = next(sample for sample in SAMPLES if sample.name == name)
    assert archive_of(name) == sample.path.read_bytes() == write_archive(sample.entries())


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_sample_has_no_key_and_a_title_in_both_languages(sample):
    assert {entry.key for entry in sample.entries()} == {None}
    assert sample.title("fr") != sample.title("en")


@pytest.mark.parametrize(
    ("name", "file"), [("living_lab_58", "sample_58"), ("winter_mobility", "sample_winter")]
)
def test_ideas_are_those_of_the_source(name, file):
    with (FOLDER / "source" / f"{file}.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    kept = [(note.text, note.language, str(note.table)) for note in told(name).notes.values()]
    assert kept == [(row["text"], row["lang"], row["table"]) for row in rows]


def test_areas_have_the_exact_wording_of_the_source():
    source = json.loads((FOLDER / "source" / "sample_58_extra.json").read_text("utf-8"))
    areas = [(area.title_fr, area.title_en) for area in living_lab().areas.values()]
    assert areas == [(area["text_fr"], area["text_en"]) for area in source["areas"]]
    cells = [cell.name_fr for cell in living_lab().cells.values()]
    assert cells == [cell["name_fr"] for cell in source["cells"]]


def test_living_lab_narrows_58_to_8_to_3():
    few = narrowing(living_lab())
    assert (few.notes, few.ideas, few.projects, few.areas) == (58, 58, 8, 3)


def test_living_lab_leaves_no_idea_without_a_fate():
    """R-40 on a whole workshop."""
    few = narrowing(living_lab())
    retained = {one.idea for one in few.courses if one.fate is Fate.RETAINED}
    referred = {one.idea for one in few.courses if one.fate is Fate.REFERRED}
    assert (len(retained), len(referred), retained & referred) == (26, 32, set())
    assert retained | referred == set(living_lab().notes)
    assert unplaced(living_lab()) == ()


def test_living_lab_retains_what_the_source_retains_in_the_same_areas():
    with (FOLDER / "source" / "sample_58.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    areas = {f"N{row['idea_no']}": f"A{row['priority_area']}" for row in rows if row["retained"] == "1"}
    few = narrowing(living_lab())
    assert {one.idea: one.area for one in few.courses if one.fate is Fate.RETAINED} == areas
    moved = {one.idea for one in few.courses if one.area and one.project == "PR2"}
    assert moved == {"N5", "N28", "N30"}


def test_living_lab_checks_54_in_for_november_and_all_at_nine_tables():
    first, second, *_ = living_lab().rounds
    assert [turnout(one, living_lab()).present for one in (first, second)] == [54, 54]
    november = [f"P{number}" for number in range(1, 55)]
    assert {living_lab().participants[one].table for one in november} == set(range(1, 10))


def test_living_lab_votes_on_58_ideas_then_on_8_projects():
    first, second, *_ = living_lab().rounds
    assert [(len(one.items), one.dots, one.cap) for one in (first, second)] == [(58, 10, 1), (8, 3, 2)]
    assert [place.item for place in standings(first)][:8] == [
        "N34",
        "N18",
        "N2",
        "N10",
        "N39",
        "N53",
        "N8",
        "N17",
    ]
    assert [place.dots for place in standings(first)][:8] == [25, 20, 19, 18, 16, 16, 15, 15]


def test_living_lab_project_vote_has_the_dots_and_voters_of_the_source():
    vote = living_lab().rounds[1]
    assert [(place.item, place.dots, place.voters) for place in standings(vote)] == [
        ("PR5", 35, 28),
        ("PR3", 32, 23),
        ("PR1", 23, 19),
        ("PR2", 19, 18),
        ("PR4", 14, 13),
        ("PR7", 11, 10),
        ("PR8", 10, 9),
        ("PR6", 9, 9),
    ]
    counted = turnout(vote, living_lab())
    assert (counted.ballots, counted.present) == (51, 54)
    assert {sum(ballot.marks.values()) for ballot in vote.ballots.values()} == {3}
    assert (quorum(vote, living_lab()).reached, quorum(vote, living_lab()).missing_kinds) == (True, ())


def test_living_lab_pr3_has_no_employer_among_its_voters():
    vote = living_lab().rounds[1]
    kinds = Counter(
        living_lab().participants[one].kind for one, ballot in vote.ballots.items() if "PR3" in ballot.marks
    )
    assert (kinds["employer"], kinds["citizen"], kinds["student"]) == (0, 4, 6)


def test_living_lab_committee_rates_impact_and_effort():
    impact, effort = (one for one in living_lab().rounds if one.method is Method.RATINGS)
    assert [(len(one.ballots), one.voters) for one in (impact, effort)] == [
        (12, frozenset(one.ballots)) for one in (impact, effort)
    ]
    assert all(set(ballot.marks) == set(impact.items) for ballot in impact.ballots.values())
    assert statistics.median(ballot.marks["PR1"] for ballot in impact.ballots.values()) == 4.5
    assert statistics.median(ballot.marks["PR1"] for ballot in effort.ballots.values()) == 3


def test_living_lab_cells_seat_25_of_32_and_7_wait():
    workshop = living_lab()
    assert cell_sizes(workshop) == {"CEL1": 9, "CEL2": 10, "CEL3": 6}
    assert set(waiting_list(workshop)) == {"P37", "P15", "P69", "P31", "P1", "P55", "P59"}
    assert (len(workshop.wishes), len(workshop.memberships)) == (32, 32)
    assert MembershipState.PROPOSED not in {one.state for one in workshop.memberships.values()}
    moved = [
        one for one in workshop.memberships.values() if one.cell != workshop.wishes[one.participant].ranked[0]
    ]
    assert {one.state for one in moved} == {MembershipState.ACCEPTED}


def test_living_lab_hats_are_even_and_rotate():
    """R-20, R-21 and R-22 on the sample."""
    workshop = living_lab()
    rounds = [workshop.hat_rounds[cell] for cell in ("CEL1", "CEL2", "CEL3")]
    assert [len(one.assignment) for one in rounds] == [24, 23, 27]
    for one in rounds:
        assert one.assignment.keys().isdisjoint(workshop.members(one.subject))
        assert _spread(one.assignment.values()) <= 1
        for kind in {person.kind for person in workshop.participants.values()}:
            of_kind = [hat for who, hat in one.assignment.items() if workshop.participants[who].kind == kind]
            assert _spread(of_kind) <= 1
    worn = Counter((who, hat) for one in rounds for who, hat in one.assignment.items())
    assert set(worn.values()) == {1}
    assert len({who for one in rounds for who in one.assignment}) == 33


def _spread(hats) -> int:
    worn = Counter(hats)
    counts = [worn[hat] for hat in Hat if hat is not Hat.BLUE]
    return max(counts) - min(counts)


def test_living_lab_keeps_all_comments_and_the_one_off_hat():
    workshop = living_lab()
    assert Counter(one.subject for one in workshop.comments.values()) == {"CEL1": 17, "CEL2": 18, "CEL3": 16}
    off = [(one.hat_worn, one.hat_content) for one in workshop.comments.values() if one.off_hat]
    assert off == [(Hat.YELLOW, Hat.BLACK)]
    blue = {one.author for one in workshop.comments.values() if one.hat_worn is Hat.BLUE}
    assert blue == {"ANIM"}
    for one in workshop.comments.values():
        if one.author != "ANIM":
            assert workshop.hat_rounds[one.subject].assignment[one.author] is one.hat_worn


def test_living_lab_mentions_give_the_majority_grades_of_the_source():
    mentions = living_lab().rounds[-1]
    assert (mentions.method, len(mentions.ballots)) == (Method.MENTIONS, 33)
    given = {cell: sorted(one.marks[cell] for one in mentions.ballots.values()) for cell in mentions.items}
    assert {cell: ranks[16] for cell, ranks in given.items()} == {"CEL1": 2, "CEL2": 2, "CEL3": 1}
    counts = {cell: [ranks.count(rank) for rank in range(6)] for cell, ranks in given.items()}
    assert counts == {
        "CEL1": [3, 10, 12, 5, 2, 1],
        "CEL2": [6, 10, 9, 5, 2, 1],
        "CEL3": [11, 12, 6, 3, 1, 0],
    }


def test_living_lab_is_finished_and_every_round_revealed():
    workshop = living_lab()
    assert {one.state for one in workshop.rounds} == {StepState.REVEALED}
    assert (workshop.current, workshop.state(StepKind.CLOSING)) == (StepKind.CLOSING, StepState.REVEALED)
    assert Counter(one.status.value for one in workshop.referrals.values()) == {
        "accepted": 3,
        "to_follow_up": 2,
        "proposed": 3,
    }


def test_winter_stands_at_an_open_vote_that_nobody_cast_yet():
    workshop = told("winter_mobility")
    assert (len(workshop.ideas()), len(workshop.standing_projects())) == (40, 6)
    assert sum(len(project.ideas) for project in workshop.standing_projects()) == 40
    assert Counter(note.language for note in workshop.ideas()) == {"fr": 24, "en": 16}
    assert (workshop.round.state, dict(workshop.round.ballots)) == (StepState.OPEN, {})


def test_winter_goes_on_once_opened(door):
    from datetime import UTC, datetime

    from facilitation.rights import Administrator

    sample = next(sample for sample in SAMPLES if sample.name == "winter_mobility")
    id, _ = door.create(Administrator(), datetime(2026, 1, 1, tzinfo=UTC), sample.entries())
    door.act(id, ask(cast_ballot, participant="P1", round="R1", marks={"PR1": 2, "PR2": 1}))
    assert dict(door.look(id).round.ballots["P1"].marks) == {"PR1": 2, "PR2": 1}
