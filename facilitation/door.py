"""The one door: `look` reads a workshop, `act` decides and appends, one after the other.

A single thread writes (`facilitation.writer`). It takes what is waiting, decides each on the state that
the one before left, appends, and commits once; only then is anybody answered. So fifty racing taps
cannot overspend a ballot, and nothing is acknowledged that a power cut could take back.
"""

import base64
import hmac
import logging
import time
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from secrets import token_hex
from typing import Generic, Unpack, cast

import sqlalchemy as sa

from facilitation import rights, store
from facilitation.administrators import Administrators
from facilitation.asking import Ask, E, E_co
from facilitation.devices import Devices
from facilitation.errors import RuleError, StoreError
from facilitation.events import Entry, Event
from facilitation.model import Channel, ParticipantId, Workshop, WorkshopId
from facilitation.replay import replay
from facilitation.rights import Administrator, Committee, Facilitator, Keys, Scribe
from facilitation.rules.participants import Answers, check_in, replace_code
from facilitation.store import Card, Contact, Store
from facilitation.writer import Batch, Listener, States, Writer, caught_up, reading_log

log = logging.getLogger("recolte.door")

PATIENCE = 30.0  # seconds a page waits for the writer before it gives up
STALE = 1.0  # seconds for which what was read is believed where another process may write


@dataclass(frozen=True, slots=True)
class Done(Generic[E_co]):
    """What an act did: the number of the last event, what happened, and whether it had been asked before."""

    seq: int
    events: tuple[E_co, ...]
    repeated: bool = False


