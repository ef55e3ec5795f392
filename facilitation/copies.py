"""Copies of the database in another folder: whole or not there, and looked at before they are trusted.

A copy is made by `VACUUM INTO`, on a connection of its own that only reads. It is one snapshot, it waits for
no writer and no writer waits for it, and nothing is flushed while the snapshot is held: a slow key keeps the
write-ahead log from shrinking no longer than it takes to read the database. SQLite's backup API takes as long
(0.2 s for 70 MB), but begins anew at each commit unless it goes in one step, and leaves its copies in WAL
mode: whoever reads one writes two files beside it.
"""

import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from facilitation import codec, disks
from facilitation.errors import ArchiveError, StoreError
from facilitation.store import MIGRATIONS, sqlite_module

UNFINISHED = ".recolte-copying-"  # how a copy is called until it is whole; never taken for one
OURS = {"workshop", "event", "people", "setting"}
STEP = 10_000  # of SQLite's instructions, after which a copy asks whether it should go on

_NAME = re.compile(r"recolte-(\d{8}T\d{6}Z)(?:-(\d+))?\.sqlite", re.ASCII)
_TIME = "%Y%m%dT%H%M%SZ"
_NO_NEWS = {"vector", "event"}  # a cache; and what the last number of each workshop tells
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_SUM = "SELECT (SELECT count(*) FROM workshop), max(at) FROM event"
_IDEAS = """SELECT count(*) FROM event WHERE name LIKE '%Submitted' AND data LIKE '%"type":"idea"%'"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a sound database of ours holds; `last` is the time of its latest entry."""

    workshops: int
    ideas: int
    last: datetime | None


def copy_database(source: Path, folder: Path, at: datetime, going: Callable[[], bool] = lambda: True) -> Path:
    """The finished copy of that database in that folder, named after `at`.

    Raises StoreError with the plain cause, and leaves nothing under a final name, when it could not be made
    whole or when `going` said no.
    """
    unfinished = snapshot(source, folder, going)
    try:
        with _told(folder):
            finished = _free_name(folder, at)
            unfinished.rename(finished)
            disks.flush(folder)
    finally:
        unfinished.unlink(missing_ok=True)
    return finished


def snapshot(source: Path, folder: Path, going: Callable[[], bool] = lambda: True) -> Path:
    """A sound copy on the disk of that folder, under a temporary name; clears what others left."""
    if not source.is_file():
        raise StoreError("file.missing", path=str(source))
    with _told(folder):
        for stale in folder.glob(f"{UNFINISHED}*"):
            stale.unlink(missing_ok=True)
        number, name = tempfile.mkstemp(prefix=UNFINISHED, dir=folder)  # readable by this account only
        os.close(number)
    unfinished = Path(name)
    try:
        with _told(folder):
            _vacuum(source, unfinished, going)
        _proved(unfinished, folder)
        with _told(folder):
            disks.flush(unfinished)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return unfinished


def copies(folder: Path) -> list[Path]:
    """The finished copies in that folder, newest first; none when it cannot be read."""
    try:
        found = [path for path in folder.iterdir() if _is_ours(path.name)]
    except OSError:
        return []
    return sorted(found, key=lambda path: order(path.name), reverse=True)


def newest_good(folder: Path) -> Path | None:
    """The newest copy there that is sound and that this version can read, or None."""
    for path in copies(folder):
        with contextlib.suppress(StoreError):
            contents(path)
            return path
    return None


