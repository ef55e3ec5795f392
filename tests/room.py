"""A workshop to talk to, as tests do: its framing, its hour, and shorthands for what people do in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from facilitation.asking import ask
from facilitation.door import Done, Door
from facilitation.model import Framing, Kind, NoteId, NoteType, ParticipantId, StepKind, Workshop, WorkshopId
from facilitation.rights import Facilitator, Keys
from facilitation.rules.groups import create_group
from facilitation.rules.notes import submit_note
from facilitation.rules.paper import hand_in
from facilitation.rules.projects import promote_group
from facilitation.rules.steps import open_step

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
        handed = ask(hand_in, by=by, act=theirs)
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
