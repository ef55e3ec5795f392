"""The headers that every answer carries: what our pages may load, and what a browser may tell of them."""

import base64
import hashlib
import re
from pathlib import Path

from starlette.types import Scope

Headers = list[tuple[bytes, bytes]]

_UNUSED = ("camera", "microphone", "geolocation", "payment", "usb", "serial", "midi", "display-capture")
# Believed over https only. For a month: who goes back to plain http is not locked out for long.
_SECURE: Headers = [
    (b"strict-transport-security", b"max-age=2592000"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class Policy:
    """The headers for Streamlit's page `index`, whose own scripts are named one by one."""

    def __init__(self, index: Path) -> None:
        self._plain = _headers(index)

    def headers(self, scope: Scope) -> Headers:
        """Those of an answer to that request."""
        return self._plain + _SECURE if scope["scheme"] == "https" else self._plain


def _headers(index: Path) -> Headers:
    scripts = re.findall(r"<script>(.*?)</script>", index.read_text("utf-8"), re.DOTALL)
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in scripts)
    policy = (
        # blob: is how Streamlit starts the script of a component
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob: {hashes}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
        "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'"
    )
    return [
        (b"content-security-policy", policy.encode()),
        (b"referrer-policy", b"no-referrer"),
        (b"permissions-policy", ", ".join(f"{name}=()" for name in _UNUSED).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
