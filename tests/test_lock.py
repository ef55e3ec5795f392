"""The locks are those of the requirement files, and all that names a Python version names the same ones."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEFT_OUT = {"torch"}  # every system takes another build: pyproject.toml
PIN = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(file: str) -> dict[str, str]:
    """The version of every package pinned in that file and in those that it reads."""
    text = (ROOT / file).read_text("utf-8")
    found = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PIN.findall(text)}
    for other in re.findall(r"^-r (\S+)", text, re.MULTILINE):
        found |= pins(other)
    return found


@pytest.mark.parametrize("name", ["requirements-light", "requirements", "requirements-dev"])
def test_lock_holds_every_pin_of_its_file(name: str) -> None:
    locked = pins(f"{name}.lock")
    asked = {package: version for package, version in pins(f"{name}.txt").items() if package not in LEFT_OUT}
    assert {package: locked.get(package) for package in asked} == asked, "run `make lock`"


@pytest.mark.parametrize("name", ["requirements-light", "requirements", "requirements-dev"])
def test_lock_names_no_host_and_no_file_of_the_machine_it_was_made_on(name: str) -> None:
    text = (ROOT / f"{name}.lock").read_text("utf-8")
    assert re.findall(r"\w+://\S+|^--\S+|(?<![\w.-])/\S+", text, re.MULTILINE) == []


def test_every_locked_package_has_a_hash() -> None:
    lock = (ROOT / "requirements-dev.lock").read_text("utf-8")
    hashed = re.findall(r"^[\w.-]+==.*\\\n    --hash=sha256:", lock, re.MULTILINE)
    assert len(PIN.findall(lock)) == len(hashed)


def test_locks_of_the_run_are_parts_of_the_lock_of_the_tests() -> None:
    light, full, dev = (pins(f"requirements{which}.lock") for which in ("-light", "", "-dev"))
    assert light.items() <= full.items() <= dev.items()


def test_oldest_python_is_the_same_everywhere() -> None:
    tools = PROJECT["tool"]
    oldest = tools["uv"]["pip"]["python-version"]
    assert PROJECT["project"]["requires-python"] == f">={oldest},<3.14"
    assert tools["mypy"]["python_version"] == oldest
    assert tools["ruff"]["target-version"] == "py" + oldest.replace(".", "")
    assert f"Python {oldest} to 3.13" in (ROOT / "README.md").read_text("utf-8")


def test_what_torch_needs_is_stated_for_the_version_that_is_pinned() -> None:
    (torch,) = PROJECT["tool"]["uv"]["dependency-metadata"]
    assert torch["version"] == pins("requirements.txt")["torch"]
