"""What can happen in a workshop. Past participles; ids and values only, never a name, an e-mail or a token.

An event is appended to the log inside an `Entry`, which says when, by whom and under which key.
Events are read for ever: change one only together with an upgrade in `codec`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from facilitation.model import (
    AreaId,
    BoardPart,
    CellId,
    Channel,
    CommentId,
    Framing,
    GroupId,
    Hat,
    MembershipState,
    Method,
    NoteId,
    NoteType,
    Outcome,
    ParticipantId,
    Point,
    ProjectId,
    ReasonCode,
    ReferralId,
    ReferralStatus,
    RevealStage,
    RoundId,
    RoundOptions,
    StepKind,
)


@dataclass(frozen=True, slots=True)
class WorkshopFramed:
    framing: Framing


@dataclass(frozen=True, slots=True)
class StepOpened:
    """The step becomes the current one on every phone and on the projector; also after a suspension."""

    step: StepKind


@dataclass(frozen=True, slots=True)
class StepSuspended:
    step: StepKind


@dataclass(frozen=True, slots=True)
class StepClosed:
    step: StepKind


@dataclass(frozen=True, slots=True)
class StepRevealed:
    step: StepKind


@dataclass(frozen=True, slots=True)
class ParticipantCheckedIn:
    """A check-in, or a correction of it by the same person."""

    participant: ParticipantId
    kind: str | None
    table: int | None
    language: str
    channel: Channel
    consents: frozenset[str]
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class ArrivalsClosed:
    """Nobody new takes a place by phone; who has one keeps it."""


@dataclass(frozen=True, slots=True)
class ArrivalsOpened:
    pass


@dataclass(frozen=True, slots=True)
class JoinCodeReplaced:
    """The workshop is joined by another code; both codes are the store's, not the log's."""


@dataclass(frozen=True, slots=True)
class PeopleRemoved:
    """Those people lose their place: before a reveal with their marks, after it with their voice only."""

    people: tuple[ParticipantId, ...]


@dataclass(frozen=True, slots=True)
class PeopleRestored:
    """Those people have their place again, and vote anew."""

    people: tuple[ParticipantId, ...]


@dataclass(frozen=True, slots=True)
class NoteSubmitted:
    """`author` is None for a table without phones: the note is the table's (R-09), of that kind."""

    note: NoteId
    type: NoteType
    author: ParticipantId | None
    text: str
    language: str
    channel: Channel
    table: int | None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class NoteEdited:
    note: NoteId
    text: str


@dataclass(frozen=True, slots=True)
class NoteWithdrawn:
    note: NoteId


@dataclass(frozen=True, slots=True)
class NoteMasked:
    note: NoteId
    reason: str


@dataclass(frozen=True, slots=True)
class NoteParked:
    note: NoteId
    reason: str


@dataclass(frozen=True, slots=True)
class NoteRestored:
    """A masked or parked note is visible again."""

    note: NoteId


@dataclass(frozen=True, slots=True)
class GroupDrafted:
    """One group of a machine draft that was accepted, with the ideas that it takes in.

    A group that was there before keeps its id, title and terms, whatever the draft says of them.
    """

    group: GroupId
    title_fr: str
    title_en: str
    terms: tuple[str, ...]
    ideas: tuple[NoteId, ...]


