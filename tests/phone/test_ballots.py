"""Every kind of ballot over the wire: kept as sent or refused, and shown to its person in words."""

import gzip
from typing import Any

import pytest

from facilitation.model import Concern, Method, RoundOptions, StepKind
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step, suspend_step
from locales import LANGUAGES
from phone.writes import split
from tests.phone.conftest import Phone, said, text_of
from tests.room import Room

pytestmark = pytest.mark.heavy

CAST: dict[Method, dict[str, int]] = {
    Method.POINTS: {"PR2": 2},
    Method.CREDITS: {"PR2": 3},
    Method.RANKING: {"PR2": 1, "PR1": 2},
    Method.MENTIONS: {"PR2": 0},
    Method.RATINGS: {"PR2": 4},
    Method.IMPACT_EFFORT: {"PR2": 5, "PR2/effort": 1, "PR1/effort": 3},
}
WORDS: dict[Method, list[tuple[str, dict[str, Any]]]] = {
    Method.POINTS: [("phone.points", {"n": 2})],
    Method.CREDITS: [
        ("phone.credits.votes", {"n": 3, "cost": 9}),
        ("phone.credits.placed", {"n": 16, "budget": 25}),
    ],
    Method.RANKING: [("phone.vote.ranking.place", {"place": place}) for place in (1, 2)],
    Method.MENTIONS: [("file.mention.0", {})],
    Method.RATINGS: [],
    Method.IMPACT_EFFORT: [
        ("phone.vote.impact_effort.impact.given", {"mark": 5}),
        ("phone.vote.impact_effort.effort.given", {"mark": 1}),
        ("phone.vote.impact_effort.effort.given", {"mark": 3}),
    ],
}
every_method = pytest.mark.parametrize("method", Method)


def opened(room: Room, method: Method, items: int = 4, **asked: Any) -> None:
    room.projects(items)
    room.lead(open_round, seed=1, method=method, **asked)


def cast(phone: Phone, marks: dict[str, int], key: str = "b") -> tuple[int, dict[str, Any]]:
    return phone.post("ballot", key=key, round="R1", marks=marks)


def kept(room: Room, phone: Phone) -> dict[str, int]:
    """What counts, as it came over the wire."""
    assert room.workshop.round is not None
    ballot = room.workshop.round.ballots[phone.me]
    return {**ballot.marks, **{f"{item}/effort": mark for item, mark in ballot.efforts.items()}}


@pytest.mark.parametrize(
    ("sent", "marks", "efforts"),
    [
        ({}, {}, {}),
        ({"PR1": 4, "PR1/effort": 2, "PR2/effort": 1}, {"PR1": 4}, {"PR1": 2, "PR2": 1}),
        ({"PR1/effort/effort": 1, "/effort": 2}, {}, {"PR1/effort": 1, "": 2}),
        (
            {"PR1/Effort": 1, "effort": 2, "PR1/effort ": 3},
            {"PR1/Effort": 1, "effort": 2, "PR1/effort ": 3},
            {},
        ),
    ],
)
def test_ballot_is_split_by_the_ending_of_its_names(
    sent: dict[str, int], marks: dict[str, int], efforts: dict[str, int]
) -> None:
    assert split(sent) == (marks, efforts)


@every_method
def test_ballot_is_kept_as_it_was_sent_and_replaced_as_a_whole(
    room: Room, phone: Phone, method: Method
) -> None:
    opened(room, method)
    assert cast(phone, {}, "a")[0] == 201
    assert kept(room, phone) == {}
    assert cast(phone, CAST[method])[0] == 201
    assert kept(room, phone) == CAST[method]
    assert cast(phone, {}, "c")[0] == 201
    assert kept(room, phone) == {}


@pytest.mark.parametrize(
    ("method", "marks", "key"),
    [
        (Method.POINTS, {"PR1/effort": 1}, "ballot.mark"),
        (Method.POINTS, {"PR1": 1, "PR1/effort": 0}, "ballot.mark"),
        (Method.CREDITS, {"PR1": 5, "PR2": 1}, "ballot.over_credits"),
        (Method.CREDITS, {"PR1": 6}, "ballot.over_cap"),
        (Method.CREDITS, {"PR1/effort": 1}, "ballot.mark"),
        (Method.RANKING, {"PR1": 1, "PR2": 1}, "ballot.order"),
        (Method.RANKING, {"PR1": 2}, "ballot.order"),
        (Method.RANKING, {"PR1": 1, "PR2/effort": 2}, "ballot.mark"),
        (Method.RATINGS, {"PR1/effort": 3}, "ballot.mark"),
        (Method.MENTIONS, {"PR1/effort": 3}, "ballot.mark"),
        (Method.IMPACT_EFFORT, {"PR1": 6}, "ballot.mark"),
        (Method.IMPACT_EFFORT, {"PR1/effort": 0}, "ballot.mark"),
        (Method.IMPACT_EFFORT, {"PR9/effort": 3}, "ballot.item"),
        (Method.IMPACT_EFFORT, {"PR1/effort/effort": 3}, "ballot.item"),
        (Method.IMPACT_EFFORT, {"/effort": 3}, "ballot.item"),
        (Method.IMPACT_EFFORT, {"PR1/Effort": 3}, "ballot.item"),
    ],
)
def test_ballot_that_the_rule_refuses_leaves_the_one_before(
    room: Room, phone: Phone, method: Method, marks: dict[str, int], key: str
) -> None:
    opened(room, method)
    cast(phone, CAST[method], "a")
    status, answer = cast(phone, marks)
    assert (status, answer["key"]) == (409, key)
    assert kept(room, phone) == CAST[method]


