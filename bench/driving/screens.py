"""One Streamlit screen without a browser: the socket's protobuf messages and the live stream beside it.

It sends what the page's live component sends: after each news, at most once per pause, one rerun of its
fragment; a screen has drawn an event once the rerun that followed the news has finished.
"""

import asyncio
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.driving.wire import Line

EVENTS = "$$STREAMLIT_INTERNAL_KEY_{id}__events"


@dataclass
class Drawn:
    """(seq, when) of what reached a screen: heard on its stream, and drawn by its rerun."""

    heard: list[tuple[int, float]] = field(default_factory=list)
    drawn: list[tuple[int, float]] = field(default_factory=list)
    reruns: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last event that is on the screen."""
        return self.drawn[-1][0] if self.drawn else 0


class Screen:
    """One page of the facilitator's browser."""

    def __init__(self, port: int, code: str, cookie: tuple[str, str], page: str, pause: float) -> None:
        self.port = port
        self.code = code
        self.cookie = cookie
        self.page = page
        self.pause = pause
        self.seen = Drawn()
        self._page_hash = ""
        self._live: tuple[str, str] | None = None  # component, fragment
        self._buttons: dict[str, str] = {}
        self._socket: ClientConnection | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, *, follow: bool = True) -> None:
        """Loads the page, then follows the workshop."""
        self._socket = await connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            additional_headers={"Cookie": "=".join(self.cookie)},
            origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=2**26,
            compression=None,
            close_timeout=1,
        )
        message = self._rerun()
        message.rerun_script.page_name = self.page
        await self._run(message)
        if self._live is None:
            raise AssertionError(f"{self.page} does not follow the workshop")
        if follow:
            self._begin(self._follow())

    async def press(self, name: str) -> None:
        """Presses the button whose key or label ends so."""
        message = self._rerun()
        message.rerun_script.page_script_hash = self._page_hash
        id = next(id for id in self._buttons if id.endswith(name) or self._buttons[id] == name)
        message.rerun_script.widget_states.widgets.add(id=id, trigger_value=True)
        await self._run(message)

    async def close(self) -> None:
        """Leaves the page."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        return task

    async def _follow(self) -> None:
        line = Line(self.port, "127.0.0.1")
        line.cookies = dict([self.cookie])
        due: asyncio.Task[None] | None = None
        latest = [0]
        async for raw in line.stream(f"/live/{self.code}/all", ""):
            if not raw.startswith(b"data: "):
                continue
            latest[0] = json.loads(raw[6:])["seq"]
            self.seen.heard.append((latest[0], time.time()))
            if due is None or due.done():
                due = self._begin(self._tell(latest))

    async def _tell(self, latest: list[int]) -> None:
        told = 0
        while told != latest[0]:
            told, began = latest[0], time.time()
            await self._trigger(told)
            self.seen.drawn.append((told, time.time()))
            took = min(time.time() - began, 2.5)
            await asyncio.sleep(max(self.pause, 4 * took) - took)

    async def _trigger(self, seq: int) -> None:
        assert self._live is not None
        component, fragment = self._live
        message = self._rerun()
        asked = message.rerun_script
        asked.page_script_hash, asked.fragment_id = self._page_hash, fragment
        told = json.dumps([{"event": "seq", "value": seq}])
        asked.widget_states.widgets.add(id=EVENTS.format(id=component), json_trigger_value=told)
        await self._run(message)
        self.seen.reruns += 1

    def _rerun(self) -> BackMsg:
        message = BackMsg()
        message.rerun_script.query_string = f"w={self.code}"
        message.rerun_script.widget_states.SetInParent()
        return message

    async def _run(self, message: BackMsg) -> None:
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self._socket.recv(), 60)
            said = ForwardMsg()
            said.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            if said.WhichOneof("type") == "script_finished":
                return
            self._note(said)

    def _note(self, said: ForwardMsg) -> None:
        kind = said.WhichOneof("type")
        if kind == "navigation":
            self._page_hash = said.navigation.page_script_hash
        if kind != "delta" or said.delta.WhichOneof("type") != "new_element":
            return
        element = said.delta.new_element
        what = element.WhichOneof("type")
        if what == "bidi_component" and element.bidi_component.component_name == "recolte_live":
            self._live = (element.bidi_component.id, said.delta.fragment_id)
        if what == "button":
            self._buttons[element.button.id] = element.button.label
        if what == "exception" or (what == "alert" and element.alert.format == Alert.ERROR):
            self.seen.errors.append(f"{self.page}: {str(element)[:200]}")
