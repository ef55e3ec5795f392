"""Every module, script and sheet of the product is under a check; the rest is listed, with the reason."""

import json
import subprocess
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.law

ROOT = Path(__file__).parents[1]
LINE = 110
LEFT_OUT = {
    "tests": "ruff reads them; their scripts are expressions that `page.evaluate` is given",
    "bench": "prints tables, ships nothing",
    "deploy": "draws the icons, once",
}
CHECKED_SCRIPTS = ("pages", "phone", "web")  # the folders that oxlint and oxfmt are given in the Makefile


def product(ending: str) -> list[Path]:
    found = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", f"*.{ending}"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    paths = [Path(line) for line in found.splitlines() if (ROOT / line).is_file()]
    return [path for path in paths if path.parts[0] not in LEFT_OUT]


def test_every_module_is_typed() -> None:
    mypy = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    checked = {*mypy.get("packages", ()), *mypy.get("modules", ()), *mypy.get("files", ())}

    assert mypy["strict"]
    assert {path.parts[0] for path in product("py")} - checked - {f"{name}.py" for name in checked} == set()


def test_every_script_is_linted() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert f"oxlint --deny-warnings {' '.join(CHECKED_SCRIPTS)}\n" in makefile
    assert all(f"'{name}/**/*.js'" in makefile for name in CHECKED_SCRIPTS)
    assert {path.parts[0] for path in product("js")} == set(CHECKED_SCRIPTS)


def test_every_sheet_is_linted() -> None:
    checked = json.loads((ROOT / "biome.json").read_text("utf-8"))["files"]["includes"]

    assert {f"{path.parts[0]}/**/*.css" for path in product("css")} == set(checked)


def test_lines_of_scripts_are_as_long_as_those_of_python_at_most() -> None:
    long = [
        f"{path}:{number}"
        for path in product("js")
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        if len(line) > LINE
    ]

    assert long == []


def test_no_script_stands_in_a_string_of_python() -> None:
    marks = ("export default", "addEventListener", "document.querySelector(")
    found = [
        f"{path}: {mark}"
        for path in product("py")
        for mark in marks
        if mark in (ROOT / path).read_text("utf-8") and path != Path("web/script.py")
    ]

    assert found == []
