"""What stands before every request: who may reach Streamlit at all, and the headers of every answer.

Anonymous phones never load Streamlit: its pages and its socket are for browsers that hold a valid key.
A socket may say only what a page needs (one anonymous frame could otherwise clear every cache, and a
thousand small ones froze a default server for minutes).
"""

import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facilitation import house
from facilitation.errors import StoreError
from web.flood import Flood
from web.origin import has_own_origin, is_own_page
from web.policy import Policy
from web.standing import code_asked, device_of, is_staff
from web.unwell import unwell
from web.uploads import PLACE, Held, Uploads

PHONES = ("/j", "/j/", "/w/", "/live/", "/phone/")
LINKS = ("/f/", "/c/", "/s/", "/admin/")
OURS = ("/files/", "/language/", "/screen/")
HEALTH = "/healthz"
CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent", "/oauth2callback", "/auth/")
STREAMS = "/live/"
ASSETS = ("/static/", "/favicon", "/component/", "/_stcore/bidi-components/")
READING = ("GET", "HEAD", "OPTIONS")
MAX_FRAME = 262_144
TRY_LATER = 1013  # a socket's own number for it
FRAMES_PER_SECOND = 20.0
BURST = 60.0
STREAM_WAIT = 15  # seconds after which a stream that was one too many may be tried again

Answer = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guard:
    """ASGI middleware; `read_frame` tells the kind of a socket's message, `index` is Streamlit's page.

    `phones` answers what phones ask, past Streamlit's own layers; `too_fast` a request without a key that
    must wait, with the seconds in scope["wait"]. `held` tells what Streamlit keeps of the files that were
    sent to its pages.
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
        self._seated: set[str] = set()  # tokens that were seen to hold a place, for addresses without a code

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it here."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            send = self._with_headers(scope, send)
            try:
                await self._http(_without_slash(scope), receive, send)
            except StoreError as trouble:  # whether it is staff could not be read
                await (await unwell(Request(scope), trouble))(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if scope["method"] not in READING and not is_own_page(scope):
            await PlainTextResponse("", status_code=403)(scope, receive, send)
        elif path == HEALTH:
            await self.app(scope, receive, send)
        elif path.startswith(LINKS):
            await self._link(scope, receive, send)
        elif path.startswith(CLOSED):
            await PlainTextResponse("", status_code=404)(scope, receive, send)
        elif path.startswith(PLACE):
            await self._upload(scope, receive, send)
        else:
            staff = is_staff(scope)
            device, seated = self._device(scope)
            wait = 0 if staff else self._must_wait(scope, device, seated)
            if wait:
                await self.too_fast({**scope, "wait": wait}, receive, send)
            elif path.startswith(STREAMS):
                await self._stream(scope, receive, send, device if seated else "", staff)
            else:
                await self._answer(path, staff)(scope, receive, send)

    def _answer(self, path: str, staff: bool) -> Answer:
        if _is_under(path, PHONES):
            return self.phones
        if staff or path.startswith((*OURS, *ASSETS)):
            return self.app
        closed = path.startswith(("/_stcore/", "/media/"))
        return PlainTextResponse("", status_code=403) if closed else self.welcome

    def _device(self, scope: Scope) -> tuple[str, bool]:
        device, seated = device_of(scope, self._seated)
        if seated:
            self._seated.add(device)
        return device, seated

    def _must_wait(self, scope: Scope, device: str, seated: bool) -> int:
        wait = self.flood.wait(_address(scope), device, scope["method"], scope["path"], seated)
        code = "" if wait else code_asked(scope)
        return self.flood.failed(_address(scope)) if code and house.door().find(code) is None else wait

    async def _stream(self, scope: Scope, receive: Receive, send: Send, device: str, staff: bool) -> None:
        with self.flood.stream(_address(scope), device, staff=staff) as opened:
            later = {"retry-after": str(STREAM_WAIT)}
            answer = self.phones if opened else PlainTextResponse("", status_code=429, headers=later)
            await answer({**scope, "opened": opened}, receive, send)

    async def _link(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A right key passes whatever was tried before; a wrong one is told to wait after many."""
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self.app(scope, receive, keep)
        refused = bool(answer) and answer[0].get("status") in (403, 404)
        if refused and (wait := self.flood.failed(_address(scope))):
            await self.too_fast({**scope, "wait": wait}, receive, send)
            return
        for message in answer:
            await send(message)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        """People who only read have no page with an uploader."""
        if not is_staff(scope, reading=False):
            await PlainTextResponse("", status_code=403)(scope, receive, send)
        elif scope["method"] != "PUT":
            await self.app(scope, receive, send)
        else:
            with self.uploads.place(scope) as room:
                answer = self.app if room else PlainTextResponse("", status_code=429)
                await answer(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            refusal = None if has_own_origin(scope) and is_staff(scope) else 4403
        except StoreError:
            refusal = TRY_LATER
        if refusal is not None:
            await receive()
            await send({"type": "websocket.close", "code": refusal})
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


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _without_slash(scope: Scope) -> Scope:
    """The same request without a slash at its end: a router would lead to whatever host was asked."""
    path = scope["path"]
    ours = path.endswith("/") and _is_under(path, PHONES + OURS + LINKS)
    return {**scope, "path": path.rstrip("/")} if ours else scope
