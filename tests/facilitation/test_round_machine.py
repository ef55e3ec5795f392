"""Rounds through the door, in whatever order: budgets, one ballot a person, blindness, results that stay."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from facilitation.asking import ask
from facilitation.conditions import GRACE
from facilitation.door import Door
from facilitation.errors import RuleError
from facilitation.events import BallotCast, ConcernVoiced, Entry, RatingCast
from facilitation.model import (
    Method,
    ParticipantId,
    RevealStage,
    Round,
    RoundOptions,
    StepKind,
    StepState,
    Workshop,
)
from facilitation.replay import replay
from facilitation.rights import Administrator
from facilitation.rules.concerns import voice_concern
from facilitation.rules.framing import frame_workshop
from facilitation.rules.participants import remove_people, restore_people
from facilitation.rules.rounds import advance_reveal, cancel_round, cast_ballot, open_round, open_runoff
from facilitation.rules.steps import close_step, open_step, reveal_step, suspend_step
from facilitation.store import Store
from facilitation.tallies.votes import awaits_reveal, invited, is_blind, standings
from phone.part import values
from phone.render import html_of
from phone.seat import Seat
from reports.archive.archive import archive_allowed, write_archive
from reports.projection.screen import projection
from reports.summary.summary import summary
from reports.timelapse import film
from reports.workbook.sheets import sheets
from tests.room import FRAMING, NOON, Room

PEOPLE, PROJECTS, ITEMS = 4, 3, ("PR1", "PR2", "PR3", "PR9")
MARKS = st.dictionaries(st.sampled_from(ITEMS), st.integers(-1, 3), max_size=3)
EFFORTS = st.just({}) | st.dictionaries(st.sampled_from(ITEMS[:3]), st.integers(0, 5), max_size=2)
OPEN, SUSPENDED, CLOSED, REVEALED, NONE = "open", "suspended", "closed", "revealed", "none"


class Rounds(RuleBasedStateMachine):
    """A room on a real SQLite file, beside what it ought to hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.door = Door(Store(f"sqlite:///{self.folder}/recolte.sqlite"))
        self.at = NOON
        self.state, self.closed = NONE, NOON - GRACE * 2
        self.kept: dict[str, dict[str, tuple[dict[str, int], dict[str, int]]]] = {}
        self.results: dict[str, object] = {}
        self.gone: set[str] = set()

    def teardown(self) -> None:
        assert replay(self.door.entries(self.room.id)) == self.room.workshop
        self.door.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        id, keys = self.door.create(Administrator(), NOON)
        by = self.door.facilitator(id, keys.facilitator)
        assert by is not None
        self.room = Room(self.door, id, keys, by)
        self.room.lead(frame_workshop, framing=FRAMING)
        self.room.projects(PROJECTS)
        for kind in ("student", "employer", None)[: PEOPLE - 1]:
            self.room.join(kind)

    def act(self, rule_: Any, *, key: str | None = None, **asked: Any) -> bool:
        """Whether the rule let it happen, at the machine's own time."""
        try:
            self.door.act(self.room.id, ask(rule_, **asked), at=self.at, key=key)
        except RuleError:
            return False
        return True

    def lead(self, rule_: Any, **asked: Any) -> bool:
        return self.act(rule_, by=self.room.by, **asked)

    @property
    def latest(self) -> Round:
        return self.room.workshop.rounds[-1]

    @rule(seconds=st.sampled_from([0.5, 1.5, 2.0, 2.5]))
    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    @rule(
        method=st.just(Method.POINTS) | st.sampled_from(Method),
        dots=st.integers(1, 4),
        cap=st.integers(1, 2),
        concerns=st.booleans(),
        own=st.booleans(),
    )
    def open(self, method: Method, dots: int, cap: int, concerns: bool, own: bool) -> None:
        terms = RoundOptions(concerns=concerns, own_ideas=own, quorum=50)
        may = self.state in (NONE, REVEALED) and (cap <= dots or method is Method.CREDITS)
        asked = {"seed": 1, "method": method, "dots": dots, "cap": cap, "options": terms}
        assert self.lead(open_round, **asked) is may
        if may:
            self.begun()

    def begun(self) -> None:
        self.state = OPEN
        self.kept[self.latest.id] = {}

    @precondition(lambda self: self.kept)
    @rule(
        who=st.integers(1, PEOPLE),
        device=st.sampled_from("ab"),
        marks=MARKS,
        efforts=EFFORTS,
        back=st.integers(0, 1),
    )
    def vote(self, who: int, device: str, marks: dict[str, int], efforts: dict[str, int], back: int) -> None:
        round = list(self.kept)[max(0, len(self.kept) - 1 - back)]
        key = f"{device}:{len(self.door.entries(self.room.id))}:{who}:{sorted(marks.items())}"
        asked = {"participant": ParticipantId(f"P{who}"), "round": round, "marks": marks, "key": key}
        may = self.takes(round) and f"P{who}" not in self.gone and self.fits(f"P{who}", marks, efforts)
        assert self.act(cast_ballot, **asked, efforts=efforts) is may
        if may:
            cast = {item: mark for item, mark in marks.items() if mark or not self.latest.by_dots}
            self.kept[round][f"P{who}"] = (cast, efforts)

    @precondition(lambda self: self.state == OPEN)
    @rule(who=st.integers(1, PEOPLE), late=st.sampled_from([0, 1, 2, 2.001]))
    def race_with_the_closing(self, who: int, late: float) -> None:
        self.move(close_step)
        self.at += timedelta(seconds=late)
        self.vote(who, "a", {self.latest.items[-1]: 1}, {}, 0)

    def takes(self, round: str) -> bool:
        on_its_way = self.state == CLOSED and self.at <= self.closed + GRACE
        return round == self.latest.id and (self.state == OPEN or on_its_way)

    def fits(self, who: str, marks: Mapping[str, int], efforts: Mapping[str, int]) -> bool:
        round, given = self.latest, sorted(marks.values())
        legal = {
            Method.POINTS: all(0 <= one <= round.cap for one in given) and sum(given) <= round.dots,
            Method.CREDITS: min(given, default=0) >= 0 and sum(one * one for one in given) <= round.dots,
            Method.RANKING: given == list(range(1, len(given) + 1)),
            Method.MENTIONS: all(0 <= one <= 5 for one in given),
            Method.RATINGS: all(1 <= one <= 5 for one in given),
            Method.IMPACT_EFFORT: all(1 <= one <= 5 for one in (*given, *efforts.values())),
        }[round.method]
        known = {*marks, *efforts} <= set(round.items)
        barred = who == "P1" and {*marks, *efforts} and not round.options.own_ideas  # P1 wrote all the ideas
        return legal and known and not barred and (round.method is Method.IMPACT_EFFORT or not efforts)

    @precondition(lambda self: self.kept)
    @rule(who=st.integers(1, PEOPLE), item=st.sampled_from(ITEMS), reason=st.sampled_from(["", "Qui paie?"]))
    def concern(self, who: int, item: str, reason: str) -> None:
        round = self.latest
        asked = {"participant": ParticipantId(f"P{who}"), "round": round.id, "item": item, "reason": reason}
        may = self.takes(round.id) and round.options.concerns and item in round.items and bool(reason)
        assert self.act(voice_concern, **asked) is (may and f"P{who}" not in self.gone)

    @rule(who=st.sets(st.integers(1, PEOPLE), min_size=1, max_size=2))
    def remove(self, who: set[int]) -> None:
        people = {f"P{one}" for one in who}
        assert self.lead(remove_people, people=people)
        self.gone |= people
        if self.state in (OPEN, SUSPENDED, CLOSED):
            for one in people:
                self.kept[self.latest.id].pop(one, None)

    @precondition(lambda self: self.gone)
    @rule()
    def give_back(self) -> None:
        assert self.lead(restore_people, people=self.gone)
        self.gone = set()

    @rule(move=st.sampled_from([suspend_step, open_step, close_step]))
    def move(self, move: Any) -> None:
        before, after = {
            suspend_step: ((OPEN,), SUSPENDED),
            open_step: ((OPEN, SUSPENDED, CLOSED), OPEN),
            close_step: ((OPEN, SUSPENDED), CLOSED),
        }[move]
        may = self.state in before
        assert self.lead(move, step=StepKind.VOTE) is may
        if may and after is CLOSED:
            self.closed = self.at if self.state == OPEN else NOON - GRACE * 2
        self.state = after if may else self.state

    @rule(reason=st.sampled_from(["", "Pour l'exercice"]))
    def reveal(self, reason: str) -> None:
        few = bool(self.kept) and self._below()
        may = self.state == CLOSED and (not few or bool(reason))
        assert self.lead(reveal_step, step=StepKind.VOTE, reason=reason) is may
        if may:
            self.state = REVEALED
            self.results[self.latest.id] = self._result(self.latest)

    def _below(self) -> bool:
        voted = self.kept[self.latest.id]  # P1 and P2 are the students, who must be heard
        few = 2 * len(voted) < len(invited(self.latest, self.room.workshop))
        return self.latest.options.quorum is not None and (few or not voted.keys() & {"P1", "P2"})

    @precondition(lambda self: self.kept)
    @rule(items=st.lists(st.sampled_from(ITEMS), min_size=1, max_size=3, unique=True))
    def runoff(self, items: list[str]) -> None:
        fit = len(items) > 1 and set(items) <= set(self.latest.items) and self.latest.by_dots
        may = self.state == REVEALED and fit
        assert self.lead(open_runoff, seed=2, round=self.latest.id, items=items) is may
        if may:
            self.begun()

    @precondition(lambda self: self.kept)
    @rule()
    def cancel(self) -> None:
        may = self.state in (OPEN, SUSPENDED, CLOSED)
        assert self.lead(cancel_round, round=self.latest.id) is may
        if may:
            self.kept[self.latest.id] = dict.fromkeys(self.kept[self.latest.id], ({}, {}))
            self.state = NONE

    @rule(stage=st.sampled_from(RevealStage))
    def stage(self, stage: RevealStage) -> None:
        shown = self.lead(advance_reveal, stage=stage)
        assert not shown or self.state == REVEALED

    @invariant()
    def every_ballot_is_the_last_one_its_person_handed_in(self) -> None:
        if self.kept:
            held = {
                one.id: {id: (dict(b.marks), dict(b.efforts)) for id, b in one.ballots.items()}
                for one in self.room.workshop.rounds
            }
            assert held == self.kept

    @invariant()
    def no_budget_is_exceeded(self) -> None:
        for one in self.room.workshop.rounds if self.kept else ():
            for ballot in one.ballots.values() if one.by_dots else ():
                power = 2 if one.method is Method.CREDITS else 1
                assert sum(mark**power for mark in ballot.marks.values()) <= one.dots
                assert all(0 < mark <= one.cap for mark in ballot.marks.values())

    @invariant()
    def a_revealed_result_never_changes(self) -> None:
        for one in self.room.workshop.rounds if self.kept else ():
            assert (one.state is StepState.REVEALED) == (one.id in self.results)
            if one.id in self.results:
                assert self._result(one) == self.results[one.id]

    @staticmethod
    def _result(one: Round) -> object:
        shown = one.items, one.options, dict(one.ballots), dict(one.concerns), standings(one), one.reason
        return shown, one.attending

    @invariant()
    def nobody_without_a_place_is_waited_for(self) -> None:
        for one in self.room.workshop.rounds if self.kept else ():
            if awaits_reveal(one):
                assert not self.gone & (invited(one, self.room.workshop) | one.ballots.keys())

    @invariant()
    def blind_whatever_was_voted(self) -> None:
        """Had everybody else voted otherwise, no screen and no file would be another."""
        workshop = self.room.workshop if self.kept else Workshop()
        if not any(is_blind(one) for one in workshop.rounds):
            return
        entries = self.door.entries(self.room.id)
        hidden = {one.id for one in workshop.rounds if is_blind(one)}
        for me in (*({"P1", "P3"} - self.gone), None):
            other = otherwise(workshop, hidden, me)
            assert seen(other, me, entries_otherwise(entries, hidden)) == seen(workshop, me, entries)
        if any(awaits_reveal(one) for one in workshop.rounds):
            with pytest.raises(RuleError):
                archive_allowed(workshop)
        else:
            assert write_archive(entries) == write_archive(entries_otherwise(entries, hidden))


