"""What the projector shows, as plain values: one dictionary, computed here and only drawn in the browser.

Masked and withdrawn notes, masked comments, and the marks of a vote before its reveal are never in it; on a
masked screen, only the question is.
"""

from datetime import datetime

from facilitation.model import StepKind, StepState, Workshop
from facilitation.rights import shown_code
from facilitation.tallies.projector import on_screen
from locales import LANGUAGES, Language
from reports.projection import choosing, counting, gathering, revealing, seating, teams
from reports.projection.scenery import Scene, Scenery, figure, notice, words

SYMBOL_PAUSE = "❚❚"

_SCENES = {**gathering.SCENES, **choosing.SCENES, **seating.SCENES, **teams.SCENES}
# What a scene says where it says nothing of its own.
EMPTY: Scene = {
    "heading": None,
    "lead": [],
    "figures": [],
    "arrows": False,
    "cover": False,
    "notice": None,
    "join": None,
    "clock": None,
    "timer": None,
    "film": "",
    "sections": [],
    "beyond": {"next": "", "previous": ""},
}


def projection(
    workshop: Workshop,
    language: Language,
    address: str | None,
    code: str,
    now: datetime,
    *,
    live: bool = False,
) -> Scene:
    """The screen of this moment; `address` None means that no phone can reach this computer.

    `live` shows the texts of issues and ideas while people still write; by default only counts are shown.
    """
    shown = on_screen(workshop)
    paused = shown.state(shown.current) is StepState.SUSPENDED
    scenery = Scenery(shown, language, address, code, now, live and not paused)
    scene = _masked(scenery) if shown.masked else _pause(scenery) if paused else _step(scenery)
    state: Scene = {"masked": shown.masked, "frozen": workshop.frozen is not None}
    if state["frozen"]:
        state["beyond"] = EMPTY["beyond"]  # what stays as it is asks for nothing
    return {**EMPTY, **_frame(scenery), **scene, **state}


def _step(scenery: Scenery) -> Scene:
    """The scene of the current step; while it is open, what the room is told comes under its title."""
    scene = _SCENES[scenery.step](scenery)
    told = scenery.workshop.instructions.get(scenery.step)
    if told is None or scenery.state is not StepState.OPEN:
        return scene
    return scene | {"lead": [scenery.titled(told.fr, told.en), *scene.get("lead", [])]}


def _masked(scenery: Scenery) -> Scene:
    """The question alone, as if nothing else had ever been there."""
    framing = scenery.workshop.framing
    return {"heading": scenery.titled(framing.question_fr, framing.question_en) if framing else words("")}


def _pause(scenery: Scenery) -> Scene:
    """The pause sign; a vote that is paused still says how many have voted."""
    voting = scenery.step is StepKind.VOTE
    current = scenery.workshop.round if voting else None
    return {
        "heading": words(scenery.say("projector.pause")),
        "notice": notice(
            SYMBOL_PAUSE, scenery.say("projector.pause.vote" if voting else "projector.pause.text")
        ),
        "figures": [revealing.ballots(scenery, current)] if current else [figure(SYMBOL_PAUSE, "")],
        "cover": True,
    }


def _frame(scenery: Scenery) -> Scene:
    framing = scenery.workshop.framing
    return {
        "screen": _screen(scenery),
        "language": scenery.language,
        "other": next(one for one in LANGUAGES if one != scenery.language),
        "timer": None
        if scenery.workshop.masked
        else counting.timer(scenery.workshop, scenery.language, scenery.now),
        "step": scenery.say(f"step.name.{scenery.step.value}"),
        "strip": {
            "title": framing.spoken(scenery.language).title if framing else "",
            "code": _code(scenery),
            "people": gathering.people(scenery),
        },
        "words": {
            "next": scenery.say("projector.next"),
            "previous": scenery.say("projector.previous"),
            "page": scenery.say("projector.page", page="{page}", pages="{pages}"),
            "film": scenery.say("projector.film"),
            "other": scenery.say("projector.other_language"),
            "continued": scenery.say("projector.continued"),
        },
    }


def _code(scenery: Scenery) -> str:
    """The way in for latecomers, unless the door is closed or the workshop over."""
    if scenery.workshop.archived:
        return scenery.say("projector.strip.ended")
    if scenery.workshop.arrivals_closed:
        return scenery.say("projector.strip.closed")
    return scenery.say("projector.strip.code", code=shown_code(scenery.code))


def _screen(scenery: Scenery) -> str:
    """Names the screen: another name turns back to the first page."""
    pitch = scenery.workshop.pitch
    parts = [scenery.step.value, scenery.state.value, str(len(scenery.workshop.rounds))]
    if scenery.step is StepKind.VOTE and scenery.workshop.round is not None:
        parts.append(scenery.workshop.round.stage or "whole")
    if scenery.step is StepKind.HATS and pitch is not None:
        parts += [pitch.subject, "comments" if pitch.commenting else "pitch"]
    return ".".join(parts)
