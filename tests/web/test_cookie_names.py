"""Each cookie's name is written once, so that pages and routes cannot read two different ones."""

import re
from pathlib import Path

import pytest

from web import cookie_names

ROOT = Path(__file__).parent.parent.parent
PRODUCT = ("app.py", "facilitation", "reports", "web", "phone", "pages")
NAMES = [value for value in vars(cookie_names).values() if isinstance(value, str) and "recolte_" in value]


def sources() -> list[Path]:
    found = [path for name in PRODUCT for path in (ROOT / name, *(ROOT / name).rglob("*"))]
    return [path for path in found if path.suffix in {".py", ".js", ".html"}]


@pytest.mark.parametrize("name", sorted({*NAMES} - {cookie_names.PREFIX}))
def test_cookie_is_named_once(name: str) -> None:
    written = re.compile(rf"""["']{name}["']""")

    named = [path.name for path in sources() for _ in written.findall(path.read_text("utf-8"))]

    assert named == ["cookie_names.py"]
