"""The vote and the decision in words, side by side: what the one said, where the other departs from it."""

from facilitation.model import Decision, ProjectId, Round, Workshop
from facilitation.tallies.departing import departs, said, shown_to_room
from facilitation.tallies.runoff import by_kinds
from facilitation.tallies.solidity import keeps_all
from facilitation.tallies.votes import profile, result, standings
from facilitation.voting import Reading
from facilitation.voting.judgment import gauge
from facilitation.voting.ranking import borda
from locales import Language, sentence
from reports.labels import borda_points, outcome_name
from reports.tables.marks import majority_mention
from reports.tables.tables import marks


def vote_said(workshop: Workshop, project: ProjectId, language: Language) -> str:
    """«Le vote le gardait : rang 2, 12 points, 9 personnes.»; nothing where no revealed vote held it."""
    told = said(workshop, project)
    if told is None:
        return ""
    undecided = "placed" if keeps_all(told.round.items, workshop) else "open"
    verdict = {True: "kept", False: "dropped", None: undecided}[told.kept]
    rank, counted = _stood(told.round, project, language)
    whole = sentence(language, f"vote.said.{verdict}", rank=rank, marks=counted)
    if _settled_by_kinds(workshop, told.round, project):
        whole = sentence(language, "vote.said.kinds", said=whole)
    if told.runoff is None:
        return whole
    rank, counted = _stood(told.runoff, project, language)
    return sentence(language, "vote.said.runoff", said=whole, rank=rank, marks=counted)


def _settled_by_kinds(workshop: Workshop, round: Round, project: ProjectId) -> bool:
    """Others have as many dots and people as it, and only the number of kinds tells which of them is kept."""
    apart = by_kinds(round, workshop) if round.by_dots else None
    return apart is not None and any(project in items for items in apart)


def _stood(round: Round, project: ProjectId, language: Language) -> tuple[int, str]:
    """Its rank, and what that round counts: dots and people, the majority mention, or Borda's sum."""
    match round.way.reading:
        case Reading.DOTS:
            own = next(one for one in standings(round) if one.item == project)
            return own.rank, marks(language, own, round.method)
        case Reading.JUDGMENT:
            return _rank(round, project), majority_mention(round, gauge(profile(round), project), language)
        case Reading.ORDER:
            sums = {one.item: float(one.score[0]) for one in borda(profile(round)).places}
            return _rank(round, project), borda_points(sums[project], language)
        case Reading.MEDIANS | Reading.QUADRANTS:
            raise ValueError(f"nothing is ranked in round {round.id}")


def _rank(round: Round, project: ProjectId) -> int:
    return next(one.rank for one in result(round).places if one.item == project)


def departure(workshop: Workshop, decision: Decision, language: Language) -> str:
    """What the vote said and what was decided instead; nothing where they say the same."""
    if not departs(workshop, decision.project):
        return ""
    outcome = outcome_name(workshop, decision, language)
    told = vote_said(workshop, decision.project, language)
    return sentence(language, "vote.departs", said=told, outcome=outcome[:1].lower() + outcome[1:])


def departure_in_room(workshop: Workshop, decision: Decision, language: Language) -> str:
    """The same for phones and the room's screen: nothing before the room has been shown how it voted."""
    shown = shown_to_room(workshop, decision.project)
    return departure(workshop, decision, language) if shown else ""
