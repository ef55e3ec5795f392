"""Workshops of this installation: create, list, and the links that are known only once."""

import streamlit as st

from facilitation.asking import ask
from facilitation.errors import RuleError, StoreError
from facilitation.model import Framing, WorkshopId
from facilitation.rights import Administrator, Keys, shown_code
from facilitation.rules.framing import frame_workshop
from facilitation.store import Card
from locales import day
from pages.parts.frame.beginning import entering
from pages.parts.frame.links import workshop_links
from pages.parts.frame.server import door, now
from pages.parts.frame.words import language, plain, say

_LINKS, _UNFRAMED = "console_links", "console_unframed"


def create(by: Administrator, framing: Framing) -> None:
    """A new workshop; when its framing is refused, the next try is on the same workshop."""
    id, keys = st.session_state.get(_UNFRAMED) or door().create(by, now())
    st.session_state[_UNFRAMED] = (id, keys)
    right = door().facilitator(id, keys.facilitator)
    if right is None:  # renewed since, on another page
        raise RuleError("access.facilitator_only")
    door().act(id, ask(frame_workshop, by=right, framing=framing))
    del st.session_state[_UNFRAMED]
    _show(id, keys)


def new_links() -> None:
    """The links of the workshop created last: its secrets are known only now."""
    entering()
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
        workshop_links(code, keys, scribe, key=key, greet=True)


def listed(by: Administrator) -> None:
    """Every workshop, newest first: each opens by its title, and keeps its links until they are renewed."""
    st.subheader(say("console.home.yours"), anchor=False)
    unframed = st.session_state.get(_UNFRAMED, (None,))[0]
    cards = [card for card in door().cards(by) if card.id != unframed]
    if not cards:
        st.write(say("console.home.none"))
    for card in cards:
        _listed(by, card)


def _listed(by: Administrator, card: Card) -> None:
    """One workshop: its title is the way in; what ends other people's links waits behind a menu."""
    title, code = plain(_title(card.id)), card.code
    way, when, more = st.columns([20, 12, 5], gap="small", vertical_alignment="center")
    way.page_link(
        "run_sheet.py", label=say("console.home.open", title=title), query_params={"w": code},
        icon=":material/arrow_forward:",
    )  # fmt: skip
    when.caption(say("console.home.created", day=day(language(), card.created_at), code=shown_code(code)))
    with more.popover(say("console.home.more"), icon=":material/more_horiz:", key=f"more_{card.id}"):
        st.warning(say("console.home.renew_warning", title=title))
        if st.button(say("console.home.renew_yes"), key=f"renew_{card.id}"):
            _show(card.id, door().renew_keys(by, card.id))


def _show(id: WorkshopId, keys: Keys) -> None:
    st.session_state[_LINKS] = (id, keys)
    st.rerun()


def _title(id: WorkshopId) -> str:
    try:
        framing = door().look(id).framing
    except StoreError:
        return say("console.home.unreadable")
    return framing.spoken(language()).title if framing else say("console.home.untitled")
