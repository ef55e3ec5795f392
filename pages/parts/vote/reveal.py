"""A revealed vote, told to the room stage by stage: where it is, what comes next, and back (method §3.4)."""

from typing import Any

import streamlit as st

from facilitation.asking import ask
from facilitation.model import RevealStage, Round
from facilitation.rules.rounds import advance_reveal
from facilitation.tallies.reveal import following, preceding, shown, stages
from pages.parts.frame.access import Desk
from pages.parts.frame.console import attempt
from pages.parts.frame.words import say
from pages.parts.screen.question import question_timer


def storyteller(desk: Desk, round: Round) -> None:
    """What the room sees of the result, and the buttons that turn to the next stage or back."""
    with st.container(border=True, key="reveal"):
        if round.stage is None:
            st.write(say("console.reveal.whole"))
            _to(desk, round, stages(round)[0], "again", at=st)
            return
        st.markdown(f"**{say('console.reveal.now', name=_name(round, round.stage))}**  \n{_count(round)}")
        place = st.container(horizontal=True)
        if (back := preceding(round)) is not None:
            _to(desk, round, back, "previous", at=place)
        if (ahead := following(round)) is not None:
            _to(desk, round, ahead, "next", at=place, main=True)
        question_timer(desk, desk.workshop)
        st.caption(say("console.reveal.keys" if ahead else "console.reveal.last"))


def _to(desk: Desk, round: Round, stage: RevealStage, way: str, *, at: Any, main: bool = False) -> None:
    at.button(
        say(f"console.reveal.{way}", name=_name(round, stage)), key=f"reveal_{way}",
        type="primary" if main else "secondary",
        on_click=attempt, args=(desk, ask(advance_reveal, by=desk.by, stage=stage)),
    )  # fmt: skip


def _name(round: Round, stage: RevealStage) -> str:
    if stage is RevealStage.TOTALS and not round.way.dotted:
        return say(f"console.reveal.stage.totals.{'credits' if round.by_dots else 'marks'}")
    return say(f"console.reveal.stage.{stage}")


def _count(round: Round) -> str:
    return say("console.reveal.count", number=shown(round), of=len(stages(round)))
