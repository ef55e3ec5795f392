"""A revealed vote, told to the room stage by stage: where it is, what comes next, and back (method §3.4)."""

from typing import Any

import streamlit as st

from facilitation.model import RevealStage, Round
from facilitation.rules.rounds import advance_reveal
from facilitation.tallies.reveal import following, preceding, shown, stages
from pages.parts.access import Desk
from pages.parts.console import attempt
from pages.parts.question import question_timer
from pages.parts.words import say


def storyteller(desk: Desk, round: Round) -> None:
    """What the room sees of the result, and the buttons that turn to the next stage or back."""
    with st.container(border=True, key="reveal"):
        if round.stage is None:
            st.write(say("console.reveal.whole"))
            _to(desk, stages(round)[0], "again", at=st)
            return
        st.markdown(f"**{say('console.reveal.now', name=_name(round.stage))}**  \n{_count(round)}")
        place = st.container(horizontal=True)
        if (back := preceding(round)) is not None:
            _to(desk, back, "previous", at=place)
        if (ahead := following(round)) is not None:
            _to(desk, ahead, "next", at=place, main=True)
        question_timer(desk, desk.workshop)
        st.caption(say("console.reveal.keys" if ahead else "console.reveal.last"))


def _to(desk: Desk, stage: RevealStage, way: str, *, at: Any, main: bool = False) -> None:
    at.button(
        say(f"console.reveal.{way}", name=_name(stage)), key=f"reveal_{way}",
        type="primary" if main else "secondary",
        on_click=attempt, args=(desk, advance_reveal), kwargs={"stage": stage},
    )  # fmt: skip


def _name(stage: RevealStage) -> str:
    return say(f"console.reveal.stage.{stage}")


def _count(round: Round) -> str:
    return say("console.reveal.count", number=shown(round), of=len(stages(round)))
