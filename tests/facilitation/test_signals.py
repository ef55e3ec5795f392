"""«I am done» and «I need help»: counted for what is asked now, forgotten with it, and no phone is woken."""

from collections.abc import Callable

import pytest

from facilitation.errors import RuleError
from facilitation.events import DoneDeclared, HelpAsked, HelpGiven, HelpWithdrawn
from facilitation.model import ParticipantId, StepKind
from facilitation.rules.cells import define_cell, express_wish, propose_memberships
from facilitation.rules.framing import archive_workshop
from facilitation.rules.hats import call_pitch, deal_hats
from facilitation.rules.rounds import open_round
from facilitation.rules.signals import ask_help, declare_done, give_help, withdraw_help
from facilitation.rules.steps import close_step, open_step, reveal_step, suspend_step
from facilitation.tallies.signals import Progress, help_by_table, moment, progress
from tests.room import Room

STRANGER = ParticipantId("P99")
SIGNALS: tuple[tuple[Callable[..., object], dict[str, object]], ...] = (
    (declare_done, {"about": "ideas", "done": True}),
    (ask_help, {}),
    (withdraw_help, {}),
)


def done(room: Room, who: ParticipantId, value: bool = True, about: str | None = None) -> object:
    about = moment(room.workshop) if about is None else about
    return room.say(declare_done, who, about=about, done=value).events


@pytest.mark.parametrize(("rule", "asked"), SIGNALS)
def test_signal_refuses_a_stranger_and_an_archived_workshop(room: Room, rule, asked) -> None:  # type: ignore[no-untyped-def]
    me = room.join()
    room.open(StepKind.IDEAS)
    with pytest.raises(RuleError) as refusal:
        room.say(rule, STRANGER, **asked)
    assert refusal.value.key == "participant.unknown"
    room.lead(archive_workshop)
    with pytest.raises(RuleError) as refusal:
        room.say(rule, me, **asked)
    assert refusal.value.key == "workshop.archived"


def test_done_is_absolute_and_repeating_is_harmless(room: Room) -> None:
    me, _other = room.join(), room.join()
    room.open(StepKind.IDEAS)

    assert done(room, me) == (DoneDeclared(me, True),)
    assert done(room, me) == ()
    assert progress(room.workshop) == Progress(1, 2)
    assert done(room, me, False) == (DoneDeclared(me, False),)
    assert done(room, me, False) == ()
    assert progress(room.workshop) == Progress(0, 2)


def test_done_is_kept_over_a_pause_and_forgotten_when_a_step_opens(room: Room) -> None:
    me = room.join()
    room.open(StepKind.IDEAS)
    done(room, me)
    assert progress(room.workshop).complete

    room.lead(suspend_step, step=StepKind.IDEAS)
    room.lead(open_step, step=StepKind.IDEAS)
    assert room.workshop.done == {me}

    room.lead(close_step, step=StepKind.IDEAS)
    assert room.workshop.done == {me}
    room.lead(open_step, step=StepKind.IDEAS)
    assert room.workshop.done == frozenset()


def test_done_that_comes_late_counts_for_nothing(room: Room) -> None:
    room.projects(2)
    me = room.join()
    room.lead(open_round, seed=1)
    assert done(room, me, about="ideas") == ()
    assert done(room, me, about="vote.R1") == (DoneDeclared(me, True),)
    for move in (close_step, reveal_step):
        room.lead(move, step=StepKind.VOTE)
    room.lead(open_round, seed=2)
    assert room.workshop.done == frozenset()
    assert done(room, me, about="vote.R1") == ()
    room.open(StepKind.CLOSING)
    assert (moment(room.workshop), done(room, me), progress(room.workshop)) == ("", (), Progress(0, 0))


def test_only_those_who_are_asked_are_waited_for(room: Room) -> None:
    room.projects(2)
    invited, other = room.join(), room.join()
    room.lead(open_round, seed=1, voters=frozenset({invited}))
    assert (done(room, other), progress(room.workshop)) == ((), Progress(0, 1))
    for move in (close_step, reveal_step):
        room.lead(move, step=StepKind.VOTE)

    room.lead(define_cell, name_fr="Cellule", minimum=1)
    room.open(StepKind.CELLS)
    room.say(express_wish, other, ranked=["CEL1"])
    room.lead(propose_memberships, seed=1)
    room.lead(deal_hats, seed=1, subjects=["CEL1"])
    room.open(StepKind.HATS)
    assert moment(room.workshop) == ""
    room.lead(call_pitch, subject="CEL1")
    assert (done(room, other), done(room, invited)) == ((), (DoneDeclared(invited, True),))
    assert progress(room.workshop) == Progress(1, len(room.workshop.participants) - 1)


def test_help_is_asked_once_and_leads_to_a_table(room: Room) -> None:
    first, second, third = room.join(table=4), room.join(table=2), room.join(table=4)

    assert room.say(ask_help, first).events == (HelpAsked(first),)
    assert room.say(ask_help, first).events == ()
    for one in (second, third):
        room.say(ask_help, one)

    assert help_by_table(room.workshop) == {4: (first, third), 2: (second,)}


def test_help_ends_when_given_or_taken_back(room: Room) -> None:
    first, second = room.join(), room.join()
    room.say(ask_help, first)
    before = tuple(room.workshop.help)
    room.say(ask_help, second)

    assert room.lead(give_help, people=before).events == (HelpGiven(first),)
    assert room.lead(give_help, people=before).events == ()
    assert room.workshop.help == (second,)
    assert room.say(withdraw_help, second).events == (HelpWithdrawn(second),)
    assert room.say(withdraw_help, second).events == ()
    assert room.workshop.help == ()


def test_signals_wake_no_phone(room: Room) -> None:
    me = room.join()
    room.open(StepKind.IDEAS)
    moves = room.workshop.moves
    done(room, me)
    room.say(ask_help, me)
    room.lead(give_help, people=[me])
    room.say(ask_help, me)
    room.say(withdraw_help, me)
    assert (room.workshop.moves, room.workshop.seq) == (moves, 8)
