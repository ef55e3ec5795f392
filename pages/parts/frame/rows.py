"""Tables of people's words: plain text in their own language, with buttons or boxes for each row.

Streamlit's own tables read Markdown, speak English and know no `lang`; this one draws with textContent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import streamlit as st

from pages.parts.frame.words import say
from web.script import bundle

_HERE = Path(__file__).parent
_table = st.components.v2.component(
    "recolte_rows",
    html='<div class="rows"></div>',
    css=(_HERE / "rows.css").read_text("utf-8"),
    js=bundle(_HERE / "rows.js"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, and in which language."""

    text: str
    lang: str


Cell: TypeAlias = str | int | Words


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its id, its cells, and what may be done with it as (act, label)."""

    id: str
    cells: tuple[Cell, ...]
    actions: tuple[tuple[str, str], ...] = ()


def rows(
    caption: str,
    columns: Sequence[str],
    lines: Sequence[Row],
    *,
    key: str,
    empty: str = "",
    pressed: Callable[[str, str], None] | None = None,
) -> None:
    """Shows the lines; `pressed(act, row id)` is called for a button that this table really offered."""
    data = _data(caption, columns, lines, empty)

    def on_pressed() -> None:
        found = read_press(lines, _value(key, "pressed"))
        if found is not None and pressed is not None:
            pressed(*found)

    _table(data=data, key=key, on_pressed_change=on_pressed, on_chosen_change=lambda: None)


def choose_rows(
    caption: str, columns: Sequence[str], lines: Sequence[Row], *, key: str, empty: str = ""
) -> tuple[str, ...]:
    """Shows the lines with a box for each; returns the ids that are ticked, in the order of the lines."""
    before = _value(key, "chosen")
    ticked = set(before) if isinstance(before, list) else set()
    data = _data(caption, columns, lines, empty) | {
        "choosing": True,
        "chosen": [line.id for line in lines if line.id in ticked],
    }
    _table(data=data, key=key, on_pressed_change=lambda: None, on_chosen_change=lambda: None)
    return tuple(line.id for line in lines if line.id in ticked)


def read_press(lines: Sequence[Row], sent: object) -> tuple[str, str] | None:
    """The (act, row id) in what a browser sent, or None when the table offered no such button."""
    if not isinstance(sent, Mapping):
        return None
    offered = {(act, line.id) for line in lines for act, _ in line.actions}
    asked = (sent.get("act"), sent.get("row"))
    return next((one for one in offered if one == asked), None)


def _value(key: str, name: str) -> Any:
    held = st.session_state.get(key)
    return held.get(name) if isinstance(held, Mapping) else None


def _data(caption: str, columns: Sequence[str], lines: Sequence[Row], empty: str) -> dict[str, Any]:
    return {
        "caption": caption,
        "columns": list(columns),
        "numbers": [
            bool(lines) and all(isinstance(line.cells[i], int) for line in lines) for i in range(len(columns))
        ],
        "rows": [_row(line) for line in lines],
        "acting": any(line.actions for line in lines),
        "choosing": False,
        "chosen": [],
        "empty": empty or say("console.rows.empty"),
        "words": {"choose": say("console.rows.choose"), "actions": say("console.rows.actions")},
    }


def _row(line: Row) -> dict[str, Any]:
    cells = [
        {"text": one.text, "lang": one.lang} if isinstance(one, Words) else {"text": str(one), "lang": ""}
        for one in line.cells
    ]
    return {
        "id": line.id,
        "cells": cells,
        "actions": [{"act": act, "label": label} for act, label in line.actions],
    }
