"""A log told event by event in memory: through the rules, or as it was recorded elsewhere."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

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

    def ask(self, at: datetime, rule: Callable[..., tuple[Event, ...]], **asked: Any) -> None:
        """A participant's act: what the rule answers happens."""
        self.tell(at, str(asked["participant"]), *rule(self.workshop, at, **asked))

    def lead(self, at: datetime, rule: Callable[..., tuple[Event, ...]], **asked: Any) -> None:
        """The facilitator's act: what the rule answers happens."""
        self.tell(at, "facilitator", *rule(self.workshop, at, by=FACILITATOR, **asked))

    def tell(self, at: datetime, actor: str, *events: Event) -> None:
        """Those events happen, as they were recorded."""
        for event in events:
            entry = Entry(self.workshop.seq + 1, at, actor, None, event)
            self.workshop = apply(self.workshop, entry)
            self.entries.append(entry)

    def open(self, at: datetime, step: StepKind) -> None:
        """Opens a step."""
        self.lead(at, open_step, step=step)

    def finish(self, at: datetime, step: StepKind) -> None:
        """Closes a step and reveals what it gathered; a vote all at once, as its source tells it."""
        self.lead(at, close_step, step=step)
        self.tell(at, "facilitator", StepRevealed(step))
