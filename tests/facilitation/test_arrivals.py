"""The room's door: closed arrivals, places taken away and given back, another join code."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation import store
from facilitation.asking import ask
from facilitation.codec import entry_of, line_of
from facilitation.door import Door
from facilitation.errors import RuleError
from facilitation.events import Entry, NoteParked, ParticipantCheckedIn, PeopleRemoved
from facilitation.model import (
    Channel,
    MembershipState,
    Method,
    NoteStatus,
    ParticipantId,
    RoundOptions,
    StepKind,
    Workshop,
)
from facilitation.replay import apply, replay
from facilitation.rights import Administrator, shown_code
from facilitation.rules import participants as rules
from facilitation.rules.cells import define_cell, express_wish, propose_memberships
from facilitation.rules.concerns import voice_concern
from facilitation.rules.groups import merge_ideas
from facilitation.rules.hats import deal_hats
from facilitation.rules.rounds import cancel_round, cast_ballot, open_round, open_runoff
from facilitation.rules.signals import ask_help, declare_done
from facilitation.rules.steps import close_step, reveal_step
from facilitation.store import Store
from facilitation.tallies import arrivals
from facilitation.tallies.signals import moment
from facilitation.tallies.solidity import solidity
from facilitation.tallies.support import ballots_by_kind, invited_by_kind
from facilitation.tallies.votes import invited, quorum, standings, turnout
from tests.room import FRAMING, NOON, Room

pytestmark = pytest.mark.heavy  # tries many cases

ANSWERS = {"kind": "student", "table": 1, "language": "fr", "consents": {"terms"}}


def refused(act: Any, *args: Any, **asked: Any) -> str:
    with pytest.raises(RuleError) as caught:
        act(*args, **asked)
    return caught.value.key


def vote(room: Room, who: ParticipantId, marks: dict[str, int], round: str = "R1") -> None:
    room.say(cast_ballot, who, round=round, marks=marks)


def remove(room: Room, *people: ParticipantId, **asked: Any) -> None:
    room.lead(rules.remove_people, people=people, **asked)


# --- closed arrivals ---------------------------------------------------------------------------


def test_closed_door_refuses_who_is_new_and_nobody_else(room: Room) -> None:
    here = room.join("employer")
    room.lead(rules.close_arrivals, closed=True)
    assert refused(room.join) == "check_in.closed"
    room.door.enrol(room.id, room.tokens[0], **{**ANSWERS, "table": 2}).result(5)
    assert room.workshop.participants[here].table == 2
    scribe = room.door.scribe(room.id, room.door.scribe_key(room.by, room.id))
    room.door.act(room.id, ask(rules.check_in_on_paper, by=scribe, **ANSWERS), at=NOON)
    assert [one.channel for one in room.workshop.participants.values()] == [Channel.PHONE, Channel.SCRIBE]
    room.lead(rules.close_arrivals, closed=False)
    assert room.join() == "P3"


def test_closing_twice_says_nothing_twice(room: Room) -> None:
    assert room.lead(rules.close_arrivals, closed=False).events == ()
    room.lead(rules.close_arrivals, closed=True)
    assert room.lead(rules.close_arrivals, closed=True).events == ()


def test_flood_is_undone_in_four_acts_and_honest_people_enter(room: Room, monkeypatch: Any) -> None:
    """One person takes every place: whoever is honest stands outside until the facilitator acts."""
    monkeypatch.setattr(rules, "MAX_PARTICIPANTS", 60)
    here = [room.join() for _ in range(5)]
    for _ in range(55):
        room.join(None)
    assert refused(room.join) == "check_in.full"
    before = room.code

    room.lead(rules.close_arrivals, closed=True)
    false = tuple(room.workshop.participants)[5:]
    remove(room, *false)
    room.door.renew_code(room.by, room.id)
    room.lead(rules.close_arrivals, closed=False)

    assert list(room.workshop.participants) == here
    assert room.code != before
    assert room.join() == "P61"  # a number is never given twice
    assert refused(room.door.enrol(room.id, room.tokens[10], **ANSWERS).result, 5) == "participant.removed"


def test_two_thousand_and_more_are_removed_by_one_event() -> None:
    full = arrived(*[0.0] * 2_495)
    (gone,) = rules.remove_people(
        full,
        NOON,
        by=None,
        people=tuple(full.participants)[5:],  # type: ignore[arg-type]
    )
    assert isinstance(gone, PeopleRemoved)
    after = apply(full, Entry(2_497, NOON, "facilitator", None, gone))
    assert (len(after.participants), len(after.removed)) == (5, 2_490)
    assert entry_of(line_of(Entry(1, NOON, "facilitator", None, gone))).event == gone


# --- removing ----------------------------------------------------------------------------------


def test_before_the_reveal_marks_leave_with_their_person(room: Room) -> None:
    room.projects(2)
    stays, leaves = room.join("employer"), room.join("employer")
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    vote(room, stays, {"PR1": 1})
    vote(room, leaves, {"PR2": 2})
    room.say(voice_concern, leaves, round="R1", item="PR1", reason="Qui paie?")
    room.lead(close_step, step=StepKind.VOTE)
    remove(room, leaves)
    room.lead(reveal_step, step=StepKind.VOTE)
    round = room.workshop.rounds[-1]
    assert (dict(round.ballots).keys(), dict(round.concerns)) == ({stays}, {})
    assert [(one.item, one.dots) for one in standings(round)] == [("PR1", 1), ("PR2", 0)]
    assert invited(round, room.workshop) == {"P1", stays}
    assert (turnout(round, room.workshop).ballots, turnout(round, room.workshop).present) == (1, 2)


def test_after_the_reveal_only_the_voice_goes(room: Room) -> None:
    room.projects(2)
    stays, leaves = room.join("employer"), room.join("research")
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    for who in (stays, leaves):
        vote(room, who, {"PR1": 1})
    room.say(voice_concern, leaves, round="R1", item="PR1", reason="Qui paie?")
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    before, said = room.workshop.rounds[-1], told(room.workshop)
    remove(room, leaves)
    assert room.workshop.rounds[-1] == before
    assert told(room.workshop) == said
    assert refused(room.say, cast_ballot, leaves, round="R1", marks={}) == "participant.removed"


def told(w: Workshop) -> object:
    round = w.rounds[-1]
    counted = turnout(round, w), quorum(round, w), standings(round), solidity(round, w)
    return counted, ballots_by_kind(round, w), invited_by_kind(round, w)


VOTES = st.lists(st.tuples(st.booleans(), st.integers(0, 2)), min_size=2, max_size=6)


@given(votes=VOTES, closed=st.booleans())
def test_result_is_that_of_a_room_in_which_they_never_were(
    votes: list[tuple[bool, int]], closed: bool
) -> None:
    everybody = _voted([dots for _, dots in votes])
    gone = tuple(ParticipantId(f"P{n}") for n, (leaves, _) in enumerate(votes, start=1) if leaves)
    if closed:
        everybody = _led(everybody, close_step, step=StepKind.VOTE)
    left = _led(everybody, rules.remove_people, people=gone)
    if not closed:
        left = _led(left, close_step, step=StepKind.VOTE)
    left = _led(left, reveal_step, step=StepKind.VOTE)
    alone = _voted([dots for leaves, dots in votes if not leaves])
    alone = _led(_led(alone, close_step, step=StepKind.VOTE), reveal_step, step=StepKind.VOTE)
    assert told(left) == told(alone)


def _voted(dots: list[int]) -> Workshop:
    """People who have voted on two cells, so many dots each."""
    w = replace(Workshop(), framing=FRAMING)
    for name in ("Une", "Deux"):
        w = _led(w, define_cell, name_fr=name)
    for _ in dots:
        w = _done(w, rules.check_in(w, NOON, **ANSWERS))  # type: ignore[arg-type]
    w = _led(w, open_round, seed=1, items=("CEL1", "CEL2"))
    for n, spent in enumerate(dots, start=1):
        marks = {"CEL1": spent} if spent else {}
        w = _done(w, cast_ballot(w, NOON, participant=ParticipantId(f"P{n}"), round="R1", marks=marks))
    return w


def _led(w: Workshop, rule: Any, **asked: Any) -> Workshop:
    return _done(w, rule(w, NOON, by=None, **asked))


def _done(w: Workshop, happened: Any) -> Workshop:
    for event in happened:
        w = apply(w, Entry(w.seq + 1, NOON, "x", None, event))
    return w


def test_removed_voter_of_an_invited_few_is_asked_no_more(room: Room) -> None:
    room.projects(2)
    few = [room.join("employer"), room.join("research"), room.join("employer")]
    room.lead(open_round, seed=1, voters=frozenset(few), options=RoundOptions(essential=("research",)))
    vote(room, few[0], {"PR1": 1})
    remove(room, few[1])
    assert turnout(room.workshop.rounds[-1], room.workshop).present == 2
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    assert quorum(room.workshop.rounds[-1], room.workshop).missing_kinds == ()
    room.lead(open_runoff, seed=2, round="R1", items=("PR1", "PR2"))
    assert room.workshop.rounds[-1].voters == {few[0], few[2]}


def test_cancelled_round_stays_as_it_was(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    vote(room, ParticipantId("P1"), {"PR1": 1})
    room.lead(cancel_round, round="R1")
    before = room.workshop.rounds[-1]
    remove(room, ParticipantId("P1"))
    assert room.workshop.rounds[-1] == before


def test_hats_seats_and_signals_are_free_again(room: Room) -> None:
    people = [room.join(kind) for kind in ("student", "employer", "research")]
    cell = room.lead(define_cell, name_fr="Une", minimum=1, maximum=1).events[0].cell
    other = room.lead(define_cell, name_fr="Deux", minimum=1, maximum=1).events[0].cell
    room.open(StepKind.CELLS)
    room.say(express_wish, people[0], ranked=(cell,))
    room.say(express_wish, people[1], ranked=(cell,))
    room.lead(propose_memberships, seed=1)
    seated = next(iter(room.workshop.members(cell)))
    waits = next(one for one in people[:2] if one != seated)
    room.say(ask_help, seated)
    room.say(declare_done, seated, about=moment(room.workshop), done=True)
    room.lead(deal_hats, seed=1, subjects=(other,))
    worn = dict(room.workshop.hat_rounds[other].assignment)
    remove(room, seated)

    w = room.workshop
    assert (w.help, w.done, w.members(cell), seated in w.wishes) == ((), frozenset(), frozenset(), False)
    assert dict(w.hat_rounds[other].assignment) == {one: hat for one, hat in worn.items() if one != seated}
    room.lead(propose_memberships, seed=1)
    assert room.workshop.memberships[waits].state is MembershipState.ACCEPTED
    assert refused(room.say, ask_help, seated) == "participant.removed"


def test_ideas_stay_unless_they_are_set_aside(room: Room) -> None:
    one, two = room.join(), room.join()
    room.open(StepKind.IDEAS)
    kept, merged, spam = room.idea(one, "Jumeler"), room.idea(two, "Jumelage"), room.idea(two, "Achetez!")
    room.lead(merge_ideas, lead=kept, merged=[merged], text="Jumeler")
    remove(room, one)
    assert room.workshop.notes[kept].status is NoteStatus.VISIBLE
    assert room.workshop.kind_of(room.workshop.notes[kept]) == "student"
    happened = room.lead(rules.remove_people, people=(two,), aside="Retirée").events
    assert happened == (PeopleRemoved((two,)), NoteParked(spam, "Retirée"))
    assert room.workshop.notes[merged].merged_into == kept  # it is others' too (R-07)


def test_who_was_removed_already_is_passed_over(room: Room) -> None:
    one = room.join()
    remove(room, one)
    assert room.lead(rules.remove_people, people=(one, "P99")).events == ()


def test_place_given_back_lets_them_vote_anew(room: Room) -> None:
    room.projects(2)
    back = room.join("employer")
    room.lead(open_round, seed=1)
    vote(room, back, {"PR1": 1})
    remove(room, back)
    room.lead(rules.restore_people, people=(back,))
    assert back not in room.workshop.rounds[-1].ballots
    vote(room, back, {"PR2": 1})
    assert dict(room.workshop.rounds[-1].ballots[back].marks) == {"PR2": 1}
    assert room.door.enrol(room.id, room.tokens[-1], **ANSWERS).result(5) == back
    assert replay(room.door.entries(room.id)) == room.workshop


def test_places_are_given_back_only_as_far_as_there_are_some(room: Room, monkeypatch: Any) -> None:
    monkeypatch.setattr(rules, "MAX_PARTICIPANTS", 2)
    first = room.join()
    remove(room, first)
    room.join(), room.join()
    assert refused(room.lead, rules.restore_people, people=(first,)) == "check_in.full"


# --- another join code -------------------------------------------------------------------------


def test_old_code_leads_home_and_is_known_to_be_replaced(room: Room) -> None:
    old = room.code
    new = room.door.renew_code(room.by, room.id, at=NOON)
    assert (room.code, new == old) == (new, False)
    assert [room.door.find(shown_code(code)) for code in (old, new)] == [room.id, room.id]
    assert [room.door.is_replaced(room.id, code.lower()) for code in (old, new)] == [True, False]
    last = room.door.entries(room.id)[-1]
    assert (type(last.event).__name__, last.actor, last.at) == ("JoinCodeReplaced", "facilitator", NOON)
    assert old not in json.dumps(line_of(last))


def test_new_code_is_known_before_any_screen_is_woken(room: Room) -> None:
    heard: list[str] = []
    room.door.listen(lambda workshop, _: heard.append(room.door.card(workshop).code))
    new = room.door.renew_code(room.by, room.id)
    assert heard == [new]


def test_codes_outlive_a_restart_and_renewed_keys(room: Room, tmp_path: Any) -> None:
    old = room.code
    new = room.door.renew_code(room.by, room.id)
    room.door.renew_keys(Administrator(), room.id)
    assert room.door.is_replaced(room.id, old)
    room.door.close()
    again = Door(Store(f"sqlite:///{tmp_path / 'recolte.sqlite'}"))
    try:
        assert (again.find(old), again.card(room.id).code) == (room.id, new)
        assert again.is_replaced(room.id, old)
    finally:
        again.close()


@pytest.mark.parametrize("other", ["renew_keys", "create"])
def test_code_renewed_while_other_cards_change_is_not_forgotten(room: Room, other: str) -> None:
    """Two browsers at once: what one of them read before the other's commit must not win."""
    door, held, go = room.door, threading.Event(), threading.Event()
    door._writer.ask(lambda _: (held.set(), go.wait(10)))
    assert held.wait(10)  # the writer has taken what was asked before: the next two wait for it together
    with ThreadPoolExecutor() as pool:
        code = pool.submit(door.renew_code, room.by, room.id)
        asked = (Administrator(), room.id) if other == "renew_keys" else (Administrator(), NOON)
        changed = pool.submit(getattr(door, other), *asked)
        deadline = time.monotonic() + 10
        while door._writer._queue.qsize() < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        go.set()
        new, _ = code.result(10), changed.result(10)
    assert (room.code, door.find(new)) == (new, room.id)
    if other == "renew_keys":
        assert door.facilitator(room.id, room.keys.facilitator) is None


