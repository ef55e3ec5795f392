"""What a machine may do on the board: whatever a person has placed or named, it leaves alone."""

from collections.abc import Mapping

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from facilitation.asking import ask
from facilitation.errors import RuleError
from facilitation.events import Entry, NoteSubmitted, ParticipantCheckedIn, StepOpened, WorkshopFramed
from facilitation.model import (
    Channel,
    GroupId,
    NoteId,
    NoteStatus,
    NoteType,
    ParticipantId,
    Point,
    StepKind,
    Workshop,
    WorkshopId,
)
from facilitation.replay import apply
from facilitation.rights import Facilitator
from facilitation.rules import drafts, groups, notes, projects
from facilitation.rules.drafts import DraftedGroup
from facilitation.tallies.board import held, letter, movable, pool
from tests.room import FRAMING, NOON, Room

MADE_WITH: Mapping[str, object] = {"encoder": "e", "encoder_version": "1", "seed": 0, "parameters": {"k": 2}}
BY = Facilitator(WorkshopId("w"))


def drafted(ideas: tuple[NoteId, ...], group: GroupId | None = None, title: str = "Proposé") -> DraftedGroup:
    return DraftedGroup(group, title, "", (), ideas)


def ideas(room: Room, *texts: str) -> tuple[NoteId, ...]:
    person = room.join()
    room.open(StepKind.IDEAS)
    return tuple(room.idea(person, text) for text in texts)


def place(room: Room) -> dict[str, str | None]:
    return {note.text: note.group for note in room.workshop.ideas()}


def test_accepted_draft_goes_on_with_the_groups_that_stand(room: Room) -> None:
    a, b, c, d = ideas(room, "a", "b", "c", "d")
    room.lead(
        drafts.accept_draft, groups=(drafted((a, b), title="Un"), drafted((c,), title="Deux")), **MADE_WITH
    )

    again = (drafted((a, d), GroupId("G1"), "Autre nom"), drafted((b, c), None, "Trois"))
    room.lead(drafts.accept_draft, groups=again, **MADE_WITH)

    assert place(room) == {"a": "G1", "b": "G3", "c": "G3", "d": "G1"}
    assert [group.title_fr for group in room.workshop.groups.values()] == ["Un", "Deux", "Trois"]


def test_draft_leaves_pinned_ideas_and_named_groups_alone(room: Room) -> None:
    a, b, c, d = ideas(room, "a", "b", "c", "d")
    room.lead(drafts.accept_draft, groups=(drafted((a, b)), drafted((c, d))), **MADE_WITH)
    room.lead(groups.name_group, group=GroupId("G1"), title_fr="À nous")
    room.lead(groups.move_ideas, ideas=[c], group=GroupId("G2"))

    with pytest.raises(RuleError, match="draft.nothing_left"):
        room.lead(drafts.accept_draft, groups=(drafted((a, b, c)), drafted((d,), GroupId("G1"))), **MADE_WITH)

    assert place(room) == {"a": "G1", "b": "G1", "c": "G2", "d": "G2"}
    assert [note.text for note in movable(room.workshop)] == ["d"]
    assert [note.text for note in pool(room.workshop)] == ["c", "d"]


def test_draft_moves_what_a_person_has_released(room: Room) -> None:
    (a,) = ideas(room, "a")
    room.lead(groups.move_ideas, ideas=[a], group=None)
    with pytest.raises(RuleError, match="draft.nothing_left"):
        room.lead(drafts.accept_draft, groups=(drafted((a,)),), **MADE_WITH)

    room.lead(groups.release_ideas, ideas=[a])
    room.lead(drafts.accept_draft, groups=(drafted((a,)),), **MADE_WITH)

    assert place(room) == {"a": "G1"}


def test_undo_puts_back_what_nobody_has_touched_since(room: Room) -> None:
    a, b, c = ideas(room, "a", "b", "c")
    room.lead(drafts.accept_draft, groups=(drafted((a,)),), **MADE_WITH)
    room.lead(drafts.accept_draft, groups=(drafted((a, b, c)),), **MADE_WITH)
    room.lead(groups.move_ideas, ideas=[b], group=GroupId("G2"))

    room.lead(drafts.undo_draft)
    assert place(room) == {"a": "G1", "b": "G2", "c": None}
    room.lead(drafts.undo_draft)
    assert place(room) == {"a": None, "b": "G2", "c": None}
    with pytest.raises(RuleError, match="draft.nothing_to_undo"):
        room.lead(drafts.undo_draft)


def test_draft_may_leave_ideas_without_neighbour_to_sort(room: Room) -> None:
    a, b = ideas(room, "a", "b")
    room.lead(drafts.accept_draft, groups=(drafted((a, b)),), **MADE_WITH)
    room.lead(drafts.accept_draft, groups=(), loose=(b,), **MADE_WITH)
    assert place(room) == {"a": "G1", "b": None}
    room.lead(drafts.undo_draft)
    assert place(room) == {"a": "G1", "b": "G1"}


