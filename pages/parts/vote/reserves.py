"""The reserves of a round, with the button to mask one that names, insults or reveals (R-28)."""

from collections.abc import Callable, Sequence

import streamlit as st

from facilitation.asking import ask
from facilitation.model import Reserve, Round, Workshop
from facilitation.rules.reserves import mask_reserve, unmask_reserve
from pages.parts.frame.access import facilitator_desk
from pages.parts.frame.console import attempt
from pages.parts.frame.flagged import flagged
from pages.parts.frame.moderation import reason_asked
from pages.parts.frame.rows import Row, Words, rows
from pages.parts.frame.words import say

# The only reasons there are: a reserve is critical, and never hidden for that.
_REASONS = ("names", "insult", "private")
Naming = Callable[[Workshop, str], str]


def reserves(workshop: Workshop, round: Round, naming: Naming) -> None:
    """Every reserve beside its item, in an order that says nothing of who or when."""
    if not round.options.reserves:
        return
    place = {item: number for number, item in enumerate(round.items)}
    doubts = sorted(round.reserves.values(), key=lambda one: (place[one.item], one.reason))
    lines = [_row(workshop, number, one, naming) for number, one in enumerate(doubts, start=1)]
    columns = [say(f"console.vote.column.{name}") for name in ("project", "reserve", "remark")]
    masked = sum(one.masked is not None for one in doubts)
    with st.container(key=f"reserves_of_{round.id}"):
        reason = _reason(round) if doubts and not workshop.archived else ""
        rows(
            say("console.vote.reserves"),
            columns,
            lines,
            key=f"reserves_{round.id}",
            empty=say("console.vote.no_reserve"),
            pressed=_pressed(round, doubts, reason),
        )
        if masked:
            st.caption(say("console.vote.reserves_masked", n=masked))


def _reason(round: Round) -> str:
    st.write(say("console.vote.mask_note"))
    return reason_asked(f"reserves_{round.id}", _REASONS)


def _pressed(round: Round, doubts: Sequence[Reserve], reason: str) -> Callable[[str, str], None]:
    def pressed(act: str, number: str) -> None:
        desk, whose = facilitator_desk(), doubts[int(number) - 1].participant
        if act == "mask":
            attempt(desk, ask(mask_reserve, by=desk.by, round=round.id, participant=whose, reason=reason))
        else:
            attempt(desk, ask(unmask_reserve, by=desk.by, round=round.id, participant=whose))

    return pressed


def _row(workshop: Workshop, number: int, one: Reserve, naming: Naming) -> Row:
    """Its place in the list is its name here: the page says nothing of who it is from."""
    item, live = naming(workshop, one.item), not workshop.archived
    if one.masked is not None:
        act = (("unmask", say("console.moderation.restore")),) if live else ()
        cells = (item, say("console.vote.reserve_masked"), say("console.vote.masked_why", why=one.masked))
        return Row(str(number), cells, act)
    act = (("mask", say("console.moderation.mask")),) if live else ()
    author = workshop.everybody.get(one.participant)
    words = Words(one.reason, author.language if author else "fr")
    return Row(str(number), (item, words, flagged([one.reason])), act)
