"""The one door: `look` reads a workshop, `act` decides and appends, one after the other.

A single thread writes. It takes what is waiting (up to 64 requests), decides each on the state that
the one before left, appends, and commits once; only then is anybody answered. So fifty racing taps
cannot overspend a ballot, and nothing is acknowledged that a power cut could take back.
"""

import base64
import hmac
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from secrets import token_hex
from typing import Any, TypeAlias, TypeVar

import sqlalchemy as sa

from facilitation import rights, store
from facilitation.errors import RuleError, StoreError
from facilitation.events import Entry, Event, WorkshopArchived
from facilitation.model import ParticipantId, Workshop, WorkshopId
from facilitation.replay import apply, replay
from facilitation.rights import Administrator, Committee, Facilitator, Keys
from facilitation.rules.participants import check_in
from facilitation.store import Card, Contact, Store

log = logging.getLogger("recolte.door")

BATCH = 64
PATIENCE = 30.0  # seconds a page waits for the writer before it gives up

Rule: TypeAlias = Callable[..., tuple[Event, ...]]
Listener: TypeAlias = Callable[[WorkshopId, Workshop], None]
Also: TypeAlias = Callable[[sa.Connection, tuple[Event, ...]], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did: the number of the last event, what happened, and whether it had been asked before."""

    seq: int
    events: tuple[Event, ...]
    repeated: bool = False


class _Batch:
    """One transaction of the writer: the states as they will be once it is committed."""

    def __init__(self, connection: sa.Connection, known: dict[WorkshopId, Workshop]) -> None:
        self.connection = connection
        self._known = known
        self.states: dict[WorkshopId, Workshop] = {}

    def state(self, id: WorkshopId) -> Workshop:
        """The workshop with its row held; brought up to date with what another process wrote."""
        if id not in self.states:
            seq = store.locked_seq(self.connection, id)
            if seq is None:
                raise RuleError("workshop.unknown")
            known = self._known.get(id, Workshop())
            self.states[id] = known if known.seq == seq else _caught_up(self.connection, id, known)
        return self.states[id]


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[_Batch], Any]
    future: "Future[Any]"


class Door:
    """Everything that the screens may do with workshops, on one store."""

    def __init__(self, opened: Store) -> None:
        self.store = opened
        self._known: dict[WorkshopId, Workshop] = {}
        self._devices: dict[tuple[WorkshopId, str], ParticipantId] = {}
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        with opened.reading() as connection:
            self._cards = {card.id: card for card in store.cards(connection)}
        self._writer = threading.Thread(target=self._write, name="recolte-writer", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Finishes what was asked, then closes the store."""
        self._queue.put(None)
        self._writer.join(PATIENCE)
        self.store.close()

    # --- reading -------------------------------------------------------------------------------

    def look(self, id: WorkshopId) -> Workshop:
        """The workshop as it is committed; raises RuleError when there is none."""
        known = self._known.get(id)
        if known is not None and self.store.is_sqlite:
            return known  # this process is the only writer of its SQLite file
        self.card(id)
        with self.store.reading() as connection:
            before = known or Workshop()
            if known is None or store.last_seq(connection, id) != known.seq:
                before = _caught_up(connection, id, before)
        return self._remember(id, before)

    def entries(self, id: WorkshopId) -> tuple[Entry, ...]:
        """The whole log of a workshop."""
        with self.store.reading() as connection:
            return store.entries(connection, id)

    def card(self, id: WorkshopId) -> Card:
        """The card of a workshop; raises RuleError when there is none."""
        if id not in self._cards:
            with self.store.reading() as connection:
                self._cards = {card.id: card for card in store.cards(connection)}
        if id not in self._cards:
            raise RuleError("workshop.unknown")
        return self._cards[id]

    def cards(self, by: Administrator) -> tuple[Card, ...]:
        """All workshops of this installation, newest first."""
        return tuple(sorted(self._cards.values(), key=lambda card: card.created_at, reverse=True))

    def find(self, typed: str) -> WorkshopId | None:
        """The workshop behind a join code, however it was typed."""
        code = rights.read_code(typed)
        return next((card.id for card in self._cards.values() if card.code == code), None)

    def participant(self, id: WorkshopId, token: str | None) -> ParticipantId | None:
        """Who holds that device token in that workshop, or None."""
        if not token:
            return None
        device = rights.hashed(token, id)
        if (id, device) not in self._devices:
            with self.store.reading() as connection:
                found = store.participant_of(connection, id, device)
            if found is None:
                return None
            self._devices[id, device] = found
        return self._devices[id, device]

    # --- rights --------------------------------------------------------------------------------

    def facilitator(self, id: WorkshopId, key: str | None) -> Facilitator | None:
        """The right to facilitate that workshop, if the key is its key."""
        return Facilitator(id) if rights.matches(key, self.card(id).facilitator_hash, id) else None

    def committee(self, id: WorkshopId, key: str | None) -> Committee | None:
        """The right to read that workshop's summary, if the key is its committee key."""
        return Committee(id) if rights.matches(key, self.card(id).committee_hash, id) else None

    def administrator(self, token: str | None) -> Administrator | None:
        """The right to create workshops, if the token was given out by `admit_administrator`."""
        with self.store.reading() as connection:
            stored = store.read_setting(connection, "administrator")
        return Administrator() if stored and rights.matches(token, stored) else None

    def admit_administrator(self) -> str:
        """A new token for the administrator's browser; the caller has checked the one-time key."""
        token = rights.new_key()

        def keep(batch: _Batch) -> None:
            store.write_setting(batch.connection, "administrator", rights.hashed(token))

        self._ask(keep).result(PATIENCE)
        return token

    # --- acting --------------------------------------------------------------------------------

    def create(self, by: Administrator, at: datetime, log: Iterable[Entry] = ()) -> tuple[WorkshopId, Keys]:
        """A new workshop with its keys; with a log it starts as that log left off (archive, sample)."""
        id = WorkshopId(token_hex(8))
        keys = _new_keys()
        card = _card(id, rights.new_code(), keys, at)
        past = tuple(log)
        state = replay(past)  # before anything is written: a log that cannot be replayed is refused

        def write(batch: _Batch) -> None:
            store.add_workshop(batch.connection, card)
            if past:
                store.append(batch.connection, id, past)
            batch.states[id] = state

        self._ask(write).result(PATIENCE)
        self._cards = {**self._cards, id: card}
        return id, keys

    def renew_keys(self, by: Administrator, id: WorkshopId) -> Keys:
        """New facilitator and committee links; the old ones stop working."""
        keys = _new_keys()
        card = self.card(id)
        renewed = _card(id, card.code, keys, card.created_at)

        def write(batch: _Batch) -> None:
            store.change_hashes(batch.connection, id, renewed.facilitator_hash, renewed.committee_hash)

        self._ask(write).result(PATIENCE)
        self._cards = {**self._cards, id: renewed}
        return keys

    def act(self, id: WorkshopId, rule: Rule, **asked: Any) -> Outcome:
        """`submit`, and wait for the answer."""
        return self.submit(id, rule, **asked).result(PATIENCE)

    def submit(
        self,
        id: WorkshopId,
        rule: Rule,
        *,
        at: datetime | None = None,
        key: str | None = None,
        also: Also | None = None,
        **asked: Any,
    ) -> "Future[Outcome]":
        """Asks the writer to decide by that rule; done once committed, or with the RuleError.

        A key that was used before in that workshop answers with what it did then, and does nothing.
        """
        when = at or datetime.now(UTC)
        by = asked.get("by")

        def decide(batch: _Batch) -> Outcome:
            if isinstance(by, Facilitator):
                rights.check(by, id)
            workshop = batch.state(id)
            if key is not None and (before := store.entry_with_key(batch.connection, id, key)):
                return Outcome(before.seq, (before.event,), repeated=True)
            happened = rule(workshop, when, **asked)
            new = _numbered(workshop.seq, when, _actor(asked), key, happened)
            return self._append(batch, id, workshop, new, also)

        return self._ask(decide)

    def enrol(self, id: WorkshopId, token: str, **answers: Any) -> "Future[ParticipantId]":
        """Checks a device in, or corrects its answers; the same token is always the same participant."""
        device = rights.hashed(token, id)

        def decide(batch: _Batch) -> ParticipantId:
            known = store.participant_of(batch.connection, id, device)
            workshop = batch.state(id)
            when = answers.get("at") or datetime.now(UTC)
            given = {name: value for name, value in answers.items() if name != "at"}
            (event,) = check_in(workshop, when, participant=known, **given)
            new = _numbered(workshop.seq, when, event.participant, None, (event,))

            def link(connection: sa.Connection, _events: tuple[Event, ...]) -> None:
                if known is None:
                    store.link_device(connection, id, event.participant, device)

            self._append(batch, id, workshop, new, link)
            return event.participant

        return self._ask(decide)

    def remember(self, id: WorkshopId, contact: Contact) -> "Future[None]":
        """Keeps how to reach a person, apart from the log."""
        return self._ask(lambda batch: store.save_contact(batch.connection, id, contact))

    def contacts(self, id: WorkshopId, by: Facilitator) -> tuple[Contact, ...]:
        """The people of that workshop who left a name or an address."""
        rights.check(by, id)
        with self.store.reading() as connection:
            return store.contacts(connection, id)

    def ping(self) -> "Future[None]":
        """Done once the store has really written something."""
        now = datetime.now(UTC).isoformat()
        return self._ask(lambda batch: store.write_setting(batch.connection, "ping", now))

    def listen(self, listener: Listener) -> None:
        """Calls back after each commit, from the writer's thread: be quick."""
        self._listeners.append(listener)

    # --- the writer ----------------------------------------------------------------------------

    def _ask(self, work: Callable[[_Batch], T]) -> "Future[T]":
        future: Future[T] = Future()
        self._queue.put(_Job(work, future))
        return future

    def _append(
        self, batch: _Batch, id: WorkshopId, workshop: Workshop, new: Sequence[Entry], also: Also | None
    ) -> Outcome:
        events = tuple(entry.event for entry in new)
        if not new:
            return Outcome(workshop.seq, ())
        for entry in new:
            workshop = apply(workshop, entry)
        with batch.connection.begin_nested():
            store.append(batch.connection, id, new)
            if also is not None:
                also(batch.connection, events)
            if any(isinstance(event, WorkshopArchived) for event in events):
                store.forget_devices(batch.connection, id)
        batch.states[id] = workshop
        return Outcome(workshop.seq, events)

    def _write(self) -> None:
        while (first := self._queue.get()) is not None:
            jobs, stop = self._waiting(first)
            self._commit(jobs)
            if stop:
                return

    def _waiting(self, first: _Job) -> tuple[list[_Job], bool]:
        jobs = [first]
        while len(jobs) < BATCH:
            try:
                job = self._queue.get_nowait()
            except Empty:
                break
            if job is None:
                return jobs, True
            jobs.append(job)
        return jobs, False

    def _commit(self, asked: Sequence[_Job]) -> None:
        # Who gave up waiting is left out; from here on nobody can give up between commit and answer.
        jobs = [job for job in asked if job.future.set_running_or_notify_cancel()]
        answers: list[tuple[_Job, Any, BaseException | None]] = []
        try:
            with self.store.writing() as connection:
                batch = _Batch(connection, self._known)
                answers = [(job, *_decided(job, batch)) for job in jobs]
        except sa.exc.SQLAlchemyError:
            log.exception("The store could not write; %d requests are refused.", len(jobs))
            for job in jobs:
                job.future.set_exception(StoreError("store.unavailable"))
            return
        for id, workshop in batch.states.items():
            if self._known.get(id) is not workshop:
                self._remember(id, workshop)
                self._tell(id, workshop)
        for job, answer, error in answers:
            if error is not None:
                job.future.set_exception(error)
            else:
                job.future.set_result(answer)

    def _tell(self, id: WorkshopId, workshop: Workshop) -> None:
        if workshop.archived:
            self._devices = {}
        for listener in self._listeners:
            listener(id, workshop)

    def _remember(self, id: WorkshopId, workshop: Workshop) -> Workshop:
        with self._lock:
            known = self._known.get(id)
            if known is None or known.seq < workshop.seq:
                self._known[id] = workshop
            return self._known[id]


def committee_key(facilitator_key: str) -> str:
    """The committee's key, derived one way: who facilitates can always show the committee's link again."""
    digest = hmac.digest(facilitator_key.encode(), b"committee", "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()


def _decided(job: _Job, batch: _Batch) -> tuple[Any, BaseException | None]:
    try:
        return job.work(batch), None
    except sa.exc.SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 (goes to the one who asked: the writer serves everybody)
        return None, error


def _caught_up(connection: sa.Connection, id: WorkshopId, known: Workshop) -> Workshop:
    for entry in store.entries(connection, id, known.seq):
        known = apply(known, entry)
    return known


def _numbered(
    seq: int, at: datetime, actor: str, key: str | None, events: tuple[Event, ...]
) -> tuple[Entry, ...]:
    return tuple(
        Entry(seq + number, at, actor, key if number == 1 else None, event)
        for number, event in enumerate(events, start=1)
    )


def _actor(asked: dict[str, Any]) -> str:
    return "facilitator" if "by" in asked else str(asked.get("participant", "recolte"))


def _new_keys() -> Keys:
    key = rights.new_key()
    return Keys(key, committee_key(key))


def _card(id: WorkshopId, code: str, keys: Keys, at: datetime) -> Card:
    return Card(id, code, rights.hashed(keys.facilitator, id), rights.hashed(keys.committee, id), at)
