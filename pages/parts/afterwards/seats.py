"""The cells as they fill: who said yes, who was asked, which seats are still to fill."""

import streamlit as st

from facilitation.model import Cell, MembershipState, ParticipantId, Workshop
from facilitation.tallies.people import by_kind, missing_kinds, waiting_list
from pages.parts.frame.access import Desk
from pages.parts.frame.console import kind_name, kind_names, title
from pages.parts.frame.rows import Row, rows
from pages.parts.frame.server import door
from pages.parts.frame.words import plain, say


def cells(workshop: Workshop) -> None:
    """One line for each cell, then the seats to fill, said aloud."""
    lines = [_cell(workshop, cell) for cell in workshop.cells.values()]
    names = ("cell", "seats", "accepted", "proposed", "declined", "kinds")
    columns = [say(f"console.cells.column.{name}") for name in names]
    rows(say("console.cells.caption"), columns, lines, key="cells_rows")
    for cell in workshop.cells.values():
        missing = missing_kinds(workshop, cell.id)
        if missing:
            kinds = plain(kind_names(workshop.framing, missing))
            told = say("console.cells.seat", cell=plain(title(cell)), kinds=kinds)
            st.warning(told, icon=":material/event_seat:")
    waiting = waiting_list(workshop)
    if waiting:
        st.info(say("console.cells.waiting_list", n=len(waiting)))


def contacts(desk: Desk, workshop: Workshop) -> None:
    """Names and addresses of those who left them; for the facilitator only, in no file."""
    st.caption(say("console.cells.contacts_note"))
    lines = [
        Row(one.participant, (one.name, one.organisation, one.email, _place(workshop, one.participant)))
        for one in door().contacts(desk.id, desk.by)
    ]
    columns = [say(f"console.cells.column.{name}") for name in ("name", "organisation", "email", "cell")]
    rows(say("console.cells.contacts"), columns, lines, key="contacts", empty=say("console.cells.no_contact"))


def _cell(workshop: Workshop, cell: Cell) -> Row:
    states = [one.state for one in workshop.memberships.values() if one.cell == cell.id]
    counts = [states.count(state) for state in _SHOWN]
    heads = by_kind(workshop, set(workshop.members(cell.id)))
    kinds = ", ".join(f"{kind_name(workshop.framing, kind)} {n}" for kind, n in heads.items() if n)
    return Row(cell.id, (title(cell), f"{cell.minimum}–{cell.maximum}", *counts, kinds))


_SHOWN = (MembershipState.ACCEPTED, MembershipState.PROPOSED, MembershipState.DECLINED)


def _place(workshop: Workshop, participant: ParticipantId) -> str:
    membership = workshop.memberships.get(participant)
    if membership is None or membership.state is MembershipState.DECLINED:
        return ""
    state = "" if membership.state is MembershipState.ACCEPTED else say(f"console.cells.{membership.state}")
    return " · ".join(part for part in (title(workshop.cells[membership.cell]), state) if part)
