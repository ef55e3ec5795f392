"""Each rule on a room: given what happened, when something is asked, then events or a refusal."""

from dataclasses import replace

import pytest

from facilitation.errors import RuleError
from facilitation.model import (
    Channel,
    Hat,
    MembershipState,
    NoteStatus,
    NoteType,
    Outcome,
    ReasonCode,
    StepKind,
    StepState,
)
from facilitation.rules import cells, drafts, groups, hats, notes, projects, referrals
from facilitation.rules.drafts import DraftedGroup
from facilitation.rules.framing import frame_workshop
from facilitation.rules.rounds import cap_for, cast_ballot, dots_for, fair_dots, open_round
from facilitation.rules.steps import close_step, open_step, reveal_step, suspend_step
from facilitation.tallies.narrowing import Fate, narrowing, unplaced
from facilitation.tallies.votes import Standing, quorum, standings, unused
from tests.room import FRAMING, Room


def refused(call, *args, **asked) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(RuleError) as refusal:
        call(*args, **asked)
    return refusal.value.key


def test_frame_keeps_the_decision_rule_once_an_idea_is_in(room: Room) -> None:
    """R-01: who decides is fixed before the first idea."""
    room.open(StepKind.IDEAS)
    room.idea(room.join(), "Une idée")

    key = refused(room.lead, frame_workshop, framing=replace(FRAMING, decision_rule="Le vote décide."))

    assert key == "framing.decision_rule_fixed"
    room.lead(frame_workshop, framing=replace(FRAMING, title="Autre titre"))
    assert room.workshop.framing == replace(FRAMING, title="Autre titre")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"title": " "}, "framing.title.empty"),
        ({"question_fr": "x" * 401}, "framing.question.too_long"),
        ({"decision_rule": ""}, "framing.decision_rule.empty"),
        ({"kinds": ()}, "framing.no_kind"),
        ({"target_projects": 2, "target_areas": 3}, "framing.targets"),
    ],
)
def test_frame_refuses_what_a_room_could_not_use(room: Room, change: dict[str, object], key: str) -> None:
    assert refused(room.lead, frame_workshop, framing=replace(FRAMING, **change)) == key


def test_open_step_closes_the_one_before(room: Room) -> None:
    room.open(StepKind.ISSUES)
    room.open(StepKind.IDEAS)

    assert room.workshop.current is StepKind.IDEAS
    assert room.workshop.state(StepKind.ISSUES) is StepState.CLOSED
    assert room.workshop.state(StepKind.IDEAS) is StepState.OPEN


def test_open_step_again_changes_nothing(room: Room) -> None:
    room.open(StepKind.IDEAS)
    seq = room.workshop.seq

    room.open(StepKind.IDEAS)

    assert room.workshop.seq == seq


def test_reveal_needs_a_closed_step(room: Room) -> None:
    room.open(StepKind.IDEAS)

    assert refused(room.lead, reveal_step, step=StepKind.IDEAS) == "step.close_first"


@pytest.mark.parametrize(
    ("kind", "table", "consents", "key"),
    [
        ("nobody", 1, {"terms"}, "check_in.kind"),
        ("student", 9, {"terms"}, "check_in.table"),
        ("student", 1, {"research"}, "check_in.consent"),
    ],
)
def test_check_in_refuses(room: Room, kind: str, table: int, consents: set[str], key: str) -> None:
    answers = {"kind": kind, "table": table, "language": "fr", "consents": consents}

    assert refused(lambda: room.door.enrol(room.id, "t", **answers).result(5)) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "note.empty"),
        (" \u200b\n", "note.empty"),
        ("x" * 281, "note.too_long"),
        ("x" * 10_000, "note.too_long"),
    ],
)
def test_submit_note_refuses_text(room: Room, text: str, key: str) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)

    assert refused(room.idea, person, text) == key
    assert room.workshop.notes == {}


def test_submit_note_says_why_the_step_takes_nothing(room: Room) -> None:
    person = room.join()
    seen = [refused(room.idea, person, "Une idée")]
    room.open(StepKind.IDEAS)
    for rule in (suspend_step, close_step, reveal_step):
        room.lead(rule, step=StepKind.IDEAS)
        seen.append(refused(room.idea, person, "Une idée"))

    assert seen == ["step.prepared", "step.suspended", "step.closed", "step.revealed"]


