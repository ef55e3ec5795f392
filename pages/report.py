"""Report: referrals and what came of them, the fate of every idea, files to take away."""

import streamlit as st

from facilitation.asking import ask
from facilitation.model import NoteId, Project, ReasonCode, Workshop
from facilitation.rules.referrals import refer_ideas
from facilitation.tallies.narrowing import unplaced
from pages.parts.afterwards import fates
from pages.parts.frame import console
from pages.parts.frame.access import Desk, facilitator_desk
from pages.parts.frame.links import files
from pages.parts.frame.receipts import accepted, receipt, sending
from pages.parts.frame.rows import Row, Words, choose_rows
from pages.parts.frame.words import language, plain, say

_LAST = "refer_last"  # the project that was referred last in this session


def _source(workshop: Workshop) -> Project | None:
    """Whose ideas to refer: a project, or None for those without a fate; after one, the next that waits."""
    projects = [one for one in workshop.standing_projects() if one.ideas]
    chosen: Project | None = st.selectbox(
        say("console.refer.source"), [None, *projects], _next(workshop, projects), filter_mode=None,
        format_func=lambda one: f"{one.id} · {console.title(one)}" if one else say("console.refer.without"),
        key=f"{console.fields('refer')}_source",
    )  # fmt: skip
    return chosen


def _next(workshop: Workshop, projects: list[Project]) -> int:
    """The place of the next project, after the one that was referred last, with an idea without a fate."""
    last, open_ideas = st.session_state.get(_LAST), set(unplaced(workshop))
    before = next((n for n, one in enumerate(projects, start=1) if one.id == last), None)
    if before is None:
        return 0
    order = [*range(before + 1, len(projects) + 1), *range(1, before)]
    return next((n for n in order if open_ideas.intersection(projects[n - 1].ideas)), 0)


def _chosen(workshop: Workshop, source: Project | None) -> tuple[NoteId, ...]:
    """The ideas to refer: ticked one by one, or all of a project."""
    ideas = source.ideas if source else unplaced(workshop)
    shown = [workshop.notes[idea] for idea in ideas]
    lines = [Row(note.id, (note.id, Words(note.text, note.language))) for note in shown]
    columns = [say("console.column.number"), say("console.column.idea")]
    whole = source is not None and st.checkbox(say("console.refer.whole"), True)
    if whole:
        return tuple(ideas)
    caption = say("console.refer.tick")
    nothing = "console.refer.all_placed" if workshop.ideas() else "console.fates.none"
    picked = choose_rows(caption, columns, lines, key=f"{console.fields('refer')}_rows", empty=say(nothing))
    return tuple(NoteId(id) for id in picked)


def _refer(desk: Desk) -> None:
    source = _source(desk.workshop)
    ideas = _chosen(desk.workshop, source)
    reasons, name = list(ReasonCode), f"{console.fields('refer')}_code"
    with st.form(console.fields("refer"), enter_to_submit=False):
        st.markdown(f"**{say('console.refer.chosen', n=len(ideas))}**")
        organisation = st.text_input(say("console.refer.organisation"), max_chars=160)
        what = st.text_input(say("console.refer.what"), max_chars=1_000)
        code = st.radio(
            say("console.refer.reason_code"), reasons, reasons.index(ReasonCode.OTHER_CARRIER),
            format_func=lambda one: say(f"reason.{one}"), horizontal=True, key=name,
        )  # fmt: skip
        reason = st.text_area(say("console.refer.reason"), max_chars=1_000, height=80)
        sent = st.form_submit_button(say("console.refer.send"), type="primary")
    if sent:
        with sending("refer"):
            referred = ask(
                refer_ideas,
                by=desk.by,
                ideas=ideas,
                organisation=organisation or "",
                reason_code=code,
                what=what or "",
                reason=reason or "",
            )
            (made,) = desk.act(referred).events
            console.renew("refer")
            st.session_state[_LAST] = source.id if source else None
            told = {"number": made.referral, "organisation": made.organisation, "n": len(made.ideas)}
            accepted("refer", "console.refer.done", **told)
    receipt("refer")


def _files(desk: Desk) -> None:
    place = st.container(horizontal=True)
    files(desk.code, at=place)
    label, url = say("console.files.committee"), f"/committee?w={desk.code}"
    place.link_button(label, url, icon=":material/open_in_new:")


def _page(desk: Desk) -> None:
    console.head("report")
    console.listen("report")
    framing = desk.workshop.framing
    if framing is not None:
        st.caption(plain(framing.spoken(language()).decision_rule))
    st.subheader(say("console.files.title"), anchor=False)
    _files(desk)
    if not desk.workshop.archived:
        st.subheader(say("console.refer.title"), anchor=False)
        _refer(desk)
    st.subheader(say("console.follow.title"), anchor=False)
    fates.referrals(desk)
    st.subheader(say("console.fates.title"), anchor=False)
    fates.all_fates(desk.workshop)


_page(facilitator_desk())
