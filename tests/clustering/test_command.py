"""The command line, from the file to the file, in both languages."""

import csv
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from clustering.__main__ import main
from locales import keys
from tests.clustering.conftest import HOUSING, LANGUAGE, TRANSPORT

pytestmark = pytest.mark.heavy

PACKAGE = Path(__file__).parents[2] / "clustering"
IDEAS = [idea for themes in zip(HOUSING, TRANSPORT, LANGUAGE, strict=True) for idea in themes]


@pytest.fixture
def ideas_csv(tmp_path: Path) -> Path:
    path = tmp_path / "ideas.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["no", "text", "lang"])
        writer.writerows((f"i{number}", *idea) for number, idea in enumerate(IDEAS))
        writer.writerows([("i24", "  ", "fr"), ("i25", '=HYPERLINK("http://x","bus")', "fr")])
    return path


def run(*arguments: object) -> int:
    return main([*(str(argument) for argument in arguments), "--language", "en"])


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def test_command_writes_groups_ideas_and_method(ideas_csv, tmp_path, capsys) -> None:
    out = tmp_path / "groups.xlsx"
    assert run(ideas_csv, "--out", out, "--k", 3, "--id", "no", "--seed", 7) == 0

    ideas = rows(out, "Ideas")
    assert ideas[0] == ("no", "text", "lang", "Group", "Suggested title", "Distinguishing terms")
    assert [row[:2] for row in ideas[1:25]] == [(f"i{i}", text) for i, (text, _) in enumerate(IDEAS)]
    assert [row[1:2] + row[3:] for row in ideas[25:26]] == [("  ", None, None, None)]
    assert ideas[26][1] == '=HYPERLINK("http://x","bus")'
    groups = rows(out, "Groups")
    assert [row[0] for row in groups] == ["Group", 1, 2, 3]
    assert sum(row[3] for row in groups[1:]) == 25
    assert {row[5] for row in groups[1:]} < {row[0] for row in ideas[1:]}
    assert {row[3:] for row in ideas[1:] if row[3]} == {row[:3] for row in groups[1:]}
    method = dict(rows(out, "Method"))
    assert (method["Rows"], method["Rows without a text, left without a group"]) == (26, 1)
    assert (method["k_asked"], method["seed"], method["Encoder"]) == (
        3, 7, "universal-sentence-encoder-multilingual-3",
    )  # fmt: skip
    assert capsys.readouterr().err.splitlines() == [
        "Encoding the texts",
        "Grouping",
        "groups.xlsx: 3 groups of 25 texts. The titles are suggestions.",
    ]
    assert sorted(tmp_path.iterdir()) == [out, ideas_csv]


def test_command_speaks_french_when_the_computer_does(ideas_csv, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("LANG", "fr_CA.UTF-8")
    out = tmp_path / "groupes.xlsx"
    assert main([str(ideas_csv), "--out", str(out)]) == 0
    assert openpyxl.load_workbook(out).sheetnames == ["Groupes", "Idées", "Méthode"]


def test_command_writes_csv_with_every_row(ideas_csv, tmp_path) -> None:
    out = tmp_path / "groups.csv"
    assert run(ideas_csv, "--out", out) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))
    assert [row[0] for row in found[1:]] == [f"i{i}" for i in range(26)]
    assert found[26][1] == '\'=HYPERLINK("http://x","bus")'


def test_command_gives_the_same_groups_whatever_the_order_of_rows(ideas_csv, tmp_path) -> None:
    head, *lines = ideas_csv.read_text("utf-8").splitlines(keepends=True)
    backwards = tmp_path / "backwards.csv"
    backwards.write_text(head + "".join(reversed(lines)), "utf-8")
    for source, out in ((ideas_csv, "a.xlsx"), (backwards, "b.xlsx")):
        assert run(source, "--out", tmp_path / out) == 0
    one, other = (sorted(map(str, rows(tmp_path / out, "Ideas"))) for out in ("a.xlsx", "b.xlsx"))
    assert one == other


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--k", "26"], "25 texts cannot make 26 groups: choose --k from 1 to 25."),
        (["--k", "0"], "--k must be a whole number, at least 1, not “0”."),
        (["--k", "many"], "--k must be a whole number, at least 1, not “many”."),
        (["--seed", "-1"], "--seed must be a whole number, at least 0, not “-1”."),
        (["--processes", "0"], "--processes must be a whole number, at least 1, not “0”."),
        (["--text", "idea"], "There is no column “idea”. The columns are: no, text, lang."),
        (["--lang", "l"], "There is no column “l”. The columns are: no, text, lang."),
        (["--id", "x"], "There is no column “x”. The columns are: no, text, lang."),
        (["--encoder", "/no/such/folder"], "The encoder “/no/such/folder” is not on this computer. "
         "Give bundled, a folder, or a model already downloaded."),
        (["--colour"], "A value is missing, or an option is unknown. "
         "To see the options: python -m clustering --help"),
    ],
)  # fmt: skip
def test_command_refuses_with_a_sentence_and_writes_nothing(ideas_csv, tmp_path, capsys, options, sentence):
    assert run(ideas_csv, "--out", tmp_path / "groups.xlsx", *options) == 2
    assert capsys.readouterr().err.splitlines()[-1] == sentence
    assert list(tmp_path.iterdir()) == [ideas_csv]