def test_edit_and_withdraw_own_notes_only_until_grouping(room: Room) -> None:
    author, other = room.join(), room.join()
    room.open(StepKind.IDEAS)
    idea = room.idea(author, "Une ide")

    assert refused(room.say, notes.edit_note, other, note=idea, text="x") == "note.not_yours"
    room.say(notes.edit_note, author, note=idea, text="Une idée")
    assert room.workshop.notes[idea].text == "Une idée"
    room.open(StepKind.GROUPING)
    assert refused(room.say, notes.withdraw_note, author, note=idea) == "note.grouping_started"


def test_scribe_note_belongs_to_the_table(room: Room) -> None:
    """R-09: the author of a paper note is its table."""
    scribe = room.join(table=3)
    room.open(StepKind.IDEAS)

    room.say(
        notes.submit_note, scribe, type=NoteType.IDEA, text="Papier", language="fr", channel=Channel.SCRIBE
    )

    assert [(note.author, note.table) for note in room.workshop.notes.values()] == [(None, 3)]


def test_mask_and_park_keep_the_note(room: Room) -> None:
    room.open(StepKind.IDEAS)
    person = room.join()
    masked, parked = room.idea(person, "Nommer quelqu'un"), room.idea(person, "Hors sujet")

    room.lead(notes.mask_note, note=masked, reason="personne nommée")
    room.lead(notes.park_note, note=parked, reason="hors sujet")

    assert [note.status for note in room.workshop.notes.values()] == [NoteStatus.MASKED, NoteStatus.PARKED]
    assert [note.id for note in room.workshop.ideas()] == [parked]
    room.lead(notes.restore_note, note=masked)
    assert [note.id for note in room.workshop.ideas()] == [masked, parked]


def test_all_notes_of_one_person_are_set_aside_at_once(room: Room) -> None:
    room.open(StepKind.IDEAS)
    flooding, other = room.join(), room.join()
    joke, kept = room.idea(flooding, "ha"), room.idea(other, "Jumeler")
    again, masked = room.idea(flooding, "ha ha"), room.idea(flooding, "Nommer quelqu'un")
    room.lead(notes.mask_note, note=masked, reason="personne nommée")

    assert notes.alike(room.workshop) == {joke: 2, kept: 1, again: 2}
    outcome = room.lead(notes.park_all_like, note=again, reason="farce")

    assert [event.note for event in outcome.events] == [joke, again]
    assert room.workshop.notes[kept].status is NoteStatus.VISIBLE
    assert room.workshop.notes[masked].status is NoteStatus.MASKED
    with pytest.raises(RuleError, match="note.unknown"):
        room.lead(notes.park_all_like, note="N99", reason="farce")


def _draft(*groups_of_ideas: tuple[str, ...]) -> dict[str, object]:
    made = tuple(DraftedGroup(None, f"Groupe {n}", "", (), ideas) for n, ideas in enumerate(groups_of_ideas))
    return {"groups": made, "encoder": "e", "encoder_version": "1", "seed": 0, "parameters": {"k": 2}}


def test_draft_never_moves_what_a_person_placed(room: Room) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)
    a, b, c = (room.idea(person, text) for text in "abc")
    mine = room.lead(groups.create_group, title_fr="À moi", ideas=[a]).events[0].group

    room.lead(drafts.accept_draft, **_draft((a, b), (c,)))

    board = {note.id: room.workshop.groups[note.group].title_fr for note in room.workshop.ideas()}
    assert board == {a: "À moi", b: "Groupe 0", c: "Groupe 1"}
    assert room.workshop.notes[a].group == mine


def test_merge_keeps_every_note_and_comes_apart_again(room: Room) -> None:
    """R-07: a merge loses no text and no author, and can be undone."""
    one, two = room.join(), room.join("employer")
    room.open(StepKind.IDEAS)
    lead, twin = room.idea(one, "Des lunettes"), room.idea(two, "Lunettes")

    room.lead(groups.merge_ideas, lead=lead, merged=[twin], text="Des lunettes pour tous")

    assert [note.id for note in room.workshop.ideas()] == [lead]
    assert (room.workshop.notes[twin].text, room.workshop.notes[twin].author) == ("Lunettes", two)
    assert narrowing(room.workshop).count(Fate.MERGED) == 1
    room.lead(groups.separate_idea, idea=twin)
    assert [note.id for note in room.workshop.ideas()] == [lead, twin]


def test_board_is_frozen_while_a_vote_runs(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)

    assert refused(room.lead, groups.create_group, title_fr="Tard") == "board.frozen"
    assert refused(room.lead, projects.reword_project, project="PR1", title_fr="Autre") == "board.frozen"


