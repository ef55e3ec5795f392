"""Impact and effort: medians, quartiles, the quadrant, and what is to be discussed first."""

from dataclasses import replace

import pytest

from facilitation.model import StepState, Workshop
from facilitation.replay import replay
from facilitation.tallies.rating import Quadrant, Rated, Spread, impact_effort, rated, spread
from sample_sessions import SAMPLES


def _sample() -> Workshop:
    return replay(SAMPLES[0].entries())


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ([4], Spread(4, 4, 4, 4, 4, 1)),
        ([1, 2, 3, 4], Spread(2.5, 1.75, 3.25, 1, 4, 4)),
        ([5, 3, 3, 4, 3], Spread(3, 3, 4, 3, 5, 5)),
    ],
)
def test_spread_is_the_median_and_the_middle_half(marks: list[int], found: Spread) -> None:
    assert spread(marks) == found


@pytest.mark.parametrize(
    ("impact", "effort", "quadrant"),
    [
        (4, 2, Quadrant.SOON),
        (3.5, 2.5, Quadrant.SOON),
        (5, 4, Quadrant.CARRYING),
        (5, 3, Quadrant.CARRYING),
        (3, 2, Quadrant.COMPLEMENT),
        (3, 3, Quadrant.RETHINK),
    ],
)
def test_quadrant_promises_nothing_to_the_middle_of_the_scale(
    impact: float, effort: float, quadrant: Quadrant
) -> None:
    level = Spread(3, 3, 3, 3, 3, 5)
    assert Rated("a", replace(level, median=impact), replace(level, median=effort)).quadrant is quadrant


def test_more_than_two_points_between_two_people_are_to_be_discussed() -> None:
    near, far = spread([2, 4, 4]), spread([2, 5, 5])
    assert (near.discuss, far.discuss) == (False, True)
    assert (Rated("a", near, far).discuss, Rated("a", near, near).discuss) == (True, False)


def test_sample_committee_on_impact_and_effort() -> None:
    found = {one.item: one for one in rated(_sample())}
    assert list(found) == [f"PR{number}" for number in range(1, 9)]
    assert (found["PR1"].impact.median, found["PR1"].effort.median, found["PR1"].impact.raters) == (
        4.5,
        3,
        12,
    )
    assert {item: one.quadrant.value for item, one in found.items()} == {
        **dict.fromkeys(("PR3", "PR4"), "soon"),
        **dict.fromkeys(("PR1", "PR2", "PR5", "PR6", "PR7"), "carrying"),
        "PR8": "rethink",
    }
    assert {item for item, one in found.items() if one.discuss} == {"PR6", "PR7", "PR8"}


def test_item_that_nobody_rated_on_one_scale_is_left_out() -> None:
    impact, effort = _sample().rounds[2:4]
    ballots = {
        who: replace(ballot, marks={item: mark for item, mark in ballot.marks.items() if item != "PR1"})
        for who, ballot in effort.ballots.items()
    }
    assert "PR1" not in {one.item for one in impact_effort(impact, replace(effort, ballots=ballots))}


def test_rated_is_nothing_before_both_are_revealed() -> None:
    workshop = _sample()
    hidden = replace(workshop.rounds[3], state=StepState.CLOSED)
    assert rated(replace(workshop, rounds=(*workshop.rounds[:3], hidden))) == ()


def test_rated_is_the_latest_pair_and_no_mixture_of_two() -> None:
    workshop = _sample()
    again = replace(workshop.rounds[2], id="R9", ballots={})
    assert rated(replace(workshop, rounds=(*workshop.rounds, again))) == rated(workshop)
    both = replace(workshop, rounds=(*workshop.rounds, again, replace(workshop.rounds[3], id="R10")))
    assert rated(both) == ()
