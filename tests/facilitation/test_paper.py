"""Scribes: paper notes are the table's, paper people are people, and nobody else's right is enough."""

from typing import Any

import pytest

from facilitation.asking import ask
from facilitation.errors import RuleError
from facilitation.model import Channel, Hat, NoteStatus, NoteType, ParticipantId, StepKind, StepState
from facilitation.rights import Administrator, Scribe
from facilitation.rules.cells import define_cell
from facilitation.rules.hats import call_pitch, comment, deal_hats, take_hat
from facilitation.rules.notes import (
    edit_paper_note,
    mask_note,
    submit_note,
    submit_paper_notes,
    withdraw_paper_note,
)
from facilitation.rules.paper import hand_in
from facilitation.rules.participants import check_in_on_paper
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, open_step, suspend_step
from facilitation.store import Contact
from facilitation.tallies.people import by_kind
from tests.room import NOON, Room


def scribe(room: Room) -> Scribe:
    right = room.door.scribe(room.id, room.door.scribe_key(room.by, room.id))
    assert right is not None
    return right


def act(room: Room, rule: Any, *, key: str | None = None, **asked: Any) -> Any:
    by = asked.pop("by", scribe(room))
    return room.door.act(room.id, ask(rule, by=by, **asked), at=NOON, key=key)


def note(room: Room, *texts: str, **changes: Any) -> Any:
    asked = {"table": 4, "type": NoteType.IDEA, "texts": texts, "kind": "student", "language": "fr"}
    return act(room, submit_paper_notes, **asked | changes)


def arrive(room: Room, **changes: Any) -> ParticipantId:
    asked = {"kind": "employer", "table": 4, "language": "fr", "consents": {"terms"}}
    return act(room, check_in_on_paper, **asked | changes).events[0].participant


def refused(call: Any, *args: Any, **asked: Any) -> RuleError:
    with pytest.raises(RuleError) as refusal:
        call(*args, **asked)
    return refusal.value


def test_scribe_key_is_shown_again_and_dies_with_the_links(room: Room) -> None:
    key = room.door.scribe_key(room.by, room.id)
    assert room.door.scribe_key(room.by, room.id) == key
    assert room.door.scribe(room.id, key) == Scribe(room.id)
    room.door.renew_keys(Administrator(), room.id)
    assert room.door.scribe(room.id, key) is None


def test_scribe_key_is_nobody_elses(room: Room) -> None:
    wrong = (None, "", "é", "\udc80", room.keys.facilitator, room.keys.committee)
    assert [room.door.scribe(room.id, key) for key in wrong] == [None] * len(wrong)
    key = room.door.scribe_key(room.by, room.id)
    assert (room.door.facilitator(room.id, key), room.door.committee(room.id, key)) == (None, None)
    other, _ = room.door.create(Administrator(), NOON)
    assert room.door.scribe(other, key) is None
    assert refused(room.door.scribe_key, room.by, other).key == "access.facilitator_only"


def test_paper_notes_are_the_tables_own_and_logged_as_the_scribes(room: Room) -> None:
    """R-09 for a batch: no author, the scribe's channel."""
    room.open(StepKind.IDEAS)
    note(room, " Jumeler ", "Deux\nlignes")
    kept = list(room.workshop.notes.values())
    assert [(one.author, one.channel, one.table, one.kind, one.text) for one in kept] == [
        (None, Channel.SCRIBE, 4, "student", "Jumeler"),
        (None, Channel.SCRIBE, 4, "student", "Deux\nlignes"),
    ]
    assert [entry.actor for entry in room.door.entries(room.id)[-2:]] == ["scribe"] * 2
    assert [room.workshop.kind_of(one) for one in kept] == ["student"] * 2


def test_paper_notes_sent_again_are_kept_once(room: Room) -> None:
    room.open(StepKind.IDEAS)
    assert [note(room, "Une", "Deux", key="k").repeated for _ in range(2)] == [False, True]
    assert len(room.workshop.notes) == 2


