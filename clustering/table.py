"""A CSV file as somebody's spreadsheet wrote it, read whole or refused with the reason."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SEPARATORS = ",;\t"
NO_SEPARATOR = "\x1f"  # for a single column, whose commas belong to the texts
TEXT_COLUMNS = ("text", "texte", "texts", "textes", "idea", "ideas", "idée", "idées", "idee", "idees")
LANGUAGE_COLUMNS = ("lang", "langue", "language")
LONGEST_CELL = 1_000_000  # characters; a longer one is a quotation mark that nothing closes


class Refused(Exception):
    """What was asked for cannot be done; ``key`` and ``values`` are those of the sentence that says why."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Table:
    """Every row of a file below its head, as wide as the head, blank ones too."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, number: int) -> tuple[str, ...]:
        """The cells of a column."""
        return tuple(row[number] for row in self.rows)

    def asked(self, name: str) -> int:
        """The column of that name, by capitals or not; raises Refused."""
        found = self._found((name,))
        if found < 0:
            raise Refused("command.no_column", column=name, columns=", ".join(self.head))
        return found

    def text_column(self) -> int:
        """The column of a usual name, else the first whose cells mostly hold two words, else the first."""
        found = self._found(TEXT_COLUMNS)
        return found if found >= 0 else next(filter(self._reads_as_text, range(len(self.head))), 0)

    def language_column(self) -> int:
        """The column of a usual name, -1 when there is none."""
        return self._found(LANGUAGE_COLUMNS)

    def _found(self, names: Sequence[str]) -> int:
        wanted = [name.strip().casefold() for name in names]
        return next((i for i, title in enumerate(self.head) if title.casefold() in wanted), -1)

    def _reads_as_text(self, number: int) -> bool:
        cells = [cell for cell in self.column(number) if cell.strip()]
        return 2 * sum(" " in cell.strip() for cell in cells) > len(cells)


def read_table(path: Path) -> Table:
    """The table of a CSV file in UTF-8 or Windows-1252, separated by commas, semicolons or tabulators.

    Raises Refused for a missing or unreadable file, for what is no CSV, for rows wider than the head, and
    for a table without rows.
    """
    text = _decoded(_content(path), path)
    lines = _lines(text, _separator(text), path)
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise Refused("command.empty", file=path.name)
    if len(lines) == 1:
        raise Refused("command.no_rows", file=path.name)
    head = tuple(cell.strip() for cell in lines[0])
    for number, row in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in row[len(head) :]):
            raise Refused("command.too_wide", file=path.name, row=number)
    width = len(head)
    return Table(head, tuple(tuple((row + [""] * width)[:width]) for row in lines[1:]))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused("command.missing_file", file=str(path)) from None
    except OSError:
        raise Refused("command.unreadable_file", file=str(path)) from None


def _decoded(content: bytes, path: Path) -> str:
    """UTF-8 when it can be, else what French and English Windows write; a NUL means it is no text at all."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("command.not_csv", file=path.name, row=1)


def _separator(text: str) -> str:
    """The one that cuts the head into the most columns."""
    head = text.split("\n", 1)[0]
    widths = {mark: len(next(csv.reader([head], delimiter=mark), [])) for mark in SEPARATORS}
    best = max(SEPARATORS, key=lambda mark: widths[mark])
    return best if widths[best] > 1 else NO_SEPARATOR


def _lines(text: str, separator: str, path: Path) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise Refused("command.not_csv", file=path.name, row=len(lines) + 1) from None
    return lines
