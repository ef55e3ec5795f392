"""What became of every idea, and what the partner organisations answered."""

from collections import Counter

import streamlit as st

from facilitation.asking import ask
from facilitation.model import Note, Referral, ReferralStatus, Workshop
from facilitation.rules.referrals import follow_referral
from facilitation.tallies.missing import Lack, missing
from facilitation.tallies.narrowing import Course, Fate, narrowing
from pages.parts.frame.access import Desk
from pages.parts.frame.console import title
from pages.parts.frame.receipts import accepted, receipt, sending
from pages.parts.frame.rows import Row, Words, rows
from pages.parts.frame.words import language, say
from reports.labels import motive


def referrals(desk: Desk) -> None:
    """Each referral with its answer, and a form for what an organisation has said since."""
    referred = desk.workshop.referrals
    lines = [_referral(one) for one in referred.values()]
    names = ("number", "organisation", "ideas", "what", "reason", "status")
    columns = [say(f"console.follow.column.{name}") for name in names]
    rows(say("console.follow.caption"), columns, lines, key="referrals", empty=say("console.follow.none"))
    if not referred or desk.workshop.archived:
        return
    with st.form("follow", enter_to_submit=False):
        statuses = list(ReferralStatus)
        chosen = st.selectbox(
            say("console.follow.which"), list(referred), filter_mode=None,
            format_func=lambda one: f"{one} · {referred[one].organisation}",
        )  # fmt: skip
        status = st.radio(
            say("console.follow.status"), statuses, format_func=lambda one: say(f"referral.status.{one}"),
            horizontal=True,
        )  # fmt: skip
        sent = st.form_submit_button(say("console.follow.save"))
    if sent:
        with sending("follow"):
            desk.act(ask(follow_referral, by=desk.by, referral=chosen, status=status))
            who, said = referred[chosen].organisation, say(f"referral.status.{status}")
            accepted("follow", "console.follow.saved", organisation=who, status=said)
    receipt("follow")


def all_fates(workshop: Workshop) -> None:
    """Every idea that was written, one line each: idea, fate, where it went, why."""
    counted = narrowing(workshop)
    parts = [f"{say(f'fate.{fate}')} : {counted.count(fate)}" for fate in Fate if counted.count(fate)]
    st.write(" · ".join(parts).replace(" : ", "\u00a0: "))
    columns = [say(f"console.fates.column.{name}") for name in ("number", "idea", "fate", "where", "reason")]
    lines = [_fate(workshop, one) for one in counted.courses]
    rows(say("console.fates.caption"), columns, lines, key="fates", empty=say("console.fates.none"))


def lacking(workshop: Workshop) -> None:
    """Whether every idea has a place, a reason and a fate (R-40); else how many lack what, and which."""
    lacks = missing(workshop)
    if not lacks:
        st.success(say("console.decision.whole"), icon=":material/check_circle:")
        return
    counts = Counter(lacks.values())
    what = "; ".join(say(f"console.decision.lack.{one}", n=counts[one]) for one in Lack if counts[one])
    st.info(say("console.decision.lacking", n=len(lacks), what=what), icon=":material/pending:")
    lines = [_lacking(workshop.notes[idea], lack) for idea, lack in lacks.items()]
    columns = [say(f"console.{name}") for name in ("column.number", "column.idea", "decision.lacks")]
    with st.expander(say("console.decision.open_list"), key="decision_lacks"):
        rows(say("console.decision.open_list"), columns, lines, key="decision_open")


def _referral(one: Referral) -> Row:
    reason = " — ".join(part for part in (say(f"reason.{one.reason_code}"), one.reason) if part)
    status = say(f"referral.status.{one.status}")
    return Row(one.id, (one.id, one.organisation, ", ".join(one.ideas), one.what, reason, status))


def _fate(workshop: Workshop, one: Course) -> Row:
    note = workshop.notes[one.idea]
    reason = motive(workshop, one, language())
    cells = (note.id, Words(note.text, note.language), say(f"fate.{one.fate}"), _where(workshop, one), reason)
    return Row(note.id, cells)


def _where(workshop: Workshop, one: Course) -> str:
    """The area, the partner, the idea it was merged into, or its project."""
    if one.area is not None:
        return title(workshop.areas[one.area])
    if one.referral is not None:
        return f"{one.referral.organisation} ({say(f'referral.status.{one.referral.status}')})"
    if one.into is not None:
        return say("console.fates.into", idea=one.into)
    return title(workshop.projects[one.project]) if one.project is not None else ""


def _lacking(note: Note, lack: Lack) -> Row:
    return Row(note.id, (note.id, Words(note.text, note.language), say(f"console.decision.one.{lack}")))