@pytest.mark.parametrize(
    ("texts", "key", "line"),
    [
        (("Une", "x" * 281, "Trois"), "paper.line_too_long", 2),
        (("Une", "Deux", " \u200b"), "paper.line_empty", 3),
        (("x" * 281,), "note.too_long", None),
        (("",), "note.empty", None),
        ((), "note.empty", None),
        (tuple("Une" for _ in range(61)), "paper.too_many_lines", None),
    ],
)
def test_paper_notes_name_the_line_and_keep_none(
    room: Room, texts: tuple[str, ...], key: str, line: int | None
) -> None:
    room.open(StepKind.IDEAS)
    refusal = refused(note, room, *texts)
    assert (refusal.key, refusal.values.get("line")) == (key, line)
    assert room.workshop.notes == {}


def test_sixty_lines_come_in_one_commit(room: Room) -> None:
    room.open(StepKind.ISSUES)
    heard: list[int] = []
    room.door.listen(lambda _id, workshop: heard.append(len(workshop.notes)))
    note(room, *[f"Enjeu {number}" for number in range(60)], type=NoteType.ISSUE)
    assert heard == [60]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"table": 5}, "check_in.table"),
        ({"table": 0}, "check_in.table"),
        ({"table": None}, "check_in.table"),
        ({"kind": "king"}, "check_in.kind"),
        ({"language": "de"}, "check_in.answer"),
        ({"type": NoteType.ISSUE}, "step.closed"),
    ],
)
def test_paper_notes_refuse(room: Room, changes: dict[str, Any], key: str) -> None:
    room.open(StepKind.ISSUES)
    room.open(StepKind.IDEAS)
    assert refused(note, room, "Une", **changes).key == key
    assert room.workshop.notes == {}


def test_paper_notes_wait_for_an_open_step(room: Room) -> None:
    assert refused(note, room, "Une").key == "step.prepared"
    room.open(StepKind.IDEAS)
    room.lead(suspend_step, step=StepKind.IDEAS)
    assert refused(note, room, "Une").key == "step.suspended"
    room.lead(close_step, step=StepKind.IDEAS)
    assert refused(note, room, "Une").key == "step.closed"


def test_another_right_is_not_enough(room: Room) -> None:
    room.open(StepKind.IDEAS)
    other, _ = room.door.create(Administrator(), NOON)
    for wrong in (room.by, Scribe(other), None, "scribe"):
        assert refused(note, room, "Une", by=wrong).key == "access.scribe_only"
        assert refused(arrive, room, by=wrong).key == "access.scribe_only"
    note(room, "Une")
    for rule, asked in {
        mask_note: {"note": "N1", "reason": "a"},
        close_step: {"step": StepKind.IDEAS},
    }.items():
        assert refused(act, room, rule, **asked).key == "access.facilitator_only"
    assert room.workshop.notes["N1"].status is NoteStatus.VISIBLE


def test_paper_note_is_edited_and_withdrawn_by_its_table_only(room: Room) -> None:
    room.open(StepKind.IDEAS)
    note(room, "Une", "Deux")
    on_a_phone = room.idea(room.join(table=4), "Au téléphone")
    for asked in ({"table": 3, "note": "N1"}, {"table": 4, "note": on_a_phone}):
        assert refused(act, room, edit_paper_note, text="a", **asked).key == "paper.other_table"
        assert refused(act, room, withdraw_paper_note, **asked).key == "paper.other_table"
    act(room, edit_paper_note, table=4, note="N1", text="Une autre")
    act(room, withdraw_paper_note, table=4, note="N2")
    assert room.workshop.notes["N1"].text == "Une autre"
    assert room.workshop.notes["N2"].status is NoteStatus.WITHDRAWN
    assert refused(act, room, withdraw_paper_note, table=4, note="N2").key == "note.unknown"
    room.open(StepKind.GROUPING)
    assert refused(act, room, edit_paper_note, table=4, note="N1", text="a").key == "note.grouping_started"


