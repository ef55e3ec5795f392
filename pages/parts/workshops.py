"""Workshops of this installation: create, list, and the links that are known only once."""

import streamlit as st

from facilitation.errors import StoreError
from facilitation.events import Entry
from facilitation.model import Framing, WorkshopId
from facilitation.rights import Administrator, Keys, shown_code
from facilitation.rules.framing import frame_workshop
from locales import day
from pages.parts.links import enter, workshop_links
from pages.parts.rows import Row, rows
from pages.parts.server import door, now
from pages.parts.words import language, plain, say

_LINKS, _UNFRAMED, _RENEWING = "console_links", "console_unframed", "console_renewing"
_ENTERING = "console_entering"


def create(by: Administrator, framing: Framing) -> None:
    """A new workshop; when its framing is refused, the next try is on the same workshop."""
    id, keys = st.session_state.get(_UNFRAMED) or door().create(by, now())
    st.session_state[_UNFRAMED] = (id, keys)
    door().act(id, frame_workshop, by=door().facilitator(id, keys.facilitator), framing=framing)
    del st.session_state[_UNFRAMED]
    _show(id, keys)


def begin(by: Administrator, log: tuple[Entry, ...]) -> None:
    """A workshop that starts where that log left off, opened at once: its run sheet shows the links."""
    id, keys = door().create(by, now(), log=log)
    st.session_state[_ENTERING] = (door().card(id).code, keys.facilitator)
    st.rerun()


def new_links() -> None:
    """The links of the workshop created last: its secrets are known only now."""
    if _ENTERING in st.session_state:
        enter(*st.session_state.pop(_ENTERING))
    if _LINKS not in st.session_state:
        return
    id, keys = st.session_state[_LINKS]
    by = door().facilitator(id, keys.facilitator)
    if by is None:
        return  # renewed since, on another page
    scribe = door().scribe_key(by, id)
    with st.container(border=True):
        st.subheader(plain(_title(id)), anchor=False)
        st.write(say("console.home.links"))
        code, key = door().card(id).code, f"links_{id}"
        workshop_links(code, keys.facilitator, keys.committee, scribe, key=key, greet=True)


def listed(by: Administrator) -> None:
    """Every workshop, newest first; new links for one, once the warning was read."""
    again = (("renew", say("console.home.renew")),)
    lines = [
        Row(card.id, (_title(card.id), day(language(), card.created_at), shown_code(card.code)), again)
        for card in door().cards(by)
        if card.id != st.session_state.get(_UNFRAMED, (None,))[0]
    ]
    columns = [say(f"console.home.column.{name}") for name in ("title", "day", "code")]
    none = say("console.home.none")
    rows(say("console.home.yours"), columns, lines, key="home_list", empty=none, pressed=_renewing)
    id = st.session_state.get(_RENEWING)
    if id is not None:
        st.warning(say("console.home.renew_warning", title=plain(_title(id))))
        place = st.container(horizontal=True)
        if place.button(say("console.home.renew_yes"), type="primary"):
            del st.session_state[_RENEWING]
            _show(id, door().renew_keys(by, id))
        place.button(say("console.cancel"), on_click=lambda: st.session_state.pop(_RENEWING, None))


def _show(id: WorkshopId, keys: Keys) -> None:
    st.session_state[_LINKS] = (id, keys)
    st.rerun()


def _renewing(_act: str, id: str) -> None:
    st.session_state[_RENEWING] = WorkshopId(id)


def _title(id: WorkshopId) -> str:
    try:
        framing = door().look(id).framing
    except StoreError:
        return say("console.home.unreadable")
    return framing.spoken(language()).title if framing else say("console.home.untitled")
