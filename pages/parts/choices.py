"""What becomes of each project, and of single ideas: outcome, area, reason."""

import streamlit as st

from facilitation.model import AreaId, Method, NoteId, Outcome, Project, ReasonCode, Workshop
from facilitation.rules.projects import place_idea, record_decision
from facilitation.tallies.votes import is_blind, standings
from pages.parts.access import Desk
from pages.parts.console import clipped, fields, keyed, renew, title
from pages.parts.refusals import refusals_shown
from pages.parts.words import plain, say


def projects(desk: Desk) -> None:
    """One form for each project, with the vote beside it: the vote and the decision are two things."""
    workshop = desk.workshop
    if not workshop.standing_projects():
        st.info(say("console.decision.no_project"))
    for project in workshop.standing_projects():
        decision = workshop.decisions.get(project.id)
        fate = say(f"outcome.{decision.outcome}") if decision else say("console.decision.undecided")
        with st.expander(
            f"**{project.id}** — {plain(clipped(title(project)))} — {fate}", key=f"choice_{project.id}"
        ):
            _project(desk, workshop, project)


def single_idea(desk: Desk) -> None:
    """Sends one idea to an area of its own, whatever became of its project; no area: back to its project."""
    workshop = desk.workshop
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
        with refusals_shown():
            desk.act(place_idea, idea=NoteId(idea or ""), area=area, reason=reason or "")
            renew("override")
            st.rerun()
    _overridden(workshop)


def _overridden(workshop: Workshop) -> None:
    for idea, area in workshop.idea_areas.items():
        text = plain(clipped(workshop.notes[idea].text))
        st.write(f"{idea} · {text} → {plain(title(workshop.areas[area]))}")


def _project(desk: Desk, workshop: Workshop, project: Project) -> None:
    before = workshop.decisions.get(project.id)
    _vote(workshop, project)
    outcomes, reasons = list(Outcome), [None, *ReasonCode]
    with st.form(f"decide_{project.id}", enter_to_submit=False):
        outcome = st.radio(
            say("console.decision.outcome"), outcomes, outcomes.index(before.outcome) if before else None,
            format_func=lambda one: say(f"outcome.{one}"), key=keyed(f"outcome_{project.id}"), horizontal=True
        )  # fmt: skip
        area = _area(workshop, project.area, project.id)
        reason = st.radio(
            say("console.decision.reason_code"), reasons, reasons.index(before.reason_code) if before else 0,
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
    if sent and outcome is None:
        st.error(say("console.decision.choose_outcome"))
    elif sent:
        asked = {"outcome": outcome, "reason_code": reason, "sentence": sentence or "", "area": area}
        with refusals_shown():
            desk.act(record_decision, project=project.id, **asked)
            st.rerun()


def _vote(workshop: Workshop, project: Project) -> None:
    """What the latest vote by dots said of it."""
    votes = [
        one
        for one in workshop.rounds
        if project.id in one.items and one.method is Method.POINTS and not one.cancelled
    ]
    if not votes or is_blind(votes[-1]):
        return
    (one,) = (standing for standing in standings(votes[-1]) if standing.item == project.id)
    st.caption(say("console.decision.voted", rank=one.rank, dots=one.dots, voters=one.voters))


def _area(workshop: Workshop, before: AreaId | None, name: str) -> AreaId | None:
    areas = [None, *workshop.areas]
    return st.radio(
        say("console.decision.area"), areas, areas.index(before) if before in areas else 0,
        format_func=lambda one: plain(title(workshop.areas[one])) if one else say("console.none"),
        key=keyed(f"area_{name}"),
    )  # fmt: skip
