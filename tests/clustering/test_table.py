from pathlib import Path

import pytest

from clustering.table import Refused, Table, read_table

ROWS = (("1", "Vélos, bus et trains"), ("2", ""), ("3", "Été : « fêtes »"))


def written(folder: Path, content: bytes) -> Path:
    path = folder / "ideas.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_read_table_reads_what_spreadsheets_write(tmp_path, encoding, separator, end) -> None:
    lines = [("no", "idée"), *ROWS]
    content = "".join(separator.join(f'"{cell}"' for cell in line) + end for line in lines)
    assert read_table(written(tmp_path, content.encode(encoding))) == Table(("no", "idée"), ROWS)


def test_read_table_keeps_the_commas_of_a_single_column(tmp_path) -> None:
    table = read_table(written(tmp_path, b'idea\nbikes, buses; trains\n\n"two\nlines"\n'))
    assert table == Table(("idea",), (("bikes, buses; trains",), ("",), ("two\nlines",)))


def test_read_table_fills_short_rows_and_drops_empty_cells_beyond_the_head(tmp_path) -> None:
    table = read_table(written(tmp_path, b"a,b,c\n1\n1,2,3,,\n"))
    assert table.rows == (("1", "", ""), ("1", "2", "3"))


@pytest.mark.parametrize(
    ("content", "key", "row"),
    [
        (b"", "command.empty", None),
        (b"\n\n", "command.empty", None),
        (b"a,b\n", "command.no_rows", None),
        (b"a,b\n1,2\n1,2,3\n", "command.too_wide", 3),
        (b'a,b\n1,2\n1,"never closed\n', "command.not_csv", 3),
        (b"PK\x03\x04\0\0", "command.not_csv", 1),
        ("a,b\n1,2\n".encode("utf-16"), "command.not_csv", 1),
    ],
)
def test_read_table_refuses_what_it_would_have_to_guess(tmp_path, content, key, row) -> None:
    with pytest.raises(Refused) as refused:
        read_table(written(tmp_path, content))
    assert refused.value.key == key
    assert refused.value.values == {"file": "ideas.csv"} | ({} if row is None else {"row": row})


def test_read_table_refuses_a_missing_file_and_a_folder(tmp_path) -> None:
    for path, key in ((tmp_path / "no.csv", "command.missing_file"), (tmp_path, "command.unreadable_file")):
        with pytest.raises(Refused) as refused:
            read_table(path)
        assert refused.value.key == key


@pytest.mark.parametrize(
    ("head", "rows", "column"),
    [
        (("id", "Texte"), (), 1),
        (("IDÉE", "text"), (), 0),
        (("id", "kind", "answer"), (("1", "student", "more buses"), ("2", "", "longer hours")), 2),
        (("id", "answer"), (("1", "bus"), ("2", "bike")), 0),
    ],
)
def test_text_column_is_guessed_from_its_name_then_from_its_cells(head, rows, column) -> None:
    assert Table(head, rows).text_column() == column


def test_language_column_may_be_missing() -> None:
    assert (Table(("a", "Langue"), ()).language_column(), Table(("a", "b"), ()).language_column()) == (1, -1)


def test_asked_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused) as refused:
        Table(("a", "b"), ()).asked("c")
    assert refused.value.values == {"column": "c", "columns": "a, b"}
