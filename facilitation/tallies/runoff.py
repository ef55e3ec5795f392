"""What a second round would settle: items tied at the cut, or in the grey zone (method §3.1, R-16)."""

from collections.abc import Collection

from facilitation.model import Round, Workshop
from facilitation.tallies.solidity import Band, keep, keeps_all, solidity
from facilitation.tallies.support import supporters_by_kind
from facilitation.tallies.votes import standings

Rungs = tuple[int, int, int]


def tied(round: Round, workshop: Workshop) -> tuple[str, ...]:
    """The items that share the last place kept when every rung before the runoff has been tried."""
    if not round.by_dots:
        return ()
    found = kept(round, workshop)
    return tuple(item for item in round.items if found[item] is None)


def kept(round: Round, workshop: Workshop) -> dict[str, bool | None]:
    """For each item of a round of dots, whether the vote keeps it; None where only the runoff can say."""
    rungs, places = _rungs(round, workshop), keep(round, workshop)
    if round.options.runoff_of is None and keeps_all(round.items, workshop):
        return dict.fromkeys(round.items, True)

    def verdict(own: Rungs) -> bool | None:
        above = sum(one > own for one in rungs.values())
        level = sum(one == own for one in rungs.values())
        return None if above < places < above + level else above < places

    return {item: verdict(rungs[item]) for item in round.items}


def by_kinds(round: Round, workshop: Workshop) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Items with as many dots and people at the cut that the number of kinds tells apart: kept, and not."""
    order, found = standings(round), kept(round, workshop)
    cut = order[keep(round, workshop) - 1]
    level = [one.item for one in order if one.rank == cut.rank]
    inside = tuple(item for item in level if found[item])
    outside = tuple(item for item in level if found[item] is False)
    return (inside, outside) if inside and outside else None


def grey(round: Round, workshop: Workshop) -> tuple[str, ...]:
    """The items of the grey zone, which one ballot more could bring in or leave out."""
    if not round.by_dots:
        return ()
    found = tuple(one.item for one in solidity(round, workshop) if one.band is Band.GREY)
    return found if len(found) > 1 else ()


def places_left(round: Round, workshop: Workshop, items: Collection[str]) -> int:
    """How many of those items can still be kept: the places that none above all of them has taken."""
    rungs = _rungs(round, workshop)
    best = max(rungs[item] for item in items)
    above = sum(one > best for item, one in rungs.items() if item not in items)
    return min(max(keep(round, workshop) - above, 1), len(items) - 1)


def _rungs(round: Round, workshop: Workshop) -> dict[str, Rungs]:
    """Dots, then distinct voters, then kinds that support it: as it was announced."""
    kinds = supporters_by_kind(round, workshop)
    return {one.item: (one.dots, one.voters, len(kinds[one.item])) for one in standings(round)}
