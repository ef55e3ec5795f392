"""Draws are even, rotate, and never put anybody where they did not wish to be."""

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation.draw import HATS_BY_NEED, Place, deal, hats_in_play, seat
from facilitation.model import Hat, Wish

pytestmark = pytest.mark.heavy

SIX = (*HATS_BY_NEED, Hat.BLUE)


@st.composite
def reviews(draw):
    """6–90 people of up to 6 kinds, 1–7 rounds with absences, 3–6 hats, and a seed."""
    count = draw(st.integers(6, 90))
    chance = draw(st.randoms(use_true_random=False))
    people = [f"P{number}" for number in range(1, count + 1)]
    kinds = {one: chance.choice((*"abcde", None)) for one in people}
    absent = draw(st.sampled_from((0.0, 0.1, 0.4)))
    rounds = {
        f"CEL{number}": [one for one in people if chance.random() >= absent]
        for number in range(1, draw(st.integers(1, 7)) + 1)
    }
    return rounds, kinds, SIX[: draw(st.integers(3, 6))], draw(st.integers(0, 2**31))


def spread(worn: Iterable[Hat], hats: tuple[Hat, ...]) -> int:
    counts = Counter(worn)
    return max(counts[hat] for hat in hats) - min(counts[hat] for hat in hats)


@settings(max_examples=60, deadline=None)
@given(reviews())
def test_deal_is_even_by_round_by_kind_and_by_person(case):
    """R-20 by round, R-22 by kind, R-21 by person."""
    rounds, kinds, hats, seed = case
    dealt = deal(rounds, kinds, hats, seed)
    assert {name: set(worn) for name, worn in dealt.items()} == {
        name: set(people) for name, people in rounds.items()
    }
    for worn in dealt.values():
        assert spread(worn.values(), hats) <= 1
        for kind in set(kinds.values()):
            assert spread((hat for one, hat in worn.items() if kinds[one] == kind), hats) <= 1
    for one in kinds:
        mine = [worn[one] for worn in dealt.values() if one in worn]
        assert spread(mine, hats) <= 1
        assert len(mine) > len(hats) or len(set(mine)) == len(mine)


@settings(max_examples=25, deadline=None)
@given(reviews())
def test_deal_gives_the_same_hats_for_the_same_seed_whatever_the_order(case):
    """R-27, for another draw."""
    rounds, kinds, hats, seed = case
    reordered = {name: list(reversed(people)) for name, people in rounds.items()}
    assert deal(rounds, kinds, hats, seed) == deal(reordered, kinds, hats, seed)


def test_deal_differs_between_seeds():
    people = [f"P{number}" for number in range(30)]
    dealt = [deal({"CEL1": people}, dict.fromkeys(people), HATS_BY_NEED, seed) for seed in range(5)]
    assert len({tuple(sorted(one["CEL1"].items())) for one in dealt}) == 5


def test_deal_does_not_follow_the_order_of_arrival():
    """Hats shared out in turn would be as even, and would tell who came first."""
    people = [f"P{number:02}" for number in range(30)]
    worn = deal({"CEL1": people}, dict.fromkeys(people), HATS_BY_NEED, 3)["CEL1"]
    in_turn = [{worn[one] for one in people[first::5]} for first in range(5)]
    assert any(len(hats) > 1 for hats in in_turn)


def test_hats_in_play_leave_two_wearers_each_and_at_least_three_hats():
    """R-26: fewer hats for few reviewers."""
    assert [len(hats_in_play(reviewers)) for reviewers in (1, 5, 6, 7, 8, 9, 10, 50)] == [
        3,
        3,
        3,
        3,
        4,
        4,
        5,
        5,
    ]
    assert hats_in_play(2) == (Hat.YELLOW, Hat.BLACK, Hat.GREEN)


@st.composite
def sign_ups(draw):
    """Up to 60 wishes for up to 4 cells with their room, kinds, and a seed."""
    cells = [f"CEL{number}" for number in range(1, draw(st.integers(1, 4)) + 1)]
    wish = st.tuples(st.lists(st.sampled_from(cells), max_size=3, unique=True), st.booleans())
    asked = draw(st.lists(wish, max_size=60))
    wishes = [Wish(f"P{n}", tuple(ranked), flexible) for n, (ranked, flexible) in enumerate(asked)]
    places = [Place(cell, draw(st.integers(0, 10))) for cell in cells]
    kinds = {one.participant: draw(st.sampled_from(("student", "employer", None))) for one in wishes}
    return wishes, places, kinds, draw(st.integers(0, 2**31))


@settings(max_examples=60, deadline=None)
@given(sign_ups())
def test_seat_keeps_to_the_room_and_to_the_wishes(case):
    wishes, places, kinds, seed = case
    seats = seat(wishes, places, kinds, ("student",), seed)
    by_person = {wish.participant: wish for wish in wishes}
    taken = Counter(seats.values())
    assert all(taken[place.cell] <= place.maximum for place in places)
    assert all(by_person[one].flexible or cell in by_person[one].ranked for one, cell in seats.items())
    assert seat(wishes, places, kinds, ("student",), seed) == seats


@settings(max_examples=60, deadline=None)
@given(sign_ups())
def test_seat_leaves_nobody_waiting_beside_a_free_place_they_wished_for(case):
    wishes, places, kinds, seed = case
    seats = seat(wishes, places, kinds, ("student",), seed)
    taken = Counter(seats.values())
    free = {place.cell for place in places if taken[place.cell] < place.maximum}
    waiting = [wish for wish in wishes if wish.participant not in seats]
    assert [wish for wish in waiting if free & set(wish.ranked) or (wish.flexible and free)] == []


def test_seat_gives_first_wishes_when_there_is_room():
    wishes = [Wish(f"P{n}", ("CEL1", "CEL2") if n % 2 else ("CEL2", "CEL1"), True) for n in range(12)]
    places = [Place("CEL1", 6), Place("CEL2", 6)]
    seats = seat(wishes, places, {}, (), 1)
    assert seats == {wish.participant: wish.ranked[0] for wish in wishes}


def test_seat_moves_the_flexible_person_so_that_each_cell_hears_a_student():
    wishes = [Wish("P1", ("CEL1",), False), Wish("P2", ("CEL1", "CEL2"), False), Wish("P3", ("CEL2",), False)]
    kinds = {"P1": "student", "P2": "student", "P3": "employer"}
    places = [Place("CEL1", 4), Place("CEL2", 4)]
    assert seat(wishes, places, kinds, ("student",), 1) == {"P1": "CEL1", "P2": "CEL2", "P3": "CEL2"}