@pytest.mark.parametrize(
    ("items", "dots", "cap"), [(2, 3, 2), (8, 3, 2), (12, 3, 2), (20, 5, 1), (58, 10, 1)]
)
def test_dots_and_cap_follow_the_method(items: int, dots: int, cap: int) -> None:
    assert (dots_for(items), cap_for(items)) == (dots, cap)


@pytest.mark.parametrize(
    ("items", "keep", "fair"), [(8, 3, (2, 4)), (12, 3, (2, 6)), (58, 8, (4, 20)), (4, 1, (1, 3))]
)
def test_fair_dots_are_half_of_those_kept_to_half_of_all(
    items: int, keep: int, fair: tuple[int, int]
) -> None:
    assert fair_dots(items, keep) == fair
    assert fair[0] <= dots_for(items) <= fair[1]


@pytest.mark.parametrize(
    ("marks", "key"),
    [
        ({"PR1": 2, "PR2": 2}, "ballot.over_budget"),
        ({"PR1": 3}, "ballot.over_cap"),
        ({"PR1": -1}, "ballot.negative"),
        ({"PR9": 1}, "ballot.item"),
    ],
)
def test_ballot_refuses_and_keeps_the_one_before(room: Room, marks: dict[str, int], key: str) -> None:
    room.projects(3)
    person = room.join()
    room.lead(open_round, seed=1)
    room.say(cast_ballot, person, round="R1", marks={"PR3": 1})

    assert refused(room.say, cast_ballot, person, round="R1", marks=marks) == key
    assert room.workshop.round.ballots[person].marks == {"PR3": 1}


def test_ballot_is_replaced_never_added(room: Room) -> None:
    room.projects(2)
    person = room.join()
    room.lead(open_round, seed=1)
    room.say(cast_ballot, person, round="R1", marks={"PR1": 2, "PR2": 1})
    room.say(cast_ballot, person, round="R1", marks={"PR2": 2})

    assert standings(room.workshop.round) == (Standing(1, "PR2", 2, 1), Standing(2, "PR1", 0, 0))
    assert unused(room.workshop.round) == 1


def test_ballot_states_each_have_their_refusal(room: Room) -> None:
    room.projects(2)
    person = room.join()
    seen = [refused(room.say, cast_ballot, person, round="R1", marks={})]
    room.lead(open_round, seed=1)
    for rule in (suspend_step, close_step, reveal_step):  # closed out of a pause: no ballot was on its way
        room.lead(rule, step=StepKind.VOTE)
        seen.append(refused(room.say, cast_ballot, person, round="R1", marks={}))
    room.lead(open_round, seed=2)
    seen.append(refused(room.say, cast_ballot, person, round="R1", marks={}))

    assert seen == [
        "ballot.no_round",
        "ballot.suspended",
        "ballot.closed",
        "ballot.revealed",
        "ballot.other_round",
    ]


def test_closed_vote_reopens_with_its_ballots_but_a_revealed_one_does_not(room: Room) -> None:
    """R-03: reopened until the reveal; a new round afterwards."""
    room.projects(2)
    person = room.join()
    room.lead(open_round, seed=1)
    room.say(cast_ballot, person, round="R1", marks={"PR1": 1})
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(open_step, step=StepKind.VOTE)

    assert room.workshop.round.ballots[person].marks == {"PR1": 1}
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    assert refused(room.lead, open_step, step=StepKind.VOTE) == "round.needs_items"
    room.lead(open_round, seed=2)
    assert [len(one.ballots) for one in room.workshop.rounds] == [1, 0]


def test_standings_show_a_tie_as_a_tie(room: Room) -> None:
    room.projects(3)
    one, two = room.join(), room.join()
    room.lead(open_round, seed=1)
    room.say(cast_ballot, one, round="R1", marks={"PR2": 1})
    room.say(cast_ballot, two, round="R1", marks={"PR3": 1})

    assert [(row.rank, row.item) for row in standings(room.workshop.round)] == [
        (1, "PR2"),
        (1, "PR3"),
        (3, "PR1"),
    ]


def test_quorum_names_the_essential_kind_that_did_not_vote(room: Room) -> None:
    room.projects(2)
    employer = room.join("employer")
    room.lead(open_round, seed=1)
    room.say(cast_ballot, employer, round="R1", marks={})

    counted = quorum(room.workshop.round, room.workshop)

    assert (counted.reached, counted.missing_kinds) == (False, ("student",))


