"""Secret links become cookies: for each right, and for the language of a browser."""

import asyncio
import hmac
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from facilitation import house
from facilitation.model import WorkshopId
from facilitation.rights import Facilitator
from locales import Language, read_language, sentence
from web.cookie_names import ADMINISTRATOR, COMMITTEE, FACILITATOR, LANGUAGE, SCRIBE
from web.cookies import keep
from web.notice import admission, notice
from web.standing import cookies

LONGEST_PATH, LONGEST_FORM = 300, 4_096
FORM_PATIENCE = 15.0  # seconds in which all of it must have come
# What our own addresses are made of: a slash, then never another one, nor a backslash, nor anything encoded.
_OWN_PATH = re.compile(r"/(?:[A-Za-z0-9_-]+(?:[/.][A-Za-z0-9_-]+)*)?(?:\?[A-Za-z0-9_=&-]*)?")


class FirstRunKey:
    """The administration key: ADMIN_KEY, or one made at each start that serves once, as Jupyter does."""

    def __init__(self, chosen: str) -> None:
        self.key = chosen or secrets.token_urlsafe(24)
        self._once = not chosen
        self._used = False

    def opens(self, offered: str) -> bool:
        """Whether that key would open the administration now; asking spends nothing."""
        return hmac.compare_digest(offered.encode(), self.key.encode()) and not self._used

    def admits(self, offered: str) -> bool:
        """Whether that key opens the administration now; a one-time key is spent by its first use."""
        right = self.opens(offered)
        self._used = self._used or (right and self._once)
        return right


def routes(first_run: FirstRunKey) -> list[Route]:
    """The addresses that turn a link into a right."""
    one_by_one = asyncio.Lock()  # what serves once is spent last, and only when somebody was let in

    def opens(key: str) -> bool:
        return first_run.opens(key) or house.door().administrators.invites(key, datetime.now(UTC))

    async def offered(request: Request) -> Response:
        """A page with a button: previews, prefetches and link scanners spend nothing."""
        if _administers(request):
            return RedirectResponse("/", status_code=303)
        if not opens(request.path_params["key"]):
            return refused(request, "access.admin_link")
        return admission(language_of(request), request.url.path)

    async def admitted(request: Request) -> Response:
        """The button: spends the key, and gives this browser a token of its own."""
        if _administers(request):
            return RedirectResponse("/", status_code=303)
        key, now = request.path_params["key"], datetime.now(UTC)
        if not opens(key):  # before anything is read of what they sent
            return refused(request, "access.admin_link")
        try:
            async with asyncio.timeout(FORM_PATIENCE):
                name = await _name(request)
        except (ClientDisconnect, TimeoutError):  # nobody is there to be let in
            return Response(status_code=400)
        async with one_by_one:
            if not opens(key):
                return refused(request, "access.admin_link")
            token = await run_in_threadpool(house.door().admit_administrator, now, name)
            first_run.admits(key) or house.door().administrators.spend(key, now)
        response = RedirectResponse("/", status_code=303)
        keep(request, response, ADMINISTRATOR, token)
        return response

    return [
        Route("/admin/{key}", offered),
        Route("/admin/{key}", admitted, methods=["POST"]),
        Route("/f/{code}/{key}", facilitator),
        Route("/c/{code}/{key}", committee),
        Route("/s/{code}/{key}", scribe),
        Route("/language/{language}", choose_language),
    ]


async def facilitator(request: Request) -> Response:
    """The facilitator's link: a cookie, then the run sheet."""
    return _entered(
        request, house.door().facilitator, FACILITATOR, "/run_sheet?w={}", "access.facilitator_link"
    )


async def committee(request: Request) -> Response:
    """The committee's link: a cookie, then the summary."""
    return _entered(request, house.door().committee, COMMITTEE, "/committee?w={}", "access.committee_link")


async def scribe(request: Request) -> Response:
    """The scribes' link: a cookie, then the page of a table."""
    return _entered(request, house.door().scribe, SCRIBE, "/w/{}/scribe", "access.scribe_link")


def _entered(
    request: Request,
    right: Callable[[WorkshopId, str], object],
    cookie: str,
    where: str,
    refusal: str,
) -> Response:
    door, key = house.door(), request.path_params["key"]
    id = door.find(request.path_params["code"])
    if id is None or right(id, key) is None:
        return refused(request, refusal)
    response = RedirectResponse(where.format(door.card(id).code), status_code=303)
    keep(request, response, f"{cookie}{id}", key)
    return response


async def choose_language(request: Request) -> Response:
    """Keeps the language of this browser, and goes back to where the tap was."""
    response = RedirectResponse(own_path(request.query_params.get("next", "/")), status_code=303)
    keep(request, response, LANGUAGE, read_language(request.path_params["language"]))
    return response


def facilitating(request: Request, id: WorkshopId) -> Facilitator | None:
    """The right of this browser to facilitate that workshop."""
    cookies = request.cookies
    return house.door().facilitating(id, cookies.get(f"{FACILITATOR}{id}"), cookies.get(ADMINISTRATOR))


def own_path(asked: str) -> str:
    """The address as it was asked if it is one of ours, a path and its query; else the first page."""
    return asked if len(asked) <= LONGEST_PATH and _OWN_PATH.fullmatch(asked) else "/"


def _administers(request: Request) -> bool:
    return house.door().administrator(request.cookies.get(ADMINISTRATOR)) is not None


async def _name(request: Request) -> str:
    """What the person calls this browser; "" when the form says nothing that can be read."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_FORM:
            return ""
    fields = parse_qs(body.decode("utf-8", "replace"))
    return fields.get("name", [""])[0]


def works_here(scope: Scope, id: WorkshopId) -> bool:
    """Whether the browser may facilitate that workshop, or has its committee's or its scribes' key."""
    door, ours = house.door(), cookies(scope)
    if door.facilitating(id, ours.get(f"{FACILITATOR}{id}"), ours.get(ADMINISTRATOR)) is not None:
        return True
    rights = ((COMMITTEE, door.committee), (SCRIBE, door.scribe))
    return any(right(id, ours.get(f"{name}{id}")) is not None for name, right in rights)


def language_of(request: Request) -> Language:
    """The language of this browser, else the installation's."""
    return read_language(request.cookies.get(LANGUAGE), read_language(house.settings().language))


def refused(request: Request, key: str, status: int = 403) -> HTMLResponse:
    """A page that says no in the reader's language."""
    language = language_of(request)
    return notice(language, sentence(language, key), status)
