"""Where a decision departs from the vote: the one and the other are kept, and shown side by side (§3.5)."""

from dataclasses import dataclass, replace

from facilitation.model import Decision, Outcome, ProjectId, RevealStage, Round, Workshop
from facilitation.tallies.narrowing import final_decision, merged_into
from facilitation.tallies.reveal import shows
from facilitation.tallies.runoff import kept
from facilitation.tallies.solidity import keep, keeps_all
from facilitation.tallies.votes import is_blind, result, round_to_go_by


@dataclass(frozen=True, slots=True)
class Said:
    """What the latest vote that ranked a project said of it, as it stood when that was decided.

    `kept`: it was among the places to be kept; None: nothing settles a tie at the cut, or there was a place
    for each. `runoff`: the last one that was about it, if there was one.
    """

    round: Round
    kept: bool | None
    runoff: Round | None = None


def said(workshop: Workshop, project: ProjectId) -> Said | None:
    """What the vote said of that project; None where no revealed vote held it."""
    rounds = _votes(workshop, project)
    votes = (one for one in rounds if project in one.items and one.options.runoff_of is None)
    asked = round_to_go_by(votes, workshop)
    if asked is None:
        return None
    found = Said(asked, _kept(asked, workshop, project))
    for one in rounds:
        if one.options.runoff_of == asked.id and one.ballots:
            asked = one
            if project in one.items:
                found = replace(found, kept=_kept(one, workshop, project), runoff=one)
    return found


def shown_to_room(workshop: Workshop, project: ProjectId) -> bool:
    """The room has been told how it voted on that project, in every vote that is revealed (§3.4)."""
    return all(shows(one, RevealStage.TOTALS) for one in _votes(workshop, project) if project in one.items)


def departs(workshop: Workshop, project: ProjectId) -> bool:
    """What was decided of the project is not what the vote said; never where one of the two says nothing."""
    told, keeps = said(workshop, project), keeps_it(workshop, project)
    return told is not None and None not in (told.kept, keeps) and told.kept is not keeps


def keeps_it(workshop: Workshop, project: ProjectId) -> bool | None:
    """Whether the project is retained, or merged into one that is; None as long as that is not decided."""
    last = final_decision(workshop, project)
    if last is None:
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


def _votes(workshop: Workshop, project: ProjectId) -> list[Round]:
    """The revealed rounds that rank, as far as there were any when the project was decided on."""
    decision = workshop.decisions.get(project)
    rounds = workshop.rounds if decision is None else workshop.rounds[: decision.rounds]
    return [one for one in rounds if one.way.rule and not is_blind(one)]


def _kept(round: Round, workshop: Workshop, item: str) -> bool | None:
    if round.options.runoff_of is None and keeps_all(round.items, workshop):
        return None
    if round.by_dots:
        return kept(round, workshop)[item]
    ranks = {one.item: one.rank for one in result(round).places}
    level = sum(rank == ranks[item] for rank in ranks.values())
    above, places = ranks[item] - 1, keep(round, workshop)
    return None if above < places < above + level else above < places
