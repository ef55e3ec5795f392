"""Rehearsal: fictional people check in and take part, so that a facilitator can practise alone.

`cast` says who they are, `moves` what they do next; a thread only asks the door for it,
with the pauses of people who read and think. They are ordinary participants on the channel «rehearsal».
"""

import threading
from dataclasses import dataclass
from random import Random

from facilitation.door import Door
from facilitation.errors import RuleError, StoreError
from facilitation.model import Channel, Workshop, WorkshopId
from facilitation.rehearsal.cast import Cast, Speed, answers, check, people
from facilitation.rehearsal.moves import Arrival, Move, gone, next_act
from facilitation.rights import new_key

SPREAD = 15.0  # seconds in which about two thirds of a room of normal speed answer a new step
LONGEST = 5.0  # seconds after which somebody looks again, whatever happens
CHECK_IN = 0.4  # seconds between two arrivals, on average
_PAUSES = {Speed.SLOW: 2.0, Speed.NORMAL: 1.0, Speed.LIVELY: 0.4}

_rooms: dict[WorkshopId, "_Room"] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Attendance:
    """How far the cast has come: of how many people, who arrived, who left."""

    people: int
    arrived: int
    left: int


def start(door: Door, id: WorkshopId, cast: Cast, pace: float = 1.0) -> None:
    """Lets that cast take part until the archive or `stop`; `pace` 0: no pauses. Raises RuleError."""
    check(cast)
    with _lock:
        if id not in _rooms or not _rooms[id].is_alive():
            _rooms[id] = _Room(door, id, cast, pace)
            _rooms[id].start()


def stop(id: WorkshopId) -> None:
    """The fictional people of that workshop fall silent; what they did stays."""
    with _lock:
        room = _rooms.get(id)
    if room is not None:
        room.leaving.set()
        room.join(LONGEST)


def running(id: WorkshopId) -> bool:
    """Whether fictional people take part in that workshop now."""
    with _lock:
        return id in _rooms and _rooms[id].is_alive()


def last_cast(id: WorkshopId) -> Cast | None:
    """The cast that plays in that workshop, or played last since the server's start."""
    with _lock:
        return _rooms[id].cast if id in _rooms else None


def attendance(workshop: Workshop, cast: Cast) -> Attendance:
    """The members of the cast who have come, and those who have gone."""
    there = len(people(workshop))
    return Attendance(max(cast.people, there), there, len(gone(workshop, cast)))


def pause(act: Move | Arrival | None, cast: Cast, chance: Random) -> float:
    """The seconds until the next act: fewer in a larger room, more where people type slowly."""
    factor = _PAUSES[cast.speed]
    if act is None:
        return 1.0
    mean = CHECK_IN if isinstance(act, Arrival) else SPREAD / cast.people
    return min(chance.expovariate(1 / mean), LONGEST) * factor


class _Room(threading.Thread):
    """The thread behind one rehearsal; everything it knows it reads from the door."""

    def __init__(self, door: Door, id: WorkshopId, cast: Cast, pace: float) -> None:
        super().__init__(name=f"recolte-rehearsal-{id}", daemon=True)
        self.leaving = threading.Event()
        self.cast = cast
        self._door, self._id, self._pace = door, id, pace
        self._chance = Random(cast.seed)
        self._refused: tuple[int, frozenset[str]] = (-1, frozenset())

    def run(self) -> None:
        """One act after the other until somebody ends it."""
        while not self.leaving.is_set():
            try:
                workshop = self._door.look(self._id)
                if workshop.archived:
                    return
                wait = self._act(workshop)
            except TimeoutError:
                return  # the door is closed
            except (RuleError, StoreError):
                wait = LONGEST  # closed meanwhile, not framed yet, or busy: look again in a moment
            self.leaving.wait(max(0.002, self._pace * wait))

    def _act(self, workshop: Workshop) -> float:
        """One act of one person; the seconds until the next. What was refused waits for the next move."""
        since, refused = self._refused
        if since != workshop.moves:
            refused = frozenset()
        act = next_act(workshop, self.cast, refused)
        if isinstance(act, Arrival):
            said = answers(workshop, self.cast, act.number)
            coming = self._door.enrol(self._id, new_key(), channel=Channel.REHEARSAL, **said)
            coming.result(LONGEST * 2)
        elif act is not None:
            try:
                self._door.act(self._id, act.asked)
            except RuleError:
                refused |= {act.key}
        self._refused = (workshop.moves, refused)
        return pause(act, self.cast, self._chance)
