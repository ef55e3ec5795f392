"""Whether a browser asks from one of our own pages: scheme, host and port together."""

from urllib.parse import urlsplit

from starlette.types import Scope

from facilitation import house

_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int]


def is_own_page(scope: Scope) -> bool:
    """Whether what changes something is asked from a page of ours, or by no browser at all.

    A browser's own word (Sec-Fetch-Site) is good where it says «same-origin»: a form without a referrer
    has «null» for its origin.
    """
    site = _said(scope, b"sec-fetch-site")
    if site == "same-origin":
        return True
    return site in (None, "none") and has_own_origin(scope)


def has_own_origin(scope: Scope) -> bool:
    """Whether the origin, where one is said, is ours: the host that was asked, or the public address.

    A proxy tells us the host and the scheme that its visitors see. No script can set either on a request to
    another site, nor on a socket.
    """
    said = _said(scope, b"origin")
    return said is None or _read(said) in _own(scope)


def _own(scope: Scope) -> set[Origin | None]:
    schemes = ("https",) if scope["scheme"] in ("https", "wss") else ("http", "https")
    hosts = [_said(scope, name) for name in (b"host", b"x-forwarded-host")]
    seen = {_read(f"{scheme}://{host}") for scheme in schemes for host in hosts if host}
    return (seen | {_read(house.settings().public_url)}) - {None}


def _read(origin: str) -> Origin | None:
    """An origin in full, whether or not it says the port; None for «null» and anything else."""
    try:
        read = urlsplit(origin)
        port = read.port or _PORTS[read.scheme]
    except (ValueError, KeyError):
        return None
    return (read.scheme, read.hostname, port) if read.hostname else None


def _said(scope: Scope, wanted: bytes) -> str | None:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), None)
