"""The committee's readable summary, in Markdown: what was asked, heard, voted, decided, and what is open."""

from datetime import datetime

from facilitation.model import NoteStatus, Workshop
from facilitation.tallies.narrowing import narrowing, unplaced
from facilitation.tallies.people import by_kind
from facilitation.tallies.votes import awaits_reveal
from locales import Language, day, either, sentence
from reports.labels import note_text, numbers
from reports.pooling import pool_name, pooled
from reports.summary import after
from reports.summary.prose import bullets, escaped, section
from reports.summary.votes import votes


def summary(workshop: Workshop, language: Language, at: datetime) -> str:
    """The whole summary; marked as provisional while ideas have no fate or a vote is not revealed."""
    makers = (_essentials, _people, _issues, _projects, votes, after.decisions, after.areas)
    later = (after.cells, after.hats, after.referrals, after.courses, _limits)
    blocks = [_title(workshop, language, at), *(make(workshop, language) for make in (*makers, *later))]
    return "\n\n".join(block for block in blocks if block) + "\n"


def is_provisional(workshop: Workshop) -> bool:
    """Whether something that the summary tells may still change."""
    voting = any(awaits_reveal(one) for one in workshop.rounds)
    return voting or not workshop.ideas() or bool(unplaced(workshop))


def _title(workshop: Workshop, language: Language, at: datetime) -> str:
    name = (
        workshop.framing.spoken(language).title if workshop.framing else sentence(language, "file.untitled")
    )
    about = sentence(language, "file.about", date=day(language, at))
    provisional = sentence(language, "file.provisional") if is_provisional(workshop) else ""
    return "\n\n".join(part for part in (f"# {escaped(name)}", about, provisional) if part)


def _essentials(workshop: Workshop, language: Language) -> str:
    few = narrowing(workshop)
    framing = workshop.framing
    asked = either(language, framing.question_fr, framing.question_en) if framing else ""
    rule = framing.spoken(language).decision_rule if framing else ""
    told = [
        sentence(language, "file.question", question=escaped(asked)),
        sentence(language, "file.rule", rule=escaped(rule)),
    ]
    counts = [
        sentence(language, "file.count.ideas", n=few.ideas),
        sentence(language, "file.count.projects", n=few.projects),
        sentence(language, "file.count.areas", n=few.areas),
    ]
    merged = [sentence(language, "file.count.notes", n=few.notes)] if few.notes != few.ideas else []
    funnel = " → ".join([*merged, *counts])
    return section(language, "essentials", [*(told if framing else []), f"**{funnel}**"])


def _people(workshop: Workshop, language: Language) -> str:
    total = len(workshop.participants)
    lines = [
        sentence(
            language,
            "file.heads",
            kind=escaped(pool_name(pool, workshop.framing, language)),
            heads=pool.heads,
        )
        for pool in pooled(by_kind(workshop))
    ]
    gone = len(workshop.removed)
    removed = [sentence(language, "file.count.removed", n=gone)] if gone else []
    people = sentence(language, "file.count.people", n=total)
    return section(language, "people", [people, bullets(lines), *removed])


def _issues(workshop: Workshop, language: Language) -> str:
    issues = [sentence(language, "file.quote", text=escaped(one.text)) for one in workshop.issues()]
    return section(language, "issues", [bullets(issues)] if issues else [])


def _projects(workshop: Workshop, language: Language) -> str:
    order = numbers(workshop)
    parts = []
    for project in workshop.standing_projects():
        title = escaped(either(language, project.title_fr, project.title_en))
        ideas = [
            f"{order[idea]} – {escaped(note_text(workshop.notes[idea], language))}"
            for idea in project.ideas
            if idea in order
        ]
        summed = [escaped(project.summary)] if project.summary else []
        parts.append("\n\n".join([f"### {project.id} – {title}", *summed, bullets(ideas)]))
    return section(language, "projects", parts)


def _limits(workshop: Workshop, language: Language) -> str:
    masked = sum(note.status is NoteStatus.MASKED for note in workshop.notes.values())
    open_ideas = len(unplaced(workshop))
    told = [sentence(language, f"file.limit.{name}") for name in ("room", "dots", "pools")]
    told += [sentence(language, "file.count.masked_notes", n=masked)] if masked else []
    told += [sentence(language, "file.count.unplaced", n=open_ideas)] if open_ideas else []
    return section(language, "limits", [bullets(told)])
