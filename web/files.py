"""Downloads, each behind the right to read that workshop; the right is checked at every request."""

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from facilitation import house
from facilitation.agendas import Agenda, write_agenda
from facilitation.door import Door
from facilitation.errors import RecolteError, StoreError
from facilitation.model import WorkshopId
from facilitation.replay import replay
from locales import Language, read_language, sentence
from reports.archive.archive import archive_allowed, file_name, write_archive
from reports.kit import paper_kit
from reports.summary.summary import summary
from reports.timelapse import film
from reports.workbook.workbook import workbook
from web.access import facilitating, language_of, refused
from web.cookie_names import COMMITTEE
from web.notice import notice

Maker = Callable[[Door, WorkshopId, Language], bytes]


def routes() -> list[Route]:
    """The addresses of the files."""
    return [Route("/files/{code}/{what}", download)]


async def download(request: Request) -> Response:
    """One file of one workshop, made now, off the event loop."""
    door = house.door()
    id = door.find(request.path_params["code"])
    what = request.path_params["what"]
    if id is None or what not in _FILES or not _may_read(request, door, id, what):
        return refused(request, "access.archive" if what == "archive" else "access.file")
    language = read_language(request.query_params.get("lang"), language_of(request))
    make, ending, media = _FILES[what]
    try:
        body = await run_in_threadpool(make, door, id, language)
    except StoreError:
        raise
    except RecolteError as refusal:
        return notice(language, sentence(language, refusal.key, **refusal.values), 409)
    name = f"{file_name(door.look(id), what, language, 'interne')}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(body, media_type=media, headers=headers)


def _lapse(door: Door, id: WorkshopId, language: Language) -> bytes:
    return film(door.entries(id), language)


def _may_read(request: Request, door: Door, id: WorkshopId, what: str) -> bool:
    """The archive holds every ballot, one by one: it is for the facilitator alone."""
    cookies = request.cookies
    if facilitating(request, id) is not None:
        return True
    return what != "archive" and door.committee(id, cookies.get(f"{COMMITTEE}{id}")) is not None


def _archive(door: Door, id: WorkshopId, language: Language) -> bytes:
    log = door.entries(id)
    archive_allowed(replay(log))  # of what is written, so that no vote opens in between
    return write_archive(log)


def _workbook(door: Door, id: WorkshopId, language: Language) -> bytes:
    return workbook(door.look(id), language, datetime.now(UTC).astimezone(), door.entries(id))


def _summary(door: Door, id: WorkshopId, language: Language) -> bytes:
    return summary(door.look(id), language, datetime.now(UTC).astimezone()).encode()


def _agenda(door: Door, id: WorkshopId, _language: Language) -> bytes:
    workshop = door.look(id)
    return write_agenda(Agenda(workshop.minutes, workshop.instructions))


def _kit(door: Door, id: WorkshopId, language: Language) -> bytes:
    return paper_kit(door.look(id), language, door.card(id).code)


_FILES: dict[str, tuple[Maker, str, str]] = {
    "archive": (_archive, "jsonl", "application/x-ndjson"),
    "lapse": (_lapse, "json", "application/json"),
    "workbook": (_workbook, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "agenda": (_agenda, "json", "application/json"),
    "kit": (_kit, "pdf", "application/pdf"),
    "summary": (_summary, "md", "text/markdown; charset=utf-8"),
}
