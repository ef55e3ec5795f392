"""The voting rules against votelib 0.4.0 (Simbera), or a brute force where it counts otherwise.

Profiles are small on purpose: ties and blank ballots are then frequent, and each test says that they were.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, pairwise, permutations, product
from random import Random

import pytest
from votelib.component.rankscore import Borda
from votelib.convert import (
    ApprovalToSimpleVotes,
    RankedToCondorcetVotes,
    RankedToPositionalVotes,
    ScoreToSimpleVotes,
)
from votelib.evaluate.condorcet import Schulze
from votelib.evaluate.core import Tie, get_n_best

from facilitation.voting import Profile, Result
from facilitation.voting.judgment import MENTIONS, gauge, majority_judgment
from facilitation.voting.points import approval, points
from facilitation.voting.quadratic import cost, quadratic
from facilitation.voting.ranking import borda, paths, schulze

pytestmark = pytest.mark.heavy

PROFILES = 1000
Marks = Mapping[str, int]


def profiles(ballot: Callable[[Random, tuple[str, ...]], Marks], most: int = 6) -> Iterator[Profile]:
    """Of 2 to `most` items and 0 to 9 ballots, the same each time."""
    for seed in range(PROFILES):
        chance = Random(seed)
        items = tuple("abcdefgh"[: chance.randint(2, most)])
        yield Profile(items, tuple(ballot(chance, items) for _ in range(chance.randint(0, 9))))


def dotted(chance: Random, items: tuple[str, ...], budget: int = 3, cap: int = 2) -> Marks:
    """At most so many dots, at most so many on one item; zeros are sometimes written down."""
    marks = dict.fromkeys(chance.sample(items, chance.randint(0, len(items))), 0)
    for _ in range(chance.randint(0, budget)):
        item = chance.choice(items)
        marks[item] = min(marks.get(item, 0) + 1, cap)
    return marks


def approved(chance: Random, items: tuple[str, ...]) -> Marks:
    return dict.fromkeys(chance.sample(items, chance.randint(0, len(items))), 1)


def bought(chance: Random, items: tuple[str, ...]) -> Marks:
    """Votes for at most 16 credits."""
    while cost(marks := {item: chance.randint(0, 3) for item in items}) > 16:
        pass
    return marks


def mentioned(chance: Random, items: tuple[str, ...]) -> Marks:
    return {item: chance.randrange(MENTIONS) for item in items if chance.random() < 0.9}


def ordered(chance: Random, items: tuple[str, ...]) -> Marks:
    """Every item at a place of its own."""
    return {item: place for place, item in enumerate(chance.sample(items, len(items)), start=1)}


def loosely_ordered(chance: Random, items: tuple[str, ...]) -> Marks:
    """Places may be shared, and items left out."""
    return {item: chance.randint(1, len(items)) for item in items if chance.random() < 0.8}


def same(result: Result, totals: Mapping[str, object]) -> int:
    """Asserts the scores, the ranks and every cut, where votelib says «Tie»; gives how many cuts are tied."""
    assert {one.item: one.score for one in result.places} == totals
    assert all((a.rank == b.rank) == (a.score == b.score) for a, b in pairwise(result.places))
    tied = 0
    for count in range(1, len(totals)):
        best = get_n_best(dict(totals), count)
        sets = [one if isinstance(one, Tie) else {one} for one in best]
        assert result.first(count) == frozenset().union(*sets)
        tied += isinstance(best[-1], Tie)
    return tied


def summed(profile: Profile) -> dict[str, int]:
    count = ScoreToSimpleVotes("sum", unscored_value=0)
    found = count.aggregate(count.corrected_scores(_counted(frozenset(b.items()) for b in profile.ballots)))
    return {item: found.get(item, 0) for item in profile.items}


def supported(profile: Profile) -> dict[str, int]:
    chosen = (frozenset(item for item, mark in ballot.items() if mark) for ballot in profile.ballots)
    found = ApprovalToSimpleVotes().convert(_counted(chosen))
    return {item: found.get(item, 0) for item in profile.items}


def _counted(votes: Iterator[object]) -> dict[object, int]:
    counts: dict[object, int] = {}
    for vote in votes:
        counts[vote] = counts.get(vote, 0) + 1
    return counts


def test_points_are_the_sums_of_votelib_then_its_approvals() -> None:
    tied = 0
    for one in profiles(dotted):
        dots, voters = summed(one), supported(one)
        tied += same(points(one), {item: (dots[item], voters[item]) for item in one.items})
    assert tied > PROFILES / 2


def test_approval_is_that_of_votelib() -> None:
    ties = [same(approval(one), {i: (n,) for i, n in supported(one).items()}) for one in profiles(approved)]
    assert sum(ties) > PROFILES


def best_committees(
    profile: Profile, size: int, welfare: Callable[[Marks, str], tuple[int, ...]]
) -> set[str]:
    """The items of all committees of that size with the greatest welfare, summed over voters and members.

    That is approval voting («av») in abcvoting, and additive utilitarian welfare with unit costs in
    pabutools, when all that tie are wanted: every committee is tried.
    """

    def worth(committee: tuple[str, ...]) -> tuple[int, ...]:
        each = (welfare(ballot, item) for ballot in profile.ballots for item in committee)
        return tuple(map(sum, zip(*each, strict=True)))

    found = {committee: worth(committee) for committee in combinations(profile.items, size)}
    return {item for committee, value in found.items() if value == max(found.values()) for item in committee}


def test_approval_elects_all_the_best_committees_of_every_size() -> None:
    tied = 0
    for one in profiles(approved):
        for size in range(1, len(one.items)):
            best = best_committees(one, size, lambda ballot, item: (ballot.get(item, 0),))
            assert approval(one).first(size) == best
            tied += len(best) > size
    assert tied > PROFILES


def test_points_elect_all_the_committees_of_most_dots_then_most_voters() -> None:
    tied = 0
    for one in profiles(dotted):
        for size in range(1, len(one.items)):
            by_both = best_committees(one, size, lambda b, item: (b.get(item, 0), int(b.get(item, 0) > 0)))
            by_dots = best_committees(one, size, lambda b, item: (b.get(item, 0),))
            assert points(one).first(size) == by_both
            assert by_both <= by_dots
            tied += len(by_both) > size
    assert tied > PROFILES / 2


def test_quadratic_sums_the_votes_that_credits_bought() -> None:
    tied = 0
    for one in profiles(bought, most=5):
        assert all(cost(ballot) <= 16 for ballot in one.ballots)
        votes, voters = summed(one), supported(one)
        tied += same(quadratic(one), {item: (votes[item], voters[item]) for item in one.items})
    assert tied > PROFILES / 4


def test_borda_of_whole_orders_is_that_of_votelib() -> None:
    tied = 0
    for one in profiles(ordered):
        votes = _counted(tuple(sorted(ballot, key=ballot.__getitem__)) for ballot in one.ballots)
        found = RankedToPositionalVotes(Borda(base=0)).convert(votes)
        tied += same(borda(one), {item: (found.get(item, 0),) for item in one.items})
    assert tied > PROFILES / 2


def test_borda_of_shared_places_is_the_mean_of_the_orders_they_leave_open() -> None:
    for one in profiles(loosely_ordered, most=4):
        means = [_mean_borda(one.items, ballot) for ballot in one.ballots]
        same(borda(one), {item: (sum((mean[item] for mean in means), Fraction()),) for item in one.items})


def _mean_borda(items: tuple[str, ...], ballot: Marks) -> dict[str, Fraction]:
    place = {item: ballot.get(item, len(items) + 1) for item in items}
    orders = [o for o in permutations(items) if all(place[a] <= place[b] for a, b in pairwise(o))]
    below = {item: sum(len(items) - 1 - order.index(item) for order in orders) for item in items}
    return {item: Fraction(sum_, len(orders)) for item, sum_ in below.items()}


def test_schulze_follows_the_paths_of_votelib() -> None:
    tied = 0
    for one in profiles(loosely_ordered):
        votes = RankedToCondorcetVotes().convert(_counted(_levels(one.items, b) for b in one.ballots))
        found = Schulze.widest_paths(votes)
        assert paths(one) == {pair: found.get(pair, 0) for pair in permutations(one.items, 2)}
        tied += same(schulze(one), _beaten(one.items, {**dict.fromkeys(paths(one), 0), **found}))
    assert tied > PROFILES / 2


@pytest.mark.heavy
def test_schulze_is_what_all_simple_paths_say() -> None:
    for one in profiles(loosely_ordered, most=5):
        strongest = {pair: _strongest(one, *pair) for pair in permutations(one.items, 2)}
        same(schulze(one), _beaten(one.items, strongest))


def _levels(items: tuple[str, ...], ballot: Marks) -> tuple[frozenset[str], ...]:
    """The ballot as votelib reads it: one set for each place, those left out as the last."""
    place = {item: ballot.get(item, len(items) + 1) for item in items}
    return tuple(frozenset(i for i in items if place[i] == level) for level in sorted(set(place.values())))


def _beaten(items: tuple[str, ...], strongest: Mapping[tuple[str, str], int]) -> dict[str, tuple[int]]:
    return {a: (-sum(strongest[b, a] > strongest[a, b] for b in items if a != b),) for a in items}


def _strongest(profile: Profile, start: str, end: str) -> int:
    """The best of all simple paths, each as strong as its weakest duel; a duel that is not won is no link."""
    between = [item for item in profile.items if item not in (start, end)]
    ways = (way for length in range(len(between) + 1) for way in permutations(between, length))
    return max(min(_duel(profile, *step) for step in pairwise((start, *way, end))) for way in ways)


def _duel(profile: Profile, one: str, other: str) -> int:
    places = [(b.get(one, 99), b.get(other, 99)) for b in profile.ballots]
    won, lost = sum(a < b for a, b in places), sum(a > b for a, b in places)
    return won if won > lost else 0


def test_schulze_relation_never_turns_in_a_circle() -> None:
    for one in profiles(loosely_ordered):
        strongest = paths(one)
        beats = {(a, b) for a, b in strongest if strongest[a, b] > strongest[b, a]}
        assert all((a, c) in beats for (a, b), (b_, c) in product(beats, beats) if b == b_ and a != c)


def test_majority_mention_is_the_low_median_of_votelib() -> None:
    count = ScoreToSimpleVotes("median_low", unscored_value=0)
    for one in profiles(mentioned):
        votes = _counted(frozenset((i, MENTIONS - 1 - m) for i, m in b.items()) for b in one.ballots)
        found = count.convert(votes)
        medians = {item: MENTIONS - 1 - found.get(item, 0) for item in one.items}
        assert {item: gauge(one, item).median for item in one.items} == medians


def test_majority_judgment_is_the_largest_group_outside_the_median() -> None:
    tied = 0
    for one in profiles(mentioned):
        tied += same(majority_judgment(one), {item: _by_hand(one, item) for item in one.items})
    assert tied > PROFILES / 4


def _by_hand(profile: Profile, item: str) -> tuple[int, int]:
    """Everybody in a row from the best mention to the worst; the one just past the middle is the median."""
    row = sorted(ballot.get(item, MENTIONS - 1) for ballot in profile.ballots)
    median = row[len(row) // 2] if row else MENTIONS - 1
    outside = sorted([(sum(m < median for m in row), 0, 1), (sum(m > median for m in row), 1, -1)])
    size, _, sign = outside[-1]  # as many for as against counts against
    return -median, sign * size
