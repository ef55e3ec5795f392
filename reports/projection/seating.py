"""Cells filling up: who is in each, seat by seat, and which seats are still to be filled (method §1.6)."""

from facilitation.model import Cell, StepKind, StepState
from facilitation.tallies.people import by_kind, missing_kinds
from locales import number
from reports.projection.room import Room, Scene, card, section, words

SIGNS = "●▲■◆✚★▼○△□◇☆"  # a shape for each kind: seats are told apart without a colour
NO_KIND = "–"


def cells(room: Room) -> Scene:
    """Each cell as a row of seats, and what the shapes on them stand for."""
    workshop = room.workshop
    seated = bool(workshop.memberships)
    cards = [_cell(room, cell, seated) for cell in workshop.cells.values()]
    asked = "projector.cells.choose" if cards else "phone.cells.none"
    seats = section(None, cards, columns=1, kinds=_legend(room) if seated else [])
    return {
        "heading": words(room.say("step.name.cells")),
        "lead": [] if seated or room.state is not StepState.OPEN else [words(room.say(asked))],
        "sections": [seats] if cards else [],
    }


def _cell(room: Room, cell: Cell, seated: bool) -> Scene:
    size = len(room.workshop.members(cell.id))
    seats = {
        "row": _row(room, cell, seated),
        "label": room.say("projector.cells.filled", members=size, maximum=cell.maximum),
        "words": _kinds(room, cell),
    }
    tags = _to_fill(room, cell, size) if seated else []
    return card(room.titled(cell.name_fr, cell.name_en), seats=seats, tags=tags)


def _row(room: Room, cell: Cell, seated: bool) -> list[Scene]:
    """Taken seats by kind, then those that are wanted, by kind where one is missing, then the free ones."""
    heads = by_kind(room.workshop, set(room.workshop.members(cell.id)))
    taken = [_seat(room, code, "taken") for code, n in heads.items() for _ in range(n)]
    missing = [_seat(room, code, "wanted") for code in missing_kinds(room.workshop, cell.id) if seated]
    short = max(cell.minimum - len(taken) - len(missing), 0) if seated else 0
    free = max(cell.maximum - len(taken) - len(missing) - short, 0)
    nobody = {"sign": "", "even": False}
    return [*taken, *missing, *[nobody | {"state": "wanted"}] * short, *[nobody | {"state": "free"}] * free]


def _seat(room: Room, code: str | None, state: str) -> Scene:
    """Kinds that follow one another differ in their ground too."""
    return {"sign": _sign(room, code), "even": _place(room, code) % 2 == 0, "state": state}


def _sign(room: Room, code: str | None) -> str:
    return NO_KIND if code is None else SIGNS[_place(room, code) % len(SIGNS)]


def _place(room: Room, code: str | None) -> int:
    framing = room.workshop.framing
    codes = [kind.code for kind in framing.kinds] if framing else []
    return codes.index(code) if code in codes else len(codes)


def _kinds(room: Room, cell: Cell) -> str:
    heads = by_kind(room.workshop, set(room.workshop.members(cell.id)))
    return ", ".join(f"{room.kind(code)} {number(room.language, n)}" for code, n in heads.items() if n)


def _to_fill(room: Room, cell: Cell, size: int) -> list[str]:
    """Empty seats are said aloud, never filled by force (§1.6)."""
    missing = missing_kinds(room.workshop, cell.id)
    short = max(cell.minimum - size, len(missing))
    if missing:
        kinds = ", ".join(room.kind(code) for code in missing)
        return [room.say("projector.cells.short_of", n=short, kinds=kinds)]
    return [room.say("projector.cells.short", n=short)] if short else []


def _legend(room: Room) -> list[Scene]:
    """The kinds that stand on any seat."""
    cells = room.workshop.cells
    members = {one for cell in cells for one in room.workshop.members(cell)}
    wanted = {code for cell in cells for code in missing_kinds(room.workshop, cell)}
    return [
        {"sign": _sign(room, code), "name": room.kind(code)}
        for code, heads in by_kind(room.workshop, members).items()
        if heads or code in wanted
    ]


SCENES = {StepKind.CELLS: cells}
