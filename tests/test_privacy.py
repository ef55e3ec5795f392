"""The numbers of R-50 stand in one module, and each side of the house takes its own."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from facilitation import privacy
from locales import LANGUAGES, Language, sentence

pytestmark = pytest.mark.law

ROOT = Path(__file__).parent.parent
PRODUCT = ("facilitation", "reports", "web", "phone", "pages")  # clustering never hears of people
HOME = Path("facilitation/privacy.py")
NUMBERS = {name for name in vars(privacy) if name.isupper()}

# What such a number was called where each module had its own.
LIKE_ONE = {*NUMBERS, "LEAST", "AT_LEAST", "FEW", "ENOUGH", "MINIMUM", "THRESHOLD"}

# Where each number may be taken: a line written from memory would publish kinds of three in a file.
FILES = ("reports/", "pages/parts/summary/")
ROOM = ("reports/projection/", "pages/parts/board/", "pages/parts/vote/", "pages/parts/screen/")


@cache
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    paths = [path for package in PRODUCT for path in sorted((ROOT / package).rglob("*.py"))]
    return tuple((path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))) for path in paths)


def defined(tree: ast.Module) -> set[str]:
    """The names that a module gives a value to, at its own level."""
    targets = [
        target
        for line in tree.body
        if isinstance(line, ast.Assign | ast.AnnAssign)
        for target in (line.targets if isinstance(line, ast.Assign) else [line.target])
    ]
    return {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}


def taken(tree: ast.Module) -> set[str]:
    """The numbers that a module imports, or asks by the module's name."""
    lines = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    asked = {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
    return NUMBERS & ({name.name for line in lines for name in line.names} | asked)


def takers(number: str) -> list[str]:
    return [path.as_posix() for path, tree in modules() if number in taken(tree)]


def test_privacy_numbers_are_those_of_the_method() -> None:
    """R-50: files pool under five, the room's screen and the live view under three."""
    assert (privacy.IN_FILES, privacy.IN_THE_ROOM, privacy.BALLOTS_TO_TELL) == (5, 3, 2)


def test_no_other_module_defines_a_privacy_number() -> None:
    found = {path.as_posix(): defined(tree) & LIKE_ONE for path, tree in modules()}

    assert {path: names for path, names in found.items() if names} == {HOME.as_posix(): NUMBERS}


def test_privacy_numbers_come_from_their_home() -> None:
    elsewhere = [
        f"{path} takes {name.name} from {line.module}"
        for path, tree in modules()
        for line in ast.walk(tree)
        if isinstance(line, ast.ImportFrom) and line.module != "facilitation.privacy"
        for name in line.names
        if name.name in NUMBERS
    ]

    assert elsewhere == []


# Sentences without a place for a value, which say the number of files in so many words.
SAID = ("file.head.author_kind", "file.read_me.pools.said", "file.limit.pools", "committee.cells.note")
AS_A_WORD = {"fr": "cinq", "en": "five"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SAID)
def test_sentence_says_the_number_of_files(key: str, language: Language) -> None:
    said = re.findall(rf"\b(?:\d+|{AS_A_WORD[language]})\b", sentence(language, key))

    assert said in ([str(privacy.IN_FILES)], [AS_A_WORD[language]])


def test_files_take_the_number_of_files_and_the_room_its_own() -> None:
    files, room = takers("IN_FILES"), takers("IN_THE_ROOM")

    assert [path for path in files if not path.startswith(FILES) or path.startswith(ROOM)] == []
    assert [path for path in room if not path.startswith(ROOM)] == []
    assert len(files) >= 6
    assert len(room) >= 4