def order(name: str) -> tuple[str, int]:
    """What copies are sorted by, the time first; raises ValueError for the name of something else."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(name)
    datetime.strptime(found[1], _TIME)
    return found[1], int(found[2] or 1)


def made_at(copy: Path) -> datetime:
    """When that copy was made, as its name tells."""
    return datetime.strptime(order(copy.name)[0], _TIME).replace(tzinfo=UTC)


def contents(path: Path) -> Contents:
    """What that file holds; raises StoreError when it is cut, damaged, not ours or of a newer version."""
    if not path.is_file():
        raise StoreError("file.missing", path=str(path))
    module = sqlite_module()
    try:
        with reading(path) as connection:
            return _contents(connection, path)
    except module.DatabaseError as error:
        kind = "not_sqlite" if _code(error) == module.SQLITE_NOTADB else "damaged"
        raise StoreError(f"file.{kind}", path=str(path)) from error
    except (ValueError, ArchiveError) as error:  # a text that is no text, a time that is no time
        raise StoreError("file.damaged", path=str(path)) from error


def fingerprint(database: Path) -> bytes:
    """A name for what that database holds now: the same as long as there is nothing new to copy.

    Raises StoreError when it cannot be read.
    """
    known = blake2b(digest_size=16)
    try:
        with reading(database) as connection:
            connection.execute("BEGIN")
            for table in sorted(_tables(connection) - _NO_NEWS):
                known.update(table.encode())
                for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 (as it names its own)
                    if row[0] != "ping":  # what a watchdog leaves
                        known.update(repr(row).encode())
    except (sqlite_module().Error, ValueError) as error:
        raise StoreError("file.damaged", path=str(database)) from error
    return known.digest()


def chosen_folder(database: Path) -> Path | None:
    """The folder for copies that a person chose, as far as that database can still be read."""
    with contextlib.suppress(sqlite_module().Error, ValueError), reading(database) as connection:
        found = connection.execute("SELECT value FROM setting WHERE name = 'copy_folder'").fetchone()
        return Path(found[0]) if found and found[0] else None
    return None


@contextlib.contextmanager
def reading(database: Path) -> Iterator[Any]:
    """A connection that can only read, to a file that must be there."""
    where = f"{database.absolute().as_uri()}?mode=ro"
    connection = sqlite_module().connect(where, uri=True, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _vacuum(source: Path, target: Path, going: Callable[[], bool]) -> None:
    with reading(source) as connection:
        connection.execute("PRAGMA busy_timeout=10000")
        connection.execute("PRAGMA synchronous=OFF")  # flushed later, once the snapshot is let go
        connection.set_progress_handler(lambda: not going(), STEP)
        connection.execute("VACUUM INTO ?", (str(target),))


def _proved(unfinished: Path, folder: Path) -> None:
    try:
        contents(unfinished)
    except StoreError as error:
        raise StoreError("copy.unsound", folder=str(folder.absolute())) from error


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turns what a disk or SQLite says into what to tell a person."""
    module = sqlite_module()
    causes = {
        module.SQLITE_FULL: "copy.full",
        module.SQLITE_READONLY: "copy.read_only",
        module.SQLITE_INTERRUPT: "copy.interrupted",
        module.SQLITE_CORRUPT: "copy.source",
        module.SQLITE_NOTADB: "copy.source",
    }
    try:
        yield
    except OSError as error:
        raise disks.refusal(error, folder) from error
    except module.Error as error:
        key = causes.get(_code(error), "copy.broken" if folder.is_dir() else "copy.missing")
        raise StoreError(key, folder=str(folder.absolute())) from error


def _free_name(folder: Path, at: datetime) -> Path:
    """A name that sorts after all that are there, though the clock was set back: the newest is the newest."""
    time, number = at.astimezone(UTC).strftime(_TIME), 1
    latest = max((order(copy.name) for copy in copies(folder)), default=("", 0))
    if latest >= (time, number):
        time, number = latest[0], latest[1] + 1
    return folder / (f"recolte-{time}-{number}.sqlite" if number > 1 else f"recolte-{time}.sqlite")


def _contents(connection: Any, path: Path) -> Contents:
    schema = None
    if _tables(connection) >= OURS:
        schema = connection.execute("SELECT value FROM setting WHERE name = 'schema'").fetchone()
    if schema is None:
        raise StoreError("file.foreign", path=str(path))
    if int(schema[0]) > len(MIGRATIONS):
        raise StoreError("file.newer", path=str(path))
    if _cut(connection, path) or connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise StoreError("file.damaged", path=str(path))
    workshops, last = connection.execute(_SUM).fetchone()
    (ideas,) = connection.execute(_IDEAS).fetchone()
    return Contents(workshops, ideas, codec.moment(last) if last else None)


def _cut(connection: Any, path: Path) -> bool:
    """Whether the file's end is missing: SQLite does not miss the end of a page that is nearly empty."""
    ((pages,), (size,)) = (connection.execute(f"PRAGMA page_{what}").fetchone() for what in ("count", "size"))
    return not Path(f"{path}-wal").exists() and path.stat().st_size < int(pages) * int(size)


def _is_ours(name: str) -> bool:
    try:
        order(name)
    except ValueError:
        return False
    return True


def _tables(connection: Any) -> set[str]:
    return {name for (name,) in connection.execute(_TABLES)}


def _code(error: Exception) -> int:
    """SQLite's own number for what went wrong; 255 when it is not one of its errors."""
    return int(getattr(error, "sqlite_errorcode", -1)) & 0xFF
