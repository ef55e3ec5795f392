"""The one door: `look` reads a workshop, `act` decides and appends, one after the other.

A single thread writes (`facilitation.writer`). It takes what is waiting, decides each on the state that
the one before left, appends, and commits once; only then is anybody answered. So fifty racing taps
cannot overspend a ballot, and nothing is acknowledged that a power cut could take back.
"""

import base64
import hmac
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from secrets import token_hex
from typing import Any, TypeAlias, get_type_hints

import sqlalchemy as sa

from facilitation import rights, store
from facilitation.administrators import Administrators
from facilitation.errors import RuleError
from facilitation.events import Entry, Event
from facilitation.model import ParticipantId, Workshop, WorkshopId
from facilitation.replay import replay
from facilitation.rights import Administrator, Committee, Facilitator, Keys, Scribe
from facilitation.rules.participants import check_in
from facilitation.store import Card, Contact, Store
from facilitation.writer import Batch, Listener, States, Writer, caught_up

log = logging.getLogger("recolte.door")

PATIENCE = 30.0  # seconds a page waits for the writer before it gives up

Rule: TypeAlias = Callable[..., tuple[Event, ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did: the number of the last event, what happened, and whether it had been asked before."""

    seq: int
    events: tuple[Event, ...]
    repeated: bool = False


class Door:
    """Everything that the screens may do with workshops, on one store."""

    def __init__(self, opened: Store) -> None:
        self.store = opened
        self._states = States()
        self._devices: dict[tuple[WorkshopId, str], ParticipantId] = {}
        self._listeners: list[Listener] = []
        self._cards = self._read_cards()
        self._writer = Writer(opened, self._states, self._tell)
        self.administrators = Administrators(opened, self._writer.ask)

    def close(self) -> None:
        """Finishes what was asked, then closes the store."""
        self._writer.close()
        self.store.close()

    # --- reading -------------------------------------------------------------------------------

    def look(self, id: WorkshopId) -> Workshop:
        """The workshop as it is committed; raises RuleError when there is none."""
        known = self._states.get(id)
        if known is not None and self.store.is_sqlite:
            return known  # this process is the only writer of its SQLite file
        self.card(id)
        with self.store.reading() as connection:
            before = known or Workshop()
            if known is None or store.last_seq(connection, id) != known.seq:
                before = caught_up(connection, id, before)
        return self._states.keep(id, before)

    def entries(self, id: WorkshopId) -> tuple[Entry, ...]:
        """The whole log of a workshop."""
        with self.store.reading() as connection:
            return store.entries(connection, id)

    def card(self, id: WorkshopId) -> Card:
        """The card of a workshop; raises RuleError when there is none."""
        if id not in self._cards:
            self._cards = self._read_cards()
        if id not in self._cards:
            raise RuleError("workshop.unknown")
        return self._cards[id]

    def cards(self, by: Administrator) -> tuple[Card, ...]:
        """All workshops of this installation, newest first."""
        return tuple(sorted(self._cards.values(), key=lambda card: card.created_at, reverse=True))

    def find(self, typed: str) -> WorkshopId | None:
        """The workshop behind a join code, however it was typed."""
        code = rights.read_code(typed)
        found = next((card.id for card in self._cards.values() if card.code == code), None)
        if found is None and not self.store.is_sqlite:  # another process may have created it
            self._cards = self._read_cards()
            found = next((card.id for card in self._cards.values() if card.code == code), None)
        return found

    def _read_cards(self) -> dict[WorkshopId, Card]:
        with self.store.reading() as connection:
            return {card.id: card for card in store.cards(connection)}

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
        card = _card(id, rights.new_code(), keys, at)
        past = tuple(log)
        state = replay(past)  # before anything is written: a log that cannot be replayed is refused

        def write(batch: Batch) -> None:
            store.add_workshop(batch.connection, card)
            if past:
                store.append(batch.connection, id, past)
            batch.states[id] = state

        self._writer.ask(write).result(PATIENCE)
        self._cards = {**self._cards, id: card}
        return id, keys

    def renew_keys(self, by: Administrator, id: WorkshopId) -> Keys:
        """New facilitator and committee links; the old ones stop working."""
        keys = _new_keys()
        card = self.card(id)
        renewed = _card(id, card.code, keys, card.created_at)

        def write(batch: Batch) -> None:
            store.change_hashes(batch.connection, id, renewed.facilitator_hash, renewed.committee_hash)

        self._writer.ask(write).result(PATIENCE)
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
        **asked: Any,
    ) -> "Future[Outcome]":
        """Asks the writer to decide by that rule; done once committed, or with the RuleError.

        A key that was used before in that workshop answers with what it did then, and does nothing.
        """
        when = at or datetime.now(UTC)
        by = asked.get("by")

        def decide(batch: Batch) -> Outcome:
            if isinstance(by, Facilitator | Scribe):
                rights.check(by, id)
            if "by" in asked and (needed := _right_of(rule)):
                rights.check_kind(by, needed)
            workshop = batch.state(id)
            if key is not None and (before := batch.entry_with_key(id, key)):
                return Outcome(before.seq, (before.event,), repeated=True)
            happened = rule(workshop, when, **asked)
            new = _numbered(workshop.seq, when, _actor(asked), key, happened)
            batch.append(id, new)
            return Outcome(workshop.seq + len(new), happened)

        return self._writer.ask(decide)

    def enrol(self, id: WorkshopId, token: str, **answers: Any) -> "Future[ParticipantId]":
        """Checks a device in, or corrects its answers; the same token is always the same participant."""
        device = rights.hashed(token, id)

        def decide(batch: Batch) -> ParticipantId:
            known = store.participant_of(batch.connection, id, device)
            workshop = batch.state(id)
            when = answers.get("at") or datetime.now(UTC)
            given = {name: value for name, value in answers.items() if name != "at"}
            (event,) = check_in(workshop, when, participant=known, **given)
            new = _numbered(workshop.seq, when, event.participant, None, (event,))

            def link(connection: sa.Connection, _events: tuple[Event, ...]) -> None:
                if known is None:
                    store.link_device(connection, id, event.participant, device)

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

    def vectors(self, encoder: str, version: str, digests: Collection[str]) -> dict[str, bytes]:
        """What that encoder made of those texts, as far as it is known, by digest."""
        with self.store.reading() as connection:
            return store.read_vectors(connection, encoder, version, digests)

    def keep_vectors(self, encoder: str, version: str, rows: Mapping[str, bytes]) -> "Future[None]":
        """Keeps what that encoder made of texts, by digest, for the next time."""
        return self._writer.ask(lambda batch: store.keep_vectors(batch.connection, encoder, version, rows))

    def ping(self) -> "Future[None]":
        """Done once the store has really written something."""
        now = datetime.now(UTC).isoformat()
        return self._writer.ask(lambda batch: store.write_setting(batch.connection, "ping", now))

    def listen(self, listener: Listener) -> None:
        """Calls back after each commit, from the writer's thread: be quick."""
        self._listeners.append(listener)

    def _tell(self, id: WorkshopId, workshop: Workshop) -> None:
        if workshop.archived:
            self._devices = {}
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


def _actor(asked: dict[str, Any]) -> str:
    if "by" in asked:
        return "scribe" if isinstance(asked["by"], Scribe) else "facilitator"
    return str(asked.get("participant", "recolte"))


@lru_cache(maxsize=256)
def _right_of(rule: Rule) -> Any:
    """The right that a rule asks for in its `by`, or None."""
    return get_type_hints(rule).get("by")


def _new_keys() -> Keys:
    key = rights.new_key()
    return Keys(key, committee_key(key))


def _card(id: WorkshopId, code: str, keys: Keys, at: datetime) -> Card:
    return Card(id, code, rights.hashed(keys.facilitator, id), rights.hashed(keys.committee, id), at)
