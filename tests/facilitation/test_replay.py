"""A log replayed at once is the log applied entry by entry, and costs no copy of everything for each."""

from functools import reduce

import pytest

from facilitation.events import (
    Entry,
    Event,
    NoteEdited,
    NoteSubmitted,
    ParticipantCheckedIn,
    ProjectorFrozen,
    ProjectorReleased,
    StepOpened,
    WorkshopFramed,
)
from facilitation.model import Channel, NoteId, NoteType, ParticipantId, StepKind, Workshop
from facilitation.replay import Replaying, apply, replay
from sample_sessions import SAMPLES
from tests.room import FRAMING, NOON


def log(*events: Event) -> tuple[Entry, ...]:
    return tuple(Entry(seq, NOON, "P1", None, event) for seq, event in enumerate(events, start=1))


def person(number: int) -> ParticipantCheckedIn:
    id, consents = ParticipantId(f"P{number}"), frozenset({"terms"})
    return ParticipantCheckedIn(id, "student", 1, "fr", Channel.PHONE, consents, None)


def note(number: int) -> NoteSubmitted:
    return NoteSubmitted(
        NoteId(f"N{number}"), NoteType.IDEA, ParticipantId("P1"), f"Idée {number}", "fr", Channel.PHONE, 1
    )


FROZEN = log(
    WorkshopFramed(FRAMING),
    StepOpened(StepKind.IDEAS),
    person(1),
    note(1),
    ProjectorFrozen(),
    note(2),
    NoteEdited(NoteId("N1"), "Autre"),
    person(2),
    ProjectorReleased(),
    note(3),
    ProjectorFrozen(),
    note(4),
)


@pytest.mark.parametrize("entries", [FROZEN, *(sample.entries() for sample in SAMPLES)], ids=range(3))
def test_replay_is_each_entry_applied_in_turn(entries: tuple[Entry, ...]) -> None:
    for until in {len(entries), len(entries) // 2, len(entries) // 3}:
        one_by_one = reduce(apply, entries[:until], Workshop())
        assert replay(entries[:until]) == one_by_one
        assert replay(entries[until:], one_by_one) == reduce(apply, entries, Workshop())


def test_frozen_screen_stays_as_it_was_while_the_replay_goes_on() -> None:
    frozen = replay(FROZEN).frozen
    assert frozen is not None
    assert list(frozen.notes) == ["N1", "N2", "N3"]
    assert list(frozen.participants) == ["P1", "P2"]
    middle = replay(FROZEN[:8]).frozen
    assert middle is not None
    assert [one.text for one in middle.notes.values()] == ["Idée 1"]


def test_state_that_a_replay_goes_on_from_is_not_touched() -> None:
    before = replay(FROZEN[:4])
    kept = dict(before.notes)
    replay(FROZEN[4:], before)
    assert before.notes == kept


def test_new_notes_and_people_are_put_where_the_others_are() -> None:
    replaying = Replaying(replay(FROZEN[:3]))
    notes, people = replaying.now.notes, replaying.now.participants
    for entry in log(*(note(n) for n in range(100)), *(person(n) for n in range(100))):
        replaying.add(entry)
    assert replaying.now.notes is notes
    assert replaying.now.participants is people
    assert type(replaying.done().notes) is dict
