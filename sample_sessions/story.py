"""A log told event by event in memory: through the rules, or as it was recorded elsewhere."""

from datetime import datetime, timedelta
from pathlib import Path

from facilitation.asking import Ask, ask
from facilitation.events import Entry, Event, StepRevealed
from facilitation.model import StepKind, Workshop, WorkshopId
from facilitation.replay import apply
from facilitation.rights import Facilitator
from facilitation.rules.steps import close_step, open_step

SOURCE = Path(__file__).parent / "source"
SECONDS = timedelta(seconds=1)
MINUTES = timedelta(minutes=1)
FACILITATOR = Facilitator(WorkshopId("sample"))


class Story:
    """The workshop so far, and the entries that made it."""

    def __init__(self) -> None:
        self.workshop = Workshop()
        self.entries: list[Entry] = []

    def act(self, at: datetime, wanted: Ask[Event]) -> None:
        """Somebody asks a rule: what it answers happens."""
        self.tell(at, wanted.actor, *wanted.decide(self.workshop, at))

    def tell(self, at: datetime, actor: str, *events: Event) -> None:
        """Those events happen, as they were recorded."""
        for event in events:
            entry = Entry(self.workshop.seq + 1, at, actor, None, event)
            self.workshop = apply(self.workshop, entry)
            self.entries.append(entry)

    def open(self, at: datetime, step: StepKind) -> None:
        """Opens a step."""
        self.act(at, ask(open_step, by=FACILITATOR, step=step))

    def finish(self, at: datetime, step: StepKind) -> None:
        """Closes a step and reveals what it gathered; a vote all at once, as its source tells it."""
        self.act(at, ask(close_step, by=FACILITATOR, step=step))
        self.tell(at, "facilitator", StepRevealed(step))
