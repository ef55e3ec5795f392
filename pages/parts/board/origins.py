"""Where an idea comes from, as far as a filter of the board may tell: its kind or its table, one at a time.

Both together would point at a person; rare kinds stand together, as wherever kinds are shown.
"""

from collections.abc import Iterable
from typing import TypeAlias

from facilitation.model import Note, Workshop
from facilitation.privacy import IN_THE_ROOM
from facilitation.tallies.people import by_kind
from pages.parts.frame.words import language, say
from reports.pooling import pool_name, pooled

Choices: TypeAlias = list[list[str]]


def origins(workshop: Workshop) -> list[dict[str, object]]:
    """What one may choose from, as titled lists of (value, label); a list of one would choose nothing."""
    pools = pooled(by_kind(workshop), IN_THE_ROOM)
    kinds = [[f"kind {i}", pool_name(one, workshop.framing, language())] for i, one in enumerate(pools)]
    tables = sorted({note.table for note in workshop.ideas() if note.table is not None})
    seats = [[f"table {table}", say("console.board.table", table=table)] for table in tables]
    titled: list[tuple[str, Choices]] = [("kinds", kinds), ("tables", seats)]
    return [
        {"label": say(f"console.board.{name}"), "options": options}
        for name, options in titled
        if len(options) > 1
    ]


def origins_of(workshop: Workshop) -> dict[str, list[str]]:
    """For each note the values of `origins` that it stands under."""
    pools = pooled(by_kind(workshop), IN_THE_ROOM)
    place = {kind: f"kind {i}" for i, pool in enumerate(pools) for kind in pool.kinds}
    return {note.id: _values(workshop, note, place) for note in workshop.notes.values()}


def all_of(known: dict[str, list[str]], notes: Iterable[Note]) -> list[str]:
    """The values of several notes that stand as one, each once."""
    return list(dict.fromkeys(value for note in notes for value in known[note.id]))


def _values(workshop: Workshop, note: Note, place: dict[str | None, str]) -> list[str]:
    kind = place.get(workshop.kind_of(note)) if note.author or note.kind else None
    table = f"table {note.table}" if note.table is not None else None
    return [value for value in (kind, table) if value]
