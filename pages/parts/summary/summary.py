"""What the committee reads, section by section; nothing of a vote before its reveal (R-12)."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from facilitation.model import Cell, NoteId, Workshop
from facilitation.rights import Committee, Facilitator
from facilitation.tallies.departing import departs
from facilitation.tallies.missing import missing
from facilitation.tallies.narrowing import Fate, narrowing
from facilitation.tallies.people import missing_kinds
from locales import day, either, number
from pages.parts.frame.charts import chart, sheet
from pages.parts.frame.rows import Cell as Shown
from pages.parts.frame.rows import Row, Words, rows
from pages.parts.frame.words import language, plain, say
from pages.parts.summary.vote import vote
from reports.figures import figures
from reports.labels import item_title, merged_text, numbers, outcome_name, project_title
from reports.pooling import kind_name
from reports.tables.verdicts import departure, vote_said
from web.downloads import DOCUMENTS, address


def essential(workshop: Workshop) -> None:
    """The three numbers, what became of the ideas, and the figure that shows it."""
    counted = narrowing(workshop)
    st.header(say("committee.essential"), anchor=False)
    shown = {
        "people": len(workshop.participants),
        "ideas": counted.ideas,
        "projects": counted.projects,
        "areas": counted.areas,
    }
    for column, (name, count) in zip(st.columns(len(shown)), shown.items(), strict=True):
        column.metric(say(f"committee.{name}"), number(language(), count))
    text = figures.narrowing_text(workshop, language())
    st.text(text)
    chart("narrowing", partial(figures.narrowing_figure, workshop, language()), text)


def areas(workshop: Workshop) -> None:
    """Each priority area, with its projects and the ideas retained in it."""
    st.header(say("committee.areas.heading"), anchor=False)
    if not workshop.areas:
        st.caption(say("committee.areas.empty"))
    places, courses = numbers(workshop), narrowing(workshop).courses
    for area in workshop.areas.values():
        title = either(language(), area.title_fr, area.title_en)
        st.subheader(plain(title), anchor=False)
        kept = [one for one in courses if one.fate is Fate.RETAINED and one.area == area.id]
        lines = [
            (
                places[one.idea],
                project_title(workshop, one.project, language()) if one.project else "",
                _idea(workshop, one.idea),
            )
            for one in sorted(kept, key=lambda one: (one.project or "", places[one.idea]))
        ]
        _rows(
            say("committee.areas.ideas"),
            ("number", "project", "idea"),
            lines,
            f"area-{area.id}",
            say("committee.areas.none"),
        )


def decisions(workshop: Workshop) -> None:
    """What was decided and why, apart from what the vote said."""
    st.header(say("committee.decisions"), anchor=False)
    st.caption(say("committee.decisions.note"))
    lines = [
        (
            item_title(workshop, one.project, language()),
            outcome_name(workshop, one, language()),
            say(f"reason.{one.reason_code.value}") if one.reason_code else "",
            one.sentence,
            departure(workshop, one, language()) or vote_said(workshop, one.project, language()),
            day(language(), one.at.astimezone()),
        )
        for one in workshop.decisions.values()
    ]
    apart = sum(departs(workshop, one) for one in workshop.decisions)
    if apart:
        st.info(say("committee.decisions.depart", n=apart), icon=":material/call_split:")
    heads = ("project", "outcome", "reason", "sentence", "vote", "date")
    _rows(say("committee.decisions.table"), heads, lines, "decisions", say("committee.decisions.empty"))


def courses(workshop: Workshop) -> None:
    """What became of every idea, and those that wait for an outcome (R-40)."""
    st.header(say("committee.courses"), anchor=False)
    waiting = missing(workshop)
    if waiting:
        st.warning(say("committee.open", n=len(waiting)), icon=":material/pending_actions:")
        places = numbers(workshop)
        lines = [(places[one], _idea(workshop, one)) for one in waiting]
        _rows(say("committee.open.list"), ("number", "idea"), lines, "open", "")
    elif workshop.ideas():
        st.success(say("committee.open.none"), icon=":material/check_circle:")
    with st.expander(say("committee.courses.show")):
        table = figures.narrowing_table(workshop, language())
        sheet(say("committee.courses.table"), table, "committee-courses", say("committee.courses.empty"))


def cells(workshop: Workshop) -> None:
    """How many are in each cell, of which kinds, and the seats to fill."""
    st.header(say("committee.cells"), anchor=False)
    lines = [_cell(workshop, cell) for cell in workshop.cells.values()]
    heads = ("cell", "size", "capacity", "missing")
    _rows(say("committee.cells.table"), heads, lines, "cells", say("committee.cells.empty"))
    table = figures.cells_table(workshop, language())
    if not table.empty:
        draw = partial(figures.cells_figure, workshop, language())
        chart("cells", draw, figures.cells_text(workshop, language()), table)
        st.caption(say("committee.cells.note"))
        sheet(say("committee.cells.kinds"), table, "committee-kinds")


def _cell(workshop: Workshop, cell: Cell) -> tuple[Shown, ...]:
    size = len(workshop.members(cell.id))
    unheard = missing_kinds(workshop, cell.id)
    seats = [_kinds(workshop, unheard)] if unheard else []
    if size < cell.minimum:
        seats.append(say("committee.cells.below", n=cell.minimum - size))
    capacity = say("committee.capacity", minimum=cell.minimum, maximum=cell.maximum)
    return either(language(), cell.name_fr, cell.name_en), size, capacity, "; ".join(seats)


def hats(workshop: Workshop) -> None:
    """The comments of each pitch by hat, word for word; masked ones are not among them."""
    st.header(say("committee.hats"), anchor=False)
    table = figures.hats_table(workshop, language())
    if table.empty:
        st.caption(say("committee.hats.empty"))
    subject = say("figure.column.subject")
    for place, (title, comments) in enumerate(table.groupby(subject, sort=False)):
        label = say("committee.hats.pitch", title=title, count=len(comments))
        with st.expander(plain(label)):
            sheet(say("committee.hats.table"), comments.drop(columns=subject), f"committee-hats-{place}")


def referrals(workshop: Workshop) -> None:
    """What is proposed to which organisation, and what it answered."""
    st.header(say("committee.referrals"), anchor=False)
    places = numbers(workshop)
    lines = [
        (
            one.organisation,
            one.what,
            ", ".join(str(places[idea]) for idea in one.ideas),
            say(f"reason.{one.reason_code.value}"),
            say(f"referral.status.{one.status.value}"),
        )
        for one in workshop.referrals.values()
    ]
    heads = ("organisation", "what", "ideas", "reason", "status")
    _rows(say("committee.referrals.table"), heads, lines, "referrals", say("committee.referrals.empty"))


def downloads(code: str, right: Facilitator | Committee) -> None:
    """The files, and what they are for; why not, for those that this right does not open."""
    st.header(say("committee.downloads"), anchor=False)
    st.caption(say("committee.downloads.note"))
    with st.container(horizontal=True):
        for what, file in DOCUMENTS.items():
            if file.opens_for(right):
                st.link_button(say(f"committee.download.{what}"), address(code, what, language()))
    for refusal in dict.fromkeys(file.refusal for file in DOCUMENTS.values() if not file.opens_for(right)):
        st.caption(say(refusal))


def _idea(workshop: Workshop, id: NoteId) -> Words:
    note = workshop.notes[id]
    return Words(merged_text(note, language()), note.language)


def _kinds(workshop: Workshop, codes: tuple[str, ...]) -> str:
    return ", ".join(kind_name(code, workshop.framing, language()) for code in codes)


def _rows(
    caption: str, heads: tuple[str, ...], lines: Sequence[tuple[Shown, ...]], key: str, empty: str
) -> None:
    columns = [say(f"figure.column.{head}") for head in heads]
    found = [Row(f"{key}-{place}", line) for place, line in enumerate(lines)]
    rows(caption, columns, found, key=f"committee-{key}", empty=empty)


SECTIONS = (essential, areas, vote, decisions, courses, cells, hats, referrals)