def test_code_of_before_is_never_drawn_again(room: Room, monkeypatch: Any) -> None:
    old = room.code
    drawn = iter([old, "AAAABBBB", old, "AAAABBBB", "CCCCDDDD"])
    monkeypatch.setattr("facilitation.rights.new_code", lambda: next(drawn))
    assert room.door.renew_code(room.by, room.id) == "AAAABBBB"
    assert room.door.renew_code(room.by, room.id) == "CCCCDDDD"


def test_code_is_the_facilitators_to_renew(room: Room, door: Door) -> None:
    id, keys = door.create(Administrator(), NOON)
    other = door.facilitator(id, keys.facilitator)
    assert other is not None
    assert refused(door.renew_code, other, room.id) == "access.facilitator_only"


def test_store_of_before_gets_its_table_of_codes(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path / 'recolte.sqlite'}"
    opened = Store(url)
    with opened.writing() as connection:
        store.former_codes.drop(connection)
        store.write_setting(connection, "schema", "2")
    opened.close()
    again = Store(url)
    with again.reading() as connection:
        assert store.cards(connection) == ()
    again.close()


# --- how many came -----------------------------------------------------------------------------


def arrived(*seconds: float, current: StepKind = StepKind.CHECK_IN) -> Workshop:
    w = replace(Workshop(), framing=FRAMING, current=current)
    for n, after in enumerate(seconds, start=1):
        event = ParticipantCheckedIn(ParticipantId(f"P{n}"), None, 1, "fr", Channel.PHONE, frozenset())
        w = apply(w, Entry(n, NOON + timedelta(seconds=after), "x", None, event))
    return w


