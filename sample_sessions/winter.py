"""The running sample: 40 ideas on getting around in winter, six projects, and the vote just opened.

Told through the rules from `source/sample_winter.csv`; who wrote an idea is a person of that kind, at
that table, reading in that language.
"""

import csv
from datetime import UTC, datetime

from facilitation.asking import ask
from facilitation.model import Framing, GroupId, Kind, NoteId, NoteType, ParticipantId, StepKind
from facilitation.rules.framing import frame_workshop
from facilitation.rules.groups import create_group
from facilitation.rules.notes import submit_note
from facilitation.rules.participants import check_in
from facilitation.rules.projects import promote_group
from facilitation.rules.rounds import open_round
from sample_sessions.story import FACILITATOR, MINUTES, SECONDS, SOURCE, Story

START = datetime(2024, 1, 18, 23, 30, tzinfo=UTC)

KINDS = {
    "citoyen·ne": Kind("citizen", "Citoyenne ou citoyen", "Citizen", essential=True),
    "organisme": Kind("organisation", "Organisme communautaire", "Community organisation"),
    "école": Kind("school", "Milieu scolaire", "School community"),
    "municipalité": Kind("municipality", "Municipalité", "Municipality"),
    "transporteur": Kind("carrier", "Transport collectif", "Public transit"),
    "commerçant·e": Kind("shop", "Commerce", "Local business"),
}
PROJECTS = {
    "Trottoirs et déneigement": "Sidewalks and snow clearing",
    "Autobus les jours de tempête": "Buses on storm days",
    "Vélo et marche en hiver": "Cycling and walking in winter",
    "Abords des écoles": "Around the schools",
    "Aînés et accessibilité universelle": "Older people and universal access",
    "Information en temps réel": "Real-time information",
}
FRAMING = Framing(
    title="Se déplacer l'hiver dans notre ville (exemple)",
    question_fr="Comment pourrions-nous aider tout le monde à se déplacer sans auto, même en pleine tempête?",
    question_en="How might we help everyone get around without a car, even in the middle of a storm?",
    decision_rule="Vote consultatif; le conseil municipal décide et motive.",
    title_en="Getting around our city in winter (sample)",
    decision_rule_en="Consultative vote; the city council decides and gives its reasons.",
    kinds=tuple(KINDS.values()),
    tables=6,
    target_projects=6,
    target_areas=2,
)


def winter() -> Story:
    """The story up to the vote: it is open, and nobody has voted yet."""
    with (SOURCE / "sample_winter.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    story = Story()
    story.act(START, ask(frame_workshop, by=FACILITATOR, framing=FRAMING))
    story.open(START, StepKind.CHECK_IN)
    authors = _check_everybody_in(story, rows)
    story.open(START + 20 * MINUTES, StepKind.IDEAS)
    for number, row in enumerate(rows):
        author, text, language = authors[_author(row)], row["text"], row["lang"]
        idea = ask(submit_note, participant=author, type=NoteType.IDEA, text=text, language=language)
        story.act(START + 20 * MINUTES + (40 + 17 * number) * SECONDS, idea)
    story.open(START + 40 * MINUTES, StepKind.GROUPING)
    _group(story, rows)
    story.finish(START + 60 * MINUTES, StepKind.GROUPING)
    story.act(START + 65 * MINUTES, ask(open_round, by=FACILITATOR, seed=40))
    return story


def _author(row: dict[str, str]) -> tuple[str, str, str]:
    return row["stakeholder"], row["table"], row["lang"]


def _check_everybody_in(
    story: Story, rows: list[dict[str, str]]
) -> dict[tuple[str, str, str], ParticipantId]:
    authors: dict[tuple[str, str, str], ParticipantId] = {}
    for number, (kind, table, language) in enumerate(dict.fromkeys(_author(row) for row in rows), start=1):
        at = START + 12 * number * SECONDS
        (event,) = check_in(
            story.workshop,
            at,
            kind=KINDS[kind].code,
            table=int(table),
            language=language,
            consents={"terms"},
        )
        story.tell(at, event.participant, event)
        authors[kind, table, language] = event.participant
    return authors


def _group(story: Story, rows: list[dict[str, str]]) -> None:
    for number, (title_fr, title_en) in enumerate(PROJECTS.items(), start=1):
        ideas = [NoteId(f"N{row['idea_no']}") for row in rows if row["project"] == title_fr]
        at = START + (41 + number) * MINUTES
        made = ask(create_group, by=FACILITATOR, title_fr=title_fr, title_en=title_en, ideas=ideas)
        story.act(at, made)
        story.act(at + 30 * SECONDS, ask(promote_group, by=FACILITATOR, group=GroupId(f"G{number}")))
