"""The one thread that writes: it takes what is waiting, decides, commits once, and then answers.

It decides on what it remembers. Where the database turns out to hold something else (a backup was put back
under it, somebody wrote with another program) it decides once more on what it reads anew.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias, TypeVar

import sqlalchemy as sa

from facilitation import store
from facilitation.errors import ArchiveError, RuleError, StoreError
from facilitation.events import Entry, Event, WorkshopArchived
from facilitation.model import Workshop, WorkshopId
from facilitation.replay import apply, replay
from facilitation.store import Store

log = logging.getLogger("recolte.writer")

MOST = 64  # requests in one transaction
PATIENCE = 30.0  # seconds to finish what was asked, at closing

Listener: TypeAlias = Callable[[WorkshopId, Workshop], None]
Also: TypeAlias = Callable[[sa.Connection, tuple[Event, ...]], None]
T = TypeVar("T")


class States:
    """The latest committed state of each workshop, shared by the writer and everybody who looks."""

    def __init__(self) -> None:
        self._known: dict[WorkshopId, Workshop] = {}
        self._lock = threading.Lock()

    def get(self, id: WorkshopId) -> Workshop | None:
        """The state known last, or None."""
        return self._known.get(id)

    def keep(self, id: WorkshopId, workshop: Workshop) -> Workshop:
        """Keeps that state, which somebody read, unless a later one is known; gives the later one."""
        with self._lock:
            known = self._known.get(id)
            if known is None or known.seq < workshop.seq:
                self._known[id] = workshop
            return self._known[id]

    def put(self, id: WorkshopId, workshop: Workshop) -> None:
        """Keeps that state, which was just committed, even where the log is shorter than it was."""
        with self._lock:
            self._known[id] = workshop

    def clear(self) -> None:
        """Forgets everything: each workshop is read anew when it is needed."""
        with self._lock:
            self._known = {}


class UsedKeys:
    """The keys used before, of a database that only this process writes: a new one needs no question."""

    def __init__(self) -> None:
        self._used: dict[WorkshopId, set[str]] = {}

    def of(self, connection: sa.Connection, id: WorkshopId) -> set[str]:
        """The keys of that workshop."""
        if id not in self._used:
            self._used[id] = store.keys(connection, id)
        return self._used[id]

    def committed(self, used: Iterable[tuple[WorkshopId, str]]) -> None:
        """Remembers the keys of a batch that is safely written."""
        for id, key in used:
            if id in self._used:
                self._used[id].add(key)


class Batch:
    """One transaction: the states as they will be once it is committed."""

    def __init__(self, connection: sa.Connection, states: States, keys: "UsedKeys | None" = None) -> None:
        self.connection = connection
        self._states = states
        self._keys = keys
        self._rows: dict[WorkshopId, list[store.Row]] = {}
        self._keyed: dict[tuple[WorkshopId, str], Entry] = {}
        self._untested: set[WorkshopId] = set()
        self.states: dict[WorkshopId, Workshop] = {}
        self.appended = False
        self.once_committed: list[Callable[[], None]] = []  # what memory may know only then

    def state(self, id: WorkshopId) -> Workshop:
        """The workshop with its row held; brought up to date with what another process wrote."""
        if id not in self.states and self._keys is not None and (known := self._states.get(id)) is not None:
            self.states[id] = known  # of a database that only this process writes
            self._untested.add(id)
        if id not in self.states:
            seq = store.locked_seq(self.connection, id)
            if seq is None:
                raise RuleError("workshop.unknown")
            known = self._states.get(id) or Workshop()
            self.states[id] = known if known.seq == seq else caught_up(self.connection, id, known)
        return self.states[id]

    def append(self, id: WorkshopId, new: Sequence[Entry], also: Also | None = None) -> None:
        """Adds entries to a log, with what else must be written by the same commit."""
        if not new:
            return
        workshop = self.state(id)
        for entry in new:
            workshop = apply(workshop, entry)
        rows = [store.row(id, entry) for entry in new]  # nothing is kept of an entry that cannot be written
        self.states[id] = workshop
        self._rows.setdefault(id, []).extend(rows)
        self._keyed |= {(id, entry.key): entry for entry in new if entry.key is not None}
        archived = any(isinstance(entry.event, WorkshopArchived) for entry in new)
        if also is not None or archived:
            self.flush()
        if also is not None:
            also(self.connection, tuple(entry.event for entry in new))
        if archived:
            store.forget_devices(self.connection, id)

    def entry_with_key(self, id: WorkshopId, key: str) -> Entry | None:
        """The entry that was written under that key, in this batch or before."""
        if (id, key) in self._keyed:
            return self._keyed[id, key]
        if self._keys is not None and key not in self._keys.of(self.connection, id):
            return None
        return store.entry_with_key(self.connection, id, key)

    def keys(self) -> Iterable[tuple[WorkshopId, str]]:
        """The keys that this batch has used."""
        return self._keyed

    def flush(self) -> None:
        """Hands the new entries to the database, all at once: one statement costs as much as a rule."""
        for id, rows in self._rows.items():
            store.append_rows(self.connection, id, rows)
            self._untested.discard(id)
            self.appended = True
        self._rows = {}

    def finish(self) -> None:
        """Hands over what is left, and makes sure that nobody was refused from a memory that is wrong."""
        self.flush()
        for id in self._untested:
            if store.locked_seq(self.connection, id) != self.states[id].seq:
                raise store.Overtaken


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Batch], Any]
    future: "Future[Any]"
    real: bool


class Writer:
    """Decides what is asked, one after the other, in group commits; `committed` hears of each new state.

    `anew` is called, within the transaction, before something is decided again on what the database says.
    `refusing` tells whether what somebody asked last could not be written, until something is appended.
    """

    def __init__(
        self, opened: Store, states: States, committed: Listener, anew: Callable[[sa.Connection], None]
    ) -> None:
        self._store = opened
        self._states = states
        self._committed = committed
        self._anew = anew
        self._keys = UsedKeys() if opened.is_sqlite else None
        self.refusing = False
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="recolte-writer", daemon=True)
        self._thread.start()

    def ask(self, work: Callable[[Batch], T], real: bool = True) -> "Future[T]":
        """Done with what `work` gives once it is committed, or with what it raised.

        It may be called twice and must change nothing but the batch; not `real` is what only tries the store.
        """
        future: Future[T] = Future()
        self._queue.put(_Job(work, future, real))
        return future

    def close(self) -> None:
        """Finishes what was asked before."""
        self._queue.put(None)
        self._thread.join(PATIENCE)

    def _write(self) -> None:
        while (first := self._queue.get()) is not None:
            jobs, stop = self._waiting(first)
            self._commit(jobs)
            if stop:
                return

    def _waiting(self, first: _Job) -> tuple[list[_Job], bool]:
        jobs = [first]
        while len(jobs) < MOST:
            try:
                job = self._queue.get_nowait()
            except Empty:
                break
            if job is None:
                return jobs, True
            jobs.append(job)
        return jobs, False

    def _commit(self, asked: Sequence[_Job]) -> None:
        # Skip requests whose caller has stopped waiting; from here on none can stop before its answer.
        self._settle([job for job in asked if job.future.set_running_or_notify_cancel()])

    def _settle(self, jobs: Sequence[_Job], anew: bool = False) -> None:
        """Decides and writes those jobs together; each of them is answered exactly once."""
        batch: Batch | None = None
        failure: Exception | None = None
        answers: list[tuple[_Job, Any, BaseException | None]] = []
        try:
            with self._store.writing() as connection:
                batch = self._batch(connection, anew)
                answers = [(job, *_decided(job, batch)) for job in jobs]
                batch.finish()
        except Exception as error:  # noqa: BLE001 (whatever it was, the thread that writes for all must go on)
            failure = error
        if failure is not None or batch is None:
            self._failed(jobs, failure, anew, decided=batch is not None)
            return
        self._remember(batch, anew)
        for job, answer, refusal in answers:
            if refusal is not None:
                job.future.set_exception(refusal)
            else:
                job.future.set_result(answer)

    def _batch(self, connection: sa.Connection, anew: bool) -> Batch:
        if not anew:
            return Batch(connection, self._states, self._keys)
        self._anew(connection)
        return Batch(connection, States())

    def _failed(self, jobs: Sequence[_Job], error: Exception | None, anew: bool, decided: bool) -> None:
        """Once more without memory, then each by itself (one may spoil it for all), then a refusal."""
        if decided and not anew:
            log.warning("The store did not take %d requests; they are decided anew.", len(jobs))
            self._settle(jobs, anew=True)
        elif decided and len(jobs) > 1 and not isinstance(error, sa.exc.OperationalError):
            for job in jobs:
                self._settle([job])
        else:
            log.error("The store could not write; %d requests are refused.", len(jobs), exc_info=error)
            self.refusing |= any(job.real for job in jobs)
            for job in jobs:
                job.future.set_exception(StoreError("store.unavailable"))

    def _remember(self, batch: Batch, anew: bool) -> None:
        if anew:  # what was remembered of one workshop was wrong: so may be what is of the others
            self._states.clear()
            self._keys = self._keys and UsedKeys()
        if self._keys is not None:
            self._keys.committed(batch.keys())
        for note in batch.once_committed:
            note()
        if batch.appended:
            self.refusing = False
        for id, workshop in batch.states.items():
            if self._states.get(id) is not workshop:
                self._states.put(id, workshop)
                self._tell(id, workshop)

    def _tell(self, id: WorkshopId, workshop: Workshop) -> None:
        try:
            self._committed(id, workshop)
        except Exception:  # what is committed is answered, and the next is written
            log.exception("Those who follow the workshop %s could not all be told.", id)


# What reading a damaged log ends in: a line that is none, a row that is no row, an event about nothing.
_DAMAGED = (
    ArchiveError,
    sa.exc.DatabaseError,
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
    StopIteration,
)


@contextmanager
def reading_log(id: WorkshopId) -> Iterator[None]:
    """Turns what a damaged log ends in into StoreError: the others go on, and a person is told."""
    try:
        yield
    except sa.exc.OperationalError:
        raise  # the database does not answer now: nothing is known of the log
    except _DAMAGED as error:
        log.error("The workshop %s cannot be read.", id, exc_info=error)
        raise StoreError("store.unreadable") from error


def caught_up(connection: sa.Connection, id: WorkshopId, known: Workshop) -> Workshop:
    """That state after what the log holds beyond it; raises StoreError when the log cannot be read."""
    with reading_log(id):
        return replay(store.entries(connection, id, known.seq), known)


def _decided(job: _Job, batch: Batch) -> tuple[Any, BaseException | None]:
    try:
        return job.work(batch), None
    except sa.exc.SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 (goes to the one who asked: the writer serves everybody)
        return None, error
