"""What no linter sees: each case here is a fault that passed `make check` once."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from facilitation.voting import Marks, Method, Reading
from web import cookie_names

pytestmark = pytest.mark.law

ROOT = Path(__file__).parents[1]
PRODUCT = ["app.py", "pages", "phone", "web", "reports", "facilitation", "clustering", "locales"]
PRODUCT += ["sample_sessions"]
CARDS = {kind.__name__ for kind in (Marks, Method, Reading)}
READ_BY_NO_CHECK = re.compile(r"\.(mjs|cjs|jsx|tsx?|vue|scss|sass|less)$")
SILENCED = re.compile(
    r"#\s*mypy:|no_type_check|type: ignore(?!\[)|(?:ox|es)lint-disable|biome-ignore|@ts-(?:ignore|nocheck)"
)
MARKUP = re.compile(r"<style|<script(?![^>]* src=)|\son[a-z]+=|\sstyle=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b|\bdocument\.(?:get|query|create|add)|\bwindow\.\w+\s*[=(]|=>\s*[{(]")
SHEET = re.compile(r"<style>\s*[^\s{<]|^\s*[.#][\w-]+\s*\{[^}]*:[^}]*\}", re.MULTILINE)
# A dictionary whose keys and values mypy knows may hold arguments of a rule.
TYPED_ARGUMENTS = {
    ("phone/writes.py", "answers"),
    ("pages/parts/board/idea_map.py", "with_what"),
    ("facilitation/rehearsal/moves.py", "marked"),
}
# Their markup is made of what they are given; the reason stands beside it.
DRESSED = {"pages/parts/frame/console.py", "phone/render.py", "web/notice.py", "web/policy.py"}


@cache
def files() -> tuple[str, ...]:
    """What the product is made of, new files too."""
    asked = ("git", "ls-files", "-co", "--exclude-standard", *PRODUCT)
    names = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return tuple(name for name in names if (ROOT / name).is_file())


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    python = (name for name in files() if name.endswith(".py"))
    return tuple((name, ast.parse((ROOT / name).read_text("utf-8"))) for name in python)


def texts(tree: ast.Module) -> Iterator[ast.Constant]:
    """The strings of a module, those inside f-strings too, but for docstrings."""
    said = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in said:
            yield one


def asks(tree: ast.Module) -> Iterator[ast.Call]:
    for one in ast.walk(tree):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "ask":
            yield one


def test_rule_is_asked_by_its_own_name_and_with_arguments_that_mypy_sees() -> None:
    found = []
    for name, tree in modules():
        if "from facilitation.asking import" not in (ROOT / name).read_text("utf-8"):
            continue
        imported = {
            alias.asname or alias.name
            for one in ast.walk(tree)
            if isinstance(one, ast.ImportFrom) and (one.module or "").startswith("facilitation.rules")
            for alias in one.names
        }
        for call in asks(tree):
            rule = ast.unparse(call.args[0]) if call.args else ""
            named = rule.partition(".")[0] in imported
            loose = [
                one
                for one in call.keywords
                if one.arg is None and (name, ast.unparse(one.value)) not in TYPED_ARGUMENTS
            ]
            if not named or loose:
                found.append(f"{name}:{call.lineno} {ast.unparse(call)[:80]}")

    assert found == []


def test_match_over_a_card_has_no_case_for_all_the_rest() -> None:
    found = []
    for name, tree in modules():
        for one in ast.walk(tree):
            if not isinstance(one, ast.Match):
                continue
            patterns = [ast.unparse(case.pattern) for case in one.cases]
            if any(re.search(rf"\b(?:{'|'.join(CARDS)})\.", pattern) for pattern in patterns):
                found += [
                    f"{name}:{one.lineno} case {pattern}"
                    for pattern in patterns
                    if pattern.isidentifier() or re.search(rf"\b(?:{'|'.join(CARDS)})\(", pattern)
                ]

    assert found == []


def test_no_chain_of_conditions_goes_over_a_card() -> None:
    found = []
    for name, tree in modules():
        for one in ast.walk(tree):
            chain, tests = one, []
            while isinstance(chain, ast.If):
                tests.append(ast.unparse(chain.test))
                chain = chain.orelse[0] if len(chain.orelse) == 1 else None  # type: ignore[assignment]
            asked = [test for test in tests if re.search(rf"\b(?:{'|'.join(CARDS)})\.[A-Z]", test)]
            if len(asked) > 1:
                found.append(f"{name}:{one.lineno} {asked}")  # type: ignore[attr-defined]

    assert found == []


def test_every_file_is_of_a_kind_that_a_check_reads() -> None:
    assert [name for name in files() if READ_BY_NO_CHECK.search(name)] == []


def test_no_check_is_silenced_without_its_reason() -> None:
    read = (name for name in files() if name.endswith((".py", ".js", ".css")))
    lines = ((name, line) for name in read for line in (ROOT / name).read_text("utf-8").splitlines())

    assert [f"{name}: {line.strip()}" for name, line in lines if SILENCED.search(line)] == []


def test_template_holds_neither_script_nor_style() -> None:
    pages = (name for name in files() if name.endswith(".html"))

    assert [name for name in pages if MARKUP.search((ROOT / name).read_text("utf-8"))] == []


def test_python_holds_neither_script_nor_style() -> None:
    found = [
        f"{name}:{one.lineno} {one.value[:60]!r}"
        for name, tree in modules()
        if name not in DRESSED
        for one in texts(tree)
        if SCRIPT.search(one.value) or SHEET.search(one.value)
    ]

    assert found == []


def test_every_folder_of_modules_is_a_package() -> None:
    """A folder that is none stands outside mypy's packages and every contract on imports."""
    folders = {Path(name).parent for name, _ in modules()} - {Path()}

    assert [str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").exists()] == []


def test_rules_package_brings_nothing_in() -> None:
    tree = dict(modules())["facilitation/rules/__init__.py"]

    assert [ast.unparse(one) for one in tree.body if not isinstance(one, ast.Expr)] == []


def test_module_is_imported_by_its_name() -> None:
    """A name in a string is seen by no contract."""
    found = [
        f"{name}:{one.lineno}"
        for name, tree in modules()
        for one in ast.walk(tree)
        if isinstance(one, ast.Call)
        and ast.unparse(one.func) in ("import_module", "importlib.import_module", "__import__")
    ]

    assert found == []


def test_script_of_a_room_takes_from_its_room_the_frame_and_the_screen_only() -> None:
    found = []
    for name in files():
        path = Path(name)
        if path.suffix != ".js" or path.parts[:2] != ("pages", "parts"):
            continue
        for taken in re.findall(r'(?:from|import)\s*"(\.[^"]+)"', (ROOT / name).read_text("utf-8")):
            target = (ROOT / path.parent / taken).resolve()
            assert target.is_file(), f"{name} imports {taken}, which is not there"
            room = target.relative_to(ROOT).parts[2] if target.is_relative_to(ROOT / "pages") else "web"
            if room not in (path.parts[2], "frame", "screen", "web"):
                found.append(f"{name} imports {taken}")

    assert found == []


def test_no_number_of_privacy_is_written_again() -> None:
    """A count of ballots or of heads is held against a name of `facilitation/privacy.py`."""
    counted = re.compile(r"^len\(.*\.ballots(?:\.values\(\))?\)$|\.heads$|^heads$")
    found = [
        f"{name}:{one.lineno} {ast.unparse(one)}"
        for name, tree in modules()
        if name.startswith(("reports/", "pages/parts/board", "pages/parts/vote", "pages/parts/summary"))
        for one in ast.walk(tree)
        if isinstance(one, ast.Compare)
        and any(counted.search(ast.unparse(side)) for side in (one.left, *one.comparators))
        and any(
            isinstance(side, ast.Constant) and isinstance(side.value, int) and side.value > 1
            for side in (one.left, *one.comparators)
        )
    ]

    assert found == []


def test_no_cookie_name_is_written_again() -> None:
    names = {value for name, value in vars(cookie_names).items() if name.isupper() and isinstance(value, str)}
    names.discard(cookie_names.PREFIX)
    found = [
        f"{name}:{one.lineno} {one.value!r}"
        for name, tree in modules()
        if name.startswith(("web/", "phone/", "pages/")) and name != "web/cookie_names.py"
        for one in texts(tree)
        if one.value in names or one.value.startswith(tuple(each for each in names if each.endswith("_")))
    ]

    assert found == []
