"""The finished example as it was at a moment of its day, as a workshop of its own on a server at rest."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from facilitation.asking import ask
from facilitation.door import Door
from facilitation.model import RevealStage
from facilitation.rights import Administrator
from facilitation.rules.rounds import advance_reveal
from facilitation.store import Store
from sample_sessions import SAMPLES
from tests.running import Server

AGO = timedelta(seconds=70)  # of the last thing that happened: a pitch has begun, and is not over


@dataclass(frozen=True, slots=True)
class Moment:
    """How many entries of the log have happened, and the page of the console that is open then.

    `stage`: how far the room has been shown a result; None for all of it.
    """

    name: str
    entries: int
    page: str
    stage: RevealStage | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The example as it was at that moment, as a workshop of its own."""

    moment: Moment
    code: str
    key: str


MOMENTS = (
    Moment("check_in", 31, "preflight"),
    Moment("ideas", 101, "run_sheet"),
    Moment("grouping", 184, "board"),
    Moment("groups", 186, "board"),
    Moment("vote", 275, "vote"),
    Moment("result", 304, "vote"),
    Moment("decision", 373, "decision"),
    Moment("cells", 463, "cells"),
    Moment("pitch", 470, "critique"),
    Moment("hats", 488, "critique"),
    Moment("closing", 578, "committee"),
)
REVEAL = tuple(Moment(f"reveal_{stage}", 304, "vote", stage) for stage in RevealStage)


@contextmanager
def serving(folder: Path, moments: Iterable[Moment]) -> Iterator[tuple[Server, dict[str, Place]]]:
    """One server that holds the example as it was at each of those moments, by name."""
    server = Server(folder)
    found = {moment.name: placed(server, moment) for moment in moments}
    server.start()
    yield server, found
    server.end()


def placed(server: Server, moment: Moment) -> Place:
    """A workshop of its own, as if that moment were now; the server must not hold the file."""
    past = list(SAMPLES[0].entries())[: moment.entries]
    now = datetime.now(UTC)
    later = now - AGO - past[-1].at
    door = Door(Store(f"sqlite:///{server.folder / 'recolte.sqlite'}"))
    id, keys = door.create(Administrator(), now, [replace(one, at=one.at + later) for one in past])
    if moment.stage is not None:
        by = door.facilitator(id, keys.facilitator)
        door.act(id, ask(advance_reveal, by=by, stage=moment.stage))
    code = door.card(id).code
    door.close()
    return Place(moment, code, keys.facilitator)
