"""How a revealed vote may be read, and how far it can be trusted; each figure says in words what it tells.

It stands beside the ranking, which stays as the room voted it (R-17). Kinds with fewer people than may be
shown by themselves are said together (R-50).
"""

import streamlit as st

from facilitation.model import NoteId, Round, Workshop
from facilitation.tallies.margin import margin
from facilitation.tallies.otherwise import if_merged, without_each
from facilitation.tallies.reading import Reading, Voice, equal_voices, readings, voices
from facilitation.tallies.solidity import keep, solidity
from facilitation.tallies.support import ballots_by_kind
from facilitation.tallies.votes import standings
from locales import number, percent
from pages.parts.console import item_name, kind_name
from pages.parts.rows import Row, rows
from pages.parts.words import language, plain, say
from reports.pooling import pooled
from reports.projection.revealing import LEAST


def vote_reading(workshop: Workshop, round: Round) -> None:
    """Everything that stands beside the ranking of a round of dots; nothing without a ballot."""
    if not round.ballots:
        return
    with st.expander(say("console.reading.title"), key=f"reading_{round.id}"):
        _solidity(workshop, round)
        _margin(workshop, round)
        _voices(workshop, round)
        _without(workshop, round)
        _merged(workshop, round)


def _solidity(workshop: Workshop, round: Round) -> None:
    kept = keep(round, workshop)
    found = sorted(solidity(round, workshop), key=lambda one: -one.share)
    lines = [
        Row(
            one.item,
            (
                item_name(workshop, one.item),
                say(f"console.reading.band.{one.band}"),
                percent(language(), one.share),
                say("console.reading.ranks", best=one.best, worst=one.worst),
            ),
        )
        for one in found
    ]
    columns = [
        say("console.vote.column.project"),
        say("console.reading.column.band"),
        say("console.reading.column.share", kept=kept),
        say("console.reading.column.ranks"),
    ]
    rows(say("console.reading.solidity"), columns, lines, key=f"solidity_{round.id}")
    st.caption(say("console.reading.solidity_note", kept=kept))


def _margin(workshop: Workshop, round: Round) -> None:
    found = margin(round, workshop)
    if found is None:
        return
    names = {
        "rises": plain(item_name(workshop, found.rises)),
        "falls": plain(item_name(workshop, found.falls)),
    }
    st.markdown(f"**{say('console.reading.margin')}**")
    if found.change == 0:
        st.write(say("console.reading.margin_tie", **names))
        return
    st.write(say("console.reading.margin_people", found.change, **names))
    if found.change < found.overtake:
        st.caption(say("console.reading.margin_dots", found.overtake))


def _voices(workshop: Workshop, round: Round) -> None:
    """Raw and equal voice side by side, with what each kind's support says."""
    found = readings(round, workshop, _together(workshop, round))
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
        percent(language(), float(one.equal_voice)),
        fervour,
        percent(language(), float(one.gap)),
        number(language(), round(one.consensus, 2)),
    )


def _without(workshop: Workshop, round: Round) -> None:
    """Whether one kind alone makes the difference."""
    st.markdown(f"**{say('console.reading.without')}**")
    compared = without_each(round, workshop, _together(workshop, round))
    changed = [one for one in compared if one.rise or one.fall]
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


def _together(workshop: Workshop, round: Round) -> tuple[Voice, ...]:
    """The kinds, small ones as one voice; who gave no kind is in none."""
    heads = {kind: n for kind, n in ballots_by_kind(round, workshop).items() if kind is not None and n}
    return tuple(pool.kinds for pool in pooled(heads, LEAST) if pool.heads) or voices(round, workshop)


def _voice(workshop: Workshop, voice: Voice) -> str:
    if len(voice) > 1:
        return say("file.kind.together")
    return plain(kind_name(workshop.framing, voice[0]))


def _listed(workshop: Workshop, items: tuple[str, ...]) -> str:
    return (
        ", ".join(say("console.reading.quoted", item=plain(item_name(workshop, one))) for one in items) or "–"
    )
