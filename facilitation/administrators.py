"""The browsers that administer this installation: each with a token of its own, listed and ended one by one.

Their tokens' hashes are read once and asked in memory at each request; the store has them for the next start.
What invites another browser lives in memory only: it serves once, within a day, and dies with a restart.
"""

import hmac
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

import msgspec
import sqlalchemy as sa

from facilitation import rights, store
from facilitation.rights import Administrator
from facilitation.store import Store
from facilitation.text import tidy
from facilitation.writer import Batch

NAME_LIMIT = 60
INVITATION = timedelta(hours=24)
PATIENCE = 30.0
_SETTING, _SINGLE = "administrators", "administrator"  # the second: of versions that knew one browser only

Ask: TypeAlias = Callable[[Callable[[Batch], Any]], "Future[Any]"]


@dataclass(frozen=True, slots=True)
class Admitted:
    """One browser; its number is never given again. `since` is unknown where an older version let it in."""

    number: int
    hash: str
    name: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class _Invitation:
    by: int
    until: datetime


class Administrators:
    """The browsers that may administer, in memory and in the store; `ask` hands work to the writer."""

    def __init__(self, opened: Store, ask: Ask) -> None:
        self._ask = ask
        self._invited: dict[str, _Invitation] = {}
        self._lock = threading.Lock()
        with opened.reading() as connection:
            self.read(connection)

    def read(self, connection: sa.Connection) -> None:
        """Remembers those that are written."""
        self._last, self._known = _read(connection)

    def right(self, token: str | None) -> Administrator | None:
        """The right of the browser with that token; asks no database."""
        offered = rights.hashed(token) if token else ""
        found = next((one for one in self._known if hmac.compare_digest(one.hash, offered)), None)
        return Administrator(found.number) if found else None

    def admit(self, at: datetime, name: str) -> str:
        """A new token, written before it is given; the name is what a person called the browser."""
        token = rights.new_key()
        called = tidy(name[: 20 * NAME_LIMIT]).replace("\n", " ")[:NAME_LIMIT]
        with self._lock:
            number = self._last + 1
            new = Admitted(number, rights.hashed(token), called, at.date())
            self._keep(number, (*self._known, new))
        return token

    def admitted(self, by: Administrator) -> tuple[Admitted, ...]:
        """The browsers, in the order of their admission."""
        return self._known

    def end(self, by: Administrator, number: int) -> None:
        """That browser administers no more, nor does anybody with an invitation of its making."""
        with self._lock:
            self._keep(self._last, tuple(one for one in self._known if one.number != number))
            self._invited = {key: one for key, one in self._invited.items() if one.by != number}

    def invite(self, by: Administrator, at: datetime) -> str:
        """A key that lets one more browser in, once, within a day."""
        key = rights.new_key()
        with self._lock:
            still = {hash: one for hash, one in self._invited.items() if at < one.until}
            self._invited = {**still, rights.hashed(key): _Invitation(by.number, at + INVITATION)}
        return key

    def invites(self, key: str, at: datetime) -> bool:
        """Whether that key would let a browser in now."""
        found = self._invited.get(rights.hashed(key))
        return found is not None and at < found.until

    def spend(self, key: str, at: datetime) -> bool:
        """Whether that key lets a browser in now; it never does again."""
        with self._lock:
            found = self._invited.pop(rights.hashed(key), None)
        return found is not None and at < found.until

    def _keep(self, last: int, known: tuple[Admitted, ...]) -> None:
        value = msgspec.json.encode((last, known)).decode()
        self._ask(lambda batch: store.write_setting(batch.connection, _SETTING, value)).result(PATIENCE)
        self._last, self._known = last, known


def _read(connection: sa.Connection) -> tuple[int, tuple[Admitted, ...]]:
    listed = store.read_setting(connection, _SETTING)
    if listed is not None:
        return msgspec.json.decode(listed, type=tuple[int, tuple[Admitted, ...]])
    single = store.read_setting(connection, _SINGLE)
    return (1, (Admitted(1, single),)) if single else (0, ())
