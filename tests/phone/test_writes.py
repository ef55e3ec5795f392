"""Writing from a phone: kept once, or refused with a sentence; never a failure of ours."""

from typing import Any

import pytest

from facilitation.model import CellId, Hat, NoteStatus, StepKind
from facilitation.rules.cells import define_cell, propose_memberships
from facilitation.rules.framing import archive_workshop
from facilitation.rules.hats import call_pitch, deal_hats
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import close_step, open_step, suspend_step
from facilitation.store import Contact
from locales import sentence
from tests.phone.conftest import NOTE, Phone, said, text_of
from tests.room import Room


def test_note_is_kept_before_the_answer(writing: Phone, room: Room) -> None:
    status, said = writing.idea("  Jumeler   par affinités ")
    assert (status, said) == (201, {"seq": room.workshop.seq, "repeated": False, "now": said["now"]})
    assert said["now"] == writing.now()  # the answer brings what the phone shows after it
    (note,) = room.workshop.notes.values()
    assert (note.author, note.text, note.language) == (writing.me, "Jumeler par affinités", "fr")
    assert room.door.entries(room.id)[-1].key == f"{writing.me}:k1"


def test_note_sent_again_is_kept_once(writing: Phone, room: Room) -> None:
    first = writing.idea("Jumeler")
    assert writing.idea("Jumeler") == (200, first[1] | {"repeated": True})
    assert len(room.workshop.notes) == 1


def test_key_is_the_phones_own(writing: Phone, room: Room) -> None:
    other = Phone(room).join()
    assert [writing.idea("Une")[0], other.idea("Deux")[0]] == [201, 201]


def test_note_is_reworded_and_taken_back(writing: Phone, room: Room) -> None:
    writing.idea("Jumeler")
    assert writing.post("notes/N1", key="k2", text="Jumeler par affinités")[0] == 201
    assert room.workshop.notes["N1"].text == "Jumeler par affinités"
    assert writing.post("notes/N1/withdraw", key="k3")[0] == 201
    assert room.workshop.notes["N1"].status is NoteStatus.WITHDRAWN


def test_note_of_somebody_else_stays_theirs(writing: Phone, room: Room) -> None:
    other = Phone(room).join()
    other.idea("À elle")
    for path in ("notes/N1", "notes/N1/withdraw"):
        status, said = writing.post(path, text="À moi")
        assert (status, said["key"]) == (409, "note.not_yours")
    assert room.workshop.notes["N1"].text == "À elle"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "note.empty"),
        (" \u200b\n ", "note.empty"),
        ("a" * 281, "note.too_long"),
        ("a" * 10_000, "note.too_long"),
    ],
)
def test_note_refuses_empty_and_long(writing: Phone, room: Room, text: str, key: str) -> None:
    status, said = writing.idea(text)
    assert (status, said["key"]) == (409, key)
    assert room.workshop.notes == {}


def test_note_refuses_when_the_step_is_not_open(writing: Phone, room: Room) -> None:
    room.lead(suspend_step, step=StepKind.IDEAS)
    assert writing.idea("Trop tôt")[1]["key"] == "step.suspended"
    room.lead(close_step, step=StepKind.IDEAS)
    assert writing.idea("Trop tard") == (
        409,
        {
            "refusal": sentence("fr", "step.closed"),
            "key": "step.closed",
        },
    )


def test_refusal_speaks_the_persons_language(writing: Phone) -> None:
    writing.speak("en")
    assert writing.idea("")[1]["refusal"] == "Write a few words before sending."


def test_stranger_is_told_to_come_back(room: Room) -> None:
    room.open(StepKind.IDEAS)
    stranger = Phone(room)
    stranger.page()
    for path, fields in {
        "notes": NOTE,
        "notes/N1": {"text": "a"},
        "notes/N1/withdraw": {},
        "ballot": {"key": "k", "round": "R1", "marks": {}},
        "wish": {"ranked": []},
        "answer": {"accept": True},
        "comment": {"key": "k", "subject": "CEL1", "text": "a", "language": "fr"},
        "hat": {"subject": "CEL1"},
        "done": {"about": "ideas", "value": True},
        "help": {"value": True},
    }.items():
        status, said = stranger.post(path, **fields)
        assert (path, status, said["key"]) == (path, 401, "participant.unknown")
    assert stranger.web.get(f"/w/{room.code}/now").json()["key"] == "participant.unknown"


