"""A workshop as it is at one moment: frozen values, made only by replaying its log."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, NewType

from facilitation.voting.methods import WAYS, Marks, Way
from facilitation.voting.methods import Method as Method  # noqa: PLC0414 (a word of the model, for all)

WorkshopId = NewType("WorkshopId", str)
ParticipantId = NewType("ParticipantId", str)
NoteId = NewType("NoteId", str)
GroupId = NewType("GroupId", str)
ProjectId = NewType("ProjectId", str)
AreaId = NewType("AreaId", str)
CellId = NewType("CellId", str)
CommentId = NewType("CommentId", str)
ReferralId = NewType("ReferralId", str)
RoundId = NewType("RoundId", str)


class StepKind(StrEnum):
    """The stages of a workshop, in the order of the method."""

    CHECK_IN = "check_in"
    ISSUES = "issues"
    IDEAS = "ideas"
    GROUPING = "grouping"
    VOTE = "vote"
    DECISION = "decision"
    CELLS = "cells"
    HATS = "hats"
    CLOSING = "closing"


class StepState(StrEnum):
    """prepared → open ⇄ suspended → closed → revealed."""

    PREPARED = "prepared"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    REVEALED = "revealed"


class NoteType(StrEnum):
    ISSUE = "issue"
    IDEA = "idea"


class NoteStatus(StrEnum):
    VISIBLE = "visible"
    MASKED = "masked"
    PARKED = "parked"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """How a contribution came in."""

    PHONE = "phone"
    SCRIBE = "scribe"
    REHEARSAL = "rehearsal"


class Hat(StrEnum):
    WHITE = "white"
    RED = "red"
    BLACK = "black"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"


class RevealStage(StrEnum):
    """What the room is shown of a revealed round, one after the other (method §3.4)."""

    PARTICIPATION = "participation"
    BANDS = "bands"
    TOTALS = "totals"
    KINDS = "kinds"
    QUESTION = "question"
    GREY_ZONE = "grey_zone"
    DECISION = "decision"


class Outcome(StrEnum):
    RETAINED = "retained"
    MERGED = "merged"
    REFERRED = "referred"
    PARKED = "parked"


class ReasonCode(StrEnum):
    OUT_OF_MANDATE = "out_of_mandate"
    ALREADY_OFFERED = "already_offered"
    MERGED = "merged"
    OTHER_CARRIER = "other_carrier"
    LATER = "later"
    NOT_FEASIBLE_SOON = "not_feasible_soon"


class ReferralStatus(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    TO_FOLLOW_UP = "to_follow_up"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"


class MembershipState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Kind:
    """A stakeholder kind; `essential` ones must be heard for a result to count."""

    code: str
    label_fr: str
    label_en: str
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Framing:
    """The framing sheet: what is asked, of whom, how far to narrow, and who decides (R-01)."""

    title: str
    question_fr: str
    question_en: str
    decision_rule: str
    kinds: tuple[Kind, ...]
    tables: int = 0
    target_projects: int = 8
    target_areas: int = 3
    organisation: str = ""
    contact: str = ""
    retention: str = ""
    hosting: str = ""
    title_en: str = ""
    decision_rule_en: str = ""

    def spoken(self, language: str) -> "Framing":
        """The same sheet with its title and decision rule in that language, where they were given."""
        if language != "en":
            return self
        rule = self.decision_rule_en or self.decision_rule
        return replace(self, title=self.title_en or self.title, decision_rule=rule)

    def kind(self, code: str | None) -> Kind | None:
        """The kind of that code, or None."""
        return next((kind for kind in self.kinds if kind.code == code), None)


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who has a place; `came` is when it was taken, whatever was corrected since."""

    id: ParticipantId
    kind: str | None
    table: int | None
    language: str
    channel: Channel
    consents: frozenset[str]
    photo: str | None = None
    came: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """An issue or an idea, as written; it is never deleted, only marked.

    `kind` is set only where nobody's phone says it: on a table's paper notes. `pinned`: a person has put it
    where it is, and no machine moves it. `original`: the author's words, once they were corrected.
    """

    id: NoteId
    type: NoteType
    author: ParticipantId | None
    text: str
    language: str
    channel: Channel
    table: int | None
    at: datetime
    status: NoteStatus = NoteStatus.VISIBLE
    reason: str = ""
    group: GroupId | None = None
    merged_into: NoteId | None = None
    merged_text: str | None = None
    kind: str | None = None
    pinned: bool = False
    original: str | None = None

    @property
    def shown(self) -> str:
        """What the room reads: the common text of merged ideas, else its own."""
        return self.merged_text or self.text


