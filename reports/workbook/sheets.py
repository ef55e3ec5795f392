"""The sheets of the workbook, in the order of the method (§5.5). What is masked or blind is not in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from facilitation.events import Entry
from facilitation.model import NoteId, NoteType, Workshop
from facilitation.tallies.narrowing import Course, narrowing
from facilitation.tallies.people import by_kind, in_order
from locales import Language, day, either, sentence
from reports.labels import (
    area_title,
    destination,
    group_title,
    item_title,
    merged_text,
    motive,
    note_text,
    numbers,
    original_text,
)
from reports.pooling import pool_name, pooled
from reports.workbook import after as sheets_after
from reports.workbook import marks as sheets_marks
from reports.workbook import votes as sheets_votes
from reports.workbook.sheet import Cell, Sheet, sheet_of


def sheets(
    workshop: Workshop, language: Language, at: datetime, entries: Sequence[Entry] = ()
) -> tuple[Sheet, ...]:
    """All sheets; the journal needs the log itself and is left out without it."""
    early = (_participation, _issues, _ideas, _merges, _projects)
    votes = (sheets_votes.rounds, sheets_votes.totals, sheets_votes.ballots, sheets_votes.concerns)
    marks = (sheets_marks.marks, sheets_marks.impact_effort)
    after = (sheets_after.cells, sheets_after.hats, sheets_after.decisions, sheets_after.referrals)
    made = [make(workshop, language) for make in (*early, *votes, *marks, *after)]
    journal = [sheets_after.journal(workshop, entries, language, at)] if entries else []
    return (_read_me(workshop, language, at), *made, *journal)


def _read_me(workshop: Workshop, language: Language, at: datetime) -> Sheet:
    framing = workshop.framing
    lines = [("title", framing.spoken(language).title)] if framing else []
    if framing:
        lines.append(("question", either(language, framing.question_fr, framing.question_en)))
        lines.append(("decision_rule", framing.spoken(language).decision_rule))
        lines += [("organisation", framing.organisation)] if framing.organisation else []
    told = [(sentence(language, f"file.read_me.{name}"), value) for name, value in lines]
    told.append((sentence(language, "file.read_me.date"), day(language, at)))
    told += [
        (sentence(language, f"file.read_me.{name}"), sentence(language, f"file.read_me.{name}.said"))
        for name in ("pools", "ballots", "masked")
    ]
    level = (sentence(language, "file.read_me.level"), sentence(language, "file.read_me.level.said"))
    return sheet_of(language, "read_me", "what:30 said:90", [level, *told])


def _participation(workshop: Workshop, language: Language) -> Sheet:
    pools = pooled(by_kind(workshop))
    rows: list[tuple[Cell, ...]] = [
        (pool_name(pool, workshop.framing, language), pool.heads) for pool in pools
    ]
    rows.append((sentence(language, "file.total"), len(workshop.participants)))
    if workshop.removed:
        rows.append((sentence(language, "file.removed"), len(workshop.removed)))
    return sheet_of(language, "participation", "kind:40 people:14", rows)


def _issues(workshop: Workshop, language: Language) -> Sheet:
    order = numbers(workshop, NoteType.ISSUE)
    rows = ((order[one.id], one.text, one.language) for one in workshop.issues())
    return sheet_of(language, "issues", "number:8 text:80 language:10", rows)


def _ideas(workshop: Workshop, language: Language) -> Sheet:
    """Never the table beside the kind: both together would point at a person."""
    order = numbers(workshop)
    kinds = pooled_kinds(workshop, language)
    rows = [_idea(workshop, course, order, kinds, language) for course in narrowing(workshop).courses]
    columns = "number:8 text:60 language:10 author_kind:26 group:30 project:30 fate:16 where:40 reason:50"
    return sheet_of(language, "ideas", f"{columns} original:60", rows)


def _idea(
    workshop: Workshop,
    course: Course,
    order: Mapping[NoteId, int],
    kinds: Mapping[str | None, str],
    language: Language,
) -> tuple[Cell, ...]:
    note = workshop.notes[course.idea]
    group = workshop.groups.get(note.group) if note.group else None
    return (
        order[note.id],
        note_text(note, language),
        note.language,
        kinds.get(workshop.kind_of(note), "") if note.author or note.kind else "",
        group_title(group, language) if group else "",
        item_title(workshop, course.project, language) if course.project else "",
        sentence(language, f"fate.{course.fate.value}"),
        destination(workshop, course, language),
        motive(workshop, course, language),
        original_text(note, language) if note.original is not None else "",
    )


def pooled_kinds(workshop: Workshop, language: Language) -> dict[str | None, str]:
    """The name to write for each kind: its own, or that of the pool."""
    heads = Counter(person.kind for person in workshop.participants.values())
    pools = pooled({**by_kind(workshop), **in_order(workshop, heads)})
    return {kind: pool_name(pool, workshop.framing, language) for pool in pools for kind in pool.kinds}


def _merges(workshop: Workshop, language: Language) -> Sheet:
    order = numbers(workshop)
    rows = [
        (
            order[lead.id],
            merged_text(lead, language),
            order[note.id],
            original_text(note, language),
        )
        for note in workshop.notes.values()
        if note.merged_into is not None
        for lead in (workshop.notes[note.merged_into],)
    ]
    return sheet_of(language, "merges", "lead:12 lead_text:60 merged:14 merged_text:60", rows)


def _projects(workshop: Workshop, language: Language) -> Sheet:
    order = numbers(workshop)
    rows = [
        (
            project.id,
            project.title_fr,
            project.title_en,
            project.summary,
            len(project.ideas),
            ", ".join(str(order[idea]) for idea in project.ideas if idea in order),
            area_title(workshop, project.area, language),
        )
        for project in workshop.standing_projects()
    ]
    columns = "code:8 title_fr:40 title_en:40 summary:50 ideas:10 idea_numbers:24 area:50"
    return sheet_of(language, "projects", columns, rows)
