"""Vote and decision: nothing that tells what people chose before the reveal (R-12)."""

import random
from collections import Counter

from facilitation.model import AreaId, Decision, Outcome, Project, Round, StepKind, StepState
from facilitation.tallies.narrowing import Fate, final_decision, narrowing
from facilitation.tallies.votes import is_blind
from locales import number
from reports.labels import how_to, ladder
from reports.projection import revealing
from reports.projection.room import Room, Scene, card, figure, notice, section, words
from reports.tables.verdicts import departure_in_room

SYMBOL_BLIND = "■"


def vote(room: Room) -> Scene:
    """The turnout while it runs, the results once they are revealed."""
    current = room.workshop.round
    if current is None:
        return {"heading": words(room.say("projector.vote.soon"))}
    return _blind(room, current) if is_blind(current) else revealing.result(room, current)


def _blind(room: Room, current: Round) -> Scene:
    """The ballots are counted, their marks are not even read here; the order is drawn (R-13)."""
    closed = current.state is not StepState.OPEN
    shuffled = list(current.items)
    random.Random(current.seed).shuffle(shuffled)
    scene: Scene = {
        "heading": words(room.say("projector.vote.closed" if closed else "projector.vote.open")),
        "figures": [revealing.ballots(room, current)],
        "lead": [
            *revealing.asking(room, current),
            *(words(one) for one in _how_to(room, current) if not closed),
        ],
    }
    if closed:
        blind = notice(SYMBOL_BLIND, room.say("projector.vote.blind"))
        return scene | {"notice": blind, "cover": True}
    return scene | {"sections": [section(None, [card(room.item(item)) for item in shuffled])]}


def _how_to(room: Room, current: Round) -> list[str]:
    """How one votes and, before anybody knows who would gain by it, what settles a tie (R-16)."""
    runoff = current.options.runoff_of is not None
    invited = [room.say("projector.vote.invited", n=len(current.voters))] if current.voters else []
    settles = ladder(current.method, runoff)
    first = [*invited, *([room.say("projector.vote.runoff")] if runoff else [])]
    return [*first, how_to(current, room.language), *([room.say(settles)] if settles else [])]


def funnel(room: Room) -> list[Scene]:
    """How many became few: 58 ideas, 8 projects, 3 areas; with the notes in front when twins were merged."""
    counted = narrowing(room.workshop)
    steps = [("ideas", counted.ideas), ("projects", counted.projects), ("areas", counted.areas)]
    if counted.notes != counted.ideas:
        steps.insert(0, ("notes", counted.notes))
    return [
        figure(number(room.language, count), room.say(f"projector.funnel.{name}", n=count))
        for name, count in steps
    ]


def film(room: Room) -> str:
    """Where the screen finds how the figure came about, to be played when it is asked for."""
    return f"/files/{room.code}/lapse?lang={room.language}"


def decision(room: Room) -> Scene:
    """The funnel, then each area with its projects, then what goes elsewhere and why."""
    areas = [_area(room, area) for area in room.workshop.areas]
    return {
        "heading": words(room.say("projector.decision.heading")),
        "figures": funnel(room),
        "film": film(room),
        "arrows": True,
        "cover": True,
        "sections": [*areas, *_elsewhere(room)],
    }


def _area(room: Room, area: AreaId) -> Scene:
    counted = narrowing(room.workshop)
    inside = [one for one in counted.courses if one.fate is Fate.RETAINED and one.area == area]
    heads = Counter(one.joined or one.project for one in inside)
    cards = [
        card(
            room.titled(project.title_fr, project.title_en),
            *_apart(room, project),
            big=number(room.language, count := heads[project.id]),
            unit=room.say("projector.ideas.count", n=count),
        )
        for project in room.workshop.standing_projects()
        if heads[project.id]
    ]
    if loose := heads[None]:
        cards.append(card(words(room.say("projector.decision.loose", n=loose))))
    empty = [card(words(room.say("projector.decision.empty")))]
    return section(room.area(area), cards or empty)


def _apart(room: Room, project: Project) -> list[Scene]:
    """Why a project is kept that the vote did not keep, and what the vote said."""
    one = room.workshop.decisions.get(project.id)
    told = departure_in_room(room.workshop, one, room.language) if one else ""
    return [words(one.sentence), words(told)] if one and told else []


def _elsewhere(room: Room) -> list[Scene]:
    """The projects that are referred or set aside, and those that were merged into them."""
    decisions = room.workshop.decisions
    cards = [
        _sent(room, decisions[project.id])
        for project in room.workshop.standing_projects()
        if (final := final_decision(room.workshop, project.id))
        and final.outcome in (Outcome.REFERRED, Outcome.PARKED)
    ]
    return [section(words(room.say("projector.decision.elsewhere")), cards)] if cards else []


def _sent(room: Room, one: Decision) -> Scene:
    """The same as at the end of the vote; the sentence only where the decision departs from the vote."""
    whole = revealing.decided(room, one)
    told = departure_in_room(room.workshop, one, room.language)
    return whole if told else {**whole, "texts": whole["texts"][:1]}


SCENES = {StepKind.VOTE: vote, StepKind.DECISION: decision}