@dataclass(frozen=True, slots=True)
class Group:
    """A set of ideas on the board; `named` once a person gave or confirmed its title.

    Until then the title is a suggestion, empty where the machine had none; `since` says when it appeared.
    """

    id: GroupId
    title_fr: str
    title_en: str
    terms: tuple[str, ...] = ()
    named: bool = False
    removed: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Regrouping:
    """One accepted draft, so that it can be undone: where each idea was before, and where it put it."""

    before: Mapping[NoteId, GroupId | None]
    after: Mapping[NoteId, GroupId | None]


@dataclass(frozen=True, slots=True)
class IdeaState:
    """All that acts on the board may change of an idea."""

    text: str
    original: str | None
    status: NoteStatus
    reason: str
    group: GroupId | None
    merged_into: NoteId | None
    merged_text: str | None
    pinned: bool


@dataclass(frozen=True, slots=True)
class GroupState:
    """All that acts on the board may change of a group."""

    title_fr: str
    title_en: str
    named: bool
    removed: bool


@dataclass(frozen=True, slots=True)
class BoardPart:
    """Some of the board's ideas and groups, as they were at one moment; which projects stood then."""

    ideas: Mapping[NoteId, IdeaState] = field(default_factory=dict)
    groups: Mapping[GroupId, GroupState] = field(default_factory=dict)
    projects: Mapping[ProjectId, bool] = field(default_factory=dict)


