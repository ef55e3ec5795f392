"""How many became few, as a short film: the counts of the workshop at moments of its log."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from facilitation import events as e
from facilitation.model import NoteStatus, Workshop
from facilitation.replay import apply
from facilitation.tallies.narrowing import narrowing
from locales import Language, clock, day, number, sentence

MOST = 60  # frames: twelve seconds, five a second
# What can change a count; the film leaves out hours in which nothing does.
_COUNTED = (
    e.NoteSubmitted, e.NoteWithdrawn, e.NoteMasked, e.NoteRestored, e.DraftAccepted, e.DraftUndone,
    e.IdeaJoined, e.GroupRemoved, e.IdeaMoved, e.IdeasMerged, e.IdeaSeparated, e.BoardPutBack,
    e.ProjectDefined, e.ProjectWithdrawn, e.DecisionRecorded, e.ProjectPlaced, e.IdeaPlaced, e.IdeasReferred,
)  # fmt: skip


class Frame(NamedTuple):
    """How many there were at that moment."""

    at: datetime
    notes: int
    ideas: int
    groups: int
    projects: int
    areas: int


def frames(entries: Iterable[e.Entry], most: int = MOST) -> tuple[Frame, ...]:
    """At most that many frames, evenly over what happened rather than over the hours; the last is the end.

    No frame is like the one before.
    """
    log = tuple(entries)
    counted = [n for n, entry in enumerate(log) if isinstance(entry.event, _COUNTED)]
    shots = range(1, min(most, len(counted)) + 1)
    picked = {counted[len(counted) * shot // len(shots) - 1] for shot in shots}
    workshop, film = Workshop(), list[Frame]()
    for n, entry in enumerate(log):
        workshop = apply(workshop, entry)
        if n in picked:
            film.append(_frame(workshop, entry.at))
    return tuple(one for n, one in enumerate(film) if n == 0 or one[1:] != film[n - 1][1:])


def _frame(workshop: Workshop, at: datetime) -> Frame:
    few = narrowing(workshop)
    ideas = [note for note in workshop.ideas() if note.status is NoteStatus.VISIBLE]
    groups = {note.group for note in ideas if note.group is not None}
    return Frame(at, few.notes, few.ideas, len(groups), few.projects, few.areas)


def film(entries: Iterable[e.Entry], language: Language) -> bytes:
    """The frames as a screen shows them: when, and each count with its word; JSON."""
    shot = frames(entries)
    one_day = len({frame.at.astimezone().date() for frame in shot}) == 1
    merged = bool(shot) and shot[-1].notes != shot[-1].ideas
    return msgspec.json.encode([_spoken(frame, language, merged, one_day) for frame in shot])


def _spoken(frame: Frame, language: Language, merged: bool, one_day: bool) -> dict[str, Any]:
    local = frame.at.astimezone()
    names = ["notes"] * merged + ["ideas", "projects" if frame.projects else "groups", "areas"]
    hour = clock(language, local)
    counts = [(name, getattr(frame, name)) for name in names]
    return {
        "when": hour if one_day else f"{day(language, local)}, {hour}",
        "levels": [
            {"n": n, "value": number(language, n), "label": sentence(language, f"projector.funnel.{name}", n)}
            for name, n in counts
        ],
    }
