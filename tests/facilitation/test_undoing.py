"""Undo and redo: more events, the same board as before, and nothing that somebody else did since is lost."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.asking import ask
from facilitation.codec import entry_of, event_of, line_of
from facilitation.errors import RuleError
from facilitation.events import BoardPutBack, Entry, Event, NoteSubmitted, WorkshopFramed
from facilitation.model import (
    BoardPart,
    Channel,
    GroupId,
    NoteId,
    NoteType,
    Outcome,
    ReasonCode,
    StepKind,
    Workshop,
    WorkshopId,
)
from facilitation.replay import apply, replay
from facilitation.rights import Facilitator
from facilitation.rules import groups, notes
from facilitation.rules.drafts import DraftedGroup, accept_draft, join_group, taken_back, undo_draft
from facilitation.rules.projects import promote_group, record_decision, withdraw_project
from facilitation.rules.rounds import open_round
from facilitation.rules.undoing import put_back
from facilitation.tallies.board import standing_groups
from facilitation.tallies.changes import Change, changed
from reports.archive.references import refers_to_known
from tests.room import FRAMING, NOON, Room

Act = Callable[[Any], object]
BY = Facilitator(WorkshopId("w"))


@pytest.fixture
def board(room: Room) -> Room:
    """Five ideas: two in G1, one in G2, two to sort; and the idea N6, merged into N3."""
    author = room.join()
    room.open(StepKind.IDEAS)
    ideas = [room.idea(author, f"Idée {n}") for n in range(1, 7)]
    room.lead(groups.create_group, title_fr="Un", title_en="One", ideas=ideas[:2])
    room.lead(groups.create_group, title_fr="Deux", ideas=[ideas[2]])
    room.lead(groups.merge_ideas, lead=ideas[2], merged=[ideas[5]], text="Ensemble")
    return room


def change_of(room: Room, act: Act) -> Change:
    before = room.workshop
    act(room)
    return changed(before, room.workshop)


def shown(workshop: Workshop) -> object:
    """All of the notes, and the groups and projects that stand."""
    return workshop.notes, standing_groups(workshop), workshop.standing_projects()


def drafted(*ideas: str) -> tuple[DraftedGroup, ...]:
    return (DraftedGroup(None, "Trouvé", "Found", ("mot",), tuple(NoteId(one) for one in ideas)),)


MADE_WITH: dict[str, Any] = {"encoder": "e", "encoder_version": "1", "seed": 0, "parameters": {}}


def refused(room: Room, change: Change) -> str:
    seq = room.workshop.seq
    with pytest.raises(RuleError) as refusal:
        room.lead(put_back, change=change)
    assert room.workshop.seq == seq
    return refusal.value.key


ACTS: dict[str, Act] = {
    "move": lambda r: r.lead(groups.move_ideas, ideas=["N1", "N4"], group="G2"),
    "loosen": lambda r: r.lead(groups.move_ideas, ideas=["N1"], group=None),
    "create": lambda r: r.lead(groups.create_group, title_fr="Trois", ideas=["N1", "N4"]),
    "merge": lambda r: r.lead(groups.merge_ideas, lead="N1", merged=["N2", "N4"], text="Ensemble"),
    "merge again": lambda r: r.lead(groups.merge_ideas, lead="N3", merged=["N4"], text="Tout"),
    "separate": lambda r: r.lead(groups.separate_idea, idea="N6"),
    "name": lambda r: r.lead(groups.name_group, group="G1", title_fr="Autre", title_en="Other"),
    "park": lambda r: r.lead(notes.park_note, note="N1", reason="Plus tard"),
    "mask": lambda r: r.lead(notes.mask_note, note="N1", reason="Insulte"),
    "correct": lambda r: r.lead(notes.correct_note, note="N1", text="Sans faute"),
    "correct common text": lambda r: r.lead(notes.correct_note, note="N3", text="Sans faute"),
    "release": lambda r: r.lead(groups.release_ideas, ideas=["N1"]),
    "accept": lambda r: r.lead(accept_draft, groups=drafted("N4", "N5"), **MADE_WITH),
    "promote": lambda r: r.lead(promote_group, group="G1"),
}


@pytest.mark.parametrize("name", ACTS)
def test_undo_and_redo_of_each_act_by_more_events(board: Room, name: str) -> None:
    first = board.workshop
    change = change_of(board, ACTS[name])
    done = board.workshop
    assert shown(done) != shown(first)

    board.lead(put_back, change=change)
    assert shown(board.workshop) == shown(first)
    board.lead(put_back, change=change.backwards)
    assert shown(board.workshop) == shown(done)
    assert board.workshop.seq == done.seq + 2

    log = board.door.entries(board.id)
    assert shown(replay(entry_of(line_of(entry)) for entry in log)) == shown(done)


def test_undo_of_several_acts_at_once(board: Room) -> None:
    first = board.workshop
    change = change_of(board, ACTS["park"]).then(change_of(board, ACTS["loosen"]))
    board.lead(put_back, change=change)
    assert shown(board.workshop) == shown(first)


def test_undo_leaves_alone_what_others_did_elsewhere(board: Room) -> None:
    change = change_of(board, ACTS["move"])
    board.lead(groups.move_ideas, ideas=["N5"], group="G1")
    board.lead(put_back, change=change)
    places = {id: note.group for id, note in board.workshop.notes.items()}
    assert (places["N1"], places["N4"], places["N5"]) == ("G1", None, "G1")


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("move", "correct"),
        ("move", "mask"),
        ("name", "name again"),
        ("merge", "separate twin"),
        ("separate", "mask lead"),
        ("create", "join"),
        ("loosen", "remove group"),
        ("accept", "name what was accepted"),
        ("accept", "move what was accepted"),
        ("accept", "promote what was accepted"),
        ("promote", "decide"),
    ],
)
def test_undo_refuses_once_the_same_thing_changed(board: Room, mine: str, theirs: str) -> None:
    others: dict[str, Act] = {
        "name again": lambda r: r.lead(groups.name_group, group="G1", title_fr="Encore"),
        "separate twin": lambda r: r.lead(groups.separate_idea, idea="N2"),
        "mask lead": lambda r: r.lead(notes.mask_note, note="N3", reason="Insulte"),
        "join": lambda r: r.lead(groups.move_ideas, ideas=["N5"], group="G3"),
        "remove group": lambda r: [
            r.lead(groups.move_ideas, ideas=["N2"], group="G2"),
            r.lead(groups.remove_group, group="G1"),
        ],
    }
    later = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER, "sentence": "Non"}
    others |= {
        "name what was accepted": lambda r: r.lead(groups.name_group, group="G3", title_fr="À nous"),
        "move what was accepted": lambda r: r.lead(groups.move_ideas, ideas=["N4"], group="G1"),
        "promote what was accepted": lambda r: r.lead(promote_group, group="G3"),
        "decide": lambda r: r.lead(record_decision, project="PR1", **later),
    }
    change = change_of(board, ACTS[mine])
    {**ACTS, **others}[theirs](board)
    assert refused(board, change) == "board.changed_since"


def test_undo_of_a_draft_leaves_to_sort_what_has_joined_its_group_since(board: Room) -> None:
    change = change_of(board, ACTS["accept"])
    late = board.idea(board.join(), "Arrivée après")
    joined = {"idea": late, "group": GroupId("G3"), "encoder": "e", "encoder_version": "1"}
    board.door.act(board.id, ask(join_group, **joined), at=NOON)
    assert board.workshop.notes[late].group == "G3"
    board.lead(put_back, change=change)
    assert {board.workshop.notes[id].group for id in (NoteId("N4"), NoteId("N5"), late)} == {None}


def test_draft_that_was_undone_is_not_taken_back_again(board: Room) -> None:
    board.lead(accept_draft, groups=drafted("N4"), **MADE_WITH)
    change = change_of(board, lambda r: r.lead(accept_draft, groups=drafted("N5"), **MADE_WITH))
    board.lead(put_back, change=change)
    assert taken_back(board.workshop) == {"N4": None}
    board.lead(undo_draft)
    assert taken_back(board.workshop) == {}
    with pytest.raises(RuleError, match="draft.nothing_to_undo"):
        board.lead(undo_draft)


def test_project_of_a_group_comes_back_only_while_no_other_stands_for_it(board: Room) -> None:
    board.lead(promote_group, group="G1")
    change = change_of(board, lambda r: r.lead(withdraw_project, project="PR1"))
    board.lead(promote_group, group="G1")
    assert refused(board, change) == "board.changed_since"
    board.lead(withdraw_project, project="PR2")
    board.lead(put_back, change=change)
    assert [one.id for one in board.workshop.standing_projects()] == ["PR1"]


def test_entry_from_before_projects_were_put_back_still_reads() -> None:
    assert event_of("BoardPutBack", {"part": {"ideas": {}, "groups": {}}}) == BoardPutBack(BoardPart())


def test_undo_waits_for_the_end_of_a_vote(room: Room) -> None:
    room.projects(2)
    change = change_of(room, lambda r: r.lead(notes.correct_note, note="N1", text="Sans faute"))
    room.lead(open_round, seed=1)
    assert refused(room, change) == "board.frozen"


def test_what_happens_elsewhere_is_no_change_of_the_board(board: Room) -> None:
    assert change_of(board, lambda r: r.idea("P1", "Une de plus")) == Change()
    assert change_of(board, lambda r: r.open(StepKind.GROUPING)) == Change()


def test_foreign_log_cannot_merge_ideas_in_a_circle(board: Room) -> None:
    part = changed(board.workshop, board.workshop).before
    assert refers_to_known(board.workshop, BoardPutBack(part))
    split = change_of(board, ACTS["separate"])
    assert refers_to_known(board.workshop, BoardPutBack(split.before))
    board.lead(groups.merge_ideas, lead="N6", merged=["N3"], text="À l'envers")
    alone = BoardPart({NoteId("N6"): split.before.ideas[NoteId("N6")]})
    assert not refers_to_known(board.workshop, BoardPutBack(alone))


class Story:
    """The same board in memory, where what is refused just does not happen."""

    def __init__(self) -> None:
        self.workshop = Workshop()
        self.add(WorkshopFramed(FRAMING))
        for n in range(1, 7):
            self.add(
                NoteSubmitted(NoteId(f"N{n}"), NoteType.IDEA, None, f"Idée {n}", "fr", Channel.SCRIBE, 1)
            )
        self.lead(groups.create_group, title_fr="Un", ideas=["N1", "N2"])
        self.lead(groups.create_group, title_fr="Deux", ideas=["N3"])
        self.lead(groups.merge_ideas, lead="N3", merged=["N6"], text="Ensemble")

    def add(self, event: Event) -> None:
        self.workshop = apply(self.workshop, Entry(self.workshop.seq + 1, NOON, "x", None, event))

    def lead(self, rule: Callable[..., tuple[Event, ...]], **asked: object) -> None:
        for event in rule(self.workshop, NOON, by=BY, **asked):
            self.add(event)

    def change_of(self, act: Callable[["Story"], object]) -> Change:
        before = self.workshop
        with contextlib.suppress(RuleError):
            act(self)
        return changed(before, self.workshop)


@given(names=st.lists(st.sampled_from(sorted(ACTS)), max_size=6))
def test_undoing_one_after_the_other_leads_back_to_the_start(names: list[str]) -> None:
    story = Story()
    first = story.workshop
    changes = [story.change_of(ACTS[name]) for name in names]
    for change in reversed(changes):
        story.lead(put_back, change=change)
    assert shown(story.workshop) == shown(first)
