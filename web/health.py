"""Is the server well: only once the store has really written."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from facilitation import house
from facilitation.errors import StoreError

PATIENCE = 5.0


def routes() -> list[Route]:
    """The address that a watchdog asks."""
    return [Route("/healthz", healthz)]


async def healthz(request: Request) -> Response:
    """200 once a write has been committed; 503 otherwise, or while what people last wrote was refused.

    A ping is small: it fits where an idea does not, so it never calls well what refused an idea. Nor is a
    file called well that is known to be damaged.
    """
    door = house.door()
    try:
        await asyncio.wait_for(asyncio.wrap_future(door.ping()), PATIENCE)
    except (StoreError, TimeoutError):
        return JSONResponse({"store": "unavailable"}, status_code=503)
    if door.refusing:
        return JSONResponse({"store": "refusing"}, status_code=503)
    if door.store.damaged:
        return JSONResponse({"store": "damaged"}, status_code=503)
    return JSONResponse({"store": "ok"})
