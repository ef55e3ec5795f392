"""Vote and decision: nothing that tells what people chose before the reveal (R-12)."""

import random

from facilitation.model import AreaId, Outcome, Round, StepKind, StepState
from facilitation.tallies.narrowing import Fate, narrowing
from facilitation.tallies.votes import is_blind
from locales import number
from reports.projection import revealing
from reports.projection.room import Room, Scene, card, figure, notice, section, words

SYMBOL_BLIND = "■"


def vote(room: Room) -> Scene:
    """Who has voted while it runs, the results once they are revealed."""
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
        "lead": revealing.asked(room, current) + [words(one) for one in _how_to(room, current) if not closed],
    }
    if closed:
        blind = notice(SYMBOL_BLIND, room.say("projector.vote.blind"))
        return scene | {"notice": blind, "cover": True}
    return scene | {"sections": [section(None, [card(room.item(item)) for item in shuffled])]}


def _how_to(room: Room, current: Round) -> list[str]:
    """How one votes and, before anybody knows who would gain by it, what settles a tie (R-16)."""
    if not current.by_dots:
        return [room.say(f"projector.vote.{current.method.value}")]
    name = "approval" if current.approving else current.method.value
    how = room.say(f"projector.vote.{name}", n=current.dots, cap=current.cap)
    if current.options.runoff_of:
        return [room.say("projector.vote.runoff"), how, room.say("vote.ladder.runoff")]
    return [how, room.say("vote.ladder")]


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
    projects = [p for p in room.workshop.standing_projects() if any(one.project == p.id for one in inside)]
    cards = [
        card(
            room.titled(project.title_fr, project.title_en),
            big=number(room.language, count := sum(one.project == project.id for one in inside)),
            unit=room.say("projector.ideas.count", n=count),
        )
        for project in projects
    ]
    if loose := sum(one.project is None for one in inside):
        cards.append(card(words(room.say("projector.decision.loose", n=loose))))
    empty = [card(words(room.say("projector.decision.empty")))]
    return section(room.area(area), cards or empty)


def _elsewhere(room: Room) -> list[Scene]:
    decided = room.workshop.decisions.values()
    cards = [
        card(
            room.item(one.project),
            words(room.say(f"reason.{one.reason_code.value}") if one.reason_code else ""),
            tags=[room.say(f"outcome.{one.outcome.value}")],
        )
        for one in decided
        if one.outcome in (Outcome.REFERRED, Outcome.PARKED)
        and not room.workshop.projects[one.project].withdrawn
    ]
    return [section(words(room.say("projector.decision.elsewhere")), cards)] if cards else []


SCENES = {StepKind.VOTE: vote, StepKind.DECISION: decision}
