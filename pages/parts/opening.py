"""The form that freezes the items and opens a round, with what is announced before (R-11, R-15 … R-17)."""

import secrets

import streamlit as st

from facilitation.model import Framing, Method, Project, RoundOptions
from facilitation.rules.rounds import MAX_DOTS, cap_for, dots_for, open_round
from facilitation.tallies.votes import HALF
from pages.parts.access import Desk
from pages.parts.console import keyed, kind_name, title
from pages.parts.refusals import refusals_shown
from pages.parts.words import plain, say

# How people may be asked; favourites are points of which an item gets one at most.
WAYS = {
    "points": Method.POINTS,
    "approval": Method.POINTS,
    "mentions": Method.MENTIONS,
    "ratings": Method.RATINGS,
}


def opening(desk: Desk) -> None:
    """What is voted on, how, and under which terms; all of it stays as it is until the reveal."""
    workshop = desk.workshop
    projects = workshop.standing_projects()
    st.subheader(
        say("console.vote.next_round" if workshop.rounds else "console.vote.open_title"), anchor=False
    )
    with st.form(f"open_{len(workshop.rounds)}", enter_to_submit=False):
        chosen = _items(projects)
        method, dots, cap = _way(len(projects))
        options = _options(workshop.framing)
        st.caption(say("vote.ladder"))
        st.caption(say("vote.ladder.mentions"))
        sent = st.form_submit_button(say("console.vote.open"), type="primary")
    if sent:
        with refusals_shown():
            # An empty list would mean all: the rule refuses one item instead.
            asked = {"items": chosen or [""], "method": method, "dots": dots, "cap": cap, "options": options}
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


def _way(items: int) -> tuple[Method, int, int]:
    """How people vote; where it is by dots, how many a person has and how many one item may get."""
    usual = list(WAYS).index("points" if cap_for(items) > 1 else "approval")
    way = st.radio(
        say("console.vote.way"), list(WAYS), usual, key=keyed("way"),
        format_func={one: say(f"console.vote.way.{one}") for one in WAYS}.__getitem__,
    )  # fmt: skip
    left, right = st.columns(2)
    dots = left.number_input(say("console.vote.dots"), 1, MAX_DOTS, dots_for(items))
    cap = right.number_input(say("console.vote.cap"), 1, MAX_DOTS, max(2, cap_for(items)))
    return WAYS[way], int(dots), 1 if way == "approval" else int(cap)


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
