"""Counting people: who is there, who wears what, who is in which cell."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from facilitation.model import (
    CellId,
    Channel,
    Hat,
    MembershipState,
    NoteStatus,
    NoteType,
    Participant,
    ParticipantId,
    Workshop,
)


def by_kind(workshop: Workshop, people: set[ParticipantId] | None = None) -> dict[str | None, int]:
    """Heads by kind, in the order of the framing; None counts all others: «I would rather not say»."""
    chosen = workshop.participants if people is None else people
    heads = Counter(workshop.everybody[id].kind for id in chosen)
    order = [kind.code for kind in workshop.framing.kinds] if workshop.framing else []
    known: dict[str | None, int] = {code: heads[code] for code in order}
    others = heads.total() - sum(known.values())
    return known | ({None: others} if others else {})


def in_order(workshop: Workshop, heads: Mapping[str | None, int]) -> dict[str | None, int]:
    """Those heads in the order of the framing: never that in which people came, or voted.

    A kind that was taken out of the framing stands behind, by its code; «I would rather not say» is last.
    """
    framed = [kind.code for kind in workshop.framing.kinds] if workshop.framing else []
    others = sorted(kind for kind in heads if kind is not None and kind not in framed)
    return {kind: heads[kind] for kind in (*framed, *others, None) if kind in heads}


def notes_by_table(workshop: Workshop) -> dict[int | None, int]:
    """Ideas by table, for the projector while people write: counts, never contents."""
    counts = Counter(note.table for note in workshop.ideas())
    return dict(sorted(counts.items(), key=lambda pair: (pair[0] is None, pair[0] or 0)))


def paper_people(workshop: Workshop, table: int | None) -> tuple[Participant, ...]:
    """The people who take part on paper at that table, in order of arrival."""
    return tuple(
        one for one in workshop.participants.values() if one.channel is Channel.SCRIBE and one.table == table
    )


@dataclass(frozen=True, slots=True)
class Gathered:
    """Notes of one kind: how they came in, and what they are now; both add up to `notes`.

    `aside`: set aside, where these are no longer counted among those that stand.
    """

    paper: int
    phones: int
    withdrawn: int
    masked: int
    merged: int
    aside: int
    standing: int

    @property
    def notes(self) -> int:
        """All that were written."""
        return self.paper + self.phones


def gathered(workshop: Workshop, type: NoteType) -> Gathered:
    """The issues or the ideas as they came in, and how many of them stand."""
    came = [note for note in workshop.notes.values() if note.type is type]
    standing = len(workshop.issues() if type is NoteType.ISSUE else workshop.ideas())
    states = Counter(note.status for note in came)
    withdrawn, masked = states[NoteStatus.WITHDRAWN], states[NoteStatus.MASKED]
    shown = [note for note in came if note.status in (NoteStatus.VISIBLE, NoteStatus.PARKED)]
    merged = sum(note.merged_into is not None for note in shown)
    aside = len(shown) - merged - standing
    paper = sum(note.channel is Channel.SCRIBE for note in came)
    return Gathered(paper, len(came) - paper, withdrawn, masked, merged, aside, standing)


def authors(workshop: Workshop, type: NoteType) -> int:
    """How many people wrote issues or ideas that were not taken back; a table's paper has no author."""
    return len(
        {
            note.author
            for note in workshop.notes.values()
            if note.type is type and note.author and note.status is not NoteStatus.WITHDRAWN
        }
    )


def hat_balance(workshop: Workshop, subject: str) -> dict[Hat, int]:
    """Wearers of each hat in play in one round."""
    hat_round = workshop.hat_rounds[subject]
    wearers = Counter(hat_round.assignment.values())
    return {hat: wearers[hat] for hat in hat_round.hats}


def cell_sizes(workshop: Workshop) -> dict[CellId, int]:
    """Accepted members of each cell."""
    return {cell: len(workshop.members(cell)) for cell in workshop.cells}


def waiting_list(workshop: Workshop) -> tuple[ParticipantId, ...]:
    """The people who wished for a cell and have no place in one."""
    return tuple(
        one.participant for one in workshop.memberships.values() if one.state is MembershipState.WAITING
    )


def missing_kinds(workshop: Workshop, cell: CellId) -> tuple[str, ...]:
    """Essential kinds without a member in that cell: seats to fill, said aloud."""
    present: Mapping[str | None, int] = by_kind(workshop, set(workshop.members(cell)))
    kinds = workshop.framing.kinds if workshop.framing else ()
    return tuple(kind.code for kind in kinds if kind.essential and not present.get(kind.code))