def test_decision_needs_an_area_or_a_reason(room: Room) -> None:
    room.projects(2)

    retained = refused(room.lead, projects.record_decision, project="PR1", outcome=Outcome.RETAINED)
    referred = refused(room.lead, projects.record_decision, project="PR1", outcome=Outcome.REFERRED)

    assert (retained, referred) == ("decision.area", "decision.reason")


def test_every_idea_has_a_fate_once_decided_and_referred(room: Room) -> None:
    """R-40: a referral or an area of its own counts as a fate."""
    room.projects(3)
    loose = room.idea(room.join(), "Seule")
    area = room.lead(projects.define_area, title_fr="Champ").events[0].area
    room.lead(projects.record_decision, project="PR1", outcome=Outcome.RETAINED, area=area)
    later = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER}
    room.lead(projects.record_decision, project="PR2", **later)
    assert unplaced(room.workshop) == ("N3", loose)

    asked = {"organisation": "Municipalité", "reason_code": ReasonCode.OTHER_CARRIER}
    room.lead(referrals.refer_ideas, ideas=["N3"], **asked)
    room.lead(projects.place_idea, idea=loose, area=area)

    counted = narrowing(room.workshop)
    assert unplaced(room.workshop) == ()
    assert (counted.notes, counted.ideas, counted.projects, counted.areas) == (4, 4, 3, 1)
    assert [one.fate for one in counted.courses] == [Fate.RETAINED, Fate.PARKED, Fate.REFERRED, Fate.RETAINED]


def test_cells_first_wish_is_a_yes_and_any_other_place_asks(room: Room) -> None:
    """R-30: a moved person answers, and a no is a no."""
    people = [room.join() for _ in range(3)]
    for name in ("Une", "Deux"):
        room.lead(cells.define_cell, name_fr=name, minimum=1, maximum=2)
    room.open(StepKind.CELLS)
    for person in people:
        room.say(cells.express_wish, person, ranked=["CEL1", "CEL2"])

    room.lead(cells.propose_memberships, seed=1)

    states = sorted((one.cell, one.state) for one in room.workshop.memberships.values())
    assert states == [
        ("CEL1", MembershipState.ACCEPTED),
        ("CEL1", MembershipState.ACCEPTED),
        ("CEL2", MembershipState.PROPOSED),
    ]
    (moved,) = [one.participant for one in room.workshop.memberships.values() if one.cell == "CEL2"]
    room.say(cells.answer_proposal, moved, accept=False)
    assert room.workshop.members("CEL2") == frozenset()


def test_nobody_is_put_in_a_cell_without_a_wish(room: Room) -> None:
    """R-30: no wish, no place."""
    person = room.join()
    room.lead(cells.define_cell, name_fr="Une", minimum=1, maximum=2)
    room.open(StepKind.CELLS)
    room.say(cells.express_wish, person, ranked=[])

    assert room.lead(cells.propose_memberships, seed=1).events == ()
    assert refused(room.say, cells.answer_proposal, person, accept=True) == "cell.no_proposal"


def test_idea_is_in_one_group_or_to_sort_or_set_aside_with_a_reason(room: Room) -> None:
    """R-10: whatever is done on the board, an idea has one place, and it takes a reason to set it aside."""
    room.open(StepKind.IDEAS)
    alone = room.idea(room.join(), "Un jardin")
    one, other = (
        room.lead(groups.create_group, title_fr=title, ideas=[alone]).events[0].group for title in ("A", "B")
    )

    assert room.workshop.notes[alone].group == other
    assert refused(room.lead, notes.park_note, note=alone, reason=" ") == "reason.empty"
    room.lead(groups.move_ideas, ideas=[alone], group=one)
    assert room.workshop.notes[alone].group == one
    assert refused(room.lead, groups.remove_group, group=one) == "group.not_empty"
    room.lead(notes.park_note, note=alone, reason="Hors sujet")
    assert (room.workshop.notes[alone].group, room.workshop.notes[alone].status) == (None, NoteStatus.PARKED)


def _hats(room: Room, people: int) -> list[str]:
    present = [room.join(("student", "employer", "research")[n % 3]) for n in range(people)]
    room.lead(cells.define_cell, name_fr="Une", minimum=1, maximum=2)
    room.open(StepKind.CELLS)
    room.say(cells.express_wish, present[0], ranked=["CEL1"])
    room.lead(cells.propose_memberships, seed=1)
    room.open(StepKind.HATS)
    return present


