"""Vote and decision: nothing that tells what people chose before the reveal (R-12)."""

import random
from collections import Counter

from facilitation.model import AreaId, Decision, Outcome, Project, Round, StepKind, StepState
from facilitation.tallies.narrowing import Fate, final_decision, narrowing
from facilitation.tallies.votes import is_blind
from locales import number
from reports.labels import how_to, ladder
from reports.projection import revealing
from reports.projection.scenery import Scene, Scenery, card, figure, notice, section, words
from reports.tables.verdicts import departure_in_room

SYMBOL_BLIND = "■"


def vote(scenery: Scenery) -> Scene:
    """The turnout while it runs, the results once they are revealed."""
    current = scenery.workshop.round
    if current is None:
        return {"heading": words(scenery.say("projector.vote.soon"))}
    return _blind(scenery, current) if is_blind(current) else revealing.result(scenery, current)


def _blind(scenery: Scenery, current: Round) -> Scene:
    """The ballots are counted, their marks are not even read here; the order is drawn (R-13)."""
    closed = current.state is not StepState.OPEN
    shuffled = list(current.items)
    random.Random(current.seed).shuffle(shuffled)
    scene: Scene = {
        "heading": words(scenery.say("projector.vote.closed" if closed else "projector.vote.open")),
        "figures": [revealing.ballots(scenery, current)],
        "lead": [
            *revealing.asking(scenery, current),
            *(words(one) for one in _how_to(scenery, current) if not closed),
        ],
    }
    if closed:
        blind = notice(SYMBOL_BLIND, scenery.say("projector.vote.blind"))
        return scene | {"notice": blind, "cover": True}
    return scene | {"sections": [section(None, [card(scenery.item(item)) for item in shuffled])]}


def _how_to(scenery: Scenery, current: Round) -> list[str]:
    """How one votes and, before anybody knows who would gain by it, what settles a tie (R-16)."""
    runoff = current.options.runoff_of is not None
    invited = [scenery.say("projector.vote.invited", n=len(current.voters))] if current.voters else []
    settles = ladder(current.method, runoff)
    first = [*invited, *([scenery.say("projector.vote.runoff")] if runoff else [])]
    return [*first, how_to(current, scenery.language), *([scenery.say(settles)] if settles else [])]


def funnel(scenery: Scenery) -> list[Scene]:
    """How many became few: 58 ideas, 8 projects, 3 areas; with the notes in front when twins were merged."""
    counted = narrowing(scenery.workshop)
    steps = [("ideas", counted.ideas), ("projects", counted.projects), ("areas", counted.areas)]
    if counted.notes != counted.ideas:
        steps.insert(0, ("notes", counted.notes))
    return [
        figure(number(scenery.language, count), scenery.say(f"projector.funnel.{name}", n=count))
        for name, count in steps
    ]


def film(scenery: Scenery) -> str:
    """Where the screen finds how the figure came about, to be played when it is asked for."""
    return f"/files/{scenery.code}/lapse?lang={scenery.language}"


def decision(scenery: Scenery) -> Scene:
    """The funnel, then each area with its projects, then what goes elsewhere and why."""
    areas = [_area(scenery, area) for area in scenery.workshop.areas]
    return {
        "heading": words(scenery.say("projector.decision.heading")),
        "figures": funnel(scenery),
        "film": film(scenery),
        "arrows": True,
        "cover": True,
        "sections": [*areas, *_elsewhere(scenery)],
    }


def _area(scenery: Scenery, area: AreaId) -> Scene:
    counted = narrowing(scenery.workshop)
    inside = [one for one in counted.courses if one.fate is Fate.RETAINED and one.area == area]
    heads = Counter(one.joined or one.project for one in inside)
    cards = [
        card(
            scenery.titled(project.title_fr, project.title_en),
            *_apart(scenery, project),
            big=number(scenery.language, count := heads[project.id]),
            unit=scenery.say("projector.ideas.count", n=count),
        )
        for project in scenery.workshop.standing_projects()
        if heads[project.id]
    ]
    if loose := heads[None]:
        cards.append(card(words(scenery.say("projector.decision.loose", n=loose))))
    empty = [card(words(scenery.say("projector.decision.empty")))]
    return section(scenery.area(area), cards or empty)


def _apart(scenery: Scenery, project: Project) -> list[Scene]:
    """Why a project is kept that the vote did not keep, and what the vote said."""
    one = scenery.workshop.decisions.get(project.id)
    told = departure_in_room(scenery.workshop, one, scenery.language) if one else ""
    return [words(one.sentence), words(told)] if one and told else []


def _elsewhere(scenery: Scenery) -> list[Scene]:
    """The projects that are referred or set aside, and those that were merged into them."""
    decisions = scenery.workshop.decisions
    cards = [
        _sent(scenery, decisions[project.id])
        for project in scenery.workshop.standing_projects()
        if (final := final_decision(scenery.workshop, project.id))
        and final.outcome in (Outcome.REFERRED, Outcome.PARKED)
    ]
    return [section(words(scenery.say("projector.decision.elsewhere")), cards)] if cards else []


def _sent(scenery: Scenery, one: Decision) -> Scene:
    """The same as at the end of the vote; the sentence only where the decision departs from the vote."""
    whole = revealing.decided(scenery, one)
    told = departure_in_room(scenery.workshop, one, scenery.language)
    return whole if told else {**whole, "texts": whole["texts"][:1]}


SCENES = {StepKind.VOTE: vote, StepKind.DECISION: decision}
