"""From a log to a workshop: each event makes the next frozen state."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeVar, assert_never

from facilitation import events as e
from facilitation import model as m

K = TypeVar("K")
V = TypeVar("V")

# These happen by the hundred and change nothing on the other phones; every other event moves them all.
_QUIET = (
    e.ParticipantCheckedIn,
    e.ArrivalsClosed,
    e.JoinCodeReplaced,
    e.NoteSubmitted,
    e.NoteEdited,
    e.NoteWithdrawn,
    e.BallotCast,
    e.RatingCast,
    e.ConcernVoiced,
    e.ConcernWithdrawn,
    e.ConcernMasked,
    e.ConcernUnmasked,
    e.WishExpressed,
    e.MembershipAnswered,
    e.HatTaken,
    e.HatCommented,
    e.DoneDeclared,
    e.HelpAsked,
    e.HelpWithdrawn,
    e.HelpGiven,
    e.IdeasReleased,
    e.IdeasKeptApart,
    e.WordsIgnored,
    e.EncoderChosen,
    e.MapDrawn,
    e.MapExtended,
    e.ProjectorFrozen,
    e.ProjectorReleased,
    e.StepsPlanned,
)

# Phones show the board only once it is revealed; before that, sorting sixty ideas must not wake them.
_BOARD = (
    e.DraftAccepted,
    e.DraftUndone,
    e.IdeaJoined,
    e.GroupCreated,
    e.GroupNamed,
    e.GroupRemoved,
    e.IdeaMoved,
    e.IdeasMerged,
    e.IdeaSeparated,
    e.ProjectDefined,
    e.ProjectReworded,
    e.ProjectWithdrawn,
)


class _Own(dict[K, V]):
    """A mapping that only one replay holds: it grows where it is, for nobody saw it as it was before."""


class Replaying:
    """A log on its way to a workshop: as `apply` one by one, without a copy of all notes for each new one."""

    def __init__(self, start: m.Workshop) -> None:
        self.now = _owned(start)  # to look at until the next entry, not to keep

    def add(self, entry: e.Entry) -> None:
        """Goes on by one entry."""
        self.now = apply(self.now, entry)
        grown = all(type(one) is _Own for one in (self.now.notes, self.now.participants, self.now.written))
        if not grown or isinstance(entry.event, e.ProjectorFrozen):  # what was frozen must not grow any more
            self.now = _owned(self.now)

    def done(self) -> m.Workshop:
        """The workshop, to keep."""
        now = self.now
        return replace(
            now, notes=dict(now.notes), participants=dict(now.participants), written=dict(now.written)
        )


def _owned(w: m.Workshop) -> m.Workshop:
    return replace(w, notes=_Own(w.notes), participants=_Own(w.participants), written=_Own(w.written))


def replay(entries: Iterable[e.Entry], start: m.Workshop | None = None) -> m.Workshop:
    """The workshop after all those entries, in order; after `start`, when they go on from there."""
    replaying = Replaying(start or m.Workshop())
    for entry in entries:
        replaying.add(entry)
    return replaying.done()


def apply(workshop: m.Workshop, entry: e.Entry) -> m.Workshop:
    """The workshop after one more entry; `moves` counts the events that phones must hear of."""
    after = evolve(workshop, entry.event, entry.at)
    return replace(after, seq=entry.seq, moves=workshop.moves + _moves_phones(after, entry.event))


def _moves_phones(workshop: m.Workshop, event: e.Event) -> bool:
    if isinstance(event, _BOARD):
        return workshop.state(m.StepKind.GROUPING) is m.StepState.REVEALED
    return not isinstance(event, _QUIET)


def evolve(w: m.Workshop, event: e.Event, at: datetime) -> m.Workshop:
    """The workshop after that event. It never refuses: the rules have spoken before.

    Longer than the house's measure on purpose: one line for each event, checked to be complete.
    """
    match event:
        case e.WorkshopFramed(framing):
            return replace(w, framing=framing)
        case e.StepOpened(step):
            resumed = w.current is step and w.state(step) is m.StepState.SUSPENDED
            done = w.done if resumed else frozenset()
            timer = replace(w.timer, since=at) if resumed and w.timer else None
            return replace(_stepped(w, step, m.StepState.OPEN, at), current=step, done=done, timer=timer)
        case e.StepSuspended(step):
            held = m.Timer(w.timer.left(at), None) if w.timer else None
            return replace(_stepped(w, step, m.StepState.SUSPENDED, at), timer=held)
        case e.StepClosed(step):
            return replace(_stepped(w, step, m.StepState.CLOSED, at), timer=None)
        case e.StepRevealed(step):
            return replace(_stepped(w, step, m.StepState.REVEALED, at), current=step, timer=None)
        case e.ParticipantCheckedIn():
            person = _participant(w, event, at)
            return replace(w, participants=_with(w.participants, person.id, person))
        case e.ArrivalsClosed():
            return replace(w, arrivals_closed=True)
        case e.ArrivalsOpened():
            return replace(w, arrivals_closed=False)
        case e.JoinCodeReplaced():
            return replace(w, code_changes=w.code_changes + 1)
        case e.PeopleRemoved(people):
            return _removed(w, frozenset(people))
        case e.PeopleRestored(people):
            again = {id: w.removed[id] for id in people}
            still = _but(w.removed, frozenset(people))
            return replace(w, participants={**w.participants, **again}, removed=still)
        case e.NoteSubmitted():
            return _written(w, event, at)
        case e.NoteEdited(note, text):
            return _noted(w, replace(w.notes[note], text=text, original=None))
        case e.NoteWithdrawn(note):
            return _noted(w, replace(w.notes[note], status=m.NoteStatus.WITHDRAWN))
        case e.NoteMasked(note, reason):
            return _noted(w, replace(w.notes[note], status=m.NoteStatus.MASKED, reason=reason))
        case e.NoteParked(note, reason):
            parked = replace(
                w.notes[note], status=m.NoteStatus.PARKED, reason=reason, group=None, pinned=True
            )
            return _noted(w, parked)
        case e.NoteRestored(note):
            back = replace(w.notes[note], status=m.NoteStatus.VISIBLE, reason="")
            return _noted(w, replace(back, pinned=back.pinned and back.group is not None))
        case e.DraftAccepted():
            return _drafted(w, event, at)
        case e.DraftUndone(places):
            return replace(_put(w, places), regroupings=w.regroupings[:-1])
        case e.IdeaJoined(idea, group):
            return _noted(w, replace(w.notes[idea], group=group))
        case e.IdeasReleased(ideas):
            freed = {id: replace(w.notes[id], pinned=False) for id in ideas}
            return replace(w, notes={**w.notes, **freed})
        case e.IdeasKeptApart(ideas):
            return replace(w, apart=w.apart | {frozenset(ideas)})
        case e.WordsIgnored(words):
            return replace(w, ignored_words=words)
        case e.EncoderChosen(setting):
            return replace(w, encoder=setting)
        case e.MapDrawn(points=points):
            return replace(w, places=points)
        case e.MapExtended(points):
            return replace(w, places={**w.places, **points})
        case e.GroupCreated(group, title_fr, title_en):
            made_by_hand = m.Group(group, title_fr, title_en, (), True, since=at)
            return replace(w, groups=_with(w.groups, group, made_by_hand))
        case e.GroupNamed(group, title_fr, title_en):
            named = replace(w.groups[group], title_fr=title_fr, title_en=title_en, named=True)
            return replace(w, groups=_with(w.groups, group, named))
        case e.GroupRemoved(group):
            return replace(w, groups=_with(w.groups, group, replace(w.groups[group], removed=True)))
        case e.IdeaMoved(idea, to):
            moved = replace(w.notes[idea], group=to, status=m.NoteStatus.VISIBLE, reason="", pinned=True)
            return _noted(w, moved)
        case e.IdeasMerged():
            return _merged(w, event)
        case e.IdeaSeparated(idea):
            return _separated(w, w.notes[idea])
        case e.ProjectDefined(project, title_fr, title_en, summary, ideas, group):
            defined = m.Project(project, title_fr, title_en, summary, ideas, group)
            return replace(w, projects=_with(w.projects, project, defined))
        case e.ProjectReworded(project, title_fr, title_en, summary):
            reworded = replace(w.projects[project], title_fr=title_fr, title_en=title_en, summary=summary)
            return replace(w, projects=_with(w.projects, project, reworded))
        case e.ProjectWithdrawn(project):
            withdrawn = replace(w.projects[project], withdrawn=True)
            return replace(w, projects=_with(w.projects, project, withdrawn))
        case e.RoundOpened():
            return replace(w, rounds=(*w.rounds, _round(event)), done=frozenset())
        case e.TermsAnnounced(options=options):
            return _last(w, replace(w.rounds[-1], options=options))
        case e.BallotCast(_, participant, marks, channel):
            return _cast(w, event.round, m.Ballot(participant, marks, channel))
        case e.RatingCast(_, participant, impacts, efforts, channel):
            return _cast(w, event.round, m.Ballot(participant, impacts, channel, efforts))
        case e.ConcernVoiced(round, participant, item, reason):
            return _voiced(w, round, participant, m.Concern(participant, item, reason))
        case e.ConcernWithdrawn(round, participant):
            return _voiced(w, round, participant, None)
        case e.ConcernMasked(round, participant, reason):
            return _masked(w, round, participant, reason)
        case e.ConcernUnmasked(round, participant):
            return _masked(w, round, participant, None)
        case e.QuorumWaived(reason=reason):
            return _last(w, replace(w.rounds[-1], reason=reason))
        case e.RoundCancelled():
            return _cancelled(w, at)
        case e.RevealAdvanced(round, stage):
            rounds = (replace(one, stage=stage) if one.id == round else one for one in w.rounds)
            return replace(w, rounds=tuple(rounds), timer=None)
        case e.DecisionRecorded(project, outcome, reason_code, sentence, into):
            decision = m.Decision(project, outcome, reason_code, sentence, at, into, w.rounds_over)
            return replace(w, decisions=_with(w.decisions, project, decision))
        case e.AreaDefined(area, title_fr, title_en) | e.AreaReworded(area, title_fr, title_en):
            return replace(w, areas=_with(w.areas, area, m.Area(area, title_fr, title_en)))
        case e.ProjectPlaced(project, place):
            placed = replace(w.projects[project], area=place)
            return replace(w, projects=_with(w.projects, project, placed))
        case e.IdeaPlaced():
            return _placed(w, event)
        case e.CellDefined(cell, area_of, name_fr, name_en, minimum, maximum):
            made = m.Cell(cell, area_of, name_fr, name_en, minimum, maximum)
            return replace(w, cells=_with(w.cells, cell, made))
        case e.WishExpressed(participant, ranked, flexible):
            wish = m.Wish(participant, ranked, flexible)
            return replace(w, wishes=_with(w.wishes, participant, wish))
        case e.MembershipProposed(participant, cell, state):
            membership = m.Membership(participant, cell, state)
            return replace(w, memberships=_with(w.memberships, participant, membership))
        case e.MembershipAnswered(participant, state):
            answered = replace(w.memberships[participant], state=state)
            return replace(w, memberships=_with(w.memberships, participant, answered))
        case e.HatsDealt(subject, hats, assignment, seed):
            dealt = m.HatRound(subject, hats, assignment, seed)
            return replace(w, hat_rounds=_with(w.hat_rounds, subject, dealt))
        case e.HatTaken(subject, participant, hat):
            hat_round = w.hat_rounds[subject]
            worn = replace(hat_round, assignment=_with(hat_round.assignment, participant, hat))
            return replace(w, hat_rounds=_with(w.hat_rounds, subject, worn))
        case e.PitchCalled(subject):
            return replace(w, pitch=m.Pitch(subject, None), done=frozenset())
        case e.PitchStarted(subject):
            return replace(w, pitch=m.Pitch(subject, at))
        case e.CommentsOpened(subject):
            return replace(w, pitch=m.Pitch(subject, w.pitch.started if w.pitch else None, commenting=True))
        case e.HatCommented():
            return replace(w, comments=_with(w.comments, event.comment, _comment(event)))
        case e.CommentMasked(comment, reason):
            masked = replace(w.comments[comment], masked=reason)
            return replace(w, comments=_with(w.comments, comment, masked))
        case e.IdeasReferred():
            return replace(w, referrals=_with(w.referrals, event.referral, _referral(event)))
        case e.ReferralFollowed(referral, status):
            followed = replace(w.referrals[referral], status=status)
            return replace(w, referrals=_with(w.referrals, referral, followed))
        case e.DoneDeclared(participant, done):
            return replace(w, done=w.done | {participant} if done else w.done - {participant})
        case e.HelpAsked(participant):
            return replace(w, help=(*_without(w.help, {participant}), participant))
        case e.HelpWithdrawn(participant) | e.HelpGiven(participant):
            return replace(w, help=_without(w.help, {participant}))
        case e.ProjectorMasked():
            return replace(w, masked=True)
        case e.ProjectorUnmasked():
            return replace(w, masked=False)
        case e.ProjectorFrozen():
            return replace(w, frozen=replace(w, frozen=None))
        case e.ProjectorReleased():
            return replace(w, frozen=None)
        case e.StepsPlanned(minutes):
            return replace(w, minutes=minutes)
        case e.StepInstructed(step, fr, en):
            kept = {one: said for one, said in w.instructions.items() if one is not step}
            new = {step: m.Instruction(fr, en)} if fr or en else {}
            return replace(w, instructions=kept | new)
        case e.TimerSet(seconds):
            return replace(w, timer=m.Timer(seconds, at))
        case e.TimerStopped():
            return replace(w, timer=None)
        case e.NoteCorrected(note, text):
            return _noted(w, _corrected(w.notes[note], text))
        case e.BoardPutBack(part):
            return _put_back(w, part)
        case e.WorkshopArchived():
            spells = tuple(one._replace(end=one.end or at) for one in w.spells)
            return replace(w, archived=True, masked=False, frozen=None, timer=None, spells=spells)
        case _:
            assert_never(event)


def _with(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    if isinstance(mapping, _Own):
        mapping[key] = value
        return mapping
    return {**mapping, key: value}


def _without(people: tuple[m.ParticipantId, ...], gone: Set[m.ParticipantId]) -> tuple[m.ParticipantId, ...]:
    return tuple(one for one in people if one not in gone)


def _but(mapping: Mapping[K, V], gone: Set[K]) -> Mapping[K, V]:
    return {key: value for key, value in mapping.items() if key not in gone}


def _removed(w: m.Workshop, gone: frozenset[m.ParticipantId]) -> m.Workshop:
    """Their places, and what they have a hand in that is still to come; what they wrote is the room's."""
    lost = {id: person for id, person in w.participants.items() if id in gone}
    hats = {
        subject: replace(one, assignment=_but(one.assignment, gone)) for subject, one in w.hat_rounds.items()
    }
    return replace(
        w,
        participants=_but(w.participants, gone),
        removed={**w.removed, **lost},
        rounds=tuple(_unmarked(one, gone) for one in w.rounds),
        wishes=_but(w.wishes, gone),
        memberships=_but(w.memberships, gone),
        hat_rounds=hats,
        done=w.done - gone,
        help=_without(w.help, gone),
    )


