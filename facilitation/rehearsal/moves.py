"""What the fictional people of a rehearsal do next: a pure function of the workshop and the cast."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from facilitation.asking import Ask, ask
from facilitation.events import Event
from facilitation.model import (
    Channel,
    MembershipState,
    NoteType,
    Participant,
    ParticipantId,
    Round,
    StepKind,
    StepState,
    Workshop,
)
from facilitation.rehearsal.cast import Cast, Presence, due, people, presences, punctual
from facilitation.rehearsal.texts import COMMENTS, ENDINGS, IDEAS, ISSUES
from facilitation.rules.cells import answer_proposal, express_wish
from facilitation.rules.hats import comment, take_hat
from facilitation.rules.notes import submit_note
from facilitation.rules.rounds import cast_ballot
from facilitation.tallies.own import own_items
from facilitation.tallies.votes import spent
from facilitation.voting import Marks

Given: TypeAlias = Mapping[str, int]
Pull: TypeAlias = Mapping[str, float]  # how much each item draws the room


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that one person would do now; `key` says which, so that it is done once."""

    key: str
    asked: Ask[Event]


@dataclass(frozen=True, slots=True)
class Arrival:
    """The person of that number, counted from 0, comes in."""

    number: int


def moves(workshop: Workshop, cast: Cast) -> tuple[Move, ...]:
    """All that the fictional people would still do in the workshop as it is, in the order of their coming."""
    there = presences(workshop, cast)
    return tuple(move for one in people(workshop) for move in _moves_of(workshop, cast, one, there[one.id]))


def next_act(workshop: Workshop, cast: Cast, refused: frozenset[str] = frozenset()) -> Move | Arrival | None:
    """The next act and who does it, drawn by the seed and the state; None when all is said.

    First the punctual ones come; each latecomer who is due is then as likely to be next as anybody there.
    """
    there = people(workshop)
    coming = max(due(workshop, cast) - len(there), 0)
    chance = Random(f"{cast.seed}:{workshop.seq}:next")
    if coming and (len(there) < punctual(cast) or chance.randrange(len(there) + coming) < coming):
        return Arrival(len(there))
    chance.shuffle(there)
    who = presences(workshop, cast)
    for one in there:
        left = [move for move in _moves_of(workshop, cast, one, who[one.id]) if move.key not in refused]
        if left:
            return left[0]
    return Arrival(len(people(workshop))) if coming else None


def gone(workshop: Workshop, cast: Cast) -> frozenset[ParticipantId]:
    """The people who have left: nothing more will come from them."""
    who = presences(workshop, cast)
    leaving = (one for one in people(workshop) if who[one.id] is Presence.LEAVING)
    silent = {one.id for one in leaving if not any(_wanted(workshop, cast, one, Presence.LEAVING))}
    return frozenset(silent | {id for id, presence in who.items() if presence is Presence.GONE})


def _moves_of(workshop: Workshop, cast: Cast, one: Participant, presence: Presence) -> Iterator[Move]:
    if workshop.archived or presence is Presence.GONE:
        return
    if workshop.state(workshop.current) is StepState.OPEN:
        yield from _wanted(workshop, cast, one, presence)
    if presence is Presence.HERE:
        yield from _answer_to_proposal(workshop, cast, one)


def _wanted(workshop: Workshop, cast: Cast, one: Participant, presence: Presence) -> Iterator[Move]:
    """What somebody would do in the current step; who is on the way out does only what was begun."""
    now = workshop.current
    if now in (StepKind.ISSUES, StepKind.IDEAS):
        yield from _notes(workshop, cast, one, presence)
    elif now is StepKind.VOTE:
        yield from _ballot(workshop, cast, one, presence)
    elif presence is Presence.HERE and now is StepKind.CELLS:
        yield from _wish(workshop, cast, one)
    elif presence is Presence.HERE and now is StepKind.HATS:
        yield from _hat(workshop, cast, one)


def _notes(workshop: Workshop, cast: Cast, one: Participant, presence: Presence) -> Iterator[Move]:
    """The next text; the last one of somebody who leaves is half typed, and never sent."""
    type = NoteType.ISSUE if workshop.current is StepKind.ISSUES else NoteType.IDEA
    written = sum(workshop.notes[id].type is type for id in workshop.written.get(one.id, ()))
    wanted = _texts(cast, one, type)[: None if presence is Presence.HERE else -1]
    for text in wanted[written : written + 1]:
        asked = ask(
            submit_note,
            participant=one.id,
            type=type,
            text=text,
            language=one.language,
            channel=Channel.REHEARSAL,
        )
        yield Move(f"{one.id}:{type}:{written}", asked)


def _texts(cast: Cast, one: Participant, type: NoteType) -> Sequence[str]:
    chance = Random(f"{cast.seed}:{one.id}:{type}")
    if type is NoteType.ISSUE:
        return chance.sample(ISSUES[one.language], chance.choice((0, 1, 1)))
    ideas = chance.sample(IDEAS[one.language], chance.choice((0, 1, 1, 2, 3)))
    return [idea + chance.choice(ENDINGS[one.language]) for idea in ideas]