def test_unknown_workshop_is_not_found(phone: Phone) -> None:
    answer = phone.web.post("/w/ZZZZZZZZ/notes", json=NOTE)
    assert (answer.status_code, answer.json()["key"]) == (404, "workshop.unknown")


def test_archived_workshop_says_so(writing: Phone, room: Room) -> None:
    room.lead(archive_workshop)
    assert writing.idea("Après")[1]["key"] == "workshop.archived"
    for html in (writing.now(), writing.page()):
        assert said("fr", "phone.ended.title.participant") in text_of(html)


def test_ballot_replaces_the_one_before(phone: Phone, room: Room) -> None:
    projects = room.projects(4)
    room.lead(open_round, seed=1)
    assert phone.post("ballot", key="a", round="R1", marks={projects[0]: 2, projects[1]: 1})[0] == 201
    assert phone.post("ballot", key="b", round="R1", marks={projects[2]: 1})[0] == 201
    assert phone.post("ballot", key="a", round="R1", marks={projects[0]: 2})[1]["repeated"] is True
    assert room.workshop.round is not None
    assert room.workshop.round.ballots[phone.me].marks == {projects[2]: 1}


@pytest.mark.parametrize(
    ("marks", "key"),
    [
        ({"PR1": 2, "PR2": 2}, "ballot.over_budget"),
        ({"PR1": 3}, "ballot.over_cap"),
        ({"PR1": -1}, "ballot.negative"),
        ({"PR9": 1}, "ballot.item"),
    ],
)
def test_ballot_refuses_and_keeps_the_one_before(
    phone: Phone, room: Room, marks: dict[str, int], key: str
) -> None:
    room.projects(4)
    room.lead(open_round, seed=1)
    phone.post("ballot", key="a", round="R1", marks={"PR3": 1})
    status, said = phone.post("ballot", key="b", round="R1", marks=marks)
    assert (status, said["key"]) == (409, key)
    assert room.workshop.round is not None
    assert room.workshop.round.ballots[phone.me].marks == {"PR3": 1}


def _cells(room: Room, *sizes: int) -> None:
    for number, size in enumerate(sizes, start=1):
        room.lead(define_cell, name_fr=f"Cellule {number}", minimum=1, maximum=size)
    room.lead(open_step, step=StepKind.CELLS)


def test_wish_is_kept_apart_from_the_contact(phone: Phone, room: Room) -> None:
    _cells(room, 10, 10)
    contact = {"name": "Camille Roy", "organisation": "", "email": "camille@exemple.ca", "consent": True}
    assert phone.post("wish", ranked=["CEL2", "CEL1"], flexible=True, contact=contact)[0] == 201
    assert room.workshop.wishes[phone.me].ranked == (CellId("CEL2"), CellId("CEL1"))
    assert room.door.contacts(room.id, room.by) == (
        Contact(phone.me, "Camille Roy", "", "camille@exemple.ca"),
    )
    assert "Camille" not in repr(room.door.entries(room.id))


@pytest.mark.parametrize(
    ("contact", "key"),
    [
        ({"name": "Camille", "consent": False}, "phone.contact.consent"),
        ({"email": "camille@exemple.ca"}, "phone.contact.consent"),
        ({"email": "camille", "consent": True}, "phone.contact.email"),
        ({"name": "a" * 161, "consent": True}, "phone.contact.too_long"),
    ],
)
def test_contact_is_refused_without_its_own_consent(
    phone: Phone, room: Room, contact: dict[str, Any], key: str
) -> None:
    _cells(room, 10, 10)
    status, said = phone.post("wish", ranked=["CEL1"], contact=contact)
    assert (status, said["key"]) == (409, key)
    assert (room.workshop.wishes, room.door.contacts(room.id, room.by)) == ({}, ())


