"""Projects and areas: define, then choose; the vote and the decision are two things."""

from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import (
    AreaDefined,
    AreaReworded,
    DecisionRecorded,
    IdeaPlaced,
    ProjectDefined,
    ProjectPlaced,
    ProjectReworded,
    ProjectWithdrawn,
)
from facilitation.model import (
    AreaId,
    Decision,
    GroupId,
    NoteId,
    NoteStatus,
    Outcome,
    ProjectId,
    ReasonCode,
    Workshop,
)
from facilitation.rights import Facilitator
from facilitation.tallies.board import settled
from facilitation.tallies.departing import unexplained
from facilitation.tallies.narrowing import merged_into
from facilitation.text import clean_text, tidy

TITLE_LIMIT = 80
AREA_LIMIT = 300
SUMMARY_LIMIT = 400
SENTENCE_LIMIT = 1_000


def promote_group(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    group: GroupId,
    title_fr: str = "",
    title_en: str = "",
    summary: str = "",
) -> tuple[ProjectDefined]:
    """Makes a group a potential project, with the ideas that are in it now."""
    conditions.board_open(workshop)
    found = workshop.groups.get(group)
    if found is None or found.removed:
        raise RuleError("group.unknown")
    if any(project.group == group for project in workshop.standing_projects()):
        raise RuleError("project.already")
    ideas = tuple(
        note.id for note in workshop.ideas() if note.group == group and note.status is NoteStatus.VISIBLE
    )
    if not ideas:
        raise RuleError("group.empty")
    title = clean_text(title_fr or found.title_fr, TITLE_LIMIT, key="title")
    id = ProjectId(f"PR{len(workshop.projects) + 1}")
    return (ProjectDefined(id, title, tidy(title_en or found.title_en), tidy(summary), ideas, group),)


def reword_project(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    project: ProjectId,
    title_fr: str,
    title_en: str = "",
    summary: str = "",
) -> tuple[ProjectReworded]:
    """Another title or summary, until the vote opens (R-11)."""
    conditions.board_open(workshop)
    conditions.known_project(workshop, project)
    title = clean_text(title_fr, TITLE_LIMIT, key="title")
    return (ProjectReworded(project, title, tidy(title_en)[:TITLE_LIMIT], tidy(summary)[:SUMMARY_LIMIT]),)


def withdraw_project(
    workshop: Workshop, at: datetime, *, by: Facilitator, project: ProjectId
) -> tuple[ProjectWithdrawn]:
    """Takes a project back before it is voted on or decided; its ideas stay in their group."""
    conditions.board_open(workshop)
    conditions.known_project(workshop, project)
    if settled(workshop, project):
        raise RuleError("project.settled")
    return (ProjectWithdrawn(project),)


def define_area(
    workshop: Workshop, at: datetime, *, by: Facilitator, title_fr: str, title_en: str = ""
) -> tuple[AreaDefined]:
    """A priority area that projects, or single ideas, are placed in."""
    conditions.active(workshop)
    title = clean_text(title_fr, AREA_LIMIT, key="title")
    return (AreaDefined(AreaId(f"A{len(workshop.areas) + 1}"), title, tidy(title_en)[:AREA_LIMIT]),)


def reword_area(
    workshop: Workshop, at: datetime, *, by: Facilitator, area: AreaId, title_fr: str, title_en: str = ""
) -> tuple[AreaReworded, ...]:
    """Another title for an area, whose projects and ideas stay in it; the same one changes nothing."""
    conditions.active(workshop)
    if area not in workshop.areas:
        raise RuleError("area.unknown")
    title, english = clean_text(title_fr, AREA_LIMIT, key="title"), tidy(title_en)[:AREA_LIMIT]
    before = workshop.areas[area]
    same = (before.title_fr, before.title_en) == (title, english)
    return () if same else (AreaReworded(area, title, english),)


def record_decision(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    project: ProjectId,
    outcome: Outcome,
    reason_code: ReasonCode | None = None,
    sentence: str = "",
    area: AreaId | None = None,
    into: ProjectId | None = None,
) -> tuple[DecisionRecorded | ProjectPlaced, ...]:
    """What becomes of a project, whatever the vote said; what is not kept needs a reason (R-40).

    What is merged goes on in another project, `into`, and shares its fate: no other outcome has that reason.
    Whatever departs from the vote needs a sentence that says why.
    """
    conditions.active(workshop)
    conditions.known_project(workshop, project)
    why, merged = tidy(sentence)[:SENTENCE_LIMIT], outcome is Outcome.MERGED
    target = _goes_on(workshop, project, into) if merged else None
    code = ReasonCode.MERGED if merged else reason_code
    retained = outcome is Outcome.RETAINED
    if retained and area not in workshop.areas:
        raise RuleError("decision.area")
    if not retained and code is None:
        raise RuleError("decision.reason")
    if not merged and code is ReasonCode.MERGED:
        raise RuleError("decision.not_merged")
    if unexplained(workshop, Decision(project, outcome, code, why, at, target, workshop.rounds_over)):
        raise RuleError("decision.why")
    decision = DecisionRecorded(project, outcome, code, why, target)
    return (decision, ProjectPlaced(project, area if retained else None))


def _goes_on(workshop: Workshop, project: ProjectId, into: ProjectId | None) -> ProjectId:
    """The other project that one is merged into; never one that has been merged into it."""
    if into is None or into == project:
        raise RuleError("decision.into")
    conditions.known_project(workshop, into)
    if project in merged_into(workshop, into):
        raise RuleError("decision.circle")
    return into


def place_idea(
    workshop: Workshop, at: datetime, *, by: Facilitator, idea: NoteId, area: AreaId | None, reason: str = ""
) -> tuple[IdeaPlaced]:
    """Sends one idea to an area of its own, whatever became of its project; None undoes it."""
    conditions.active(workshop)
    conditions.known_idea(workshop, idea)
    if area is not None and area not in workshop.areas:
        raise RuleError("decision.area")
    return (IdeaPlaced(idea, area, tidy(reason)[:SENTENCE_LIMIT]),)
