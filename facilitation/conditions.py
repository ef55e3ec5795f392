"""What rules ask of a workshop before they speak; each raises the refusal in the reader's terms."""

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
    StepKind,
    StepState,
    Workshop,
)

RUNNING = (StepState.OPEN, StepState.SUSPENDED)
LANGUAGES = ("fr", "en")


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
    found = workshop.participants.get(participant)
    if found is None:
        raise RuleError("participant.unknown")
    return found


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
    """Refuses while a vote runs: the board is frozen (R-11)."""
    active(workshop)
    if workshop.state(StepKind.VOTE) in RUNNING:
        raise RuleError("board.frozen")


def leaving(workshop: Workshop, towards: StepKind) -> tuple[StepClosed, ...]:
    """The closing of the current step, when another one is opened while it still runs."""
    current = workshop.current
    if current is towards or workshop.state(current) not in RUNNING:
        return ()
    return (StepClosed(current),)
