"""Whatever people do in whatever order: budgets hold, nothing acknowledged goes, the log is the truth."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from facilitation.errors import RuleError
from facilitation.events import Entry, Event
from facilitation.model import Method, NoteType, ParticipantId, StepKind, StepState, Workshop, WorkshopId
from facilitation.replay import apply, replay
from facilitation.rights import Facilitator, Scribe
from facilitation.rules import groups, notes, participants, projects, rounds, steps
from facilitation.rules.framing import frame_workshop
from facilitation.tallies.narrowing import Fate, narrowing
from facilitation.tallies.people import authors, by_kind, gathered, notes_by_table
from facilitation.tallies.support import ballots_by_channel
from facilitation.tallies.votes import turnout
from tests.room import FRAMING, NOON

BY, SCRIBE = Facilitator(WorkshopId("w")), Scribe(WorkshopId("w"))


class Afternoon(RuleBasedStateMachine):
    """A workshop in memory, driven through its rules."""

    def __init__(self) -> None:
        super().__init__()
        self.workshop = Workshop()
        self.log: list[Entry] = []
        self.revealed: dict[str, object] = {}

    def do(self, rule_, **asked) -> tuple[Event, ...]:  # type: ignore[no-untyped-def]
        at = NOON + timedelta(seconds=len(self.log))
        try:
            events = rule_(self.workshop, at, **asked)
        except RuleError:
            return ()
        for event in events:
            entry = Entry(self.workshop.seq + 1, at, "x", None, event)
            self.log.append(entry)
            self.workshop = apply(self.workshop, entry)
        return events

    @initialize()
    def begin(self) -> None:
        self.do(frame_workshop, by=BY, framing=FRAMING)
        for _ in range(3):
            self.arrive("student")
        self.do(steps.open_step, by=BY, step=StepKind.IDEAS)
        for n in range(3):
            self.write(n, f"Idée {n}")
            self.promote([n])

    @rule(kind=st.sampled_from(["student", "employer", None]))
    def arrive(self, kind: str | None) -> None:
        answers = {"table": 1, "language": "fr", "consents": {"terms"}}
        self.do(participants.check_in, kind=kind, **answers)

    @rule(who=st.integers(1, 5), text=st.text(max_size=20))
    def write(self, who: int, text: str) -> None:
        asked = {"type": NoteType.IDEA, "text": text, "language": "fr"}
        self.do(notes.submit_note, participant=ParticipantId(f"P{who}"), **asked)

    @rule(which=st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True))
    def promote(self, which: list[int]) -> None:
        ideas = [f"N{n + 1}" for n in which]
        made = self.do(groups.create_group, by=BY, title_fr="Groupe", ideas=ideas)
        if made:
            self.do(projects.promote_group, by=BY, group=made[0].group)

    @rule(lead=st.integers(1, 5), other=st.integers(1, 5))
    def merge(self, lead: int, other: int) -> None:
        self.do(groups.merge_ideas, by=BY, lead=f"N{lead}", merged=[f"N{other}"], text="Ensemble")

    @rule(idea=st.integers(1, 5))
    def withdraw(self, idea: int) -> None:
        self.do(notes.withdraw_note, participant=ParticipantId("P1"), note=f"N{idea}")

    @rule(idea=st.integers(1, 5), how=st.sampled_from(["mask", "park"]))
    def moderate(self, idea: int, how: str) -> None:
        self.do(getattr(notes, f"{how}_note"), by=BY, note=f"N{idea}", reason="Raison")

    @rule(text=st.text(max_size=20))
    def write_on_paper(self, text: str) -> None:
        asked = {"type": NoteType.IDEA, "texts": [text], "language": "fr", "table": 2, "kind": None}
        self.do(notes.submit_paper_notes, by=SCRIBE, **asked)

    @rule(kinds=st.integers(1, 3))
    def frame_again(self, kinds: int) -> None:
        self.do(frame_workshop, by=BY, framing=replace(FRAMING, kinds=FRAMING.kinds[:kinds]))

    @rule(seed=st.integers(0, 9))
    def open_vote(self, seed: int) -> None:
        self.do(rounds.open_round, by=BY, seed=seed)

    @rule(step=st.sampled_from(StepKind), how=st.sampled_from(["open", "suspend", "close", "reveal"]))
    def step(self, step: StepKind, how: str) -> None:
        self.do(getattr(steps, f"{how}_step"), by=BY, step=step)

    @rule(
        who=st.integers(1, 5),
        round=st.integers(1, 3),
        marks=st.dictionaries(st.sampled_from(["PR1", "PR2", "PR3", "PR4"]), st.integers(-1, 4), max_size=4),
    )
    def vote(self, who: int, round: int, marks: dict[str, int]) -> None:
        self.do(rounds.cast_ballot, participant=ParticipantId(f"P{who}"), round=f"R{round}", marks=marks)

    @invariant()
    def log_is_the_truth(self) -> None:
        assert replay(self.log) == self.workshop

    @invariant()
    def no_ballot_over_budget(self) -> None:
        for one in self.workshop.rounds:
            assert one.method is Method.POINTS
            for ballot in one.ballots.values():
                assert sum(ballot.marks.values()) <= one.dots
                assert all(0 < mark <= one.cap for mark in ballot.marks.values())

    @invariant()
    def revealed_rounds_never_change(self) -> None:
        for one in self.workshop.rounds:
            if one.state is StepState.REVEALED:
                assert self.revealed.setdefault(one.id, one.ballots) == one.ballots

    @invariant()
    def every_idea_has_one_course(self) -> None:
        counted = narrowing(self.workshop)
        assert len(counted.courses) == counted.notes
        assert counted.ideas <= counted.notes

    @invariant()
    def counts_that_are_shown_together_add_up(self) -> None:
        w, counted = self.workshop, narrowing(self.workshop)
        found = gathered(w, NoteType.IDEA)
        left = found.withdrawn + found.masked + found.merged + found.aside
        assert (found.notes, found.standing) == (counted.notes, counted.ideas)
        assert (found.notes - left, found.aside) == (found.standing, 0)
        assert sum(counted.count(fate) for fate in Fate) == counted.notes
        assert sum(notes_by_table(w).values()) == counted.ideas
        assert sum(by_kind(w).values()) == len(w.participants)
        assert authors(w, NoteType.IDEA) <= len(w.participants)
        for one in w.rounds:
            came = turnout(one, w)
            assert sum(ballots_by_channel(one).values()) == came.ballots
            assert came.ballots <= came.present

    @invariant()
    def no_merged_idea_leads_to_nowhere(self) -> None:
        for note in self.workshop.notes.values():
            assert note.merged_into is None or note.merged_into in self.workshop.notes


Afternoon.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestAfternoon = Afternoon.TestCase
TestAfternoon.pytestmark = [pytest.mark.heavy]
