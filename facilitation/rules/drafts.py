"""What a machine may do on the board, and only that: propose, place what has just arrived, draw the map.

It never touches an idea that a person has placed, nor a group that a person has named (`tallies.board`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import (
    DraftAccepted,
    DraftUndone,
    EncoderChosen,
    GroupDrafted,
    IdeaJoined,
    MapDrawn,
    MapExtended,
    WordsIgnored,
)
from facilitation.model import GroupId, NoteId, NoteStatus, Point, Workshop
from facilitation.rights import Facilitator
from facilitation.tallies.board import held, movable
from facilitation.text import tidy

MOST_WORDS = 50
LONGEST_WORD = 40
LONGEST_SETTING = 200


@dataclass(frozen=True, slots=True)
class DraftedGroup:
    """One group of a draft: the group it goes on with, or None for a new one, and the ideas it takes in.

    An empty title says that the machine found none: the group is then called by its letter.
    """

    group: GroupId | None
    title_fr: str
    title_en: str
    terms: tuple[str, ...]
    ideas: tuple[NoteId, ...]


def accept_draft(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    groups: tuple[DraftedGroup, ...],
    encoder: str,
    encoder_version: str,
    seed: int,
    parameters: Mapping[str, str | int | float],
    loose: tuple[NoteId, ...] = (),
) -> tuple[DraftAccepted]:
    """Puts a draft, or the part of it that was accepted, on the board; what people have placed stays.

    Refuses a draft that would change nothing any more.
    """
    conditions.board_open(workshop)
    free = {note.id: note.group for note in movable(workshop)}
    theirs = held(workshop)
    standing = [one for one in groups if one.group is None or _open(workshop, one.group, theirs)]
    kept = [(one, tuple(i for i in one.ideas if i in free and _elsewhere(free[i], one))) for one in standing]
    moving = [(one, ideas) for one, ideas in kept if ideas]
    put_aside = tuple(idea for idea in loose if free.get(idea) is not None)
    if not moving and not put_aside:
        raise RuleError("draft.nothing_left")
    drafted = _numbered(len(workshop.groups), moving)
    return (DraftAccepted(encoder, encoder_version, seed, dict(parameters), drafted, put_aside),)


def undo_draft(workshop: Workshop, at: datetime, *, by: Facilitator) -> tuple[DraftUndone]:
    """Takes the latest accepted draft back; what people have placed, merged or named since stays."""
    conditions.board_open(workshop)
    places = taken_back(workshop)
    if not places:
        raise RuleError("draft.nothing_to_undo")
    return (DraftUndone(places),)


def taken_back(workshop: Workshop) -> dict[NoteId, GroupId | None]:
    """Where ideas would return to without the latest accepted draft of which something is left, if any."""
    free = {note.id: note.group for note in movable(workshop)}
    for last in reversed(workshop.regroupings):
        places = {
            idea: group if group is None or not workshop.groups[group].removed else None
            for idea, group in last.before.items()
            if idea in free and free[idea] == last.after[idea]
        }
        if places:
            return places
    return {}


def join_group(
    workshop: Workshop, at: datetime, *, idea: NoteId, group: GroupId, encoder: str, encoder_version: str
) -> tuple[IdeaJoined, ...]:
    """An idea that arrived after that group was made stands with it, if no person holds either of them.

    An idea that was there before the group stays where it is: a card never moves without a click.
    """
    conditions.board_open(workshop)
    note, found = workshop.notes.get(idea), workshop.groups.get(group)
    if note is None or found is None or found.since is None or note.at < found.since:
        return ()
    if note.group is not None or note not in movable(workshop) or group in held(workshop):
        return ()
    return (IdeaJoined(idea, group, encoder, encoder_version),)


def ignore_words(
    workshop: Workshop, at: datetime, *, by: Facilitator, words: tuple[str, ...]
) -> tuple[WordsIgnored]:
    """The words that grouping and names leave out in this workshop, instead of those before."""
    conditions.active(workshop)
    cleaned = tuple(dict.fromkeys(word for word in (tidy(one) for one in words) if word))
    if len(cleaned) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in cleaned):
        raise RuleError("draft.words", most=MOST_WORDS, longest=LONGEST_WORD)
    return (WordsIgnored(cleaned),)


def choose_encoder(
    workshop: Workshop, at: datetime, *, by: Facilitator, setting: str
) -> tuple[EncoderChosen]:
    """What turns this workshop's ideas into vectors from now on; empty: what the installation uses."""
    conditions.active(workshop)
    if len(setting) > LONGEST_SETTING:
        raise RuleError("draft.encoder")
    return (EncoderChosen(tidy(setting)),)


def draw_map(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    points: Mapping[NoteId, Point],
    encoder: str,
    encoder_version: str,
    seed: int,
    parameters: Mapping[str, str | int | float],
) -> tuple[MapDrawn]:
    """The map of ideas for the room, as drawn now."""
    conditions.active(workshop)
    return (MapDrawn(encoder, encoder_version, seed, dict(parameters), _known(workshop, points)),)


def extend_map(
    workshop: Workshop, at: datetime, *, points: Mapping[NoteId, Point]
) -> tuple[MapExtended, ...]:
    """Places on the map that was drawn for ideas that have none yet."""
    conditions.active(workshop)
    new = {idea: point for idea, point in _known(workshop, points).items() if idea not in workshop.places}
    return (MapExtended(new),) if new and workshop.places else ()


def _open(workshop: Workshop, group: GroupId, theirs: frozenset[GroupId]) -> bool:
    return group in workshop.groups and group not in theirs


def _elsewhere(now: GroupId | None, one: DraftedGroup) -> bool:
    return one.group is None or now != one.group


def _numbered(made: int, moving: list[tuple[DraftedGroup, tuple[NoteId, ...]]]) -> tuple[GroupDrafted, ...]:
    drafted = []
    for one, ideas in moving:
        made += one.group is None
        id = one.group or GroupId(f"G{made}")
        drafted.append(GroupDrafted(id, one.title_fr, one.title_en, one.terms, ideas))
    return tuple(drafted)


def _known(workshop: Workshop, points: Mapping[NoteId, Point]) -> dict[NoteId, Point]:
    on_board = {note.id for note in workshop.ideas() if note.status is NoteStatus.VISIBLE}
    return {idea: point for idea, point in points.items() if idea in on_board}
