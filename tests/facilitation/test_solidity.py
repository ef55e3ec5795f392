"""Solidity: voters drawn anew, the bands, and what a tie at the cut gives to each."""

from dataclasses import replace
from functools import cache

import pytest

from facilitation.model import Workshop
from facilitation.replay import replay
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.tallies.solidity import Band, keep, solidity
from facilitation.tallies.support import ballots_by_kind, invited_by_kind, supporters_by_kind
from sample_sessions import SAMPLES
from tests.room import Room


@cache
def sample() -> Workshop:
    return replay(SAMPLES[0].entries())


def _vote(room: Room, *ballots: dict[int, int], kinds: tuple[str, ...] = ()) -> list[str]:
    projects = room.projects(4)
    people = [room.join(kind) for kind in kinds or ("student",) * len(ballots)]
    room.lead(open_round, seed=5)
    for person, marks in zip(people, ballots, strict=True):
        room.say(cast_ballot, person, round="R1", marks={projects[place]: n for place, n in marks.items()})
    return projects


def test_sample_is_as_solid_as_the_method_says() -> None:
    """Oracle 4: p(top 3) PR5 1.00, PR3 .99, PR1 about .73, PR2 about .26."""
    found = {one.item: one for one in solidity(sample().rounds[1], sample())}
    expected = {"PR5": 1.0, "PR3": 0.99, "PR1": 0.725, "PR2": 0.258}
    assert {item: abs(found[item].share - share) < 0.03 for item, share in expected.items()} == dict.fromkeys(
        expected, True
    )
    assert {item: one.band for item, one in found.items()} == {
        "PR5": Band.SOLID,
        "PR3": Band.SOLID,
        "PR1": Band.GREY,
        "PR2": Band.GREY,
        **dict.fromkeys(("PR4", "PR6", "PR7", "PR8"), Band.OUT),
    }
    assert sum(one.share for one in found.values()) == pytest.approx(3)
    assert (found["PR5"].best, found["PR5"].worst) == (1, 2)


def test_same_ballots_and_seed_give_the_same_numbers_another_seed_others() -> None:
    round = sample().rounds[1]
    assert solidity(round, sample()) == solidity(replace(round), sample())
    assert solidity(round, sample()) != solidity(replace(round, seed=round.seed + 1), sample())


def test_unanimous_room_is_solid_whoever_is_drawn(room: Room) -> None:
    projects = _vote(room, {0: 2, 1: 1}, {0: 2, 1: 1})
    round, workshop = room.workshop.round, room.workshop
    few = replace(workshop, framing=replace(workshop.framing, target_areas=1))
    assert [(one.item, one.share, one.best, one.worst) for one in solidity(round, few)] == [
        (projects[0], 1.0, 1, 1),
        (projects[1], 0.0, 2, 2),
        (projects[2], 0.0, 3, 4),
        (projects[3], 0.0, 3, 4),
    ]


def test_items_tied_at_the_cut_share_the_places_left(room: Room) -> None:
    _vote(room, {0: 2, 1: 1}, {0: 2, 1: 1})
    # Three places: the first two are taken, the other two items are level for the third.
    assert [one.share for one in solidity(room.workshop.round, room.workshop)] == [1.0, 1.0, 0.5, 0.5]


def test_distinct_voters_come_before_a_shared_place(room: Room) -> None:
    projects = _vote(room, {0: 2}, {1: 1}, {1: 1}, kinds=("student", "employer", "research"))
    workshop = replace(room.workshop, framing=replace(room.workshop.framing, target_areas=1))
    found = {one.item: one.share for one in solidity(workshop.round, workshop)}
    assert (found[projects[0]], found[projects[1]]) == (0.0, 1.0)  # 2 dots each


def test_round_without_a_ballot_keeps_nothing_and_nobody(room: Room) -> None:
    _vote(room)
    assert {one.share for one in solidity(room.workshop.round, room.workshop)} == {0.75}


def test_kept_are_the_areas_of_projects_the_projects_of_ideas_else_a_third() -> None:
    ideas, projects, *_ = sample().rounds
    assert (keep(ideas, sample()), keep(projects, sample())) == (8, 3)
    assert keep(replace(projects, items=projects.items[:3]), sample()) == 1
    assert keep(projects, replace(sample(), framing=None)) == 2


def test_support_is_counted_by_kind() -> None:
    round = sample().rounds[1]
    assert ballots_by_kind(round, sample()) == {
        "student": 14,
        "employer": 6,
        "research": 4,
        "organisation": 10,
        "education": 13,
        "citizen": 4,
    }
    given = supporters_by_kind(round, sample())["PR3"]
    assert (given["employer"], given["citizen"], given["student"], given.total()) == (0, 4, 6, 23)


def test_invited_are_those_who_were_asked() -> None:
    impact = sample().rounds[2]
    assert sum(invited_by_kind(impact, sample()).values()) == len(impact.voters)
