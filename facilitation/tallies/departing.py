"""Where a decision departs from the vote: the one and the other are kept, and shown side by side (§3.5)."""

from dataclasses import dataclass, replace

from facilitation.model import Decision, Method, Outcome, ProjectId, RevealStage, Round, Workshop
from facilitation.tallies.narrowing import merged_into
from facilitation.tallies.reveal import shows
from facilitation.tallies.runoff import kept
from facilitation.tallies.votes import Standing, is_blind, standings


@dataclass(frozen=True, slots=True)
class Said:
    """What the latest revealed vote by dots said of a project.

    `kept`: it was among the places to be kept; None: nothing settles a tie at the cut. `runoff`: how it
    stood in the last runoff that was about it, which is by dots, if there was one.
    """

    standing: Standing
    kept: bool | None
    runoff: Standing | None = None
    method: Method = Method.POINTS


def said(workshop: Workshop, project: ProjectId) -> Said | None:
    """What the vote said of that project; None where no revealed vote by dots held it."""
    rounds = _votes(workshop)
    votes = [one for one in rounds if project in one.items and one.options.runoff_of is None]
    if not votes:
        return None
    asked = votes[-1]
    found = Said(_place(asked, project), kept(asked, workshop)[project], method=asked.method)
    for one in rounds:
        if one.options.runoff_of == asked.id:
            asked = one
            if project in one.items:
                found = replace(found, kept=kept(one, workshop)[project], runoff=_place(one, project))
    return found


def shown_to_room(workshop: Workshop, project: ProjectId) -> bool:
    """The room has been told how it voted on that project, in every vote that is revealed (§3.4)."""
    return all(shows(one, RevealStage.TOTALS) for one in _votes(workshop) if project in one.items)


def departs(workshop: Workshop, project: ProjectId) -> bool:
    """What was decided of the project is not what the vote said; never where one of the two says nothing."""
    told, keeps = said(workshop, project), keeps_it(workshop, project)
    return told is not None and None not in (told.kept, keeps) and told.kept is not keeps


def keeps_it(workshop: Workshop, project: ProjectId) -> bool | None:
    """Whether the project is retained, or merged into one that is; None as long as that is not decided."""
    chain = merged_into(workshop, project)
    last = workshop.decisions.get(chain[-1] if chain else project)
    if last is None or workshop.projects[last.project].withdrawn:
        return None
    if last.outcome is Outcome.MERGED:  # in a log from before it was said into which
        return workshop.projects[last.project].area is not None
    return last.outcome is Outcome.RETAINED


def unexplained(workshop: Workshop, decision: Decision) -> bool:
    """With that decision some project would depart from the vote, and nobody would have said why.

    Those that are merged into it follow it: what is decided of it is decided of them.
    """
    if decision.sentence:
        return False
    after = replace(workshop, decisions={**workshop.decisions, decision.project: decision})
    silent = (id for id, one in after.decisions.items() if not one.sentence)
    touched = (id for id in silent if decision.project in (id, *merged_into(after, id)))
    return any(departs(after, id) for id in touched)


def _votes(workshop: Workshop) -> list[Round]:
    return [one for one in workshop.rounds if one.by_dots and not is_blind(one)]


def _place(round: Round, project: ProjectId) -> Standing:
    return next(one for one in standings(round) if one.item == project)
