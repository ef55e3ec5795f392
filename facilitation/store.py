"""The only place with SQL: the log, the workshops' cards, and the people table that can be erased.

SQLite (WAL, synchronous=FULL). A transaction for writing is BEGIN IMMEDIATE, so that a rule always decides
on the latest state. On PostgreSQL it would take the workshop's row; several processes on one database are
not whole yet, so that `settings` refuses such an address.
"""

import logging
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import sqlalchemy as sa

from facilitation import codec
from facilitation.errors import StoreError
from facilitation.events import Entry
from facilitation.model import ParticipantId, WorkshopId
from facilitation.opening import Check, File, is_damage, refusal_of

log = logging.getLogger("recolte.store")

AT_ONCE = 500  # values in one question; databases have a limit
MOST_ENCODED = 128 * 2**20  # bytes, of what encoders made of texts: some 6,000 ideas
SAFE_SQLITE = (3, 51, 3)  # older ones may corrupt the file when two connections reset the WAL
PATIENCE = 2.0  # seconds that a start waits for the look through all pages
QUIET = 10.0  # seconds without a line in the log after one about a failed read

metadata = sa.MetaData()
workshops = sa.Table(
    "workshop",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("code", sa.String(16), nullable=False, unique=True),
    sa.Column("facilitator_hash", sa.String(64), nullable=False),
    sa.Column("committee_hash", sa.String(64), nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False, default=0),
)
events = sa.Table(
    "event",
    metadata,
    sa.Column("workshop_id", sa.ForeignKey("workshop.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("actor", sa.String(32), nullable=False),
    sa.Column("key", sa.String(120)),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("schema", sa.Integer, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.UniqueConstraint("workshop_id", "key"),
)
people = sa.Table(
    "people",
    metadata,
    sa.Column("workshop_id", sa.ForeignKey("workshop.id"), primary_key=True),
    sa.Column("participant_id", sa.String(32), primary_key=True),
    sa.Column("device_hash", sa.String(64)),
    sa.Column("name", sa.Text),
    sa.Column("organisation", sa.Text),
    sa.Column("email", sa.Text),
    sa.UniqueConstraint("workshop_id", "device_hash"),
)
settings = sa.Table(
    "setting",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
# What an encoder made of a text, by a digest of the text: a cache, which is emptied when it is full.
vectors = sa.Table(
    "vector",
    sa.MetaData(),
    sa.Column("encoder", sa.String(200), primary_key=True),
    sa.Column("version", sa.String(200), primary_key=True),
    sa.Column("digest", sa.String(32), primary_key=True),
    sa.Column("row", sa.LargeBinary, nullable=False),
)

# The codes that workshops were joined by before: none is ever given again, and each still leads home.
former_codes = sa.Table(
    "former_code",
    sa.MetaData(),
    sa.Column("code", sa.String(16), primary_key=True),
    sa.Column("workshop_id", sa.String(32), nullable=False),
)

# Said once: building a statement costs more than running it.
_OF_WORKSHOP = workshops.c.id == sa.bindparam("of")
_LOCKED = sa.select(workshops.c.seq).where(_OF_WORKSHOP).with_for_update()
_SEQ = (
    workshops.update()
    .where(_OF_WORKSHOP, workshops.c.seq == sa.bindparam("before"))
    .values(seq=sa.bindparam("last"))
)
_APPEND = events.insert()
_KEYED = sa.select(events).where(
    events.c.workshop_id == sa.bindparam("of"), events.c.key == sa.bindparam("under")
)

Row: TypeAlias = Mapping[str, object]


def forget_encoded(connection: sa.Connection) -> None:
    """Empties the cache of what encoders made of texts."""
    connection.execute(vectors.delete())


# Each migration brings the tables from its number to the next; the first one creates them.
MIGRATIONS = (
    metadata.create_all,
    vectors.metadata.create_all,
    former_codes.metadata.create_all,
    forget_encoded,  # they were whole vectors; now they are the pieces of texts
)


@dataclass(frozen=True, slots=True)
class Card:
    """What the store knows of a workshop besides its log; `former` are the join codes it had before."""

    id: WorkshopId
    code: str
    facilitator_hash: str
    committee_hash: str
    created_at: datetime
    former: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person who asked for it; never in the log, never in an export."""

    participant: ParticipantId
    name: str
    organisation: str
    email: str


class Overtaken(Exception):
    """The log does not end where it was remembered to end: somebody else wrote, or it was put back."""


class Store:
    """A database with the tables above, ready to read and write."""

    def __init__(self, url: str) -> None:
        """Opens or creates the database; raises StoreError with what a person can do when it cannot serve."""
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.file = File(Path(self.url.database or "recolte.sqlite")) if self.is_sqlite else None
        self.engine = _engine(self.url, self.is_sqlite)
        sa.event.listen(self.engine, "handle_error", self._met)
        self._check: Check | None = None
        self._met_damage = False
        self._told = -QUIET
        try:
            self._open()
        except sa.exc.DBAPIError as error:
            self.close()
            if self.file is None:
                raise
            raise refusal_of(error, self.file.path) from error
        except StoreError:
            self.close()
            raise

    @property
    def damaged(self) -> bool:
        """Whether a page of the file was found that makes no sense, at the start or since."""
        return self._met_damage or (self._check is not None and self._check.sound is False)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that writes; committed at the end, rolled back on any error."""
        with self.engine.connect().execution_options(recolte_write=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One short transaction that reads; raises StoreError when the database does not answer."""
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
            self._note(error)
            raise StoreError("store.silent") from error

    def close(self) -> None:
        """Lets go of the connections and of the file."""
        if self._check is not None:
            self._check.stop()
        if self.file is not None:
            self.file.unmark()
        self.engine.dispose()
        if self.file is not None:
            self.file.release()

    def _met(self, failed: sa.ExceptionContext) -> None:
        error = failed.sqlalchemy_exception
        self._met_damage |= isinstance(error, sa.exc.DBAPIError) and is_damage(error)

    def _note(self, error: sa.exc.SQLAlchemyError) -> None:
        """A line in the log now and then: when a disk fails, each of a thousand phones asks again."""
        if time.monotonic() - self._told >= QUIET:
            self._told = time.monotonic()
            log.error("The store could not read: %s", getattr(error, "orig", None) or type(error).__name__)

    def _open(self) -> None:
        if self.file is not None and not self.file.is_new:  # before anything is written
            self._check = Check(self.engine)
            if self._check.wait(PATIENCE) is False:
                raise StoreError("store.damaged", path=str(self.file.path))
        self._migrate()
        if self.file is not None:
            self.file.opened()

    def _migrate(self) -> None:
        with self.writing() as connection:
            settings.create(connection, checkfirst=True)
            version = int(read_setting(connection, "schema") or 0)
            if version > len(MIGRATIONS):
                raise StoreError("store.newer")
            for migration in MIGRATIONS[version:]:
                migration(connection)
            write_setting(connection, "schema", str(len(MIGRATIONS)))
            # SQLite writes nothing where nothing changes: a full disk must not wait for the first idea.
            write_setting(connection, "ping", datetime.now(UTC).isoformat())


def sqlite_module() -> ModuleType:
    """pysqlite3, which brings a recent SQLite, or Python's own where there is no wheel."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 (optional: not on every platform)
    except ImportError:
        from sqlite3 import dbapi2  # noqa: PLC0415 (its stand-in)
    return dbapi2  # type: ignore[no-any-return]


def is_old_sqlite() -> bool:
    """Whether this SQLite has the fault that SAFE_SQLITE does not."""
    return tuple(sqlite_module().sqlite_version_info) < SAFE_SQLITE


def _engine(url: sa.URL, is_sqlite: bool) -> sa.Engine:
    # What people wrote is in the parameters, and an error is written to the log with its statement.
    if not is_sqlite:
        return sa.create_engine(url, pool_size=10, pool_pre_ping=True, hide_parameters=True)
    engine = sa.create_engine(url, module=sqlite_module(), pool_size=10, hide_parameters=True)
    sa.event.listen(engine, "connect", _harden)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _harden(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event says BEGIN itself, see below
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=10000",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("recolte_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def add_workshop(connection: sa.Connection, card: Card) -> None:
    """A new workshop with an empty log."""
    connection.execute(
        workshops.insert().values(
            id=card.id,
            code=card.code,
            facilitator_hash=card.facilitator_hash,
            committee_hash=card.committee_hash,
            created_at=codec.stamp(card.created_at),
            seq=0,
        )
    )


def change_hashes(connection: sa.Connection, id: WorkshopId, facilitator: str, committee: str) -> None:
    """New keys for a workshop; the links given out before stop working."""
    changes = {"facilitator_hash": facilitator, "committee_hash": committee}
    connection.execute(workshops.update().where(workshops.c.id == id).values(**changes))


def change_code(connection: sa.Connection, id: WorkshopId, code: str) -> None:
    """Another join code for a workshop; the one before is remembered."""
    mine = workshops.c.id == id
    before = connection.execute(sa.select(workshops.c.code).where(mine)).scalar_one()
    connection.execute(former_codes.insert().values(code=before, workshop_id=id))
    connection.execute(workshops.update().where(mine).values(code=code))


def cards(connection: sa.Connection) -> tuple[Card, ...]:
    """All workshops, newest first."""
    former: dict[str, set[str]] = {}
    for old in connection.execute(sa.select(former_codes)):
        former.setdefault(old.workshop_id, set()).add(old.code)
    rows = connection.execute(sa.select(workshops).order_by(workshops.c.created_at.desc()))
    return tuple(
        Card(
            WorkshopId(row.id),
            row.code,
            row.facilitator_hash,
            row.committee_hash,
            codec.moment(row.created_at),
            frozenset(former.get(row.id, ())),
        )
        for row in rows
    )


def locked_seq(connection: sa.Connection, id: WorkshopId) -> int | None:
    """The number of the last event, with the workshop's row held until the commit; None if unknown."""
    return connection.execute(_LOCKED, {"of": id}).scalar()


def last_seq(connection: sa.Connection, id: WorkshopId) -> int:
    """The number of the last event; 0 for an empty or unknown log."""
    return connection.execute(sa.select(workshops.c.seq).where(workshops.c.id == id)).scalar() or 0


def entries(connection: sa.Connection, id: WorkshopId, after: int = 0) -> tuple[Entry, ...]:
    """The log of a workshop after that number, in order."""
    query = sa.select(events).where(events.c.workshop_id == id, events.c.seq > after).order_by(events.c.seq)
    return tuple(_entry(row) for row in connection.execute(query))


def entry_with_key(connection: sa.Connection, id: WorkshopId, key: str) -> Entry | None:
    """The entry that was written under that key: the same request came before."""
    found = connection.execute(_KEYED, {"of": id, "under": key}).first()
    return _entry(found) if found is not None else None


def keys(connection: sa.Connection, id: WorkshopId) -> set[str]:
    """Every key that was used in a workshop."""
    query = sa.select(events.c.key).where(events.c.workshop_id == id, events.c.key.is_not(None))
    return set(connection.execute(query).scalars())


def append(connection: sa.Connection, id: WorkshopId, new: Sequence[Entry]) -> None:
    """Adds entries at the end of a log."""
    append_rows(connection, id, [row(id, entry) for entry in new])


def append_rows(connection: sa.Connection, id: WorkshopId, rows: Sequence[Row]) -> None:
    """Adds entries, as `row` made them, at the end of a log; raises Overtaken when its end is elsewhere."""
    connection.execute(_APPEND, rows)
    ends = {"of": id, "before": _number(rows[0]) - 1, "last": _number(rows[-1])}
    if connection.execute(_SEQ, ends).rowcount != 1:
        raise Overtaken


def _number(row: Row) -> int:
    return int(str(row["seq"]))


def row(id: WorkshopId, entry: Entry) -> Row:
    """An entry as the table has it."""
    return {
        "workshop_id": id,
        "seq": entry.seq,
        "at": codec.stamp(entry.at),
        "actor": entry.actor,
        "key": entry.key,
        "name": type(entry.event).__name__,
        "schema": codec.SCHEMA,
        "data": codec.data_of(entry.event),
    }


def _entry(row: sa.Row[Any]) -> Entry:
    event = codec.event_of(row.name, codec.read_data(row.data), row.schema)
    return Entry(row.seq, codec.moment(row.at), row.actor, row.key, event)


def link_device(
    connection: sa.Connection, id: WorkshopId, participant: ParticipantId, device_hash: str | None
) -> None:
    """Ties a device to a participant; the hash cannot be turned back into the token."""
    values = {"workshop_id": id, "participant_id": participant, "device_hash": device_hash}
    connection.execute(people.insert().values(**values))


def participant_of(connection: sa.Connection, id: WorkshopId, device_hash: str) -> ParticipantId | None:
    """The person who uses that device, or None."""
    query = sa.select(people.c.participant_id).where(
        people.c.workshop_id == id, people.c.device_hash == device_hash
    )
    found = connection.execute(query).scalar()
    return ParticipantId(found) if found is not None else None


def devices(connection: sa.Connection, id: WorkshopId) -> dict[str, ParticipantId]:
    """The person who uses each device of a workshop, by the hash of its token."""
    query = sa.select(people.c.device_hash, people.c.participant_id).where(
        people.c.workshop_id == id, people.c.device_hash.is_not(None)
    )
    return {row.device_hash: ParticipantId(row.participant_id) for row in connection.execute(query)}


def save_contact(connection: sa.Connection, id: WorkshopId, contact: Contact) -> None:
    """How to reach a person, given with consent; replaces what was there."""
    mine = (people.c.workshop_id == id) & (people.c.participant_id == contact.participant)
    changes = {"name": contact.name, "organisation": contact.organisation, "email": contact.email}
    if connection.execute(people.update().where(mine).values(**changes)).rowcount == 0:
        link_device(connection, id, contact.participant, None)  # on paper: a person without a device
        connection.execute(people.update().where(mine).values(**changes))


def contacts(connection: sa.Connection, id: WorkshopId) -> tuple[Contact, ...]:
    """The people who left a name or an address."""
    query = sa.select(people).where(people.c.workshop_id == id, people.c.name.is_not(None))
    return tuple(
        Contact(ParticipantId(row.participant_id), row.name, row.organisation or "", row.email or "")
        for row in connection.execute(query)
    )


def forget_devices(connection: sa.Connection, id: WorkshopId) -> None:
    """Breaks every link between a device and a pseudonym of that workshop (at archive)."""
    connection.execute(people.update().where(people.c.workshop_id == id).values(device_hash=None))


def forget_person(connection: sa.Connection, id: WorkshopId, participant: ParticipantId) -> None:
    """Erases what is personal about one participant."""
    mine = (people.c.workshop_id == id) & (people.c.participant_id == participant)
    connection.execute(people.delete().where(mine))


def read_encoded(
    connection: sa.Connection, encoder: str, version: str, digests: Collection[str]
) -> dict[str, bytes]:
    """What that encoder made of those texts, as far as it is known, by digest."""
    found: dict[str, bytes] = {}
    wanted = list(digests)
    for start in range(0, len(wanted), AT_ONCE):
        query = sa.select(vectors.c.digest, vectors.c.row).where(
            vectors.c.encoder == encoder,
            vectors.c.version == version,
            vectors.c.digest.in_(wanted[start : start + AT_ONCE]),
        )
        found |= {row.digest: row.row for row in connection.execute(query)}
    return found


def keep_encoded(connection: sa.Connection, encoder: str, version: str, rows: Mapping[str, bytes]) -> None:
    """Keeps what that encoder made of texts, by digest; beyond MOST_ENCODED all the rest is forgotten."""
    kept = connection.execute(sa.select(sa.func.sum(sa.func.length(vectors.c.row)))).scalar() or 0
    if kept + sum(map(len, rows.values())) > MOST_ENCODED:
        forget_encoded(connection)
    known = read_encoded(connection, encoder, version, rows)
    new = [
        {"encoder": encoder, "version": version, "digest": digest, "row": row}
        for digest, row in rows.items()
        if digest not in known
    ]
    if new:
        connection.execute(vectors.insert(), new)


def read_setting(connection: sa.Connection, name: str) -> str | None:
    """A value of the installation, or None."""
    return connection.execute(sa.select(settings.c.value).where(settings.c.name == name)).scalar()


def write_setting(connection: sa.Connection, name: str, value: str) -> None:
    """Sets a value of the installation."""
    if read_setting(connection, name) is None:
        connection.execute(settings.insert().values(name=name, value=value))
    else:
        connection.execute(settings.update().where(settings.c.name == name).values(value=value))
