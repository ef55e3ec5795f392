"""What a browser asks of the board, in order and each once: what is sent again is known by its number.

Streamlit keeps only the later of two presses that come while the server is busy. So a browser sends all that
it has no answer to, and this session remembers how far it has come.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from facilitation.errors import RuleError
from pages.parts.board.board import Sent
from pages.parts.frame.access import Desk
from pages.parts.frame.console import refusal

MOST_WAITING = 100


def unanswered(desk: Desk, sent: object) -> Iterator[Sent]:
    """The acts that were not done yet, each counted as answered before it is given."""
    acts = sent.get("acts") if isinstance(sent, Mapping) else None
    if not isinstance(acts, list) or len(acts) > MOST_WAITING:
        raise RuleError("console.board.unknown")
    for act in acts:
        number = act.get("number") if isinstance(act, Mapping) else None
        if not isinstance(number, int) or isinstance(number, bool):
            raise RuleError("console.board.unknown")
        if number > answered(desk):
            st.session_state[_name(desk)] = number
            yield act


def answered(desk: Desk) -> int:
    """The number of the last act of this session that was done or refused; 0 for none."""
    return int(st.session_state.get(_name(desk), 0))


def answer(desk: Desk) -> dict[str, Any]:
    """What this browser alone is told with the board."""
    return {"answered": answered(desk), "refused": refusal()}


def _name(desk: Desk) -> str:
    return f"board_answered_{desk.id}"
