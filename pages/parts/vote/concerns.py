"""The concerns of a round, with the button to mask one that names, insults or reveals (R-28)."""

from collections.abc import Callable, Sequence

import streamlit as st

from facilitation.asking import ask
from facilitation.model import Concern, Round, Workshop
from facilitation.rules.concerns import mask_concern, unmask_concern
from pages.parts.frame.access import facilitator_desk
from pages.parts.frame.console import attempt
from pages.parts.frame.flagged import flagged
from pages.parts.frame.moderation import reason_asked
from pages.parts.frame.rows import Row, Words, rows
from pages.parts.frame.words import say

# The only reasons there are: a concern is critical, and never hidden for that.
_REASONS = ("names", "insult", "private")
Naming = Callable[[Workshop, str], str]


def concerns(workshop: Workshop, round: Round, naming: Naming) -> None:
    """Every concern beside its item, in an order that says nothing of who or when."""
    if not round.options.concerns:
        return
    place = {item: number for number, item in enumerate(round.items)}
    concerns = sorted(round.concerns.values(), key=lambda one: (place[one.item], one.reason))
    lines = [_row(workshop, number, one, naming) for number, one in enumerate(concerns, start=1)]
    columns = [say(f"console.vote.column.{name}") for name in ("project", "concern", "remark")]
    masked = sum(one.masked is not None for one in concerns)
    with st.container(key=f"concerns_of_{round.id}"):
        reason = _reason(round) if concerns and not workshop.archived else ""
        rows(
            say("console.vote.concerns"),
            columns,
            lines,
            key=f"concerns_{round.id}",
            empty=say("console.vote.no_concern"),
            pressed=_pressed(round, concerns, reason),
        )
        if masked:
            st.caption(say("console.vote.concerns_masked", n=masked))


def _reason(round: Round) -> str:
    st.write(say("console.vote.mask_note"))
    return reason_asked(f"concerns_{round.id}", _REASONS)


def _pressed(round: Round, concerns: Sequence[Concern], reason: str) -> Callable[[str, str], None]:
    def pressed(act: str, number: str) -> None:
        desk, whose = facilitator_desk(), concerns[int(number) - 1].participant
        if act == "mask":
            attempt(desk, ask(mask_concern, by=desk.by, round=round.id, participant=whose, reason=reason))
        else:
            attempt(desk, ask(unmask_concern, by=desk.by, round=round.id, participant=whose))

    return pressed


def _row(workshop: Workshop, number: int, one: Concern, naming: Naming) -> Row:
    """Its place in the list is its name here: the page says nothing of who it is from."""
    item, live = naming(workshop, one.item), not workshop.archived
    if one.masked is not None:
        act = (("unmask", say("console.moderation.restore")),) if live else ()
        cells = (item, say("console.vote.concern_masked"), say("console.vote.masked_why", why=one.masked))
        return Row(str(number), cells, act)
    act = (("mask", say("console.moderation.mask")),) if live else ()
    author = workshop.everybody.get(one.participant)
    words = Words(one.reason, author.language if author else "fr")
    return Row(str(number), (item, words, flagged([one.reason])), act)
