"""The guard: who reaches Streamlit, what a socket may say, and the headers of every answer."""

import contextlib
import time

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.room import Room
from tests.web.conftest import Clock, reader, staff
from web.flood import Flood
from web.origin import has_own_origin
from web.uploads import Uploads

pytestmark = pytest.mark.faults


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


# A proxy that speaks https to its visitors and does not tell us so: their origin says https, and is ours.
OWN_ORIGINS = ("http://testserver", "http://testserver:80", "HTTP://TESTSERVER", "https://testserver")
OTHER_ORIGINS = (
    "http://evil.example",
    "http://testserver.evil.example",
    "http://evil.example/testserver",
    "http://testserver@evil.example",
    "http://localhost:9999",
    "http://127.0.0.1:1",
    "http://0.0.0.0:5",
    "http://testserver:81",
    "https://testserver:80",
    "ws://testserver",
    "file://",
    "null",
    "",
    "testserver",
    "http://testserver:99999",
    "http://[::1",
)


@pytest.mark.parametrize("origin", OTHER_ORIGINS)
def test_socket_from_another_origin_is_refused_with_a_key(
    client: TestClient, home: Room, origin: str
) -> None:
    headers = {**staff(home), "origin": origin}
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers=headers):
        pass


@pytest.mark.parametrize("origin", [*OWN_ORIGINS, None])
def test_socket_of_our_own_page_or_of_no_browser_is_open(
    client: TestClient, home: Room, origin: str | None
) -> None:
    headers = {**staff(home), **({"origin": origin} if origin else {})}
    with client.websocket_connect("/_stcore/stream", headers=headers) as socket:
        socket.send_bytes(b"rerun_script:1")
        assert socket.receive_bytes() == b"rerun_script:1"


PUBLIC, PLAIN = "https://atelier.example.org", "http://atelier.example.org"


@pytest.mark.parametrize(
    ("scheme", "headers", "own"),
    [
        ("https", {"host": "atelier.example.org"}, {PUBLIC, f"{PUBLIC}:443"}),
        ("https", {"host": "atelier.example.org:443"}, {PUBLIC, f"{PUBLIC}:443"}),
        ("https", {"host": "[::1]:1", "x-forwarded-host": "atelier.example.org"}, {PUBLIC, f"{PUBLIC}:443"}),
        ("https", {"host": "127.0.0.1:8501"}, set()),
        ("http", {"host": "atelier.example.org"}, {PUBLIC, f"{PUBLIC}:443", PLAIN}),
        ("http", {"host": "atelier.example.org:443"}, {PUBLIC, f"{PUBLIC}:443"}),
    ],
)
def test_own_origin_is_the_one_that_the_proxys_visitors_see(
    home: Room, scheme: str, headers: dict[str, str], own: set[str]
) -> None:
    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    tried = (PUBLIC, f"{PUBLIC}:443", f"{PUBLIC}:8501", PLAIN, "https://evil.example")
    for kind in (scheme, scheme.replace("http", "ws")):
        found = {
            origin
            for origin in tried
            if has_own_origin({"scheme": kind, "headers": [*given, (b"origin", origin.encode())]})
        }
        assert found == own


def test_public_address_is_an_origin_of_ours(home: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = {"scheme": "http", "headers": [(b"host", b"127.0.0.1:8501"), (b"origin", PUBLIC.encode())]}
    assert has_own_origin(scope) is False
    monkeypatch.setenv("PUBLIC_URL", f"{PUBLIC}/")
    assert has_own_origin(scope) is True


WRITING = ("POST", "PUT", "DELETE", "PATCH")


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "none", "origin": "http://evil.example"}, False),
        ({"sec-fetch-site": "none", "origin": "null"}, False),
        ({"sec-fetch-site": "nonsense"}, False),
        ({"origin": "https://testserver:80"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "none", "origin": "http://testserver"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": "http://testserver"}, True),
        ({}, True),
    ],
)
def test_writing_from_another_site_is_refused(
    client: TestClient, home: Room, headers: dict[str, str], passes: bool
) -> None:
    for method in WRITING:
        for path in ("/w/ABCD/notes", f"/screen/{home.code}/mask", "/_stcore/upload_file/page/file"):
            answer = client.request(method, path, headers={**headers, **staff(home)})
            assert (answer.status_code != 403) is passes, (method, path)


@pytest.mark.parametrize("path", ["/j/", "/j/ABCD/", "/w/ABCD/", "/w/A/now/", "/healthz/", "/language/en/"])
def test_slash_at_the_end_leads_nowhere(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"host": "evil.example"})
    assert "evil.example" not in answer.headers.get("location", "")
    assert answer.status_code in (200, 303)


FILE = "/_stcore/upload_file/page-1/{}"


def test_files_are_sent_by_who_has_an_uploader_only(client: TestClient, home: Room) -> None:
    token = home.door.admit_administrator()
    allowed = {"cookie": f"recolte_admin={token}"}
    for method in ("PUT", "DELETE"):
        statuses = [
            client.request(method, FILE.format("a"), headers=headers).status_code
            for headers in (staff(home), allowed, reader(home), {})
        ]
        assert statuses[2:] == [403, 403]
        assert 403 not in statuses[:2]


def test_page_keeps_no_more_files_than_it_has_uploaders(
    client: TestClient, home: Room, held: dict[str, dict[str, int]]
) -> None:
    held["page-1"] = {"a": 1, "b": 1}
    assert client.put(FILE.format("c"), headers=staff(home), content=b"x").status_code == 200
    held["page-1"]["c"] = 1
    assert client.put(FILE.format("d"), headers=staff(home), content=b"x").status_code == 429
    assert client.put(FILE.format("c"), headers=staff(home), content=b"x").status_code == 200
    other = FILE.format("d").replace("page-1", "page-2")
    assert client.put(other, headers=staff(home), content=b"x").status_code == 200


def test_all_pages_together_keep_what_memory_has_room_for(
    client: TestClient, home: Room, held: dict[str, dict[str, int]]
) -> None:
    held.update({f"page-{number}": {"a": 10 * 1024 * 1024} for number in range(2, 8)})
    assert client.put(FILE.format("a"), headers=staff(home), content=b"x" * 5_000).status_code == 200
    assert client.put(FILE.format("a"), headers=staff(home), content=b"x" * 5_000_000).status_code == 429


def test_files_on_their_way_count_as_kept() -> None:
    uploads = Uploads(dict)

    def scope(page: str, file: str) -> dict[str, object]:
        return {"path": f"/_stcore/upload_file/{page}/{file}", "headers": []}

    with contextlib.ExitStack() as open_:
        rooms = [open_.enter_context(uploads.place(scope("p", f"{n}"))) for n in range(5)]
        twice = open_.enter_context(uploads.place(scope("p", "0")))
        others = [open_.enter_context(uploads.place(scope(f"o{n}", "0"))) for n in range(5)]
    assert (rooms, twice) == ([True] * 3 + [False] * 2, False)
    assert others == [True] * 3 + [False] * 2  # 64 MB, of 10 each where nothing is announced
    with uploads.place(scope("p", "9")) as room:
        assert room


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
        assert "connect-src 'self';" in policy
        assert "camera=()" in answer.headers["permissions-policy"]
        assert "strict-transport-security" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


def test_answers_over_https_ask_to_stay_there(client: TestClient) -> None:
    client.base_url = "https://testserver"
    answer = client.get("/j")
    assert answer.headers["strict-transport-security"] == "max-age=2592000"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"


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


@pytest.mark.heavy
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