def test_busiest_minute_is_found_wherever_it_lies() -> None:
    burst = arrivals.busiest(arrived(0, 70, 80, 90, 129, 165, 400), NOON + timedelta(seconds=420))
    assert burst is not None
    assert burst.people == ("P2", "P3", "P4", "P5")
    assert (burst.last - burst.first).total_seconds() == 59


def test_of_two_minutes_alike_the_later_one_is_told() -> None:
    burst = arrivals.busiest(arrived(0, 10, 200, 210), NOON + timedelta(seconds=220))
    assert burst is not None
    assert burst.people == ("P3", "P4")


def test_old_arrivals_are_no_news() -> None:
    assert arrivals.busiest(arrived(*range(50)), NOON + timedelta(minutes=12)) is None


@pytest.mark.parametrize(
    ("before", "burst", "current", "told"),
    [
        (0, 70, StepKind.CHECK_IN, False),  # seventy people scan the code
        (0, 101, StepKind.CHECK_IN, True),
        (70, 30, StepKind.IDEAS, False),
        (70, 31, StepKind.IDEAS, True),
        (300, 100, StepKind.IDEAS, False),
        (300, 101, StepKind.IDEAS, True),
    ],
)
def test_burst_is_told_only_where_no_room_sends_it(
    before: int, burst: int, current: StepKind, told: bool
) -> None:
    w = arrived(*[-1_000.0] * before, *(n * 59 / burst for n in range(burst)), current=current)
    found = arrivals.busiest(w, NOON + timedelta(minutes=1))
    assert found is not None
    assert (len(found.people), arrivals.unusual(w, found)) == (burst, told)


def test_correcting_answers_is_no_arrival(room: Room) -> None:
    room.join()
    came = room.workshop.participants[ParticipantId("P1")].came
    room.door.enrol(room.id, room.tokens[0], at=NOON + timedelta(hours=1), **ANSWERS).result(5)
    assert room.workshop.participants[ParticipantId("P1")].came == came == NOON


def test_who_wrote_or_voted_is_told_from_who_did_nothing(room: Room) -> None:
    room.projects(2)  # P1 wrote them
    voted, nothing = room.join(), room.join()
    room.lead(open_round, seed=1, method=Method.POINTS)
    vote(room, voted, {})
    people = arrivals.came_between(room.workshop, NOON, NOON + timedelta(minutes=1))
    assert people == ("P1", voted, nothing)
    assert arrivals.silent(room.workshop, people) == (nothing,)
