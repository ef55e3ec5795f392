"""Counting ballots: dots, distinct voters, turnout and quorum (method §3.1, §3.3)."""

from collections import Counter
from dataclasses import dataclass

from facilitation.model import Round, StepState, Workshop


@dataclass(frozen=True, slots=True)
class Standing:
    """One item of a round; an equal rank is a tie on dots and on voters, for the tie ladder to settle."""

    rank: int
    item: str
    dots: int
    voters: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """Ballots cast, of the people present when the round opened; dots left unused."""

    ballots: int
    present: int
    unused: int


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether a result counts, and which essential kinds did not vote; under quorum it is «indicative»."""

    reached: bool
    missing_kinds: tuple[str, ...]


HALF = 50  # in a hundred: the measure where no quorum was announced


def is_blind(round: Round) -> bool:
    """Before the reveal nobody sees a total, the facilitator included (R-12)."""
    return round.state is not StepState.REVEALED


def standings(round: Round) -> tuple[Standing, ...]:
    """Every item, by dots then distinct voters; ties share a rank, in the order of the items (R-16)."""
    dots: Counter[str] = Counter()
    voters: Counter[str] = Counter()
    for ballot in round.ballots.values():
        dots.update({item: mark for item, mark in ballot.marks.items() if mark})
        voters.update(item for item, mark in ballot.marks.items() if mark)
    scores = {item: (dots[item], voters[item]) for item in round.items}
    ordered = sorted(round.items, key=lambda item: scores[item], reverse=True)
    return tuple(
        Standing(1 + sum(scores[other] > scores[item] for other in round.items), item, *scores[item])
        for item in ordered
    )


def turnout(round: Round, workshop: Workshop) -> Turnout:
    """How many voted; tells nothing of what they chose, so it may be shown while a vote runs."""
    present = len(workshop.participants) if round.state is not StepState.REVEALED else round.present
    eligible = len(round.voters) if round.voters is not None else max(present, len(round.ballots))
    spent = sum(sum(ballot.marks.values()) for ballot in round.ballots.values())
    return Turnout(len(round.ballots), eligible, round.dots * len(round.ballots) - spent)


def quorum(round: Round, workshop: Workshop) -> Quorum:
    """Enough of the people present, and one voter at least in each essential kind."""
    heard = {workshop.participants[id].kind for id in round.ballots if id in workshop.participants}
    missing = tuple(code for code in essential_kinds(round, workshop) if code not in heard)
    return Quorum(enough_voted(round, workshop) and not missing, missing)


def enough_voted(round: Round, workshop: Workshop) -> bool:
    """The share that was announced of the people present; half of them where none was."""
    share = HALF if round.options.quorum is None else round.options.quorum
    counted = turnout(round, workshop)
    return 100 * counted.ballots >= share * counted.present


def essential_kinds(round: Round, workshop: Workshop) -> tuple[str, ...]:
    """The kinds that must be heard: those announced with the round, else those of the framing."""
    if round.options.essential is not None:
        return round.options.essential
    kinds = workshop.framing.kinds if workshop.framing else ()
    return tuple(kind.code for kind in kinds if kind.essential)


def awaits_reveal(round: Round) -> bool:
    """It is blind now and will not stay so: a cancelled round is blind for ever, and has nothing to tell."""
    return is_blind(round) and not round.cancelled
