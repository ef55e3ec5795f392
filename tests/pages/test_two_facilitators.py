"""Two facilitators on one board at once: nothing acknowledged is lost, what is refused says why."""

import random
import threading
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import streamlit as st

from facilitation.asking import Ask, E
from facilitation.door import Done
from facilitation.errors import RecolteError
from facilitation.events import Event
from facilitation.model import NoteStatus, Workshop
from facilitation.replay import replay
from locales import LANGUAGES, sentence
from pages.parts.board import undoing
from pages.parts.board.board import PARKED, board_data, read_action
from pages.parts.frame.access import Desk
from pages.parts.frame.console import forget_refusal
from tests.pages.conftest import Place

ACTS = 250  # each


class Sessions(MutableMapping[str, Any]):
    """A session's state for each thread, as Streamlit keeps one for each browser."""

    def __init__(self) -> None:
        self._here = threading.local()

    def _own(self) -> dict[str, Any]:
        return self._here.__dict__.setdefault("state", {})

    def __getitem__(self, key: str) -> Any:
        return self._own()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._own()[key] = value

    def __delitem__(self, key: str) -> None:
        del self._own()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own())

    def __len__(self) -> int:
        return len(self._own())


@dataclass(frozen=True, slots=True)
class Recorded(Desk):
    """A desk that remembers what was acknowledged and what was refused."""

    done: list[Done[Any]] = field(default_factory=list)
    refused: list[RecolteError] = field(default_factory=list)

    def act(self, asked: Ask[E]) -> Done[E]:
        try:
            self.done.append(Desk.act(self, asked))
        except RecolteError as refusal:
            self.refused.append(refusal)
            raise
        return self.done[-1]


# --- what a facilitator may press, seen on the board as it was a moment ago ----------------------------

Pressed = dict[str, object]


def ideas(chance: random.Random, seen: Workshop, most: int) -> list[str]:
    return chance.sample(sorted(seen.notes), chance.randint(1, most))


def group(chance: random.Random, seen: Workshop) -> str:
    return chance.choice([*seen.groups, "G1", "G99"])


def title(chance: random.Random) -> str:
    return chance.choice(["Transports", "Logement", "", "x" * 90])


PRESSES: dict[str, Callable[[random.Random, Workshop], Pressed]] = {
    "move": lambda c, w: {"ideas": ideas(c, w, 4), "group": c.choice([None, group(c, w)])},
    "create": lambda c, w: {"ideas": ideas(c, w, 3), "title_fr": title(c), "title_en": ""},
    "name": lambda c, w: {"group": group(c, w), "title_fr": title(c), "title_en": "Housing"},
    "merge": lambda c, w: {"ideas": ideas(c, w, 3), "text": c.choice(["Ensemble", ""])},
    "separate": lambda c, w: {
        "idea": c.choice([one.id for one in w.notes.values() if one.merged_into] or ["N1"])
    },
    "park": lambda c, w: {"ideas": ideas(c, w, 2), "reason": c.choice(["Plus tard", ""])},
    "mask": lambda c, w: {"ideas": ideas(c, w, 1), "reason": "Nomme quelqu'un"},
    "restore": lambda c, w: {
        "idea": c.choice([i.id for i in w.notes.values() if i.status is not NoteStatus.VISIBLE] or ["N1"])
    },
    "correct": lambda c, w: {"idea": ideas(c, w, 1)[0], "text": c.choice(["Sans faute", "Autrement"])},
    "release": lambda c, w: {"ideas": ideas(c, w, 2)},
    "promote": lambda c, w: {"group": group(c, w)},
    "remove": lambda c, w: {"group": group(c, w)},
    "withdraw": lambda c, w: {"project": c.choice([*w.projects, "PR1"])},
    "back": lambda _c, _w: {},
    "again": lambda _c, _w: {},
}
OFTEN = {"move": 4, "back": 3, "again": 2, "restore": 2, "separate": 2}


def press(desk: Desk, sent: Pressed) -> None:
    forget_refusal()
    if (way := undoing.read_step(sent)) is not None:
        undoing.step(desk, way)
    else:
        undoing.attempt(desk, *read_action(sent, desk.by))


def facilitate(desk: Desk, seed: int, together: threading.Barrier) -> None:
    chance = random.Random(seed)
    pressed = chance.choices(list(PRESSES), [OFTEN.get(one, 1) for one in PRESSES], k=ACTS)
    for number, act in enumerate(pressed):
        if number % 10 == 0:  # or a busy machine would let one finish before the other begins
            together.wait(30)
        press(desk, {"act": act, **PRESSES[act](chance, desk.workshop)})


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [1, 2])
def test_two_facilitators_act_at_once_and_nothing_acknowledged_is_lost(
    loose: Place, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(st, "session_state", Sessions())
    before = loose.door.entries(loose.id)
    desks = [Recorded(loose.id, loose.code, loose.by, loose.keys.facilitator) for _ in range(2)]
    together = threading.Barrier(2)
    failed: list[BaseException] = []

    def sit(desk: Desk, own: int) -> None:
        try:
            facilitate(desk, own, together)
        except BaseException as error:  # noqa: BLE001 (told to the test's own thread)
            failed.append(error)

    threads = [threading.Thread(target=sit, args=(desk, 10 * seed + n)) for n, desk in enumerate(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []

    log = loose.door.entries(loose.id)
    assert log[: len(before)] == before
    assert _acknowledged(desks) == [(entry.seq, entry.event) for entry in log[len(before) :]]
    assert replay(log) == loose.workshop
    assert all(len(desk.done) > ACTS / 4 for desk in desks)
    assert any(a.seq > b.seq for a in desks[0].done[:50] for b in desks[1].done)  # they did meet
    _all_refusals_are_clear(desks)
    _every_idea_stands_once(loose.workshop)


def _acknowledged(desks: list[Recorded]) -> list[tuple[int, Event]]:
    """Each event that somebody was told of, with its number in the log."""
    told = [
        (outcome.seq - len(outcome.events) + number, event)
        for desk in desks
        for outcome in desk.done
        for number, event in enumerate(outcome.events, start=1)
    ]
    return sorted(told, key=lambda one: one[0])


def _all_refusals_are_clear(desks: list[Recorded]) -> None:
    refused = [refusal for desk in desks for refusal in desk.refused]
    assert {"note.not_on_board", "group.unknown"} <= {one.key for one in refused}
    for refusal in refused:
        for language in LANGUAGES:
            said = sentence(language, refusal.key, **refusal.values)
            assert said != refusal.key
            assert "{" not in said


def _every_idea_stands_once(workshop: Workshop) -> None:
    data = board_data(workshop)
    cards = [card["id"] for card in data["cards"]]
    below = [one["id"] for card in data["cards"] for one in card["merged"]]
    assert len(set(cards + below)) == len(cards + below)
    assert sorted(cards) == sorted(note.id for note in workshop.ideas())
    columns = [column["id"] for column in data["columns"]]
    assert len(set(columns)) == len(columns)
    assert {card["column"] for card in data["cards"]} <= {*columns, PARKED}
