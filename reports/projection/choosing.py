"""Vote and decision: nothing that tells what people chose before the reveal (R-12)."""

import random

from facilitation.model import AreaId, Method, Outcome, Round, StepKind, StepState, Workshop
from facilitation.tallies.narrowing import Fate, narrowing
from facilitation.tallies.votes import Standing, quorum, standings, turnout
from locales import number
from reports.projection.room import Room, Scene, card, figure, notice, section, words

SYMBOL_INDICATIVE = "≈"
SYMBOL_BLIND = "■"


def vote(room: Room) -> Scene:
    """Who has voted while it runs, the results once they are revealed."""
    current = room.workshop.round
    if current is None:
        return {"heading": words(room.say("projector.vote.soon"))}
    return _revealed(room, current) if current.state is StepState.REVEALED else _blind(room, current)


def _blind(room: Room, current: Round) -> Scene:
    """The ballots are counted, their marks are not even read here; the order is drawn (R-13)."""
    closed = current.state is not StepState.OPEN
    shuffled = list(current.items)
    random.Random(current.seed).shuffle(shuffled)
    scene: Scene = {
        "heading": words(room.say("projector.vote.closed" if closed else "projector.vote.open")),
        "figures": [ballots(room, current)],
        "lead": [] if closed else [words(_how_to(room, current))],
    }
    if closed:
        blind = notice(SYMBOL_BLIND, room.say("projector.vote.blind"))
        return scene | {"notice": blind, "cover": True}
    return scene | {"sections": [section(None, [card(room.item(item)) for item in shuffled])]}


def _how_to(room: Room, current: Round) -> str:
    if current.method is Method.POINTS:
        return room.say("projector.vote.points", n=current.dots, cap=current.cap)
    return room.say(f"projector.vote.{current.method.value}")


def ballots(room: Room, current: Round) -> Scene:
    """How many ballots, of how many people."""
    counted = turnout(current, room.workshop)
    return figure(
        number(room.language, counted.ballots),
        room.say("projector.vote.ballots", n=counted.ballots, present=counted.present),
    )


def _revealed(room: Room, current: Round) -> Scene:
    scene: Scene = {
        "heading": words(room.say("projector.vote.results")),
        "lead": [words(room.say("projector.vote.turnout", **_turnout(current, room.workshop)))],
        "notice": _indicative(room, current),
    }
    if current.method is not Method.POINTS:
        return scene | {"sections": [section(None, [card(room.item(item)) for item in current.items])]}
    ranking = standings(current)
    return scene | {"sections": [section(None, [_bar(room, ranking, one) for one in ranking], columns=1)]}


def _turnout(current: Round, workshop: Workshop) -> dict[str, int]:
    counted = turnout(current, workshop)
    return {"n": counted.ballots, "present": counted.present}


def _bar(room: Room, ranking: tuple[Standing, ...], one: Standing) -> Scene:
    tied = sum(other.rank == one.rank for other in ranking) > 1
    rank = room.say("projector.vote.tied" if tied else "projector.vote.rank", rank=one.rank)
    dots = room.say("projector.vote.dots", n=one.dots)
    voters = room.say("projector.vote.voters", n=one.voters)
    bar = {
        "value": one.dots,
        "most": max(other.dots for other in ranking),
        "label": f"{dots}, {voters}",
    }
    return card(room.item(one.item), bar=bar, rank=rank)


def _indicative(room: Room, current: Round) -> Scene | None:
    """Why a result is only indicative, in plain words; None when the quorum is reached."""
    found = quorum(current, room.workshop)
    if found.reached:
        return None
    counted = turnout(current, room.workshop)
    reasons = []
    if 2 * counted.ballots < counted.present:
        reasons.append(room.say("projector.indicative.few", ballots=counted.ballots, present=counted.present))
    if found.missing_kinds:
        kinds = ", ".join(room.kind(code) for code in found.missing_kinds)
        reasons.append(room.say("projector.indicative.kinds", kinds=kinds))
    return notice(SYMBOL_INDICATIVE, room.say("projector.indicative", reason=" ".join(reasons)), "strong")


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


def decision(room: Room) -> Scene:
    """The funnel, then each area with its projects, then what goes elsewhere and why."""
    areas = [_area(room, area) for area in room.workshop.areas]
    return {
        "heading": words(room.say("projector.decision.heading")),
        "figures": funnel(room),
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
