"""How many became few: notes → ideas → projects → areas, and what became of every single idea (R-40)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from facilitation.model import (
    AreaId,
    Decision,
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
    """The way of one idea: its project, its area or its carrier, and why.

    `joined`: the project in which its own goes on, once that was merged: its fate is the idea's.
    """

    idea: NoteId
    fate: Fate
    project: ProjectId | None = None
    area: AreaId | None = None
    referral: Referral | None = None
    into: NoteId | None = None
    reason_code: ReasonCode | None = None
    reason: str = ""
    joined: ProjectId | None = None


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
    # An area stays one whose project was retained, though its ideas have gone their own ways since.
    chosen |= {one.area for one in projects if one.area and _outcome(workshop, one) is Outcome.RETAINED}
    return Narrowing(len(written), len(workshop.ideas()), len(projects), len(chosen), courses)


def merged_into(workshop: Workshop, project: ProjectId) -> tuple[ProjectId, ...]:
    """The projects that one has been merged into, one after the other; in the last its ideas go on."""
    chain: tuple[ProjectId, ...] = ()
    following = _into(workshop, project)
    while following is not None and following not in chain:
        chain = (*chain, following)
        following = _into(workshop, following)
    return chain


def goes_on_in(workshop: Workshop, project: ProjectId) -> ProjectId:
    """The project whose fate the ideas of that one share: the last it was merged into, or itself."""
    return (project, *merged_into(workshop, project))[-1]


def final_decision(workshop: Workshop, project: ProjectId) -> Decision | None:
    """What decides the fate of a project's ideas: of a merged one, the decision on the one they go on in.

    None as long as there is none, or where that project was withdrawn.
    """
    last = goes_on_in(workshop, project)
    return None if workshop.projects[last].withdrawn else workshop.decisions.get(last)


def _into(workshop: Workshop, project: ProjectId) -> ProjectId | None:
    decision = workshop.decisions.get(project)
    return decision.into if decision and decision.outcome is Outcome.MERGED else None


class Places:
    """Where each idea lies, looked up once for all of them: its standing projects, its latest referral."""

    def __init__(self, workshop: Workshop) -> None:
        self.projects: dict[NoteId, list[Project]] = {}
        for project in workshop.standing_projects():
            for idea in project.ideas:
                self.projects.setdefault(idea, []).append(project)
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
    followed = _followed(workshop, note.id, places)
    name = followed.project
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
    return followed


def _followed(workshop: Workshop, idea: NoteId, places: Places) -> Course:
    """What its project's decision makes of an idea; of several projects, the one that takes it furthest."""
    found = [_project_course(workshop, idea, project) for project in places.projects.get(idea, ())]
    far = (Fate.RETAINED, Fate.OPEN, Fate.PARKED)
    return min(found, key=lambda one: far.index(one.fate), default=Course(idea, Fate.OPEN))


def _project_course(workshop: Workshop, idea: NoteId, project: Project) -> Course:
    """Its project's decision, or that of the project which its own was merged into."""
    chain = merged_into(workshop, project.id)
    if not chain:
        return _decided_course(workshop, idea, project)
    last = _decided_course(workshop, idea, workshop.projects[chain[-1]])
    # Why it was merged says why its ideas are kept; where they are not, the other project's reason does.
    why = workshop.decisions[project.id].sentence if last.fate is Fate.RETAINED else last.reason
    return replace(last, project=project.id, joined=chain[-1], reason=why)


def _decided_course(workshop: Workshop, idea: NoteId, project: Project) -> Course:
    decision = None if project.withdrawn else workshop.decisions.get(project.id)
    if decision is None:
        return Course(idea, Fate.OPEN, project.id)
    if decision.outcome in (Outcome.RETAINED, Outcome.MERGED) and project.area is not None:
        return Course(idea, Fate.RETAINED, project.id, project.area, reason=decision.sentence)
    fate = Fate.PARKED if decision.outcome is Outcome.PARKED else Fate.OPEN
    return Course(idea, fate, project.id, reason_code=decision.reason_code, reason=decision.sentence)


def _outcome(workshop: Workshop, project: Project) -> Outcome | None:
    decision = workshop.decisions.get(project.id)
    return decision.outcome if decision else None


def unplaced(workshop: Workshop) -> tuple[NoteId, ...]:
    """Ideas that have no fate yet: R-40 is kept once this is empty."""
    return tuple(one.idea for one in narrowing(workshop).courses if one.fate is Fate.OPEN)
