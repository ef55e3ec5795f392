"""A room of its own process: 40 people write, copies are made, and the process is killed now and then.

`python -m tests.faults.writing DATA COPIES HOW COUNT KILLS`, with HOW `whole` (ours) or `one_by_one` (as a
file manager would). Lives are forked, so that each begins at once. What happens is written to DATA/told, line
by line: `kept TEXT` once an idea is acknowledged, `began` before a copy, `copied NAME` after it.
"""

import os
import random
import shutil
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from facilitation.asking import ask
from facilitation.copies import copies, copy_database
from facilitation.door import Door
from facilitation.model import NoteType, ParticipantId, StepKind
from facilitation.replacing import PARTS
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from facilitation.rules.notes import submit_note
from facilitation.rules.steps import open_step
from facilitation.store import Store
from tests.room import FRAMING, NOON

WRITERS = 40
PAUSE = 0.08  # seconds between two ideas of one person
MOST = 95  # ideas of one person; the rule has a limit
ANSWERS = {"kind": "student", "table": None, "language": "fr", "consents": {"terms"}}
AT_ONCE = 0.5  # seconds between two files, as a key takes them


class Room:
    """One life of the process."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.told = os.open(data / "told", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.door = Door(Store(f"sqlite:///{data / 'recolte.sqlite'}"))
        known = self.door.cards(Administrator())
        self.id = known[0].id if known else self._begun()

    def _begun(self):  # type: ignore[no-untyped-def]
        id, keys = self.door.create(Administrator(), NOON)
        by = self.door.facilitator(id, keys.facilitator)
        self.door.act(id, ask(frame_workshop, by=by, framing=FRAMING))
        for kind in (StepKind.CHECK_IN, StepKind.IDEAS):
            self.door.act(id, ask(open_step, by=by, step=kind))
        return id

    def tell(self, line: str) -> None:
        os.write(self.told, f"{line}\n".encode())

    def write(self) -> None:
        """A newcomer of this life writes one idea after the other."""
        token = os.urandom(8).hex()
        me = self.door.enrol(self.id, token, **ANSWERS).result()
        for number in range(MOST):
            text = f"{token} {number}"
            self._idea(me, text)
            self.tell(f"kept {text}")
            time.sleep(PAUSE * random.uniform(0.5, 1.5))

    def _idea(self, me: ParticipantId, text: str) -> None:
        asked = {"participant": me, "type": NoteType.IDEA, "text": text, "language": "fr"}
        self.door.submit(self.id, ask(submit_note, **asked), key=text).result()

    def copy(self, folder: Path, how: str, count: int) -> NoReturn:
        """Copies until that many are there."""
        while len(copies(folder)) < count:
            self.tell("began")
            self.tell(f"copied {HOW[how](self.data / 'recolte.sqlite', folder).name}")
            time.sleep(random.uniform(0, 0.1))
        os._exit(0)


def whole(source: Path, folder: Path) -> Path:
    return copy_database(source, folder, datetime.now(UTC))


def one_by_one(source: Path, folder: Path) -> Path:
    """What the README once advised: the files of the folder, one after the other."""
    target = folder / f"recolte-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite"
    for part in ("", "-shm", "-wal"):
        shutil.copy(f"{source}{part}", f"{target}{part}")
        time.sleep(AT_ONCE)
    return target


HOW = {"whole": whole, "one_by_one": one_by_one}
assert set(PARTS) == {"", "-shm", "-wal", "-running"}  # the last one is a mark, and empty


def live(data: Path, folder: Path, how: str, count: int) -> NoReturn:
    room = Room(data)
    for _ in range(WRITERS):
        threading.Thread(target=room.write, daemon=True).start()
    time.sleep(0.2)
    room.copy(folder, how, count)


def main() -> None:
    data, folder, how, count, kills = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]
    left = int(kills)
    while True:
        child = os.fork()
        if child == 0:
            live(data, folder, how, int(count))
        if left > 0:
            began = (data / "told").read_bytes().count(b"began") if (data / "told").exists() else 0
            _wait_for(data / "told", began + random.randint(1, 3))
            time.sleep(random.uniform(0, 0.03))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            left -= 1
        elif status == 0 and left <= 0:
            return
        else:
            raise SystemExit(f"a life ended by itself: {status}")


def _wait_for(told: Path, began: int) -> None:
    """Until that many copies have begun."""
    deadline = time.monotonic() + 60
    while not told.exists() or told.read_bytes().count(b"began\n") < began:
        if time.monotonic() > deadline:
            raise SystemExit("no copy was begun")
        time.sleep(0.001)


if __name__ == "__main__":
    main()
