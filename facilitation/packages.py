"""Imported first: a package that is missing is told in one sentence, with nothing but Python to tell it."""

import os
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXIT = 40


def missing(requirements: str) -> str | None:
    """The first of the pinned packages that is not installed; those of some systems only may be."""
    names: list[str] = re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==[^;\n]*$", requirements, re.MULTILINE)
    for name in names:
        try:
            version(name)
        except PackageNotFoundError:
            return name
    return None


def told(name: str) -> str:
    """The sentence for that package, read from the catalogue as it is: Babel itself may be the one."""
    language = "en" if os.environ.get("LANGUAGE", "").lower().startswith("en") else "fr"
    catalogue = (ROOT / "locales" / language / "web.po").read_text("utf-8")
    found = re.search(r'^msgid "start\.package"\nmsgstr "(.*)"$', catalogue, re.MULTILINE)
    return found[1].format(name=name) if found else name


if lacking := missing((ROOT / "requirements-light.txt").read_text("utf-8")):
    print(f"\n  {told(lacking)}\n", file=sys.stderr, flush=True)
    sys.exit(EXIT)
