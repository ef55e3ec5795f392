"""Steps: the facilitator opens, suspends, closes and reveals; every screen follows (R-03 … R-06)."""

from collections.abc import Mapping
from datetime import datetime

from facilitation import agendas, conditions
from facilitation.errors import RuleError
from facilitation.events import (
    Event,
    QuorumWaived,
    RevealAdvanced,
    StepClosed,
    StepInstructed,
    StepOpened,
    StepRevealed,
    StepsPlanned,
    StepSuspended,
)
from facilitation.model import Instruction, RevealStage, StepKind, StepState, Workshop
from facilitation.rights import Facilitator
from facilitation.tallies.votes import quorum
from facilitation.text import tidy


def open_step(workshop: Workshop, at: datetime, *, by: Facilitator, step: StepKind) -> tuple[Event, ...]:
    """Opens, resumes or reopens a step; the step that was open before is closed by the same click.

    The vote opens through `open_round`, which freezes its items; here it can only be resumed or
    reopened, and never once revealed (R-03).
    """
    conditions.active(workshop)
    state = workshop.state(step)
    if step is StepKind.VOTE and state in (StepState.PREPARED, StepState.REVEALED):
        raise RuleError("round.needs_items")
    if state is StepState.OPEN and workshop.current is step:
        return ()
    return (*conditions.leaving(workshop, step), StepOpened(step))


def suspend_step(workshop: Workshop, at: datetime, *, by: Facilitator, step: StepKind) -> tuple[Event, ...]:
    """Pauses an open step: phones keep what is typed and wait."""
    conditions.step_open(workshop, step)
    return (StepSuspended(step),)


def close_step(workshop: Workshop, at: datetime, *, by: Facilitator, step: StepKind) -> tuple[Event, ...]:
    """Closes a step; nothing more is taken in, nothing is shown yet."""
    conditions.active(workshop)
    if workshop.state(step) not in conditions.RUNNING:
        raise RuleError("step.not_open")
    return (StepClosed(step),)


def reveal_step(
    workshop: Workshop, at: datetime, *, by: Facilitator, step: StepKind, reason: str = ""
) -> tuple[Event, ...]:
    """Shows what a closed step gathered; for a vote this ends the round for good (R-12).

    Below the quorum that was announced, it takes a reason. It also ends the grace of the closing: what the
    room sees must never change, and who reveals has taken two steps to do so. The room sees only the
    first stage of a vote; the stages come first, so that no log that was cut in between shows everything.
    """
    conditions.active(workshop)
    if workshop.state(step) is not StepState.CLOSED:
        raise RuleError("step.close_first")
    if step is not StepKind.VOTE or workshop.round is None:
        return (StepRevealed(step),)
    why = tidy(reason)[: conditions.REASON_LIMIT]
    announced = workshop.round.options.quorum is not None
    below = announced and not quorum(workshop.round, workshop).reached
    if below and not why:
        raise RuleError("round.reason")
    waived = (QuorumWaived(workshop.round.id, why),) if below else ()
    return (*waived, RevealAdvanced(workshop.round.id, RevealStage.PARTICIPATION), StepRevealed(step))


def plan_steps(
    workshop: Workshop, at: datetime, *, by: Facilitator, minutes: Mapping[StepKind, int]
) -> tuple[StepsPlanned, ...]:
    """Sets how many minutes each step may take; a step with none is left out."""
    conditions.active(workshop)
    planned = agendas.sound(minutes)
    return () if planned == workshop.minutes else (StepsPlanned(planned),)


def instruct_steps(
    workshop: Workshop, at: datetime, *, by: Facilitator, instructions: Mapping[StepKind, Instruction]
) -> tuple[StepInstructed, ...]:
    """Sets what the room is told at those steps, in one or both languages; the other steps keep theirs."""
    conditions.active(workshop)
    wanted = {step: agendas.instruction(one.fr, one.en) for step, one in instructions.items()}
    silent = Instruction("", "")
    return tuple(
        StepInstructed(step, one.fr, one.en)
        for step, one in wanted.items()
        if one != workshop.instructions.get(step, silent)
    )


def use_agenda(
    workshop: Workshop, at: datetime, *, by: Facilitator, agenda: agendas.Agenda
) -> tuple[Event, ...]:
    """Takes the minutes and the instructions of a file, instead of those that were set."""
    told = {step: agenda.instructions.get(step, Instruction("", "")) for step in StepKind}
    return (
        *plan_steps(workshop, at, by=by, minutes=agenda.minutes),
        *instruct_steps(workshop, at, by=by, instructions=told),
    )
