"""The room's screen, masked, frozen or turned to another stage of a result, in one request.

A page that is being drawn never delays it.
"""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from facilitation import house
from facilitation.asking import Ask, ask
from facilitation.errors import RecolteError, StoreError
from facilitation.events import Event
from facilitation.model import RevealStage
from facilitation.rights import Facilitator
from facilitation.rules.projector import freeze_projector, mask_projector
from facilitation.rules.rounds import advance_reveal
from locales import sentence
from web.access import facilitating, language_of
from web.commits import committed

Change = Callable[[Facilitator], Ask[Event]]


def _reveal(stage: RevealStage) -> Change:
    return lambda by: ask(advance_reveal, by=by, stage=stage)


_CHANGES: dict[str, Change] = {
    "mask": lambda by: ask(mask_projector, by=by, masked=True),
    "unmask": lambda by: ask(mask_projector, by=by, masked=False),
    "freeze": lambda by: ask(freeze_projector, by=by, frozen=True),
    "release": lambda by: ask(freeze_projector, by=by, frozen=False),
    # The stage by its name: a request that is sent twice skips none.
    **{f"reveal-{stage}": _reveal(stage) for stage in RevealStage},
}


def routes() -> list[Route]:
    """The addresses that the console and the projector itself ask."""
    return [Route("/screen/{code}/{what}", change, methods=["POST"])]


async def change(request: Request) -> Response:
    """Done once committed (204), or why not, as a sentence in the reader's language."""
    door, what = house.door(), request.path_params["what"]
    id = door.find(request.path_params["code"])
    by = facilitating(request, id) if id is not None else None
    if id is None or by is None or what not in _CHANGES:
        return _refused(request, RecolteError("access.facilitator_only"), 403)
    try:
        await committed(door.submit(id, _CHANGES[what](by)))
    except StoreError:
        return _refused(request, StoreError("store.unavailable"), 503)
    except RecolteError as refusal:
        return _refused(request, refusal, 409)
    return Response(status_code=204)


def _refused(request: Request, refusal: RecolteError, status: int) -> Response:
    return PlainTextResponse(sentence(language_of(request), refusal.key, **refusal.values), status)
