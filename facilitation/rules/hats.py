"""Pitches and hats: dealt by draw, balanced, rotating, and never censored (R-20 … R-28)."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from facilitation import conditions, draw
from facilitation.errors import RuleError
from facilitation.events import (
    CommentMasked,
    CommentsOpened,
    HatCommented,
    HatsDealt,
    HatTaken,
    PitchCalled,
    PitchStarted,
)
from facilitation.model import Comment, CommentId, Hat, HatRound, ParticipantId, StepKind, Workshop
from facilitation.rights import Facilitator
from facilitation.text import clean_text

COMMENT_LIMIT = 280
COMMENTS_PER_PERSON = 200


def deal_hats(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    seed: int,
    subjects: Collection[str] = (),
    reviewers: Collection[ParticipantId] | None = None,
) -> tuple[HatsDealt, ...]:
    """Hats for every pitch at once: those present, without the team that presents (R-24)."""
    conditions.active(workshop)
    if workshop.hat_rounds:
        raise RuleError("hats.already_dealt")
    pitching = tuple(subjects) or tuple(workshop.cells) or tuple(p.id for p in workshop.standing_projects())
    if not pitching or any(one not in workshop.cells and one not in workshop.projects for one in pitching):
        raise RuleError("hats.no_subject")
    asked = workshop.participants if reviewers is None else reviewers
    present = sorted(set(asked).difference(workshop.removed))
    rounds = {one: [id for id in present if id not in workshop.members(one)] for one in pitching}
    fewest = min(len(people) for people in rounds.values())
    if fewest == 0:
        raise RuleError("hats.nobody")
    hats = draw.hats_in_play(fewest)
    kinds = {id: person.kind for id, person in workshop.participants.items()}
    dealt = draw.deal(rounds, kinds, hats, seed)
    return tuple(HatsDealt(one, hats, dealt[one], seed) for one in pitching)


def take_hat(
    workshop: Workshop, at: datetime, *, participant: ParticipantId, subject: str
) -> tuple[HatTaken, ...]:
    """A latecomer's hat: the least worn one among those this person has not worn yet (R-25)."""
    conditions.checked_in(workshop, participant)
    conditions.step_open(workshop, StepKind.HATS)
    hat_round = _round(workshop, subject)
    if participant in hat_round.assignment:
        return ()
    if participant in workshop.members(subject):
        raise RuleError("hats.presenting")
    worn = Counter(
        one.assignment[participant] for one in workshop.hat_rounds.values() if participant in one.assignment
    )
    wearers = Counter(hat_round.assignment.values())
    hat = min(hat_round.hats, key=lambda one: (worn[one], wearers[one], hat_round.hats.index(one)))
    return (HatTaken(subject, participant, hat),)


def call_pitch(workshop: Workshop, at: datetime, *, by: Facilitator, subject: str) -> tuple[PitchCalled]:
    """Brings a team to the front: its page on the projector, hats on the other phones."""
    conditions.step_open(workshop, StepKind.HATS)
    _round(workshop, subject)
    return (PitchCalled(subject),)


def start_pitch(workshop: Workshop, at: datetime, *, by: Facilitator) -> tuple[PitchStarted]:
    """Starts the five minutes, or starts them again."""
    conditions.step_open(workshop, StepKind.HATS)
    return (PitchStarted(_called(workshop)),)


def open_comments(workshop: Workshop, at: datetime, *, by: Facilitator) -> tuple[CommentsOpened]:
    """Ends the pitch: the projector shows the comments by hat."""
    conditions.active(workshop)
    return (CommentsOpened(_called(workshop)),)


def comment(
    workshop: Workshop,
    at: datetime,
    *,
    participant: ParticipantId,
    subject: str,
    text: str,
    language: str,
    hat_content: Hat | None = None,
) -> tuple[HatCommented]:
    """One thought under the hat worn; `hat_content` names another hat for what is «hors chapeau»."""
    conditions.checked_in(workshop, participant)
    conditions.step_open(workshop, StepKind.HATS)
    worn = _round(workshop, subject).assignment.get(participant)
    if worn is None:
        raise RuleError("hats.presenting" if participant in workshop.members(subject) else "hats.no_hat")
    conditions.known_language(language)
    cleaned = clean_text(text, COMMENT_LIMIT, key="comment")
    if sum(one.author == participant for one in workshop.comments.values()) >= COMMENTS_PER_PERSON:
        raise RuleError("comment.too_many", limit=COMMENTS_PER_PERSON)
    id = CommentId(f"C{len(workshop.comments) + 1}")
    return (HatCommented(id, subject, participant, worn, hat_content or worn, cleaned, language),)


def mask_comment(
    workshop: Workshop, at: datetime, *, by: Facilitator, comment: CommentId, reason: str
) -> tuple[CommentMasked]:
    """Hides a comment that names, insults or reveals; never one that is only critical (R-28)."""
    conditions.active(workshop)
    found: Comment | None = workshop.comments.get(comment)
    if found is None:
        raise RuleError("comment.unknown")
    return (CommentMasked(comment, clean_text(reason, COMMENT_LIMIT, key="reason")),)


def _round(workshop: Workshop, subject: str) -> HatRound:
    found = workshop.hat_rounds.get(subject)
    if found is None:
        raise RuleError("hats.not_dealt")
    return found


def _called(workshop: Workshop) -> str:
    if workshop.pitch is None:
        raise RuleError("hats.no_pitch")
    return workshop.pitch.subject
