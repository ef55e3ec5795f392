"""The voting rules by small examples that can be counted by hand, and which method has which rule."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from facilitation.model import Method
from facilitation.tallies.votes import result
from facilitation.voting import WAYS, Marks, Profile, Result
from facilitation.voting.judgment import gauge, majority_judgment
from facilitation.voting.points import approval, points
from facilitation.voting.quadratic import cost
from facilitation.voting.ranking import borda, schulze
from tests.facilitation.test_margin import round_of


def _profile(*ballots: Mapping[str, int], items: str = "abc") -> Profile:
    return Profile(tuple(items), ballots)


def _ranks(result: Result) -> str:
    """«a1 b2 c2»."""
    return " ".join(f"{place.item}{place.rank}" for place in result.places)


def test_points_settle_equal_dots_by_voters_and_leave_the_rest_tied() -> None:
    assert _ranks(points(_profile({"a": 2}, {"b": 1}, {"b": 1}, items="abcd"))) == "b1 a2 c3 d3"


def test_ties_stand_in_the_order_of_the_items_and_share_a_rank() -> None:
    assert _ranks(points(_profile({"c": 1}, {"b": 1}))) == "b1 c1 a3"
    assert points(_profile({"c": 1}, {"b": 1})).first(1) == {"b", "c"}


def test_approval_counts_people_not_marks() -> None:
    assert _ranks(approval(_profile({"a": 3}, {"b": 1}, {"b": 1}))) == "b1 a2 c3"


def test_credits_cost_the_square_of_the_votes() -> None:
    assert cost({"a": 3, "b": 1, "c": 0}) == 10


def test_borda_gives_a_point_for_each_item_below_and_a_half_for_each_beside() -> None:
    places = borda(_profile({"a": 1, "b": 2, "c": 3}, {"b": 1})).places
    assert [(one.item, *one.score) for one in places] == [
        ("b", 3),
        ("a", Fraction(5, 2)),
        ("c", Fraction(1, 2)),
    ]


def test_schulze_orders_the_example_of_its_author() -> None:
    """Schulze (2011), example 1: 45 voters, five items, E > A > C > B > D."""
    orders = {"acbed": 5, "adecb": 5, "bedac": 8, "cabed": 3, "caebd": 7, "cbade": 2, "dceba": 7, "ebadc": 8}
    ballots = [
        {item: place for place, item in enumerate(order, start=1)}
        for order, voters in orders.items()
        for _ in range(voters)
    ]
    assert _ranks(schulze(_profile(*ballots, items="abcde"))) == "e1 a2 c3 b4 d5"


def test_circle_of_equal_wins_is_a_tie() -> None:
    ballots = [{"a": 1, "b": 2, "c": 3}, {"b": 1, "c": 2, "a": 3}, {"c": 1, "a": 2, "b": 3}]
    assert _ranks(schulze(_profile(*ballots))) == _ranks(borda(_profile(*ballots))) == "a1 b1 c1"


def test_median_of_an_even_room_is_the_lower_of_the_two_in_the_middle() -> None:
    assert gauge(_profile({"a": 0}, {"a": 4}), "a").median == 4


def test_item_without_a_mention_gets_the_worst() -> None:
    assert gauge(_profile({"a": 0}, {}, {}), "a").counts == (1, 0, 0, 0, 0, 2)


def test_mention_with_more_people_above_comes_first_and_as_many_above_as_below_is_a_minus() -> None:
    ballots = [
        {"a": 0, "b": 1, "c": 2},
        {"a": 2, "b": 2, "c": 2},
        {"a": 2, "b": 2, "c": 2},
        {"a": 2, "b": 3, "c": 2},
    ]
    found = {item: gauge(_profile(*ballots), item) for item in "abc"}
    assert {item: one.plus for item, one in found.items()} == {"a": True, "b": False, "c": False}
    assert _ranks(majority_judgment(_profile(*ballots))) == "a1 c2 b3"


@pytest.mark.parametrize("rule", [*(way.rule for way in WAYS.values() if way.rule), approval, borda])
def test_every_rule_calls_a_room_without_ballots_a_tie(rule) -> None:  # type: ignore[no-untyped-def]
    assert _ranks(rule(_profile())) == "a1 b1 c1"


def test_every_method_has_a_card() -> None:
    assert set(WAYS) == set(Method)
    assert {way for way in WAYS.values() if bool(way.scale) is not (way.marks is Marks.SCALE)} == set()
    assert {way for way in WAYS.values() if (way.ladder is None) is not (way.rule is None)} == set()


def test_methods_have_their_rule_except_of_ratings() -> None:
    assert {method for method in Method if WAYS[method].rule is None} == {
        Method.RATINGS,
        Method.IMPACT_EFFORT,
    }
    assert _ranks(result(round_of("abc", [{"b": 2}, {"a": 1}], 3, 2))) == "b1 a2 c3"