def joined(room: Room, idea: NoteId, group: str) -> int:
    asked = {"idea": idea, "group": GroupId(group), "encoder": "e", "encoder_version": "1"}
    return len(room.door.act(room.id, ask(drafts.join_group, **asked), at=NOON).events)


def test_only_an_idea_that_comes_after_the_group_joins_it(room: Room) -> None:
    from datetime import timedelta

    a, b = ideas(room, "a", "b")
    later = {"at": NOON + timedelta(minutes=1)}
    accepted = ask(drafts.accept_draft, by=room.by, groups=(drafted((a,)),), **MADE_WITH)
    room.door.act(room.id, accepted, **later)
    author = next(iter(room.workshop.participants))
    submitted = room.door.act(
        room.id,
        ask(notes.submit_note, participant=author, type=NoteType.IDEA, text="c", language="fr"),
        **later,
    )
    c = submitted.events[0].note

    assert (joined(room, b, "G1"), joined(room, c, "G1"), joined(room, c, "G1")) == (0, 1, 0)
    assert place(room) == {"a": "G1", "b": None, "c": "G1"}


def test_idea_joins_no_named_group_and_no_project(room: Room) -> None:
    a, b = ideas(room, "a", "b")
    named = room.lead(groups.create_group, title_fr="À nous", ideas=[a]).events[0].group
    assert joined(room, b, named) == 0
    room.lead(drafts.accept_draft, groups=(drafted((b,)),), **MADE_WITH)
    room.lead(projects.promote_group, group=GroupId("G2"))
    c = room.idea(next(iter(room.workshop.participants)), "c")
    assert joined(room, c, "G2") == 0


def test_separated_ideas_are_not_suggested_as_twins_again(room: Room) -> None:
    a, b, c = ideas(room, "a", "b", "c")
    room.lead(groups.merge_ideas, lead=a, merged=[b], text="ab")
    room.lead(groups.separate_idea, idea=b)
    room.lead(groups.keep_apart, ideas=[c, a])
    assert room.workshop.apart == {frozenset((a, b)), frozenset((a, c))}
    with pytest.raises(RuleError, match="note.merge_two"):
        room.lead(groups.keep_apart, ideas=[a, a])


def test_words_to_ignore_are_cleaned_and_bounded(room: Room) -> None:
    room.lead(drafts.ignore_words, words=(" Montréal ", "", "Montréal", "cégep"))
    assert room.workshop.ignored_words == ("Montréal", "cégep")
    for wrong in (tuple(str(n) for n in range(51)), ("x" * 41,)):
        with pytest.raises(RuleError, match="draft.words"):
            room.lead(drafts.ignore_words, words=wrong)


def test_map_takes_ideas_on_the_board_and_moves_no_point_for_latecomers(room: Room) -> None:
    a, b, c = ideas(room, "a", "b", "c")
    assert room.door.act(room.id, ask(drafts.extend_map, points={a: Point(0, 0)})).events == ()
    room.lead(drafts.draw_map, points={a: Point(0.25, 1), NoteId("N9"): Point(0, 0)}, **MADE_WITH)
    room.lead(notes.mask_note, note=c, reason="Nomme une personne")

    new = {a: Point(0, 0), b: Point(0.5, 0.5), c: Point(1, 1)}
    room.door.act(room.id, ask(drafts.extend_map, points=new))

    assert room.workshop.places == {a: Point(0.25, 1), b: Point(0.5, 0.5)}


@pytest.mark.parametrize(
    ("group", "known_as"), [("G1", "A"), ("G26", "Z"), ("G27", "A2"), ("G53", "A3"), ("x", "A")]
)
def test_group_is_known_by_a_letter(group: str, known_as: str) -> None:
    assert letter(GroupId(group)) == known_as


