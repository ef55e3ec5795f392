"""Counting ballots: dots, distinct voters, turnout and quorum (method §3.1, §3.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from facilitation.model import ParticipantId, Round, StepState, Workshop
from facilitation.voting import Profile, Result
from facilitation.voting.points import points
from facilitation.voting.quadratic import cost


@dataclass(frozen=True, slots=True)
class Standing:
    """One item of a round; an equal rank is a tie on dots and on voters, for the tie ladder to settle."""

    rank: int
    item: str
    dots: int
    voters: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """Ballots cast, of the people who may vote."""

    ballots: int
    present: int


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether a result counts, and which essential kinds did not vote; under quorum it is «indicative»."""

    reached: bool
    missing_kinds: tuple[str, ...]


HALF = 50  # in a hundred: the measure where no quorum was announced


def is_blind(round: Round) -> bool:
    """Before the reveal nobody sees a total, the facilitator included (R-12)."""
    return round.state is not StepState.REVEALED


def profile(round: Round) -> Profile:
    """The ballots of a round as a voting rule reads them."""
    return Profile(round.items, tuple(ballot.marks for ballot in round.ballots.values()))


def result(round: Round) -> Result:
    """The items as the round's method ranks them; raises ValueError for ratings, which rank nothing."""
    if round.way.rule is None:
        raise ValueError(f"nothing is ranked in a round of {round.method}")
    return round.way.rule(profile(round))


def standings(round: Round) -> tuple[Standing, ...]:
    """Every item, by dots then distinct voters; ties share a rank, in the order of the items (R-16)."""
    return tuple(
        Standing(place.rank, place.item, *map(int, place.score)) for place in points(profile(round)).places
    )


def turnout(round: Round, workshop: Workshop) -> Turnout:
    """How many voted; tells nothing of what they chose, so it may be shown while a vote runs."""
    return Turnout(len(round.ballots), len(invited(round, workshop)))


def invited(round: Round, workshop: Workshop) -> frozenset[ParticipantId]:
    """The people who may vote: those who were asked, else all checked in; after the closing, as of then."""
    if round.attending is not None:
        return round.attending
    if round.voters is not None:
        return round.voters.difference(workshop.removed)
    return frozenset(workshop.participants)


def round_to_go_by(rounds: Iterable[Round], workshop: Workshop) -> Round | None:
    """The one of several revealed votes to go by, or None where nobody has voted in any.

    One of the whole room comes before one of a few, who were asked another question; one that reached its
    quorum before one that did not; of these the latest.
    """
    found = [one for one in rounds if one.ballots]
    found = [one for one in found if one.voters is None] or found
    found = [one for one in found if quorum(one, workshop).reached] or found
    return found[-1] if found else None


def unused(round: Round) -> int:
    """How many dots, or credits, were left over on the ballots of a revealed round."""
    return sum(round.dots - spent(round, ballot.marks) for ballot in round.ballots.values())


def spent(round: Round, marks: Mapping[str, int]) -> int:
    """What those marks cost of the budget: each dot is one, n votes are n² credits."""
    return cost(marks) if round.way.bought else sum(marks.values())


def quorum(round: Round, workshop: Workshop) -> Quorum:
    """Enough of the people present, and one voter at least in each essential kind."""
    heard = {workshop.everybody[id].kind for id in round.ballots if id in workshop.everybody}
    missing = tuple(code for code in essential_kinds(round, workshop) if code not in heard)
    return Quorum(enough_voted(round, workshop) and not missing, missing)


def enough_voted(round: Round, workshop: Workshop) -> bool:
    """The share that was announced of the people present; half of them where none was."""
    share = HALF if round.options.quorum is None else round.options.quorum
    counted = turnout(round, workshop)
    return 100 * counted.ballots >= share * counted.present


def essential_kinds(round: Round, workshop: Workshop) -> tuple[str, ...]:
    """The kinds that must be heard: those announced with the round, else those of the framing.

    Where only some people are asked, a kind that nobody of them is of cannot be missed.
    """
    kinds = workshop.framing.kinds if workshop.framing else ()
    due = round.options.essential
    if due is None:
        due = tuple(kind.code for kind in kinds if kind.essential)
    if round.voters is None:
        return due
    people = invited(round, workshop)
    asked = {workshop.everybody[id].kind for id in people if id in workshop.everybody}
    return tuple(code for code in due if code in asked)


def awaits_reveal(round: Round) -> bool:
    """It is blind now and will not stay so: a cancelled round is blind for ever, and has nothing to tell."""
    return is_blind(round) and not round.cancelled
