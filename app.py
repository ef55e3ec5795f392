"""Récolte in one process on one port: `streamlit run app.py`.

Phones get the light pages of `phone`; facilitator, projector and committee get Streamlit's `pages`.
"""

import facilitation.packages  # noqa: F401 (first: it tells which package is missing)

# isort: split
import asyncio
import logging
import os
import sys
import textwrap
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import streamlit as st
from click import Abort
from google.protobuf.message import DecodeError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from streamlit import config, runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web import cli

import phone.routes
import web.access
import web.files
import web.health
import web.projector
from facilitation import house, starting
from facilitation.discreet import keep_discreet
from facilitation.errors import RecolteError, StoreError
from facilitation.settings import check_admin_key, language_in
from locales import read_language, sentence
from pages.parts.frame.words import say
from web import heads, quiet_gc
from web.access import FirstRunKey, language_of, works_here
from web.flood import Flood
from web.guard import Guard
from web.hardening import assert_hardened
from web.live import Hub, Stream, each_commit, each_move, ending_with_signals
from web.unwell import unwell

HERE = Path(__file__).resolve().parent
# Short turns: the loop that answers phones must not wait long for a page that is drawn. With 1,000 phones and
# 20 screens, 0.5 ms and 5 ms (the default) both answered later.
sys.setswitchinterval(0.001)

heads.enforce()


def end(trouble: RecolteError) -> NoReturn:
    """Ends before anything is served, with one sentence for the person who started it."""
    said, code = starting.told(trouble)
    print(f"\n{textwrap.indent(said, '  ')}\n", file=sys.stderr, flush=True)
    house.close()
    sys.exit(code)


try:
    check_admin_key(house.settings().admin_key)
    starting.begin()  # here, not in the lifespan: whatever is raised there becomes a traceback
    if __name__ == "__main__":
        starting.claim(house.settings().port)
    else:
        assert_hardened(config.get_option)  # `streamlit run` has read config.toml before
except RecolteError as trouble:
    end(trouble)

FIRST_RUN = FirstRunKey(house.settings().admin_key)
PHONES, SCREENS = Stream(each_move), Stream(each_commit, works_here)
log = logging.getLogger("recolte")

for name in ("uvicorn.access", "httpx"):
    logging.getLogger(name).disabled = True  # addresses carry keys
keep_discreet()


def allow_many_phones() -> None:
    """Each phone holds a connection or two; many systems allow a program only 1,024 of them at first."""
    try:
        import resource  # noqa: PLC0415 (not on Windows, which has no such limit)
    except ImportError:
        return
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and (most == resource.RLIM_INFINITY or soft < most):
        wanted = 65_536 if most == resource.RLIM_INFINITY else most
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), most))


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Opens the door before the first request and closes it after the last."""
    heads.assert_bounded()
    quiet_gc.prepare()
    allow_many_phones()
    os.environ["PORT"] = str(config.get_option("server.port"))  # the links must name the port in force
    os.environ["BOUND_TO"] = str(config.get_option("server.address") or "")
    PHONES.hub = SCREENS.hub = hub = Hub(house.door())
    house.encoding().start()
    house.copying().start()
    resting = asyncio.create_task(quiet_gc.collect_when_quiet(lambda: hub.last_commit))
    with ending_with_signals(hub):
        announce()
        yield
    resting.cancel()
    house.close()
    house.worker().close()


def announce() -> None:
    """Prints where to begin; the link is the only place where the first key is ever shown."""
    settings = house.settings()
    language = read_language(settings.language)
    link = f"http://localhost:{settings.port}/admin/{quote(FIRST_RUN.key, safe='')}"
    which = "start.admin_link" if settings.admin_key else "start.first_link"
    phones = settings.base_url()
    lines = [sentence(language, "start.ready"), sentence(language, which), f"    {link}"]
    lines += [f"{sentence(language, 'start.phones')} {phones}"] if phones else []
    lines += [] if phones else [sentence(language, "start.no_network")]
    lines += starting.cautions(language)
    print("\n" + "\n".join(f"  {line}" for line in lines) + "\n", flush=True)
    if sys.stdout.isatty():
        threading.Timer(1.0, webbrowser.open, (link,)).start()


async def welcome(scope: Scope, receive: Receive, send: Send) -> None:
    """What a browser without a key gets anywhere on Streamlit's side: the place for a join code."""
    page = phone.routes.landing(language_of(Request(scope)))
    await page(scope, receive, send)


def script_failed(error: Exception) -> bool:
    """A page that fails says so in the reader's language; the details go to the log only."""
    if isinstance(error, StoreError):  # the store has written it to the log
        st.error(say(error.key, **error.values), icon=":material/error:")
        return True
    log.error("A page failed.", exc_info=error)
    st.error(_said(error), icon=":material/error:")
    return True


def _said(error: Exception) -> str:
    return say(error.key, **error.values) if isinstance(error, RecolteError) else say("page.failed")


def frame_kind(frame: bytes) -> str | None:
    """What a socket's message asks for, or None when it is not a message at all."""
    message = BackMsg()
    try:
        message.ParseFromString(frame)
    except DecodeError:
        return None
    return message.WhichOneof("type")


def held_files() -> dict[str, dict[str, int]]:
    """The bytes of each file that Streamlit keeps for each of its pages."""
    files = runtime.get_instance().uploaded_file_mgr
    pages = dict(files.file_storage) if isinstance(files, MemoryUploadedFileManager) else {}
    return {page: {id: len(one.data) for id, one in dict(kept).items()} for page, kept in pages.items()}


app = st.App(
    HERE / "pages" / "navigation.py",
    lifespan=lifespan,
    on_script_error=script_failed,
    exception_handlers={StoreError: unwell},
    routes=[
        *web.health.routes(),
        *web.access.routes(FIRST_RUN),
        *web.files.routes(),
        *web.projector.routes(),
    ],
    middleware=[
        Middleware(
            Guard,
            welcome=welcome,
            phones=Starlette(
                routes=[
                    Route("/live/{code}", PHONES),
                    Route("/live/{code}/all", SCREENS),
                    *phone.routes.routes(),
                ],
                exception_handlers={StoreError: unwell},
            ),
            too_fast=phone.routes.too_fast,
            flood=Flood(house.settings().room),
            read_frame=frame_kind,
            index=Path(st.__file__).parent / "static" / "index.html",
            held=held_files,
        )
    ],
)

if __name__ == "__main__":
    command = ["run", str(HERE / "app.py"), "--server.port", str(house.settings().port)]
    with suppress(Abort):  # Ctrl+C, which the command line would call "Aborted!"
        cli.main(command, standalone_mode=False)
    print(f"\n  {sentence(language_in(os.environ), 'start.stopped')}\n", flush=True)
