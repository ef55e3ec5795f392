"""What one phone shows at this moment: a template and its values, for each step and each state of it.

A screen is made for one person: it holds that person's own notes and ballot, and nobody else's until
the step that shows them to the room.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from facilitation import conditions
from facilitation.model import (
    CellId,
    Group,
    Hat,
    Membership,
    MembershipState,
    Method,
    Note,
    NoteId,
    NoteStatus,
    NoteType,
    ParticipantId,
    ProjectId,
    Round,
    StepKind,
    StepState,
    Workshop,
)
from facilitation.rules.hats import COMMENT_LIMIT
from facilitation.rules.notes import NOTE_LIMIT
from facilitation.tallies.own import own_items
from facilitation.tallies.votes import spent
from facilitation.voting import Marks
from locales import Language, sentence
from phone.outcomes import fates, receipts
from phone.words import Words, either_words, note_words
from reports.labels import asking, group_title, ladder, mention
from reports.look import SIGNS

WRITING = {StepKind.ISSUES: NoteType.ISSUE, StepKind.IDEAS: NoteType.IDEA}


@dataclass(frozen=True, slots=True)
class Screen:
    """A template of `templates/steps/` and what it shows."""

    template: str
    values: dict[str, object]


EFFORT = "/effort"  # ends the name of an item's effort, where a ballot is one flat object

STEPS = {Marks.BUDGET: "vote", Marks.ORDER: "ranking", Marks.SCALE: "grades"}  # the page of each ballot


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a ballot; `barred`: it is the person's own, and may get nothing from them in this round."""

    id: str
    title: Words
    mark: int | None
    effort: int | None = None
    barred: bool = False

    @property
    def scales(self) -> tuple[tuple[str, str, int | None], ...]:
        """Impact and effort, where both are asked: the scale, what it is called on the wire, the rating."""
        return (("impact", self.id, self.mark), ("effort", f"{self.id}{EFFORT}", self.effort))


def screen(w: Workshop, me: ParticipantId, language: Language) -> Screen:
    """The screen of that person now."""
    if w.archived:
        return Screen("archived", {})
    match w.current:
        case StepKind.CHECK_IN:
            return Screen("welcome", {})
        case StepKind.ISSUES | StepKind.IDEAS:
            return _writing(w, me, WRITING[w.current])
        case StepKind.GROUPING:
            return _grouping(w, language)
        case StepKind.VOTE:
            return _vote(w, me, language)
        case StepKind.DECISION:
            return Screen("decision", {"fates": fates(w, language)} if _shown(w) else {"fates": None})
        case StepKind.CELLS:
            return _cells(w, me, language)
        case StepKind.HATS:
            return _hats(w, me, language)
        case StepKind.CLOSING:
            return Screen("closing", {"receipts": receipts(w, me, language)})


def _shown(w: Workshop) -> bool:
    return w.state(w.current) in (StepState.OPEN, StepState.REVEALED)


def _writing(w: Workshop, me: ParticipantId, type: NoteType) -> Screen:
    fixed = type is NoteType.IDEA and w.state(StepKind.GROUPING) is not StepState.PREPARED
    mine = [note for note in own_notes(w, me) if note.type is type]
    return Screen("writing", {"type": type.value, "mine": mine, "fixed": fixed, "limit": NOTE_LIMIT})


def own_notes(w: Workshop, me: ParticipantId) -> Iterator[Note]:
    """What that person wrote and did not take back, in order."""
    mine = (w.notes[id] for id in w.written.get(me, ()))
    return (note for note in mine if note.status is not NoteStatus.WITHDRAWN)


def _group_title(group: Group, language: Language) -> Words:
    """What people or the machine called it; else its letter, in the reader's language."""
    if not (group.title_fr or group.title_en):
        return Words(group_title(group, language), language)
    return either_words(language, group.title_fr, group.title_en)


def _grouping(w: Workshop, language: Language) -> Screen:
    """Nothing until the reveal: the room corrects what the projector shows."""
    if w.state(StepKind.GROUPING) is not StepState.REVEALED:
        return Screen("grouping", {"groups": None})
    ideas = [note for note in w.ideas() if note.status is NoteStatus.VISIBLE]
    groups = [
        (_group_title(group, language), not group.named, inside)
        for group in w.groups.values()
        if (inside := [note_words(note) for note in ideas if note.group == group.id])
    ]
    loose = [note_words(note) for note in ideas if note.group not in w.groups]
    return Screen("grouping", {"groups": groups, "loose": loose})


