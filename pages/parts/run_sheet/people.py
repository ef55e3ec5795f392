"""People in the room by kind, and those who are missing: to be said aloud."""

import streamlit as st

from facilitation.model import Workshop
from facilitation.tallies.people import by_kind
from pages.parts.frame.console import kind_name, kind_names
from pages.parts.frame.rows import Row, rows
from pages.parts.frame.words import plain, say


def present(workshop: Workshop) -> None:
    """Heads by kind; the essential kinds without anybody."""
    st.metric(say("console.people.present"), len(workshop.participants))
    heads = by_kind(workshop)
    lines = [Row(code or "none", (kind_name(workshop.framing, code), count)) for code, count in heads.items()]
    columns = [say("console.people.kind"), say("console.people.heads")]
    rows(say("console.people.by_kind"), columns, lines, key="people_by_kind")
    missing = missing_essential(workshop)
    if missing:
        names = plain(kind_names(workshop.framing, missing))
        st.warning(say("console.people.missing", kinds=names), icon=":material/person_alert:")


def missing_essential(workshop: Workshop) -> tuple[str, ...]:
    """Essential kinds that nobody in the room belongs to."""
    heads = by_kind(workshop)
    kinds = workshop.framing.kinds if workshop.framing else ()
    return tuple(kind.code for kind in kinds if kind.essential and not heads.get(kind.code))
