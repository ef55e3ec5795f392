"""Joining: codes as people type them, the phone's token, check-in, and the language of a phone."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from facilitation.model import Channel, Participant
from phone import routes
from phone.render import static_name
from tests.phone.conftest import Phone
from tests.room import Room

NewPhone = Callable[[], Phone]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}-", "é{}"])
def test_typed_code_is_read_generously(new_phone: NewPhone, room: Room, typed: str) -> None:
    low = room.code.lower()
    answer = new_phone().web.get("/j", params={"code": typed.format(f"{low[:4]}-{low[4:]}")})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/w/{room.code}")


def test_unknown_code_says_so_and_asks_again(new_phone: NewPhone) -> None:
    for path in ("/j/ZZZZZZZZ", "/w/ZZZZZZZZ", "/j?code=zz"):
        answer = new_phone().web.get(path)
        assert answer.status_code == 404
        assert "Aucun atelier ne porte ce code." in answer.text
        assert '<form action="/j" method="get"' in answer.text


def test_form_is_shown_when_no_code_was_typed(new_phone: NewPhone) -> None:
    answer = new_phone().web.get("/j")
    assert answer.status_code == 200
    assert 'role="alert"' not in answer.text


def test_token_cannot_be_read_by_scripts(new_phone: NewPhone, room: Room) -> None:
    cookie = new_phone().web.get(f"/j/{room.code}").headers["set-cookie"]
    assert cookie.startswith("recolte_p=")
    assert len(cookie.split(";")[0]) == len("recolte_p=") + 32
    assert {part.strip() for part in cookie.split(";")[1:]} == {
        "HttpOnly",
        "Max-Age=31536000",
        "Path=/",
        "SameSite=lax",
    }


def test_token_travels_only_by_https_when_there_is_https(new_phone: NewPhone, room: Room) -> None:
    phone = new_phone()
    secure = TestClient(phone.web.app, base_url="https://recolte.test", follow_redirects=False)
    assert "Secure" in secure.get(f"/j/{room.code}").headers["set-cookie"]


def test_token_is_given_once(phone: Phone, room: Room) -> None:
    assert "set-cookie" not in phone.web.get(f"/j/{room.code}").headers


def test_page_of_another_spelling_moves_to_the_code(phone: Phone, room: Room) -> None:
    answer = phone.web.get(f"/w/{room.code.lower()}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/w/{room.code}")


def test_link_of_the_code_is_the_page_for_a_newcomer_and_leads_others_to_theirs(
    new_phone: NewPhone, phone: Phone, room: Room
) -> None:
    newcomer = new_phone()
    first = newcomer.web.get(f"/j/{room.code.lower()}")
    assert (first.status_code, first.text) == (200, newcomer.page())
    again = phone.web.get(f"/j/{room.code}")
    assert (again.status_code, again.headers["location"]) == (303, f"/w/{room.code}")


def test_check_in_is_kept(phone: Phone, room: Room) -> None:
    assert replace(room.workshop.participants[phone.me], came=None) == Participant(
        phone.me, "student", 1, "fr", Channel.PHONE, frozenset({"terms"}), None
    )


def test_check_in_corrects_and_repeats(phone: Phone, room: Room) -> None:
    answers = {
        "kind": None,
        "table": None,
        "language": "fr",
        "consents": ["terms", "credit"],
        "photo": "back",
    }
    assert phone.post("check-in", **answers)[0] == 201
    seq = room.workshop.seq
    assert phone.post("check-in", **answers) == (200, {"seq": seq, "repeated": True})
    assert len(room.workshop.participants) == 1
    assert room.workshop.participants[phone.me].photo == "back"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"consents": []}, "check_in.consent"),
        ({"kind": "king"}, "check_in.kind"),
        ({"table": 99}, "check_in.table"),
        ({"photo": "maybe"}, "check_in.answer"),
        ({"language": "de"}, "check_in.answer"),
    ],
)
def test_check_in_refuses(new_phone: NewPhone, room: Room, changes: dict[str, object], key: str) -> None:
    phone = new_phone()
    phone.page()
    answers = {
        "kind": "student",
        "table": 1,
        "language": "fr",
        "consents": ["terms"],
        "photo": None,
    } | changes
    status, said = phone.post("check-in", **answers)
    assert (status, said["key"]) == (409, key)
    assert room.workshop.participants == {}


def test_check_in_without_a_cookie_explains_itself(new_phone: NewPhone) -> None:
    status, said = new_phone().post("check-in", kind=None, table=None, language="fr", consents=["terms"])
    assert (status, said["key"]) == (401, "phone.no_cookie")


def test_check_in_form_shows_nothing_ticked(new_phone: NewPhone) -> None:
    """R-02: these fields and no others, so no name and no e-mail address."""
    page = new_phone().page()
    assert page.count("<input") == 4 + 2 + 4 + 3  # kinds, languages, consents, photo
    assert page.count(" checked") == 1  # the language of the page
    assert page.count("selected") == 0


def test_check_in_form_comes_back_filled_in(phone: Phone) -> None:
    page = phone.page("?answers=1")
    assert '<input type="radio" name="kind" value="student" checked>' in page
    assert '<option value="1" selected>' in page


def test_language_of_check_in_holds_then_the_switch_wins(new_phone: NewPhone, room: Room) -> None:
    phone = new_phone().join(language="en")
    assert '<html lang="en">' in phone.page()
    assert f'href="/language/fr?next=/w/{room.code}"' in phone.page()
    phone.speak("fr")
    assert '<html lang="fr">' in phone.page()
    phone.speak(None)
    assert '<html lang="en">' in phone.page()


def test_language_of_the_installation_is_the_default(
    new_phone: NewPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    assert '<html lang="en">' in new_phone().page()


def test_landing_speaks_the_language_asked() -> None:
    assert b"Rejoindre un atelier" in bytes(routes.landing("fr").body)
    assert b"Join a workshop" in bytes(routes.landing("en").body)


@pytest.mark.parametrize("checked_in", [False, True])
def test_first_load_is_light_over_the_wire(new_phone: NewPhone, checked_in: bool) -> None:
    """Packed, as every browser asks for it; `tests/browser` counts the headers and the live stream too."""
    phone = new_phone().join() if checked_in else new_phone()
    page = phone.page()
    addresses = [f"/phone/static/{static_name(name)}" for name in ("phone.css", "phone.js")]
    assert all(page.count(address) == 1 for address in addresses)
    assert page.count("src=") == 1
    weights = [_weight(phone, address) for address in (f"/w/{phone.room.code}", *addresses)]
    assert sum(weights) <= 15_000, weights
    kept = [phone.web.get(address).headers["cache-control"] for address in addresses]
    assert kept == ["public, max-age=31536000, immutable"] * 2


def _weight(phone: Phone, address: str) -> int:
    """Bytes of the body as they are sent."""
    with phone.web.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert "accept-encoding" in answer.headers["vary"]
        return len(b"".join(answer.iter_raw()))


def test_pages_are_packed_only_for_who_can_unpack(phone: Phone, room: Room) -> None:
    for path in ("", "/now", "/screen", "/screen/now"):
        plain = phone.web.get(f"/w/{room.code}{path}", headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert int(plain.headers["content-length"]) == len(plain.content)


def test_page_holds_no_script_or_style_of_its_own(phone: Phone) -> None:
    page = phone.page()
    assert page.count("<script") == page.count("<script src=") == 1
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_static_of_another_name_is_not_found(phone: Phone) -> None:
    for name in ("phone.00000000.js", "phone.js", "..%2Frender.py"):
        assert phone.web.get(f"/phone/static/{name}").status_code == 404


def test_pages_are_not_kept_by_browsers(phone: Phone, room: Room) -> None:
    for path in ("", "/now"):
        assert phone.web.get(f"/w/{room.code}{path}").headers["cache-control"] == "no-store"
