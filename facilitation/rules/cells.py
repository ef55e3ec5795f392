"""Cells: people say where they would like to go, and nobody is moved without a yes (R-30)."""

from collections.abc import Collection
from datetime import datetime

from facilitation import conditions, draw
from facilitation.errors import RuleError
from facilitation.events import CellDefined, MembershipAnswered, MembershipProposed, WishExpressed
from facilitation.model import (
    AreaId,
    CellId,
    MembershipState,
    ParticipantId,
    StepKind,
    Workshop,
)
from facilitation.rights import Facilitator
from facilitation.text import clean_text, tidy

NAME_LIMIT = 160
MAX_SEATS = 60


def define_cell(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    name_fr: str,
    name_en: str = "",
    area: AreaId | None = None,
    minimum: int = 6,
    maximum: int = 10,
) -> tuple[CellDefined]:
    """A cell that people can sign up to."""
    conditions.active(workshop)
    if not 1 <= minimum <= maximum <= MAX_SEATS:
        raise RuleError("cell.seats", limit=MAX_SEATS)
    if area is not None and area not in workshop.areas:
        raise RuleError("decision.area")
    name = clean_text(name_fr, NAME_LIMIT, key="title")
    id = CellId(f"CEL{len(workshop.cells) + 1}")
    return (CellDefined(id, area, name, tidy(name_en)[:NAME_LIMIT], minimum, maximum),)


def express_wish(
    workshop: Workshop,
    at: datetime,
    *,
    participant: ParticipantId,
    ranked: Collection[CellId],
    flexible: bool = False,
) -> tuple[WishExpressed]:
    """Cells in order of preference, at most three; an empty list is a normal answer too."""
    conditions.checked_in(workshop, participant)
    conditions.step_open(workshop, StepKind.CELLS)
    wished = tuple(dict.fromkeys(ranked))
    if len(wished) > 3 or any(cell not in workshop.cells for cell in wished):
        raise RuleError("cell.unknown")
    return (WishExpressed(participant, wished, flexible),)


def propose_memberships(
    workshop: Workshop, at: datetime, *, by: Facilitator, seed: int
) -> tuple[MembershipProposed, ...]:
    """A place for everyone who wished for one, or the waiting list; who accepted a cell stays in it.

    A first wish that is met needs no second yes; any other place is a proposal to answer.
    """
    framing = conditions.active(workshop)
    settled = [one for one in workshop.memberships.values() if one.state is MembershipState.ACCEPTED]
    seated = {one.participant for one in settled}
    asking = [wish for wish in workshop.wishes.values() if wish.ranked and wish.participant not in seated]
    taken = {cell: sum(one.cell == cell for one in settled) for cell in workshop.cells}
    places = [draw.Place(cell.id, cell.maximum - taken[cell.id]) for cell in workshop.cells.values()]
    kinds = {id: person.kind for id, person in workshop.participants.items()}
    essential = [kind.code for kind in framing.kinds if kind.essential]
    seats = draw.seat(asking, places, kinds, essential, seed)
    return tuple(
        MembershipProposed(wish.participant, *_place(wish.ranked, seats.get(wish.participant)))
        for wish in asking
    )


def answer_proposal(
    workshop: Workshop, at: datetime, *, participant: ParticipantId, accept: bool
) -> tuple[MembershipAnswered, ...]:
    """The person's own yes or no to a proposed cell."""
    conditions.checked_in(workshop, participant)
    conditions.active(workshop)
    proposed = workshop.memberships.get(participant)
    if proposed is None or proposed.state is MembershipState.WAITING:
        raise RuleError("cell.no_proposal")
    state = MembershipState.ACCEPTED if accept else MembershipState.DECLINED
    if accept and proposed.state is not MembershipState.ACCEPTED:
        _seat_left(workshop, proposed.cell)
    return () if proposed.state is state else (MembershipAnswered(participant, state),)


def _place(ranked: tuple[CellId, ...], seat: CellId | None) -> tuple[CellId, MembershipState]:
    if seat is None:
        return ranked[0], MembershipState.WAITING
    return seat, MembershipState.ACCEPTED if seat == ranked[0] else MembershipState.PROPOSED


def _seat_left(workshop: Workshop, cell: CellId) -> None:
    if len(workshop.members(cell)) >= workshop.cells[cell].maximum:
        raise RuleError("cell.full")
