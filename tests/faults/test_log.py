"""The log of a real server after provoked failures: no text, name, address or key in it."""

import sqlite3

import httpx
import pytest

from facilitation.model import StepKind
from tests.running import Server
from tests.talking import Phone, open_workshop

pytestmark = pytest.mark.faults

WORDS = ("secrète", "secr\\xe8te", "Tremblay", "exemple.ca")


def test_log_of_a_server_that_cannot_write_tells_nothing_of_anybody(server: Server) -> None:
    desk = open_workshop(server, StepKind.IDEAS)
    phone = Phone.join(server, desk.code)
    with sqlite3.connect(server.folder / "recolte.sqlite") as outside:
        for table in ("event", "people"):
            outside.execute(
                f"CREATE TRIGGER no_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
    outside.close()

    text = "Une idée secrète de Mme Tremblay, t@exemple.ca"
    answer = phone.post("notes", key="a", type="idea", text=text, language="fr")
    watched = httpx.get(f"{server.url}/healthz")
    phone.close()
    server.stop()

    assert (answer.status_code, watched.status_code) == (503, 503)
    assert "IntegrityError" in server.log
    assert not [word for word in (*WORDS, desk.key, desk.code) if word in server.log]
