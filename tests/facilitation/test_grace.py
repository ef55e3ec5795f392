"""Closing a round: what was on its way is taken for two seconds; nothing later, nor after the reveal."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from facilitation.asking import ask
from facilitation.conditions import GRACE
from facilitation.door import Done
from facilitation.errors import RuleError
from facilitation.model import ParticipantId, RoundOptions, StepKind
from facilitation.replay import replay
from facilitation.rules.concerns import voice_concern
from facilitation.rules.framing import archive_workshop
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, open_step, reveal_step, suspend_step
from tests.room import NOON, Room

INSTANT = timedelta(microseconds=1)
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def person(room: Room) -> ParticipantId:
    room.projects(2)
    voter = room.join()
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    return voter


def close(room: Room) -> None:
    room.door.act(room.id, ask(close_step, by=room.by, step=StepKind.VOTE), at=LATER)


def cast(room: Room, person: ParticipantId, after: timedelta, **marks: int) -> Done[Any]:
    asked = {"participant": person, "round": "R1", "marks": marks or {"PR1": 1}}
    return room.door.act(room.id, ask(cast_ballot, **asked), at=LATER + after)


def refused(call, *args, **asked) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(RuleError) as refusal:
        call(*args, **asked)
    return refusal.value.key


@pytest.mark.parametrize("after", [-INSTANT, timedelta(0), INSTANT, GRACE])
def test_ballot_on_its_way_at_the_closing_is_taken(room: Room, person: ParticipantId, after) -> None:  # type: ignore[no-untyped-def]
    close(room)
    cast(room, person, after)

    assert room.workshop.round.ballots[person].marks == {"PR1": 1}
    assert replay(room.door.entries(room.id)) == room.workshop


def test_ballot_later_than_the_grace_is_refused_and_the_one_before_kept(
    room: Room, person: ParticipantId
) -> None:
    cast(room, person, -GRACE, PR2=2)
    close(room)

    assert refused(cast, room, person, GRACE + INSTANT) == "ballot.closed"
    assert room.workshop.round.ballots[person].marks == {"PR2": 2}


@pytest.mark.parametrize("back", [GRACE + INSTANT, timedelta(minutes=1), timedelta(hours=1)])
def test_clock_set_back_after_the_closing_lets_no_late_ballot_in(
    room: Room, person: ParticipantId, back: timedelta
) -> None:
    close(room)
    concern = {"participant": person, "round": "R1", "item": "PR1", "reason": "Trop cher"}

    assert refused(cast, room, person, -back) == "ballot.closed"
    assert refused(room.door.act, room.id, ask(voice_concern, **concern), at=LATER - back) == "ballot.closed"
    assert (room.workshop.round.ballots, room.workshop.round.concerns) == ({}, {})


def test_ballot_of_a_log_whose_clock_was_set_back_is_still_replayed(
    room: Room, person: ParticipantId
) -> None:
    close(room)
    cast(room, person, timedelta(0))
    before, last = room.door.entries(room.id)[:-1], room.door.entries(room.id)[-1]
    early = replace(last, at=LATER - timedelta(hours=1))

    assert replay((*before, early)).round.ballots == room.workshop.round.ballots


def test_concern_has_the_same_grace(room: Room, person: ParticipantId) -> None:
    close(room)
    asked = {"participant": person, "round": "R1", "item": "PR1"}
    room.door.act(room.id, ask(voice_concern, reason="Trop cher", **asked), at=LATER + GRACE)

    late = ask(voice_concern, reason="Trop long", **asked)
    assert refused(room.door.act, room.id, late, at=LATER + GRACE + INSTANT) == "ballot.closed"
    assert room.workshop.round.concerns[person].reason == "Trop cher"


def test_reveal_ends_the_grace(room: Room, person: ParticipantId) -> None:
    close(room)
    room.door.act(room.id, ask(reveal_step, by=room.by, step=StepKind.VOTE), at=LATER + INSTANT)

    assert refused(cast, room, person, INSTANT) == "ballot.revealed"
    assert room.workshop.round.ballots == {}


def test_archive_ends_the_grace(room: Room, person: ParticipantId) -> None:
    close(room)
    room.door.act(room.id, ask(archive_workshop, by=room.by), at=LATER)

    assert refused(cast, room, person, INSTANT) == "workshop.archived"


def test_another_step_closes_the_round_with_its_grace(room: Room, person: ParticipantId) -> None:
    room.door.act(room.id, ask(open_step, by=room.by, step=StepKind.DECISION), at=LATER)
    cast(room, person, GRACE)

    assert refused(cast, room, person, GRACE + INSTANT, PR2=1) == "ballot.closed"


def test_pause_before_the_closing_leaves_no_grace(room: Room, person: ParticipantId) -> None:
    room.door.act(room.id, ask(suspend_step, by=room.by, step=StepKind.VOTE), at=LATER)
    close(room)

    assert refused(cast, room, person, INSTANT) == "ballot.closed"


def test_reopened_round_closes_with_a_grace_of_its_own(room: Room, person: ParticipantId) -> None:
    close(room)
    room.door.act(room.id, ask(open_step, by=room.by, step=StepKind.VOTE), at=LATER + GRACE)
    room.door.act(room.id, ask(close_step, by=room.by, step=StepKind.VOTE), at=LATER + 2 * GRACE)
    cast(room, person, 3 * GRACE)

    assert refused(cast, room, person, 3 * GRACE + INSTANT, PR2=1) == "ballot.closed"
