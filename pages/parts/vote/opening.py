"""The form that freezes the items and opens a round, with what is announced before (R-11, R-15 … R-17)."""

import secrets
from collections.abc import Mapping

import streamlit as st

from facilitation.asking import ask
from facilitation.model import Framing, Method, ParticipantId, RoundOptions, Workshop
from facilitation.rules.rounds import (
    CREDITS,
    MAX_CREDITS,
    MAX_DOTS,
    MENTION_LIMIT,
    TITLE_LIMIT,
    cap_for,
    dots_for,
    fair_dots,
    open_round,
)
from facilitation.tallies.people import by_kind
from facilitation.tallies.solidity import keep_of
from facilitation.tallies.votes import HALF
from facilitation.voting import WAYS
from facilitation.voting.ranking import MOST_ITEMS
from locales import LANGUAGES, Language
from pages.parts.frame.access import Desk
from pages.parts.frame.console import keyed, kind_name
from pages.parts.frame.refusals import refusals_shown
from pages.parts.frame.words import plain, say
from pages.parts.vote.choosing_items import items, subject, subjects
from reports.labels import ladder, usual_mentions

# How people may be asked; favourites are points of which an item gets one at most.
OFFERED = {
    "points": Method.POINTS,
    "approval": Method.POINTS,
    "mentions": Method.MENTIONS,
    "impact_effort": Method.IMPACT_EFFORT,
    "ranking": Method.RANKING,
    "credits": Method.CREDITS,
}


def opening(desk: Desk) -> None:
    """What is voted on, how, by whom, and under which terms; all of it stays as it is until the reveal."""
    workshop = desk.workshop
    if workshop.round is None:
        st.subheader(say("console.vote.open_title"), anchor=False)
    found = subjects(workshop)
    about = subject(found)
    way = _way(len(found[about]))
    card = WAYS[OFFERED[way]]
    place = f"{len(workshop.rounds)}_{about}_{way}"
    dots, cap = _spending(way, len(found[about]), keep_of(found[about], workshop), place)
    with st.form(f"open_{place}", enter_to_submit=False):
        chosen = items(workshop, about, found[about])
        voters = _voters(workshop, expanded=card.paired)
        mentions = _mentions() if card.named else {}
        french, english, options = _options(workshop.framing, mentions)
        if settles := ladder(OFFERED[way]):
            st.caption(say(settles))
        sent = st.form_submit_button(say("console.vote.open"), type="primary")
    if sent:
        with refusals_shown():
            opened = ask(
                open_round,
                by=desk.by,
                seed=secrets.randbelow(2**31),
                items=chosen,
                method=OFFERED[way],
                dots=dots,
                cap=cap,
                voters=voters,
                title_fr=french,
                title_en=english,
                options=options,
            )
            desk.act(opened)
            st.rerun()


def _way(count: int) -> str:
    """How people vote; what it asks of them and what it tells stands below each way."""
    usual = list(OFFERED).index("points" if cap_for(count) > 1 else "approval")
    chosen: str = st.radio(
        say("console.vote.way"), list(OFFERED), usual, key=keyed("way"),
        format_func={one: say(f"console.vote.way.{one}") for one in OFFERED}.__getitem__,
        captions=[say(f"console.vote.way.{one}.for", limit=MOST_ITEMS) for one in OFFERED],
    )  # fmt: skip
    return chosen


def _spending(way: str, count: int, keep: int, place: str) -> tuple[int | None, int | None]:
    """How many dots or credits a person has, and how many dots one item may get; None where it has no sense.

    What is typed holds for that `place`, and as long as the same number is suggested there.
    """
    if WAYS[OFFERED[way]].bought:
        key = f"credits_{place}"
        return int(st.number_input(say("console.vote.credits"), 1, MAX_CREDITS, CREDITS, key=key)), None
    if not WAYS[OFFERED[way]].dotted:
        return None, None
    left, right = st.columns(2)
    usual, cap = dots_for(count), 1
    key = f"dots_{place}_{usual}"
    dots = int(left.number_input(say("console.vote.dots"), 1, MAX_DOTS, usual, key=key))
    if way != "approval":
        usual = max(2, cap_for(count))
        key = f"cap_{place}_{usual}"
        cap = int(right.number_input(say("console.vote.cap"), 1, MAX_DOTS, usual, key=key))
    least, most = fair_dots(count, keep)
    fits = "few" if dots < least else "many" if dots > most else "fair"
    # One line whatever it says, so that nothing below moves away from under a click.
    st.caption(say(f"console.vote.dots.{fits}", least=least, most=most, kept=keep, items=count))
    return dots, cap


def _voters(workshop: Workshop, expanded: bool) -> frozenset[ParticipantId] | None:
    """The voters: everybody, or those of the kinds and tables that are ticked, as they are now."""
    framing, people = workshop.framing, workshop.participants.values()
    heads = by_kind(workshop)
    tables = sorted({one.table for one in people if one.table is not None})
    with st.expander(say("console.vote.voters"), expanded=expanded):
        st.caption(say("console.vote.voters_note"))
        kinds = [
            kind.code
            for kind in (framing.kinds if framing else ())
            if st.checkbox(
                say(
                    "console.vote.voters_kind",
                    n=heads.get(kind.code, 0),
                    kind=plain(kind_name(framing, kind.code)),
                ),
                key=f"voters_{kind.code}",
            )
        ]
        seats = st.pills(
            say("console.vote.voters_tables"), tables, selection_mode="multi", key=keyed("voters_tables"),
            format_func={one: say("console.vote.voters_table", table=one) for one in tables}.__getitem__,
        ) if tables else []  # fmt: skip
    if not kinds and not seats:
        return None
    return frozenset(one.id for one in people if one.kind in kinds or one.table in seats)


def _mentions() -> dict[Language, tuple[str, ...]]:
    """The words of the mentions, best first, where others than the usual ones are wanted."""
    usual = {one: usual_mentions(one) for one in LANGUAGES}
    with st.expander(say("console.vote.mentions")):
        st.caption(say("console.vote.mentions.note"))
        columns = dict(zip(LANGUAGES, st.columns(len(LANGUAGES)), strict=True))
        typed = {
            one: tuple(
                columns[one].text_input(
                    say(f"console.vote.mention_{one}", place=mark + 1), word, max_chars=MENTION_LIMIT
                )
                for mark, word in enumerate(words)
            )
            for one, words in usual.items()
        }
    return {} if typed == usual else typed


def _options(
    framing: Framing | None, mentions: Mapping[Language, tuple[str, ...]]
) -> tuple[str, str, RoundOptions]:
    """The question in French and in English, and the terms that are rarely changed, folded away."""
    with st.expander(say("console.vote.options")):
        left, right = st.columns(2)
        french = left.text_input(say("console.vote.asks_fr"), max_chars=TITLE_LIMIT)
        english = right.text_input(say("console.vote.asks_en"), max_chars=TITLE_LIMIT)
        concerns = st.checkbox(say("console.vote.option.concerns"))
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
    heard = None if essential == usual else essential
    terms = RoundOptions(
        concerns,
        own_ideas,
        int(quorum),
        heard,
        mentions_fr=mentions.get("fr", ()),
        mentions_en=mentions.get("en", ()),
    )
    return french or "", english or "", terms
