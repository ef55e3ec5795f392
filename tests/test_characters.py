"""One cleaning for the door and one for every file: what becomes of each sort of character, side by side.

The door takes out what hides or reorders text. A file takes out only what its format cannot hold: a log from
elsewhere reaches it without having passed the door.
"""

import re
import unicodedata
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from clustering.workbook import Sheet, write_xlsx
from facilitation.codec import entry_of, line_of
from facilitation.events import Entry, NoteSubmitted
from facilitation.model import Channel, NoteType, StepKind, Workshop
from facilitation.replay import replay
from facilitation.rules.notes import submit_note
from locales.characters import printable
from reports.kit import kit, paper_kit
from reports.summary.summary import summary
from reports.workbook.workbook import workbook
from tests.room import FRAMING, NOON, Room

ROOT = Path(__file__).parent.parent
FAMILY, FLAG = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f3f3\ufe0f\u200d\U0001f308"

# What was typed · what the door keeps · what a cell holds of it when it never came through the door.
CASES = {
    "nul": ("un\x00deux", "undeux", "undeux"),
    "escape and delete": ("un\x1b[31mdeux\x7f\x9b", "un[31mdeux", "un[31mdeux"),
    "overrides": ("un\u202edeux\u202c", "undeux", "un\u202edeux\u202c"),
    "isolates and marks": ("un\u2066deux\u2069\u200f\u061c", "undeux", "un\u2066deux\u2069\u200f\u061c"),
    "zero width": ("un\u200bdeux\ufeff\u00ad", "undeux", "un\u200bdeux\ufeff\u00ad"),
    "high half of a pair": ("un\ud83ddeux", "undeux", "undeux"),
    "low half of a pair": ("un\udc00deux", "undeux", "undeux"),
    "no character": ("un\uffff\ufdd0deux", "undeux", "undeux"),
    "carriage return and feed": ("un\r\ndeux", "un\ndeux", "un\ndeux"),
    "next line": ("un\x85deux", "un\ndeux", "undeux"),
    "vertical tab, form feed": ("un\x0bdeux\x0ctrois", "un\ndeux\ntrois", "undeuxtrois"),
    "line separator": ("un\u2028deux", "un\ndeux", "un\u2028deux"),
    "paragraph separator": ("un\u2029deux", "un\ndeux", "un\u2029deux"),
    "tab": ("un\tdeux", "un deux", "undeux"),
    "no-break spaces": ("un\u00a0deux\u202ftrois", "un deux trois", "un\u00a0deux\u202ftrois"),
    "family": (f"un {FAMILY}", f"un {FAMILY}", f"un {FAMILY}"),
    "flag": (f"un {FLAG}", f"un {FLAG}", f"un {FLAG}"),
    "joiner between letters": ("u\u200dn", "un", "u\u200dn"),
    "right-to-left words": ("ربط (1) לחבר", "ربط (1) לחבר", "ربط (1) לחבר"),
}
each = pytest.mark.parametrize(("typed", "kept", "cell"), CASES.values(), ids=list(CASES))


def foreign(text: str) -> Workshop:
    """A workshop whose log says that without having asked the door."""
    note = NoteSubmitted("N1", NoteType.IDEA, None, text, "fr", Channel.PHONE, None)
    return replay([Entry(1, NOON, "facilitator", None, note)])


def first_cell(book: BytesIO | Path, sheet: str, place: str) -> object:
    return load_workbook(book)[sheet][place].value


def unwritten(text: str) -> list[str]:
    return [char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cs", "Cn")]


@each
def test_door_keeps_what_can_be_read(room: Room, typed: str, kept: str, cell: str) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)

    room.say(submit_note, author, type=NoteType.IDEA, text=typed, language="fr")

    assert [note.text for note in room.workshop.notes.values()] == [kept]


@each
def test_workbook_holds_what_can_be_written(typed: str, kept: str, cell: str) -> None:
    data = BytesIO(workbook(foreign(typed), "fr", NOON))

    assert first_cell(data, "Idées", "B2") == cell


@each
def test_table_of_groups_holds_the_same(tmp_path: Path, typed: str, kept: str, cell: str) -> None:
    write_xlsx(tmp_path / "a.xlsx", [Sheet("a", ("texte",), (9,), [(typed,)])])

    assert first_cell(tmp_path / "a.xlsx", "a", "A2") == cell


@each
def test_summary_holds_it_on_one_line(typed: str, kept: str, cell: str) -> None:
    written = summary(foreign(typed), "fr", NOON)

    assert unwritten(written) == []
    assert printable(" ".join(typed.split())) in unescape(MarkdownIt("commonmark").render(written))
    written.encode()


@each
def test_archive_brings_back_what_the_door_kept(typed: str, kept: str, cell: str) -> None:
    note = NoteSubmitted("N1", NoteType.IDEA, None, kept, "fr", Channel.PHONE, None)
    entry = Entry(1, NOON, "facilitator", None, note)

    assert entry_of(line_of(entry)) == entry


def test_paper_kit_prints_all_that_a_log_can_hold() -> None:
    """Halves of pairs are in no log: its lines are UTF-8."""
    title = " ".join(typed for typed, _, _ in CASES.values() if whole(typed))
    printed = replace(Workshop(), framing=replace(FRAMING, title=title))

    assert kit(printed, "fr", "ABCDEFGH")["title"] == title
    assert paper_kit(printed, "fr", "ABCDEFGH").startswith(b"%PDF")


def test_what_cannot_be_written_is_told_in_one_module() -> None:
    product = ("facilitation", "clustering", "reports", "web", "phone", "pages", "locales")
    paths = [path for name in product for path in (ROOT / name).rglob("*.py")]

    told = [path.name for path in paths if re.search(r"""["']C[csn]["']""", path.read_text("utf-8"))]

    assert told == ["characters.py"]


def whole(text: str) -> bool:
    return all(unicodedata.category(char) != "Cs" for char in text)
