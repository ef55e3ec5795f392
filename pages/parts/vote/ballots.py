"""A round as it runs: how many voted, the buttons of its state, and the result once it is revealed."""

import streamlit as st

from facilitation.asking import ask
from facilitation.model import RevealStage, Round, StepKind, StepState, Workshop
from facilitation.rules.steps import close_step, open_step, reveal_step, suspend_step
from facilitation.tallies.reveal import shows
from facilitation.tallies.support import ballots_by_channel
from facilitation.tallies.votes import is_blind, quorum, standings, turnout, unused
from facilitation.voting.judgment import MENTIONS
from locales import LANGUAGES, either
from pages.parts.frame import signals
from pages.parts.frame.access import Desk
from pages.parts.frame.console import attempt, item_name, kind_names, press
from pages.parts.frame.rows import Row, rows
from pages.parts.frame.words import language, plain, say
from pages.parts.vote import ending, reveal
from pages.parts.vote.concerns import concerns
from pages.parts.vote.marked import marked
from pages.parts.vote.reading import vote_reading
from reports.labels import how_to, ladder, mention, unit, usual_mentions
from reports.tables.votes import by_kinds_text

RATERS = range(5, 13)  # people who know the costs, not the whole room (method §3.6)


def running(desk: Desk, workshop: Workshop, round: Round) -> None:
    """The latest round, in the state it is in."""
    counted = turnout(round, workshop)
    with st.container(border=True):
        st.subheader(_name(round, len(workshop.rounds)), anchor=False)
        voted, present, state = st.columns(3)
        voted.metric(say("console.vote.ballots"), counted.ballots)
        present.metric(
            say("console.vote.invited" if round.voters else "console.vote.present"), counted.present
        )
        state.metric(say("console.vote.state"), say(f"console.vote.state.{round.state}"))
        st.progress(min(counted.ballots / max(counted.present, 1), 1.0))
        _announced(round)
        if workshop.current is StepKind.VOTE and (done := signals.done(workshop)):
            st.caption(done)
        if is_blind(round):
            st.caption(say("console.vote.blind"))
            if not workshop.archived:
                _running(desk, workshop, round, counted.present)
    if not is_blind(round):
        _told(desk, workshop, round)


def _running(desk: Desk, workshop: Workshop, round: Round, present: int) -> None:
    if round.way.paired and present not in RATERS:
        st.warning(say("console.vote.raters", n=present), icon=":material/groups:")
    _buttons(desk, workshop, round)


def _told(desk: Desk, workshop: Workshop, round: Round) -> None:
    """The story that the room is told, then the result, folded as long as the room has not seen it."""
    if workshop.current is StepKind.VOTE and not workshop.archived:
        reveal.storyteller(desk, round)
    if shows(round, RevealStage.TOTALS):
        results(workshop, round)
        if workshop.current is StepKind.VOTE and not workshop.archived:
            ending.runoffs(desk, workshop, round, item_name)
    else:
        with st.expander(say("console.reveal.results")):
            results(workshop, round)


def _announced(round: Round) -> None:
    """How the ballots came in, and the terms that hold for this round."""
    came = [say(f"console.vote.channel.{one}", n=heads) for one, heads in ballots_by_channel(round).items()]
    if came:
        st.caption(" · ".join(came))
    terms, options = [], round.options
    terms += [say("console.vote.term.how", how=how_to(round, language()))]
    terms += [say("console.vote.term.concerns")] if options.concerns else []
    terms += [] if options.own_ideas else [say("console.vote.term.own_ideas")]
    terms += [] if options.quorum is None else [say("console.vote.term.quorum", share=options.quorum)]
    settles = ladder(round.method, options.runoff_of is not None)
    terms += [say(settles)] if settles else []
    if terms:
        st.caption(" ".join(terms))
    if words := _own_words(round):
        st.caption(" ".join(words))


def _own_words(round: Round) -> list[str]:
    """The words of its mentions, where they are not the usual ones: those that phones show now."""
    told = []
    for one in LANGUAGES if round.options.mentions_fr else ():
        words = tuple(mention(round, mark, one) for mark in range(MENTIONS))
        if words != usual_mentions(one):
            told.append(say(f"console.vote.term.words_{one}", words=plain(", ".join(words))))
    return told


