"""Waiting for a commit: nothing acknowledged is lost, a «no» is true, a resend is one act."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from facilitation.asking import ask
from facilitation.door import Done
from facilitation.errors import StoreError
from facilitation.model import NoteType, ParticipantId, StepKind
from facilitation.rules.notes import submit_note
from tests.room import Room
from web import commits
from web.commits import committed


class Busy:
    """A writer that has begun something, and goes on when it is told to."""

    def __init__(self, room: Room) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self._held = room.door._writer.ask(lambda batch: self._hold(), real=False)

    def holds(self) -> "Busy":
        assert self.begun.wait(5)
        return self

    def _hold(self) -> None:
        self.begun.set()
        self.go_on.wait(5)

    def release(self) -> None:
        self.go_on.set()
        self._held.result(5)


@pytest.fixture
def writing(room: Room) -> Room:
    room.join()
    room.open(StepKind.IDEAS)
    return room


@pytest.fixture
def busy(writing: Room) -> Iterator[Busy]:
    held = Busy(writing).holds()
    yield held
    held.release()


def sent(room: Room) -> "Future[Done[Any]]":
    me = ParticipantId(next(iter(room.workshop.participants)))
    asked = {"type": NoteType.IDEA, "text": "Une", "language": "fr"}
    return room.door.submit(room.id, ask(submit_note, participant=me, **asked), key="once")


def kept(room: Room) -> list[str]:
    return [note.text for note in room.workshop.notes.values()]


def test_answer_comes_after_the_commit(writing: Room) -> None:
    outcome = asyncio.run(committed(sent(writing)))

    assert (outcome.seq, kept(writing)) == (writing.workshop.seq, ["Une"])


def test_caller_that_hangs_up_takes_nothing_back(writing: Room, busy: Busy) -> None:
    async def hangs_up(asked_for: "Future[Done[Any]]") -> None:
        waiting = asyncio.create_task(committed(asked_for))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    first = sent(writing)
    asyncio.run(hangs_up(first))
    busy.release()

    assert (first.result(5).repeated, sent(writing).result(5).repeated) == (False, True)
    assert kept(writing) == ["Une"]


def test_what_still_waits_when_patience_ends_is_never_done(
    writing: Room, busy: Busy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "PATIENCE", 0.05)
    with pytest.raises(StoreError):
        asyncio.run(committed(sent(writing)))
    busy.release()
    writing.door.ping().result(5)

    assert kept(writing) == []
    assert (sent(writing).result(5).repeated, kept(writing)) == (False, ["Une"])


def test_what_the_writer_holds_when_patience_ends_is_one_act_when_it_is_sent_again(
    writing: Room, busy: Busy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "PATIENCE", 0.05)
    slow, first = Busy(writing), sent(writing)
    busy.release()
    slow.holds()  # and `first` with it: they are one commit
    with pytest.raises(StoreError):
        asyncio.run(committed(first))
    slow.release()

    assert (first.result(5).repeated, sent(writing).result(5).repeated) == (False, True)
    assert kept(writing) == ["Une"]
