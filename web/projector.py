"""The room's screen, masked, frozen or turned to another stage of a result, in one request.

A page that is being drawn never delays it.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from facilitation import house
from facilitation.door import Rule
from facilitation.errors import RecolteError, StoreError
from facilitation.model import RevealStage
from facilitation.rules.projector import freeze_projector, mask_projector
from facilitation.rules.rounds import advance_reveal
from locales import sentence
from web.access import facilitating, language_of
from web.commits import committed

_ASKED: dict[str, tuple[Rule, dict[str, Any]]] = {
    "mask": (mask_projector, {"masked": True}),
    "unmask": (mask_projector, {"masked": False}),
    "freeze": (freeze_projector, {"frozen": True}),
    "release": (freeze_projector, {"frozen": False}),
    # The stage by its name: a request that is sent twice skips none.
    **{f"reveal-{stage}": (advance_reveal, {"stage": stage}) for stage in RevealStage},
}


def routes() -> list[Route]:
    """The addresses that the console and the projector itself ask."""
    return [Route("/screen/{code}/{what}", change, methods=["POST"])]


async def change(request: Request) -> Response:
    """Done once committed (204), or why not, as a sentence in the reader's language."""
    door, what = house.door(), request.path_params["what"]
    id = door.find(request.path_params["code"])
    by = facilitating(request, id) if id is not None else None
    if id is None or by is None or what not in _ASKED:
        return _refused(request, RecolteError("access.facilitator_only"), 403)
    rule, asked = _ASKED[what]
    try:
        await committed(door.submit(id, rule, by=by, **asked))
    except StoreError:
        return _refused(request, StoreError("store.unavailable"), 503)
    except RecolteError as refusal:
        return _refused(request, refusal, 409)
    return Response(status_code=204)


def _refused(request: Request, refusal: RecolteError, status: int) -> Response:
    return PlainTextResponse(sentence(language_of(request), refusal.key, **refusal.values), status)
