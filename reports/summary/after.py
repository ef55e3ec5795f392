"""What follows the vote in the committee's summary: decisions, areas, cells, hats, referrals, each idea."""

from facilitation.model import Cell, Hat, NoteId, ProjectId, ReasonCode, Workshop
from facilitation.tallies.missing import still_referred
from facilitation.tallies.narrowing import Course, Fate, goes_on_in, narrowing
from facilitation.tallies.people import missing_kinds, waiting_list
from locales import Language, either, sentence
from reports.labels import (
    comment_text,
    destination,
    item_title,
    motive,
    note_text,
    numbers,
    outcome_name,
    project_title,
)
from reports.pooling import kind_name
from reports.summary.prose import bullets, escaped, section
from reports.tables.verdicts import departure


def decisions(workshop: Workshop, language: Language) -> str:
    """What was decided of each project, apart from the vote, with the reasons."""
    lines = []
    for one in workshop.decisions.values():
        title = escaped(item_title(workshop, one.project, language))
        outcome = escaped(outcome_name(workshop, one, language))
        code = one.reason_code if one.into is None or one.reason_code is not ReasonCode.MERGED else None
        why = [sentence(language, f"reason.{code.value}") + "."] if code else []
        why += [escaped(one.sentence)] if one.sentence else []
        told = sentence(language, "file.decided", title=title, outcome=outcome, why=" ".join(why)).rstrip()
        apart = escaped(departure(workshop, one, language))
        lines.append(f"{told}\n  - {apart}" if apart else told)
    return section(language, "decisions", [bullets(lines)] if lines else [])


def areas(workshop: Workshop, language: Language) -> str:
    """Each area with its projects, those merged into them, and the single ideas that were placed in it.

    Below a project stands which of its ideas are not in the area: what they were referred to goes first.
    """
    order = numbers(workshop)
    parts = []
    for area in workshop.areas.values():
        lines = [
            _project(workshop, project.id, language)
            for project in workshop.standing_projects()
            if workshop.projects[goes_on_in(workshop, project.id)].area == area.id
        ]
        lines += [
            f"{order[idea]} – {_idea_text(workshop, idea, language)}"
            for idea, place in workshop.idea_areas.items()
            if place == area.id and idea in order
        ]
        title = escaped(either(language, area.title_fr, area.title_en))
        inside = bullets(lines) if lines else sentence(language, "file.area.empty")
        parts.append(f"### {area.id} – {title}\n\n{inside}")
    return section(language, "areas", parts)


def _project(workshop: Workshop, project: ProjectId, language: Language) -> str:
    elsewhere = [
        sentence(language, "file.still_referred", n=count, organisation=escaped(organisation))
        for organisation, count in still_referred(workshop, project).items()
    ]
    title = f"{project} – {escaped(project_title(workshop, project, language))}"
    return "\n  - ".join([title, *elsewhere])


def cells(workshop: Workshop, language: Language) -> str:
    """Each cell with its size and the seats that are still to fill."""
    lines = [_cell(workshop, cell, language) for cell in workshop.cells.values()]
    waiting = len(waiting_list(workshop))
    told = [sentence(language, "file.count.waiting", n=waiting)] if waiting else []
    return section(language, "cells", [bullets(lines), *told] if lines else [])


def _cell(workshop: Workshop, cell: Cell, language: Language) -> str:
    name = escaped(either(language, cell.name_fr, cell.name_en))
    members = sentence(language, "file.count.members", n=len(workshop.members(cell.id)))
    lacking = [kind_name(code, workshop.framing, language) for code in missing_kinds(workshop, cell.id)]
    empty = [sentence(language, "file.seats", kinds=escaped(", ".join(lacking)))] if lacking else []
    return ". ".join([f"**{name}**, {members}", *empty])


def hats(workshop: Workshop, language: Language) -> str:
    """The comments on each pitch by the hat they belong to; a masked one is only counted."""
    subjects = dict.fromkeys(one.subject for one in workshop.comments.values())
    return section(language, "hats", [_pitch(workshop, subject, language) for subject in subjects])


def _pitch(workshop: Workshop, subject: str, language: Language) -> str:
    said = [one for one in workshop.comments.values() if one.subject == subject]
    parts = [f"### {subject} – {escaped(item_title(workshop, subject, language))}"]
    for hat in Hat:
        lines = []
        for one in said:
            if one.hat_content is hat and one.masked is None:
                worn = sentence(language, f"hat.name.{one.hat_worn.value}")
                off = sentence(language, "file.off_hat", hat=worn)
                quoted = sentence(language, "file.quote", text=escaped(comment_text(one, language)))
                lines.append(f"{quoted} {off}" if one.off_hat else quoted)
        if lines:
            parts.append(f"**{sentence(language, f'hat.name.{hat.value}')}**\n\n{bullets(lines)}")
    masked = sum(one.masked is not None for one in said)
    parts += [sentence(language, "file.count.masked", n=masked)] if masked else []
    return "\n\n".join(parts)


def referrals(workshop: Workshop, language: Language) -> str:
    """What was proposed to which organisation, and what it answered."""
    order = numbers(workshop)
    lines = []
    for one in workshop.referrals.values():
        told = sentence(
            language,
            "file.referral.what" if one.what else "file.referral",
            n=len(one.ideas),
            organisation=escaped(one.organisation),
            ideas=", ".join(str(order[idea]) for idea in one.ideas if idea in order),
            what=escaped(one.what),
            reason=sentence(language, f"reason.{one.reason_code.value}"),
            status=sentence(language, f"referral.status.{one.status.value}"),
        )
        lines.append(told)
    return section(language, "referrals", [bullets(lines)] if lines else [])


def courses(workshop: Workshop, language: Language) -> str:
    """One line for every idea that was ever written: what became of it, where, and why."""
    order = numbers(workshop)
    few = narrowing(workshop)
    lines = [_course(workshop, one, order[one.idea], language) for one in few.courses]
    counts = [
        f"{sentence(language, f'fate.{fate.value}')} × {few.count(fate)}" for fate in Fate if few.count(fate)
    ]
    return section(language, "courses", [", ".join(counts), bullets(lines)] if lines else [])


def _course(workshop: Workshop, course: Course, number: int, language: Language) -> str:
    """Why a project was kept is told once, under the decisions; here only why an idea went elsewhere."""
    kept = course.area is not None
    where = str(course.area) if kept else escaped(destination(workshop, course, language))
    fate = sentence(language, f"fate.{course.fate.value}")
    stayed = kept and course.joined is None
    why = "" if stayed else escaped(motive(workshop, course, language)).rstrip(".")
    text = _idea_text(workshop, course.idea, language)
    whole = f"{fate} → {where}" if where else fate
    if course.project is not None:
        whole = f"{course.project} – {whole}"
    key = "file.course.why" if why else "file.course"
    return sentence(language, key, number=str(number), text=text, fate=whole, why=why)


def _idea_text(workshop: Workshop, idea: NoteId, language: Language) -> str:
    return escaped(note_text(workshop.notes[idea], language))
