"""What ideas still lack: each needs a place and, where it is not retained, a reason and a fate (R-40)."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from facilitation.model import NoteId, Outcome, ProjectId, Workshop
from facilitation.tallies.departing import keeps_it
from facilitation.tallies.narrowing import Course, Fate, narrowing


class Lack(StrEnum):
    """A project or a parking, a decision on its project, the area of it, a partner to go to, a reason."""

    PROJECT = "project"
    DECISION = "decision"
    AREA = "area"
    PARTNER = "partner"
    REASON = "reason"


def missing(workshop: Workshop) -> Mapping[NoteId, Lack]:
    """The ideas that lack something, in order of arrival, and what: R-40 is kept once there are none."""
    found = ((one.idea, _lack(workshop, one)) for one in narrowing(workshop).courses)
    return {idea: lack for idea, lack in found if lack is not None}


def still_referred(workshop: Workshop, project: ProjectId) -> Mapping[str, int]:
    """How many ideas of a project that is kept stay with which organisation.

    What an idea was referred to comes before what was decided of its project.
    """
    if not keeps_it(workshop, project):
        return {}
    ideas = frozenset(workshop.projects[project].ideas)
    courses = (one for one in narrowing(workshop).courses if one.idea in ideas)
    return Counter(one.referral.organisation for one in courses if one.fate is Fate.REFERRED and one.referral)


def _lack(workshop: Workshop, course: Course) -> Lack | None:
    if course.fate in (Fate.PARKED, Fate.REFERRED, Fate.MASKED):
        return None if course.reason_code or course.reason else Lack.REASON
    if course.fate is not Fate.OPEN:
        return None
    last = course.joined or course.project
    if last is None:
        return Lack.PROJECT
    decision = None if workshop.projects[last].withdrawn else workshop.decisions.get(last)
    if decision is None:
        return Lack.DECISION
    return Lack.PARTNER if decision.outcome is Outcome.REFERRED else Lack.AREA
