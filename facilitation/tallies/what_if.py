"""The same ballots counted otherwise: without one kind, or as if twins were merged (method §3.2, §3.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from facilitation.model import Round, Workshop
from facilitation.tallies.reading import Voice, voices
from facilitation.tallies.solidity import keep
from facilitation.tallies.votes import profile
from facilitation.voting import Profile, Result
from facilitation.voting.points import points


@dataclass(frozen=True, slots=True)
class Without:
    """What would be kept besides without that voice, and what no longer; neither when it changes nothing."""

    voice: Voice
    rise: tuple[str, ...]
    fall: tuple[str, ...]


def without_each(
    round: Round, workshop: Workshop, together: Iterable[Voice] | None = None
) -> tuple[Without, ...]:
    """For each voice, whether the items that are kept hold without its ballots; ties at the cut are kept.

    A voice that cast all ballots is left out: nothing is left to count.
    """
    heard = voices(round, workshop) if together is None else tuple(together)
    count = keep(round, workshop)
    before = points(profile(round)).first(count)
    compared = []
    for voice in heard:
        left = _left(round, workshop, voice)
        if left.ballots:
            compared.append(_compared(round, voice, before, points(left).first(count)))
    return tuple(compared)


def _left(round: Round, workshop: Workshop, voice: Voice) -> Profile:
    ballots = (
        ballot.marks
        for person, ballot in round.ballots.items()
        if workshop.everybody[person].kind not in voice
    )
    return Profile(round.items, tuple(ballots))


def _compared(round: Round, voice: Voice, before: frozenset[str], after: frozenset[str]) -> Without:
    return Without(
        voice,
        tuple(item for item in round.items if item in after - before),
        tuple(item for item in round.items if item in before - after),
    )


def if_merged(round: Round, leads: Mapping[str, str]) -> Result:
    """The ranking by dots as if each item in `leads` had stood under its lead before the vote.

    A person who supported both is counted once: the most dots that person gave to one of the twins (R-07).
    """
    items = tuple(dict.fromkeys(leads.get(item, item) for item in round.items))
    return points(Profile(items, tuple(_merged(ballot.marks, leads) for ballot in round.ballots.values())))


def _merged(marks: Mapping[str, int], leads: Mapping[str, str]) -> dict[str, int]:
    merged: dict[str, int] = {}
    for item, mark in marks.items():
        lead = leads.get(item, item)
        merged[lead] = max(mark, merged.get(lead, 0))
    return merged