@pytest.mark.parametrize(
    ("out", "sentence"),
    [
        ("groups.ods", "The name groups.ods must end in .xlsx or .csv."),
        ("ideas.csv", "ideas.csv is the file to read: choose another name for the result."),
    ],
)
def test_command_refuses_names_it_cannot_write(ideas_csv, tmp_path, capsys, out, sentence) -> None:
    before = ideas_csv.read_bytes()
    assert run(ideas_csv, "--out", tmp_path / out) == 2
    assert capsys.readouterr().err == f"{sentence}\n"
    assert ideas_csv.read_bytes() == before


def test_command_refuses_a_column_without_texts(tmp_path, capsys) -> None:
    (tmp_path / "a.csv").write_text("text,no\n,1\n ,2\n", "utf-8")
    assert main([str(tmp_path / "a.csv"), "--out", str(tmp_path / "b.xlsx"), "--language", "fr"]) == 2
    message = "La colonne «\u00a0text\u00a0» ne contient aucun texte. Choisissez-en une autre avec --text.\n"
    assert capsys.readouterr().err == message


def test_command_refuses_a_cluster_that_does_not_answer(ideas_csv, tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("clustering.batches.PATIENCE", 1)
    assert run(ideas_csv, "--out", tmp_path / "groups.xlsx", "--dask", "tcp://127.0.0.1:9") == 2
    assert "The Dask cluster does not answer" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [ideas_csv]


def test_command_shows_its_options(capsys) -> None:
    with pytest.raises(SystemExit) as left:
        run("--help")
    assert left.value.code == 0
    assert "--processes PROCESSES" in capsys.readouterr().out


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_every_key_of_the_command_has_a_sentence(path: Path) -> None:
    named = set(re.findall(r'"(command\.[a-z_.]+[a-z])"', path.read_text("utf-8")))
    assert named - keys("fr") == set()


@pytest.mark.parametrize("stage", ["encoding", "grouping", "naming"])
def test_every_stage_has_a_name(stage: str) -> None:
    assert f"command.stage.{stage}" in keys("fr")


def test_command_leaves_out_the_words_to_ignore(ideas_csv, tmp_path) -> None:
    assert run(ideas_csv, "--out", tmp_path / "groups.xlsx", "--ignore", "autobus, bus") == 0
    assert dict(rows(tmp_path / "groups.xlsx", "Method"))["Words ignored"] == "autobus, bus"
    terms = " ".join(str(row[2]) for row in rows(tmp_path / "groups.xlsx", "Groups"))
    assert not re.search(r"\b(auto)?bus\b", terms)


def test_command_tells_of_texts_it_cannot_read(ideas_csv, tmp_path, capsys) -> None:
    with ideas_csv.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("i26", "ᐃᓄᒃᑎᑐᑦ ᐱᓕᕆᐊ", "iu"), ("i27", "ছাত্রদের বাসস্থান", "bn")])
    assert run(ideas_csv, "--out", tmp_path / "groups.xlsx", "--k", 3) == 0
    assert [row[3:] for row in rows(tmp_path / "groups.xlsx", "Ideas")[-2:]] == [(None, None, None)] * 2
    assert "2 texts are in no group: the encoder cannot read their script." in capsys.readouterr().err


@pytest.mark.heavy
def test_command_stopped_on_the_way_leaves_nothing(tmp_path) -> None:
    source = tmp_path / "ideas.csv"
    source.write_text("text\n" + "".join(f"idée numéro {i} pour la ville\n" for i in range(20_000)), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "clustering", str(source), "--out", str(tmp_path / "out.xlsx")],
        cwd=PACKAGE.parent, env={**os.environ, "LANG": "en"}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline() == "Encoding the texts\n"
    time.sleep(3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 143
    process.stderr.close()
    assert list(tmp_path.iterdir()) == [source]
