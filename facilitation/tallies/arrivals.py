"""Arrivals: how many in a minute, and a burst that is too large for a room."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from facilitation.model import Channel, Participant, ParticipantId, StepKind, Workshop

MINUTE = timedelta(minutes=1)
RECENT = timedelta(minutes=10)  # for so long a burst is worth a word
AT_FIRST = 100  # in a minute at the welcome: a hall that scans one code at once
LATER = 30  # once the work has begun: two busloads of latecomers


@dataclass(frozen=True, slots=True)
class Burst:
    """People who came by phone within a minute, from the first to the last of them."""

    first: datetime
    last: datetime
    people: tuple[ParticipantId, ...]


def by_phone(workshop: Workshop) -> list[tuple[datetime, Participant]]:
    """The people with a phone of their own, and since when, in order of arrival."""
    people = workshop.participants.values()
    came = [(one.came, one) for one in people if one.came is not None and one.channel is Channel.PHONE]
    return sorted(came, key=lambda pair: pair[0])


def came_between(workshop: Workshop, start: datetime, end: datetime) -> tuple[ParticipantId, ...]:
    """The people who came by phone between two moments, the second excluded, in order of arrival."""
    return tuple(person.id for came, person in by_phone(workshop) if start <= came < end)


def silent(workshop: Workshop, people: Collection[ParticipantId]) -> tuple[ParticipantId, ...]:
    """Those of them who have neither written nor voted nor wished for anything."""
    heard = {*workshop.written, *workshop.wishes, *(one.author for one in workshop.comments.values())}
    for round in workshop.rounds:
        heard |= round.ballots.keys() | round.concerns.keys()
    return tuple(one for one in people if one not in heard)


def busiest(workshop: Workshop, now: datetime) -> Burst | None:
    """The minute of the last ten in which most people came by phone; None where nobody did."""
    came = [pair for pair in by_phone(workshop) if now - pair[0] <= RECENT]
    best, start = range(0), 0
    for end, (at, _) in enumerate(came, start=1):
        while at - came[start][0] >= MINUTE:
            start += 1
        best = max(range(start, end), best, key=len)  # of two alike the later one
    if not best:
        return None
    people = tuple(person.id for _, person in came[best.start : best.stop])
    return Burst(came[best.start][0], came[best.stop - 1][0], people)


def unusual(workshop: Workshop, burst: Burst) -> bool:
    """More than a room sends in one minute: a hall at the welcome, a third of those there later on."""
    if workshop.current is StepKind.CHECK_IN:
        return len(burst.people) > AT_FIRST
    others = len(workshop.participants) - len(burst.people)
    return len(burst.people) > max(LATER, others // 3)
