"""Modules joined into one script, and what cannot be joined."""

from pathlib import Path

import pytest

from web.script import bundle, light, tight

ROOT = Path(__file__).parents[2]
ENTRIES = [
    path
    for path in sorted((ROOT / "pages" / "parts").rglob("*.js"))
    if "export default" in path.read_text("utf-8")
]


def joined(folder: Path, **modules: str) -> str:
    """The script whose entry is `entry`; the other modules lie beside it."""
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return bundle(folder / "entry.js")


def test_module_stands_before_what_imports_it_and_once(tmp_path: Path) -> None:
    script = joined(
        tmp_path,
        entry='import { a } from "./a.js";\nimport {\n  b,\n} from "./b.js";\n\na(b);\n',
        a='// first\nimport { b } from "./b.js";\n\nexport const a = (x) => x + b; // a sum\n',
        b="export const b = 1;\n",
    )

    assert script == "const b = 1;\nconst a = (x) => x + b;\na(b);\n"


def test_modules_that_import_each_other_are_joined_once(tmp_path: Path) -> None:
    script = joined(
        tmp_path,
        entry='import { a } from "./a.js";\nexport function e() {\n  a();\n}\n',
        a='import { e } from "./entry.js";\nexport function a() {\n  e();\n}\n',
    )

    assert script == "function a() {\ne();\n}\nfunction e() {\na();\n}\n"


@pytest.mark.parametrize(
    ("entry", "other", "said"),
    [
        ('import { a } from "./no.js";\n', "", "imports ./no.js, which is not there"),
        ('import { a } from "./other.js";\n', "const a = 1;\n", r"imports \['a'\], which"),
        ('import "./other.js";\nconst a = 2;\n', "const a = 1;\n", "both declare a"),
        ('import * as other from "./other.js";\n', "", "not joined: import"),
        ('import { a as b } from "./other.js";\n', "export const a = 1;\n", "which ./other.js does not"),
        ("export { a };\n", "", "not joined: export"),
        ("const a = `\n  b`;\n", "", "over several lines"),
    ],
)
def test_what_cannot_be_joined_is_refused(tmp_path: Path, entry: str, other: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        joined(tmp_path, entry=entry, other=other)


def test_texts_keep_what_looks_like_a_comment() -> None:
    assert light('  const a = "http://b"; // a place\n\n  // no more\n') == 'const a = "http://b";\n'


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("f(\na,\n);\nb();\n", "f(a);b();"),
        ("const a = [\n1,\n2,\n]\nb()\n", "const a = [1,2]\nb()\n"),
        ("i++\nb\n.c()\n", "i++\nb.c()\n"),
        ("a\n? b\n: c;\n", "a? b: c;"),
    ],
)
def test_only_ends_that_end_no_statement_go(script: str, told: str) -> None:
    assert tight(script) == told


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.stem)
def test_component_is_a_script_and_no_address(entry: Path) -> None:
    """Streamlit takes a single line for the address of a file."""
    script = bundle(entry)

    assert script.count("export default function") == 1
    assert "\n" in script.strip()