def test_proposal_is_answered_by_the_person(phone: Phone, room: Room) -> None:
    _cells(room, 1, 5)
    other = Phone(room).join()
    for one in (phone, other):
        one.post("wish", ranked=["CEL1"], flexible=True)
    room.lead(propose_memberships, seed=1)
    moved = next(one for one in (phone, other) if "CEL2" in room.workshop.memberships[one.me].cell)
    assert "Une place vous est proposée" in moved.now()
    assert moved.post("answer", key="y", accept=True)[0] == 201
    assert room.workshop.members("CEL2") == {moved.me}
    assert "Votre place est confirmée" in moved.now()


def _pitch(room: Room, reviewers: list[Any]) -> None:
    for number in (1, 2):
        room.lead(define_cell, name_fr=f"Cellule {number}")
    room.lead(deal_hats, seed=1, reviewers=reviewers)
    room.lead(open_step, step=StepKind.HATS)
    room.lead(call_pitch, subject="CEL1")


def test_comments_carry_the_hat_and_the_hat_meant(phone: Phone, room: Room) -> None:
    _pitch(room, [phone.me])
    worn = room.workshop.hat_rounds["CEL1"].assignment[phone.me]
    meant = next(hat for hat in Hat if hat is not worn)
    for key, extra in (("a", {}), ("b", {"hat_content": meant}), ("c", {"hat_content": ""})):
        answer = phone.post("comment", key=key, subject="CEL1", text="Oui", language="fr", **extra)
        assert answer[0] == 201
    assert [(one.hat_worn, one.hat_content) for one in room.workshop.comments.values()] == [
        (worn, worn),
        (worn, meant),
        (worn, worn),
    ]


def test_latecomer_gets_a_hat_by_asking_not_by_looking(phone: Phone, room: Room) -> None:
    _pitch(room, [room.join()])
    assert 'data-take="CEL1"' in phone.now()
    assert phone.me not in room.workshop.hat_rounds["CEL1"].assignment
    assert phone.post("hat", key="h", subject="CEL1")[0] == 201
    assert phone.me in room.workshop.hat_rounds["CEL1"].assignment
    assert "data-take" not in phone.now()


def test_done_is_kept_and_shown_as_pressed(writing: Phone, room: Room) -> None:
    assert 'id="done-yes" data-set="1" aria-pressed="false">J&#39;ai terminé</button>' in writing.now()
    assert writing.post("done", key="a", about="ideas", value=True)[0] == 201
    assert writing.post("done", key="b", about="ideas", value=True)[0] == 200
    assert room.workshop.done == {writing.me}
    assert 'id="done-yes" data-set="1" aria-pressed="true">J&#39;ai terminé</button>' in writing.now()
    assert writing.post("done", key="c", about="ideas", value=False)[0] == 201
    assert room.workshop.done == frozenset()
    room.lead(suspend_step, step=StepKind.IDEAS)
    assert 'data-signal="done"' not in writing.now()


def test_help_is_asked_and_taken_back(phone: Phone, room: Room) -> None:
    assert 'data-signal="help" data-value=""' in phone.now()
    assert phone.post("help", key="a", value=True)[0] == 201
    assert room.workshop.help == (phone.me,)
    assert 'data-signal="help" data-value="1"' in phone.now()
    assert 'data-value="1"' not in Phone(room).join().now()
    assert phone.post("help", key="b", value=False)[0] == 201
    assert room.workshop.help == ()


@pytest.mark.parametrize("fields", [{}, {"value": 1}, {"value": True, "about": 7}])
def test_signals_must_be_readable(writing: Phone, fields: dict[str, Any]) -> None:
    assert writing.post("done", **fields) == (
        400,
        {"refusal": sentence("fr", "phone.unreadable"), "key": "phone.unreadable"},
    )
