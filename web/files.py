"""The route of the downloads; the right to read is checked at every request."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from facilitation import house
from facilitation.errors import RecolteError, StoreError
from facilitation.model import WorkshopId
from facilitation.rights import Committee, Facilitator
from locales import read_language, sentence
from web.access import facilitating, language_of, refused
from web.cookie_names import COMMITTEE
from web.downloads import DOWNLOADS, file_name
from web.notice import notice


def routes() -> list[Route]:
    """The addresses of the files."""
    return [Route("/files/{code}/{what}", download)]


async def download(request: Request) -> Response:
    """One file of one workshop, made now, off the event loop."""
    door = house.door()
    id = door.find(request.path_params["code"])
    what = request.path_params["what"]
    file = DOWNLOADS.get(what)
    if file is None:
        return refused(request, "access.file")
    if id is None or not file.opens_for(_right(request, id)):
        return refused(request, file.refusal)
    language = read_language(request.query_params.get("lang"), language_of(request))
    try:
        body = await run_in_threadpool(file.make, door, id, language)
    except StoreError:
        raise
    except RecolteError as refusal:
        return notice(language, sentence(language, refusal.key, **refusal.values), 409)
    name = f"{file_name(door.look(id), what, language, 'interne')}.{file.ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(body, media_type=file.media, headers=headers)


def _right(request: Request, id: WorkshopId) -> Facilitator | Committee | None:
    """The most that this browser may read there."""
    key = request.cookies.get(f"{COMMITTEE}{id}")
    return facilitating(request, id) or house.door().committee(id, key)
