"""A copy of the database for each minute in which something changed, and whenever one is asked for.

It has a thread of its own: phones, pages and the writer never wait for a key to be written.
"""

import logging
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from facilitation import disks
from facilitation.copies import copies, copy_database, fingerprint, made_at
from facilitation.door import Door
from facilitation.errors import RecolteError, RuleError, StoreError
from facilitation.keeping import thin_out
from facilitation.rights import Administrator
from facilitation.settings import language_in
from locales import sentence

log = logging.getLogger("recolte.copying")

EACH = 60.0  # seconds between two looks
LATE = 3  # looks that did not come: the disk holds up the one that is on
PATIENCE = 5.0  # seconds for the last copy, when the server is stopped


@dataclass(frozen=True, slots=True)
class Standing:
    """How the copying stands; `fixed` when the folder comes from the environment and not from a person."""

    source: Path | None
    folder: Path | None
    fixed: bool = False
    last: datetime | None = None
    trouble: RecolteError | None = None
    late: bool = False


class Copying:
    """The copies of what is behind that door; `fixed` is the folder that the environment names, if any."""

    def __init__(self, door: Door, fixed: Path | None, each: float = EACH) -> None:
        self._door, self._each = door, each
        database = door.store.url.database if door.store.is_sqlite else None
        chosen = fixed or _path(door.copy_folder())
        self._standing = Standing(_path(database), chosen, fixed is not None)
        self._copy: Path | None = None
        self._last: datetime | None = None  # its name may tell another time: one that a clock ran ahead to
        self._known: bytes | None = None
        self._asked: list[Future[datetime]] = []
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None
        self._looked = time.monotonic()
        self._open, self._going = True, True

    def start(self) -> None:
        """Looks now and then from now on."""
        self._looked = time.monotonic()
        self._thread = threading.Thread(target=self._follow, name="recolte-copying", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Copies what is new once more, unless the disk is too slow, and stops."""
        with self._news:
            self._open = False
            self._news.notify()
        if self._thread is not None:
            self._thread.join(PATIENCE)
            self._going = False
            self._thread.join(1.0)

    def standing(self) -> Standing:
        """How it stands now."""
        late = time.monotonic() - self._looked > LATE * self._each
        return replace(self._standing, late=late and self._standing.folder is not None)

    def copy_now(self) -> "Future[datetime]":
        """Done with the time of a copy made from now on, or with the reason why there is none."""
        asked: Future[datetime] = Future()
        with self._news:
            self._asked.append(asked)
            self._news.notify()
        return asked

    def choose(self, by: Administrator, typed: str) -> "Future[datetime]":
        """Keeps copies in that folder from now on, the first at once; raises when it is not fit for them."""
        if self._standing.fixed or self._standing.source is None:
            raise RuleError("copy.fixed")
        folder = fit(typed, self._standing.source)
        self._door.choose_copy_folder(by, str(folder))
        with self._news:
            self._standing = Standing(self._standing.source, folder)
        return self.copy_now()

    # --- in the background ---------------------------------------------------------------------

    def _follow(self) -> None:
        while True:
            with self._news:
                asked, self._asked = self._asked, []
                going_on, standing = self._open, self._standing
            self._look(standing, asked)
            if not going_on:
                return
            with self._news:
                self._news.wait_for(lambda: self._asked or not self._open, timeout=self._each)

    def _look(self, standing: Standing, asked: Sequence["Future[datetime]"]) -> None:
        trouble, last = self._tried(standing, bool(asked))
        if trouble is not None and standing.trouble is None and standing.folder is not None:
            log.warning("%s", sentence(language_in(os.environ), trouble.key, **trouble.values))
        with self._news:
            if self._standing.folder == standing.folder:  # else another one was chosen meanwhile
                self._standing = replace(self._standing, last=last, trouble=trouble)
        self._looked = time.monotonic()
        for one in asked:
            if trouble is not None:
                one.set_exception(trouble)
            elif last is not None:
                one.set_result(last)

    def _tried(self, standing: Standing, asked: bool) -> tuple[RecolteError | None, datetime | None]:
        """Copies if asked or if something is new; what went wrong, and when the last copy was made."""
        if standing.source is None or standing.folder is None:
            return (RuleError("copy.nowhere") if asked else None), None
        try:
            self._copied(standing.source, standing.folder, asked)
        except RecolteError as trouble:
            return trouble, self._last
        except Exception:  # the thread must live: people count on the next copy
            log.exception("A copy could not be made.")
            return StoreError("copy.broken", folder=str(standing.folder)), self._last
        return None, self._last

    def _copied(self, source: Path, folder: Path, asked: bool) -> None:
        not_the_same(folder, source)
        if self._copy is None or self._copy.parent != folder:
            self._recall(folder)
        now = fingerprint(source)
        if asked or now != self._known or self._copy is None or not self._copy.is_file():
            at = datetime.now(UTC).replace(microsecond=0)
            self._copy = copy_database(source, folder, at, lambda: self._going)
            self._known, self._last = now, at
            thin_out(folder)

    def _recall(self, folder: Path) -> None:
        """What a server before this one has copied need not be copied again."""
        self._copy = self._known = self._last = None
        for copy in copies(folder)[:1]:
            try:
                self._known, self._copy, self._last = fingerprint(copy), copy, made_at(copy)
            except StoreError:
                log.warning("The newest copy does not read whole.")


def fit(typed: str, source: Path) -> Path:
    """The folder behind what a person typed, whole; raises when copies cannot be kept there."""
    folder = Path(typed.strip().strip("\"'")).expanduser().absolute()
    if not typed.strip() or not folder.is_dir():
        raise StoreError("copy.missing", folder=str(folder))
    folder = folder.resolve()
    not_the_same(folder, source)
    try:
        disks.write_through(folder)
    except OSError as error:
        raise disks.refusal(error, folder) from error
    return folder


def not_the_same(folder: Path, source: Path) -> None:
    """Raises when that is the database's own folder: what is lost with it is no copy."""
    if folder.resolve() == source.parent.resolve():
        raise StoreError("copy.same_folder", folder=str(folder.absolute()))


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
