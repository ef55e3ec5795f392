"""What an entry of a foreign log speaks of must exist: found by the types of its fields.

The rules guarantee this for logs of our own; an archive may come from anywhere, and a screen that
meets an idea which is nowhere would fail long after the import.
"""

from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from facilitation import events as e
from facilitation import model as m
from facilitation.agendas import INSTRUCTION_LIMIT, LIMIT
from facilitation.tallies.narrowing import merged_into
from facilitation.tallies.votes import is_blind

BIG = 2**63

_KNOWN: Mapping[object, Callable[[m.Workshop], Container[object]]] = {
    m.ParticipantId: lambda w: w.participants,
    m.NoteId: lambda w: w.notes,
    m.GroupId: lambda w: w.groups,
    m.ProjectId: lambda w: w.projects,
    m.AreaId: lambda w: w.areas,
    m.CellId: lambda w: w.cells,
    m.CommentId: lambda w: w.comments,
    m.ReferralId: lambda w: w.referrals,
    m.RoundId: lambda w: {one.id for one in w.rounds},
}
# A revealed vote keeps the voices of those who were removed since; and who was removed may come back.
_OF_THE_REMOVED = (e.ConcernMasked, e.ConcernUnmasked, e.PeopleRestored)
# The one field of an event that brings a new id into the workshop.
_BRINGS: Mapping[type, str] = {
    e.ParticipantCheckedIn: "participant",
    e.NoteSubmitted: "note",
    e.GroupDrafted: "group",
    e.GroupCreated: "group",
    e.ProjectDefined: "project",
    e.RoundOpened: "round",
    e.AreaDefined: "area",
    e.CellDefined: "cell",
    e.HatCommented: "comment",
    e.IdeasReferred: "referral",
}


def refers_to_known(workshop: m.Workshop, event: e.Event) -> bool:
    """Whether everything that the event names exists in the workshop, and its numbers are of this world."""
    for type_, value in _leaves(type(event), event):
        if isinstance(value, int) and abs(value) >= BIG:
            return False
        if type_ is m.ParticipantId and isinstance(event, _OF_THE_REMOVED):
            continue  # `_is_consistent` looks where they may be
        if type_ in _KNOWN and value not in _KNOWN[type_](workshop):
            return False
    return _is_consistent(workshop, event)


def _is_consistent(workshop: m.Workshop, event: e.Event) -> bool:
    """What the types cannot say: items and subjects are plain strings, and order matters."""
    match event:
        case e.WorkshopFramed() | e.WorkshopArchived():
            return True
        case _ if workshop.framing is None:
            return False
        case e.ParticipantCheckedIn(participant, kind, language=language):
            known = kind is None or workshop.framing.kind(kind) is not None
            return known and language in ("fr", "en") and participant not in workshop.removed
        case e.PeopleRestored(people):
            return all(one in workshop.removed for one in people)
        case e.MapDrawn(points=points) | e.MapExtended(points):
            return all(0 <= one <= 1 for point in points.values() for one in point)
        case e.RoundOpened(items=items):
            return all(_is_item(workshop, item) for item in items)
        case e.BallotCast(round=id, marks=marks):
            return _voted_on(workshop, id, marks)
        case e.RatingCast(round=id, impacts=impacts, efforts=efforts):
            return _voted_on(workshop, id, (*impacts, *efforts))
        case e.ConcernVoiced(round=id, item=item):
            return _voted_on(workshop, id, (item,))
        case e.ConcernMasked(id, participant) | e.ConcernUnmasked(id, participant):
            return any(one.id == id and participant in one.concerns for one in workshop.rounds)
        case e.DecisionRecorded(project=project, into=into) if into is not None:
            return project not in (into, *merged_into(workshop, into))
        case e.RoundCancelled(id):
            return _awaits(workshop, id)
        case e.QuorumWaived(id):
            return _awaits(workshop, id)
        case e.TermsAnnounced(id, options):
            known = all(workshop.framing.kind(code) for code in options.essential or ())
            return _awaits(workshop, id) and known
        case e.IdeasMerged(lead=lead, merged=merged):
            alone = all(workshop.notes[one].merged_into is None for one in (lead, *merged))
            return alone and lead not in merged
        case e.BoardPutBack(part):
            return _leads_somewhere(workshop, part)
        case e.HatTaken(s) | e.PitchCalled(s) | e.PitchStarted(s) | e.CommentsOpened(s):
            return s in workshop.hat_rounds
        case e.HatCommented(subject=s):
            return s in workshop.hat_rounds
        case e.HatsDealt(subject=subject):
            return subject in workshop.cells or subject in workshop.projects
        case e.MembershipAnswered(participant=participant):
            return participant in workshop.memberships
        case e.StepsPlanned(minutes):
            return all(0 < one <= LIMIT for one in minutes.values())
        case e.StepInstructed(fr=fr, en=en):
            return max(len(fr), len(en)) <= INSTRUCTION_LIMIT
        case _:
            return True


def _leads_somewhere(workshop: m.Workshop, part: m.BoardPart) -> bool:
    """No idea would be merged into itself, over however many others."""
    into = {id: note.merged_into for id, note in workshop.notes.items()}
    into |= {id: one.merged_into for id, one in part.ideas.items()}
    for id in part.ideas:
        seen, lead = {id}, into[id]
        while lead is not None:
            if lead in seen:
                return False
            seen.add(lead)
            lead = into[lead]
    return True


def _voted_on(workshop: m.Workshop, id: m.RoundId, items: Collection[str]) -> bool:
    found = next((one for one in workshop.rounds if one.id == id), None)
    return found is not None and not found.cancelled and set(items) <= set(found.items)


def _awaits(workshop: m.Workshop, id: m.RoundId) -> bool:
    current = workshop.round
    return current is not None and current.id == id and is_blind(current)


def _is_item(workshop: m.Workshop, item: str) -> bool:
    return item in workshop.projects or item in workshop.notes or item in workshop.cells


def _leaves(hint: Any, value: Any) -> Iterator[tuple[object, object]]:
    """Every simple value inside, with the type its field declares."""
    if value is None:
        return
    origin = get_origin(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        brought = _BRINGS.get(hint)
        for name, type_ in _hints(hint):
            if name != brought:
                yield from _leaves(type_, getattr(value, name))
    elif origin in (Union, UnionType):
        simple = [one for one in get_args(hint) if one is not NoneType]
        yield from _leaves(simple[0] if len(simple) == 1 else object, value)
    elif hint is m.Point:
        yield from ((float, one) for one in value)
    elif origin in (tuple, frozenset):
        for one in value:
            yield from _leaves(get_args(hint)[0], one)
    elif origin is Mapping or isinstance(value, Mapping):
        for key, one in value.items():
            yield from _leaves(get_args(hint)[0], key)
            yield from _leaves(get_args(hint)[1], one)
    else:
        yield hint, value


@cache
def _hints(cls: type[Any]) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(cls)
    return tuple((field.name, hints[field.name]) for field in fields(cls))
