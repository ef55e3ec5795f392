"""«Passer le téléphone»: several people on one device, one after the other, none seeing the one before.

The browser keeps who holds it. Nothing of anybody else is shown or taken (`phone.seat.seated`) before that
person is chosen on the hand-over screen, but for what they wrote while they held it and is still on its way.
"""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from facilitation import house
from facilitation.door import Door
from facilitation.model import Participant, Workshop, WorkshopId
from locales import read_language
from phone.render import page
from phone.seat import FIRST, Seat, address, give_token, language_of, token_of
from web.cookie_names import HOLDER, LANGUAGE, PERSONS
from web.cookies import keep
from web.notice import OWN_FORM

NOBODY = "0"


def routes() -> list[Route]:
    """The hand-over screen, and the choice made there."""
    return [
        Route("/w/{code}/people", hand_over, methods=["GET"]),
        Route("/w/{code}/people", take_over, methods=["POST"]),
    ]


async def persons(request: Request, id: WorkshopId) -> dict[str, Participant]:
    """The people of this device who have a place in that workshop, by their number on it."""
    door = house.door()
    if door.store.is_sqlite:
        return _persons(door, request, id)
    return await run_in_threadpool(_persons, door, request, id)


def _persons(door: Door, request: Request, id: WorkshopId) -> dict[str, Participant]:
    workshop: Workshop = door.look(id)
    tokens = {str(n): token_of(request, n) for n in range(1, PERSONS + 1)}
    found = {who: door.participant(id, token) for who, token in tokens.items()}
    people = {who: workshop.participants.get(me) for who, me in found.items() if me}
    return {who: person for who, person in people.items() if person}


async def _free(request: Request, id: WorkshopId) -> list[str]:
    """The numbers of this device that nobody ever had in that workshop: a removed person's stays theirs."""
    door, numbers = house.door(), range(1, PERSONS + 1)
    had = await run_in_threadpool(
        lambda: {n for n in numbers if door.participant(id, token_of(request, n)) is not None}
    )
    return [str(n) for n in numbers if n not in had]


def _shut(request: Request, id: WorkshopId, known: Mapping[str, Participant]) -> bool:
    """By a code that was replaced, a device without a place is told so on the page itself."""
    return not known and house.door().is_replaced(id, request.path_params["code"])


async def hand_over(request: Request) -> Response:
    """The neutral screen between two people; from here on nobody holds the device."""
    id = _found(request)
    if id is None:
        return _back_to_codes(request)
    if house.door().look(id).archived:
        return _to_the_end(id)
    shut = _shut(request, id, await persons(request, id))
    return _told_why(request) if shut else await _screen(request, id)


async def take_over(request: Request) -> Response:
    """The device is that person's now: `?who=2`, or the next new one."""
    id = _found(request)
    if id is None:
        return _back_to_codes(request)
    if house.door().look(id).archived:
        return _to_the_end(id)
    known = await persons(request, id)
    if _shut(request, id, known):
        return _told_why(request)
    asked = request.query_params.get("who", "")
    free = await _free(request, id)
    if asked == "new" and not free:
        return await _screen(request, id, "people.full", 409)
    who = free[0] if asked == "new" else asked
    code = house.door().card(id).code
    if asked != "new" and asked not in known:
        return RedirectResponse(f"/w/{code}/people", status_code=303)
    response = give_token(request, RedirectResponse(address(code, who), status_code=303), int(who))
    keep(request, response, f"{HOLDER}{id}", who)
    if who in known:
        keep(request, response, LANGUAGE, read_language(known[who].language))
    return response


async def _screen(
    request: Request, id: WorkshopId, refusal: str | None = None, status: int = 200
) -> Response:
    door = house.door()
    code, known = door.card(id).code, await persons(request, id)
    values = {
        "code": code,
        "framing": door.look(id).framing,
        "persons": known,
        "full": not await _free(request, id),
        "refusal": refusal,
        "here": f"/w/{code}/people",
    }
    response = page("people.html", language_of(request), values, status)
    response.headers.update(OWN_FORM)
    keep(request, response, f"{HOLDER}{id}", NOBODY)
    return response


def _found(request: Request) -> WorkshopId | None:
    return house.door().find(request.path_params["code"])


def _to_the_end(id: WorkshopId) -> Response:
    """An archived workshop has nobody to hand on to."""
    return RedirectResponse(address(house.door().card(id).code, FIRST), status_code=303)


def _back_to_codes(request: Request) -> Response:
    return RedirectResponse("/j", status_code=303)


def _told_why(request: Request) -> Response:
    return RedirectResponse(f"/w/{request.path_params['code']}", status_code=303)


async def usual_table(request: Request, seat: Seat) -> int | None:
    """The table of the device's first person, where a new one most likely sits too."""
    if seat.me is not None or seat.who == FIRST:
        return None
    first = (await persons(request, seat.id)).get(FIRST)
    return first.table if first else None
