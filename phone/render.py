"""Pages from templates, and the files they load, each under a name that changes with its content."""

import gzip
import hashlib
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from facilitation.text import clipped
from locales import LANGUAGES, Language, sentence
from reports import look
from web.script import bundle, light, tight

_HERE = Path(__file__).parent
SCRIPTS = ("phone.js", "scribe.js", "offline.js")  # one on the wire for each page
ICONS = ("icon.svg", "icon-192.png", "icon-512.png", "icon-maskable.png", "icon-apple.png")
FILES = ("phone.css", *SCRIPTS, *ICONS)
_MEDIA = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_FOR_EVER = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}

LEVEL = 5
WORTH_PACKING = 1_000  # bytes

_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,  # what participants wrote is text, never markup
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["clipped"] = clipped


def page(template: str, language: Language, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """A page or a part of one; never kept by a browser or a proxy, for it is one person's."""
    html = html_of(template, language, values)
    return HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})


def html_of(template: str, language: Language, values: Mapping[str, object]) -> str:
    """A template filled in."""
    return _templates.get_template(template).render(
        **values,
        language=language,
        other=next(one for one in LANGUAGES if one != language),
        say=partial(sentence, language),
        file=static_name,
    )


def accepts_gzip(request: Request) -> bool:
    """Whether the browser unpacks what is sent packed."""
    return "gzip" in request.headers.get("accept-encoding", "")


def packed(request: Request, response: Response) -> Response:
    """The same answer, packed for a browser that accepts it; short ones stay as they are."""
    response.headers["vary"] = "accept-encoding"
    if len(response.body) >= WORTH_PACKING and accepts_gzip(request):
        response.body = gzip.compress(bytes(response.body), LEVEL)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))
    return response


@cache
def static_name(name: str) -> str:
    """The name a file is served under: «phone.1a2b3c4d.js»."""
    path = Path(name)
    return f"{path.stem}.{hashlib.sha256(_content(name)).hexdigest()[:8]}{path.suffix}"


async def static(request: Request) -> Response:
    """A script, a stylesheet or an icon, small enough to be kept for a year once loaded."""
    wanted = request.path_params["name"]
    name = next((one for one in FILES if static_name(one) == wanted), None)
    if name is None:
        return Response(status_code=404)
    headers = dict(_FOR_EVER)
    body = _content(name)
    if accepts_gzip(request) and Path(name).suffix != ".png":
        body = _packed(name)
        headers["content-encoding"] = "gzip"
    return Response(body, media_type=_MEDIA[Path(name).suffix], headers=headers)


@cache
def _content(name: str) -> bytes:
    folder = _HERE / "static"
    if name.startswith("icon"):
        return (folder / "icons" / name).read_bytes()
    if name == "phone.css":
        return (look.sheet() + light((folder / name).read_text("utf-8"))).encode()
    return f'(() => {{"use strict";{source(name)}}})();\n'.encode()


def source(script: str) -> str:
    """One of our scripts with all that it imports, without what only its readers need."""
    return tight(bundle(_HERE / "static" / "script" / script))


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(_content(name), mtime=0)
