"""How a round may end otherwise: cancelled without a result, or followed by a runoff."""

import secrets
from collections.abc import Callable, Collection

import streamlit as st

from facilitation.asking import ask
from facilitation.model import Round, Workshop
from facilitation.rules.rounds import cancel_round, open_runoff
from facilitation.tallies.runoff import grey, tied
from pages.parts.frame.access import Desk
from pages.parts.frame.console import attempt
from pages.parts.frame.words import plain, say

Naming = Callable[[Workshop, str], str]


def cancelling(desk: Desk, round: Round) -> None:
    """First a button that changes nothing, then the one that ends the round without a result."""
    sure, why = f"console_cancel_{round.id}", f"cancel_reason_{round.id}"
    if not st.session_state.get(sure):
        _flag("console.vote.cancel_round", "round_cancel", sure, True)
        return
    st.warning(say("console.vote.cancel_warning"), icon=":material/delete_sweep:")
    st.text_input(say("console.vote.cancel_reason"), max_chars=280, key=why)
    with st.container(horizontal=True):
        st.button(
            say("console.vote.cancel_sure"),
            key="round_cancel_sure",
            on_click=_cancel,
            args=(desk, round, why),
        )
        _flag("console.vote.cancel_not", "round_cancel_not", sure, False)


def _cancel(desk: Desk, round: Round, why: str) -> None:
    attempt(desk, ask(cancel_round, by=desk.by, round=round.id, reason=st.session_state.get(why) or ""))


def _flag(label: str, key: str, name: str, value: bool) -> None:
    st.button(say(label), key=key, on_click=st.session_state.update, args=({name: value},))


def runoffs(desk: Desk, workshop: Workshop, round: Round, naming: Naming) -> None:
    """One click opens a second round among what a vote did not separate; after one, the committee has it."""
    if round.options.runoff_of is not None:
        return
    level, zone = tied(round, workshop), grey(round, workshop)
    for name, items in {"tied": level, "grey": () if set(zone) == set(level) else zone}.items():
        if items:
            _runoff(desk, round, name, items)
            st.caption(plain(" · ".join(naming(workshop, item) for item in items)))


def _runoff(desk: Desk, round: Round, name: str, items: Collection[str]) -> None:
    asked = ask(open_runoff, by=desk.by, round=round.id, items=items, seed=secrets.randbelow(2**31))
    label = say(f"console.vote.runoff.{name}", n=len(items))
    st.button(label, key=f"runoff_{name}", on_click=attempt, args=(desk, asked))
