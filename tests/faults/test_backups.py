"""Copies made while 40 people write and the process is killed: whole, with all that was acknowledged."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from facilitation.copies import copies
from facilitation.door import Door
from facilitation.errors import RecolteError
from facilitation.restore import restore
from facilitation.rights import Administrator
from facilitation.store import Store
from tests.room import NOON
from tests.running import ROOT

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="lives are forked"),
]


@dataclass(frozen=True)
class Made:
    """A finished copy, and the ideas that were acknowledged before it was begun."""

    path: Path
    owed: set[str]


def written(tmp_path: Path, how: str, count: int, kills: int) -> list[Made]:
    """Lets the room write and copy; gives every file that lies under a final name."""
    data, folder = tmp_path / "data", tmp_path / "copies"
    data.mkdir()
    folder.mkdir()
    asked = [str(data), str(folder), how, str(count), str(kills)]
    command = [sys.executable, "-m", "tests.faults.writing", *asked]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert (ended.returncode, ended.stderr) == (0, "")
    kept: set[str] = set()
    owed: dict[str, set[str]] = {}
    begun: set[str] = set()
    for line in (data / "told").read_text("utf-8").splitlines():
        what, _, rest = line.partition(" ")
        if what == "kept":
            kept.add(rest)
        elif what == "began":
            begun = set(kept)
        else:
            owed[rest] = begun
    made: list[Made] = []
    for path in reversed(copies(folder)):
        # Killed between its name and the telling of it: it owes at least as much as the one before.
        made.append(Made(path, owed.get(path.name, made[-1].owed if made else set())))
    return made


def trouble(copy: Made, folder: Path) -> str | None:
    """What is wrong with that copy once it is put in the place of a database, or None."""
    folder.mkdir()
    try:
        restore(copy.path, folder / "recolte.sqlite", NOON)
        door = Door(Store(f"sqlite:///{folder / 'recolte.sqlite'}"))
    except RecolteError as refusal:
        return refusal.key
    (card,) = door.cards(Administrator())
    missing = copy.owed - {note.text for note in door.look(card.id).notes.values()}
    door.close()
    return f"lacks {len(missing)} of {len(copy.owed)}" if missing else None


def test_50_copies_under_40_writers_and_20_kills_are_whole(tmp_path: Path) -> None:
    made = written(tmp_path, "whole", count=50, kills=20)
    troubles = {copy.path.name: trouble(copy, tmp_path / copy.path.stem) for copy in made}
    assert len(made) == 50
    assert {name: one for name, one in troubles.items() if one} == {}
    assert len(made[-1].owed) > 200
    assert len({len(copy.owed) for copy in made}) > 15  # at different moments
    assert {path.name for path in (tmp_path / "copies").iterdir()} == {copy.path.name for copy in made}


def test_files_copied_one_after_the_other_are_caught(tmp_path: Path) -> None:
    """What the README once advised, looked at in the same way."""
    made = written(tmp_path, "one_by_one", count=5, kills=0)
    troubles = [trouble(copy, tmp_path / copy.path.stem) for copy in made]
    assert len(made) == 5
    assert any(troubles)