def _ballot(workshop: Workshop, cast: Cast, one: Participant, presence: Presence) -> Iterator[Move]:
    """One ballot of nearly everybody; half of those who leave during a vote have voted in its first round."""
    current = workshop.round
    if current is None or one.id in current.ballots:
        return
    chance = Random(f"{cast.seed}:{one.id}:{current.id}")
    invited = current.voters is None or one.id in current.voters
    leaves_first = presence is Presence.LEAVING and (len(workshop.rounds) > 1 or chance.random() < 0.5)
    if invited and not leaves_first and chance.random() < 0.94:
        barred = frozenset() if current.options.own_ideas else own_items(workshop, current.items, one.id)
        marked = ballot(current, cast, chance, barred)
        asked = ask(cast_ballot, participant=one.id, round=current.id, channel=Channel.REHEARSAL, **marked)
        yield Move(f"{one.id}:{current.id}", asked)


def ballot(current: Round, cast: Cast, chance: Random, barred: Collection[str] = ()) -> dict[str, Given]:
    """A ballot as its round allows it; some items draw the room more than others."""
    taste = Random(f"{cast.seed}:{current.id}:taste")
    drawn = {item: taste.uniform(0.2, 1.0) ** 2 for item in current.items}
    pull = {item: drawn[item] for item in current.items if item not in barred}
    match current.way.marks:
        case Marks.BUDGET:
            return {"marks": _spent(current, pull, chance)}
        case Marks.ORDER:
            order = sorted(pull, key=lambda item: pull[item] * chance.random(), reverse=True)
            return {"marks": {item: place for place, item in enumerate(order, start=1)}}
        case Marks.SCALE:
            asked = ("marks", "efforts") if current.way.paired else ("marks",)
            return {name: _graded(current.way.scale, pull, chance) for name in asked}


def _graded(scale: Sequence[int], pull: Pull, chance: Random) -> dict[str, int]:
    weights = {item: [1 + 6 * pull[item] * (len(scale) - n) for n in range(len(scale))] for item in pull}
    return {item: chance.choices(scale, weights[item])[0] for item in pull}


def _spent(current: Round, pull: Pull, chance: Random) -> dict[str, int]:
    """One dot or vote after the other, as long as the budget has room; now and then somebody stops before."""
    given: dict[str, int] = {}
    for _ in range(current.dots if chance.random() < 0.9 else chance.randint(0, current.dots)):
        more = {item: given | {item: given.get(item, 0) + 1} for item in pull}
        free = [i for i in pull if more[i][i] <= current.cap and spent(current, more[i]) <= current.dots]
        if free:
            given = more[chance.choices(free, [pull[one] for one in free])[0]]
    return given


def _wish(workshop: Workshop, cast: Cast, one: Participant) -> Iterator[Move]:
    cells = list(workshop.cells)
    if not cells or one.id in workshop.wishes:
        return
    chance = Random(f"{cast.seed}:{one.id}:wish")
    ranked = chance.sample(cells, min(len(cells), chance.choice((0, 1, 2, 2))))
    flexible = bool(ranked) and chance.random() < 0.3
    asked = ask(express_wish, participant=one.id, ranked=tuple(ranked), flexible=flexible)
    yield Move(f"{one.id}:wish", asked)


def _answer_to_proposal(workshop: Workshop, cast: Cast, one: Participant) -> Iterator[Move]:
    proposed = workshop.memberships.get(one.id)
    if proposed is not None and proposed.state is MembershipState.PROPOSED:
        accept = Random(f"{cast.seed}:{one.id}:{proposed.cell}").random() < 0.8
        asked = ask(answer_proposal, participant=one.id, accept=accept)
        yield Move(f"{one.id}:{proposed.cell}:answer", asked)


def _hat(workshop: Workshop, cast: Cast, one: Participant) -> Iterator[Move]:
    pitch = workshop.pitch
    worn = workshop.hat_rounds.get(pitch.subject) if pitch and pitch.started else None
    if pitch is None or worn is None or one.id in workshop.members(pitch.subject):
        return
    key = f"{one.id}:{pitch.subject}"
    hat = worn.assignment.get(one.id)
    if hat is None:
        yield Move(f"{key}:hat", ask(take_hat, participant=one.id, subject=pitch.subject))
        return
    chance = Random(f"{cast.seed}:{key}")
    texts = COMMENTS[hat][one.language]
    wanted = chance.sample(texts, min(len(texts), chance.choice((0, 1, 1, 2))))
    said = sum(c.author == one.id and c.subject == pitch.subject for c in workshop.comments.values())
    for text in wanted[said : said + 1]:
        language = one.language
        asked = ask(comment, participant=one.id, subject=pitch.subject, text=text, language=language)
        yield Move(f"{key}:{said}", asked)
