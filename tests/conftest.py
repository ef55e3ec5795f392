"""What the tests share: a door on a real SQLite file, and a workshop to talk to."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from facilitation.asking import ask
from facilitation.door import Done, Door
from facilitation.model import Framing, Kind, NoteId, NoteType, ParticipantId, StepKind, Workshop, WorkshopId
from facilitation.rights import Administrator, Facilitator, Keys
from facilitation.rules.framing import frame_workshop
from facilitation.rules.groups import create_group
from facilitation.rules.notes import submit_note
from facilitation.rules.paper import hand_in
from facilitation.rules.projects import promote_group
from facilitation.rules.steps import open_step
from facilitation.store import Store
from tests.running import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Two busy cores: an example that takes long is no failure here; nothing in the suite is a timed test.
settings.register_profile("recolte", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("recolte")

Rule = Callable[..., tuple[Any, ...]]  # tests ask many rules in one line: `Room.lead`, `Room.say`

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)

FRAMING = Framing(
    title="Premier emploi",
    question_fr="Comment pourrions-nous faciliter le premier emploi?",
    question_en="How might we ease the first job?",
    decision_rule="Vote consultatif; le comité décide et motive.",
    kinds=(
        Kind("student", "Personne étudiante", "Student", essential=True),
        Kind("employer", "Employeur", "Employer"),
        Kind("research", "Recherche", "Research"),
    ),
    tables=4,
)


@dataclass
class Room:
    """A framed workshop, its facilitator, and shorthands for what people do in it."""

    door: Door
    id: WorkshopId
    keys: Keys
    by: Facilitator
    tokens: list[str] = field(default_factory=list)

    @property
    def workshop(self) -> Workshop:
        return self.door.look(self.id)

    @property
    def code(self) -> str:
        return self.door.card(self.id).code

    def lead(self, rule: Rule, *, key: str | None = None, **asked: Any) -> Done[Any]:
        return self.door.act(self.id, ask(rule, by=self.by, **asked), at=NOON, key=key)

    def say(
        self, rule: Rule, participant: ParticipantId, *, key: str | None = None, **asked: Any
    ) -> Done[Any]:
        return self.door.act(self.id, ask(rule, participant=participant, **asked), at=NOON, key=key)

    def hand_in(self, by: Any, participant: ParticipantId, rule: Rule, **asked: Any) -> Done[Any]:
        """What that person on paper does by that rule, brought by who shows the right `by`."""
        theirs = ask(rule, participant=participant, **asked)
        handed = ask(hand_in, by=by, participant=participant, act=theirs.decide)
        return self.door.act(self.id, handed, at=NOON)

    def join(self, kind: str | None = "student", table: int = 1, language: str = "fr") -> ParticipantId:
        self.tokens.append(f"token-{len(self.tokens)}")
        answers = {"kind": kind, "table": table, "language": language, "consents": {"terms"}}
        return self.door.enrol(self.id, self.tokens[-1], at=NOON, **answers).result(5)

    def open(self, step: StepKind) -> None:
        self.lead(open_step, step=step)

    def idea(self, participant: ParticipantId, text: str) -> NoteId:
        outcome = self.say(submit_note, participant, type=NoteType.IDEA, text=text, language="fr")
        return outcome.events[0].note

    def projects(self, count: int) -> list[str]:
        """That many projects of one idea each, with the step ideas open."""
        author = self.join()
        self.open(StepKind.IDEAS)
        made = []
        for number in range(1, count + 1):
            idea = self.idea(author, f"Idée {number}")
            group = self.lead(create_group, title_fr=f"Projet {number}", ideas=[idea]).events[0].group
            made.append(self.lead(promote_group, group=group).events[0].project)
        return made


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    opened = Door(Store(f"sqlite:///{tmp_path / 'recolte.sqlite'}"))
    yield opened
    opened.close()


@pytest.fixture
def room(door: Door) -> Room:
    id, keys = door.create(Administrator(), NOON)
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    door.act(id, ask(frame_workshop, by=by, framing=FRAMING), at=NOON)
    return Room(door, id, keys, by)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A real server on a folder of its own; gone at the end, whatever the test did to it."""
    running = Server(tmp_path)
    running.start()
    yield running
    running.end()


QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all browser tests: the system's if there is one."""
    from playwright.sync_api import expect, sync_playwright

    found = [
        path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))
    ]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found[0] if found else None, args=QUIET)
        expect.set_options(timeout=15_000)  # two busy cores: patience where no speed is asserted
        yield opened
        opened.close()
