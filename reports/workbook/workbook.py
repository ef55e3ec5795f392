"""The data of a workshop as one XLSX workbook, for the team and the committee («interne»)."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

from facilitation.events import Entry
from facilitation.model import Workshop
from locales import Language
from locales.characters import printable
from reports.workbook.sheet import Sheet
from reports.workbook.sheets import sheets

CELL_LIMIT = 32_767  # what one cell of the format holds


def workbook(workshop: Workshop, language: Language, at: datetime, entries: Sequence[Entry] = ()) -> bytes:
    """The bytes of the workbook as the workshop is now; with its log, the journal is in it too.

    Texts stay texts: no formula, link or number is made of what a participant wrote.
    """
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties(
        {"title": workshop.framing.spoken(language).title if workshop.framing else "", "created": at}
    )
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets(workshop, language, at, entries):
        _write(book.add_worksheet(sheet.name), sheet, head, body)
    book.close()
    return buffer.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, head: object, body: object) -> None:
    page.freeze_panes(1, 0)
    for column, (title, width) in enumerate(zip(sheet.head, sheet.widths, strict=True)):
        page.set_column(column, column, width, body)
        page.write_string(0, column, title, head)
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(number, column, value, body)
            else:
                page.write_string(number, column, printable(value)[:CELL_LIMIT], body)