def _vote(w: Workshop, me: ParticipantId, language: Language) -> Screen:
    """The ballot of this person alone: no total ever reaches a phone (R-12)."""
    current = w.round
    if current is None:
        return Screen("waiting", {"cancelled": bool(w.rounds) and w.rounds[-1].cancelled})
    if current.voters is not None and me not in current.voters:
        return Screen("not_invited", {})
    cast = current.ballots.get(me)
    marks, efforts = (cast.marks, cast.efforts) if cast else ({}, {})
    barred = frozenset() if current.options.own_ideas else own_items(w, current.items, me)
    grades = _grades(current, language)
    unmarked = None if grades else 0  # a mention of 0 is the best one
    items = [
        Item(id, title(w, id, language), marks.get(id, unmarked), efforts.get(id), id in barred)
        for id in ballot_order(current, me)
    ]
    values: dict[str, object] = {
        "round": current,
        "items": items,
        "grades": grades,
        "cast": cast is not None,
        "blank": not marks and not efforts,
        "concern": current.concerns.get(me),
        "reason_limit": conditions.REASON_LIMIT,
        "words_of": _words_of(current),
        "spent": spent(current, marks),
        "prices": _prices(current, language),
        "ladder": ladder(current.method, current.options.runoff_of is not None),
        "asks": either_words(language, current.title_fr, current.title_en),
    }
    return Screen(STEPS[current.way.marks], values)


def _grades(current: Round, language: Language) -> dict[int, str]:
    """Each grade as it is read; nothing where no grades are given."""
    way = current.way
    return {grade: mention(current, grade, language) if way.named else str(grade) for grade in way.scale}


def _prices(current: Round, language: Language) -> list[str]:
    """What no vote on one item, one, two … cost, in words; nothing where votes cost nothing."""
    if not current.way.bought:
        return []
    return [
        sentence(language, "phone.credits.votes", n=votes, cost=spent(current, {"": votes}))
        for votes in range(current.cap + 1)
    ]


def _words_of(current: Round) -> str:
    """How the sentences of a ballot with + and − begin."""
    asked = asking(current)
    return "vote" if asked == Method.POINTS.value else asked


def ballot_order(current: Round, me: ParticipantId) -> tuple[str, ...]:
    """The items in an order of this person's own, the same at every reload (R-13)."""
    order = list(current.items)
    random.Random(f"{current.seed}:{current.id}:{me}").shuffle(order)
    return tuple(order)


def title(w: Workshop, id: str, language: Language) -> Words:
    """The title of a project or a cell, or the text of an idea."""
    if (project := w.projects.get(ProjectId(id))) is not None:
        return either_words(language, project.title_fr, project.title_en)
    if (cell := w.cells.get(CellId(id))) is not None:
        return either_words(language, cell.name_fr, cell.name_en)
    if (note := w.notes.get(NoteId(id))) is not None:
        return note_words(note)
    return Words("", language)


def _cells(w: Workshop, me: ParticipantId, language: Language) -> Screen:
    cells = [(cell, title(w, cell.id, language), _area(w, cell.area, language)) for cell in w.cells.values()]
    wish = w.wishes.get(me)
    ranked = [*(wish.ranked if wish else ()), None, None, None][:3]
    return Screen("cells", {"cells": cells, "wish": wish, "ranked": ranked})


def _area(w: Workshop, id: object, language: Language) -> Words | None:
    area = next((one for one in w.areas.values() if one.id == id), None)
    return either_words(language, area.title_fr, area.title_en) if area else None


def place(w: Workshop, me: ParticipantId, language: Language) -> tuple[Membership, Words] | None:
    """The cell proposed to that person or joined; shown with the cells, and as long as an answer is due."""
    mine = w.memberships.get(me)
    if mine is None or (w.current is not StepKind.CELLS and mine.state is not MembershipState.PROPOSED):
        return None
    return mine, title(w, mine.cell, language)


def _hats(w: Workshop, me: ParticipantId, language: Language) -> Screen:
    if w.pitch is None or w.pitch.subject not in w.hat_rounds:
        return Screen("hats_dealt", {"dealt": _dealt(w, me, language), "signs": SIGNS})
    subject = w.pitch.subject
    said = [one for one in w.comments.values() if one.author == me and one.subject == subject]
    hat = w.hat_rounds[subject].assignment.get(me)
    values: dict[str, object] = {
        "subject": subject,
        "title": title(w, subject, language),
        "hat": hat,
        "presenting": me in w.members(subject),
        "commenting": w.pitch.commenting,
        "said": said,
        "limit": COMMENT_LIMIT,
        "hats": [one for one in Hat if one is not hat],
        "signs": SIGNS,
    }
    return Screen("hats", values)


def _dealt(w: Workshop, me: ParticipantId, language: Language) -> list[tuple[Words, Hat | None, bool]]:
    """For each pitch to come: what it is about, the person's hat, and whether their own team presents."""
    return [
        (title(w, subject, language), one.assignment.get(me), me in w.members(subject))
        for subject, one in w.hat_rounds.items()
    ]
