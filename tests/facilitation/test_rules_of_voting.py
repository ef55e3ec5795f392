"""R-11 … R-17 of the method, one after the other: what a room is promised before it votes."""

from dataclasses import fields

import pytest

from facilitation.asking import ask
from facilitation.errors import RuleError
from facilitation.model import Channel, Outcome, ReasonCode, Round, RoundOptions, StepKind, StepState
from facilitation.rights import Scribe
from facilitation.rules import groups, projects
from facilitation.rules.notes import correct_note
from facilitation.rules.participants import check_in_on_paper
from facilitation.rules.rounds import advance_reveal, cancel_round, cast_ballot, open_round
from facilitation.rules.steps import close_step, open_step, reveal_step, suspend_step
from facilitation.tallies.runoff import tied
from facilitation.tallies.support import ballots_by_channel
from facilitation.tallies.votes import standings
from phone.screens import ballot_order, screen
from tests.room import NOON, Room


def refused(call, *args, **asked) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(RuleError) as refusal:
        call(*args, **asked)
    return refusal.value.key


def scribe(room: Room) -> Scribe:
    right = room.door.scribe(room.id, room.door.scribe_key(room.by, room.id))
    assert right is not None
    return right


CHANGES = (
    (projects.reword_project, {"project": "PR1", "title_fr": "Autre"}),
    (projects.withdraw_project, {"project": "PR1"}),
    (projects.promote_group, {"group": "G1"}),
    (groups.merge_ideas, {"lead": "N1", "merged": ["N2"], "text": "Ensemble"}),
    (groups.move_ideas, {"ideas": ["N1"], "group": "G2"}),
    (correct_note, {"note": "N1", "text": "Autre texte"}),
)


@pytest.mark.parametrize(("change", "asked"), CHANGES)
def test_r11_what_is_voted_on_is_frozen_until_the_reveal(room: Room, change, asked) -> None:  # type: ignore[no-untyped-def]
    room.projects(2)
    room.lead(open_round, seed=1)
    for move in (suspend_step, open_step, close_step):
        assert refused(room.lead, change, **asked) == "board.frozen"
        room.lead(move, step=StepKind.VOTE)
    assert refused(room.lead, change, **asked) == "board.frozen"  # a closed vote may be reopened


def test_r11_a_round_stays_frozen_when_the_room_goes_elsewhere(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    room.open(StepKind.GROUPING)

    assert room.workshop.state(StepKind.VOTE) is StepState.CLOSED
    assert refused(room.lead, projects.reword_project, project="PR1", title_fr="A") == "board.frozen"


def test_r11_what_was_voted_on_is_decided_on_and_no_longer_withdrawn(room: Room) -> None:
    room.projects(3)
    room.lead(open_round, seed=1, items=["PR1", "PR2"])
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)

    assert refused(room.lead, projects.withdraw_project, project="PR1") == "project.settled"
    room.lead(projects.withdraw_project, project="PR3")
    assert [one.id for one in room.workshop.standing_projects()] == ["PR1", "PR2"]


def test_r11_what_a_cancelled_round_asked_about_may_be_withdrawn(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    room.lead(cancel_round, round="R1")
    room.lead(projects.withdraw_project, project="PR1")
    later = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER}
    room.lead(projects.record_decision, project="PR2", **later)

    assert [one.id for one in room.workshop.standing_projects()] == ["PR2"]
    assert refused(room.lead, projects.withdraw_project, project="PR2") == "project.settled"


def test_r11_nothing_is_added_to_a_round_that_runs(room: Room) -> None:
    room.projects(3)
    room.lead(open_round, seed=1, items=["PR1", "PR2"])

    assert refused(room.say, cast_ballot, room.join(), round="R1", marks={"PR3": 1}) == "ballot.item"
    assert refused(room.lead, open_round, seed=2) == "round.reveal_first"
    assert room.workshop.round.items == ("PR1", "PR2")