def _unmarked(round: m.Round, gone: frozenset[m.ParticipantId]) -> m.Round:
    """The round as if they had never voted; one that is revealed or cancelled stays as it is."""
    if round.cancelled or round.state is m.StepState.REVEALED:
        return round
    attending = None if round.attending is None else round.attending - gone
    ballots, concerns = _but(round.ballots, gone), _but(round.concerns, gone)
    return replace(round, ballots=ballots, concerns=concerns, attending=attending)


def _written(w: m.Workshop, event: e.NoteSubmitted, at: datetime) -> m.Workshop:
    """The note, and who wrote it: a phone that asks for its own must not look through everybody's."""
    after = replace(w, notes=_with(w.notes, event.note, _note(event, at)))
    if event.author is None:
        return after
    mine = (*w.written.get(event.author, ()), event.note)
    return replace(after, written=_with(w.written, event.author, mine))


def _noted(w: m.Workshop, note: m.Note) -> m.Workshop:
    return replace(w, notes=_with(w.notes, note.id, note))


def _stepped(w: m.Workshop, step: m.StepKind, state: m.StepState, at: datetime) -> m.Workshop:
    stepped = replace(w, steps=_with(w.steps, step, state), spells=_spells(w, step, state, at))
    if step is not m.StepKind.VOTE or not w.rounds:
        return stepped
    round = w.rounds[-1]
    attending = None if state is m.StepState.OPEN else round.attending
    if state is m.StepState.CLOSED:
        attending = _attending(w, round)
    moved = replace(round, state=state, closed_at=_closed_at(round, state, at), attending=attending)
    return _last(stepped, moved)


