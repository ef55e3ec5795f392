"""Referrals: what is not kept is proposed to an organisation that can carry it (R-40)."""

from collections.abc import Collection
from datetime import datetime

from facilitation import conditions
from facilitation.errors import RuleError
from facilitation.events import IdeasReferred, ReferralFollowed
from facilitation.model import NoteId, ReasonCode, ReferralId, ReferralStatus, Workshop
from facilitation.rights import Facilitator
from facilitation.text import clean_text, tidy

NAME_LIMIT = 160
REASON_LIMIT = 1_000


def refer_ideas(
    workshop: Workshop,
    at: datetime,
    *,
    by: Facilitator,
    ideas: Collection[NoteId],
    organisation: str,
    reason_code: ReasonCode,
    what: str = "",
    reason: str = "",
    status: ReferralStatus = ReferralStatus.PROPOSED,
) -> tuple[IdeasReferred]:
    """Proposes ideas to an organisation, with the reason; the latest referral of an idea counts."""
    conditions.active(workshop)
    if not ideas:
        raise RuleError("referral.no_idea")
    if reason_code not in tuple(ReasonCode):
        raise RuleError("decision.reason")
    referred = tuple(conditions.known_idea(workshop, idea).id for idea in dict.fromkeys(ideas))
    name = clean_text(organisation, NAME_LIMIT, key="referral.organisation")
    id = ReferralId(f"T{len(workshop.referrals) + 1}")
    why = tidy(reason)[:REASON_LIMIT]
    return (IdeasReferred(id, referred, name, tidy(what)[:REASON_LIMIT], reason_code, why, status),)


def follow_referral(
    workshop: Workshop, at: datetime, *, by: Facilitator, referral: ReferralId, status: ReferralStatus
) -> tuple[ReferralFollowed]:
    """What the organisation answered; a refusal is a fate too."""
    conditions.active(workshop)
    if referral not in workshop.referrals:
        raise RuleError("referral.unknown")
    return (ReferralFollowed(referral, status),)