def test_r11_a_project_always_has_a_french_title_and_may_lack_an_english_one(room: Room) -> None:
    room.projects(2)
    assert refused(room.lead, projects.reword_project, project="PR1", title_fr=" ") == "title.empty"
    room.lead(projects.reword_project, project="PR1", title_fr="Jumelage", title_en="Matching")
    room.lead(open_round, seed=1)

    titles = [(one.title_fr, one.title_en) for one in room.workshop.standing_projects()]
    assert titles == [("Jumelage", "Matching"), ("Projet 2", "")]


def test_r12_blind_until_the_reveal_and_never_before(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    room.say(cast_ballot, room.join(), round="R1", marks={"PR1": 2})
    for move in (suspend_step, open_step, close_step):
        assert refused(room.lead, reveal_step, step=StepKind.VOTE) == "step.close_first"
        room.lead(move, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)

    assert room.workshop.round.state is StepState.REVEALED


def test_r13_each_phone_has_an_order_of_its_own_that_stays(room: Room) -> None:
    room.projects(8)
    people = [room.join() for _ in range(40)]
    room.lead(open_round, seed=5)
    before = {person: _shown(room, person) for person in people}
    room.say(cast_ballot, people[0], round="R1", marks={"PR1": 1})
    room.lead(suspend_step, step=StepKind.VOTE)
    room.lead(open_step, step=StepKind.VOTE)

    assert {person: _shown(room, person) for person in people} == before
    assert len(set(before.values())) > 30
    assert {tuple(sorted(order)) for order in before.values()} == {room.workshop.round.items}
    first = [order[0] for order in before.values()]
    assert set(first) == set(room.workshop.round.items)  # nobody's project is on top of every phone


def test_r13_another_round_is_in_another_order(room: Room) -> None:
    room.projects(8)
    person = room.join()
    room.lead(open_round, seed=5)
    first = ballot_order(room.workshop.round, person)
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    room.lead(open_round, seed=5)

    assert ballot_order(room.workshop.round, person) != first


def _shown(room: Room, person: str) -> tuple[str, ...]:
    items = screen(room.workshop, person, "fr").values["items"]
    return tuple(item.id for item in items)  # type: ignore[attr-defined]


def test_r14_changeable_until_the_closing_and_a_blank_ballot_is_one(room: Room) -> None:
    room.projects(2)
    person = room.join()
    room.lead(open_round, seed=1)
    for marks in ({"PR1": 2}, {"PR2": 1}, {}):
        room.say(cast_ballot, person, round="R1", marks=marks)

    assert {one.participant: one.marks for one in room.workshop.round.ballots.values()} == {person: {}}


def test_r14_two_devices_of_one_check_in_have_one_ballot(room: Room) -> None:
    room.projects(2)
    person = room.join()
    room.lead(open_round, seed=1)
    again = room.door.enrol(
        room.id, room.tokens[-1], at=NOON, kind="student", table=2, language="en", consents={"terms"}
    ).result(5)
    room.say(cast_ballot, person, round="R1", marks={"PR1": 2}, key="one:1")
    room.say(cast_ballot, again, round="R1", marks={"PR2": 2}, key="two:1")

    assert {id: one.marks for id, one in room.workshop.round.ballots.items()} == {person: {"PR2": 2}}


def test_r14_a_paper_ballot_keeps_its_channel_and_is_counted_apart(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    asked = {"table": 4, "kind": "employer", "language": "fr", "consents": {"terms"}}
    by = scribe(room)
    paper = room.door.act(room.id, ask(check_in_on_paper, by=by, **asked), at=NOON).events[0].participant
    ballot = {"round": "R1", "marks": {"PR1": 1}}
    room.hand_in(by, paper, cast_ballot, **ballot)
    for _ in range(2):
        room.say(cast_ballot, room.join(), round="R1", marks={"PR1": 1})

    assert ballots_by_channel(room.workshop.round) == {Channel.PHONE: 2, Channel.SCRIBE: 1}
    phone = room.join()
    assert refused(room.hand_in, by, phone, cast_ballot, **ballot) == "participant.unknown"


def test_r15_ones_own_idea_is_allowed_unless_it_was_announced_otherwise(room: Room) -> None:
    room.projects(2)
    author, other = "P1", room.join()
    twin = room.idea(other, "Idée 1, autrement")
    room.lead(groups.merge_ideas, lead="N1", merged=[twin], text="Ensemble")
    room.lead(open_round, seed=1)
    room.say(cast_ballot, author, round="R1", marks={"PR1": 2})
    room.lead(cancel_round, round="R1")
    room.lead(open_round, seed=1, options=RoundOptions(own_ideas=False))

    assert refused(room.say, cast_ballot, author, round="R2", marks={"PR1": 1}) == "ballot.own"
    assert refused(room.say, cast_ballot, other, round="R2", marks={"PR1": 1}) == "ballot.own"
    room.say(cast_ballot, other, round="R2", marks={"PR2": 1})
    room.say(cast_ballot, room.join(), round="R2", marks={"PR1": 1})


def test_r16_the_ladder_goes_from_voters_to_kinds_to_a_runoff(room: Room) -> None:
    room.projects(3)
    people = [room.join(kind) for kind in ("student", "student", "employer", "research")]
    room.lead(open_round, seed=1)
    for person, marks in zip(people, ({"PR1": 1}, {"PR1": 1}, {"PR2": 1}, {"PR2": 1}), strict=True):
        room.say(cast_ballot, person, round="R1", marks=marks)
    _reveal(room)

    # Two dots of two people each: PR2 stands before PR1 by the number of kinds, and no runoff is needed.
    assert [(one.item, one.dots, one.voters) for one in standings(room.workshop.round)] == [
        ("PR1", 2, 2),
        ("PR2", 2, 2),
        ("PR3", 0, 0),
    ]
    assert tied(room.workshop.round, room.workshop) == ()


def test_r16_a_tie_on_every_rung_stays_one(room: Room) -> None:
    room.projects(4)
    people = [room.join(), room.join(), room.join()]
    room.lead(open_round, seed=1)
    for person, marks in zip(people, ({"PR4": 2}, {"PR3": 2}, {"PR2": 1, "PR1": 1}), strict=True):
        room.say(cast_ballot, person, round="R1", marks=marks)
    _reveal(room)

    ranks = [(one.rank, one.item) for one in standings(room.workshop.round)]
    assert ranks == [(1, "PR3"), (1, "PR4"), (3, "PR1"), (3, "PR2")]
    assert tied(room.workshop.round, room.workshop) == ("PR1", "PR2")


def test_r17_no_ballot_weighs_more_than_another(room: Room) -> None:
    room.projects(2)
    few, *many = room.join("employer"), *(room.join("student") for _ in range(3))
    room.lead(open_round, seed=1)
    room.say(cast_ballot, few, round="R1", marks={"PR1": 2})
    for person in many:
        room.say(cast_ballot, person, round="R1", marks={"PR2": 1})

    assert [(one.item, one.dots) for one in standings(room.workshop.round)] == [("PR2", 3), ("PR1", 2)]


def test_r17_terms_are_announced_with_the_opening_and_never_change(room: Room) -> None:
    room.projects(2)
    terms = RoundOptions(concerns=True, quorum=60, essential=("employer",))
    room.lead(open_round, seed=1, options=terms)
    opened = _terms(room.workshop.round)
    for _ in range(2):
        room.say(cast_ballot, room.join("employer"), round="R1", marks={"PR1": 1})
    for move in (suspend_step, open_step, close_step):
        room.lead(move, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE, reason="Le comité attend.")
    room.lead(advance_reveal, stage="bands")

    assert room.workshop.round.options == terms
    assert _terms(room.workshop.round) == opened


def _terms(round: Round) -> dict[str, object]:
    moving = {"state", "ballots", "stage", "concerns", "closed_at", "cancelled", "reason", "attending"}
    return {one.name: getattr(round, one.name) for one in fields(Round) if one.name not in moving}


def _reveal(room: Room) -> None:
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
