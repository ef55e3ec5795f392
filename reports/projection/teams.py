"""Pitches under the hats, and the closing."""

from facilitation.model import CellId, Comment, Hat, Pitch, StepKind, StepState
from facilitation.tallies.narrowing import Fate, narrowing
from locales import number
from reports.look import SIGNS
from reports.projection.choosing import film, funnel
from reports.projection.counting import milliseconds
from reports.projection.scenery import Scene, Scenery, Words, card, notice, section, words

PITCH_SECONDS = 300
SIGNALS = (
    (240, "projector.pitch.one_minute"),
    (270, "projector.pitch.thirty"),
    (300, "projector.pitch.over"),
)

ORDER = (Hat.WHITE, Hat.YELLOW, Hat.BLACK, Hat.GREEN, Hat.RED, Hat.BLUE)
FATES = (Fate.RETAINED, Fate.REFERRED, Fate.PARKED, Fate.OPEN)


def hats(scenery: Scenery) -> Scene:
    """The hats before the first pitch, the pitch with its clock, then the comments by hat."""
    pitch = scenery.workshop.pitch
    if pitch is None:
        return _hats_shown(scenery)
    return _comments(scenery, pitch) if pitch.commenting else _pitch(scenery, pitch)


def _hats_shown(scenery: Scenery) -> Scene:
    """Phones are spoken of only when they say the same: once the hats are dealt, while the step is open."""
    told = "projector.hats.lead" if scenery.workshop.hat_rounds else "projector.hats.undealt"
    cards = [card(words(scenery.say(f"hat.name.{hat.value}")), mark=mark(hat)) for hat in ORDER]
    return {
        "heading": words(scenery.say("projector.hats.heading")),
        "lead": [words(scenery.say(told))] if scenery.state is StepState.OPEN else [],
        "sections": [section(None, cards)],
    }


def _pitch(scenery: Scenery, pitch: Pitch) -> Scene:
    """The clock is the server's: the page is given its time and corrects its own."""
    return {
        "heading": scenery.item(pitch.subject),
        "lead": _area_of(scenery, pitch.subject),
        "clock": {
            "now": milliseconds(scenery.now),
            "started": milliseconds(pitch.started) if pitch.started else None,
            "seconds": PITCH_SECONDS,
            "ready": scenery.say("projector.pitch.ready"),
            "running": scenery.say("projector.pitch.running"),
            "signals": [{"at": at, "text": scenery.say(key)} for at, key in SIGNALS],
        },
    }


def _area_of(scenery: Scenery, subject: str) -> list[Words]:
    cell = scenery.workshop.cells.get(CellId(subject))
    return [scenery.area(cell.area)] if cell and cell.area else []


def _comments(scenery: Scenery, pitch: Pitch) -> Scene:
    """What was written, by the hat it speaks for; masked comments never leave the server."""
    shown = [
        one for one in scenery.workshop.comments.values() if one.subject == pitch.subject and not one.masked
    ]
    sections = [_hat_section(scenery, hat, [one for one in shown if one.hat_content is hat]) for hat in ORDER]
    filled = [one for one in sections if one["cards"]]
    waiting = notice("▸", scenery.say("projector.hats.none"))
    return {
        "heading": scenery.item(pitch.subject),
        "sections": filled,
        "notice": None if filled else waiting,
    }


def _hat_section(scenery: Scenery, hat: Hat, comments: list[Comment]) -> Scene:
    ordered = sorted(comments, key=lambda one: one.off_hat)
    cards = [
        card(
            None,
            words(one.text, one.language),
            tags=[scenery.say("projector.hats.off_hat")] if one.off_hat else [],
        )
        for one in ordered
    ]
    title = scenery.say("projector.hats.count", count=len(cards), hat=scenery.say(f"hat.name.{hat.value}"))
    return section(words(title), cards, mark=mark(hat))


def mark(hat: Hat) -> Scene:
    """How a hat looks: a symbol on its colour, with an edge that holds on any background."""
    sign = SIGNS[hat]
    return {"path": sign.path, "background": sign.ground, "ink": sign.ink, "edge": sign.edge}


def closing(scenery: Scenery) -> Scene:
    """Thanks, and what became of the ideas."""
    counted = narrowing(scenery.workshop)
    cards = [
        card(
            words(scenery.say(f"projector.fate.{fate.value}", n=counted.count(fate))),
            big=number(scenery.language, counted.count(fate)),
        )
        for fate in FATES
        if counted.count(fate)
    ]
    return {
        "heading": words(scenery.say("projector.closing.thanks")),
        "lead": [words(scenery.say("projector.closing.lead"))],
        "figures": funnel(scenery),
        "film": film(scenery),
        "arrows": True,
        "sections": [section(None, cards, columns=2 if len(cards) <= 2 else 4, tiles=True)] if cards else [],
    }


SCENES = {StepKind.HATS: hats, StepKind.CLOSING: closing}
