"""What people say without a word: who is done, and which table waits for help. No name is shown, ever."""

import streamlit as st

from facilitation.asking import ask
from facilitation.model import ParticipantId, Workshop
from facilitation.rules.signals import give_help
from facilitation.tallies.signals import help_by_table, progress
from pages.parts.frame.access import Desk
from pages.parts.frame.console import press
from pages.parts.frame.words import say


def done(workshop: Workshop) -> str:
    """How many are done with what is asked now; "" when nothing is, or before anybody has said so."""
    counted = progress(workshop)
    if counted.complete:
        return say("console.done.all")
    return say("console.done.some", n=counted.done, asked=counted.asked) if counted.done else ""


def help_wanted(desk: Desk, workshop: Workshop) -> None:
    """The tables where somebody waits, the longest wait first."""
    if workshop.archived:
        return
    for table, people in help_by_table(workshop).items():
        with st.container(key=f"help_{table or 'none'}"):
            _table(desk, table, people)


def _table(desk: Desk, table: int | None, people: tuple[ParticipantId, ...]) -> None:
    said, act = st.columns([3, 1], vertical_alignment="center")
    sentence = say("console.help.table", table=table) if table else say("console.help.none", n=len(people))
    said.info(sentence, icon=":material/front_hand:")
    press(
        desk,
        "console.help.given",
        ask(give_help, by=desk.by, people=people),
        at=act,
        key=f"helped_{table or 'none'}",
    )
