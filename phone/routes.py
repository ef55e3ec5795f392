"""The participant's addresses: joining, the page, the part of it that changes, and the writes."""

from functools import cache
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from facilitation import house
from facilitation.errors import RuleError
from facilitation.rights import read_code
from facilitation.tallies.people import paper_people
from locales import Language, sentence
from phone import follow, install, people, scribe, writes
from phone.part import about, values
from phone.people import persons, usual_table
from phone.render import packed, page, static
from phone.seat import FIRST, Seat, give_token, language_of, seated
from phone.writes import refused


def routes() -> list[BaseRoute]:
    """All addresses of this room."""
    return [
        Route("/j", join_typed),
        Route("/j/{code}", join),
        Route("/w/{code}", workshop_page),
        Route("/w/{code}/now", now),
        Route("/w/{code}/screen", follow_screen),
        Route("/w/{code}/screen/now", screen_now),
        *people.routes(),
        *scribe.routes(),
        *writes.routes(),
        *install.routes(),
        Route("/phone/static/{name}", static),
    ]


def landing(language: Language, refusal: str | None = None, status: int = 200, **values: object) -> Response:
    """The page where a join code is typed; `refusal` is the key of a sentence to show, with its values."""
    said = sentence(language, refusal, None, **values) if refusal else None
    return page("landing.html", language, {"refusal": said, "here": "/"}, status)


async def too_fast(scope: Scope, receive: Receive, send: Send) -> None:
    """Asks a device or an address that sends too fast to wait: the phone's script keeps what it has.

    A page asks again by itself, so that a newcomer gets in while somebody floods the same address.
    """
    language, path = language_of(Request(scope)), scope["path"]
    answer: Response = refused(RuleError("flood.wait", seconds=scope["wait"]), language)
    if path.startswith(("/live/", "/phone/")):
        answer = Response(status_code=429)
    elif scope["method"] == "GET" and not path.endswith("/now"):
        answer = HTMLResponse(_slow(language), 429, {"refresh": str(scope["wait"] + 1)})
    answer.headers["retry-after"] = str(scope["wait"])
    await answer(scope, receive, send)


@cache
def _slow(language: Language) -> bytes:
    """Filled in once: what is refused must cost next to nothing."""
    return bytes(landing(language, "flood.slow").body)


async def join_typed(request: Request) -> Response:
    """The code that was typed in the form; without one, the form."""
    code = request.query_params.get("code", "")
    return _enter(request, code) if code.strip() else landing(language_of(request))


async def join(request: Request) -> Response:
    """The link behind the QR code: the page itself, for a redirect is half a second on a slow network."""
    return await _page(request, by_link=True)


def _enter(request: Request, code: str) -> Response:
    door = house.door()
    id = door.find(code)
    if id is None:
        return landing(language_of(request), "workshop.unknown", 404)
    return give_token(request, RedirectResponse(f"/w/{read_code(code)}", status_code=303))


async def workshop_page(request: Request) -> Response:
    """The whole page: check-in for a newcomer, else the current step."""
    return await _page(request)


async def _page(request: Request, *, by_link: bool = False) -> Response:
    try:
        seat = await seated(request)
    except RuleError as refusal:
        return _not_seated(request, refusal)
    elsewhere = seat.me is not None if by_link else request.path_params["code"] != seat.code
    if elsewhere:
        return give_token(request, RedirectResponse(seat.address, status_code=303))
    missing = seat.token is None and seat.who != FIRST and seat.scribe is None
    if missing:
        return RedirectResponse(f"/w/{seat.code}/people", status_code=303)
    shown = values(seat, correcting="answers" in request.query_params) | await _named(request, seat)
    response = packed(request, page("page.html", seat.language, shown))
    # A newcomer to an archived workshop has nothing to come back to.
    return give_token(request, response) if seat.who == FIRST and not seat.workshop.archived else response


def _not_seated(request: Request, refusal: RuleError) -> Response:
    """Where a page leads that cannot be shown: to the hand-over screen, or to the place for a code."""
    if refusal.key == "participant.handed_on":
        return RedirectResponse(f"/w/{read_code(request.path_params['code'])}/people", status_code=303)
    status = {"workshop.unknown": 404, "workshop.code_replaced": 410}.get(refusal.key, 403)
    return landing(language_of(request), refusal.key, status, **refusal.values)


async def now(request: Request) -> Response:
    """The part of the page that changes with the workshop; 401 for a phone that is nobody here.

    An archived workshop knows no phone any more, and has the same good-bye for all.
    """
    try:
        seat = await seated(request)
        if not seat.workshop.archived:
            seat.participant  # noqa: B018 (raises for a stranger)
    except RuleError as refusal:
        return refused(refusal, language_of(request))
    return packed(request, page("now.html", seat.language, values(seat)))


async def follow_screen(request: Request) -> Response:
    """The page that shows what the projector shows; who has no place yet takes one first."""
    try:
        seat = await seated(request)
    except RuleError as refusal:
        return _not_seated(request, refusal)
    if seat.me is None or seat.workshop.framing is None or seat.workshop.archived:
        return RedirectResponse(seat.address, status_code=303)
    drawn = follow.drawing(seat, follow.turn(seat, about(seat)))
    address = f"/w/{seat.code}/screen"
    here: dict[str, object] = {
        "shown": drawn.html,
        "here": quote(f"{address}?who={seat.who}"),
        "now": f"{address}/now?who={seat.who}",
        "clock": follow.milliseconds(),
    }
    shown = values(seat) | await _named(request, seat) | here
    return packed(request, page("page.html", seat.language, shown))


async def screen_now(request: Request) -> Response:
    """The part of that page that changes; 401 for a phone that is nobody here."""
    try:
        seat = await seated(request)
        if seat.workshop.archived:
            return await now(request)
        seat.participant  # noqa: B018 (raises for a stranger)
    except RuleError as refusal:
        return refused(refusal, language_of(request))
    return follow.answer(request, follow.drawing(seat, follow.turn(seat, about(seat))))


async def _named(request: Request, seat: Seat) -> dict[str, object]:
    """The person this page is for, when that is a question: several people on the device, or one on paper."""
    known = await persons(request, seat.id)
    named: dict[str, object] | None = None
    if seat.scribe is not None:
        me = seat.workshop.participants[seat.participant]
        named = {"number": paper_people(seat.workshop, me.table).index(me) + 1, "table": me.table}
    elif seat.who != FIRST or len(known) > 1:
        named = {"number": seat.who}
    return {"named": named, "usual_table": await usual_table(request, seat)}
