"""How many became few: notes → ideas → projects → areas, and what became of every single idea (R-40)."""

from dataclasses import dataclass
from enum import StrEnum

from facilitation.model import (
    AreaId,
    Note,
    NoteId,
    NoteStatus,
    NoteType,
    Outcome,
    Project,
    ProjectId,
    ReasonCode,
    Referral,
    Workshop,
)


class Fate(StrEnum):
    RETAINED = "retained"
    REFERRED = "referred"
    PARKED = "parked"
    MERGED = "merged"
    MASKED = "masked"
    WITHDRAWN = "withdrawn"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Course:
    """The way of one idea: its project, its area or its carrier, and why."""

    idea: NoteId
    fate: Fate
    project: ProjectId | None = None
    area: AreaId | None = None
    referral: Referral | None = None
    into: NoteId | None = None
    reason_code: ReasonCode | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The funnel in numbers, and the course of each idea in order of arrival."""

    notes: int
    ideas: int
    projects: int
    areas: int
    courses: tuple[Course, ...]

    def count(self, fate: Fate) -> int:
        """How many ideas had that fate."""
        return sum(course.fate is fate for course in self.courses)


_latest: tuple[Workshop, Narrowing] | None = None


def narrowing(workshop: Workshop) -> Narrowing:
    """The whole funnel of a workshop, as far as it has come; worked out once for all screens."""
    global _latest  # noqa: PLW0603 (one value, replaced whole: threads see the one or the other)
    known = _latest
    if known is None or known[0] is not workshop:
        known = _latest = (workshop, _narrowing(workshop))
    return known[1]


def _narrowing(workshop: Workshop) -> Narrowing:
    written = [note for note in workshop.notes.values() if note.type is NoteType.IDEA]
    places = Places(workshop)
    courses = tuple(course(workshop, note, places) for note in written)
    projects = workshop.standing_projects()
    chosen = {one.area for one in courses if one.fate is Fate.RETAINED}
    return Narrowing(len(written), len(workshop.ideas()), len(projects), len(chosen), courses)


class Places:
    """Where each idea lies, looked up once for all of them: its standing project, its latest referral."""

    def __init__(self, workshop: Workshop) -> None:
        standing = reversed(workshop.standing_projects())  # the first one that holds an idea wins
        self.projects = {idea: project for project in standing for idea in project.ideas}
        self.referrals = {idea: one for one in workshop.referrals.values() for idea in one.ideas}


def course(workshop: Workshop, note: Note, places: Places | None = None) -> Course:
    """What became of one idea: its own area or referral first, then its project's decision."""
    if note.status is NoteStatus.WITHDRAWN:
        return Course(note.id, Fate.WITHDRAWN)
    if note.status is NoteStatus.MASKED:
        return Course(note.id, Fate.MASKED, reason=note.reason)
    if note.merged_into is not None:
        return Course(note.id, Fate.MERGED, into=note.merged_into)
    return _standing_course(workshop, note, places or Places(workshop))


def _standing_course(workshop: Workshop, note: Note, places: Places) -> Course:
    project = places.projects.get(note.id)
    name = project.id if project else None
    if note.id in workshop.idea_areas:
        why = workshop.idea_reasons.get(note.id, "")
        return Course(note.id, Fate.RETAINED, name, workshop.idea_areas[note.id], reason=why)
    referral = places.referrals.get(note.id)
    if referral is not None:
        return Course(
            note.id, Fate.REFERRED, name, None, referral, None, referral.reason_code, referral.reason
        )
    if note.status is NoteStatus.PARKED:
        return Course(note.id, Fate.PARKED, name, reason=note.reason)
    return _project_course(workshop, note.id, project)


def _project_course(workshop: Workshop, idea: NoteId, project: Project | None) -> Course:
    decision = workshop.decisions.get(project.id) if project else None
    if project is None or decision is None:
        return Course(idea, Fate.OPEN, project.id if project else None)
    if decision.outcome in (Outcome.RETAINED, Outcome.MERGED) and project.area is not None:
        return Course(idea, Fate.RETAINED, project.id, project.area, reason=decision.sentence)
    fate = Fate.PARKED if decision.outcome is Outcome.PARKED else Fate.OPEN
    return Course(idea, fate, project.id, reason_code=decision.reason_code, reason=decision.sentence)


def project_of(workshop: Workshop, idea: NoteId) -> Project | None:
    """The standing project that holds that idea, if any."""
    return next((one for one in workshop.standing_projects() if idea in one.ideas), None)


def unplaced(workshop: Workshop) -> tuple[NoteId, ...]:
    """Ideas that have no fate yet: R-40 is kept once this is empty."""
    return tuple(one.idea for one in narrowing(workshop).courses if one.fate is Fate.OPEN)
