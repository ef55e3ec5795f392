"""What becomes of each project, and of single ideas: outcome, area, reason."""

import streamlit as st

from facilitation.asking import ask
from facilitation.errors import RuleError
from facilitation.model import (
    AreaId,
    Decision,
    NoteId,
    Outcome,
    Project,
    ProjectId,
    ReasonCode,
    Workshop,
)
from facilitation.rules.projects import place_idea, record_decision
from facilitation.tallies.departing import departs
from facilitation.tallies.missing import Lack, missing, still_referred
from facilitation.text import clipped
from pages.parts.frame.access import Desk
from pages.parts.frame.console import fields, keyed, renew, title
from pages.parts.frame.receipts import accepted, receipt, sending
from pages.parts.frame.words import language, plain, say
from reports.tables.verdicts import departure, vote_said


def projects(desk: Desk) -> None:
    """One form for each project, with the vote beside it: the vote and the decision are two things."""
    workshop = desk.workshop
    if not workshop.standing_projects():
        st.info(say("console.decision.no_project"))
    for project in workshop.standing_projects():
        decision = workshop.decisions.get(project.id)
        fate = say(f"outcome.{decision.outcome}") if decision else say("console.decision.undecided")
        apart = f" — {say('console.decision.departs')}" if departs(workshop, project.id) else ""
        with st.expander(
            f"**{project.id}** — {plain(clipped(title(project)))} — {fate}{apart}", key=f"choice_{project.id}"
        ):
            _project(desk, workshop, project)


def single_idea(desk: Desk) -> None:
    """Sends one idea to an area of its own, whatever became of its project; no area: back to its project."""
    if not desk.workshop.archived:
        _overriding(desk, desk.workshop)
    _overridden(desk.workshop)


def _overriding(desk: Desk, workshop: Workshop) -> None:
    notes = {note.id: note for note in workshop.ideas()}
    with st.form(fields("override"), enter_to_submit=False):
        st.write(say("console.decision.override_note"))
        idea = st.selectbox(
            say("console.column.idea"), list(notes), index=None, placeholder=say("console.choose"),
            filter_mode=None, format_func=lambda one: f"{one} · {clipped(notes[one].text, 110)}",
        )  # fmt: skip
        area = _area(workshop, None, fields("override"))
        reason = st.text_input(say("console.reason"), max_chars=280)
        sent = st.form_submit_button(say("console.decision.override"))
    if sent:
        with sending("override"):
            desk.act(ask(place_idea, by=desk.by, idea=NoteId(idea or ""), area=area, reason=reason or ""))
            renew("override")
            accepted("override", "console.decision.overridden", idea=idea)
    receipt("override")


def _overridden(workshop: Workshop) -> None:
    for idea, area in workshop.idea_areas.items():
        text = plain(clipped(workshop.notes[idea].text))
        st.write(f"{idea} · {text} → {plain(title(workshop.areas[area]))}")


def _project(desk: Desk, workshop: Workshop, project: Project) -> None:
    before = workshop.decisions.get(project.id)
    _told(workshop, project, before)
    if workshop.archived:
        _decided(workshop, project, before)
        return
    outcomes, reasons = list(Outcome), [None, *(one for one in ReasonCode if one is not ReasonCode.MERGED)]
    code = before.reason_code if before and before.reason_code in reasons else None
    with st.form(f"decide_{project.id}", enter_to_submit=False):
        outcome = st.radio(
            say("console.decision.outcome"), outcomes, outcomes.index(before.outcome) if before else None,
            format_func=lambda one: say(f"outcome.{one}"), key=keyed(f"outcome_{project.id}"), horizontal=True
        )  # fmt: skip
        area = _area(workshop, project.area, project.id)
        into = _into(workshop, project, before)
        reason = st.radio(
            say("console.decision.reason_code"), reasons, reasons.index(code),
            format_func=lambda one: say(f"reason.{one}") if one else say("console.none"),
            horizontal=True, key=keyed(f"reason_{project.id}"),
        )  # fmt: skip
        sentence = st.text_area(
            say("console.decision.sentence"),
            before.sentence if before else "",
            height=80,
            key=f"why_{project.id}",
        )
        sent = st.form_submit_button(say("console.decision.record"), type="primary")
    if sent:
        with sending(project.id):
            if outcome is None:
                raise RuleError("console.decision.choose_outcome")
            decided = ask(
                record_decision,
                by=desk.by,
                project=project.id,
                outcome=outcome,
                reason_code=reason,
                sentence=sentence or "",
                area=area,
                into=into,
            )
            desk.act(decided)
            fate = say(f"outcome.{outcome}")
            accepted(project.id, "console.decision.saved", project=project.id, fate=fate)
    receipt(project.id)


def _decided(workshop: Workshop, project: Project, decision: Decision | None) -> None:
    """Where a project went and why, to read only."""
    if project.area is not None:
        st.write(plain(title(workshop.areas[project.area])))
    if decision and decision.sentence:
        st.write(plain(decision.sentence))


def _told(workshop: Workshop, project: Project, decision: Decision | None) -> None:
    """What the vote said, where the decision departs from it, what a partner keeps, what waits for one."""
    if decision and (apart := departure(workshop, decision, language())):
        st.info(plain(apart), icon=":material/call_split:")
    elif heard := vote_said(workshop, project.id, language()):
        st.caption(f"{plain(heard)} {say('console.decision.departing')}")
    for organisation, count in still_referred(workshop, project.id).items():
        told = say("console.decision.still_referred", n=count, organisation=plain(organisation))
        st.info(told, icon=":material/outgoing_mail:")
    lacks = missing(workshop)
    waiting = sum(lacks.get(idea) is Lack.PARTNER for idea in project.ideas)
    if waiting:
        st.info(say("console.decision.to_refer", n=waiting), icon=":material/outgoing_mail:")


def _into(workshop: Workshop, project: Project, before: Decision | None) -> ProjectId | None:
    """The project in which a merged one goes on; none for every other outcome."""
    others = {one.id: one for one in workshop.standing_projects() if one.id != project.id}
    choices = [None, *others]
    known = before.into if before and before.into in others else None
    return st.selectbox(
        say("console.decision.into"), choices, choices.index(known), filter_mode=None,
        format_func=lambda one: f"{one} · {clipped(title(others[one]))}" if one else say("console.none"),
        key=keyed(f"into_{project.id}"),
    )  # fmt: skip


def _area(workshop: Workshop, before: AreaId | None, name: str) -> AreaId | None:
    areas = [None, *workshop.areas]
    return st.radio(
        say("console.decision.area"), areas, areas.index(before) if before in areas else 0,
        format_func=lambda one: plain(title(workshop.areas[one])) if one else say("console.none"),
        key=keyed(f"area_{name}"),
    )  # fmt: skip
