"""The stages in which a room is shown a result (method §3.4), and what comes before and after each."""

from facilitation.model import RevealStage, Round
from facilitation.privacy import BALLOTS_TO_TELL

# Marks have no dots to resample or to share out by kind.
_SHORT = (
    RevealStage.PARTICIPATION,
    RevealStage.TOTALS,
    RevealStage.QUESTION,
    RevealStage.DECISION,
)


def stages(round: Round) -> tuple[RevealStage, ...]:
    """The stages of that round, in their order."""
    return tuple(RevealStage) if round.by_dots and len(round.ballots) >= BALLOTS_TO_TELL else _SHORT


def shown(round: Round) -> int:
    """How many stages the room has been shown; all of them where it was revealed all at once."""
    order = stages(round)
    return order.index(round.stage) + 1 if round.stage in order else len(order)


def shows(round: Round, stage: RevealStage) -> bool:
    """Whether the room has come to that stage."""
    return stage in stages(round)[: shown(round)]


def may_show(round: Round, stage: RevealStage) -> bool:
    """The next stage may be shown, and any before it."""
    return stage in stages(round)[: shown(round) + 1]


def following(round: Round) -> RevealStage | None:
    """The stage that comes next, if any."""
    ahead = stages(round)[shown(round) :]
    return ahead[0] if ahead else None


def preceding(round: Round) -> RevealStage | None:
    """The stage before the one that is shown; none for what was revealed all at once."""
    before = stages(round)[: shown(round) - 1] if round.stage else ()
    return before[-1] if before else None
