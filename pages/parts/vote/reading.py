"""How a revealed vote may be read, and how far it can be trusted; each figure says in words what it tells.

It stands beside the ranking, which stays as the room voted it (R-17). Kinds with fewer people than may be
shown by themselves are said together (R-50).
"""

from functools import partial

import streamlit as st

from facilitation.model import NoteId, Round, Workshop
from facilitation.privacy import BALLOTS_TO_TELL, IN_THE_ROOM
from facilitation.tallies.margin import margin
from facilitation.tallies.rating import rating_rounds
from facilitation.tallies.reading import Reading, Voice, equal_voices, readings
from facilitation.tallies.runoff import tied
from facilitation.tallies.solidity import keep
from facilitation.tallies.votes import standings
from facilitation.tallies.what_if import if_merged, without_each
from locales import number
from pages.parts.frame.charts import question_figure, sheet
from pages.parts.frame.console import item_name, kind_name
from pages.parts.frame.rows import Row, rows
from pages.parts.frame.words import language, plain, say
from reports.figures.figures import standings_figure, standings_table, standings_text
from reports.figures.marks import mentions_figure, rating_figure
from reports.figures.votes import equal_voice_figure, solidity_figure, support_figure
from reports.labels import unit
from reports.tables.marks import mentions_table, mentions_text, rating_table, rating_text
from reports.tables.votes import (
    Voices,
    bands_text,
    by_kinds_text,
    equal_voice_table,
    equal_voice_text,
    firmness,
    percent,
    published_voices,
    ranks,
    share_text,
    shown_readings,
    solidity_table,
    support_table,
    support_text,
    voice_name,
)


def vote_reading(workshop: Workshop, round: Round) -> None:
    """Everything that stands beside the ranking of a round of dots; nothing of a few ballots.

    It is computed only for viewers who open it: a page that follows a workshop is drawn at each commit.
    """
    if len(round.ballots) < BALLOTS_TO_TELL:
        st.caption(say("console.reading.few", least=BALLOTS_TO_TELL))
        return
    with st.expander(say("console.reading.title"), key=f"reading_{round.id}", on_change="rerun") as fold:
        if not fold.open:
            return
        _dots(workshop, round)
        _solidity(workshop, round)
        _margin(workshop, round)
        if voices := published_voices(workshop, round, IN_THE_ROOM):
            _support(workshop, round, voices)
            _voices(workshop, round, voices)
            _without(workshop, round, voices)
        else:
            st.caption(say("console.reading.one_voice", least=IN_THE_ROOM))
        _merged(workshop, round)


def mentions_reading(workshop: Workshop, round: Round) -> None:
    """The mentions of a round as bars; its table stands above."""
    told = (workshop, round, language())
    question_figure("mentions", partial(mentions_figure, *told), mentions_text(*told), mentions_table(*told))


def rating_reading(workshop: Workshop, round: Round) -> None:
    """Impact and effort together, under the latest round that says them, or the second of a pair."""
    rounds = rating_rounds(workshop)
    if not rounds or rounds[-1].id != round.id:
        return
    told = (workshop, language())
    question_figure("rating", partial(rating_figure, *told), rating_text(*told), rating_table(*told))
    if len(rounds) > 1:  # neither round has a table of both
        sheet(say("console.reading.rating"), rating_table(*told), f"rating_{round.id}")


def _dots(workshop: Workshop, round: Round) -> None:
    """Points and people; the table is that of the result."""
    told = (workshop, round, language())
    name = f"standings.{unit(round.method)}"
    question_figure(name, partial(standings_figure, *told), standings_text(*told), standings_table(*told))


def _solidity(workshop: Workshop, round: Round) -> None:
    kept = keep(round, workshop)
    told = (workshop, round, language())
    said, table = bands_text(*told), solidity_table(*told)
    question_figure("solidity", partial(solidity_figure, *told), said, table, n=kept)
    lines = [
        Row(
            one.item,
            (
                item_name(workshop, one.item),
                say(f"figure.band.{one.band}"),
                percent(language(), one.share),
                ranks(language(), one),
            ),
        )
        for one in firmness(workshop, round)
    ]
    columns = [
        say("console.vote.column.project"),
        say("console.reading.column.band"),
        say("console.reading.column.share", kept=kept),
        say("console.reading.column.ranks"),
    ]
    rows(say("console.reading.solidity"), columns, lines, key=f"solidity_{round.id}")
    st.caption(say("console.reading.solidity_note"))


