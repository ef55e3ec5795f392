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
from reports.projection.room import Room, Scene, figure, notice, words

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
    room = Room(shown, language, address, code, now, live and not paused)
    scene = _masked(room) if shown.masked else _pause(room) if paused else _step(room)
    state: Scene = {"masked": shown.masked, "frozen": workshop.frozen is not None}
    if state["frozen"]:
        state["beyond"] = EMPTY["beyond"]  # what stays as it is asks for nothing
    return {**EMPTY, **_frame(room), **scene, **state}


def _step(room: Room) -> Scene:
    """The scene of the current step; while it is open, what the room is told comes under its title."""
    scene = _SCENES[room.step](room)
    told = room.workshop.instructions.get(room.step)
    if told is None or room.state is not StepState.OPEN:
        return scene
    return scene | {"lead": [room.titled(told.fr, told.en), *scene.get("lead", [])]}


def _masked(room: Room) -> Scene:
    """The question alone, as if nothing else had ever been there."""
    framing = room.workshop.framing
    return {"heading": room.titled(framing.question_fr, framing.question_en) if framing else words("")}


def _pause(room: Room) -> Scene:
    """The pause sign; a vote that is paused still says how many have voted."""
    voting = room.step is StepKind.VOTE
    current = room.workshop.round if voting else None
    return {
        "heading": words(room.say("projector.pause")),
        "notice": notice(
            SYMBOL_PAUSE, room.say("projector.pause.vote" if voting else "projector.pause.text")
        ),
        "figures": [revealing.ballots(room, current)] if current else [figure(SYMBOL_PAUSE, "")],
        "cover": True,
    }


def _frame(room: Room) -> Scene:
    framing = room.workshop.framing
    return {
        "screen": _screen(room),
        "language": room.language,
        "other": next(one for one in LANGUAGES if one != room.language),
        "timer": None if room.workshop.masked else counting.timer(room.workshop, room.language, room.now),
        "step": room.say(f"step.name.{room.step.value}"),
        "strip": {
            "title": framing.spoken(room.language).title if framing else "",
            "code": _code(room),
            "people": gathering.people(room),
        },
        "words": {
            "next": room.say("projector.next"),
            "previous": room.say("projector.previous"),
            "page": room.say("projector.page", page="{page}", pages="{pages}"),
            "film": room.say("projector.film"),
            "other": room.say("projector.other_language"),
            "continued": room.say("projector.continued"),
        },
    }


def _code(room: Room) -> str:
    """The way in for latecomers, unless the door is closed or the workshop over."""
    if room.workshop.archived:
        return room.say("projector.strip.ended")
    if room.workshop.arrivals_closed:
        return room.say("projector.strip.closed")
    return room.say("projector.strip.code", code=shown_code(room.code))


def _screen(room: Room) -> str:
    """Names the screen: another name turns back to the first page."""
    pitch = room.workshop.pitch
    parts = [room.step.value, room.state.value, str(len(room.workshop.rounds))]
    if room.step is StepKind.VOTE and room.workshop.round is not None:
        parts.append(room.workshop.round.stage or "whole")
    if room.step is StepKind.HATS and pitch is not None:
        parts += [pitch.subject, "comments" if pitch.commenting else "pitch"]
    return ".".join(parts)
