"""How a vote reads beside its ranking: support by kind, consensus between kinds, equal voice (method §3.3).

A missing dot is no «no»: the gap between kinds says how far apart they stand, and nothing says
that a kind is against. Shares are fractions, so that what is equal is a tie.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TypeAlias

from facilitation.model import Round, Workshop
from facilitation.tallies.support import ballots_by_kind, supporters_by_kind
from facilitation.tallies.votes import standings
from facilitation.voting import Result
from facilitation.voting.profile import ranked

Voice: TypeAlias = tuple[str | None, ...]  # the kinds that speak as one


@dataclass(frozen=True, slots=True)
class Part:
    """How many of one voice support an item, of its ballots; at least one ballot."""

    voice: Voice
    supporters: int
    ballots: int

    @property
    def share(self) -> Fraction:
        """The part of that voice that supports the item."""
        return Fraction(self.supporters, self.ballots)

    @property
    def kinds(self) -> int:
        """How many kinds speak in it, at least one: «I would rather not say» is none of them."""
        return max(1, sum(kind is not None for kind in self.voice))


@dataclass(frozen=True, slots=True)
class Reading:
    """One item: dots and distinct voters of all ballots, and its support by each voice that cast one."""

    item: str
    dots: int
    voters: int
    ballots: int
    parts: tuple[Part, ...]

    @property
    def share(self) -> Fraction:
        """The part of the ballots with a dot on the item."""
        return Fraction(self.voters, self.ballots or 1)

    @property
    def fervour(self) -> Fraction | None:
        """Dots for each supporter; None without any."""
        return Fraction(self.dots, self.voters) if self.voters else None

    @property
    def supporting(self) -> int:
        """How many voices support the item at all."""
        return sum(part.supporters > 0 for part in self.parts)

    @property
    def least(self) -> Fraction:
        """The share of the voice that supports it least."""
        return min((part.share for part in self.parts), default=Fraction())

    @property
    def most(self) -> Fraction:
        """The share of the voice that supports it most."""
        return max((part.share for part in self.parts), default=Fraction())

    @property
    def gap(self) -> Fraction:
        """How far apart the voices stand."""
        return self.most - self.least

    @property
    def consensus(self) -> float:
        """High only if all voices support it: the geometric mean of (supporters + 1) / (ballots + 2).

        After the group-informed consensus of opinion mapping (Small et al. 2021), which multiplies.
        """
        chances = [Fraction(part.supporters + 1, part.ballots + 2) for part in self.parts]
        return float(prod(chances)) ** (1 / len(chances)) if chances else 0.0

    @property
    def equal_voice(self) -> Fraction:
        """The mean of the shares over kinds: each has the same say, however many it is.

        Kinds that speak as one each have the share that they have together.
        """
        kinds = sum(part.kinds for part in self.parts)
        return sum((part.share * part.kinds for part in self.parts), Fraction()) / (kinds or 1)


def voices(round: Round, workshop: Workshop) -> tuple[Voice, ...]:
    """Each kind that cast a ballot, by itself; who gave no kind is in none of them.

    A single person who would rather not say must not weigh as much as a kind. Only where nobody gave a
    kind does everybody speak as one.
    """
    heads = [kind for kind, ballots in ballots_by_kind(round, workshop).items() if ballots]
    return tuple((kind,) for kind in heads if kind is not None) or tuple((kind,) for kind in heads)


def readings(
    round: Round, workshop: Workshop, together: Iterable[Voice] | None = None
) -> tuple[Reading, ...]:
    """Every item of a round of dots, in the order of its standings.

    `together`: which kinds speak as one, for whoever publishes (R-50); by default each kind by itself.
    """
    heard = voices(round, workshop) if together is None else tuple(together)
    cast, given = ballots_by_kind(round, workshop), supporters_by_kind(round, workshop)

    def part(voice: Voice, item: str) -> Part:
        return Part(voice, sum(given[item][kind] for kind in voice), sum(cast[kind] for kind in voice))

    return tuple(
        Reading(
            place.item,
            place.dots,
            place.voters,
            len(round.ballots),
            tuple(part(voice, place.item) for voice in heard),
        )
        for place in standings(round)
    )


def equal_voices(found: Iterable[Reading]) -> Result:
    """The same items, by the mean of their shares: a second reading beside the dots, never instead (R-17)."""
    shares = {one.item: one.equal_voice for one in found}
    return ranked(tuple(shares), lambda item: (shares[item],))