class Door:
    """Everything that the screens may do with workshops, on one store."""

    def __init__(self, opened: Store) -> None:
        self.store = opened
        self._states = States()
        self._devices = Devices(opened)
        self._read_at: dict[str, float] = {}
        self._unreadable: set[WorkshopId] = set()
        self._listeners: list[Listener] = []
        self._cards = self._read_cards()
        self._writer = Writer(opened, self._states, self._tell, self._read_anew)
        self.administrators = Administrators(opened, self._writer.ask)

    def close(self) -> None:
        """Finishes what was asked, then closes the store."""
        self._writer.close()
        self.store.close()

    # --- reading -------------------------------------------------------------------------------

    def look(self, id: WorkshopId) -> Workshop:
        """The workshop as committed; raises RuleError when there is none, StoreError for a damaged one."""
        known = self._states.get(id)
        if known is not None and self.store.is_sqlite:
            return known  # this process is the only writer of its SQLite file
        self.card(id)
        if id in self._unreadable:
            raise StoreError("store.unreadable")
        try:
            return self._states.keep(id, self._read(id, known))
        except StoreError as trouble:
            # Nobody mends a damaged log, and each of its phones asks; a silent store may answer again.
            if self.store.is_sqlite and trouble.key == "store.unreadable":
                self._unreadable.add(id)
            raise

    def _read(self, id: WorkshopId, known: Workshop | None) -> Workshop:
        with self.store.reading() as connection:
            if known is not None and store.last_seq(connection, id) == known.seq:
                return known
            return caught_up(connection, id, known or Workshop())

    def entries(self, id: WorkshopId) -> tuple[Entry, ...]:
        """The whole log of a workshop; raises StoreError for a damaged one."""
        with self.store.reading() as connection, reading_log(id):
            return store.entries(connection, id)

    def card(self, id: WorkshopId) -> Card:
        """The card of a workshop; raises RuleError when there is none."""
        if id not in self._cards and self._may_be_stale("cards"):
            self._cards = self._read_cards()
        if id not in self._cards:
            raise RuleError("workshop.unknown")
        return self._cards[id]

    def has(self, id: WorkshopId) -> bool:
        """Whether there is such a workshop, as far as memory knows: what anybody may ask costs no reading."""
        return id in self._cards

    def cards(self, by: Administrator) -> tuple[Card, ...]:
        """All workshops of this installation, newest first."""
        return tuple(sorted(self._cards.values(), key=lambda card: card.created_at, reverse=True))

    def find(self, typed: str) -> WorkshopId | None:
        """The workshop behind a join code, however it was typed; also one that was replaced since.

        Whoever holds a place or a key goes on by the code they have; `is_replaced` says that nobody new
        comes in by it.
        """
        code = rights.read_code(typed)
        found = self._by_code(code)
        if found is None and self._may_be_stale("cards"):
            self._cards = self._read_cards()
            found = self._by_code(code)
        return found

    def is_replaced(self, id: WorkshopId, typed: str) -> bool:
        """Whether that workshop had this join code before, and has another one now."""
        return rights.read_code(typed) in self.card(id).former

    def _by_code(self, code: str) -> WorkshopId | None:
        return next((one.id for one in self._cards.values() if code == one.code or code in one.former), None)

    def _read_anew(self, connection: sa.Connection) -> None:
        """Forgets what was remembered beside the logs: the database is not what this process left."""
        self._cards = {card.id: card for card in store.cards(connection)}
        self._devices.forget_all()
        self.administrators.read(connection)
        self._unreadable = set()

    def _read_cards(self) -> dict[WorkshopId, Card]:
        with self.store.reading() as connection:
            return {card.id: card for card in store.cards(connection)}

    def _may_be_stale(self, what: str) -> bool:
        """Whether to read again what memory lacks: never where only this process writes, else at times."""
        if self.store.is_sqlite or time.monotonic() - self._read_at.get(what, -STALE) < STALE:
            return False
        self._read_at[what] = time.monotonic()
        return True

    def participant(self, id: WorkshopId, token: str | None) -> ParticipantId | None:
        """The person who holds that device token in that workshop, or None."""
        if not token:
            return None
        found = self._devices.holder(id, token)
        if found is None and self._may_be_stale(f"devices of {id}"):
            self._devices.forget(id)
            found = self._devices.holder(id, token)
        return found

    # --- rights --------------------------------------------------------------------------------

    def facilitator(self, id: WorkshopId, key: str | None) -> Facilitator | None:
        """The right to facilitate that workshop, if the key is its key."""
        return Facilitator(id) if rights.matches(key, self.card(id).facilitator_hash, id) else None

    def facilitating(self, id: WorkshopId, key: str | None, token: str | None) -> Facilitator | None:
        """The right to facilitate that workshop, with its key or with an administrator's token.

        Keys cannot be shown again: whoever administers opens a workshop without ending anybody's links.
        """
        return self.facilitator(id, key) or (Facilitator(id) if self.administrator(token) else None)

    def committee(self, id: WorkshopId, key: str | None) -> Committee | None:
        """The right to read that workshop's summary, if the key is its committee key."""
        return Committee(id) if rights.matches(key, self.card(id).committee_hash, id) else None

    def scribe(self, id: WorkshopId, key: str | None) -> Scribe | None:
        """The right to write for the tables of that workshop, if the key is its scribes' key."""
        right = hmac.compare_digest((key or "").encode("utf-8", "replace"), self._scribe_key(id).encode())
        return Scribe(id) if right else None

    def scribe_key(self, by: Facilitator, id: WorkshopId) -> str:
        """The scribes' key, which can be shown again at any time and dies when the links are renewed."""
        rights.check(by, id)
        return self._scribe_key(id)

    def _scribe_key(self, id: WorkshopId) -> str:
        # Derived from what is stored: a thief of the database could hand in paper notes and ballots, no more.
        digest = hmac.digest(self.card(id).facilitator_hash.encode(), b"scribe", "sha256")
        return base64.urlsafe_b64encode(digest[:24]).decode()

    def administrator(self, token: str | None) -> Administrator | None:
        """The right to create workshops, if `admit_administrator` gave the token and nobody ended it."""
        return self.administrators.right(token)

    def admit_administrator(self, at: datetime | None = None, name: str = "") -> str:
        """A new token for one more administrator's browser; the caller has checked the key of its link."""
        return self.administrators.admit(at or datetime.now(UTC), name)

    # --- acting --------------------------------------------------------------------------------

    def create(self, by: Administrator, at: datetime, log: Iterable[Entry] = ()) -> tuple[WorkshopId, Keys]:
        """A new workshop with its keys; with a log it starts as that log left off (archive, sample)."""
        id = WorkshopId(token_hex(8))
        keys = _new_keys()
        card = _card(id, self._unused_code(), keys, at)
        past = tuple(log)
        state = replay(past)  # before anything is written: a log that cannot be replayed is refused

        def write(batch: Batch) -> None:
            store.add_workshop(batch.connection, card)
            if past:
                store.append(batch.connection, id, past)
            batch.states[id] = state
            batch.once_committed.append(lambda: self._know(card))

        self._writer.ask(write).result(PATIENCE)
        return id, keys

    def renew_keys(self, by: Administrator, id: WorkshopId) -> Keys:
        """New facilitator and committee links; the old ones stop working."""
        self.card(id)  # raises for one that is not here
        keys = _new_keys()
        hashes = rights.hashed(keys.facilitator, id), rights.hashed(keys.committee, id)

        def known() -> None:
            if (card := self._cards.get(id)) is not None:
                self._know(replace(card, facilitator_hash=hashes[0], committee_hash=hashes[1]))

        def write(batch: Batch) -> None:
            store.change_hashes(batch.connection, id, *hashes)
            batch.once_committed.append(known)

        self._writer.ask(write).result(PATIENCE)
        return keys

    def renew_code(self, by: Facilitator, id: WorkshopId, *, at: datetime | None = None) -> str:
        """A new join code; by the old one, only who holds a place or a key still comes in."""
        rights.check(by, id)
        when, code = at or datetime.now(UTC), self._unused_code()

        def known() -> None:
            if (card := self._cards.get(id)) is not None:
                self._know(replace(card, code=code, former=card.former | {card.code}))

        def write(batch: Batch) -> None:
            workshop = batch.state(id)
            happened = replace_code(workshop, when, by=by)
            new = _numbered(workshop.seq, when, "facilitator", None, happened)
            batch.append(id, new, lambda connection, _: store.change_code(connection, id, code))
            batch.once_committed.append(known)

        self._writer.ask(write).result(PATIENCE)
        return code

    def _know(self, card: Card) -> None:
        """Remembers a card as it was committed: by the writer alone, so that no older one comes back."""
        self._cards = {**self._cards, card.id: card}

    def _unused_code(self) -> str:
        """A join code that no workshop has or had."""
        while self._by_code(code := rights.new_code()) is not None:
            pass  # one in a hundred million, with a thousand workshops
        return code

    def act(
        self, id: WorkshopId, asked: Ask[E], *, at: datetime | None = None, key: str | None = None
    ) -> Done[E]:
        """`submit`, and wait for the answer."""
        return self.submit(id, asked, at=at, key=key).result(PATIENCE)

    def submit(
        self, id: WorkshopId, asked: Ask[E], *, at: datetime | None = None, key: str | None = None
    ) -> "Future[Done[E]]":
        """Asks the writer to decide by that rule; done once committed, or with the RuleError.

        A key that was used before in that workshop answers with what it did then, and does nothing.
        """
        when = at or datetime.now(UTC)

        def decide(batch: Batch) -> Done[E]:
            asked.check_right(id)
            workshop = batch.state(id)
            if key is not None and (before := batch.entry_with_key(id, key)):
                # A key is made for one request, so what it did then is what this rule makes happen.
                return Done(before.seq, (cast(E, before.event),), repeated=True)
            happened = asked.decide(workshop, when)
            new = _numbered(workshop.seq, when, asked.actor, key, happened)
            batch.append(id, new)
            return Done(workshop.seq + len(new), happened)

        return self._writer.ask(decide)

    def enrol(
        self,
        id: WorkshopId,
        token: str,
        *,
        at: datetime | None = None,
        channel: Channel = Channel.PHONE,
        **answers: Unpack[Answers],
    ) -> "Future[ParticipantId]":
        """Checks a device in, or corrects its answers; the same token is always the same participant."""
        device = rights.hashed(token, id)

        def decide(batch: Batch) -> ParticipantId:
            known = store.participant_of(batch.connection, id, device)
            workshop = batch.state(id)
            when = at or datetime.now(UTC)
            (event,) = check_in(workshop, when, participant=known, channel=channel, **answers)
            new = _numbered(workshop.seq, when, event.participant, None, (event,))

            def link(connection: sa.Connection, _events: tuple[Event, ...]) -> None:
                if known is None:
                    store.link_device(connection, id, event.participant, device)
                    batch.once_committed.append(lambda: self._devices.note(id, device, event.participant))

            batch.append(id, new, link)
            return event.participant

        return self._writer.ask(decide)

    def remember(self, id: WorkshopId, contact: Contact) -> "Future[None]":
        """Keeps how to reach a person, apart from the log."""
        return self._writer.ask(lambda batch: store.save_contact(batch.connection, id, contact))

    def contacts(self, id: WorkshopId, by: Facilitator) -> tuple[Contact, ...]:
        """The people of that workshop who left a name or an address."""
        rights.check(by, id)
        with self.store.reading() as connection:
            return store.contacts(connection, id)

    def encoded(self, encoder: str, version: str, digests: Collection[str]) -> dict[str, bytes]:
        """What that encoder made of those texts, as far as it is known, by digest."""
        with self.store.reading() as connection:
            return store.read_encoded(connection, encoder, version, digests)

    def keep_encoded(self, encoder: str, version: str, rows: Mapping[str, bytes]) -> "Future[None]":
        """Keeps what that encoder made of texts, by digest, for the next time."""
        return self._writer.ask(lambda batch: store.keep_encoded(batch.connection, encoder, version, rows))

    def copy_folder(self) -> str | None:
        """The folder where copies of the database were asked to be kept, or None."""
        with self.store.reading() as connection:
            return store.read_setting(connection, "copy_folder")

    def choose_copy_folder(self, by: Administrator, folder: str) -> None:
        """Remembers where copies of the database are to be kept."""
        self._writer.ask(lambda batch: store.write_setting(batch.connection, "copy_folder", folder)).result(
            PATIENCE
        )

    def ping(self) -> "Future[None]":
        """Done once the store has really written something."""
        now = datetime.now(UTC).isoformat()
        return self._writer.ask(lambda batch: store.write_setting(batch.connection, "ping", now), real=False)

    @property
    def refusing(self) -> bool:
        """Whether what was asked last could not be written, until an event is appended again."""
        return self._writer.refusing

    def listen(self, listener: Listener) -> None:
        """Calls back after each commit, from the writer's thread: be quick."""
        self._listeners.append(listener)

    def _tell(self, id: WorkshopId, workshop: Workshop) -> None:
        if workshop.archived:
            self._devices.forget(id)
        for listener in self._listeners:
            listener(id, workshop)


def committee_key(facilitator_key: str) -> str:
    """The committee's key, derived one way: who facilitates can always show the committee's link again."""
    digest = hmac.digest(facilitator_key.encode(), b"committee", "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()


def _numbered(
    seq: int, at: datetime, actor: str, key: str | None, events: tuple[Event, ...]
) -> tuple[Entry, ...]:
    return tuple(
        Entry(seq + number, at, actor, key if number == 1 else None, event)
        for number, event in enumerate(events, start=1)
    )


def _new_keys() -> Keys:
    key = rights.new_key()
    return Keys(key, committee_key(key))


def _card(id: WorkshopId, code: str, keys: Keys, at: datetime) -> Card:
    return Card(id, code, rights.hashed(keys.facilitator, id), rights.hashed(keys.committee, id), at)
