"""Votes: frozen items, blind until reveal, one ballot a participant (R-11 … R-15).

The step «vote» carries the state of the latest round: suspending, closing and revealing go through
`rules.steps`; a revealed round is never reopened, a new one is.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from math import isqrt
from types import MappingProxyType

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import (
    BallotCast,
    Event,
    RatingCast,
    RevealAdvanced,
    RoundCancelled,
    RoundOpened,
    StepOpened,
    TermsAnnounced,
)
from facilitation.model import (
    AS_USUAL,
    Ballot,
    Channel,
    Method,
    ParticipantId,
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
from facilitation.tallies.votes import is_blind, spent
from facilitation.text import tidy
from facilitation.voting import WAYS, Marks
from facilitation.voting.judgment import MENTIONS
from facilitation.voting.ranking import MOST_ITEMS

TITLE_LIMIT = 80
MENTION_LIMIT = 30
MAX_DOTS = 20
MAX_CREDITS = 100
NOTHING: Mapping[str, int] = MappingProxyType({})
CREDITS = 25  # four votes on one item and three on another, or five on one: no more than fits in a head


def dots_for(items: int) -> int:
    """How many dots each participant gets: a quarter of the items, at least 3, at most 10 (method §3.1)."""
    return max(3, min(-(-items // 4), 10))


def fair_dots(items: int, keep: int) -> tuple[int, int]:
    """The least and the most dots that still tell items apart: half of those kept, half of them all (§3.1).

    A short list gets more by default than half of it; what is the default is never called too many.
    """
    return -(-keep // 2), min(max(items // 2, dots_for(items)), MAX_DOTS)


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
    voters = None if voters is None else voters.difference(workshop.removed)
    if voters is not None and not voters:
        raise RuleError("round.nobody")
    budget, most = check_spending(method, len(chosen), dots, cap)
    _check_quorum(workshop, options)
    options = _with_mentions(options)
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
    if before.id != round or not before.by_dots or not set(items) <= set(before.items):
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
    return (RoundCancelled(current.id, tidy(reason)[: conditions.REASON_LIMIT]),)


def cast_ballot(
    workshop: Workshop,
    at: datetime,
    *,
    participant: ParticipantId,
    round: str,
    marks: Mapping[str, int],
    efforts: Mapping[str, int] = NOTHING,
    channel: Channel | None = None,
) -> tuple[BallotCast | RatingCast, ...]:
    """The whole ballot of one participant; it replaces an earlier one, and may be blank (R-14).

    It came in as its person did, by phone or on paper, unless `channel` says otherwise.
    """
    voter = conditions.checked_in(workshop, participant)
    came = channel or voter.channel
    current = conditions.voting_on(workshop, at, round, participant, marks.keys() | efforts.keys())
    if not current.options.own_ideas and own_items(workshop, marks.keys() | efforts.keys(), participant):
        raise RuleError("ballot.own")
    check_marks(current, marks, efforts)
    kept = {item: int(mark) for item, mark in marks.items() if mark or not current.by_dots}
    ballot = Ballot(participant, kept, came, dict(efforts))
    if current.ballots.get(participant) == ballot:
        return ()
    if current.way.paired:
        return (RatingCast(current.id, participant, ballot.marks, ballot.efforts, came),)
    return (BallotCast(current.id, participant, ballot.marks, came),)


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


def check_spending(method: Method, items: int, dots: int | None, cap: int | None) -> tuple[int, int]:
    """What a person may spend, and the most on one item; a method without a budget has the usual one."""
    if WAYS[method].bought:
        credits = CREDITS if dots is None else dots
        if not 1 <= credits <= MAX_CREDITS:
            raise RuleError("round.credits", limit=MAX_CREDITS)
        return credits, isqrt(credits)
    budget = dots_for(items) if dots is None else dots
    most = cap_for(items) if cap is None else cap
    if not 1 <= most <= budget <= MAX_DOTS:
        raise RuleError("round.dots", limit=MAX_DOTS)
    if WAYS[method].marks is Marks.ORDER and items > MOST_ITEMS:
        raise RuleError("round.too_many_to_rank", limit=MOST_ITEMS)
    return budget, most


def _check_quorum(workshop: Workshop, options: RoundOptions) -> None:
    framing = conditions.active(workshop)
    if options.quorum is not None and not 0 <= options.quorum <= 100:
        raise RuleError("round.quorum")
    if any(framing.kind(code) is None for code in options.essential or ()):
        raise RuleError("check_in.answer")


def _with_mentions(options: RoundOptions) -> RoundOptions:
    """The same terms with tidy words for the mentions, which nobody can confuse."""
    french, english = (
        tuple(tidy(word)[:MENTION_LIMIT] for word in words)
        for words in (options.mentions_fr, options.mentions_en)
    )
    for words in (french, english) if french or english else ():
        if len({word.casefold() for word in words if word}) != MENTIONS or len(words) != MENTIONS:
            raise RuleError("round.mentions", mentions=MENTIONS)
    return replace(options, mentions_fr=french, mentions_en=english)


def _check_items(workshop: Workshop, items: tuple[str, ...]) -> None:
    known: set[str] = {note.id for note in workshop.ideas()} | set(workshop.cells)
    known |= {project.id for project in workshop.standing_projects()}
    if len(items) < 2 or len(set(items)) != len(items):
        raise RuleError("round.two_items")
    if any(item not in known for item in items):
        raise RuleError("project.unknown")
    titles = {str(one.id): (one.title_fr, one.title_en) for one in workshop.standing_projects()}
    titles |= {str(one.id): (one.name_fr, one.name_en) for one in workshop.cells.values()}
    asked = {item: titles[item] for item in items if item in titles}
    if not all(french for french, _ in asked.values()):
        raise RuleError("round.untitled")
    bare = [item for item, (_, english) in asked.items() if not english]
    if bare and any(one.language == "en" for one in workshop.participants.values()):
        raise RuleError("round.untitled_en", projects=", ".join(bare))


def check_marks(current: Round, marks: Mapping[str, int], efforts: Mapping[str, int]) -> None:
    """Refuses marks that the method of that round does not know, or that cost more than it gives."""
    if efforts and not current.way.paired:
        raise RuleError("ballot.mark")
    match current.way.marks:
        case Marks.BUDGET:
            _check_spent(current, marks)
        case Marks.ORDER:
            if sorted(marks.values()) != list(range(1, len(marks) + 1)):
                raise RuleError("ballot.order")
        case Marks.SCALE:
            _check_scale(marks, current.way.scale)
            _check_scale(efforts, current.way.scale)


def _check_scale(marks: Mapping[str, int], scale: range) -> None:
    if any(mark not in scale for mark in marks.values()):
        raise RuleError("ballot.mark")


def _check_spent(current: Round, marks: Mapping[str, int]) -> None:
    if any(mark < 0 for mark in marks.values()):
        raise RuleError("ballot.negative")
    if any(mark > current.cap for mark in marks.values()):
        raise RuleError("ballot.over_cap", cap=current.cap)
    if (used := spent(current, marks)) > current.dots:
        key = "ballot.over_credits" if current.way.bought else "ballot.over_budget"
        raise RuleError(key, spent=used, budget=current.dots)
