"""The room's door on the run sheet: close it, change its code, take places away and give them back."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from facilitation.asking import ask
from facilitation.model import ParticipantId, Workshop
from facilitation.rights import shown_code
from facilitation.rules.participants import close_arrivals, of_their_own, remove_people, restore_people
from facilitation.tallies import arrivals as tally
from facilitation.tallies.arrivals import MINUTE, Burst
from locales import clock
from pages.parts.frame.access import Desk
from pages.parts.frame.console import attempt, keyed, kind_name, press, refusals_kept
from pages.parts.frame.server import now
from pages.parts.frame.words import language, plain, say

_RENEWING, _LEAVING = "door_renewing", "door_leaving"
_WAYS = ("span", "chosen", "back")


def notice(desk: Desk, workshop: Workshop) -> None:
    """«180 arrivées en une minute», where that is more than a room sends; what can be done is said."""
    burst = None if workshop.archived else tally.busiest(workshop, now())
    if burst is None or not tally.unusual(workshop, burst):
        return
    said = say("console.door.burst", n=len(burst.people), **_times(burst))
    st.warning(said, icon=":material/group_add:")
    with st.container(horizontal=True):
        if not workshop.arrivals_closed:
            press(desk, "console.door.close", ask(close_arrivals, by=desk.by, closed=True), key="burst_close")
        st.button(
            say("console.door.remove_burst", n=len(burst.people)),
            key="burst_remove",
            on_click=_ask,
            args=("burst", burst.people),
        )
    _sure(desk, workshop, "burst")


def last(workshop: Workshop) -> None:
    """When the latest people came, quietly."""
    burst = tally.busiest(workshop, now())
    if burst is not None:
        st.caption(say("console.door.busiest", n=len(burst.people), **_times(burst)))


def door(desk: Desk, workshop: Workshop) -> None:
    """All that can be done at the door, folded; its title says whether it is open."""
    state = "closed" if workshop.arrivals_closed else "open"
    with st.expander(say(f"console.door.{state}"), key="door", icon=":material/meeting_room:"):
        if workshop.archived:
            st.write(say("workshop.archived"))
            return
        _way_in(desk, workshop)
        _people(desk, workshop)


def _times(burst: Burst) -> dict[str, str]:
    """From the minute in which the first came to the one after the last."""
    return {
        "start": clock(language(), burst.first.astimezone()),
        "end": clock(language(), (burst.last + MINUTE).astimezone()),
    }


def _way_in(desk: Desk, workshop: Workshop) -> None:
    closed = workshop.arrivals_closed
    st.write(say("console.door.note"))
    with st.container(horizontal=True, vertical_alignment="center"):
        label = "console.door.reopen" if closed else "console.door.close"
        press(
            desk, label, ask(close_arrivals, by=desk.by, closed=not closed), key="door_arrivals", main=closed
        )
        _flag("console.door.new_code", "door_code", True)
        st.text(say("console.door.code", code=shown_code(desk.code)), width="content")
    if not st.session_state.get(_RENEWING):
        return
    st.warning(say("console.door.code_warning"), icon=":material/key:")
    with st.container(horizontal=True):
        st.button(
            say("console.door.code_sure"), key="door_code_sure", type="primary", on_click=_renew, args=(desk,)
        )
        _flag("console.door.code_not", "door_code_not", False)


def _flag(label: str, key: str, value: bool) -> None:
    st.button(say(label), key=key, on_click=st.session_state.update, args=({_RENEWING: value},))


def _renew(desk: Desk) -> None:
    st.session_state[_RENEWING] = False
    with refusals_kept():
        desk.renew_code()


def _people(desk: Desk, workshop: Workshop) -> None:
    ways = [way for way in _WAYS if way != "back" or workshop.removed]
    way = st.radio(
        say("console.door.remove"), ways, index=None, horizontal=True, key=keyed("door_way"),
        format_func=lambda one: say(f"console.door.way.{one}"),
    )  # fmt: skip
    if workshop.removed:
        st.caption(say("console.door.removed", n=len(workshop.removed)))
    match way:
        case "span":
            _offer(_span(workshop))
        case "chosen":
            _offer(_chosen(workshop, workshop.participants, "door_people"))
        case "back":
            _back(desk, workshop)
        case _:
            return
    if way != "back":
        _sure(desk, workshop, "door")


def _span(workshop: Workshop) -> tuple[ParticipantId, ...]:
    """The people who came in those minutes; by default in the busiest ones."""
    burst = tally.busiest(workshop, now())
    first, until = (burst.first, burst.last) if burst else (now(), now())
    start, end, only = st.columns([1, 1, 3], vertical_alignment="bottom")
    since = start.time_input(say("console.door.from"), _minute(first), key="door_from", step=MINUTE)
    to = end.time_input(say("console.door.to"), _minute(until + MINUTE), key="door_to", step=MINUTE)
    silent = only.checkbox(say("console.door.silent"), value=True, key="door_silent")
    if since is None or to is None:
        return ()
    people = tally.came_between(workshop, _today(since), _today(to))
    return tally.silent(workshop, people) if silent else people


def _minute(at: datetime) -> time:
    return at.astimezone().time().replace(second=0, microsecond=0)


def _today(at: time) -> datetime:
    """That minute of today, or of yesterday where it is still ahead: a room may work past midnight."""
    here = datetime.combine(date.today(), at).astimezone()
    ahead = here - now() > timedelta(hours=1)
    return (here - timedelta(days=1) if ahead else here).astimezone(UTC)


def _chosen(workshop: Workshop, among: Iterable[ParticipantId], key: str) -> tuple[ParticipantId, ...]:
    """People by what they said at check-in: nobody has a name here."""
    return tuple(
        st.multiselect(
            say("console.door.people"), list(among), key=key, placeholder=say("console.door.people_hint"),
            format_func=lambda one: _named(workshop, one),
            select_all=False,  # its words are English only, and few rooms are to be emptied
        )
    )  # fmt: skip


def _named(workshop: Workshop, id: ParticipantId) -> str:
    one = workshop.everybody.get(id)
    if one is None:
        return id
    table = say("console.door.table", table=one.table) if one.table else ""
    came = clock(language(), one.came.astimezone()) if one.came else ""
    return " · ".join(part for part in (id, kind_name(workshop.framing, one.kind), table, came) if part)


def _offer(people: tuple[ParticipantId, ...]) -> None:
    """The button that changes nothing yet; how many it is about is said on it."""
    label = say("console.door.remove_some", n=len(people))
    st.button(label, key="door_remove", disabled=not people, on_click=_ask, args=("door", people))


def _ask(place: str, people: tuple[ParticipantId, ...]) -> None:
    st.session_state[_LEAVING] = (place, people)


def _sure(desk: Desk, workshop: Workshop, place: str) -> None:
    """What will happen, to how many; then the button that does it. Nothing where nobody has asked."""
    asked, named = st.session_state.get(_LEAVING, ("", ()))
    people = tuple(one for one in named if one in workshop.participants)
    if asked != place or not people:
        return
    notes = len(of_their_own(workshop, people))
    st.warning(say("console.door.remove_warning", n=len(people)), icon=":material/person_remove:")
    aside = bool(notes) and st.checkbox(say("console.door.aside", n=notes), key=f"{place}_aside")
    with st.container(horizontal=True):
        st.button(
            say("console.door.remove_sure", n=len(people)), key=f"{place}_sure", type="primary",
            on_click=_remove, args=(desk, people, aside),
        )  # fmt: skip
        st.button(say("console.door.remove_not"), key=f"{place}_not", on_click=_ask, args=("", ()))


def _remove(desk: Desk, people: tuple[ParticipantId, ...], aside: bool) -> None:
    _ask("", ())
    why = say("console.door.aside_reason") if aside else None
    attempt(desk, ask(remove_people, by=desk.by, people=people, aside=why))


def _back(desk: Desk, workshop: Workshop) -> None:
    chosen = _chosen(workshop, workshop.removed, "door_back")
    st.caption(plain(say("console.door.back_note")))
    with st.container(horizontal=True):
        for key, people in (("some", chosen), ("all", tuple(workshop.removed))):
            st.button(
                say(f"console.door.back_{key}", n=len(people)), key=f"door_back_{key}", disabled=not people,
                on_click=attempt, args=(desk, ask(restore_people, by=desk.by, people=people)),
            )  # fmt: skip
