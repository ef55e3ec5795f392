"""Rights are values that had to be earned: only a checked key makes one.

A rule that needs the facilitator takes `by: Facilitator`; there is no other way to act as one.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from facilitation.errors import RuleError
from facilitation.model import WorkshopId

TYPED = 64  # characters of what was typed for a code that are looked at
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O 1 I L: read aloud and typed without doubt
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Facilitator:
    """May do everything in that workshop."""

    workshop: WorkshopId


@dataclass(frozen=True, slots=True)
class Committee:
    """May read the summary of that workshop."""

    workshop: WorkshopId


@dataclass(frozen=True, slots=True)
class Scribe:
    """May write for the tables of that workshop what was said or written without a phone."""

    workshop: WorkshopId


@dataclass(frozen=True, slots=True)
class Administrator:
    """May create and list workshops on this installation; the number is that of the browser."""

    number: int = 0


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of a new workshop, known once: only their hashes are stored."""

    facilitator: str
    committee: str


def new_key() -> str:
    """A secret of 192 bits that fits in a link."""
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """A join code of 8 letters and digits (40 bits)."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """The code in what a person typed: any case, with or without a hyphen or spaces."""
    return "".join(char for char in typed[:TYPED].upper() if char in _CODE_LETTERS)[:CODE_LENGTH]


def shown_code(code: str) -> str:
    """The code as it is shown and read aloud: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"


def hashed(secret: str, salt: str = "") -> str:
    """SHA-256 of a secret; enough for secrets of 128 bits and more, which no list contains."""
    return hashlib.sha256(f"{salt}:{secret}".encode("utf-8", "replace")).hexdigest()


def matches(secret: str | None, stored: str, salt: str = "") -> bool:
    """Whether that secret has that hash, in constant time."""
    return bool(secret) and hmac.compare_digest(hashed(secret or "", salt), stored)


def check(right: Facilitator | Committee | Scribe, workshop: WorkshopId) -> None:
    """Raises RuleError when the right belongs to another workshop."""
    if right.workshop != workshop:
        raise RuleError("access.scribe_only" if isinstance(right, Scribe) else "access.facilitator_only")


def check_kind(right: object, needed: type) -> None:
    """Raises RuleError when a rule asks for another right than the one that was shown."""
    if not isinstance(right, needed):
        raise RuleError("access.scribe_only" if needed is Scribe else "access.facilitator_only")