def earlier(workshop: Workshop) -> None:
    """The rounds before the current one, as they were revealed; of a cancelled one, only that it was."""
    for number, round in reversed(tuple(enumerate(workshop.rounds, start=1))):
        if round.cancelled:
            st.caption(say("console.vote.cancelled", name=_name(round, number)))
        elif round is not workshop.round and not is_blind(round):
            with st.expander(_name(round, number), key=f"round_{round.id}"):
                results(workshop, round)


def results(workshop: Workshop, round: Round) -> None:
    """Rank, project, dots and distinct voters; marked as indicative under quorum."""
    _quorum(workshop, round)
    if round.reason:
        st.write(say("console.vote.proceeded", reason=plain(round.reason)))
    if not round.ballots:
        st.write(say("vote.nobody"))
        concerns(workshop, round, item_name)
        return
    if not round.by_dots:
        marked(workshop, round)
        concerns(workshop, round, item_name)
        return
    lines = [
        Row(one.item, (one.rank, item_name(workshop, one.item), one.dots, one.voters))
        for one in standings(round)
    ]
    names = ("rank", "project", unit(round.method), "voters")
    columns = [say(f"console.vote.column.{name}") for name in names]
    rows(say("console.vote.results"), columns, lines, key=f"results_{round.id}")
    st.caption(say(f"console.vote.unused.{unit(round.method)}", n=unused(round)))
    if apart := by_kinds_text(workshop, round, language()):
        st.caption(plain(apart))
    vote_reading(workshop, round)
    st.caption(say("console.vote.not_decided"))
    concerns(workshop, round, item_name)


def _buttons(desk: Desk, workshop: Workshop, round: Round) -> None:
    place = st.container(horizontal=True)
    by, step = desk.by, StepKind.VOTE
    if round.state is StepState.OPEN:
        suspended = ask(suspend_step, by=by, step=step)
        press(desk, "console.vote.suspend", suspended, at=place, key="vote_suspend")
    if round.state is StepState.SUSPENDED:
        opened = ask(open_step, by=by, step=step)
        press(desk, "console.vote.resume", opened, at=place, key="vote_resume", main=True)
    if round.state in (StepState.OPEN, StepState.SUSPENDED):
        closed = ask(close_step, by=by, step=step)
        press(desk, "console.vote.close", closed, at=place, key="vote_close")
    if round.state is StepState.CLOSED:
        opened = ask(open_step, by=by, step=step)
        press(desk, "console.vote.reopen", opened, at=place, key="vote_reopen")
        _reveal(desk, workshop, round)
    ending.cancelling(desk, round)


def _reveal(desk: Desk, workshop: Workshop, round: Round) -> None:
    """First «prepare», which changes nothing in the room, then «reveal»."""
    ready = f"console_ready_{round.id}"
    if not st.session_state.get(ready):
        st.button(
            say("console.vote.prepare"),
            key="vote_prepare",
            on_click=st.session_state.update,
            args=({ready: True},),
        )
        return
    why = f"reveal_reason_{round.id}"
    _quorum(workshop, round)
    if round.options.quorum is not None and not quorum(round, workshop).reached:
        st.text_input(say("console.vote.reveal_reason"), max_chars=280, key=why)
    st.warning(say("console.vote.reveal_warning"), icon=":material/visibility:")
    place = st.container(horizontal=True)
    place.button(
        say("console.vote.reveal"), key="vote_reveal", type="primary", on_click=_reveal_now, args=(desk, why)
    )
    place.button(
        say("console.cancel"), key="vote_cancel", on_click=st.session_state.update, args=({ready: False},)
    )


def _reveal_now(desk: Desk, why: str) -> None:
    attempt(desk, ask(reveal_step, by=desk.by, step=StepKind.VOTE, reason=st.session_state.get(why) or ""))


def _quorum(workshop: Workshop, round: Round) -> None:
    asked = quorum(round, workshop)
    if asked.reached:
        return
    st.warning(say("console.vote.indicative"), icon=":material/info:")
    if asked.missing_kinds:
        names = plain(kind_names(workshop.framing, asked.missing_kinds))
        st.write(say("console.vote.missing_kinds", kinds=names))


def _name(round: Round, number: int) -> str:
    """The round by its number and, where it has one, by what it asks."""
    asks = either(language(), round.title_fr, round.title_en)
    if round.options.runoff_of:
        asks = say("console.vote.runoff_of", number=round.options.runoff_of.removeprefix("R"))
    return say("console.vote.round", number=number) + (f" – {plain(asks)}" if asks else "")
