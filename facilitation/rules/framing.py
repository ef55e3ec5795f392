"""Framing: the question, the kinds, the targets and who decides."""

from dataclasses import replace
from datetime import datetime

from facilitation.errors import RuleError
from facilitation.events import WorkshopArchived, WorkshopFramed
from facilitation.model import Framing, NoteType, Workshop
from facilitation.rights import Facilitator
from facilitation.text import clean_text, tidy

QUESTION_LIMIT = 400
LINE_LIMIT = 160
MAX_TABLES = 99


def frame_workshop(
    workshop: Workshop, at: datetime, *, by: Facilitator, framing: Framing
) -> tuple[WorkshopFramed]:
    """Sets the framing; the decision rule is fixed once the first idea is in (R-01)."""
    if workshop.archived:
        raise RuleError("workshop.archived")
    cleaned = _cleaned(framing)
    if not cleaned.kinds:
        raise RuleError("framing.no_kind")
    if not 1 <= cleaned.target_areas <= cleaned.target_projects:
        raise RuleError("framing.targets")
    before = workshop.framing
    if before and _has_ideas(workshop) and before.decision_rule != cleaned.decision_rule:
        raise RuleError("framing.decision_rule_fixed")
    return (WorkshopFramed(cleaned),)


def archive_workshop(workshop: Workshop, at: datetime, *, by: Facilitator) -> tuple[WorkshopArchived]:
    """Ends the workshop: it can be read, not changed; links between devices and people go."""
    if workshop.archived:
        raise RuleError("workshop.archived")
    return (WorkshopArchived(),)


def _has_ideas(workshop: Workshop) -> bool:
    return any(note.type is NoteType.IDEA for note in workshop.notes.values())


def _cleaned(framing: Framing) -> Framing:
    question_fr = clean_text(framing.question_fr, QUESTION_LIMIT, key="framing.question")
    return replace(
        framing,
        title=clean_text(framing.title, LINE_LIMIT, key="framing.title"),
        question_fr=question_fr,
        question_en=tidy(framing.question_en)[:QUESTION_LIMIT] or question_fr,
        decision_rule=clean_text(framing.decision_rule, QUESTION_LIMIT, key="framing.decision_rule"),
        title_en=tidy(framing.title_en)[:LINE_LIMIT],
        decision_rule_en=tidy(framing.decision_rule_en)[:QUESTION_LIMIT],
        organisation=tidy(framing.organisation)[:LINE_LIMIT],
        contact=tidy(framing.contact)[:LINE_LIMIT],
        retention=tidy(framing.retention)[:LINE_LIMIT],
        hosting=tidy(framing.hosting)[:LINE_LIMIT],
        tables=max(0, min(framing.tables, MAX_TABLES)),
    )
