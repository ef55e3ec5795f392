"""Phone routes and live stream alone, in a thread: a server for many tests that starts in a blink."""

import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from facilitation import house
from phone.routes import routes
from tests.running import free_port
from web import access
from web.access import FirstRunKey, works_here
from web.live import Hub, Stream, each_commit, each_move


@dataclass
class Light:
    """A server on the door of the house, on a port that stays the same over stops and starts."""

    port: int = field(default_factory=free_port)
    server: uvicorn.Server | None = None
    thread: threading.Thread | None = None
    hub: Hub | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        phones, screens = Stream(each_move), Stream(each_commit, works_here)

        @asynccontextmanager
        async def lifespan(_app: Starlette) -> AsyncIterator[None]:
            phones.hub = screens.hub = self.hub = Hub(house.door())
            yield

        app = Starlette(
            routes=[
                Route("/live/{code}", phones),
                Route("/live/{code}/all", screens),
                *access.routes(FirstRunKey("")),
                *routes(),
            ],
            lifespan=lifespan,
        )
        config = uvicorn.Config(
            app, port=self.port, log_level="critical", ws="none", timeout_graceful_shutdown=1
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        if self.server is None or self.thread is None or self.hub is None:
            return
        self.hub._loop.call_soon_threadsafe(self.hub.close)
        self.server.should_exit = True
        self.thread.join(10)
