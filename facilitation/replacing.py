"""The database is replaced by another file: decided by one rename, and finished by whoever opens it next.

Three files make a database (itself, -wal, -shm), a mark lies beside them while it runs, and no disk moves
them all at once. So the new one is first laid beside the old under a name that says so. A kill before that
leaves the old one, whole; from then on `settle` moves the old one aside, all of it, and the new one in,
however often it is killed on the way.
"""

from datetime import UTC, datetime
from pathlib import Path

from facilitation import disks

DECIDED = ".replaced-by-"
PARTS = ("-wal", "-shm", "-running", "")  # the database last: where it lies, the others lie


def decide(new: Path, database: Path, at: datetime) -> None:
    """From now on that database is that new file, which lies in its folder."""
    new.rename(database.with_name(f"{database.name}{DECIDED}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"))
    disks.flush(database.parent)


def settle(database: Path) -> Path | None:
    """Finishes what was decided; gives where the old database lies now, or None. Its lock must be held."""
    aside = None
    for decided in sorted(database.parent.glob(f"{database.name}{DECIDED}*")):
        aside = _moved_aside(database, decided.name.removeprefix(f"{database.name}{DECIDED}"))
        disks.flush(database.parent)
        decided.rename(database)
        disks.flush(database.parent)
    return aside


def _moved_aside(database: Path, time: str) -> Path | None:
    """Where the old database lies with what belongs to it; None when there is none."""
    aside, number = database.with_name(f"{database.stem}-replaced-{time}{database.suffix}"), 1
    there = [part for part in PARTS if Path(f"{database}{part}").exists()]
    while there and aside.exists():
        number += 1
        aside = database.with_name(f"{database.stem}-replaced-{time}-{number}{database.suffix}")
    for part in there:
        Path(f"{database}{part}").rename(f"{aside}{part}")
    return aside if aside.exists() else None