def _attending(w: m.Workshop, round: m.Round) -> frozenset[m.ParticipantId]:
    """The people who may vote as the round ends: those who were asked, else all who are checked in."""
    return frozenset(w.participants) if round.voters is None else round.voters.difference(w.removed)


def _last(w: m.Workshop, round: m.Round) -> m.Workshop:
    return replace(w, rounds=(*w.rounds[:-1], round))


def _closed_at(round: m.Round, state: m.StepState, at: datetime) -> datetime | None:
    """Only from open to closed: what a pause had refused is not let in by the closing."""
    return at if (round.state, state) == (m.StepState.OPEN, m.StepState.CLOSED) else None


def _cancelled(w: m.Workshop, at: datetime) -> m.Workshop:
    """How many have voted stays; what they voted is gone from the state, so that nothing can count it."""
    gone = w.rounds[-1]
    blank = {id: replace(ballot, marks={}, efforts={}) for id, ballot in gone.ballots.items()}
    attending = gone.attending if gone.state is m.StepState.CLOSED else _attending(w, gone)
    cancelled = replace(gone, cancelled=True, ballots=blank, concerns={}, attending=attending)
    after = _stepped(_last(w, cancelled), m.StepKind.VOTE, m.StepState.PREPARED, at)
    return replace(after, done=frozenset(), timer=None) if w.current is m.StepKind.VOTE else after


