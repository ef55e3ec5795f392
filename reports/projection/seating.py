"""Cells filling up: who is in each, seat by seat, and which seats are still to be filled (method §1.6)."""

from facilitation.model import Cell, StepKind, StepState
from facilitation.tallies.people import by_kind, missing_kinds
from locales import number
from reports.projection.scenery import Scene, Scenery, card, section, words

SIGNS = "●▲■◆✚★▼○△□◇☆"  # a shape for each kind: seats are told apart without a colour
NO_KIND = "–"


def cells(scenery: Scenery) -> Scene:
    """Each cell as a row of seats, and what the shapes on them stand for."""
    workshop = scenery.workshop
    seated = bool(workshop.memberships)
    cards = [_cell(scenery, cell, seated) for cell in workshop.cells.values()]
    asked = "projector.cells.choose" if cards else "phone.cells.none"
    seats = section(None, cards, columns=1, kinds=_legend(scenery) if seated else [])
    return {
        "heading": words(scenery.say("step.name.cells")),
        "lead": [] if seated or scenery.state is not StepState.OPEN else [words(scenery.say(asked))],
        "sections": [seats] if cards else [],
    }


def _cell(scenery: Scenery, cell: Cell, seated: bool) -> Scene:
    size = len(scenery.workshop.members(cell.id))
    seats = {
        "row": _row(scenery, cell, seated),
        "label": scenery.say("projector.cells.filled", members=size, maximum=cell.maximum),
        "words": _kinds(scenery, cell),
    }
    tags = _to_fill(scenery, cell, size) if seated else []
    return card(scenery.titled(cell.name_fr, cell.name_en), seats=seats, tags=tags)


def _row(scenery: Scenery, cell: Cell, seated: bool) -> list[Scene]:
    """Taken seats by kind, then those that are wanted, by kind where one is missing, then the free ones."""
    heads = by_kind(scenery.workshop, set(scenery.workshop.members(cell.id)))
    taken = [_seat(scenery, code, "taken") for code, n in heads.items() for _ in range(n)]
    missing = [_seat(scenery, code, "wanted") for code in missing_kinds(scenery.workshop, cell.id) if seated]
    short = max(cell.minimum - len(taken) - len(missing), 0) if seated else 0
    free = max(cell.maximum - len(taken) - len(missing) - short, 0)
    nobody = {"sign": "", "even": False}
    return [*taken, *missing, *[nobody | {"state": "wanted"}] * short, *[nobody | {"state": "free"}] * free]


def _seat(scenery: Scenery, code: str | None, state: str) -> Scene:
    """Kinds that follow one another differ in their ground too."""
    return {"sign": _sign(scenery, code), "even": _place(scenery, code) % 2 == 0, "state": state}


def _sign(scenery: Scenery, code: str | None) -> str:
    return NO_KIND if code is None else SIGNS[_place(scenery, code) % len(SIGNS)]


def _place(scenery: Scenery, code: str | None) -> int:
    framing = scenery.workshop.framing
    codes = [kind.code for kind in framing.kinds] if framing else []
    return codes.index(code) if code in codes else len(codes)


def _kinds(scenery: Scenery, cell: Cell) -> str:
    heads = by_kind(scenery.workshop, set(scenery.workshop.members(cell.id)))
    return ", ".join(f"{scenery.kind(code)} {number(scenery.language, n)}" for code, n in heads.items() if n)


def _to_fill(scenery: Scenery, cell: Cell, size: int) -> list[str]:
    """Empty seats are said aloud, never filled by force (§1.6)."""
    missing = missing_kinds(scenery.workshop, cell.id)
    short = max(cell.minimum - size, len(missing))
    if missing:
        kinds = ", ".join(scenery.kind(code) for code in missing)
        return [scenery.say("projector.cells.short_of", n=short, kinds=kinds)]
    return [scenery.say("projector.cells.short", n=short)] if short else []


def _legend(scenery: Scenery) -> list[Scene]:
    """The kinds that stand on any seat."""
    cells = scenery.workshop.cells
    members = {one for cell in cells for one in scenery.workshop.members(cell)}
    wanted = {code for cell in cells for code in missing_kinds(scenery.workshop, cell)}
    return [
        {"sign": _sign(scenery, code), "name": scenery.kind(code)}
        for code, heads in by_kind(scenery.workshop, members).items()
        if heads or code in wanted
    ]


SCENES = {StepKind.CELLS: cells}
