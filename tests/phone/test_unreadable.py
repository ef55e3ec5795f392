"""What our page never sends: bodies too big, too deep, half a character long. A sentence, never a failure."""

import json
from typing import Any

import pytest

from tests.phone.conftest import NOTE, Phone
from tests.room import Room

pytestmark = pytest.mark.heavy

DEEP = b"[" * 40_000
BROKEN = [
    b"",
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"\xff\xfe{}",
    DEEP,
    b'{"a":' + DEEP,
    b'{"key":"k1","type":"idea","text":"\\ud800","language":"fr"}',
    b'{"key":"k1","type":"idea","text":"a\\u0000b","language":"fr"}',
    b'{"key":"k1","type":"idea","text":NaN,"language":"fr"}',
    b'{"key":"k1","type":"idea","text":' + b"9" * 5_000 + b',"language":"fr"}',
]


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
def test_what_is_not_our_json_is_refused(writing: Phone, room: Room, body: bytes) -> None:
    status, said = writing.send("notes", body)
    assert (status, said["key"]) == (400, "phone.unreadable")
    assert room.workshop.notes == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"key": ""},
        {"key": "a" * 65},
        {"key": "P1:k"},
        {"key": "é"},
        {"key": 7},
        {"key": None},
        {"type": "wish"},
        {"type": None},
        {"text": None},
        {"text": ["a"]},
        {"text": {"a": 1}},
        {"text": True},
        {"language": "de"},
        {"language": None},
    ],
)
def test_note_with_a_wrong_field_is_refused(writing: Phone, room: Room, changes: dict[str, Any]) -> None:
    status, said = writing.post("notes", **(NOTE | changes))
    assert (status, said["key"]) == (400, "phone.unreadable")
    assert room.workshop.notes == {}


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("check-in", {"kind": 3, "table": 1, "language": "fr", "consents": ["terms"]}),
        ("check-in", {"kind": None, "table": "1", "language": "fr", "consents": ["terms"]}),
        ("check-in", {"kind": None, "table": True, "language": "fr", "consents": ["terms"]}),
        ("check-in", {"kind": None, "table": 10**400, "language": "fr", "consents": ["terms"]}),
        ("check-in", {"kind": None, "table": 1, "language": "fr", "consents": "terms"}),
        ("check-in", {"kind": None, "table": 1, "language": "fr", "consents": [["terms"]]}),
        ("ballot", {"key": "k", "round": "R1", "marks": []}),
        ("ballot", {"key": "k", "round": "R1", "marks": {"PR1": 1.5}}),
        ("ballot", {"key": "k", "round": "R1", "marks": {"PR1": True}}),
        ("ballot", {"key": "k", "round": 1, "marks": {}}),
        ("wish", {"ranked": "CEL1"}),
        ("wish", {"ranked": [1]}),
        ("wish", {"ranked": [], "flexible": "yes"}),
        ("wish", {"ranked": [], "contact": "a@b.ca"}),
        ("wish", {"ranked": [], "contact": {"name": 3}}),
        ("answer", {}),
        ("answer", {"accept": "yes"}),
        ("comment", {"key": "k", "subject": "CEL1", "text": "a", "language": "fr", "hat_content": "pink"}),
        ("hat", {"subject": None}),
    ],
)
def test_wrong_type_is_refused(writing: Phone, path: str, fields: dict[str, Any]) -> None:
    status, said = writing.post(path, **fields)
    assert (status, said["key"]) == (400, "phone.unreadable")


def test_form_of_another_page_is_refused(writing: Phone, room: Room) -> None:
    for media in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert writing.send("notes", json.dumps(NOTE).encode(), media)[0] == 400
    assert room.workshop.notes == {}


def test_ten_megabytes_are_refused(writing: Phone, room: Room) -> None:
    big = json.dumps(NOTE | {"text": "a" * 10_000_000}).encode()
    assert writing.send("notes", big)[0] == 413
    pieces = (big[n : n + 100_000] for n in range(0, len(big), 100_000))  # no length announced
    answer = writing.web.post(
        f"/w/{room.code}/notes", content=pieces, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["key"]) == (413, "phone.too_big")
    assert room.workshop.notes == {}