def _spells(w: m.Workshop, step: m.StepKind, state: m.StepState, at: datetime) -> tuple[m.Spell, ...]:
    if state is not m.StepState.OPEN:
        return tuple(
            one._replace(end=at) if one.step is step and one.end is None else one for one in w.spells
        )
    open_already = any(one.step is step and one.end is None for one in w.spells)
    return w.spells if open_already else (*w.spells, m.Spell(step, at, None))


def _participant(w: m.Workshop, event: e.ParticipantCheckedIn, at: datetime) -> m.Participant:
    before = w.participants.get(event.participant)
    return m.Participant(
        event.participant,
        event.kind,
        event.table,
        event.language,
        event.channel,
        event.consents,
        event.photo,
        before.came if before else at,
    )


def _note(event: e.NoteSubmitted, at: datetime) -> m.Note:
    return m.Note(
        event.note,
        event.type,
        event.author,
        event.text,
        event.language,
        event.channel,
        event.table,
        at,
        kind=event.kind,
    )


def _drafted(w: m.Workshop, event: e.DraftAccepted, at: datetime) -> m.Workshop:
    new = {
        g.group: m.Group(g.group, g.title_fr, g.title_en, g.terms, since=at)
        for g in event.groups
        if g.group not in w.groups
    }
    after: dict[m.NoteId, m.GroupId | None] = {idea: g.group for g in event.groups for idea in g.ideas}
    after |= dict.fromkeys(event.loose)
    before = {idea: w.notes[idea].group for idea in after}
    done = m.Regrouping(before, after)
    return _put(replace(w, groups={**w.groups, **new}, regroupings=(*w.regroupings, done)), after)


