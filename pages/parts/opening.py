"""The form that freezes the items and opens a round, with what is announced before (R-11, R-15 … R-17)."""

import secrets

import streamlit as st

from facilitation.model import Framing, Project, RoundOptions
from facilitation.rules.rounds import MAX_DOTS, cap_for, dots_for, open_round
from facilitation.tallies.votes import HALF
from pages.parts.access import Desk
from pages.parts.console import keyed, kind_name, title
from pages.parts.refusals import refusals_shown
from pages.parts.words import plain, say

WAYS = ("points", "approval")


def opening(desk: Desk) -> None:
    """What is voted on, how, and under which terms; all of it stays as it is until the reveal."""
    workshop = desk.workshop
    projects = workshop.standing_projects()
    st.subheader(
        say("console.vote.next_round" if workshop.rounds else "console.vote.open_title"), anchor=False
    )
    with st.form(f"open_{len(workshop.rounds)}", enter_to_submit=False):
        chosen = _items(projects)
        dots, cap = _dots(len(projects))
        options = _options(workshop.framing)
        st.caption(say("vote.ladder"))
        sent = st.form_submit_button(say("console.vote.open"), type="primary")
    if sent:
        with refusals_shown():
            # An empty list would mean all: the rule refuses one item instead.
            asked = {"items": chosen or [""], "dots": dots, "cap": cap, "options": options}
            desk.act(open_round, seed=secrets.randbelow(2**31), **asked)
            st.rerun()


def _items(projects: tuple[Project, ...]) -> list[str]:
    """The projects that are ticked; says of which ones an English reader will see the French title."""
    st.write(say("console.vote.open_note"))
    chosen = [one.id for one in projects if st.checkbox(plain(title(one)), True, key=f"item_{one.id}")]
    french = [one.id for one in projects if not one.title_en]
    if french:
        st.info(say("console.vote.no_english", projects=", ".join(french)), icon=":material/translate:")
    return list(chosen)


def _dots(items: int) -> tuple[int, int]:
    """How many dots a person has, and how many of them one item may get."""
    way = st.radio(
        say("console.vote.way"), WAYS, WAYS.index("points" if cap_for(items) > 1 else "approval"),
        format_func=lambda one: say(f"console.vote.way.{one}"), key=keyed("way"), horizontal=True,
    )  # fmt: skip
    left, right = st.columns(2)
    dots = left.number_input(say("console.vote.dots"), 1, MAX_DOTS, dots_for(items))
    cap = right.number_input(say("console.vote.cap"), 1, MAX_DOTS, max(2, cap_for(items)))
    return int(dots), 1 if way == "approval" else int(cap)


def _options(framing: Framing | None) -> RoundOptions:
    """The terms that are rarely changed, folded away."""
    with st.expander(say("console.vote.options")):
        reserves = st.checkbox(say("console.vote.option.reserves"))
        own_ideas = st.checkbox(say("console.vote.option.own_ideas"), True)
        quorum = st.number_input(say("console.vote.option.quorum"), 0, 100, HALF, step=5)
        st.write(say("console.vote.option.essential"))
        kinds = framing.kinds if framing else ()
        essential = tuple(
            kind.code
            for kind in kinds
            if st.checkbox(plain(kind_name(framing, kind.code)), kind.essential, key=f"essential_{kind.code}")
        )
    usual = tuple(kind.code for kind in kinds if kind.essential)
    return RoundOptions(reserves, own_ideas, int(quorum), None if essential == usual else essential)
