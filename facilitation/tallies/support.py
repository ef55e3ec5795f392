"""Supporters of each item by stakeholder kind (method §3.3): bare counts, pooled by what shows them."""

from collections import Counter
from collections.abc import Iterable

from facilitation.model import Channel, ParticipantId, Round, Workshop
from facilitation.tallies.people import by_kind
from facilitation.tallies.votes import invited

Heads = dict[str | None, int]


def ballots_by_kind(round: Round, workshop: Workshop) -> Heads:
    """How many of each kind voted."""
    return _heads(workshop, round.ballots)


def invited_by_kind(round: Round, workshop: Workshop) -> Heads:
    """How many of each kind may vote."""
    return _heads(workshop, invited(round, workshop))


def supporters_by_kind(round: Round, workshop: Workshop) -> dict[str, Counter[str | None]]:
    """How many of each kind gave each item at least one dot."""
    heads: dict[str, Counter[str | None]] = {item: Counter() for item in round.items}
    for person, ballot in round.ballots.items():
        for item, mark in ballot.marks.items():
            if mark:
                heads[item][workshop.everybody[person].kind] += 1
    return heads


def ballots_by_channel(round: Round) -> dict[Channel, int]:
    """How many ballots came in by each way that was used."""
    came = Counter(ballot.channel for ballot in round.ballots.values())
    return {channel: came[channel] for channel in Channel if came[channel]}


def _heads(workshop: Workshop, people: Iterable[ParticipantId]) -> Heads:
    return by_kind(workshop, {id for id in people if id in workshop.everybody})