def _put(w: m.Workshop, places: Mapping[m.NoteId, m.GroupId | None]) -> m.Workshop:
    put = {idea: replace(w.notes[idea], group=group) for idea, group in places.items()}
    return replace(w, notes={**w.notes, **put})


def _placed(w: m.Workshop, event: e.IdeaPlaced) -> m.Workshop:
    areas = {idea: area for idea, area in w.idea_areas.items() if idea != event.idea}
    reasons = {idea: reason for idea, reason in w.idea_reasons.items() if idea != event.idea}
    if event.area is not None:
        areas, reasons = {**areas, event.idea: event.area}, {**reasons, event.idea: event.reason}
    return replace(w, idea_areas=areas, idea_reasons=reasons)


def _merged(w: m.Workshop, event: e.IdeasMerged) -> m.Workshop:
    lead = replace(w.notes[event.lead], merged_text=event.text, pinned=True)
    merged = {id: replace(w.notes[id], merged_into=event.lead, pinned=True) for id in event.merged}
    return replace(w, notes={**w.notes, event.lead: lead, **merged})


def _separated(w: m.Workshop, twin: m.Note) -> m.Workshop:
    lead = twin.merged_into
    no_twins = w.apart if lead is None else w.apart | {frozenset((twin.id, lead))}
    apart = replace(_noted(w, replace(twin, merged_into=None)), apart=no_twins)
    if lead is None or any(note.merged_into == lead for note in apart.notes.values()):
        return apart
    return _noted(apart, replace(apart.notes[lead], merged_text=None))  # alone again, in its own words


