"""The finished sample: 58 ideas in November, 8 projects, 3 areas and cells, pitches and hats in June.

Told through the rules from `source/sample_58.csv` and `sample_58_extra.json`, with three exceptions,
which are recorded as the source has them because a draw of ours would give other people other places:
the memberships of the cells, the hats dealt, and the three blue comments of the facilitator (who wears
no dealt hat). Pseudonyms: P01 … P70 of the source are P1 … P70 here, C01 … C12 of the committee are
C1 … C12, ANIM is ANIM. Committee members check in when they rate; the kind of C09 … C12 is not given.

The source only counts the mentions of June. They are spread over the 33 people so that the counts are
equal: person j takes mention (7 j + 11 i) mod 33 of cell i, an arbitrary and fixed mixing.
"""

import csv
import json
from datetime import UTC, datetime
from typing import Any

from facilitation.asking import ask
from facilitation.model import Channel, Framing, GroupId, Kind, NoteId, NoteType, StepKind
from facilitation.rules.framing import frame_workshop
from facilitation.rules.groups import create_group
from facilitation.rules.notes import submit_note
from facilitation.rules.projects import promote_group
from facilitation.rules.rounds import open_round
from locales import sentence
from sample_sessions.cells_and_hats import february, june
from sample_sessions.committee import december
from sample_sessions.people import KINDS, arrive, cast, person
from sample_sessions.story import FACILITATOR, MINUTES, SECONDS, SOURCE, Story

NOVEMBER = datetime(2022, 11, 16, 18, 0, tzinfo=UTC)


def living_lab() -> Story:
    """The whole story, from the framing to the referrals."""
    source: dict[str, Any] = json.loads((SOURCE / "sample_58_extra.json").read_text("utf-8"))
    with (SOURCE / "sample_58.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    story = Story()
    _frame(story, source)
    _november(story, source, rows)
    _votes(story, source)
    december(story, source)
    february(story, source)
    june(story, source)
    return story


def _frame(story: Story, source: dict[str, Any]) -> None:
    session = source["session"]
    framing = Framing(
        title=session["title_fr"],
        question_fr=session["question_fr"],
        question_en=session["question_en"],
        decision_rule=session["decision_rule"],
        kinds=tuple(
            Kind(code, sentence("fr", f"kind.{code}"), sentence("en", f"kind.{code}"), code == "student")
            for code in KINDS.values()
        ),
        title_en="Integration of international students – Saguenay–Lac-Saint-Jean (sample)",
        decision_rule_en="Consultative vote; the steering committee decides and gives its reasons.",
        tables=9,
        target_projects=8,
        target_areas=3,
    )
    story.act(NOVEMBER, ask(frame_workshop, by=FACILITATOR, framing=framing))


def _november(story: Story, source: dict[str, Any], rows: list[dict[str, str]]) -> None:
    story.open(NOVEMBER, StepKind.CHECK_IN)
    there = (one for one in source["participants"] if one["november"])
    for number, one in enumerate(there):
        arrive(story, NOVEMBER + (60 + 8 * number) * SECONDS, one["id"], KINDS[one["kind"]], one)
    start = NOVEMBER + 30 * MINUTES
    story.open(start, StepKind.IDEAS)
    for row in rows:
        meta = source["idea_meta"][row["idea_no"]]
        wanted = ask(
            submit_note,
            participant=person(meta["author"]),
            type=NoteType.IDEA,
            text=row["text"],
            language=row["lang"],
            channel=Channel(meta["channel"]),
            kind=KINDS[row["stakeholder"]],
        )
        story.act(start + meta["t_seconds"] * SECONDS, wanted)
    story.open(start + 30 * MINUTES, StepKind.GROUPING)
    for number, project in enumerate(source["projects"]):
        ideas = [NoteId(f"N{idea}") for idea in project["ideas"]]
        french, english = project["title_fr"], project["title_en"]
        made = ask(create_group, by=FACILITATOR, title_fr=french, title_en=english, ideas=ideas)
        story.act(start + (32 + number) * MINUTES, made)
    story.finish(start + 50 * MINUTES, StepKind.GROUPING)


def _votes(story: Story, source: dict[str, Any]) -> None:
    first, second = (source["votes"][stage] for stage in ("stage1_ideas", "stage2_projects"))
    start = NOVEMBER + 90 * MINUTES
    ideas = [f"N{number}" for number in range(1, 59)]
    story.act(start, ask(open_round, by=FACILITATOR, seed=58, items=ideas, dots=10, cap=1))
    cast(story, start, {one: {f"N{n}": 1 for n in ideas} for one, ideas in first["ballots"].items()}, {})
    story.finish(start + 8 * MINUTES, StepKind.VOTE)
    start += 15 * MINUTES
    for number in range(1, 9):
        promoted = ask(promote_group, by=FACILITATOR, group=GroupId(f"G{number}"))
        story.act(start + number * 20 * SECONDS, promoted)
    start += 10 * MINUTES
    story.act(start, ask(open_round, by=FACILITATOR, seed=8, dots=3, cap=2))
    cast(story, start, second["ballots"], second["channel"])
    story.finish(start + 8 * MINUTES, StepKind.VOTE)
