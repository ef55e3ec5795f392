"""A closed door, a replaced code, a place taken away: each is told politely, and who has a place goes on."""

import json
from collections.abc import Callable

import pytest

from facilitation.model import StepKind
from facilitation.rules.framing import archive_workshop
from facilitation.rules.participants import close_arrivals, remove_people, restore_people
from tests.phone.conftest import Phone, said, text_of
from tests.room import Room

NewPhone = Callable[[], Phone]
ANSWERS = {"kind": "student", "table": 1, "language": "fr", "consents": ["terms"], "photo": None}


def at(phone: Phone, path: str) -> tuple[int, str]:
    answer = phone.web.get(path)
    return answer.status_code, text_of(answer.text)


def write_at(phone: Phone, code: str, path: str, **fields: object) -> tuple[int, str | None]:
    body = json.dumps(fields).encode()
    answer = phone.web.post(f"/w/{code}/{path}", content=body, headers={"content-type": "application/json"})
    return answer.status_code, answer.json().get("key")


# --- closed arrivals ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_newcomer_is_told_that_arrivals_are_closed(new_phone: NewPhone, room: Room, language: str) -> None:
    room.lead(close_arrivals, closed=True)
    phone = new_phone()
    phone.speak(language)
    status, page = at(phone, f"/j/{room.code}")
    assert status == 200
    assert said(language, "phone.arrivals_closed.see") in page  # type: ignore[arg-type]
    assert said(language, "phone.check_in.enter") not in page  # type: ignore[arg-type]
    assert write_at(phone, room.code, "check-in", **ANSWERS) == (409, "check_in.closed")
    assert room.workshop.participants == {}


def test_page_at_a_closed_door_opens_by_itself(new_phone: NewPhone, room: Room) -> None:
    room.lead(close_arrivals, closed=True)
    phone = new_phone()
    assert "data-reload" in phone.web.get(f"/j/{room.code}").text
    before = room.workshop.moves
    room.lead(close_arrivals, closed=False)
    assert room.workshop.moves > before  # the page is told, and asks again
    assert said("fr", "phone.check_in.enter") in text_of(phone.page())


def test_who_has_a_place_goes_on_behind_a_closed_door(writing: Phone, room: Room) -> None:
    room.lead(close_arrivals, closed=True)
    assert writing.idea("Jumeler")[0] == 201
    assert writing.post("check-in", **{**ANSWERS, "table": 3})[0] == 201
    assert said("fr", "phone.arrivals_closed") not in text_of(writing.page())


def test_second_person_on_a_phone_is_new_too(phone: Phone, room: Room) -> None:
    room.lead(close_arrivals, closed=True)
    where = phone.web.post(f"/w/{room.code}/people?who=new").headers["location"]
    assert said("fr", "phone.arrivals_closed") in at(phone, where)[1]


# --- a removed place ---------------------------------------------------------------------------


def test_removed_person_is_told_so_on_every_way(writing: Phone, room: Room) -> None:
    writing.idea("Jumeler")
    me = writing.me
    room.lead(remove_people, people=(me,))
    sentence = said("fr", "participant.removed", number=me)
    assert at(writing, f"/w/{room.code}")[1].count(sentence) == 1
    assert writing.web.get(f"/w/{room.code}/now").status_code == 403
    assert write_at(writing, room.code, "notes", key="k2", type="idea", text="Encore", language="fr") == (
        403,
        "participant.removed",
    )
    assert write_at(writing, room.code, "check-in", **ANSWERS) == (403, "participant.removed")
    assert writing.web.get(f"/w/{room.code}/screen").headers["location"] == f"/w/{room.code}"


def test_text_of_a_removed_person_is_kept_until_the_place_is_back(writing: Phone, room: Room) -> None:
    me = writing.me
    room.lead(remove_people, people=(me,))
    assert "data-reload" in writing.page()
    before = room.workshop.moves
    room.lead(restore_people, people=(me,))
    assert room.workshop.moves > before
    assert writing.idea("Jumeler")[0] == 201
    assert [note.author for note in room.workshop.notes.values()] == [me]


