"""The vote and the decision in words, side by side: what the one said, where the other departs from it."""

from facilitation.model import Decision, Method, ProjectId, Workshop
from facilitation.tallies.departing import departs, said, shown_to_room
from locales import Language, sentence
from reports.labels import outcome_name
from reports.tables import marks


def vote_said(workshop: Workshop, project: ProjectId, language: Language) -> str:
    """«Le vote le gardait : rang 2, 12 points, 9 personnes.»; nothing where no revealed vote held it."""
    told = said(workshop, project)
    if told is None:
        return ""
    verdict = {True: "kept", False: "dropped", None: "open"}[told.kept]
    first, again = told.standing, told.runoff
    counted = marks(language, first, told.method)
    whole = sentence(language, f"vote.said.{verdict}", rank=first.rank, marks=counted)
    if again is None:
        return whole
    counted = marks(language, again, Method.POINTS)
    return sentence(language, "vote.said.runoff", said=whole, rank=again.rank, marks=counted)


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
