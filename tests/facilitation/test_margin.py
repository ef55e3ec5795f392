"""The margin is the fewest voters indeed: every ballot that so few could hand in instead was tried."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest

from facilitation.model import Ballot, Channel, Method, ParticipantId, Round, RoundId, StepState, Workshop
from facilitation.tallies.margin import Margin, margin
from facilitation.tallies.votes import standings
from tests.room import FRAMING

Marks = dict[str, int]


def round_of(items: Sequence[str], ballots: Sequence[Marks], dots: int, cap: int) -> Round:
    people = [ParticipantId(f"P{number}") for number in range(len(ballots))]
    cast = {who: Ballot(who, marks, Channel.PHONE) for who, marks in zip(people, ballots, strict=True)}
    return Round(RoundId("R1"), tuple(items), Method.POINTS, dots, cap, 1, None, StepState.REVEALED, cast)


def keeping(count: int) -> Workshop:
    """A workshop that keeps so many areas."""
    return Workshop(framing=replace(FRAMING, target_areas=count))


def every_ballot(items: Sequence[str], dots: int, cap: int) -> list[Marks]:
    """Each legal ballot, with unused dots too."""
    choices = product(range(cap + 1), repeat=len(items))
    return [dict(zip(items, marks, strict=True)) for marks in choices if sum(marks) <= dots]


def otherwise(round: Round, people: int) -> Iterator[Round]:
    """The round for each way in which that many voters could have voted."""
    legal = every_ballot(round.items, round.dots, round.cap)
    for who in combinations(round.ballots, people):
        for new in product(legal, repeat=people):
            changed = {one: replace(round.ballots[one], marks=m) for one, m in zip(who, new, strict=True)}
            yield replace(round, ballots={**round.ballots, **changed})


def passed(before: Round, after: Round, kept: int, rungs: int) -> bool:
    """Whether an item that was not kept has come before one that was."""
    score = {one.item: (one.dots, one.voters)[:rungs] for one in standings(after)}
    order = [one.item for one in standings(before)]
    return any(score[out] > score[inside] for inside in order[:kept] for out in order[kept:])


def fewest(round: Round, kept: int, rungs: int) -> int:
    people = range(len(round.ballots) + 1)
    return next(n for n in people if any(passed(round, one, kept, rungs) for one in otherwise(round, n)))


@pytest.mark.heavy
def test_margin_is_what_trying_every_ballot_finds() -> None:
    seen = []
    for seed in range(1000):
        chance = Random(seed)
        dots, cap = chance.choice([(1, 1), (2, 1), (2, 2), (3, 2)])
        items = "abc" if dots == 3 else "abcd"[: chance.choice([3, 4])]
        legal = every_ballot(items, dots, cap)
        lean = [chance.random() ** 6 for _ in legal]  # some ballots are cast again and again
        round = round_of(
            items, chance.choices(legal, lean, k=chance.randint(1, 4 if dots == 1 else 3)), dots, cap
        )
        kept, order = chance.choice([1, 2]), standings(round)
        found = margin(round, keeping(kept))
        tied = (order[kept - 1].dots, order[kept - 1].voters) == (order[kept].dots, order[kept].voters)
        assert found.overtake == fewest(round, kept, rungs=1)
        assert found.change == (0 if tied else fewest(round, kept, rungs=2))
        seen.append((found.overtake, found.change))
    assert {(1, 0), (1, 1), (2, 1), (2, 2), (3, 3)} <= set(seen)


def test_margin_names_the_gap_and_the_pair_nearest_to_the_cut() -> None:
    ballots = [{"a": 2}, {"a": 2}, {"a": 1, "b": 1}, {"b": 1, "c": 1}]
    assert margin(round_of("abc", ballots, 3, 2), keeping(1)) == Margin(3, 1, 1, 1, "a", "b")


def test_margin_may_lie_elsewhere_than_at_the_cut() -> None:
    """The first of two kept has its dots from few, who can turn a lot at once; the second from many."""
    round = round_of("abc", [{"a": 2}, {"a": 2}, {"a": 2}, {"a": 1}, *[{"b": 1}] * 6], 2, 2)
    assert margin(round, keeping(2)) == Margin(6, 6, 2, 2, "a", "c")
    at_the_cut = replace(round, items=("b", "c"))
    assert margin(at_the_cut, keeping(1)) == Margin(6, 6, 3, 3, "b", "c")


def test_items_tied_at_the_cut_need_nobody_to_change() -> None:
    tied = margin(round_of("abc", [{"a": 1}, {"b": 1}], 3, 2), keeping(1))
    assert (tied.dots, tied.voters, tied.change, tied.overtake) == (0, 0, 0, 1)


def test_fewer_voters_behind_the_last_item_kept_are_said() -> None:
    few = margin(round_of("abc", [{"a": 2}, {"a": 1}, {"b": 1}, {"b": 1}, {"b": 0}], 3, 2), keeping(1))
    assert (few.dots, few.voters) == (1, 0)


def test_round_without_a_ballot_has_no_margin() -> None:
    assert margin(round_of("abc", [], 3, 2), keeping(1)) is None