def _corrected(note: m.Note, text: str) -> m.Note:
    if note.merged_text is not None:
        return replace(note, merged_text=text)
    written = note.text if note.original is None else note.original
    return replace(note, text=text, original=None if text == written else written)


def _put_back(w: m.Workshop, part: m.BoardPart) -> m.Workshop:
    notes = {id: replace(w.notes[id], **_values(state)) for id, state in part.ideas.items()}
    groups = {id: replace(w.groups[id], **_values(state)) for id, state in part.groups.items()}
    projects = {id: replace(w.projects[id], withdrawn=not stood) for id, stood in part.projects.items()}
    return replace(
        w,
        notes={**w.notes, **notes},
        groups={**w.groups, **groups},
        projects={**w.projects, **projects},
    )


def _values(state: m.IdeaState | m.GroupState) -> dict[str, Any]:
    return {field.name: getattr(state, field.name) for field in fields(state)}


def _round(event: e.RoundOpened) -> m.Round:
    return m.Round(
        event.round,
        event.items,
        event.method,
        event.dots,
        event.cap,
        event.seed,
        event.voters,
        m.StepState.OPEN,
        title_fr=event.title_fr,
        title_en=event.title_en,
    )


def _voiced(w: m.Workshop, id: m.RoundId, person: m.ParticipantId, concern: m.Concern | None) -> m.Workshop:
    """Each person has one concern, or none."""

    def kept(one: m.Round) -> m.Round:
        others = {who: concern for who, concern in one.concerns.items() if who != person}
        return replace(one, concerns=others | ({person: concern} if concern else {}))

    return replace(w, rounds=tuple(kept(one) if one.id == id else one for one in w.rounds))


def _masked(w: m.Workshop, id: m.RoundId, person: m.ParticipantId, why: str | None) -> m.Workshop:
    found = next(one for one in w.rounds if one.id == id)
    return _voiced(w, id, person, replace(found.concerns[person], masked=why))


def _cast(w: m.Workshop, id: m.RoundId, ballot: m.Ballot) -> m.Workshop:
    rounds = tuple(
        replace(one, ballots=_with(one.ballots, ballot.participant, ballot)) if one.id == id else one
        for one in w.rounds
    )
    return replace(w, rounds=rounds)


def _comment(event: e.HatCommented) -> m.Comment:
    return m.Comment(
        event.comment,
        event.subject,
        event.participant,
        event.hat_worn,
        event.hat_content,
        event.text,
        event.language,
    )


def _referral(event: e.IdeasReferred) -> m.Referral:
    return m.Referral(
        event.referral,
        event.ideas,
        event.organisation,
        event.what,
        event.reason_code,
        event.reason,
        event.status,
    )