def _margin(workshop: Workshop, round: Round) -> None:
    found = margin(round, workshop)
    if found is None:
        return
    names = {
        "rises": plain(item_name(workshop, found.rises)),
        "falls": plain(item_name(workshop, found.falls)),
    }
    st.subheader(say("console.reading.margin"), anchor=False)
    if apart := by_kinds_text(workshop, round, language()):
        st.write(plain(apart))
        return
    if level := tied(round, workshop):
        st.write(say("console.reading.margin_tie", list=_listed(workshop, level)))
        return
    if found.change == 0:
        st.write(say("console.reading.margin_tie", list=_listed(workshop, (found.falls, found.rises))))
        return
    st.write(say("console.reading.margin_people", found.change, **names))
    if found.change < found.overtake:
        st.caption(say(f"console.reading.margin_{unit(round.method)}", found.overtake))


def _support(workshop: Workshop, round: Round, voices: Voices) -> None:
    """Which kind supports which item, and how many of it."""
    told = (workshop, round, language(), voices)
    table, said = support_table(*told), support_text(*told)
    question_figure("support", partial(support_figure, *told), said, table, least=IN_THE_ROOM)
    found = shown_readings(workshop, round, told[-1])
    lines = [
        Row(one.item, (item_name(workshop, one.item), *(share_text(language(), part) for part in one.parts)))
        for one in found
    ]
    kinds = [voice_name(workshop, part.voice, language()) for part in found[0].parts]
    columns = [say("console.vote.column.project"), *kinds]
    rows(say("console.reading.support"), columns, lines, key=f"support_{round.id}")


def _voices(workshop: Workshop, round: Round, voices: Voices) -> None:
    """Raw and equal voice side by side, with what each kind's support says."""
    told = (workshop, round, language(), voices)
    said, table = equal_voice_text(*told), equal_voice_table(*told)
    question_figure("equal_voice", partial(equal_voice_figure, *told), said, table, least=IN_THE_ROOM)
    found = readings(round, workshop, told[-1])
    equal = {one.item: one.rank for one in equal_voices(found).places}
    raw = {one.item: one.rank for one in standings(round)}
    lines = [Row(one.item, _read(workshop, one, raw[one.item], equal[one.item])) for one in found]
    names = ("project", "raw", "equal", "support", "fervour", "gap", "consensus")
    columns = [say(f"console.reading.column.{name}") for name in names]
    rows(say("console.reading.voices"), columns, lines, key=f"voices_{round.id}")
    st.caption(say("console.reading.voices_note"))


def _read(workshop: Workshop, one: Reading, raw: int, equal: int) -> tuple[str | int, ...]:
    # Two digits: more would promise what a room cannot give.
    fervour = number(language(), round(float(one.fervour), 2)) if one.fervour is not None else "–"
    return (
        item_name(workshop, one.item),
        raw,
        equal,
        percent(language(), one.equal_voice),
        fervour,
        percent(language(), one.gap),
        number(language(), round(one.consensus, 2)),
    )


def _without(workshop: Workshop, round: Round, voices: Voices) -> None:
    """Whether one kind alone makes the difference."""
    st.subheader(say("console.reading.without"), anchor=False)
    compared = without_each(round, workshop, voices)
    changed = [one for one in compared if one.rise or one.fall]
    if tied(round, workshop):
        st.write(say("console.reading.without_tied", kept=keep(round, workshop)))
        return
    if not changed:
        st.write(say("console.reading.without_none", kept=keep(round, workshop)))
    for one in changed:
        rise, fall = (_listed(workshop, items) for items in (one.rise, one.fall))
        st.write(say("console.reading.without_one", kind=_voice(workshop, one.voice), rise=rise, fall=fall))


def _merged(workshop: Workshop, round: Round) -> None:
    """Twins that stood apart in the vote and were merged since: the ranking as if they had been one."""
    leads = {
        item: note.merged_into
        for item in round.items
        if (note := workshop.notes.get(NoteId(item))) is not None and note.merged_into in round.items
    }
    if not leads:
        return
    places = if_merged(round, leads).places
    lines = [Row(one.item, (one.rank, item_name(workshop, one.item), *map(int, one.score))) for one in places]
    columns = [say(f"console.vote.column.{name}") for name in ("rank", "project", "dots", "voters")]
    rows(say("console.reading.merged"), columns, lines, key=f"merged_{round.id}")
    st.caption(say("console.reading.merged_note"))


def _voice(workshop: Workshop, voice: Voice) -> str:
    if len(voice) > 1:
        return say("file.kind.together")
    return plain(kind_name(workshop.framing, voice[0]))


def _listed(workshop: Workshop, items: tuple[str, ...]) -> str:
    return (
        ", ".join(say("console.reading.quoted", item=plain(item_name(workshop, one))) for one in items) or "–"
    )