def test_paper_person_is_present_and_corrected_by_scribes_only(room: Room) -> None:
    me = arrive(room)
    assert by_kind(room.workshop) == {"student": 0, "employer": 1, "research": 0}
    assert room.workshop.participants[me].channel is Channel.SCRIBE
    assert room.door.entries(room.id)[-1].actor == "scribe"
    arrive(room, participant=me, kind="research")
    assert room.workshop.participants[me].kind == "research"
    seq = room.workshop.seq
    asked = {"kind": "research", "table": 4, "language": "fr", "consents": {"terms"}, "participant": me}
    assert act(room, check_in_on_paper, **asked).events == ()
    assert room.workshop.seq == seq
    with_phone = room.join()
    assert refused(arrive, room, participant=with_phone).key == "participant.unknown"
    assert refused(arrive, room, participant="P99").key == "participant.unknown"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"table": 9}, "check_in.table"),
        ({"table": None}, "check_in.table"),
        ({"consents": ()}, "paper.consent"),
        ({"kind": "king"}, "check_in.kind"),
        ({"language": "de"}, "check_in.answer"),
    ],
)
def test_check_in_on_paper_refuses(room: Room, changes: dict[str, Any], key: str) -> None:
    assert refused(arrive, room, **changes).key == key
    assert room.workshop.participants == {}


def test_paper_ballot_is_one_and_says_how_it_came(room: Room) -> None:
    me, with_phone = arrive(room), room.join()
    room.projects(4)
    room.lead(open_round, seed=1)
    for marks in ({"PR1": 2}, {"PR2": 1}):
        room.hand_in(scribe(room), me, cast_ballot, round="R1", marks=marks)
    room.say(cast_ballot, with_phone, round="R1", marks={"PR1": 1})
    ballots = room.workshop.round.ballots  # type: ignore[union-attr]
    assert {id: (one.channel, dict(one.marks)) for id, one in ballots.items()} == {
        me: (Channel.SCRIBE, {"PR2": 1}),
        with_phone: (Channel.PHONE, {"PR1": 1}),
    }
    asked = {"round": "R1", "marks": {"PR3": 1}}
    assert refused(room.hand_in, scribe(room), with_phone, cast_ballot, **asked).key == "participant.unknown"
    assert refused(room.hand_in, room.by, me, cast_ballot, **asked).key == "access.scribe_only"


def test_scribe_hands_in_what_one_person_does_and_nothing_of_the_facilitators(room: Room) -> None:
    me, ideas = arrive(room), StepKind.IDEAS
    for act in (ask(open_step, by=room.by, step=ideas), ask(open_step, by=scribe(room), step=ideas)):  # type: ignore[arg-type]
        handed = ask(hand_in, by=scribe(room), act=act)
        assert refused(room.door.act, room.id, handed, at=NOON).key == "access.facilitator_only"
    nobody = ask(hand_in, by=scribe(room), act=ask(lambda workshop, at: ()))
    assert refused(room.door.act, room.id, nobody, at=NOON).key == "participant.unknown"
    assert room.workshop.state(ideas) is StepState.PREPARED
    assert set(room.workshop.participants) == {me}


def test_paper_person_wears_a_hat_and_comments(room: Room) -> None:
    first = arrive(room)
    others = [room.join() for _ in range(4)]
    for name in ("Un", "Deux"):
        room.lead(define_cell, name_fr=name)
    room.lead(deal_hats, seed=1)
    late = arrive(room)
    assert set(room.workshop.hat_rounds["CEL1"].assignment) == {first, *others}
    room.open(StepKind.HATS)
    room.lead(call_pitch, subject="CEL1")
    room.hand_in(scribe(room), late, take_hat, subject="CEL1")
    said = {"subject": "CEL1", "text": "Oui", "language": "fr", "hat_content": Hat.BLUE}
    room.hand_in(scribe(room), late, comment, **said)
    (kept,) = room.workshop.comments.values()
    assert (kept.author, kept.hat_worn) == (late, room.workshop.hat_rounds["CEL1"].assignment[late])


def test_note_handed_in_for_a_paper_person_is_the_tables(room: Room) -> None:
    me = arrive(room)
    room.open(StepKind.IDEAS)
    room.hand_in(scribe(room), me, submit_note, type=NoteType.IDEA, text="Une", language="fr")
    (kept,) = room.workshop.notes.values()
    assert (kept.author, kept.channel, kept.table, kept.kind) == (None, Channel.SCRIBE, 4, "employer")


def test_contact_of_a_paper_person_is_kept_apart(room: Room) -> None:
    me = arrive(room)
    left = Contact(me, "Camille Roy", "", "camille@exemple.ca")
    room.door.remember(room.id, left).result(5)
    assert room.door.contacts(room.id, room.by) == (left,)
    assert "Camille" not in repr(room.door.entries(room.id))
