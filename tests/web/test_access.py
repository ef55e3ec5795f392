"""Links become cookies; a wrong link becomes one clear sentence."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from facilitation.errors import StoreError
from facilitation.model import StepKind
from tests.room import Room
from tests.web.conftest import reader, staff
from web.access import FirstRunKey, own_path
from web.downloads import DOWNLOADS

OUR_PATHS = (
    "/",
    "/j",
    "/j/ABCDEFGH",
    "/w/ABCDEFGH?who=2",
    "/w/ABCDEFGH/screen?who=1",
    "/w/ABCDEFGH/scribe?table=",
    "/w/ABCDEFGH/people",
    "/run_sheet?w=ABCDEFGH&lang=fr",
    "/admin/qS7-_aZ09",
)
HOSTILE = (
    "",
    "w/ABCD",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "/\\\\/evil.example",
    "/\\/evil.example/x?y=1",
    "\\\\evil.example",
    "\\/evil.example",
    "\\evil.example",
    "https://evil.example/x",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/x\r\nset-cookie: a=b",
    " //evil.example",
    "/ /evil.example",
    "/%09/evil.example",
    "/%2F/evil.example",
    "/%5Cevil.example",
    "/%5C%5Cevil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/./evil.example",
    "/w/..//evil.example",
    "/w//evil.example",
    "/;@evil.example",
    "/@evil.example",
    "/x@evil.example",
    "@evil.example",
    "/\u2044evil.example",
    "/\uff0fevil.example",
    "/\uff3cevil.example",
    "\u2215\u2215evil.example",
    "//evil\u3002example",
    "/#//evil.example",
    "/?x=//evil.example",
    "/w/ABCD?who=1#x",
    "/w/ABCD\n",
    "/\x00/evil.example",
    "/" + "a" * 10_000,
)


def test_facilitator_link_sets_the_cookie_and_leads_to_the_run_sheet(client: TestClient, home: Room) -> None:
    answer = client.get(f"/f/{home.code}/{home.keys.facilitator}")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/run_sheet?w={home.code}")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"recolte_f_{home.id}={home.keys.facilitator}")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_committee_link_sets_the_cookie_and_leads_to_the_summary(client: TestClient, home: Room) -> None:
    answer = client.get(f"/c/{home.code}/{home.keys.committee}")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/committee?w={home.code}")


def test_scribe_link_sets_the_cookie_and_leads_to_a_table(client: TestClient, home: Room) -> None:
    key = home.door.scribe_key(home.by, home.id)
    answer = client.get(f"/s/{home.code}/{key}")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/w/{home.code}/scribe")
    assert answer.headers["set-cookie"].startswith(f"recolte_s_{home.id}={key}")
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_scribe_key_does_not_open_the_console(client: TestClient, home: Room) -> None:
    key = home.door.scribe_key(home.by, home.id)
    for name in ("recolte_s_", "recolte_f_", "recolte_c_"):
        cookie = {"cookie": f"{name}{home.id}={key}"}
        assert client.get("/run_sheet", headers=cookie).text == "welcome"
        assert client.get(f"/files/{home.code}/summary", headers=cookie).status_code == 403


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/f/{code}/wrong", "lien d'animation n'est pas valable"),
        ("/f/ZZZZZZZZ/{key}", "lien d'animation n'est pas valable"),
        ("/f/{code}/{committee}", "lien d'animation n'est pas valable"),
        ("/c/{code}/wrong", "lien de comité n'est pas valable"),
        ("/s/{code}/wrong", "lien de scribe n'est pas valable"),
        ("/s/{code}/{key}", "lien de scribe n'est pas valable"),
        ("/s/{code}/{committee}", "lien de scribe n'est pas valable"),
        ("/admin/wrong", "lien d'administration n'est pas valable"),
    ],
)
def test_wrong_link_says_what_to_do(client: TestClient, home: Room, path: str, words: str) -> None:
    values = {"code": home.code, "key": home.keys.facilitator, "committee": home.keys.committee}
    answer = client.get(path.format(**values))

    assert answer.status_code == 403
    assert words in answer.text.replace("&#x27;", "'")
    assert "set-cookie" not in answer.headers


def test_wrong_link_speaks_the_language_of_the_browser(client: TestClient, home: Room) -> None:
    answer = client.get(f"/f/{home.code}/wrong", headers={"cookie": "recolte_lang=en"})

    assert "facilitator link is not valid" in answer.text
    assert '<html lang="en">' in answer.text


def test_first_run_key_serves_once() -> None:
    first = FirstRunKey("")

    assert [first.admits("wrong"), first.admits(first.key), first.admits(first.key)] == [False, True, False]
    assert first.opens(first.key) is False


def test_chosen_administration_key_serves_again() -> None:
    chosen = FirstRunKey("a-long-chosen-key")

    assert [chosen.admits("a-long-chosen-key"), chosen.admits("a-long-chosen-key")] == [True, True]


def test_language_choice_goes_back_to_where_the_tap_was(client: TestClient) -> None:
    for target in OUR_PATHS:
        answer = client.get("/language/en", params={"next": target})

        assert (answer.status_code, answer.headers["location"]) == (303, target)
        assert answer.headers["set-cookie"].startswith("recolte_lang=en")


@pytest.mark.parametrize("target", HOSTILE)
def test_language_choice_never_leads_elsewhere(client: TestClient, target: str) -> None:
    answer = client.get("/language/en", params={"next": target})

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@given(st.text() | st.text("/\\.:;@?#%&=+ \t\r\nehttpsvil0125cf\u2044\uff0f", max_size=40))
@example("/\\/evil.example")
def test_no_address_leads_to_another_host(asked: str) -> None:
    where = own_path(asked)
    base = "https://atelier.example.org/language/en"

    assert where == quote(where, safe="/?=&")  # a browser has nothing to tidy up, and reads what we wrote
    assert urlsplit(urljoin(base, where))[:2] == ("https", "atelier.example.org")
    assert where[:1] == "/" != where[1:2]


@pytest.mark.parametrize("what", DOWNLOADS)
def test_files_open_only_with_a_key_of_their_workshop(client: TestClient, home: Room, what: str) -> None:
    path = f"/files/{home.code}/{what}"

    assert client.get(path).status_code == 403
    assert client.get(path, headers=reader(home)).status_code == (403 if what == "archive" else 200)
    answer = client.get(path, headers=staff(home))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]


def test_healthz_answers_once_the_store_has_written(client: TestClient) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"store": "ok"})


def test_healthz_is_red_while_what_people_wrote_last_was_refused(home: Room, client: TestClient) -> None:
    person = home.join()
    home.open(StepKind.IDEAS)
    with home.door.store.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    assert client.get("/healthz").status_code == 200
    with pytest.raises(StoreError):
        home.idea(person, "Refusée")
    assert client.get("/healthz").status_code == 503
    with home.door.store.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    assert client.get("/healthz").status_code == 503  # nobody knows yet

    home.idea(person, "Gardée")

    assert client.get("/healthz").status_code == 200
