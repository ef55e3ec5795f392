"""What the vote said and what was decided: where the two differ, somebody has to say why."""

from typing import Any

import pytest

from facilitation.errors import RuleError
from facilitation.events import ProjectWithdrawn
from facilitation.model import Method, Outcome, ProjectId, ReasonCode, RoundOptions, StepKind
from facilitation.replay import evolve
from facilitation.rules.projects import define_area, record_decision
from facilitation.rules.rounds import cast_ballot, open_round, open_runoff
from facilitation.rules.steps import close_step, reveal_step
from facilitation.tallies.departing import Said, departs, said
from facilitation.tallies.runoff import kept, tied
from facilitation.tallies.solidity import keep
from reports.tables.tables import revealed_round
from reports.tables.verdicts import vote_said
from tests.room import NOON, Room

pytestmark = pytest.mark.heavy  # tries many cases

KINDS = ("student", "employer", "research")


def vote(room: Room, *dots: int, reveal: bool = True, rule: Any = open_round, **asked: Any) -> None:
    """Each project gets that many dots, one from each person, of kind after kind; no quorum is asked."""
    terms = {"options": RoundOptions(quorum=0)} if rule is open_round else {}
    room.lead(rule, seed=1, **(terms | asked))
    current = room.workshop.round
    assert current is not None
    for item, many in zip(current.items, dots, strict=True):
        for number in range(many):
            room.say(cast_ballot, room.join(KINDS[number % 3]), round=current.id, marks={item: 1})
    if reveal:
        room.lead(close_step, step=StepKind.VOTE)
        room.lead(reveal_step, step=StepKind.VOTE)


@pytest.fixture
def five(room: Room) -> Room:
    """Five projects, of which three are to be kept, and an area."""
    room.projects(5)
    room.lead(define_area, title_fr="Former")
    return room


def decide(room: Room, project: str, outcome: Outcome, sentence: str = "", **asked: Any) -> None:
    if outcome is Outcome.RETAINED:
        asked |= {"area": "A1"}
    elif outcome is not Outcome.MERGED:
        asked |= {"reason_code": ReasonCode.LATER}
    room.lead(record_decision, project=project, outcome=outcome, sentence=sentence, **asked)


def refused(room: Room, project: str, outcome: Outcome, **asked: Any) -> str:
    with pytest.raises(RuleError) as refusal:
        decide(room, project, outcome, **asked)
    return refusal.value.key


def verdicts(room: Room) -> list[bool | None]:
    told = [said(room.workshop, id) for id in room.workshop.projects]
    return [one.kept if one else None for one in told]


def test_vote_keeps_the_first_places_and_no_others(five: Room) -> None:
    assert said(five.workshop, ProjectId("PR1")) is None
    vote(five, 5, 4, 3, 2, 1)
    assert said(five.workshop, ProjectId("PR4")) == Said(five.workshop.rounds[0], False)
    assert verdicts(five) == [True, True, True, False, False]


def test_tie_at_the_cut_is_open_and_a_tie_elsewhere_is_not(five: Room) -> None:
    vote(five, 4, 4, 3, 3, 1)
    assert verdicts(five) == [True, True, None, None, False]


def test_tie_is_settled_by_the_number_of_kinds_as_announced(five: Room) -> None:
    five.lead(open_round, seed=1)
    people = [(item, kind) for item in ("PR1", "PR2") for kind in ("student",) * 3]
    people += [("PR3", "student")] * 2 + [("PR4", "student"), ("PR4", "employer")]
    for item, kind in people:
        five.say(cast_ballot, five.join(kind), round="R1", marks={item: 1})
    five.lead(close_step, step=StepKind.VOTE)
    five.lead(reveal_step, step=StepKind.VOTE)
    assert verdicts(five) == [True, True, False, True, False]
    told = [vote_said(five.workshop, ProjectId(id), "fr") for id in ("PR2", "PR3", "PR4")]
    assert ["catégories" in one for one in told] == [False, True, True]


def test_nothing_is_said_of_a_vote_before_its_reveal(five: Room) -> None:
    vote(five, 5, 4, 3, 2, 1)
    vote(five, 1, 2, 3, 4, 5, reveal=False)
    assert verdicts(five) == [True, True, True, False, False]
    five.lead(close_step, step=StepKind.VOTE)
    five.lead(reveal_step, step=StepKind.VOTE)
    assert verdicts(five) == [False, False, True, True, True]


def test_latest_vote_by_dots_that_held_the_project_is_the_one(five: Room) -> None:
    vote(five, 5, 4, 3, 2, 1)
    vote(five, 0, 2, items=["PR1", "PR5"])
    vote(five, 1, 1, 1, 1, 1, method=Method.RATINGS)
    # Of two items one is kept: PR5 this time; the others have only been voted on before.
    assert verdicts(five) == [False, True, True, False, True]