def test_others_on_the_phone_of_a_removed_person_go_on(phone: Phone, room: Room) -> None:
    removed = phone.me
    second = phone.web.post(f"/w/{room.code}/people?who=new").headers["location"]
    assert write_at(phone, room.code, f"check-in?who={second[-1]}", **ANSWERS)[0] == 201
    room.lead(remove_people, people=(removed,))
    assert phone.web.get(second).status_code == 200
    assert phone.web.get(f"/w/{room.code}/now?who=2").status_code == 200
    third = phone.web.post(f"/w/{room.code}/people?who=new").headers["location"]
    assert third.endswith("?who=3")  # the first number stays the removed person's


# --- a replaced code ---------------------------------------------------------------------------


@pytest.fixture
def old(room: Room) -> str:
    """The code of before; call `room.door.renew_code` in the test."""
    return room.code


@pytest.mark.parametrize("path", ["/j/{}", "/w/{}", "/w/{}/screen", "/w/{}?who=2"])
def test_stranger_with_an_old_code_is_told_so_and_not_the_new_one(
    new_phone: NewPhone, room: Room, old: str, path: str
) -> None:
    new = room.door.renew_code(room.by, room.id)
    answer = new_phone().web.get(path.format(old))
    assert answer.status_code == 410
    assert said("fr", "workshop.code_replaced") in text_of(answer.text)
    assert new not in answer.text + str(answer.headers)


def test_nothing_tells_a_stranger_the_new_code(new_phone: NewPhone, room: Room, old: str) -> None:
    new = room.door.renew_code(room.by, room.id)
    phone = new_phone()
    asked = [
        phone.web.get("/j", params={"code": old}),
        phone.web.get(f"/w/{old}/people"),
        phone.web.post(f"/w/{old}/people?who=new"),
        phone.web.get(f"/w/{old}/manifest.webmanifest"),
        phone.web.get(f"/w/{old}/now"),
        phone.web.get(f"/w/{old}/screen/now"),
        phone.web.get(f"/w/{old}/scribe"),
    ]
    assert [new in one.text + str(one.headers) for one in asked] == [False] * len(asked)
    phone.web.get(f"/j/{new}")
    assert write_at(phone, old, "check-in", **ANSWERS) == (410, "workshop.code_replaced")


def test_who_has_a_place_goes_on_under_the_old_code(writing: Phone, room: Room, old: str) -> None:
    new = room.door.renew_code(room.by, room.id)
    note = {"key": "k1", "type": "idea", "text": "Jumeler", "language": "fr"}
    assert write_at(writing, old, "notes", **note) == (201, None)
    assert writing.web.get(f"/w/{old}/now").status_code == 200
    for path in (f"/w/{old}", f"/j/{old}"):
        answer = writing.web.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/w/{new}")
    assert f'data-former="{old}"' in writing.page()


def test_removed_person_with_an_old_code_is_not_told_the_new_one(phone: Phone, room: Room, old: str) -> None:
    me = phone.me
    new = room.door.renew_code(room.by, room.id)
    room.lead(remove_people, people=(me,))
    answer = phone.web.get(f"/w/{old}")
    assert answer.status_code == 403
    assert said("fr", "participant.removed", number=me) in text_of(answer.text)
    assert new not in answer.text + str(answer.headers)


def test_shared_phone_goes_on_under_the_old_code(phone: Phone, room: Room, old: str) -> None:
    new = room.door.renew_code(room.by, room.id)
    assert phone.web.get(f"/w/{old}/people").status_code == 200
    assert phone.web.post(f"/w/{old}/people?who=new").headers["location"] == f"/w/{new}?who=2"


def test_scribe_goes_on_under_the_old_code(new_phone: NewPhone, room: Room, old: str) -> None:
    key = room.door.scribe_key(room.by, room.id)
    room.open(StepKind.IDEAS)
    room.door.renew_code(room.by, room.id)
    phone = new_phone()
    phone.web.cookies.set(f"recolte_s_{room.id}", key)
    assert phone.web.get(f"/w/{old}/scribe?table=1").status_code == 200
    note = {"table": 1, "type": "idea", "texts": ["Jumeler"], "kind": None, "language": "fr", "key": "k1"}
    assert write_at(phone, old, "scribe/notes", **note) == (201, None)


def test_archived_workshop_is_still_said_to_be_archived(phone: Phone, room: Room, old: str) -> None:
    room.door.renew_code(room.by, room.id)
    room.lead(archive_workshop)
    page = phone.web.get(f"/w/{old}", follow_redirects=True)
    assert said("fr", "phone.ended.title.participant") in text_of(page.text)
