"""How many voters stand between the result and another one: counted exactly, not estimated (method §3.3).

Why the count is exact. Only the two scores of a pair decide whether the item outside passes the one inside.
Among all ballots that one voter may hand in instead, the one with as many dots as allowed on the item
outside and none on the one inside is best for both rungs at once, dots and distinct voters, whatever the
others do. What a voter can bring is thus a fixed pair (dots, voters), the pairs add up, and the m voters
who bring the most are the first m in descending order: no other m bring more dots, nor as many with more
voters.
"""

from dataclasses import dataclass
from itertools import accumulate, product
from typing import NamedTuple

from facilitation.model import Round, Workshop
from facilitation.tallies.solidity import keep
from facilitation.tallies.votes import Standing, standings

Rungs = tuple[int, int]  # dots, then distinct voters


@dataclass(frozen=True, slots=True)
class Margin:
    """What separates the items that are kept from the others.

    `dots` and `voters`: by how many the last one kept is ahead of the next, which may be fewer voters.
    `overtake`: how many people at least would have to change their ballot for an item outside to have more
    dots than one inside; `change`: the same where distinct voters decide between equal dots, and 0 when these
    are equal too. `falls` and `rises` are the items that need the fewest to change.
    """

    dots: int
    voters: int
    overtake: int
    change: int
    falls: str
    rises: str


class _Needed(NamedTuple):
    overtake: int
    change: int


def margin(round: Round, workshop: Workshop) -> Margin | None:
    """The margin of a round of dots; None without a ballot."""
    if not round.ballots:
        return None
    order, kept = standings(round), keep(round, workshop)
    # Nearest to the cut first: of pairs that need equally few, the one that the room speaks of.
    pairs = product(reversed(order[:kept]), order[kept:])
    needed = {pair: _needed(round, *pair) for pair in pairs}
    falls, rises = min(needed, key=lambda pair: needed[pair].change)
    dots, voters = _gap(order[kept - 1], order[kept])
    overtake = min(one.overtake for one in needed.values())
    return Margin(dots, voters, overtake, needed[falls, rises].change, falls.item, rises.item)


def _needed(round: Round, inside: Standing, outside: Standing) -> _Needed:
    """How many people at least, for this pair."""
    ahead, brought = _gap(inside, outside), _brought(round, inside, outside)
    overtake = next(people for people, (dots, _) in brought if dots > ahead[0])
    change = next(people for people, most in brought if most > ahead)
    return _Needed(overtake, change if ahead > (0, 0) else 0)


def _gap(inside: Standing, outside: Standing) -> Rungs:
    return inside.dots - outside.dots, inside.voters - outside.voters


def _brought(round: Round, inside: Standing, outside: Standing) -> list[tuple[int, Rungs]]:
    """(1, the most that one person can bring), (2, …), … for all who voted: more than any gap in the end."""
    marks = (
        (ballot.marks.get(inside.item, 0), ballot.marks.get(outside.item, 0))
        for ballot in round.ballots.values()
    )
    each = sorted(
        ((there + round.cap - here, (there > 0) + (here == 0)) for there, here in marks), reverse=True
    )
    sums = accumulate(each, lambda most, one: (most[0] + one[0], most[1] + one[1]))
    return list(enumerate(sums, start=1))
