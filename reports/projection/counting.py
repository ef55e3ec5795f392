"""The time left for the question, as every screen counts it from the server's time."""

from datetime import datetime

from facilitation.model import Workshop
from locales import Language, sentence
from reports.projection.scenery import Scene

WORDS = ("left", "over", "held")


def timer(workshop: Workshop, language: Language, now: datetime) -> Scene | None:
    """When it ends (None: it stands still) and what is left, in milliseconds, with the server's time."""
    counted = workshop.timer
    if counted is None:
        return None
    return {
        "now": milliseconds(now),
        "end": milliseconds(counted.end) if counted.end else None,
        "left": round(1000 * counted.left(now)),
        "words": {name: sentence(language, f"projector.timer.{name}") for name in WORDS},
    }


def milliseconds(moment: datetime) -> int:
    """A moment as scripts count time."""
    return int(moment.timestamp() * 1000)
