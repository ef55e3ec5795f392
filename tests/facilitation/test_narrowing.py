"""The way of every idea, in odd cases too, and what it still lacks (R-40)."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from facilitation import codec
from facilitation.errors import RuleError
from facilitation.events import DecisionRecorded, ProjectPlaced, ProjectWithdrawn
from facilitation.model import AreaId, NoteId, Outcome, ProjectId, ReasonCode
from facilitation.replay import evolve
from facilitation.rules.groups import create_group, merge_ideas
from facilitation.rules.notes import park_note
from facilitation.rules.projects import (
    define_area,
    place_idea,
    promote_group,
    record_decision,
    reword_area,
    withdraw_project,
)
from facilitation.rules.referrals import refer_ideas
from facilitation.tallies.missing import Lack, missing, still_referred
from facilitation.tallies.narrowing import Course, Fate, narrowing
from tests.room import NOON, Room

LATER = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER, "sentence": "L'an prochain."}
ELSEWHERE = {"outcome": Outcome.REFERRED, "reason_code": ReasonCode.OTHER_CARRIER}


def refused(call: Any, *args: Any, **asked: Any) -> str:
    with pytest.raises(RuleError) as refusal:
        call(*args, **asked)
    return refusal.value.key


def decide(room: Room, project: str, **asked: Any) -> None:
    room.lead(record_decision, project=project, **asked)


def merge(room: Room, project: str, into: str, **asked: Any) -> None:
    decide(room, project, outcome=Outcome.MERGED, into=into, **asked)


def retain(room: Room, project: str, area: str = "A1", sentence: str = "") -> None:
    decide(room, project, outcome=Outcome.RETAINED, area=area, sentence=sentence)


@pytest.fixture
def three(room: Room) -> Room:
    """Three projects of one idea each, and two areas."""
    room.projects(3)
    for title in ("Former", "Loger"):
        room.lead(define_area, title_fr=title)
    return room


def course(room: Room, idea: str) -> Course:
    return next(one for one in narrowing(room.workshop).courses if one.idea == idea)


def test_ideas_in_no_project_and_not_parked_are_open_and_lack_a_project(room: Room) -> None:
    room.projects(2)
    loose, aside = (room.idea(room.join(), text) for text in ("Seule", "De côté"))
    room.lead(park_note, note=aside, reason="Hors sujet")

    assert course(room, loose) == Course(NoteId(loose), Fate.OPEN)
    assert course(room, aside) == Course(NoteId(aside), Fate.PARKED, reason="Hors sujet")
    assert missing(room.workshop) == {"N1": Lack.DECISION, "N2": Lack.DECISION, loose: Lack.PROJECT}


def test_idea_in_two_projects_goes_with_the_one_that_takes_it_furthest(three: Room) -> None:
    group = three.lead(create_group, title_fr="Autre", ideas=["N1"]).events[0].group
    three.lead(promote_group, group=group)
    assert three.workshop.projects[ProjectId("PR4")].ideas == ("N1",)
    ways = []
    for first, last in ((LATER, None), (LATER, ELSEWHERE), (ELSEWHERE, LATER)):
        for project, asked in (("PR1", first), ("PR4", last)):
            if asked:
                decide(three, project, **asked)
        ways.append((course(three, "N1").project, course(three, "N1").fate))
    retain(three, "PR4", "A2")

    assert ways == [("PR4", Fate.OPEN), ("PR4", Fate.OPEN), ("PR1", Fate.OPEN)]
    assert course(three, "N1") == Course(NoteId("N1"), Fate.RETAINED, ProjectId("PR4"), AreaId("A2"))


def test_project_retained_without_an_area_leaves_its_ideas_open(three: Room) -> None:
    """The rule asks for one; logs from elsewhere may have none."""
    told = DecisionRecorded(ProjectId("PR1"), Outcome.RETAINED, None, "Oui")
    workshop = evolve(three.workshop, told, NOON)

    assert missing(workshop) == {"N1": Lack.AREA, "N2": Lack.DECISION, "N3": Lack.DECISION}
    assert narrowing(workshop).areas == 0


def test_single_ideas_leave_a_referred_project_for_an_area_and_come_back(three: Room) -> None:
    decide(three, "PR1", **ELSEWHERE)
    assert (course(three, "N1").fate, missing(three.workshop)["N1"]) == (Fate.OPEN, Lack.PARTNER)
    three.lead(place_idea, idea="N1", area="A2", reason="Elle complète PR3.")
    away = course(three, "N1")
    three.lead(place_idea, idea="N1", area=None)
    back = course(three, "N1")
    three.lead(refer_ideas, ideas=["N1"], organisation="MRC", reason_code=ReasonCode.OTHER_CARRIER)

    assert (away.fate, away.project, away.area, away.reason) == (
        Fate.RETAINED,
        "PR1",
        "A2",
        "Elle complète PR3.",
    )
    assert (back.fate, back.area) == (Fate.OPEN, None)
    assert (course(three, "N1").fate, course(three, "N1").project) == (Fate.REFERRED, "PR1")
    assert "N1" not in missing(three.workshop)


def test_area_of_a_retained_project_counts_though_its_ideas_went_elsewhere(three: Room) -> None:
    retain(three, "PR1", "A1")
    three.lead(place_idea, idea="N1", area="A2")
    assert narrowing(three.workshop).areas == 2
    decide(three, "PR1", **LATER)
    assert narrowing(three.workshop).areas == 1


def test_whole_funnel_counts_twins_once(three: Room) -> None:
    twin = three.idea(three.join(), "Idée 1, autrement")
    three.lead(merge_ideas, lead="N1", merged=[twin], text="Idée 1")
    retain(three, "PR1")
    counted = narrowing(three.workshop)
    assert (counted.notes, counted.ideas, counted.projects, counted.areas) == (4, 3, 3, 1)
    assert course(three, twin) == Course(NoteId(twin), Fate.MERGED, into=NoteId("N1"))


def test_merged_needs_another_standing_project_and_no_circle(three: Room) -> None:
    three.lead(withdraw_project, project="PR3")
    keys = [refused(merge, three, "PR1", into) for into in (None, "PR1", "PR3", "PR9")]
    assert keys == ["decision.into", "decision.into", "project.unknown", "project.unknown"]


def test_merged_refuses_circles_however_long(three: Room) -> None:
    merge(three, "PR1", "PR2")
    assert refused(merge, three, "PR2", "PR1") == "decision.circle"
    merge(three, "PR2", "PR3")
    assert refused(merge, three, "PR3", "PR1") == "decision.circle"
    decide(three, "PR1", **LATER)
    merge(three, "PR3", "PR1")
    assert [course(three, idea).joined for idea in ("N1", "N2", "N3")] == [None, "PR1", "PR1"]


def test_merged_has_its_reason_by_itself_and_no_area_of_its_own(three: Room) -> None:
    asked = {"project": "PR1", "outcome": Outcome.MERGED, "into": "PR2", "area": "A1"}
    assert three.lead(record_decision, **asked).events == (
        DecisionRecorded(ProjectId("PR1"), Outcome.MERGED, ReasonCode.MERGED, "", ProjectId("PR2")),
        ProjectPlaced(ProjectId("PR1"), None),
    )
    asked |= {"outcome": Outcome.RETAINED}
    assert three.lead(record_decision, **asked).events[0].into is None


MOVES: dict[str, Callable[[Room], None]] = {
    "first": lambda room: merge(room, "PR1", "PR2", sentence="Même public."),
    "second": lambda room: merge(room, "PR2", "PR3"),
    "third": lambda room: retain(room, "PR3", "A2", "Solide."),
}


@pytest.mark.parametrize("order", list(permutations(MOVES)), ids="-".join)
def test_ideas_of_merged_projects_go_where_the_last_one_goes(three: Room, order: tuple[str, ...]) -> None:
    for name in order:
        MOVES[name](three)
    area = AreaId("A2")
    assert narrowing(three.workshop).courses == (
        Course(
            NoteId("N1"),
            Fate.RETAINED,
            ProjectId("PR1"),
            area,
            reason="Même public.",
            joined=ProjectId("PR3"),
        ),
        Course(NoteId("N2"), Fate.RETAINED, ProjectId("PR2"), area, joined=ProjectId("PR3")),
        Course(NoteId("N3"), Fate.RETAINED, ProjectId("PR3"), area, reason="Solide."),
    )
    assert missing(three.workshop) == {}


def test_ideas_of_a_merged_project_follow_it_wherever_it_is_sent(three: Room) -> None:
    merge(three, "PR1", "PR2")
    undecided = course(three, "N1"), missing(three.workshop)["N1"]
    decide(three, "PR2", **LATER)
    parked = course(three, "N1")
    decide(three, "PR2", **ELSEWHERE)
    referred = course(three, "N1"), missing(three.workshop)["N1"]
    older = evolve(three.workshop, ProjectWithdrawn(ProjectId("PR2")), NOON)  # refused by now
    withdrawn = narrowing(older).courses[0], missing(older)["N1"]

    way = Course(NoteId("N1"), Fate.OPEN, ProjectId("PR1"), joined=ProjectId("PR2"))
    assert undecided == withdrawn == (way, Lack.DECISION)
    assert (parked.fate, parked.reason_code, parked.reason) == (
        Fate.PARKED,
        ReasonCode.LATER,
        "L'an prochain.",
    )
    assert (referred[0].reason_code, referred[1]) == (ReasonCode.OTHER_CARRIER, Lack.PARTNER)


def test_ideas_referred_before_their_project_was_kept_stay_so_until_they_are_placed(three: Room) -> None:
    asked = {"organisation": "MRC", "reason_code": ReasonCode.OTHER_CARRIER}
    three.lead(refer_ideas, ideas=["N1", "N2"], **asked)
    merge(three, "PR1", "PR2")
    told = [_staying(three)]
    for outcome in (LATER, {"outcome": Outcome.RETAINED, "area": "A1"}):
        decide(three, "PR2", **outcome)
        told.append(_staying(three))
    three.lead(refer_ideas, ideas=["N2"], **asked | {"organisation": "CÉGEP"})
    three.lead(place_idea, idea="N1", area="A1")
    told.append(_staying(three))

    assert told == [[{}, {}], [{}, {}], [{"MRC": 1}, {"MRC": 1}], [{}, {"CÉGEP": 1}]]


def _staying(room: Room) -> list[dict[str, int]]:
    return [dict(still_referred(room.workshop, ProjectId(id))) for id in ("PR1", "PR2")]


def test_old_log_that_does_not_say_into_which_reads_as_before(three: Room) -> None:
    data = {"project": "PR1", "outcome": "merged", "reason_code": "merged", "sentence": "Proches."}
    told = codec.event_of("DecisionRecorded", data)
    workshop = evolve(evolve(three.workshop, told, NOON), ProjectPlaced(ProjectId("PR1"), AreaId("A1")), NOON)
    assert narrowing(workshop).courses[0] == Course(
        NoteId("N1"), Fate.RETAINED, ProjectId("PR1"), AreaId("A1"), reason="Proches."
    )


def test_area_is_reworded_and_keeps_what_is_in_it(three: Room) -> None:
    retain(three, "PR1")
    three.lead(reword_area, area="A1", title_fr=" Former mieux ", title_en="Training")
    area = three.workshop.areas[AreaId("A1")]
    assert (area.title_fr, area.title_en, course(three, "N1").area) == ("Former mieux", "Training", "A1")
    same = three.lead(reword_area, area="A1", title_fr="Former mieux", title_en="Training").events
    assert same == ()
    keys = [
        refused(three.lead, reword_area, area=area, title_fr=text)
        for area, text in (("A9", "x"), ("A1", " "))
    ]
    assert keys == ["area.unknown", "title.empty"]
