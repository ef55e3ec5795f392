"""The sheets about what follows the vote: cells, hats, decisions, referrals; and the journal."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from facilitation.events import (
    BallotCast,
    ConcernMasked,
    ConcernUnmasked,
    ConcernVoiced,
    ConcernWithdrawn,
    Entry,
    RatingCast,
    StepClosed,
    StepOpened,
    StepRevealed,
    StepSuspended,
)
from facilitation.model import MembershipState, Workshop
from facilitation.tallies.departing import departs
from facilitation.tallies.people import by_kind
from locales import Language, day, either, sentence
from reports.labels import area_title, comment_text, item_title, numbers, outcome_name
from reports.pooling import pool_name, pooled
from reports.tables.verdicts import vote_said
from reports.workbook.sheet import Cell, Sheet, sheet_of
from reports.workbook.votes import shown_rounds

_HANDED_IN = (BallotCast, RatingCast, ConcernVoiced, ConcernWithdrawn, ConcernMasked, ConcernUnmasked)


def cells(workshop: Workshop, language: Language) -> Sheet:
    """Each cell with its people, by kind and never by name."""
    rows: list[tuple[Cell, ...]] = []
    for cell in workshop.cells.values():
        waiting = [
            one
            for one in workshop.memberships.values()
            if one.cell == cell.id and one.state is MembershipState.WAITING
        ]
        members = set(workshop.members(cell.id))
        kinds = [
            sentence(
                language, "file.heads", kind=pool_name(pool, workshop.framing, language), heads=pool.heads
            )
            for pool in pooled(by_kind(workshop, members))
        ]
        area = area_title(workshop, cell.area, language)
        name = either(language, cell.name_fr, cell.name_en)
        rows.append((cell.id, name, area, len(members), cell.maximum, len(waiting), "; ".join(kinds)))
    columns = "code:8 cell:50 area:50 members:12 seats:12 waiting:16 by_kind:50"
    return sheet_of(language, "cells", columns, rows)


def hats(workshop: Workshop, language: Language) -> Sheet:
    """Every comment, under the hat worn and the hat it belongs to."""
    rows = [
        (
            one.subject,
            item_title(workshop, one.subject, language),
            sentence(language, f"hat.name.{one.hat_worn.value}"),
            sentence(language, f"hat.name.{one.hat_content.value}"),
            sentence(language, "file.yes") if one.off_hat else "",
            comment_text(one, language),
            one.language,
        )
        for one in workshop.comments.values()
    ]
    columns = "code:8 pitch:40 hat_worn:24 hat_content:24 off_hat:14 comment:80 language:10"
    return sheet_of(language, "hats", columns, rows)


def decisions(workshop: Workshop, language: Language) -> Sheet:
    """What was decided of each project, and why; what the vote said, and whether the decision departs."""
    rows = [
        (
            one.project,
            item_title(workshop, one.project, language),
            outcome_name(workshop, one, language),
            area_title(workshop, workshop.projects[one.project].area, language),
            sentence(language, f"reason.{one.reason_code.value}") if one.reason_code else "",
            one.sentence,
            day(language, one.at),
            vote_said(workshop, one.project, language),
            sentence(language, "file.yes") if departs(workshop, one.project) else "",
        )
        for one in workshop.decisions.values()
    ]
    columns = "code:8 project:40 outcome:16 area:50 reason_code:26 reason:60 date:20 vote_said:50 departs:14"
    return sheet_of(language, "decisions", columns, rows)


def referrals(workshop: Workshop, language: Language) -> Sheet:
    """What was proposed to whom, and what they answered."""
    order = numbers(workshop)
    rows = [
        (
            one.id,
            one.organisation,
            ", ".join(str(order[idea]) for idea in one.ideas if idea in order),
            one.what,
            sentence(language, f"reason.{one.reason_code.value}"),
            one.reason,
            sentence(language, f"referral.status.{one.status.value}"),
        )
        for one in workshop.referrals.values()
    ]
    columns = "code:8 organisation:40 idea_numbers:24 what:50 reason_code:26 reason:50 status:16"
    return sheet_of(language, "referrals", columns, rows)


def journal(workshop: Workshop, entries: Sequence[Entry], language: Language, at: datetime) -> Sheet:
    """What happened, to the minute, in the time zone of `at`: counts of participants, no content.

    Nothing that people handed in to a vote that is not revealed: whoever sits in the room would see from
    the minute whose ballot, or whose concern, it is (R-12).
    """
    shown = {one.id for one in shown_rounds(workshop)}
    told = (
        _told(entry, language, at)
        for entry in entries
        if not isinstance(entry.event, _HANDED_IN) or entry.event.round in shown
    )
    rows = [(*what, len(list(same))) for what, same in groupby(told)]
    return sheet_of(language, "journal", "minute:18 actor:16 event:50 detail:26 count:10", rows)


def _told(entry: Entry, language: Language, at: datetime) -> tuple[str, str, str, str]:
    who = "facilitator" if entry.actor == "facilitator" else "participant"
    steps = (StepOpened, StepSuspended, StepClosed, StepRevealed)
    step = entry.event.step if isinstance(entry.event, steps) else None
    return (
        entry.at.astimezone(at.tzinfo).strftime("%Y-%m-%d %H:%M"),
        sentence(language, f"file.actor.{who}"),
        sentence(language, f"file.event.{type(entry.event).__name__}"),
        sentence(language, f"step.name.{step.value}") if step else "",
    )
