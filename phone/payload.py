"""What a phone asked, read from its JSON: every field has the type we expect, or the request is refused.

A phone is not trusted: a body can be huge, deep, half a character long or a list where a text belongs.
Whatever it is, the answer is a sentence, never a failure of ours.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request

from facilitation.errors import RecolteError
from locales import LANGUAGES

BODY_LIMIT = 64 * 1024
BODY_PATIENCE = 15.0  # seconds in which all of it must have come; the phone keeps it and sends it again
_KEY = re.compile(r"[A-Za-z0-9-]{1,64}")
E = TypeVar("E", bound=StrEnum)


class Unreadable(RecolteError):
    """The request is not one that our page sends."""

    def __init__(self) -> None:
        super().__init__("phone.unreadable")


class TooBig(RecolteError):
    """The request is longer than anything a person types in a box of ours."""

    def __init__(self) -> None:
        super().__init__("phone.too_big")


class TooSlow(RecolteError):
    """The request did not come to its end in time."""

    def __init__(self) -> None:
        super().__init__("phone.too_slow")


@dataclass(frozen=True, slots=True)
class Payload:
    """The fields of one request; each reading raises `Unreadable` when the field is not what it should be."""

    fields: Mapping[str, object]

    def has(self, name: str) -> bool:
        """Whether the field was sent at all."""
        return name in self.fields

    def text(self, name: str, default: str | None = None) -> str:
        """A text that can be stored: whole characters, no NUL."""
        return _text(self.fields.get(name, default))

    def optional(self, name: str) -> str | None:
        """A text, or None when it was left out or null."""
        return None if self.fields.get(name) is None else self.text(name)

    def whole(self, name: str) -> int | None:
        """A whole number, or None when it was left out or null."""
        value = self.fields.get(name)
        return None if value is None else _whole(value)

    def flag(self, name: str, default: bool | None = None) -> bool:
        """Yes or no."""
        value = self.fields.get(name, default)
        if not isinstance(value, bool):
            raise Unreadable
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty when it was left out."""
        value = self.fields.get(name, [])
        if not isinstance(value, list):
            raise Unreadable
        return tuple(_text(one) for one in value)

    def marks(self, name: str) -> dict[str, int]:
        """Whole numbers by name."""
        value = self.fields.get(name)
        if not isinstance(value, dict):
            raise Unreadable
        return {_text(item): _whole(mark) for item, mark in value.items()}

    def inside(self, name: str) -> "Payload | None":
        """The fields of an object in the object, or None."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, dict):
            raise Unreadable
        return None if value is None else Payload(value)

    def one_of(self, name: str, kind: type[E]) -> E:
        """One of the values of an enumeration."""
        try:
            return kind(self.text(name))
        except ValueError as error:
            raise Unreadable from error

    def language(self) -> str:
        """The language that the text is in."""
        language = self.text("language")
        if language not in LANGUAGES:
            raise Unreadable
        return language

    def key(self) -> str:
        """The phone's own name for this write, which makes a resend harmless."""
        key = self.text("key")
        if not _KEY.fullmatch(key):
            raise Unreadable
        return key


async def read(request: Request) -> Payload:
    """The fields of a request; raises `TooBig`, `TooSlow` or `Unreadable`.

    Only JSON is read: a form on somebody else's page cannot send that.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise Unreadable
    raw = await _body(request)
    try:
        fields = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(fields, dict):
        raise Unreadable
    return Payload(fields)


async def _body(request: Request) -> bytes:
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced[:12]) > BODY_LIMIT:
        raise TooBig
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_PATIENCE):
            async for piece in request.stream():
                body += piece
                if len(body) > BODY_LIMIT:
                    raise TooBig
    except ClientDisconnect as error:
        raise Unreadable from error
    except TimeoutError as error:
        raise TooSlow from error
    return bytes(body)


def _text(value: object) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise Unreadable
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:  # half of a surrogate pair
        raise Unreadable from error
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 1_000_000:
        raise Unreadable
    return value
