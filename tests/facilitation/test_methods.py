"""Ballots of each method: what a round takes, what it refuses, and what it makes of them."""

from typing import Any

import pytest

from facilitation.errors import RuleError
from facilitation.events import BallotCast, RatingCast
from facilitation.model import Ballot, Channel, Method, RevealStage, RoundOptions, StepKind
from facilitation.replay import replay
from facilitation.rules.cells import define_cell
from facilitation.rules.projects import reword_project
from facilitation.rules.rounds import (
    CREDITS,
    cancel_round,
    cast_ballot,
    open_round,
    open_runoff,
)
from facilitation.rules.steps import close_step, reveal_step
from facilitation.tallies.rating import Quadrant, rated
from facilitation.tallies.reveal import stages
from facilitation.tallies.runoff import tied
from facilitation.tallies.solidity import keep
from facilitation.tallies.votes import Quorum, quorum, result, standings, turnout, unused
from reports.archive.archive import read_archive, write_archive
from tests.room import Room


def opened(room: Room, method: Method, items: int = 3, **asked: Any) -> None:
    room.projects(items)
    room.lead(open_round, seed=1, method=method, **asked)


def cast(room: Room, marks: dict[str, int], **asked: Any) -> Any:
    person = room.join("student")
    return room.say(cast_ballot, person, round=room.workshop.round.id, marks=marks, **asked).events


def refused(room: Room, marks: dict[str, int], **asked: Any) -> str:
    with pytest.raises(RuleError) as refusal:
        cast(room, marks, **asked)
    return refusal.value.key


def reveal(room: Room) -> None:
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)


def test_credits_buy_votes_at_their_square(room: Room) -> None:
    opened(room, Method.CREDITS)
    round = room.workshop.round
    assert (round.dots, round.cap, round.by_dots, round.approving) == (CREDITS, 5, True, False)
    assert cast(room, {"PR1": 4, "PR2": 3})[0].marks == {"PR1": 4, "PR2": 3}
    assert refused(room, {"PR1": 4, "PR2": 3, "PR3": 1}) == "ballot.over_credits"
    assert refused(room, {"PR1": 6}) == "ballot.over_cap"
    assert refused(room, {"PR1": -1}) == "ballot.negative"
    cast(room, {"PR3": 2})
    counted = turnout(room.workshop.round, room.workshop)
    assert (counted.ballots, unused(room.workshop.round)) == (2, 21)


def test_credits_are_told_in_all_the_stages_of_dots_and_may_have_a_runoff(room: Room) -> None:
    opened(room, Method.CREDITS, dots=9)
    for marks in ({"PR1": 3}, {"PR1": 1, "PR2": 2}, {"PR3": 2}):
        cast(room, marks)
    reveal(room)
    round = room.workshop.round
    assert stages(round) == tuple(RevealStage)
    assert [(one.rank, one.item, one.dots, one.voters) for one in standings(round)] == [
        (1, "PR1", 4, 2),
        (2, "PR2", 2, 1),
        (2, "PR3", 2, 1),
    ]
    assert tied(round, room.workshop) == ()  # one of three is kept
    room.lead(open_runoff, seed=2, round=round.id, items=("PR2", "PR3"))
    assert room.workshop.round.method is Method.POINTS


def test_runoff_keeps_as_many_as_places_are_left(room: Room) -> None:
    room.projects(6)
    room.lead(open_round, seed=1, dots=3, cap=1)
    for marks in ({"PR1": 1, "PR2": 1}, {"PR1": 1, "PR3": 1}, {"PR1": 1, "PR4": 1}):
        cast(room, marks)
    reveal(room)
    assert keep(room.workshop.round, room.workshop) == 3
    level = tied(room.workshop.round, room.workshop)
    assert level == ("PR2", "PR3", "PR4")
    room.lead(open_runoff, seed=2, round="R1", items=level)
    assert keep(room.workshop.round, room.workshop) == 2


