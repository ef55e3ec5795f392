"""Secret links become cookies: for each right, and for the language of a browser."""

import hmac
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from facilitation import house
from facilitation.model import WorkshopId
from facilitation.rights import Facilitator
from locales import Language, read_language, sentence
from web.names import ADMINISTRATOR, COMMITTEE, FACILITATOR, LANGUAGE, SCRIBE, keep
from web.notice import notice


class FirstRunKey:
    """The administration key: ADMIN_KEY, or one made at each start that serves once, as Jupyter does."""

    def __init__(self, chosen: str) -> None:
        self.key = chosen or secrets.token_urlsafe(24)
        self._once = not chosen
        self._used = False

    def admits(self, offered: str) -> bool:
        """Whether that key opens the administration now; a one-time key is spent by its first use."""
        right = hmac.compare_digest(offered.encode(), self.key.encode()) and not self._used
        self._used = self._used or (right and self._once)
        return right


def routes(first_run: FirstRunKey) -> list[Route]:
    """The addresses that turn a link into a right."""

    async def administrator(request: Request) -> Response:
        if not first_run.admits(request.path_params["key"]):
            return refused(request, "access.admin_link")
        token = await run_in_threadpool(house.door().admit_administrator)
        response = RedirectResponse("/", status_code=303)
        keep(request, response, ADMINISTRATOR, token)
        return response

    return [
        Route("/admin/{key}", administrator),
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
    target = urlsplit(request.query_params.get("next", "/"))
    back = target.path if target.path.startswith("/") and not target.path.startswith("//") else "/"
    query = f"?{target.query}" if target.query else ""
    response = RedirectResponse(back.replace("\\", "/").replace("//", "/") + query, status_code=303)
    keep(request, response, LANGUAGE, read_language(request.path_params["language"]))
    return response


def facilitating(request: Request, id: WorkshopId) -> Facilitator | None:
    """The right of this browser to facilitate that workshop."""
    cookies = request.cookies
    return house.door().facilitating(id, cookies.get(f"{FACILITATOR}{id}"), cookies.get(ADMINISTRATOR))


def language_of(request: Request) -> Language:
    """The language of this browser, else the installation's."""
    return read_language(request.cookies.get(LANGUAGE), read_language(house.settings().language))


def refused(request: Request, key: str, status: int = 403) -> HTMLResponse:
    """A page that says no in the reader's language."""
    language = language_of(request)
    return notice(language, sentence(language, key), status)