def test_hats_are_dealt_to_everybody_but_the_team(room: Room) -> None:
    """R-24: presenters wear no hat and write no comment on their own project."""
    team, *others = _hats(room, 11)

    room.lead(hats.deal_hats, seed=7)

    worn = room.workshop.hat_rounds["CEL1"].assignment
    assert sorted(worn) == sorted(others)
    assert len(set(worn.values())) == 5
    asked = {"subject": "CEL1", "text": "Bravo", "language": "fr"}
    assert refused(room.say, hats.comment, team, **asked) == "hats.presenting"
    assert refused(room.lead, hats.deal_hats, seed=8) == "hats.already_dealt"


def test_blue_stays_with_the_facilitator(room: Room) -> None:
    """R-23: five hats are dealt, however many review, and blue is none of them."""
    _hats(room, 19)

    room.lead(hats.deal_hats, seed=7)

    assert set(room.workshop.hat_rounds["CEL1"].assignment.values()) == set(Hat) - {Hat.BLUE}


def test_masked_comment_is_kept_with_its_reason_and_needs_one(room: Room) -> None:
    """R-28: nothing is removed; a comment that is masked still counts, and says why it is."""
    _, person, *_ = _hats(room, 4)
    room.lead(hats.deal_hats, seed=7)
    asked = {"subject": "CEL1", "text": "Untel s'en servirait", "language": "fr"}
    said = room.say(hats.comment, person, **asked).events[0].comment

    assert refused(room.lead, hats.mask_comment, comment=said, reason=" ") == "reason.empty"
    room.lead(hats.mask_comment, comment=said, reason="Vise une personne")

    (kept,) = room.workshop.comments.values()
    assert (kept.text, kept.masked) == ("Untel s'en servirait", "Vise une personne")


def test_latecomer_takes_the_least_worn_hat(room: Room) -> None:
    """R-25, for arrivals."""
    _hats(room, 6)
    room.lead(hats.deal_hats, seed=7)
    late = room.join()
    before = room.workshop.hat_rounds["CEL1"]
    worn = list(before.assignment.values())

    room.say(hats.take_hat, late, subject="CEL1")

    hat = room.workshop.hat_rounds["CEL1"].assignment[late]
    assert worn.count(hat) == min(worn.count(one) for one in before.hats)


def test_comment_keeps_the_hat_worn_and_the_hat_meant(room: Room) -> None:
    _, person, *_ = _hats(room, 4)
    room.lead(hats.deal_hats, seed=7)
    worn = room.workshop.hat_rounds["CEL1"].assignment[person]
    meant = next(hat for hat in room.workshop.hat_rounds["CEL1"].hats if hat is not worn)

    room.say(hats.comment, person, subject="CEL1", text="Attention", language="fr", hat_content=meant)

    (comment,) = room.workshop.comments.values()
    assert (comment.hat_worn, comment.hat_content, comment.off_hat) == (worn, meant, True)


def test_kind_of_a_note_follows_the_person_and_stays_on_paper(room: Room) -> None:
    person, scribe = room.join("student"), room.join("research", table=2)
    room.open(StepKind.IDEAS)
    room.idea(person, "Au téléphone")
    asked = {"type": NoteType.IDEA, "text": "Sur papier", "language": "fr", "kind": "employer"}
    room.say(notes.submit_note, scribe, channel=Channel.SCRIBE, **asked)
    corrected = {"kind": "employer", "table": 1, "language": "fr", "consents": {"terms"}}
    room.door.enrol(room.id, room.tokens[0], **corrected).result(5)

    kinds = [room.workshop.kind_of(note) for note in room.workshop.notes.values()]

    assert kinds == ["employer", "employer"]


def test_note_in_an_unknown_language_is_refused(room: Room) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)

    asked = {"type": NoteType.IDEA, "text": "Hallo", "language": "de"}
    assert refused(room.say, notes.submit_note, person, **asked) == "check_in.answer"


def test_placing_an_idea_keeps_the_reason(room: Room) -> None:
    room.projects(2)
    area = room.lead(projects.define_area, title_fr="Champ").events[0].area

    room.lead(projects.place_idea, idea="N1", area=area, reason="Elle complète ce champ.")
    first = narrowing(room.workshop).courses[0]

    assert (first.fate, first.area, first.reason) == (Fate.RETAINED, area, "Elle complète ce champ.")
    room.lead(projects.place_idea, idea="N1", area=None)
    assert narrowing(room.workshop).courses[0].fate is Fate.OPEN