@dataclass(frozen=True, slots=True)
class DraftAccepted:
    """The facilitator took a machine draft; says what made it, so that it can be made again."""

    encoder: str
    encoder_version: str
    seed: int
    parameters: Mapping[str, str | int | float]
    groups: tuple[GroupDrafted, ...]
    loose: tuple[NoteId, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftUndone:
    """The latest accepted draft is taken back: those ideas return to where they were before it."""

    places: Mapping[NoteId, GroupId | None]


@dataclass(frozen=True, slots=True)
class IdeaJoined:
    """An idea that has just arrived stands with the group it is nearest to; no person has placed it."""

    idea: NoteId
    group: GroupId
    encoder: str
    encoder_version: str


@dataclass(frozen=True, slots=True)
class IdeasReleased:
    """The next draft may move those ideas again, though a person has placed them."""

    ideas: tuple[NoteId, ...]


@dataclass(frozen=True, slots=True)
class IdeasKeptApart:
    """Two ideas that look alike are no twins, says a person."""

    ideas: tuple[NoteId, NoteId]


@dataclass(frozen=True, slots=True)
class WordsIgnored:
    """Words that grouping and naming ignore; the whole list each time."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EncoderChosen:
    """What turns this workshop's ideas into vectors, as the setting ENCODER says it; empty: as installed."""

    setting: str


@dataclass(frozen=True, slots=True)
class MapDrawn:
    """The map of ideas, drawn anew; says what made it."""

    encoder: str
    encoder_version: str
    seed: int
    parameters: Mapping[str, str | int | float]
    points: Mapping[NoteId, Point]


@dataclass(frozen=True, slots=True)
class MapExtended:
    """Ideas that have arrived since take their places on the map; nobody else moves."""

    points: Mapping[NoteId, Point]


@dataclass(frozen=True, slots=True)
class GroupCreated:
    group: GroupId
    title_fr: str
    title_en: str


@dataclass(frozen=True, slots=True)
class GroupNamed:
    group: GroupId
    title_fr: str
    title_en: str


@dataclass(frozen=True, slots=True)
class GroupRemoved:
    """An empty group leaves the board; its number is never given again."""

    group: GroupId


@dataclass(frozen=True, slots=True)
class IdeaMoved:
    """`group` None: back to the ideas to sort."""

    idea: NoteId
    group: GroupId | None


@dataclass(frozen=True, slots=True)
class IdeasMerged:
    """Twins become one idea; the merged notes keep their authors and texts (R-07)."""

    lead: NoteId
    merged: tuple[NoteId, ...]
    text: str


@dataclass(frozen=True, slots=True)
class IdeaSeparated:
    """A merged note stands on its own again."""

    idea: NoteId


@dataclass(frozen=True, slots=True)
class ProjectDefined:
    project: ProjectId
    title_fr: str
    title_en: str
    summary: str
    ideas: tuple[NoteId, ...]
    group: GroupId | None


@dataclass(frozen=True, slots=True)
class ProjectReworded:
    project: ProjectId
    title_fr: str
    title_en: str
    summary: str


@dataclass(frozen=True, slots=True)
class ProjectWithdrawn:
    project: ProjectId


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """A vote opens on frozen items; `voters` None: everybody who is checked in. A title says what for."""

    round: RoundId
    items: tuple[str, ...]
    method: Method
    dots: int
    cap: int
    seed: int
    present: int
    voters: frozenset[ParticipantId] | None = None
    title_fr: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class TermsAnnounced:
    """The round that is about to open has terms of its own; without this event, it is as usual."""

    round: RoundId
    options: RoundOptions


@dataclass(frozen=True, slots=True)
class BallotCast:
    """Absolute marks: a second ballot of the same participant replaces the first (R-14)."""

    round: RoundId
    participant: ParticipantId
    marks: Mapping[str, int]
    channel: Channel


@dataclass(frozen=True, slots=True)
class RatingCast:
    """A ballot in a round on impact and effort: a rating, 1 to 5, of the items on either scale."""

    round: RoundId
    participant: ParticipantId
    impacts: Mapping[str, int]
    efforts: Mapping[str, int]
    channel: Channel


@dataclass(frozen=True, slots=True)
class ConcernVoiced:
    """The one concern of a person, with its reason; it takes the place of an earlier one."""

    round: RoundId
    participant: ParticipantId
    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConcernWithdrawn:
    round: RoundId
    participant: ParticipantId


@dataclass(frozen=True, slots=True)
class ConcernMasked:
    """Nobody reads that concern any more, for that reason; it is still counted."""

    round: RoundId
    participant: ParticipantId
    reason: str


@dataclass(frozen=True, slots=True)
class ConcernUnmasked:
    round: RoundId
    participant: ParticipantId


@dataclass(frozen=True, slots=True)
class QuorumWaived:
    """A round is about to be revealed below the quorum that was announced, for that reason."""

    round: RoundId
    reason: str


@dataclass(frozen=True, slots=True)
class RoundCancelled:
    """The round ends without a result; nobody will ever see what was voted in it."""

    round: RoundId
    reason: str


@dataclass(frozen=True, slots=True)
class RevealAdvanced:
    """The room is shown that stage of a revealed round, and those before it; also on the way back."""

    round: RoundId
    stage: RevealStage


@dataclass(frozen=True, slots=True)
class DecisionRecorded:
    """`into`: the project that a merged one goes on in; None in logs from before it was asked for."""

    project: ProjectId
    outcome: Outcome
    reason_code: ReasonCode | None
    sentence: str
    into: ProjectId | None = None


@dataclass(frozen=True, slots=True)
class AreaDefined:
    area: AreaId
    title_fr: str
    title_en: str


@dataclass(frozen=True, slots=True)
class AreaReworded:
    area: AreaId
    title_fr: str
    title_en: str


@dataclass(frozen=True, slots=True)
class ProjectPlaced:
    project: ProjectId
    area: AreaId | None


@dataclass(frozen=True, slots=True)
class IdeaPlaced:
    """One idea goes to an area of its own, whatever became of its project."""

    idea: NoteId
    area: AreaId | None
    reason: str


@dataclass(frozen=True, slots=True)
class CellDefined:
    cell: CellId
    area: AreaId | None
    name_fr: str
    name_en: str
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class WishExpressed:
    """An empty ranking means «I would rather be kept informed»."""

    participant: ParticipantId
    ranked: tuple[CellId, ...]
    flexible: bool


@dataclass(frozen=True, slots=True)
class MembershipProposed:
    """A place in a cell; accepted at once only where it is the person's own first wish (R-30)."""

    participant: ParticipantId
    cell: CellId
    state: MembershipState


@dataclass(frozen=True, slots=True)
class MembershipAnswered:
    participant: ParticipantId
    state: MembershipState


@dataclass(frozen=True, slots=True)
class HatsDealt:
    subject: str
    hats: tuple[Hat, ...]
    assignment: Mapping[ParticipantId, Hat]
    seed: int


@dataclass(frozen=True, slots=True)
class HatTaken:
    """A latecomer gets the least worn hat (R-25)."""

    subject: str
    participant: ParticipantId
    hat: Hat


@dataclass(frozen=True, slots=True)
class PitchCalled:
    """A team comes to the front; the clock does not run yet."""

    subject: str


@dataclass(frozen=True, slots=True)
class PitchStarted:
    """The five minutes run from the time of this entry."""

    subject: str


@dataclass(frozen=True, slots=True)
class CommentsOpened:
    """The pitch is over; what is written from now on is read out."""

    subject: str


@dataclass(frozen=True, slots=True)
class HatCommented:
    comment: CommentId
    subject: str
    participant: ParticipantId
    hat_worn: Hat
    hat_content: Hat
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class CommentMasked:
    comment: CommentId
    reason: str


@dataclass(frozen=True, slots=True)
class IdeasReferred:
    referral: ReferralId
    ideas: tuple[NoteId, ...]
    organisation: str
    what: str
    reason_code: ReasonCode
    reason: str
    status: ReferralStatus


@dataclass(frozen=True, slots=True)
class ReferralFollowed:
    referral: ReferralId
    status: ReferralStatus


@dataclass(frozen=True, slots=True)
class DoneDeclared:
    """Somebody says to be done with what the step asks now, or not after all."""

    participant: ParticipantId
    done: bool


@dataclass(frozen=True, slots=True)
class HelpAsked:
    participant: ParticipantId


@dataclass(frozen=True, slots=True)
class HelpWithdrawn:
    """The person no longer waits for anybody."""

    participant: ParticipantId


@dataclass(frozen=True, slots=True)
class HelpGiven:
    """The facilitator has been there."""

    participant: ParticipantId


@dataclass(frozen=True, slots=True)
class ProjectorMasked:
    """The room's screen shows the question and nothing else, from this moment on."""


@dataclass(frozen=True, slots=True)
class ProjectorUnmasked:
    pass


@dataclass(frozen=True, slots=True)
class ProjectorFrozen:
    """The room's screen stays as it is, whatever happens backstage."""


@dataclass(frozen=True, slots=True)
class ProjectorReleased:
    pass


@dataclass(frozen=True, slots=True)
class StepsPlanned:
    """How many minutes each step may take, the whole agenda each time; nothing ends by itself (R-05)."""

    minutes: Mapping[StepKind, int]


@dataclass(frozen=True, slots=True)
class StepInstructed:
    """What phones and the room's screen say at that step from now on; empty in both: nothing more."""

    step: StepKind
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class TimerSet:
    """So many seconds are left for the question, from the time of this entry; also when some were added."""

    seconds: int


@dataclass(frozen=True, slots=True)
class TimerStopped:
    """Nothing is counted any more."""


@dataclass(frozen=True, slots=True)
class NoteCorrected:
    """The facilitator put a slip of the pen right; what the author wrote is kept beside it.

    For merged ideas, the common text is corrected: the authors' own stand below it.
    """

    note: NoteId
    text: str


@dataclass(frozen=True, slots=True)
class BoardPutBack:
    """An act on the board was undone, or done again: that part of it is as it was at that moment."""

    part: BoardPart


@dataclass(frozen=True, slots=True)
class WorkshopArchived:
    """Nothing is added after this; the store forgets which device was whose."""


Event = (
    WorkshopFramed
    | StepOpened
    | StepSuspended
    | StepClosed
    | StepRevealed
    | ParticipantCheckedIn
    | ArrivalsClosed
    | ArrivalsOpened
    | JoinCodeReplaced
    | PeopleRemoved
    | PeopleRestored
    | NoteSubmitted
    | NoteEdited
    | NoteWithdrawn
    | NoteMasked
    | NoteParked
    | NoteRestored
    | DraftAccepted
    | DraftUndone
    | IdeaJoined
    | IdeasReleased
    | IdeasKeptApart
    | WordsIgnored
    | EncoderChosen
    | MapDrawn
    | MapExtended
    | GroupCreated
    | GroupNamed
    | GroupRemoved
    | IdeaMoved
    | IdeasMerged
    | IdeaSeparated
    | ProjectDefined
    | ProjectReworded
    | ProjectWithdrawn
    | RoundOpened
    | TermsAnnounced
    | BallotCast
    | RatingCast
    | ConcernVoiced
    | ConcernWithdrawn
    | ConcernMasked
    | ConcernUnmasked
    | QuorumWaived
    | RoundCancelled
    | RevealAdvanced
    | DecisionRecorded
    | AreaDefined
    | AreaReworded
    | ProjectPlaced
    | IdeaPlaced
    | CellDefined
    | WishExpressed
    | MembershipProposed
    | MembershipAnswered
    | HatsDealt
    | HatTaken
    | PitchCalled
    | PitchStarted
    | CommentsOpened
    | HatCommented
    | CommentMasked
    | IdeasReferred
    | ReferralFollowed
    | DoneDeclared
    | HelpAsked
    | HelpWithdrawn
    | HelpGiven
    | ProjectorMasked
    | ProjectorUnmasked
    | ProjectorFrozen
    | ProjectorReleased
    | StepsPlanned
    | StepInstructed
    | TimerSet
    | TimerStopped
    | NoteCorrected
    | BoardPutBack
    | WorkshopArchived
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `actor` is a participant's id or «facilitator»; `at` is aware, UTC."""

    seq: int
    at: datetime
    actor: str
    key: str | None
    event: Event