class Point(NamedTuple):
    """A place on the map of ideas, 0 to 1 from the left and from the top."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Project:
    id: ProjectId
    title_fr: str
    title_en: str
    summary: str
    ideas: tuple[NoteId, ...]
    group: GroupId | None = None
    area: AreaId | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    id: AreaId
    title_fr: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one participant hands in: item → dots, votes, position, mention (0 = best) or rating.

    For impact and effort, `marks` are the impacts and `efforts` the efforts.
    """

    participant: ParticipantId
    marks: Mapping[str, int]
    channel: Channel
    efforts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern about one item, with its reason: told beside the dots, never taken off them (method §3.1).

    `masked`: why nobody reads it any more (R-28); it is still counted.
    """

    participant: ParticipantId
    item: str
    reason: str
    masked: str | None = None


@dataclass(frozen=True, slots=True)
class RoundOptions:
    """What is announced before a round opens and holds until its end.

    `concerns`: one concern a person. `own_ideas`: one may vote for one's own (R-15). `quorum`: that many in a
    hundred must vote; None: nothing was announced, and half is the measure. `essential`: the kinds that must
    be heard; None: those of the framing. `runoff_of`: the round whose tie this one settles. `mentions_fr` and
    `mentions_en`: the words of the mentions, best first; empty for the usual ones.
    """

    concerns: bool = False
    own_ideas: bool = True
    quorum: int | None = None
    essential: tuple[str, ...] | None = None
    runoff_of: RoundId | None = None
    mentions_fr: tuple[str, ...] = ()
    mentions_en: tuple[str, ...] = ()


AS_USUAL = RoundOptions()


@dataclass(frozen=True, slots=True)
class Round:
    """One vote on frozen items (R-11); `attending`: who might vote when it closed, None before that.

    `dots` and `cap`: what a ballot by dots may spend, and on one item; of credits, the credits and the votes.
    `stage`: how far the room has been shown the result; None for one that was revealed all at once.
    `closed_at`: when it closed while it was open. `cancelled`: it will never be revealed, and holds no mark
    any more. `reason`: why it was revealed below its quorum.
    """

    id: RoundId
    items: tuple[str, ...]
    method: Method
    dots: int
    cap: int
    seed: int
    voters: frozenset[ParticipantId] | None
    state: StepState
    ballots: Mapping[ParticipantId, Ballot] = field(default_factory=dict)
    title_fr: str = ""
    title_en: str = ""
    stage: RevealStage | None = None
    options: RoundOptions = AS_USUAL
    concerns: Mapping[ParticipantId, Concern] = field(default_factory=dict)
    closed_at: datetime | None = None
    cancelled: bool = False
    reason: str = ""
    attending: frozenset[ParticipantId] | None = None

    @property
    def way(self) -> Way:
        """The card of its method."""
        return WAYS[self.method]

    @property
    def by_dots(self) -> bool:
        """Marks add up: dots, or votes that were bought with credits."""
        return self.way.marks is Marks.BUDGET

    @property
    def approving(self) -> bool:
        """One dot at most for each item: favourites rather than points; a runoff asks for a choice."""
        return self.way.dotted and self.cap == 1 and self.options.runoff_of is None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a project, on top of the vote; `into`: the project that it was merged into.

    `rounds`: how many had been revealed or cancelled by then; no later one says anything of it.
    """

    project: ProjectId
    outcome: Outcome
    reason_code: ReasonCode | None
    sentence: str
    at: datetime
    into: ProjectId | None = None
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A team carrying one priority area."""

    id: CellId
    area: AreaId | None
    name_fr: str
    name_en: str
    minimum: int = 6
    maximum: int = 10


@dataclass(frozen=True, slots=True)
class Wish:
    """Cells in order of preference; `flexible` means «I can go where people are missing»."""

    participant: ParticipantId
    ranked: tuple[CellId, ...]
    flexible: bool


@dataclass(frozen=True, slots=True)
class Membership:
    participant: ParticipantId
    cell: CellId
    state: MembershipState


@dataclass(frozen=True, slots=True)
class HatRound:
    """The hats dealt for one pitch; who presents wears none (R-24)."""

    subject: str
    hats: tuple[Hat, ...]
    assignment: Mapping[ParticipantId, Hat]
    seed: int


@dataclass(frozen=True, slots=True)
class Comment:
    id: CommentId
    subject: str
    author: ParticipantId
    hat_worn: Hat
    hat_content: Hat
    text: str
    language: str
    masked: str | None = None

    @property
    def off_hat(self) -> bool:
        """The comment belongs to another hat than the one worn: kept, and shown as such."""
        return self.hat_worn is not self.hat_content


@dataclass(frozen=True, slots=True)
class Pitch:
    """Whose turn it is, and since when the five minutes run (None: not started)."""

    subject: str
    started: datetime | None
    commenting: bool = False


@dataclass(frozen=True, slots=True)
class Timer:
    """The time for the question: so many seconds were left at `since`; None: it stands still."""

    seconds: float
    since: datetime | None

    @property
    def end(self) -> datetime | None:
        """When nothing is left; it goes on below zero, and ends nothing (R-05)."""
        return self.since + timedelta(seconds=self.seconds) if self.since else None

    def left(self, now: datetime) -> float:
        """Seconds left, negative once they are over."""
        return (self.end - now).total_seconds() if self.end else self.seconds


@dataclass(frozen=True, slots=True)
class Referral:
    """Ideas proposed to a partner organisation, and what became of the proposal."""

    id: ReferralId
    ideas: tuple[NoteId, ...]
    organisation: str
    what: str
    reason_code: ReasonCode
    reason: str
    status: ReferralStatus


class Spell(NamedTuple):
    """A stretch of time in which a step was open; `end` None: it still is."""

    step: StepKind
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Instruction:
    """One sentence for the room at a step, in one or both languages."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Workshop:
    """The whole state; `seq` is the number of the last event folded in (0: nothing yet).

    `done` holds who is done with what is asked now, `help` who waits for help, in the order of asking.
    `regroupings` are the accepted drafts that can still be undone, latest last; `apart` the pairs of ideas
    that people have said to be no twins; `places` the map of ideas that was last drawn. `masked` says that
    the room's screen shows the question only, `frozen` at what it stays, if it does. `minutes` is the agenda,
    `instructions` what the room is told at a step, `spells` when steps were open, in order of opening.
    `timer` counts for the current step. `removed` are those who lost their place, as they were;
    `code_changes` counts the join codes that were replaced.
    """

    seq: int = 0
    framing: Framing | None = None
    current: StepKind = StepKind.CHECK_IN
    steps: Mapping[StepKind, StepState] = field(
        default_factory=lambda: dict.fromkeys(StepKind, StepState.PREPARED)
    )
    participants: Mapping[ParticipantId, Participant] = field(default_factory=dict)
    removed: Mapping[ParticipantId, Participant] = field(default_factory=dict)
    arrivals_closed: bool = False
    code_changes: int = 0
    notes: Mapping[NoteId, Note] = field(default_factory=dict)
    written: Mapping[ParticipantId, tuple[NoteId, ...]] = field(default_factory=dict)
    groups: Mapping[GroupId, Group] = field(default_factory=dict)
    projects: Mapping[ProjectId, Project] = field(default_factory=dict)
    areas: Mapping[AreaId, Area] = field(default_factory=dict)
    idea_areas: Mapping[NoteId, AreaId] = field(default_factory=dict)
    idea_reasons: Mapping[NoteId, str] = field(default_factory=dict)
    rounds: tuple[Round, ...] = ()
    decisions: Mapping[ProjectId, Decision] = field(default_factory=dict)
    cells: Mapping[CellId, Cell] = field(default_factory=dict)
    wishes: Mapping[ParticipantId, Wish] = field(default_factory=dict)
    memberships: Mapping[ParticipantId, Membership] = field(default_factory=dict)
    hat_rounds: Mapping[str, HatRound] = field(default_factory=dict)
    pitch: Pitch | None = None
    comments: Mapping[CommentId, Comment] = field(default_factory=dict)
    referrals: Mapping[ReferralId, Referral] = field(default_factory=dict)
    done: frozenset[ParticipantId] = frozenset()
    help: tuple[ParticipantId, ...] = ()
    archived: bool = False
    moves: int = 0
    regroupings: tuple[Regrouping, ...] = ()
    apart: frozenset[frozenset[NoteId]] = frozenset()
    places: Mapping[NoteId, Point] = field(default_factory=dict)
    ignored_words: tuple[str, ...] = ()
    encoder: str = ""
    masked: bool = False
    frozen: "Workshop | None" = None
    minutes: Mapping[StepKind, int] = field(default_factory=dict)
    instructions: Mapping[StepKind, Instruction] = field(default_factory=dict)
    spells: tuple[Spell, ...] = ()
    timer: Timer | None = None

    def state(self, step: StepKind) -> StepState:
        """How far that step is."""
        return self.steps[step]

    @property
    def everybody(self) -> Mapping[ParticipantId, Participant]:
        """Everybody who has a place or had one: the people behind notes, comments and revealed ballots."""
        return ChainMap(self.participants, self.removed)  # type: ignore[arg-type]

    @property
    def round(self) -> Round | None:
        """The latest round, or None before the first vote and after one that was cancelled."""
        return self.rounds[-1] if self.rounds and not self.rounds[-1].cancelled else None

    @property
    def rounds_over(self) -> int:
        """How many rounds are revealed or cancelled: all of them, or all but the latest."""
        running = bool(self.rounds) and not (
            self.rounds[-1].cancelled or self.rounds[-1].state is StepState.REVEALED
        )
        return len(self.rounds) - running

    def ideas(self) -> tuple[Note, ...]:
        """The distinct ideas: neither withdrawn, masked nor merged into another; parked ones count."""
        kept = (NoteStatus.VISIBLE, NoteStatus.PARKED)
        return tuple(
            note
            for note in self.notes.values()
            if note.type is NoteType.IDEA and note.status in kept and note.merged_into is None
        )

    def standing_projects(self) -> tuple[Project, ...]:
        """The projects that were not withdrawn, in order of definition."""
        return tuple(project for project in self.projects.values() if not project.withdrawn)

    def issues(self) -> tuple[Note, ...]:
        """The visible issues, in order of arrival."""
        return tuple(
            note
            for note in self.notes.values()
            if note.type is NoteType.ISSUE and note.status is NoteStatus.VISIBLE
        )

    def kind_of(self, note: Note) -> str | None:
        """The stakeholder kind behind a note: its author's as corrected since, or the paper note's own."""
        author = self.everybody.get(note.author) if note.author else None
        return author.kind if author else note.kind

    def members(self, subject: str) -> frozenset[ParticipantId]:
        """The accepted members of a cell: those who present when it pitches."""
        return frozenset(
            one.participant
            for one in self.memberships.values()
            if one.cell == subject and one.state is MembershipState.ACCEPTED
        )
