"""Signals: how many are done with what is asked now, and where help is wanted: by table, never by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from facilitation.model import Channel, ParticipantId, StepKind, Workshop

ASKING = (StepKind.ISSUES, StepKind.IDEAS, StepKind.VOTE, StepKind.CELLS, StepKind.HATS)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of those who are asked something say that they are done."""

    done: int
    asked: int

    @property
    def complete(self) -> bool:
        """Nobody is left to wait for."""
        return 0 < self.asked == self.done


def moment(workshop: Workshop) -> str:
    """Names what is asked now: the step, and in it the round or the pitch; "" when nothing is asked.

    A phone that slept sends the name with its «done», so that it never counts for what came since.
    """
    step = workshop.current
    if step not in ASKING:
        return ""
    if step is StepKind.VOTE:
        return f"{step}.{workshop.round.id}" if workshop.round else ""
    if step is StepKind.HATS:
        return f"{step}.{workshop.pitch.subject}" if workshop.pitch else ""
    return step.value


def is_asked(workshop: Workshop, participant: ParticipantId) -> bool:
    """Whether that phone is asked something now: not on paper, not the team in front, only the invited."""
    found = workshop.participants.get(participant)
    if found is None or found.channel is Channel.SCRIBE or not moment(workshop):
        return False
    if workshop.current is StepKind.VOTE and workshop.round and workshop.round.voters is not None:
        return participant in workshop.round.voters
    if workshop.current is StepKind.HATS and workshop.pitch:
        return participant not in workshop.members(workshop.pitch.subject)
    return True


def progress(workshop: Workshop) -> Progress:
    """Done, of all who are asked."""
    people = {one for one in workshop.participants if is_asked(workshop, one)}
    return Progress(len(workshop.done & people), len(people))


def help_by_table(workshop: Workshop) -> Mapping[int | None, tuple[ParticipantId, ...]]:
    """The people who wait for help at each table, the longest wait first; None: without a table."""
    tables: dict[int | None, tuple[ParticipantId, ...]] = {}
    for id in workshop.help:
        table = workshop.participants[id].table
        tables[table] = (*tables.get(table, ()), id)
    return tables
