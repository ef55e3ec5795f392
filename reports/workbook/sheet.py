"""A table of the workbook as a value: a name, a head, rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from locales import Language, sentence

Cell: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Sheet:
    """`widths` are in characters, one for each column of the head."""

    name: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheet_of(language: Language, name: str, columns: str, rows: Iterable[tuple[Cell, ...]]) -> Sheet:
    """The sheet of that key; `columns` are keys and widths: «number:8 text:60»."""
    parts = [column.split(":") for column in columns.split()]
    head = tuple(sentence(language, f"file.head.{column}") for column, _ in parts)
    widths = tuple(int(width) for _, width in parts)
    return Sheet(sentence(language, f"file.sheet.{name}"), head, widths, tuple(rows))