@pytest.mark.parametrize(("credits", "fits"), [(0, False), (1, True), (100, True), (101, False)])
def test_credits_stay_within_what_one_can_count(room: Room, credits: int, fits: bool) -> None:
    room.projects(3)
    asked = {"seed": 1, "method": Method.CREDITS, "dots": credits}
    if fits:
        room.lead(open_round, **asked)
        assert room.workshop.round.dots == credits
    else:
        with pytest.raises(RuleError) as refusal:
            room.lead(open_round, **asked)
        assert refusal.value.key == "round.credits"


@pytest.mark.parametrize(
    "marks", [{"PR1": 2}, {"PR1": 1, "PR2": 1}, {"PR1": 0}, {"PR1": 1, "PR2": 3}, {"PR1": 1, "PR2": -2}]
)
def test_ranking_refuses_a_place_given_twice_or_skipped(room: Room, marks: dict[str, int]) -> None:
    opened(room, Method.RANKING)
    assert refused(room, marks) == "ballot.order"


def test_ranking_may_stop_early_and_is_read_by_schulze(room: Room) -> None:
    opened(room, Method.RANKING)
    for marks in ({"PR2": 1, "PR1": 2, "PR3": 3}, {"PR2": 1}, {"PR1": 1, "PR2": 2}, {}):
        assert cast(room, marks)[0].marks == marks
    reveal(room)
    round = room.workshop.round
    assert [(one.rank, one.item) for one in result(round).places] == [(1, "PR2"), (2, "PR1"), (3, "PR3")]
    assert RevealStage.BANDS not in stages(round)


def test_ranking_takes_eight_items_at_most(room: Room) -> None:
    room.projects(9)
    with pytest.raises(RuleError) as refusal:
        room.lead(open_round, seed=1, method=Method.RANKING)
    assert (refusal.value.key, refusal.value.values) == ("round.too_many_to_rank", {"limit": 8})
    room.lead(open_round, seed=1, method=Method.RANKING, items=[f"PR{n}" for n in range(1, 9)])


def test_impact_and_effort_are_two_ratings_on_one_ballot(room: Room) -> None:
    rater = room.join("employer")
    opened(room, Method.IMPACT_EFFORT, voters=frozenset({rater}))
    asked = {"round": "R1", "marks": {"PR1": 5, "PR2": 2}, "efforts": {"PR1": 1}}
    (event,) = room.say(cast_ballot, rater, **asked).events
    assert event == RatingCast("R1", rater, {"PR1": 5, "PR2": 2}, {"PR1": 1}, Channel.PHONE)
    assert room.say(cast_ballot, rater, **asked).events == ()
    assert room.workshop.round.ballots == {
        rater: Ballot(rater, {"PR1": 5, "PR2": 2}, Channel.PHONE, {"PR1": 1})
    }
    assert refused(room, {"PR1": 3}, efforts={}) == "ballot.not_invited"
    assert rated(room.workshop) == ()
    reveal(room)
    assert [(one.item, one.quadrant) for one in rated(room.workshop)] == [("PR1", Quadrant.SOON)]
    assert replay(room.door.entries(room.id)) == room.workshop


@pytest.mark.parametrize(
    ("marks", "efforts", "key"),
    [
        ({"PR1": 0}, {}, "ballot.mark"),
        ({"PR1": 3}, {"PR1": 6}, "ballot.mark"),
        ({"PR1": 3}, {"PR9": 3}, "ballot.item"),
    ],
)
def test_impact_and_effort_refuse_what_is_off_the_scale(
    room: Room, marks: dict[str, int], efforts: dict[str, int], key: str
) -> None:
    opened(room, Method.IMPACT_EFFORT)
    assert refused(room, marks, efforts=efforts) == key


@pytest.mark.parametrize("method", [one for one in Method if one is not Method.IMPACT_EFFORT])
def test_efforts_belong_to_impact_and_effort_alone(room: Room, method: Method) -> None:
    opened(room, method)
    assert refused(room, {}, efforts={"PR1": 3}) == "ballot.mark"
    (event,) = cast(room, {})
    assert isinstance(event, BallotCast)


def test_one_own_effort_is_barred_as_one_own_impact(room: Room) -> None:
    opened(room, Method.IMPACT_EFFORT, options=RoundOptions(own_ideas=False))
    author = next(iter(room.workshop.written))
    for asked in ({"marks": {"PR1": 3}}, {"marks": {}, "efforts": {"PR1": 3}}):
        with pytest.raises(RuleError) as refusal:
            room.say(cast_ballot, author, round="R1", **asked)
        assert refusal.value.key == "ballot.own"


