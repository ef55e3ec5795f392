"""The right behind this page: every page asks here in its first line, and shows nothing without one.

The keys come as HttpOnly cookies that `web.access` set when the secret link was followed; the page's
address carries only the public join code (`?w=ABCDEFGH`).
"""

from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from facilitation.asking import Ask, E
from facilitation.door import Done
from facilitation.errors import RuleError
from facilitation.model import Workshop, WorkshopId
from facilitation.rights import Administrator, Committee, Facilitator
from pages.parts.frame.server import door
from pages.parts.frame.words import say
from web.cookie_names import ADMINISTRATOR, COMMITTEE, FACILITATOR


@dataclass(frozen=True, slots=True)
class Desk:
    """The facilitator's place at one workshop; `key` is empty for an administrator who never had its link."""

    id: WorkshopId
    code: str
    by: Facilitator
    key: str

    @property
    def workshop(self) -> Workshop:
        """The workshop as it is now."""
        return door().look(self.id)

    def act(self, asked: Ask[E]) -> Done[E]:
        """Does something as the facilitator; raises the refusal for `refusals_shown`.

        The key is checked again: a page that was open when the links were renewed can do nothing more.
        """
        self._right()
        return door().act(self.id, asked)

    def renew_code(self) -> None:
        """Gives the workshop another join code; raises the refusal like `act`."""
        door().renew_code(self._right(), self.id)

    def _right(self) -> Facilitator:
        by = door().facilitating(self.id, self.key, st.context.cookies.get(ADMINISTRATOR))
        if by is None:
            raise RuleError("access.facilitator_only")
        return by


def administrator() -> Administrator | None:
    """The right to create workshops, if this browser has it."""
    return door().administrator(st.context.cookies.get(ADMINISTRATOR))


def facilitator_desk() -> Desk:
    """The facilitator's desk for the workshop in the address; stops the page for anybody else."""
    return facilitating() or _refuse()


def facilitating() -> Desk | None:
    """The facilitator's desk for the workshop in the address, if this browser has the right."""
    id = _workshop_asked()
    if id is None:
        return None
    key = st.context.cookies.get(f"{FACILITATOR}{id}") or ""
    by = door().facilitating(id, key, st.context.cookies.get(ADMINISTRATOR))
    if by is None:
        return None
    return Desk(id, door().card(id).code, by, key if door().facilitator(id, key) else "")


def reader() -> tuple[WorkshopId, Facilitator | Committee]:
    """The right to read the summary of the workshop in the address: facilitator or committee."""
    id = _workshop_id()
    desk = facilitating()
    right = desk.by if desk else door().committee(id, st.context.cookies.get(f"{COMMITTEE}{id}"))
    if right is None:
        _refuse()
    return id, right


def _workshop_id() -> WorkshopId:
    return _workshop_asked() or _refuse()


def _workshop_asked() -> WorkshopId | None:
    code = st.query_params.get("w") or st.session_state.get("workshop_code") or ""
    id = door().find(code) if code else None
    if id is not None:
        st.session_state["workshop_code"] = door().card(id).code
    return id


def _refuse() -> NoReturn:
    st.warning(say("access.page"), icon=":material/lock:")
    st.stop()
    raise AssertionError("st.stop() does not return")
