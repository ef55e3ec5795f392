"""The standing of a request, from memory alone: nothing anonymous costs a question to the database."""

import re
from collections.abc import Container, Iterator
from urllib.parse import parse_qs

from starlette.types import Scope

from facilitation import house
from facilitation.door import Door
from facilitation.model import WorkshopId
from web.cookie_names import (
    ADMINISTRATOR,
    COMMITTEE,
    FACILITATOR,
    PERSONS,
    PREFIX,
    SCRIBE,
    TABLE,
    phone_cookie,
)

MOST_KEYS = 64  # keys of one request that are compared; the workshop in the address comes first
MOST_NAME = 200  # characters of a token; ours have 32
_COOKIE = re.compile(rb"(?:^|[;\s])(%b\w+)=([^;\s]*)" % PREFIX.encode())
_CODED = re.compile(r"/(?:j|w|live|files|screen)/([^/]+)")


def cookies(scope: Scope) -> dict[str, str]:
    """Our own cookies of a request, by name."""
    header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return {name.decode(): value.decode("latin-1") for name, value in _COOKIE.findall(header)}


def code_asked(scope: Scope) -> str:
    """What the address says for a join code; empty without one."""
    if found := _CODED.match(scope["path"]):
        return str(found[1])
    query: dict[str, list[str]] = parse_qs(scope.get("query_string", b"")[:1000].decode("latin-1"))
    return (query.get("w") or query.get("code") or [""])[0]


def is_staff(scope: Scope, *, reading: bool = True) -> bool:
    """Whether the browser holds a valid key: administrator, facilitator or, for `reading`, committee."""
    ours = cookies(scope)
    if not ours:
        return False
    door = house.door()
    keys = [one for one in _keys(door, ours) if reading or one[0] == FACILITATOR]
    asked = door.find(code_asked(scope)) if len(keys) > MOST_KEYS else None
    keys = sorted(keys, key=lambda one: one[1] != asked)[:MOST_KEYS]
    return door.administrator(ours.get(ADMINISTRATOR)) is not None or any(
        (door.facilitator if prefix == FACILITATOR else door.committee)(id, key) for prefix, id, key in keys
    )


def _keys(door: Door, ours: dict[str, str]) -> Iterator[tuple[str, WorkshopId, str]]:
    """The keys of workshops that are here; a false name costs one look into a dictionary."""
    for name, key in ours.items():
        prefix, id = name[: len(FACILITATOR)], name[len(FACILITATOR) :]  # the committee's is as long
        if prefix in (FACILITATOR, COMMITTEE) and door.has(WorkshopId(id)):
            yield prefix, WorkshopId(id), key


def device_of(scope: Scope, known: Container[str] = ()) -> tuple[str, bool]:
    """The name of the device that asks, and whether it holds a place, or a table's key, in that workshop.

    A person with a place is named by the token that holds it: another token beside it changes nothing. Where
    the address names no workshop, those in `known` hold one.
    """
    ours = cookies(scope)
    if not ours:
        return "", False
    door, code = house.door(), code_asked(scope)
    id = door.find(code) if code else None
    tokens = [token[:MOST_NAME] for n in range(1, PERSONS + 1) if (token := ours.get(phone_cookie(n), ""))]
    for token in tokens:
        if (id is not None and door.participant(id, token)) or (not code and token in known):
            return token, True
    key = ours.get(f"{SCRIBE}{id}", "")
    if id is not None and key and door.scribe(id, key):
        return f"{key} {ours.get(f'{TABLE}{id}', '')[:2]}", True  # one key for all tables
    return next(iter(tokens), ""), False
