import csv

import openpyxl
import pytest

from clustering.table import Refused
from clustering.workbook import CELL_LIMIT, Sheet, replacing, write_csv, write_xlsx

DANGEROUS = (
    "=1+1",
    "+cmd",
    "-2 buses",
    "@SUM(A1)",
    "http://example.org",
    "{=A1}",
    "12",
    "'",
    "a\x07\x0bb\ud800",
)
SHEET = Sheet("Idées", ("texte", "n"), (60, 8), [(text, number) for number, text in enumerate(DANGEROUS)])


def test_xlsx_holds_texts_as_texts(tmp_path) -> None:
    write_xlsx(tmp_path / "a.xlsx", [SHEET])
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["Idées"]
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [*DANGEROUS[:-1], "ab"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink for cell in cells] == [None] * len(cells)


def test_xlsx_cuts_a_text_at_what_a_cell_holds(tmp_path) -> None:
    write_xlsx(tmp_path / "a.xlsx", [Sheet("a", ("t",), (9,), [("x" * 40_000,)])])
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["a"]
    assert page["A2"].value == "x" * CELL_LIMIT


def test_csv_holds_no_formula_and_every_number(tmp_path) -> None:
    write_csv(tmp_path / "a.csv", Sheet("a", ("=t", "n"), (9, 9), [*SHEET.rows, ("-12,5", 9)]))
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["'=t", "n"]
    assert [row[0] for row in rows[1:5]] == ["'=1+1", "'+cmd", "'-2 buses", "'@SUM(A1)"]
    assert rows[5][0] == "http://example.org"
    assert rows[-1] == ["-12,5", "9"]


def test_replacing_shows_the_file_only_when_it_is_whole(tmp_path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before")
    with replacing(path) as part:
        part.write_text("after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert list(tmp_path.iterdir()) == [path]


def test_replacing_leaves_everything_as_it_was_when_the_work_fails(tmp_path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before")
    with pytest.raises(ZeroDivisionError), replacing(path) as part:
        _ = part.write_text("half") / 0
    assert [(found, found.read_text()) for found in tmp_path.iterdir()] == [(path, "before")]


def test_replacing_refuses_before_the_work_where_nobody_can_write(tmp_path) -> None:
    for path in (tmp_path, tmp_path / "no" / "out.csv"):
        with pytest.raises(Refused) as refused, replacing(path):
            pytest.fail("the work began")
        assert refused.value.key == "command.unwritable"
