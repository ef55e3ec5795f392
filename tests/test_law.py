"""The law lies in the repository: what is cited stands in docs/method.md, and tests name each of its rules.

`make check` runs this file too, so that a citation of what does not exist is found before a commit.
"""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from facilitation.settings import from_environment

pytestmark = pytest.mark.law

ROOT = Path(__file__).parent.parent
METHOD = ROOT / "docs" / "method.md"
READ_NOT = {".png", ".lock", ".jsonl", ".csv", ".mo"}  # pictures, and what people or tools wrote

# What settings.py reads and README's table leaves out.
UNTOLD = {
    "BOUND_TO": "the server says itself where it listens",
    "DATABASE_URL": "only a file of SQLite is taken, and DATA_DIR names its folder",
}

MADE = {"data/"}  # what the program makes where it runs

RULE = re.compile(r"\bR-(\d{2})\b|\bdef test_r(\d{2})_")
RANGE = re.compile(r"R-\d{2}\s*(?:…|\.\.\.?|–|to)\s*R-\d{2}")
SECTION = re.compile(r"§(\d+(?:\.\d+)?)")
DEFINED = re.compile(r"^\*\*(R-\d{2})\*\* ", re.MULTILINE)
HEADING = re.compile(r"^##+ §(\d+(?:\.\d+)?) ", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
QUOTED = re.compile(r"`([\w.-]+/[\w./-]*|[\w-]+\.(?:py|js|css|html|toml|po))`")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository, those that wait for their first commit too."""
    asked = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


def rules_in(text: str) -> set[str]:
    """The rules that a text cites, by number or by a test's name."""
    return {f"R-{number or named}" for number, named in RULE.findall(text)}


def citations(text: str) -> Iterator[tuple[int, str]]:
    """Each line's number with a rule or a paragraph that it cites."""
    for number, line in enumerate(text.splitlines(), 1):
        for cited in sorted(rules_in(line) | {f"§{section}" for section in SECTION.findall(line)}):
            yield number, cited


def law() -> set[str]:
    """Every rule and every paragraph that the method has."""
    text = METHOD.read_text("utf-8")
    return {*DEFINED.findall(text), *(f"§{section}" for section in HEADING.findall(text))}


def test_what_is_cited_stands_in_the_method() -> None:
    known = law()

    unknown = [
        f"{path.relative_to(ROOT)}:{number} cites {cited}, which docs/method.md does not have"
        for path in files()
        if path.suffix not in READ_NOT
        for number, cited in citations(path.read_text("utf-8"))
        if cited not in known
    ]

    assert unknown == [], "\n".join(unknown)


def test_what_is_cited_is_written_in_one_way() -> None:
    """A rule is R-05 and a paragraph §4.1: a check that looks for these sees no other."""
    loose = re.compile(r"\bR[‐‑–]\s?\d+\b|\bR-(?:\d|\d{3,})\b|§[\s\u00a0\u202f]+\d|§\d+\.\d+\.\d")
    found = [
        f"{path.relative_to(ROOT)}:{number} {one}"
        for path in files()
        if path.suffix not in READ_NOT and path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for one in loose.findall(line)
    ]

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"])
def test_command_that_a_page_names_is_there(name: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)

    assert set(named) <= set(targets)


def test_method_defines_each_rule_and_paragraph_once() -> None:
    text = METHOD.read_text("utf-8")
    defined = [*DEFINED.findall(text), *HEADING.findall(text)]

    assert sorted(defined) == sorted(set(defined))


def test_every_rule_is_named_by_a_test() -> None:
    """A range («first … last») names no rule: a test says which one it holds."""
    rules = set(DEFINED.findall(METHOD.read_text("utf-8")))
    tests = [path for path in files() if path.name.startswith("test_") and path != Path(__file__)]
    named = {rule for path in tests for rule in rules_in(RANGE.sub("", path.read_text("utf-8")))}

    assert sorted(rules - named) == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"])
def test_files_that_a_page_for_developers_names_exist(name: str) -> None:
    """ARCHITECTURE.md may leave `facilitation/` out before a path; a name without a folder is some file's."""
    text = (ROOT / name).read_text("utf-8")
    names = {path.name for path in files()}

    missing = [
        path
        for path in (*LINK.findall(text), *QUOTED.findall(text))
        if not any((folder / path).exists() for folder in (ROOT, ROOT / "facilitation"))
        and not ("/" not in path and path in names)
        and path not in MADE
    ]

    assert missing == [], "\n".join(missing)


def test_plan_of_the_house_is_the_tree() -> None:
    """ARCHITECTURE.md draws each room once, under the room that it is in."""
    plan = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("```")[1]
    above: list[str] = []
    drawn = []
    for indent, name in re.findall(r"^( *)(\w+)/", plan, re.MULTILINE):
        above = [*above[: len(indent) // 2], name]
        drawn.append("/".join(above))
    folders = {path.relative_to(ROOT).parent for path in files() if path.name == "__init__.py"}
    rooms = {path.as_posix() for path in folders if path.parts[0] not in ("tests", "bench")}

    assert sorted(drawn) == sorted(rooms | {"tests", "bench", "deploy", "pages"})


def test_glossary_names_what_code_has() -> None:
    """The last column: a name that went with a renaming would send a reader nowhere."""
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Glossary")[1].split("\n## ")[0]
    named = {
        name
        for line in table.splitlines()
        for name in re.findall(r"`([^`/]+)`", line.rpartition(" | ")[2])
        if line.startswith("| ")
    }
    code = "".join(
        path.read_text("utf-8")
        for path in files()
        if path.suffix == ".py" and "tests" not in path.relative_to(ROOT).parts
    )

    assert sorted(name for name in named if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code)) == []
    assert len(named) > 40


class Environment(dict[str, str]):
    """An empty environment that remembers what was asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(name)
        return default


def test_table_of_settings_names_what_is_read() -> None:
    environment = Environment()
    from_environment(environment)
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)

    assert sorted(table) == sorted(environment.asked - UNTOLD.keys())
