"""What makes the page an app of its own: manifest, service worker, and the page without a network.

The service worker keeps the files that every phone gets and one page per language; never a person's page.
"""

import hashlib
import json
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from facilitation import house
from facilitation.rights import read_code
from locales import LANGUAGES, Language, read_language, sentence
from phone.render import SCRIPTS, html_of, packed, source, static_name
from reports.look import ROLES

PAPER, MAIN = ROLES["page"][0], ROLES["main"][0]
_ICONS = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable.png", "512x512", "image/png", "maskable"),
)
_FRESH = {"cache-control": "no-cache"}


def routes() -> list[BaseRoute]:
    """The addresses that a browser asks when it installs the page."""
    return [
        Route("/w/{code}/manifest.webmanifest", manifest),
        Route("/phone/worker.js", worker),
        Route("/phone/offline/{language}", offline),
    ]


async def manifest(request: Request) -> Response:
    """The workshop as an app: its title, its page, its icons."""
    door = house.door()
    id = door.find(request.path_params["code"])
    if id is None:
        return Response(status_code=404)
    language = read_language(request.query_params.get("lang"))
    # By the code that was asked for: one that was replaced tells nobody the new one.
    framing, code = door.look(id).framing, read_code(request.path_params["code"])
    name = sentence(language, "app.name")
    values = {
        "id": f"/w/{code}",
        "name": framing.spoken(language).title if framing else name,
        "short_name": name,
        "lang": language,
        "start_url": f"/w/{code}",
        "scope": f"/w/{code}",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": MAIN,
        "icons": [
            {"src": f"/phone/static/{static_name(file)}", "sizes": sizes, "type": type, "purpose": purpose}
            for file, sizes, type, purpose in _ICONS
        ],
    }
    body = json.dumps(values, ensure_ascii=False)
    return packed(request, Response(body, media_type="application/manifest+json", headers=_FRESH))


async def worker(request: Request) -> Response:
    """The service worker; it may look after every workshop's page."""
    headers = {**_FRESH, "service-worker-allowed": "/w/"}
    return packed(request, Response(_worker(), media_type="text/javascript", headers=headers))


async def offline(request: Request) -> Response:
    """The page that a phone without a network shows."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        return Response(status_code=404)
    return packed(request, Response(_offline(language), media_type="text/html", headers=_FRESH))


@cache
def _offline(language: Language) -> str:
    return html_of("offline.html", language, {})


@cache
def _worker() -> str:
    """With the files to keep; another version of any of them makes another worker."""
    pages = [f"/phone/offline/{language}" for language in LANGUAGES]
    names = (static_name(name) for name in ("phone.css", *SCRIPTS))
    files = [*pages, *(f"/phone/static/{name}" for name in names)]
    said = "".join([*files, *(_offline(language) for language in LANGUAGES)])
    version = hashlib.sha256(said.encode()).hexdigest()[:8]
    return source("worker.js").replace('"FILES"', json.dumps(files)).replace("VERSION", version)
