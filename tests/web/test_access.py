"""Links become cookies; a wrong link becomes one clear sentence."""

import pytest
from starlette.testclient import TestClient

from facilitation.errors import StoreError
from facilitation.model import StepKind
from tests.conftest import Room
from tests.web.conftest import reader, staff
from web.access import FirstRunKey


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


def test_chosen_administration_key_serves_again() -> None:
    chosen = FirstRunKey("a-long-chosen-key")

    assert [chosen.admits("a-long-chosen-key"), chosen.admits("a-long-chosen-key")] == [True, True]


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/w/ABCD", "/w/ABCD"),
        ("/run_sheet?w=ABCD", "/run_sheet?w=ABCD"),
        ("https://evil.example/x", "/x"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/evil.example"),
    ],
)
def test_language_choice_never_leads_elsewhere(client: TestClient, target: str, location: str) -> None:
    answer = client.get("/language/en", params={"next": target})

    assert (answer.status_code, answer.headers["location"]) == (303, location)
    assert answer.headers["set-cookie"].startswith("recolte_lang=en")


@pytest.mark.parametrize("what", ["archive", "lapse", "workbook", "summary", "agenda", "kit"])
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
