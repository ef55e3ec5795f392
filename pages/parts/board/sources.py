"""Which kinds of participants feed which group."""

import streamlit as st

from facilitation.model import Workshop
from facilitation.privacy import IN_THE_ROOM
from facilitation.tallies.board import letter
from facilitation.tallies.coverage import coverage
from facilitation.tallies.people import by_kind
from pages.parts.frame.console import title
from pages.parts.frame.rows import Row, rows
from pages.parts.frame.words import language, say
from reports.pooling import pool_name, pooled


def by_group(workshop: Workshop) -> None:
    """A line for each group: how many people of each kind its ideas come from."""
    st.write(say("console.sources.note"))
    pools = pooled(by_kind(workshop), IN_THE_ROOM)
    lines = []
    for id, counts in coverage(workshop).items():
        heads = tuple(sum(counts.get(kind, 0) for kind in pool.kinds) for pool in pools)
        lines.append(Row(id, (f"{letter(id)} · {title(workshop.groups[id])}", *heads)))
    names = [pool_name(pool, workshop.framing, language()) for pool in pools]
    rows(say("console.sources.caption"), [say("console.sources.group"), *names], lines, key="sources")
