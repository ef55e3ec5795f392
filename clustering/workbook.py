"""Tables to a file, XLSX or CSV, of which nothing is seen before it is whole."""

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import xlsxwriter

from clustering.table import Refused
from locales.characters import printable

CELL_LIMIT = 32_767  # characters, of the XLSX format
ROW_LIMIT = 1_048_575  # below the head, of the XLSX format
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")

Cell: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A name, a head and rows; ``widths`` are in characters."""

    name: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[tuple[Cell, ...]]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside ``path`` that takes its place when the block ends well, and vanishes when it does not.

    It is created at once: whoever cannot write there hears so before the work, not after it. Raises Refused.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(path)
        part.touch(exist_ok=False)
    except OSError:
        raise Refused("command.unwritable", file=str(path)) from None
    try:
        yield part
        _move(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """The sheets as one workbook, row by row; no formula, link or number is made of anybody's text."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width)
        for number, row in enumerate([sheet.head, *sheet.rows]):
            _write_row(page, number, row, body if number else head)
    book.close()


def write_csv(path: Path, sheet: Sheet) -> None:
    """One sheet in UTF-8 with its mark, as spreadsheets like it.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; plain numbers do not.
    """
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow([_harmless(cell) for cell in sheet.head])
        writer.writerows([_harmless(cell) for cell in row] for row in sheet.rows)


def _move(part: Path, path: Path) -> None:
    try:
        part.replace(path)
    except OSError:
        raise Refused("command.unwritable", file=str(path)) from None


def _write_row(page: xlsxwriter.worksheet.Worksheet, number: int, row: Sequence[Cell], form: object) -> None:
    for column, value in enumerate(row):
        if isinstance(value, int):
            page.write_number(number, column, value, form)
        elif value:
            page.write_string(number, column, printable(value)[:CELL_LIMIT], form)


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, int) or not cell.startswith(FORMULA_MARKS) or _is_number(cell):
        return cell
    return f"'{cell}"


def _is_number(cell: str) -> bool:
    return cell.strip().lstrip("+-").replace(",", "").replace(".", "").isdecimal()