def otherwise(workshop: Workshop, hidden: set[Any], me: str | None) -> Workshop:
    """The same, had everybody but `me` handed in another ballot and another reason."""

    def turned(one: Round) -> Round:
        if one.id not in hidden:
            return one
        ballots = {
            id: ballot
            if id == me
            else replace(ballot, marks={} if ballot.marks else {one.items[0]: 1}, efforts={})
            for id, ballot in one.ballots.items()
        }
        concerns = {id: d if id == me else replace(d, reason="Autre") for id, d in one.concerns.items()}
        return replace(one, ballots=ballots, concerns=concerns)

    return replace(workshop, rounds=tuple(turned(one) for one in workshop.rounds))


def entries_otherwise(entries: tuple[Entry, ...], hidden: set[Any]) -> tuple[Entry, ...]:
    def turned(entry: Entry) -> Entry:
        match entry.event:
            case BallotCast(round=round) if round in hidden:
                return replace(entry, event=replace(entry.event, marks={}))
            case RatingCast(round=round) if round in hidden:
                return replace(entry, event=replace(entry.event, impacts={}, efforts={}))
            case ConcernVoiced(round=round) if round in hidden:
                return replace(entry, event=replace(entry.event, reason="Autre"))
        return entry

    return tuple(turned(entry) for entry in entries)


def seen(workshop: Workshop, me: str | None, entries: tuple[Entry, ...]) -> object:
    """All that the room's screen, that person's phone and, for nobody's phone, the files tell."""
    if me is not None:
        seat = Seat("w", "ABCDEFGH", workshop, ParticipantId(me), None, "fr")  # type: ignore[arg-type]
        return html_of("now.html", "fr", values(seat))
    return (
        projection(workshop, "fr", None, "ABCDEFGH", NOON),
        summary(workshop, "fr", NOON),
        sheets(workshop, "fr", NOON, entries),
        film(entries, "fr"),
    )


Rounds.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRounds = Rounds.TestCase
TestRounds.pytestmark = [pytest.mark.heavy]
