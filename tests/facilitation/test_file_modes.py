"""The files of the database are for the account that runs Récolte, and for nobody else on the machine."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitation.door import Door
from facilitation.store import Store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="files have no modes there")


@pytest.fixture(autouse=True)
def wide() -> Iterator[None]:
    """As most systems are set up: what a program makes, everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    paths = [folder, *sorted(folder.iterdir())]
    return {one.name: oct(stat.S_IMODE(one.stat().st_mode)) for one in paths}


PARTS = ("", "-running", "-shm", "-wal", ".lock")
ALL = tuple(f"recolte.sqlite{part}" for part in PARTS)


def test_new_files_and_folder_are_ours_alone(tmp_path: Path) -> None:
    door = Door(Store(f"sqlite:///{tmp_path / 'data' / 'recolte.sqlite'}"))
    door.ping().result(5)

    assert modes(tmp_path / "data") == {"data": "0o700", **dict.fromkeys(ALL, "0o600")}
    door.close()


def test_files_that_were_wider_are_narrowed_at_the_opening(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    door = Door(Store(f"sqlite:///{folder / 'recolte.sqlite'}"))
    door.ping().result(5)
    left = {name: (folder / name).read_bytes() for name in ALL}
    door.close()
    for name, content in left.items():  # as after a power cut, and as older versions made them
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o644)
    folder.chmod(0o755)

    door = Door(Store(f"sqlite:///{folder / 'recolte.sqlite'}"))
    door.ping().result(5)

    assert modes(folder) == {"data": "0o700", **dict.fromkeys(ALL, "0o600")}
    door.close()


def test_folder_with_other_things_in_it_stays_as_somebody_made_it(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(0o755)
    (shared / "budget.txt").write_text("not ours", "utf-8")

    door = Door(Store(f"sqlite:///{shared / 'recolte.sqlite'}"))

    assert modes(shared)["shared"] == "0o755"
    assert modes(shared)["budget.txt"] == "0o644"
    assert modes(shared)["recolte.sqlite"] == "0o600"
    door.close()
