"""Log entries as lines of canonical JSON, and back; old lines are upgraded, never rewritten.

One entry is one line: sorted keys, UTF-8, no spaces. The same entry always gives the same bytes.
When an event changes, `SCHEMA` goes up by one and `UPGRADES` gains the step from the schema before.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias, get_args

import msgspec

from facilitation.errors import ArchiveError
from facilitation.events import Entry, Event

SCHEMA = 2  # 1 called concerns reserves
MAX_LINE = 1_000_000

Data: TypeAlias = dict[str, Any]
Upgrade: TypeAlias = Callable[[str, Data], tuple[str, Data]]


def _name_concerns(name: str, data: Data) -> tuple[str, Data]:
    """Schema 2: a reserve is called a concern, in the names of events and among the terms of a round."""
    options = data.get("options")
    if isinstance(options, dict) and "reserves" in options:
        data = data | {"options": {"concerns" if one == "reserves" else one: options[one] for one in options}}
    return f"Concern{name.removeprefix('Reserve')}" if name.startswith("Reserve") else name, data


# UPGRADES[n] brings (event name, data) from schema n + 1 to n + 2.
UPGRADES: tuple[Upgrade, ...] = (_name_concerns,)

_CLASSES: Mapping[str, type[Event]] = {cls.__name__: cls for cls in get_args(Event)}


def data_of(event: Event) -> str:
    """The values of an event as canonical JSON, without its name."""
    return msgspec.json.encode(event, order="sorted").decode()


def read_data(text: str) -> Data:
    """The values of an event, from the JSON that `data_of` wrote; raises ArchiveError when it is none."""
    try:
        return msgspec.json.decode(text, type=Data)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise ArchiveError("archive.line") from error


def event_of(name: str, data: Data, schema: int = SCHEMA, upgrades: Sequence[Upgrade] = UPGRADES) -> Event:
    """The event behind a name and its values, upgraded from the schema it was written in.

    Raises ArchiveError for an unknown event, a newer schema, or values that do not fit.
    """
    if not 1 <= schema <= len(upgrades) + 1:
        raise ArchiveError("archive.newer")
    for upgrade in upgrades[schema - 1 :]:
        name, data = upgrade(name, data)
    if name not in _CLASSES:
        raise ArchiveError("archive.event", event=name)
    try:
        return msgspec.convert(data, _CLASSES[name])
    except msgspec.ValidationError as error:
        raise ArchiveError("archive.values", event=name) from error


def line_of(entry: Entry) -> str:
    """One entry as one line of an archive, without the line break."""
    line = {
        "seq": entry.seq,
        "at": stamp(entry.at),
        "actor": entry.actor,
        "key": entry.key,
        "event": type(entry.event).__name__,
        "data": msgspec.Raw(data_of(entry.event).encode()),
    }
    return msgspec.json.encode(line, order="sorted").decode()


def entry_of(line: str, schema: int = SCHEMA) -> Entry:
    """The entry in one line; raises ArchiveError when it is not one."""
    try:
        raw = msgspec.json.decode(line[:MAX_LINE], type=_Line)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise ArchiveError("archive.line") from error
    return Entry(raw.seq, moment(raw.at), raw.actor, raw.key, event_of(raw.event, raw.data, schema))


def stamp(at: datetime) -> str:
    """A time as it is written: ISO 8601, UTC, microseconds, ending in Z. Raises ValueError when naive."""
    if at.tzinfo is None:
        raise ValueError("a log entry needs an aware time")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(text: str) -> datetime:
    """The time behind `stamp`; raises ArchiveError for any other way to write one."""
    try:
        read = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise ArchiveError("archive.line") from error
    if stamp(read) != text:
        raise ArchiveError("archive.line")
    return read


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    seq: int
    at: str
    actor: str
    key: str | None
    event: str
    data: Data