class Board(RuleBasedStateMachine):
    """Random histories: whatever a machine does or a draft brings, no pin is lost, no card moves unasked."""

    @initialize()
    def opened(self) -> None:
        self.workshop, self.pins = Workshop(), dict[NoteId, GroupId | None]()
        person = ParticipantId("P1")
        for event in (
            WorkshopFramed(FRAMING),
            ParticipantCheckedIn(person, "student", 1, "fr", Channel.PHONE, frozenset({"terms"})),
            StepOpened(StepKind.IDEAS),
        ):
            self.happened(event)

    def happened(self, *events) -> None:
        for event in events:
            self.workshop = apply(self.workshop, Entry(self.workshop.seq + 1, NOON, "x", None, event))

    def asked(self, rule, **asked) -> bool:
        try:
            self.happened(*rule(self.workshop, NOON, **asked))
        except RuleError:
            return False
        return True

    def some(self, data: st.DataObject, least: int = 1) -> list[NoteId]:
        known = [note.id for note in self.workshop.ideas()]
        return data.draw(st.lists(st.sampled_from(known), min_size=least, max_size=4, unique=True))

    def group(self, data: st.DataObject) -> GroupId | None:
        return data.draw(st.sampled_from([None, *self.workshop.groups]))

    def where(self) -> dict[NoteId, GroupId | None]:
        return {note.id: note.group for note in self.workshop.ideas()}

    @rule(data=st.data())
    def arrives(self, data: st.DataObject) -> None:
        before = self.where()
        number = NoteId(f"N{len(self.workshop.notes) + 1}")
        self.happened(NoteSubmitted(number, NoteType.IDEA, ParticipantId("P1"), "x", "fr", Channel.PHONE, 1))
        if (group := self.group(data)) is not None:
            theirs = held(self.workshop)
            self.asked(drafts.join_group, idea=number, group=group, encoder="e", encoder_version="1")
            assert self.workshop.notes[number].group not in theirs
        after = self.where()
        assert {idea: after[idea] for idea in before} == before

    @precondition(lambda self: len(self.workshop.ideas()) > 1)
    @rule(data=st.data())
    def regroups(self, data: st.DataObject) -> None:
        known = data.draw(st.permutations([note.id for note in self.workshop.ideas()]))
        cut = data.draw(st.integers(0, len(known)))
        proposal = (
            drafted(tuple(known[:cut]), self.group(data)),
            drafted(tuple(known[cut:]), self.group(data)),
        )
        loose = tuple(self.some(data)) if data.draw(st.booleans()) else ()
        named = {id: group for id, group in self.workshop.groups.items() if group.named}
        inside = {id: group for id, group in self.where().items() if group in named}
        self.asked(drafts.accept_draft, by=BY, groups=proposal, loose=loose, **MADE_WITH)
        assert {id: self.workshop.groups[id] for id in named} == named
        assert {id: group for id, group in self.where().items() if group in named} == inside

    @rule()
    def undoes(self) -> None:
        self.asked(drafts.undo_draft, by=BY)

    @precondition(lambda self: self.workshop.ideas())
    @rule(data=st.data())
    def moves(self, data: st.DataObject) -> None:
        some, group = self.some(data), self.group(data)
        if self.asked(groups.move_ideas, by=BY, ideas=some, group=group):
            self.pins |= dict.fromkeys(some, group)

    @precondition(lambda self: self.workshop.ideas())
    @rule(data=st.data())
    def creates(self, data: st.DataObject) -> None:
        some = self.some(data)
        assert self.asked(groups.create_group, by=BY, title_fr="À nous", ideas=some)
        self.pins |= dict.fromkeys(some, list(self.workshop.groups)[-1])

    @precondition(lambda self: self.workshop.groups)
    @rule(data=st.data())
    def names(self, data: st.DataObject) -> None:
        self.asked(groups.name_group, by=BY, group=self.group(data), title_fr="À nous")

    @precondition(lambda self: len(self.workshop.ideas()) > 1)
    @rule(data=st.data())
    def merges(self, data: st.DataObject) -> None:
        lead, *merged = self.some(data, 2)
        if self.asked(groups.merge_ideas, by=BY, lead=lead, merged=merged, text="ensemble"):
            self.pins |= {lead: self.workshop.notes[lead].group}
            for one in merged:
                self.pins.pop(one, None)

    @precondition(lambda self: self.workshop.ideas())
    @rule(data=st.data())
    def releases(self, data: st.DataObject) -> None:
        some = self.some(data)
        assert self.asked(groups.release_ideas, by=BY, ideas=some)
        for idea in some:
            self.pins.pop(idea, None)

    @precondition(lambda self: self.workshop.ideas())
    @rule(data=st.data())
    def parks_and_restores(self, data: st.DataObject) -> None:
        (idea, *_) = self.some(data)
        if self.asked(notes.park_note, by=BY, note=idea, reason="plus tard"):
            self.pins[idea] = None
            if data.draw(st.booleans()):
                assert self.asked(notes.restore_note, by=BY, note=idea)
                self.pins.pop(idea)

    @invariant()
    def every_pin_holds(self) -> None:
        board = self.where() if hasattr(self, "workshop") else {}
        assert {idea: board[idea] for idea in self.pins} == self.pins if board else True

    @invariant()
    def every_idea_has_one_place(self) -> None:
        for note in self.workshop.ideas() if hasattr(self, "workshop") else ():
            assert note.group is None or note.group in self.workshop.groups
            assert note.status is NoteStatus.VISIBLE or note.group is None


TestBoard = Board.TestCase
TestBoard.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestBoard.pytestmark = [pytest.mark.heavy]
