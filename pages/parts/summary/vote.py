"""What the committee reads of the votes: the latest revealed round of each sort, one question at a time.

A vote is not shown before its reveal (R-12), nor a kind under five by itself (R-50).
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from facilitation.model import Concern, Round, Workshop
from facilitation.privacy import BALLOTS_TO_TELL, IN_FILES
from facilitation.tallies.rating import rating_rounds
from facilitation.tallies.solidity import keep
from facilitation.tallies.votes import awaits_reveal, is_blind, quorum, turnout
from pages.parts.frame.charts import question_figure, sheet
from pages.parts.frame.rows import Row, Words, rows
from pages.parts.frame.words import language, say
from reports.figures.figures import standings_figure, standings_table, standings_text
from reports.figures.marks import mentions_figure, rating_figure
from reports.figures.votes import equal_voice_figure, solidity_figure, support_figure
from reports.labels import item_title, unit
from reports.pooling import kind_name
from reports.tables.marks import (
    mentions_table,
    mentions_text,
    order_table,
    rating_table,
    rating_text,
    revealed_mentions,
    revealed_order,
)
from reports.tables.tables import revealed_round, revealed_runoffs
from reports.tables.votes import (
    equal_voice_table,
    equal_voice_text,
    solidity_table,
    solidity_text,
    support_table,
    support_text,
)

Figure = Callable[..., alt.LayerChart | None]
Text = Callable[..., str]
Table = Callable[..., pd.DataFrame]


def vote(workshop: Workshop) -> None:
    """The figures of the latest revealed rounds: dots, then ratings, then mentions."""
    st.header(say("committee.vote"), anchor=False)
    running = workshop.round is not None and awaits_reveal(workshop.round)
    dots, ratings, mentions = revealed_round(workshop), rating_rounds(workshop), revealed_mentions(workshop)
    order = revealed_order(workshop)
    runoffs = revealed_runoffs(workshop, dots) if dots else ()
    shown = [one for one in (dots, *runoffs, *ratings, mentions, order) if one is not None]
    if running:
        st.info(say("committee.vote.blind"), icon=":material/visibility_off:")
    if running and shown:
        st.caption(say("committee.vote.older"))
    if not running and not shown:
        st.caption(say("committee.vote.none"))
    if dots is not None:
        _dots(workshop, dots)
        for runoff in runoffs:
            _runoff(workshop, runoff)
    if ratings:
        _told("rating", rating_figure, rating_text, rating_table, workshop, language())
        st.caption(_turnout(workshop, ratings[-1]))
    if mentions is not None:
        _told("mentions", mentions_figure, mentions_text, mentions_table, workshop, mentions, language())
        st.caption(_turnout(workshop, mentions))
    if order is not None:
        _order(workshop, order)
    _concerns(workshop)
    if any(not is_blind(one) and one not in shown for one in workshop.rounds):
        st.caption(say("committee.vote.other"))


def _dots(workshop: Workshop, round: Round) -> None:
    """Points, who supports what, how solid it is, and the same ballots at equal voice."""
    st.text(_turnout(workshop, round))
    told = (workshop, round, language())
    _told(f"standings.{unit(round.method)}", standings_figure, standings_text, standings_table, *told)
    if len(round.ballots) < BALLOTS_TO_TELL:
        return
    _told("support", support_figure, support_text, support_table, *told, least=IN_FILES)
    _told("solidity", solidity_figure, solidity_text, solidity_table, *told, n=keep(round, workshop))
    _told("equal_voice", equal_voice_figure, equal_voice_text, equal_voice_table, *told, least=IN_FILES)


def _runoff(workshop: Workshop, round: Round) -> None:
    """What a second round said of the few items that it was about."""
    st.subheader(say("committee.vote.runoff", n=len(round.items)), anchor=False)
    sheet(say("committee.vote.table"), standings_table(workshop, round, language()), f"runoff-{round.id}")
    st.caption(_turnout(workshop, round))


def _order(workshop: Workshop, round: Round) -> None:
    """The order of a ranking; its table says all of it."""
    st.subheader(say("figure.order.question"), anchor=False)
    sheet(say("committee.vote.table"), order_table(workshop, round, language()), "committee-order")
    st.caption(f"{_turnout(workshop, round)} {say('figure.order.reading')}")


def _concerns(workshop: Workshop) -> None:
    """The concerns of the revealed rounds that may be read, by item, told apart from any count."""
    told = (concern for one in workshop.rounds if not is_blind(one) for concern in one.concerns.values())
    concerns = [concern for concern in told if concern.masked is None]
    if not concerns:
        return
    lines = [
        Row(str(number), (item_title(workshop, concern.item, language()), _words(workshop, concern)))
        for number, concern in enumerate(sorted(concerns, key=lambda one: (one.item, one.reason)), start=1)
    ]
    st.subheader(say("committee.vote.concerns"), anchor=False)
    st.caption(say("committee.vote.concerns.note"))
    heads = [say("figure.column.item"), say("figure.column.concern")]
    rows(say("committee.vote.concerns"), heads, lines, key="committee-concerns")


def _words(workshop: Workshop, concern: Concern) -> Words:
    author = workshop.everybody.get(concern.participant)
    return Words(concern.reason, author.language if author else "fr")


def _told(name: str, draw: Figure, text: Text, table: Table, *about: Any, **values: int) -> None:
    """One figure with its sentence to read, and its table folded; nothing where it has nothing to show."""
    found, said = table(*about), text(*about)
    if found.empty:
        return
    question_figure(name, partial(draw, *about), said, found, **values)
    st.text(said)
    key = name.partition(".")[0]
    with st.expander(say("committee.vote.table"), key=f"committee_table_{key}"):
        sheet(say(f"figure.{name}.question"), found, f"committee-{key}")


def _turnout(workshop: Workshop, shown: Round) -> str:
    counted, found = turnout(shown, workshop), quorum(shown, workshop)
    said = [say("committee.vote.turnout", n=counted.ballots, present=counted.present)]
    said.append(say("committee.vote.quorum" if found.reached else "committee.vote.indicative"))
    if found.missing_kinds:
        missing = (kind_name(code, workshop.framing, language()) for code in found.missing_kinds)
        said.append(say("committee.vote.missing", kinds=", ".join(missing)))
    return " ".join(said)
