"""Opening the embedded database's file: taken by one process, whole, and marked while it is in use.

SQLite opens a file that was cut (it rounds the size up to a page) and goes on without a journal that
somebody removed after a crash. Both are told here, from sizes and names alone: at once, however large it is.
"""

import contextlib
import errno
import logging
import os
import shutil
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout

from facilitation import replacing
from facilitation.errors import StoreError

log = logging.getLogger("recolte.store")

_MAGIC = b"SQLite format 3\x00"
_JOURNALS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
OURS, OUR_FOLDER = 0o600, 0o700  # ballots and addresses lie in the file: no other account reads it
_ROOM = 65_536  # bytes without which SQLite cannot even begin, and blames the disk
# What SQLite's primary result codes mean to who starts the app.
_SAID = {
    3: "store.no_right",  # PERM
    5: "store.held",  # BUSY
    6: "store.held",  # LOCKED
    8: "store.no_right",  # READONLY
    11: "store.damaged",  # CORRUPT
    13: "store.full",  # FULL
    14: "store.no_right",  # CANTOPEN
    26: "store.damaged",  # NOTADB
}


class File:
    """The file of one database, which no other process of ours has; raises StoreError if it cannot serve."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._running = path.with_name(f"{path.name}-running")
        self._lock = FileLock(f"{path}.lock", mode=OURS)
        self._unmark: Callable[[], object] = lambda: None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
            replacing.settle(path)
            close_to_others(path)
            self._look()
        except Timeout as error:
            raise StoreError("store.in_use", path=str(path)) from error
        except OSError as error:
            self._lock.release()
            raise refusal_of(error, path) from error

    def _look(self) -> None:
        crashed = self._running.exists()
        self.is_new = not _size(self.path)
        self.journal_lost = crashed and not _is_journal(_journal(self.path))
        if not is_whole(self.path) or (self.is_new and crashed):
            self._lock.release()
            raise StoreError("store.damaged", path=str(self.path))

    def opened(self) -> None:
        """Marks the file as in use. The mark goes at any end but a crash, and a crash leaves the journal."""
        self._running.touch(OURS)
        self._unmark = weakref.finalize(self, self._running.unlink, missing_ok=True)

    def unmark(self) -> None:
        """Before the last connection closes, and the journal with it."""
        self._unmark()

    def release(self) -> None:
        """Lets another process have the file."""
        self._lock.release()


class Check:
    """Looks through every page of a database, in a thread; `sound` is None as long as that is not known."""

    def __init__(self, engine: sa.Engine) -> None:
        self.sound: bool | None = None
        self._engine = engine
        self._connection: Any = None
        self._thread = threading.Thread(target=self._look, name="recolte-check", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool | None:
        """What is known after that time at most."""
        self._thread.join(seconds)
        return self.sound

    def stop(self) -> None:
        """Ends it, wherever it is."""
        if self._connection is not None:
            self._connection.interrupt()
        self._thread.join()

    def _look(self) -> None:
        try:
            with self._engine.connect() as connection:
                self._connection = connection.connection.dbapi_connection
                self.sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
        except sa.exc.DBAPIError as error:
            self.sound = False if is_damage(error) else None
        finally:
            self._connection = None
        if self.sound is False:
            log.error("The database file is damaged.")


def close_to_others(path: Path) -> None:
    """Makes the database, and what SQLite keeps beside it, unreadable for other accounts of the machine.

    What was wider is narrowed. So is its folder when nothing else lies in it; a folder with other things in
    it stays as somebody made it. Nothing is done where files have no modes, or are another account's.
    """
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # a disk without modes, or a read-only one: opening says what is wrong
        path.touch(OURS)  # SQLite gives the files beside it the modes of this one
        beside = [one for one in path.parent.iterdir() if one.name.startswith(path.name)]
        for one in beside:
            one.chmod(one.stat().st_mode & OURS)
        if len(beside) == len(list(path.parent.iterdir())):
            path.parent.chmod(path.parent.stat().st_mode & OUR_FOLDER)


def refusal_of(error: OSError | sa.exc.DBAPIError, path: Path) -> StoreError:
    """Why the database cannot be opened, as something a person can act on."""
    if isinstance(error, OSError):
        key = "store.full" if error.errno in _FULL else "store.no_right"
    else:
        key = _SAID.get(_code(error), "store.unopened")
    if key == "store.unopened" and _room(path.parent) < _ROOM:
        key = "store.full"
    return StoreError(key, path=str(path), folder=str(path.parent.absolute()), reason=_reason(error))


def is_damage(error: sa.exc.DBAPIError) -> bool:
    """Whether the database met a page that makes no sense."""
    return _SAID.get(_code(error)) == "store.damaged"


def is_whole(path: Path) -> bool:
    """Whether the file, with its journal, has all the pages it counts; an empty one without a journal is new.

    A page that the file lacks may still be in the journal: a crash came between the two.
    """
    size, waiting = _size(path), _waiting(_journal(path))
    if size == 0:
        return not waiting
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(_MAGIC) or len(head) < 100:
        return False
    page = int.from_bytes(head[16:18]) if head[16:18] != b"\x00\x01" else 65_536
    if page < 512:
        return False
    counted = int.from_bytes(head[28:32]) if head[24:28] == head[92:96] else 0
    there = max(counted, -(-size // page))
    return all(number in waiting for number in range(size // page + 1, there + 1))


def _waiting(journal: Path) -> set[int]:
    """The numbers of the pages that a write-ahead log holds (sqlite.org/fileformat2.html, section 4)."""
    found: set[int] = set()
    if _size(journal) <= 32:
        return found
    with journal.open("rb") as file:
        head = file.read(32)
        page = int.from_bytes(head[8:12])
        while len(frame := file.read(24)) == 24 and frame[8:16] == head[16:24]:
            found.add(int.from_bytes(frame[:4]))
            file.seek(page, 1)
    return found


def _is_journal(path: Path) -> bool:
    """Whether that file is one; SQLite passes over anything else in its place, without a word."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        return file.read(4) in (b"", *_JOURNALS)  # an empty one waits for the first page


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _room(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return _ROOM


def _code(error: sa.exc.DBAPIError) -> int:
    return int(getattr(error.orig, "sqlite_errorcode", 0)) & 0xFF


def _reason(error: OSError | sa.exc.DBAPIError) -> str:
    return str(error.orig if isinstance(error, sa.exc.DBAPIError) else error.strerror)
