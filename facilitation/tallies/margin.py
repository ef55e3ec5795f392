"""How many voters stand between the result and another one: counted exactly, not estimated (method §3.3).

Why the count is exact. Only the two scores of a pair decide whether the item outside passes the one inside.
Of all ballots that one voter may hand in instead, the one with as many dots as allowed on the item outside
and none on the one inside is best for both rungs at once, dots and distinct voters, whatever the others do.
What a voter can bring is thus a fixed pair (dots, voters), the pairs add up, and the m voters who bring the
most are the first m in descending order: no other m bring more dots, nor as many with more voters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, product

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


def margin(round: Round, workshop: Workshop) -> Margin | None:
    """The margin of a round of dots; None without a ballot."""
    if not round.ballots:
        return None
    order, kept = standings(round), keep(round, workshop)
    # Nearest to the cut first: of pairs that need equally few, the one that the room speaks of.
    pairs = list(product(reversed(order[:kept]), order[kept:]))
    falls, rises = min(pairs, key=lambda pair: _changing(round, *pair))
    dots, voters = _gap(*pairs[0])
    overtake = min(_overtaking(round, *pair) for pair in pairs)
    return Margin(dots, voters, overtake, _changing(round, falls, rises), falls.item, rises.item)


def _overtaking(round: Round, inside: Standing, outside: Standing) -> int:
    ahead, _ = _gap(inside, outside)
    return next(people for people, (dots, _) in _brought(round, inside, outside) if dots > ahead)


def _changing(round: Round, inside: Standing, outside: Standing) -> int:
    ahead = _gap(inside, outside)
    if ahead == (0, 0):
        return 0
    return next(people for people, most in _brought(round, inside, outside) if most > ahead)


def _gap(inside: Standing, outside: Standing) -> Rungs:
    return inside.dots - outside.dots, inside.voters - outside.voters


def _brought(round: Round, inside: Standing, outside: Standing) -> Iterator[tuple[int, Rungs]]:
    """(1, the most that one person can bring), (2, …), … for all who voted: more than any gap in the end."""
    marks = (
        (ballot.marks.get(inside.item, 0), ballot.marks.get(outside.item, 0))
        for ballot in round.ballots.values()
    )
    each = sorted(
        ((there + round.cap - here, (there > 0) + (here == 0)) for there, here in marks), reverse=True
    )
    return enumerate(accumulate(each, lambda most, one: (most[0] + one[0], most[1] + one[1])), start=1)
