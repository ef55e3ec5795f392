"""Speaking to a running server without a browser: a facilitator's hand on the store, and phones over HTTP.

The facilitator's side opens the store of a stopped server: the workshop is made, and its step opened, before
the first phone comes, while no server holds the file.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from facilitation.asking import ask
from facilitation.door import Door
from facilitation.model import StepKind, WorkshopId
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from facilitation.rules.steps import open_step
from facilitation.store import Store
from tests.room import FRAMING, NOON
from tests.running import Server


@dataclass
class Desk:
    """A workshop on a server."""

    server: Server
    id: WorkshopId
    code: str
    key: str

    def texts_in_store(self, folder: Path) -> list[str]:
        """The notes in the database, once the server has stopped."""
        door = _door(folder)
        texts = [note.text for note in door.look(self.id).notes.values()]
        door.close()
        return texts


def open_workshop(server: Server, step: StepKind | None = None) -> Desk:
    """A framed workshop on that server, at that step."""
    server.stop()
    door = _door(server.folder)
    id, keys = door.create(Administrator(), NOON)
    by = door.facilitator(id, keys.facilitator)
    door.act(id, ask(frame_workshop, by=by, framing=FRAMING))
    if step is not None:
        door.act(id, ask(open_step, by=by, step=step))
    code = door.card(id).code
    door.close()
    server.start()
    return Desk(server, id, code, keys.facilitator)


def _door(folder: Path) -> Door:
    return Door(Store(f"sqlite:///{folder / 'recolte.sqlite'}"))


@dataclass
class Phone:
    """A participant over HTTP, with the patience of the phone's script."""

    server: Server
    code: str
    token: str
    client: httpx.Client

    @classmethod
    def join(cls, server: Server, code: str, kind: str = "student", language: str = "fr") -> "Phone":
        """Scans the code and checks in."""
        client = httpx.Client(base_url=server.url, timeout=5, verify=False)  # one context for all requests
        client.get(f"/j/{code}")
        phone = cls(server, code, client.cookies["recolte_p"], client)
        checked_in = {"kind": kind, "table": 1, "language": language, "consents": ["terms"]}
        assert phone.post("check-in", **checked_in).status_code in (200, 201)
        return phone

    def post(self, where: str, **values: Any) -> httpx.Response:
        """One request, as the phone's script sends it."""
        return self.client.post(f"/w/{self.code}/{where}", json=values)

    def close(self) -> None:
        """Hangs up."""
        self.client.close()

    def send_until_kept(self, where: str, **values: Any) -> None:
        """Sends the same request again until the server has committed it."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                answer = self.post(where, **values)
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            if answer.status_code in (200, 201):
                return
            assert answer.status_code == 503, answer.text
            time.sleep(0.05)
        raise AssertionError("the server never came back")
