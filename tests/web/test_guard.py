"""The guard: who reaches Streamlit, what a socket may say, and the headers of every answer."""

import time

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.conftest import Room
from tests.web.conftest import Clock, reader, staff
from web.flood import Flood


@pytest.mark.parametrize("path", ["/", "/run_sheet", "/board?w=ABCD", "/projector", "/anything"])
def test_anonymous_browser_gets_the_welcome_page_everywhere(client: TestClient, path: str) -> None:
    assert client.get(path).text == "welcome"


@pytest.mark.parametrize("path", ["/j", "/j/ABCD", "/w/ABCD", "/live/ABCD", "/phone/static/x"])
def test_phones_reach_their_own_pages(client: TestClient, path: str) -> None:
    assert client.get(path).text == "streamlit"


@pytest.mark.parametrize("path", ["/", "/run_sheet", "/projector"])
def test_facilitator_and_committee_reach_streamlit(client: TestClient, home: Room, path: str) -> None:
    assert client.get(path, headers=staff(home)).text == "streamlit"
    assert client.get(path, headers=reader(home)).text == "streamlit"


@pytest.mark.parametrize(
    "cookie",
    [
        "recolte_f_{id}=wrong",
        "recolte_f_0000={key}",
        "recolte_admin={key}",
        "recolte_c_{id}={key}",
        "\u00e9=;;",
    ],
)
def test_wrong_cookie_is_no_cookie(client: TestClient, home: Room, cookie: str) -> None:
    header = cookie.format(id=home.id, key=home.keys.facilitator).encode()

    assert client.get("/run_sheet", headers={"cookie": header}).text == "welcome"


@pytest.mark.parametrize("path", ["/_stcore/upload_file/a/b", "/_stcore/host-config", "/media/abc.bin"])
def test_streamlit_core_is_closed_to_anonymous(client: TestClient, path: str) -> None:
    assert client.put(path).status_code in (403, 405)
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_open_doors_of_streamlit_are_closed_to_everybody(client: TestClient, home: Room, path: str) -> None:
    assert client.get(path, headers=staff(home)).status_code == 404


def test_socket_is_refused_without_a_key(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass


def test_socket_drops_what_no_page_asks(client: TestClient, home: Room) -> None:
    with client.websocket_connect("/_stcore/stream", headers=staff(home)) as socket:
        for frame in (b"clear_cache:", b"set_run_on_save:", b"", b"x" * 300_000, b"rerun_script:last"):
            socket.send_bytes(frame)

        assert socket.receive_bytes() == b"rerun_script:last"


def test_socket_flood_is_slowed_down(client: TestClient, home: Room) -> None:
    with client.websocket_connect("/_stcore/stream", headers=staff(home)) as socket:
        for number in range(1_000):
            socket.send_bytes(f"rerun_script:{number}".encode())
        time.sleep(0.3)
        socket.send_bytes(b"app_heartbeat:last")
        passed = 1
        while socket.receive_bytes() != b"app_heartbeat:last":
            passed += 1

    assert 60 <= passed < 600


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://testserver"}, 200),
        ({}, 200),
    ],
)
def test_post_from_another_site_is_refused(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/w/ABCD/notes", headers=headers).status_code == status


def test_every_answer_carries_the_policy(client: TestClient, home: Room) -> None:
    for answer in (client.get("/"), client.get("/w/x"), client.get("/run_sheet", headers=staff(home))):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
        assert "'sha256-" in policy
        assert "manifest-src 'self';" in policy
        assert "worker-src 'self' blob:;" in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_phone_that_floods_is_told_when_to_come_again(client: TestClient) -> None:
    def write(token: str) -> str:
        return client.post("/w/ABCD/notes", headers={"cookie": f"recolte_p={token}"}).text

    answers = [write("bot") for _ in range(45)]
    assert answers[:40] == ["streamlit"] * 40
    assert answers[40:] == ["wait 2"] * 5
    assert write("neighbour") == "streamlit"


def test_device_that_holds_a_place_passes_through_its_neighbours_flood(
    client: TestClient, flood: Flood, clock: Clock, home: Room
) -> None:
    home.join()
    seated = {"cookie": f"recolte_p=strange-and-long-token; recolte_p_2={home.tokens[0]}"}
    ask = [f"/w/{home.code}", f"/live/{home.code}", f"/phone/static/x?{home.code}", "/j", "/w/ZZZZZZZZ"]
    assert client.get(ask[0], headers=seated).text == "streamlit"
    while not flood.wait("testclient", "", "GET", "/"):
        pass
    while not flood.wait("testclient", "", "GET", "/phone/"):
        pass

    assert [client.get(path, headers=seated).status_code for path in ask[:3]] == [200, 200, 200]
    assert client.get(ask[0]).status_code == 429
    assert client.get(ask[4], headers=seated).status_code == 429  # of another workshop it holds none


@pytest.mark.parametrize("path", ["/", "/board", "/j", "/files/{code}/agenda", "/language/en", "/static/x"])
def test_whoever_shows_no_key_may_be_told_to_wait_and_staff_never(
    client: TestClient, flood: Flood, clock: Clock, home: Room, path: str
) -> None:
    while not flood.wait("testclient", "", "GET", "/"):
        pass

    where = path.format(code=home.code)
    assert client.get(where).status_code == 429
    assert client.get(where, headers=staff(home)).status_code in (200, 303)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("wrong", ["/f/{code}/x", "/c/{code}/x", "/s/{code}/x", "/admin/x", "/f/ZZZZZZZZ/x"])
def test_right_link_passes_however_many_were_wrong(
    client: TestClient, clock: Clock, home: Room, wrong: str
) -> None:
    answers = [client.get(wrong.format(code=home.code)).status_code for _ in range(110)]

    assert (set(answers[:100]), answers[105:]) == ({403}, [429] * 5)
    assert client.get(f"/f/{home.code}/{home.keys.facilitator}").status_code == 303
    assert client.get(f"/c/{home.code}/{home.keys.committee}").status_code == 303


def test_codes_that_are_tried_out_are_slowed_and_the_rooms_own_code_is_not(
    client: TestClient, clock: Clock, home: Room
) -> None:
    tried = ["/j/{}", "/w/{}", "/live/{}", "/j?code={}", "/files/{}/kit"]
    answers = [client.get(tried[n % 5].format(f"ABCD{n:04}")).status_code for n in range(110)]

    assert answers[:100].count(429) == 0
    assert answers[105:] == [429] * 5
    assert [client.get(f"/j/{home.code}").status_code, client.get("/j").status_code] == [200, 200]
