"""What rules ask of a workshop before they speak; each raises the refusal in the reader's terms."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from facilitation.errors import RuleError
from facilitation.events import StepClosed
from facilitation.model import (
    Channel,
    Framing,
    Note,
    NoteId,
    NoteStatus,
    NoteType,
    Participant,
    ParticipantId,
    Project,
    ProjectId,
    Round,
    StepKind,
    StepState,
    Workshop,
)

RUNNING = (StepState.OPEN, StepState.SUSPENDED)
UNDECIDED = (*RUNNING, StepState.CLOSED)  # of a vote: it may still be reopened
LANGUAGES = ("fr", "en")
REASON_LIMIT = 280  # characters, for why somebody did something
GRACE = timedelta(seconds=2)  # for what was on its way when a round closed


def active(workshop: Workshop) -> Framing:
    """The framing of a workshop that still takes contributions."""
    if workshop.framing is None:
        raise RuleError("workshop.not_framed")
    if workshop.archived:
        raise RuleError("workshop.archived")
    return workshop.framing


def step_open(workshop: Workshop, step: StepKind) -> None:
    """Refuses unless that step is open right now."""
    active(workshop)
    state = workshop.state(step)
    if state is not StepState.OPEN:
        raise RuleError(f"step.{state.value}")


def checked_in(workshop: Workshop, participant: ParticipantId) -> Participant:
    """The participant behind that pseudonym."""
    not_removed(workshop, participant)
    found = workshop.participants.get(participant)
    if found is None:
        raise RuleError("participant.unknown")
    return found


def not_removed(workshop: Workshop, participant: ParticipantId) -> None:
    """Refuses who has lost the place that this pseudonym had."""
    if participant in workshop.removed:
        raise RuleError("participant.removed", number=participant)


def on_paper(workshop: Workshop, participant: ParticipantId) -> Participant:
    """The participant behind that pseudonym, if that person takes part on paper."""
    found = checked_in(workshop, participant)
    if found.channel is not Channel.SCRIBE:
        raise RuleError("participant.unknown")  # says no more than for nobody at all
    return found


def seated_at(workshop: Workshop, table: int | None) -> None:
    """Refuses a table that is not in the room; None is the only one where no tables were announced."""
    tables = active(workshop).tables
    if table is None and not tables:
        return
    if table is None or not 1 <= table <= tables:
        raise RuleError("check_in.table", tables=tables)


def known_language(language: str) -> None:
    """Refuses a text in a language that no screen could announce."""
    if language not in LANGUAGES:
        raise RuleError("check_in.answer")


def known_idea(workshop: Workshop, idea: NoteId) -> Note:
    """An idea that can be put somewhere: not withdrawn, masked or merged into another."""
    note = workshop.notes.get(idea)
    if note is None or note.type is not NoteType.IDEA:
        raise RuleError("note.unknown")
    if note.status in (NoteStatus.WITHDRAWN, NoteStatus.MASKED) or note.merged_into is not None:
        raise RuleError("note.not_on_board")
    return note


def known_project(workshop: Workshop, project: ProjectId) -> Project:
    """A project that was not withdrawn."""
    found = workshop.projects.get(project)
    if found is None or found.withdrawn:
        raise RuleError("project.unknown")
    return found


def board_open(workshop: Workshop) -> None:
    """Refuses from the opening of a vote to its reveal: what is voted on is frozen (R-11)."""
    active(workshop)
    if workshop.state(StepKind.VOTE) in UNDECIDED:
        raise RuleError("board.frozen")


def voting_on(
    workshop: Workshop, at: datetime, round: str, person: ParticipantId, items: Iterable[str]
) -> Round:
    """The running round, for whom it asks; else the refusal that says what happened while a phone slept."""
    current = workshop.round
    if current is None:
        raise RuleError("ballot.cancelled" if workshop.rounds else "ballot.no_round")
    if current.id != round:
        raise RuleError("ballot.other_round")
    if current.state is not StepState.OPEN and not _in_grace(current, at):
        raise RuleError(f"ballot.{current.state.value}")
    active(workshop)
    if current.voters is not None and person not in current.voters:
        raise RuleError("ballot.not_invited")
    if any(item not in current.items for item in items):
        raise RuleError("ballot.item")
    return current


def _in_grace(current: Round, at: datetime) -> bool:
    """Closed, but so lately that a ballot of that moment was on its way; a reveal ends it.

    Long before the closing is no such moment either: the clock was set back since, or was ahead.
    """
    return current.closed_at is not None and abs(at - current.closed_at) <= GRACE


def leaving(workshop: Workshop, towards: StepKind) -> tuple[StepClosed, ...]:
    """The closing of the current step, when another one is opened while it still runs."""
    current = workshop.current
    if current is towards or workshop.state(current) not in RUNNING:
        return ()
    return (StepClosed(current),)