def test_vote_below_its_quorum_does_not_unsay_one_that_reached_it(five: Room) -> None:
    vote(five, 5, 4, 3, 2, 1)
    half = {"options": RoundOptions(quorum=50)}
    five.lead(open_round, seed=1, **half)
    five.say(cast_ballot, five.join(), round="R2", marks={"PR5": 2})
    five.lead(close_step, step=StepKind.VOTE)
    five.lead(reveal_step, step=StepKind.VOTE, reason="On avance.")
    assert verdicts(five) == [True, True, True, False, False]
    assert revealed_round(five.workshop) == five.workshop.rounds[0]
    vote(five, 2, 2, 20, 20, 20, **half)
    assert verdicts(five) == [False, False, True, True, True]


def test_vote_without_a_ballot_says_nothing(five: Room) -> None:
    vote(five, 0, 0, 0, 0, 0, reveal=False)
    five.lead(close_step, step=StepKind.VOTE)
    five.lead(reveal_step, step=StepKind.VOTE, reason="Personne ne vote.")
    assert [said(five.workshop, id) for id in five.workshop.projects] == [None] * 5
    assert revealed_round(five.workshop) is None


def test_vote_drops_nothing_where_there_is_a_place_for_all(room: Room) -> None:
    room.projects(3)
    vote(room, 3, 2, 0)
    assert verdicts(room) == [None, None, None]
    assert vote_said(room.workshop, ProjectId("PR3"), "fr").startswith("Il y avait une place pour chacun")
    assert tied(room.workshop.round, room.workshop) == ()


def test_revealed_runoff_settles_the_places_that_it_was_about(five: Room) -> None:
    vote(five, 5, 4, 2, 2, 2)
    assert verdicts(five) == [True, True, None, None, None]
    asked = {"round": "R1", "items": ["PR3", "PR4", "PR5"]}
    vote(five, 1, 3, 2, rule=open_runoff, reveal=False, **asked)
    assert verdicts(five) == [True, True, None, None, None]
    five.lead(close_step, step=StepKind.VOTE)
    five.lead(reveal_step, step=StepKind.VOTE)
    assert verdicts(five) == [True, True, False, True, False]
    assert said(five.workshop, ProjectId("PR4")) == Said(
        five.workshop.rounds[0], True, five.workshop.rounds[1]
    )


def test_runoff_of_a_runoff_is_about_what_the_first_left_open(five: Room) -> None:
    vote(five, 5, 2, 2, 2, 1)
    vote(five, 3, 2, 2, rule=open_runoff, round="R1", items=["PR2", "PR3", "PR4"])
    first = five.workshop.rounds[1]
    assert (first.dots, keep(first, five.workshop), tied(first, five.workshop)) == (2, 2, ("PR3", "PR4"))
    assert kept(first, five.workshop) == {"PR2": True, "PR3": None, "PR4": None}
    vote(five, 1, 2, rule=open_runoff, round="R2", items=["PR3", "PR4"])
    assert verdicts(five) == [True, True, False, True, False]


@pytest.mark.parametrize(
    ("project", "outcome"),
    [("PR1", Outcome.PARKED), ("PR1", Outcome.REFERRED), ("PR5", Outcome.RETAINED)],
)
def test_decision_that_departs_from_the_vote_says_why(five: Room, project: str, outcome: Outcome) -> None:
    vote(five, 5, 4, 3, 2, 1)
    assert refused(five, project, outcome, sentence=" \u200b") == "decision.why"
    decide(five, project, outcome, "Le comité y tient.")
    assert departs(five.workshop, ProjectId(project))


@pytest.mark.parametrize(
    ("project", "outcome"),
    [("PR1", Outcome.RETAINED), ("PR5", Outcome.PARKED), ("PR3", Outcome.PARKED), ("PR4", Outcome.RETAINED)],
)
def test_decision_needs_no_sentence_where_the_vote_says_the_same_or_leaves_it_open(
    five: Room, project: str, outcome: Outcome
) -> None:
    vote(five, 5, 4, 3, 3, 1)
    decide(five, project, outcome)
    assert not departs(five.workshop, ProjectId(project))


def test_without_a_vote_nothing_departs(five: Room) -> None:
    decide(five, "PR1", Outcome.PARKED)
    assert not departs(five.workshop, ProjectId("PR1"))


def test_merged_into_a_retained_project_is_kept(five: Room) -> None:
    vote(five, 5, 4, 3, 2, 1)
    decide(five, "PR1", Outcome.RETAINED)
    decide(five, "PR2", Outcome.MERGED, into="PR1")
    assert not departs(five.workshop, ProjectId("PR2"))
    assert refused(five, "PR4", Outcome.MERGED, into="PR2") == "decision.why"
    decide(five, "PR4", Outcome.MERGED, "Même public.", into="PR2")
    assert departs(five.workshop, ProjectId("PR4"))


