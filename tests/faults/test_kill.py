"""The server is killed while people write: what was acknowledged is there, once, and phones go on."""

import threading
import time

import httpx
import pytest

from facilitation.model import StepKind
from tests.running import Server
from tests.talking import Phone, open_workshop

pytestmark = pytest.mark.faults

PHONES = 10
EACH = 20


def test_kill_in_the_middle_of_200_submissions_loses_and_doubles_nothing(server: Server) -> None:
    desk = open_workshop(server, StepKind.IDEAS)
    phones = [Phone.join(server, desk.code) for _ in range(PHONES)]
    acknowledged: list[str] = []
    threads = [
        threading.Thread(target=_write, args=(phone, n, acknowledged)) for n, phone in enumerate(phones)
    ]
    for thread in threads:
        thread.start()
    kills = 0
    while any(thread.is_alive() for thread in threads):
        if len(acknowledged) > 40 * (kills + 1) and kills < 3:
            server.kill()
            server.start()
            kills += 1
        time.sleep(0.01)
    for thread in threads:
        thread.join()
    for phone in phones:
        phone.close()
    server.stop()

    texts = desk.texts_in_store(server.folder)
    assert kills == 3
    assert len(acknowledged) == PHONES * EACH
    assert sorted(texts) == sorted(acknowledged)


def _write(phone: Phone, number: int, acknowledged: list[str]) -> None:
    for turn in range(EACH):
        text = f"Idée {turn} du téléphone {number}"
        phone.send_until_kept("notes", key=f"k{turn}", type="idea", text=text, language="fr")
        acknowledged.append(text)


def test_server_stops_at_once_with_streams_open(server: Server) -> None:
    desk = open_workshop(server)
    with httpx.stream("GET", f"{server.url}/live/{desk.code}", timeout=10) as stream:
        first = next(stream.iter_text())
        took = server.stop()

    assert "event: now" in first
    assert took < 5


def test_the_log_of_the_server_names_no_secret(server: Server) -> None:
    desk = open_workshop(server, StepKind.IDEAS)
    phone = Phone.join(server, desk.code)
    phone.send_until_kept("notes", key="k", type="idea", text="une idée secrète", language="fr")
    httpx.get(f"{server.url}/f/{desk.code}/wrong-key-in-a-link")
    phone.close()
    server.stop()

    for secret in (desk.key, phone.token, "une idée secrète", "wrong-key-in-a-link"):
        assert secret not in server.log