@every_method
def test_ones_own_ballot_is_told_in_words_once_nothing_can_be_changed(
    room: Room, phone: Phone, method: Method
) -> None:
    opened(room, method)
    cast(phone, CAST[method])
    for move, sentence in ((suspend_step, "ballot.suspended"), (close_step, "phone.vote.closed")):
        room.lead(move, step=StepKind.VOTE)
        for language in LANGUAGES:
            phone.speak(language)
            shown = text_of(phone.now())
            expected = [said(language, key, **values) for key, values in WORDS[method]]
            expected += [said(language, sentence), "Projet 2"]
            assert [words for words in expected if words not in shown] == []
            assert "Projet 4" not in shown
            assert "data-ballot" not in phone.now()


@every_method
def test_blank_ballot_is_no_missing_one(room: Room, phone: Phone, new_phone: Any, method: Method) -> None:
    opened(room, method)
    other = new_phone().join()
    cast(phone, {})
    room.lead(close_step, step=StepKind.VOTE)
    assert said("fr", "phone.vote.blank_cast") in text_of(phone.now())
    assert said("fr", "phone.vote.none") in text_of(other.now())


@every_method
def test_ladder_is_told_where_it_counts_dots_people_and_kinds(
    room: Room, phone: Phone, method: Method
) -> None:
    opened(room, method)
    assert (said("fr", "vote.ladder") in text_of(phone.now())) is (method in (Method.POINTS, Method.CREDITS))


@every_method
def test_ones_own_idea_is_barred_and_may_still_be_concerned(room: Room, phone: Phone, method: Method) -> None:
    room.open(StepKind.IDEAS)
    mine, other = room.idea(phone.me, "La mienne"), room.idea(room.join(), "Une autre")
    options = RoundOptions(concerns=True, own_ideas=False)
    room.lead(open_round, seed=1, items=[mine, other], method=method, options=options)
    shown = phone.now()
    assert (f'data-item="{mine}"' in shown, f'data-item="{other}"' in shown) == (False, True)
    assert said("fr", "phone.vote.own") in text_of(shown)
    assert cast(phone, {mine: 1})[1]["key"] == "ballot.own"
    assert phone.post("concern", key="r", round="R1", item=mine, text="Trop cher")[0] == 201
    assert room.workshop.round is not None
    assert room.workshop.round.concerns == {phone.me: Concern(phone.me, mine, "Trop cher")}
    room.lead(close_step, step=StepKind.VOTE)
    assert "Trop cher" in text_of(phone.now())


@pytest.mark.parametrize(
    ("method", "key", "n"),
    [
        (Method.RANKING, "phone.vote.ranking.placed", 1),
        (Method.MENTIONS, "phone.vote.graded", 1),
        (Method.IMPACT_EFFORT, "phone.vote.impact_effort.rated", 1),
    ],
)
def test_count_leaves_out_what_one_may_not_mark(
    room: Room, phone: Phone, method: Method, key: str, n: int
) -> None:
    room.open(StepKind.IDEAS)
    mine, *others = (
        room.idea(phone.me, "La mienne"),
        room.idea(room.join(), "Une"),
        room.idea(room.join(), "Deux"),
    )
    options = RoundOptions(own_ideas=False)
    room.lead(open_round, seed=1, items=[mine, *others], method=method, options=options)
    cast(
        phone,
        {others[0]: 1} | ({f"{others[0]}/effort": 1, f"{others[1]}/effort": 1} if "effort" in key else {}),
    )
    assert f"<span>{said('fr', key, n, items=2)}</span>" in " ".join(phone.now().split()).replace(
        "\u00a0", " "
    )


@every_method
def test_done_can_be_said_of_every_ballot(room: Room, phone: Phone, method: Method) -> None:
    opened(room, method)
    assert 'data-signal="done" data-about="vote.R1"' in phone.now()


def test_largest_ballot_stays_light(room: Room, phone: Phone) -> None:
    """A hundred credits on twelve projects: what a phone loads beside script and sheet, which it keeps."""
    opened(room, Method.CREDITS, 12, dots=100)
    assert phone.now().count("<span") > 100
    assert len(gzip.compress(phone.page().encode())) <= 6_000