def test_what_is_merged_departs_with_the_project_it_went_into(five: Room) -> None:
    vote(five, 5, 4, 3, 2, 1)
    decide(five, "PR1", Outcome.MERGED, into="PR2")
    decide(five, "PR2", Outcome.MERGED, into="PR5")
    assert not departs(five.workshop, ProjectId("PR1"))
    # The vote did not keep PR5 either; but what follows it was kept, and nobody has said why it is not.
    assert refused(five, "PR5", Outcome.PARKED) == "decision.why"
    decide(five, "PR5", Outcome.PARKED, "Trop cher cette année.")
    assert [departs(five.workshop, ProjectId(id)) for id in ("PR1", "PR2", "PR5")] == [True, True, False]


def test_what_is_merged_into_a_withdrawn_project_is_not_decided(five: Room) -> None:
    """No longer possible; in older logs it is."""
    vote(five, 5, 4, 3, 2, 1)
    decide(five, "PR1", Outcome.MERGED, into="PR5")
    decide(five, "PR5", Outcome.PARKED, "Trop cher.")
    workshop = evolve(five.workshop, ProjectWithdrawn(ProjectId("PR5")), NOON)
    assert departs(five.workshop, ProjectId("PR1"))
    assert not departs(workshop, ProjectId("PR1"))


def test_later_vote_says_nothing_of_what_was_decided_before_it(five: Room) -> None:
    vote(five, 5, 4, 3, 2, 1)
    decide(five, "PR1", Outcome.RETAINED)
    vote(five, 0, 4, 3, 2, 1)
    assert verdicts(five) == [True, True, True, True, False]
    assert not departs(five.workshop, ProjectId("PR1"))
    assert refused(five, "PR1", Outcome.RETAINED) == "decision.why"  # decided anew, it is about the new vote


def test_decision_while_a_vote_runs_is_about_the_one_before(five: Room) -> None:
    vote(five, 5, 4, 3, 2, 1)
    vote(five, 0, 4, 3, 2, 1, reveal=False)
    decide(five, "PR1", Outcome.RETAINED)
    five.lead(close_step, step=StepKind.VOTE)
    five.lead(reveal_step, step=StepKind.VOTE)
    assert not departs(five.workshop, ProjectId("PR1"))


def test_vote_of_a_few_does_not_speak_for_the_room(five: Room) -> None:
    few = frozenset({five.join("employer")})
    vote(five, 5, 4, 3, 2, 1)
    five.lead(open_round, seed=1, voters=few)
    five.say(cast_ballot, next(iter(few)), round="R2", marks={"PR5": 2})
    five.lead(close_step, step=StepKind.VOTE)
    five.lead(reveal_step, step=StepKind.VOTE)
    assert verdicts(five) == [True, True, True, False, False]


@pytest.mark.parametrize("method", [Method.RANKING, Method.MENTIONS])
def test_order_of_a_vote_without_dots_is_departed_from_like_any(five: Room, method: Method) -> None:
    five.lead(open_round, seed=1, method=method)
    order = ["PR5", "PR1", "PR2", "PR3", "PR4"]
    places = {item: place for place, item in enumerate(order, start=method is Method.RANKING)}
    for _ in range(3):
        five.say(cast_ballot, five.join(), round="R1", marks=places)
    five.lead(close_step, step=StepKind.VOTE)
    five.lead(reveal_step, step=StepKind.VOTE)
    assert verdicts(five) == [True, True, False, False, True]
    assert refused(five, "PR5", Outcome.PARKED) == "decision.why"
    decide(five, "PR5", Outcome.PARKED, "Hors mandat.")
    assert departs(five.workshop, ProjectId("PR5"))


def test_tie_at_the_cut_of_mentions_is_open(five: Room) -> None:
    five.lead(open_round, seed=1, method=Method.MENTIONS)
    marks = {"PR1": 0, "PR2": 1, "PR3": 2, "PR4": 2, "PR5": 3}
    five.say(cast_ballot, five.join(), round="R1", marks=marks)
    five.lead(close_step, step=StepKind.VOTE)
    five.lead(reveal_step, step=StepKind.VOTE)
    assert verdicts(five) == [True, True, None, None, False]


def test_project_that_is_merged_has_that_reason_and_no_other(five: Room) -> None:
    decide(five, "PR1", Outcome.MERGED, into=ProjectId("PR2"), reason_code=ReasonCode.LATER)
    assert five.workshop.decisions[ProjectId("PR1")].reason_code is ReasonCode.MERGED


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.MERGED])
def test_project_that_is_not_merged_never_has_that_reason(five: Room, outcome: Outcome) -> None:
    asked = {"project": "PR1", "outcome": outcome, "area": "A1", "sentence": "Oui."}
    with pytest.raises(RuleError) as refusal:
        five.lead(record_decision, reason_code=ReasonCode.MERGED, **asked)
    assert (refusal.value.key, dict(five.workshop.decisions)) == ("decision.not_merged", {})