def test_cancelled_round_leaves_no_effort_in_the_archive(room: Room) -> None:
    opened(room, Method.IMPACT_EFFORT)
    cast(room, {"PR1": 5}, efforts={"PR2": 4})
    room.lead(cancel_round, round="R1")
    kept = read_archive(write_archive(room.door.entries(room.id)))
    (ballot,) = (one.event for one in kept if isinstance(one.event, RatingCast))
    assert (ballot.impacts, ballot.efforts) == ({}, {})
    assert replay(kept) == room.workshop


def test_vote_for_nobody_is_refused(room: Room) -> None:
    room.projects(2)
    with pytest.raises(RuleError) as refusal:
        room.lead(open_round, seed=1, voters=frozenset())
    assert refusal.value.key == "round.nobody"


def test_projects_are_named_in_english_before_anybody_reads_them_in_it(room: Room) -> None:
    room.projects(3)
    room.lead(reword_project, project="PR2", title_fr="Deux", title_en="Two")
    room.join(language="en")
    for items, bare in (((), "PR1, PR3"), (("PR1", "PR2"), "PR1")):
        with pytest.raises(RuleError) as refusal:
            room.lead(open_round, seed=1, items=items)
        assert (refusal.value.key, refusal.value.values) == ("round.untitled_en", {"projects": bare})
    room.lead(reword_project, project="PR1", title_fr="Un", title_en="One")
    room.lead(open_round, seed=1, items=("PR1", "PR2"))


def test_kind_that_nobody_was_asked_of_cannot_be_missing(room: Room) -> None:
    employer = room.join("employer")
    room.projects(2)
    room.lead(open_round, seed=1, method=Method.IMPACT_EFFORT, voters=frozenset({employer}))
    room.say(cast_ballot, employer, round="R1", marks={"PR1": 3})
    assert quorum(room.workshop.round, room.workshop) == Quorum(True, ())
    room.lead(cancel_round, round="R1")
    room.lead(open_round, seed=1)
    room.say(cast_ballot, employer, round="R2", marks={"PR1": 1})
    assert quorum(room.workshop.round, room.workshop).missing_kinds == ("student",)


def test_cells_are_named_in_english_as_projects_are(room: Room) -> None:
    for french, english in (("Cellule 1", ""), ("Cellule 2", "Cell 2")):
        room.lead(define_cell, name_fr=french, name_en=english, minimum=1, maximum=5)
    room.join(language="en")
    cells = tuple(room.workshop.cells)
    with pytest.raises(RuleError) as refusal:
        room.lead(open_round, seed=1, items=cells, method=Method.MENTIONS)
    assert refusal.value.values == {"projects": cells[0]}


READY = ("Prêt", "Presque prêt", "Avance", "Débute", "Flou", "Pas prêt")
READY_EN = ("Ready", "Nearly ready", "Under way", "Starting", "Unclear", "Not ready")


def test_mentions_may_have_words_of_their_own(room: Room) -> None:
    spaced = tuple(f"  {word} " for word in READY)
    opened(room, Method.MENTIONS, options=RoundOptions(mentions_fr=spaced, mentions_en=READY_EN))
    options = room.workshop.round.options
    assert (options.mentions_fr, options.mentions_en) == (READY, READY_EN)
    log = read_archive(write_archive(room.door.entries(room.id)))
    assert replay(log) == room.workshop


@pytest.mark.parametrize(
    ("french", "english"),
    [
        (READY[:5], READY_EN),
        (READY, ()),
        ((), READY_EN),
        ((*READY[:5], " "), READY_EN),
        (READY, (*READY_EN[:5], "READY ")),
    ],
)
def test_mentions_that_could_be_confused_are_refused(
    room: Room, french: tuple[str, ...], english: tuple[str, ...]
) -> None:
    with pytest.raises(RuleError) as refusal:
        opened(room, Method.MENTIONS, options=RoundOptions(mentions_fr=french, mentions_en=english))
    assert refusal.value.key == "round.mentions"
    assert not room.workshop.rounds
