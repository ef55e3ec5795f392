"""Reading a vote: shares of kinds, consensus, equal voice; without a kind, and as if twins were merged."""

from dataclasses import replace
from fractions import Fraction

import pytest

from facilitation.model import Round, Workshop
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.tallies.reading import Reading, equal_voices, readings, voices
from facilitation.tallies.votes import standings
from facilitation.tallies.what_if import Without, if_merged, without_each
from tests.room import Room

Cast = tuple[str | None, dict[int, int]]


def _vote(room: Room, *ballots: Cast, projects: int = 3) -> list[str]:
    """A vote on so many projects, two dots an item; one area is kept."""
    items = room.projects(projects)
    people = [room.join(kind) for kind, _ in ballots]
    room.lead(open_round, seed=5)
    for person, (_, marks) in zip(people, ballots, strict=True):
        given = {items[place]: dots for place, dots in marks.items()}
        room.say(cast_ballot, person, round="R1", marks=given)
    return items


def _state(room: Room) -> tuple[Round, Workshop]:
    workshop = room.workshop
    return workshop.round, replace(workshop, framing=replace(workshop.framing, target_areas=1))


def _read(room: Room) -> dict[str, Reading]:
    return {one.item: one for one in readings(*_state(room))}


def test_reading_of_one_item_says_who_is_behind_it(room: Room) -> None:
    first, *_ = _vote(
        room, ("student", {0: 2}), ("student", {0: 1, 1: 2}), ("employer", {1: 1}), ("student", {})
    )
    one = _read(room)[first]
    assert (one.dots, one.voters, one.share, one.fervour) == (3, 2, Fraction(1, 2), Fraction(3, 2))
    assert [(part.voice, part.supporters, part.ballots) for part in one.parts] == [
        (("student",), 2, 3),
        (("employer",), 0, 1),
    ]
    assert (one.supporting, one.least, one.most, one.gap) == (1, 0, Fraction(2, 3), Fraction(2, 3))
    assert one.consensus == pytest.approx((3 / 5 * 1 / 3) ** 0.5)
    assert one.equal_voice == Fraction(1, 3)


def test_readings_follow_the_standings(room: Room) -> None:
    _vote(room, ("student", {2: 2}), ("employer", {1: 1}))
    assert [one.item for one in readings(*_state(room))] == [one.item for one in standings(_state(room)[0])]


def test_equal_voice_gives_a_small_kind_the_say_of_a_large_one_and_keeps_ties(room: Room) -> None:
    first, second, third = _vote(room, *[("student", {0: 1})] * 3, ("employer", {1: 1}))
    places = equal_voices(readings(*_state(room))).places
    assert [(one.rank, one.item) for one in places] == [(1, first), (1, second), (3, third)]


def test_who_gives_no_kind_is_counted_but_is_no_kind(room: Room) -> None:
    first, *_ = _vote(room, ("student", {1: 1}), (None, {0: 2}))
    assert voices(*_state(room)) == (("student",),)
    one = _read(room)[first]
    assert (one.dots, one.voters, one.ballots, one.equal_voice, one.supporting) == (2, 1, 2, 0, 0)


def test_where_nobody_gives_a_kind_everybody_speaks_as_one(room: Room) -> None:
    first, *_ = _vote(room, (None, {0: 2}), (None, {0: 1}), (None, {}))
    assert _read(room)[first].equal_voice == Fraction(2, 3)


def test_kinds_that_speak_as_one_keep_their_say_with_the_share_they_have_together(room: Room) -> None:
    first, second, _ = _vote(
        room, *[("student", {0: 1})] * 3, ("employer", {1: 1}), *[("research", {0: 1, 1: 1})] * 2
    )
    together = [("student",), ("employer", "research")]
    found = {one.item: one for one in readings(*_state(room), together)}
    assert [part.share for part in found[first].parts] == [1, Fraction(2, 3)]
    assert found[first].equal_voice == (1 + Fraction(2, 3) + Fraction(2, 3)) / 3
    assert found[second].equal_voice == Fraction(2, 3)


def test_round_without_a_ballot_reads_as_nothing(room: Room) -> None:
    first, *_ = _vote(room)
    one = _read(room)[first]
    assert (one.share, one.fervour, one.gap, one.consensus, one.equal_voice, one.parts) == (
        0,
        None,
        0,
        0,
        0,
        (),
    )


def test_without_a_kind_says_what_rises_and_what_falls(room: Room) -> None:
    first, second, _ = _vote(room, ("student", {0: 2}), ("employer", {1: 1}), ("research", {0: 1, 1: 1}))
    assert without_each(*_state(room)) == (
        Without(("student",), (second,), (first,)),
        Without(("employer",), (), ()),
        Without(("research",), (), ()),
    )


def test_without_a_kind_a_tie_at_the_cut_is_kept(room: Room) -> None:
    first, second, _ = _vote(room, ("student", {0: 1}), ("employer", {0: 1}), ("research", {1: 1}))
    found = {one.voice: (one.rise, one.fall) for one in without_each(*_state(room))}
    assert found[("student",)] == ((second,), ())
    assert found[("research",)] == ((), ())


def test_without_the_only_kind_nothing_is_left_to_say(room: Room) -> None:
    _vote(room, ("student", {0: 1}), ("student", {1: 1}))
    assert without_each(*_state(room)) == ()


def test_if_merged_counts_who_supported_both_twins_once(room: Room) -> None:
    first, second, third = _vote(
        room, ("student", {0: 1, 1: 1}), ("student", {1: 2}), ("student", {2: 2}), ("student", {2: 2})
    )
    assert [
        (one.rank, one.item, one.score) for one in if_merged(_state(room)[0], {second: first}).places
    ] == [
        (1, third, (4, 2)),
        (2, first, (3, 2)),
    ]


def test_if_merged_under_a_lead_that_was_not_voted_on(room: Room) -> None:
    first, second, third = _vote(room, ("student", {0: 1, 1: 2}), ("student", {2: 1}))
    places = if_merged(_state(room)[0], {first: "N9", second: "N9"}).places
    assert [(one.item, one.score) for one in places] == [("N9", (2, 1)), (third, (1, 1))]
