"""What stands before every request: who may reach Streamlit at all, and the headers of every answer.

Anonymous phones never load Streamlit: its pages and its socket are for browsers that hold a valid key.
Of what a socket may say, only what a page needs is let through (one anonymous frame could otherwise
clear every cache, and a thousand small ones froze a default server for minutes).
"""

import re
import time
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facilitation import house
from facilitation.errors import RuleError
from facilitation.model import WorkshopId
from web.flood import Flood
from web.names import ADMINISTRATOR, COMMITTEE, FACILITATOR, PHONE
from web.origin import has_own_origin, is_own_page
from web.policy import Policy
from web.uploads import PLACE, Held, Uploads

PHONES = ("/j", "/j/", "/w/", "/live/", "/phone/")
OURS = ("/files/", "/f/", "/c/", "/s/", "/admin/", "/language/", "/screen/", "/healthz")
CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent", "/oauth2callback", "/auth/")
ASSETS = ("/static/", "/favicon", "/component/", "/_stcore/bidi-components/")
READING = ("GET", "HEAD", "OPTIONS")
MAX_FRAME = 262_144
FRAMES_PER_SECOND = 20.0
BURST = 60.0
_TOKEN = re.compile(rf"\b{PHONE}=([^;]+)".encode())

Answer = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guard:
    """ASGI middleware; `read_frame` tells the kind of a socket's message, `index` is Streamlit's page.

    `held` tells what Streamlit keeps of the files that were sent to its pages.

    `phones` answers what phones ask, past Streamlit's own layers; `too_fast` a request of theirs that must
    wait, with the seconds in scope["wait"].
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        welcome: Answer,
        phones: Answer,
        too_fast: Answer,
        flood: Flood,
        read_frame: Callable[[bytes], str | None],
        index: Path,
        held: Held,
    ) -> None:
        self.app = app
        self.welcome = welcome
        self.phones = phones
        self.too_fast = too_fast
        self.flood = flood
        self.read_frame = read_frame
        self.policy = Policy(index)
        self.uploads = Uploads(held)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it here."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(_without_slash(scope), receive, self._with_headers(scope, send))
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if scope["method"] not in READING and not is_own_page(scope):
            await PlainTextResponse("", status_code=403)(scope, receive, send)
        elif _is_under(path, PHONES):
            wait = self._must_wait(scope)
            answer = self.too_fast if wait else self.phones
            await answer({**scope, "wait": wait}, receive, send)
        elif _is_under(path, OURS):
            await self.app(scope, receive, send)
        elif path.startswith(CLOSED):
            await PlainTextResponse("", status_code=404)(scope, receive, send)
        elif path.startswith(PLACE):
            await self._upload(scope, receive, send)
        elif path.startswith(ASSETS) or is_staff(scope):
            await self.app(scope, receive, send)
        elif path.startswith(("/_stcore/", "/media/")):
            await PlainTextResponse("", status_code=403)(scope, receive, send)
        else:
            await self.welcome(scope, receive, send)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Who only reads has no page with an uploader."""
        if not is_staff(scope, reading=False):
            await PlainTextResponse("", status_code=403)(scope, receive, send)
        elif scope["method"] != "PUT":
            await self.app(scope, receive, send)
        else:
            with self.uploads.place(scope) as room:
                answer = self.app if room else PlainTextResponse("", status_code=429)
                await answer(scope, receive, send)

    def _must_wait(self, scope: Scope) -> int:
        found = _TOKEN.search(dict(scope["headers"]).get(b"cookie", b""))
        device = found[1].decode("latin-1") if found else ""
        address = scope["client"][0] if scope.get("client") else ""
        return self.flood.wait(address, device, scope["method"], scope["path"])

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not has_own_origin(scope) or not is_staff(scope):
            await receive()
            await send({"type": "websocket.close", "code": 4403})
            return
        await self.app(scope, self._filtered(receive), send)

    def _filtered(self, receive: Receive) -> Receive:
        allowance, at = BURST, time.monotonic()

        async def next_message() -> Message:
            nonlocal allowance, at
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                now = time.monotonic()
                allowance, at = min(BURST, allowance + (now - at) * FRAMES_PER_SECOND), now
                if allowance >= 1 and self._is_wanted(message):
                    allowance -= 1
                    return message

        return next_message

    def _is_wanted(self, message: Message) -> bool:
        frame = message.get("bytes") or b""
        return len(frame) <= MAX_FRAME and self.read_frame(frame) in (
            "rerun_script",
            "stop_script",
            "app_heartbeat",
            "file_urls_request",
            "backend_operation_request",
        )

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        cached = scope["path"].startswith(("/static/", "/phone/"))

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                names = {name.lower() for name, _ in given}
                given += [pair for pair in self.policy.headers(scope) if pair[0] not in names]
                if not cached and b"cache-control" not in names:
                    given.append((b"cache-control", b"no-store"))
                message["headers"] = given
            await send(message)

        return send_with


def _is_under(path: str, places: tuple[str, ...]) -> bool:
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in places)


def _without_slash(scope: Scope) -> Scope:
    """The same request without a slash at its end: a router would lead to whatever host was asked."""
    path = scope["path"]
    ours = path.endswith("/") and _is_under(path, PHONES + OURS)
    return {**scope, "path": path.rstrip("/")} if ours else scope


def is_staff(scope: Scope, *, reading: bool = True) -> bool:
    """Whether the browser holds a valid key: administrator, facilitator or, for `reading`, committee."""
    door = house.door()
    kinds = {FACILITATOR: door.facilitator} | ({COMMITTEE: door.committee} if reading else {})
    for name, value in _cookies(scope).items():
        if name == ADMINISTRATOR and door.administrator(value):
            return True
        for prefix, right in kinds.items():
            if name.startswith(prefix) and _holds(right, name.removeprefix(prefix), value):
                return True
    return False


def _holds(right: Callable[[WorkshopId, str | None], object], id: str, key: str) -> bool:
    try:
        return right(WorkshopId(id), key) is not None
    except RuleError:
        return False  # a cookie of a workshop that is no longer here


def _cookies(scope: Scope) -> dict[str, str]:
    header = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}
