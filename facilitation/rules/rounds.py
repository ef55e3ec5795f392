"""Votes: frozen items, blind until reveal, one ballot a participant (R-11 … R-15).

The step «vote» carries the state of the latest round: suspending, closing and revealing go through
`rules.steps`; a revealed round is never reopened, a new one is.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import BallotCast, Event, RevealAdvanced, RoundOpened, StepOpened
from facilitation.model import (
    Channel,
    Method,
    ParticipantId,
    ProjectId,
    RevealStage,
    Round,
    RoundId,
    StepKind,
    StepState,
    Workshop,
)
from facilitation.rights import Facilitator
from facilitation.tallies.reveal import may_show
from facilitation.tallies.votes import is_blind
from facilitation.text import tidy

MENTIONS = 6
TITLE_LIMIT = 80
RATING = range(1, 6)
MAX_DOTS = 20


def dots_for(items: int) -> int:
    """How many dots each participant gets: a quarter of the items, at least 3, at most 10 (method §3.1)."""
    return max(3, min(-(-items // 4), 10))


def cap_for(items: int) -> int:
    """How many dots one item may get from one person: 2 on a short list, 1 on a long one."""
    return 2 if items <= 12 else 1


def open_round(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    seed: int,
    items: Collection[str] = (),
    method: Method = Method.POINTS,
    dots: int | None = None,
    cap: int | None = None,
    voters: frozenset[ParticipantId] | None = None,
    title_fr: str = "",
    title_en: str = "",
) -> tuple[Event, ...]:
    """Opens a vote on those items (by default: all projects) and brings every phone to it."""
    conditions.active(workshop)
    if workshop.state(StepKind.VOTE) in (*conditions.RUNNING, StepState.CLOSED):
        raise RuleError("round.reveal_first")
    chosen = tuple(items) or tuple(project.id for project in workshop.standing_projects())
    _check_items(workshop, chosen)
    budget = dots if dots is not None else dots_for(len(chosen))
    most = cap if cap is not None else cap_for(len(chosen))
    if not 1 <= most <= budget <= MAX_DOTS:
        raise RuleError("round.dots", limit=MAX_DOTS)
    opened = RoundOpened(
        RoundId(f"R{len(workshop.rounds) + 1}"),
        chosen,
        method,
        budget,
        most,
        seed,
        len(workshop.participants),
        voters,
        tidy(title_fr)[:TITLE_LIMIT],
        tidy(title_en)[:TITLE_LIMIT],
    )
    return (*conditions.leaving(workshop, StepKind.VOTE), opened, StepOpened(StepKind.VOTE))


def cast_ballot(
    workshop: Workshop,
    at: datetime,
    *,
    participant: ParticipantId,
    round: str,
    marks: Mapping[str, int],
    channel: Channel | None = None,
) -> tuple[BallotCast, ...]:
    """The whole ballot of one participant; it replaces an earlier one, and may be blank (R-14).

    It came in as its person did, by phone or on paper, unless `channel` says otherwise.
    """
    voter = conditions.checked_in(workshop, participant)
    came = channel or voter.channel
    current = _open_round(workshop, round)
    if current.voters is not None and participant not in current.voters:
        raise RuleError("ballot.not_invited")
    if any(item not in current.items for item in marks):
        raise RuleError("ballot.item")
    _check_marks(current, marks)
    kept = {item: int(mark) for item, mark in marks.items() if mark or current.method is not Method.POINTS}
    before = current.ballots.get(participant)
    if before is not None and before.marks == kept and before.channel is came:
        return ()
    return (BallotCast(current.id, participant, kept, came),)


def advance_reveal(
    workshop: Workshop, at: datetime, *, by: Facilitator, stage: RevealStage
) -> tuple[RevealAdvanced, ...]:
    """Shows the room that stage of the result: the next one, or any before; asking twice changes nothing."""
    conditions.active(workshop)
    current = workshop.round
    if current is None or is_blind(current):
        raise RuleError("round.not_revealed")
    if not may_show(current, stage):
        raise RuleError("round.stage_by_stage")
    return () if current.stage is stage else (RevealAdvanced(current.id, stage),)


def _open_round(workshop: Workshop, id: str) -> Round:
    """The running round, or the refusal that tells a phone what happened while it slept."""
    current = workshop.round
    if current is None:
        raise RuleError("ballot.no_round")
    if current.id != id:
        raise RuleError("ballot.other_round")
    if current.state is not StepState.OPEN:
        raise RuleError(f"ballot.{current.state.value}")
    conditions.step_open(workshop, StepKind.VOTE)
    return current


def _check_items(workshop: Workshop, items: tuple[str, ...]) -> None:
    known: set[str] = {note.id for note in workshop.ideas()} | set(workshop.cells)
    known |= {project.id for project in workshop.standing_projects()}
    if len(items) < 2 or len(set(items)) != len(items):
        raise RuleError("round.two_items")
    if any(item not in known for item in items):
        raise RuleError("project.unknown")
    for project in workshop.standing_projects():
        if project.id in items and not workshop.projects[ProjectId(project.id)].title_fr:
            raise RuleError("round.untitled")


def _check_marks(current: Round, marks: Mapping[str, int]) -> None:
    values = list(marks.values())
    if current.method is Method.POINTS:
        if any(mark < 0 for mark in values):
            raise RuleError("ballot.negative")
        if any(mark > current.cap for mark in values):
            raise RuleError("ballot.over_cap", cap=current.cap)
        if sum(values) > current.dots:
            raise RuleError("ballot.over_budget", spent=sum(values), budget=current.dots)
    elif any(
        mark not in (range(MENTIONS) if current.method is Method.MENTIONS else RATING) for mark in values
    ):
        raise RuleError("ballot.mark")
