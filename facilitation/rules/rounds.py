"""Votes: frozen items, blind until reveal, one ballot a participant (R-11 … R-15).

The step «vote» carries the state of the latest round: suspending, closing and revealing go through
`rules.steps`; a revealed round is never reopened, a new one is.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import (
    BallotCast,
    Event,
    RevealAdvanced,
    RoundCancelled,
    RoundOpened,
    StepOpened,
    TermsAnnounced,
)
from facilitation.model import (
    AS_USUAL,
    Channel,
    Method,
    ParticipantId,
    ProjectId,
    RevealStage,
    Round,
    RoundId,
    RoundOptions,
    StepKind,
    Workshop,
)
from facilitation.rights import Facilitator
from facilitation.tallies.own import own_items
from facilitation.tallies.reveal import may_show
from facilitation.tallies.runoff import places_left
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
    options: RoundOptions = AS_USUAL,
) -> tuple[Event, ...]:
    """Opens a vote on those items (by default: all projects) and brings every phone to it.

    No ballot weighs more than another, and nothing of this can be changed afterwards (R-17).
    """
    conditions.active(workshop)
    if workshop.state(StepKind.VOTE) in conditions.UNDECIDED:
        raise RuleError("round.reveal_first")
    chosen = tuple(items) or tuple(project.id for project in workshop.standing_projects())
    _check_items(workshop, chosen)
    budget = dots if dots is not None else dots_for(len(chosen))
    most = cap if cap is not None else cap_for(len(chosen))
    if not 1 <= most <= budget <= MAX_DOTS:
        raise RuleError("round.dots", limit=MAX_DOTS)
    _check_quorum(workshop, options)
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
    terms = () if options == AS_USUAL else (TermsAnnounced(opened.round, options),)
    return (*conditions.leaving(workshop, StepKind.VOTE), opened, *terms, StepOpened(StepKind.VOTE))


def open_runoff(
    workshop: Workshop, at: datetime, *, by: Facilitator, seed: int, round: str, items: Collection[str]
) -> tuple[Event, ...]:
    """A second round among some items of the one just revealed: one dot for each place that is left.

    It asks the same people under the same conditions.
    """
    before = _revealed(workshop)
    if before.id != round or before.method is not Method.POINTS or not set(items) <= set(before.items):
        raise RuleError("round.no_runoff")
    _check_items(workshop, tuple(items))
    return open_round(
        workshop,
        at,
        by=by,
        seed=seed,
        items=items,
        dots=places_left(before, workshop, items),
        cap=1,
        voters=before.voters,
        options=replace(before.options, runoff_of=before.id),
    )


def cancel_round(
    workshop: Workshop, at: datetime, *, by: Facilitator, round: str, reason: str = ""
) -> tuple[RoundCancelled]:
    """Ends the round without a result, so that a corrected one can open; what was voted is never shown."""
    conditions.active(workshop)
    current = workshop.round
    if current is None or current.id != round:
        raise RuleError("ballot.no_round")
    if not is_blind(current):
        raise RuleError("round.revealed_stays")
    return (RoundCancelled(current.id, tidy(reason)[:conditions.REASON_LIMIT]),)


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
    current = conditions.voting_on(workshop, at, round, participant, marks)
    if not current.options.own_ideas and own_items(workshop, marks, participant):
        raise RuleError("ballot.own")
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
    current = _revealed(workshop)
    if not may_show(current, stage):
        raise RuleError("round.stage_by_stage")
    return () if current.stage is stage else (RevealAdvanced(current.id, stage),)


def _revealed(workshop: Workshop) -> Round:
    conditions.active(workshop)
    current = workshop.round
    if current is None or is_blind(current):
        raise RuleError("round.not_revealed")
    return current


def _check_quorum(workshop: Workshop, options: RoundOptions) -> None:
    framing = conditions.active(workshop)
    if options.quorum is not None and not 0 <= options.quorum <= 100:
        raise RuleError("round.quorum")
    if any(framing.kind(code) is None for code in options.essential or ()):
        raise RuleError("check_in.answer")


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
