"""A copy put back: looked at first, asked before, whole or not at all, and what was there is kept."""

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from facilitation.copies import copy_database
from facilitation.door import Door
from facilitation.errors import StoreError
from facilitation.model import StepKind
from facilitation.replacing import PARTS
from facilitation.restore import held, main, restore
from facilitation.rights import Administrator
from facilitation.store import Store
from locales import LANGUAGES, sentence
from tests.facilitation.test_copies import SPOILT, texts
from tests.room import NOON, Room

pytestmark = pytest.mark.heavy  # tries many cases

COPIED, ALL = ["avant"], ["avant", "après"]


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "BACKUP_DIR", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "killed"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "copies"
    made.mkdir()
    return made


@pytest.fixture
def copy(room: Room, tmp_path: Path, folder: Path) -> Path:
    """A copy with the first of two ideas."""
    author = room.join()
    room.open(StepKind.IDEAS)
    room.idea(author, ALL[0])
    made = copy_database(tmp_path / "recolte.sqlite", folder, NOON)
    room.idea(author, ALL[1])
    return made


@pytest.fixture
def killed(copy: Path, tmp_path: Path) -> Path:
    """What a server leaves that was killed after the second idea: most of it is in the write-ahead log."""
    left = tmp_path / "killed"
    left.mkdir()
    for part in PARTS:
        shutil.copy(tmp_path / f"recolte.sqlite{part}", left / f"recolte.sqlite{part}")
    assert (left / "recolte.sqlite-wal").stat().st_size > 0
    return left / "recolte.sqlite"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".lock"}


def test_restored_copy_opens_and_the_old_one_is_moved_aside_whole(copy: Path, killed: Path) -> None:
    before = files(killed.parent)
    aside = restore(copy, killed, NOON)
    assert aside == killed.with_name("recolte-replaced-20261124T170000Z.sqlite")
    for part in PARTS:
        assert Path(f"{aside}{part}").read_bytes() == before[f"recolte.sqlite{part}"]
    assert set(files(killed.parent)) == {"recolte.sqlite", *(f"{aside.name}{part}" for part in PARTS)}
    assert (texts(killed), texts(aside)) == (COPIED, ALL)
    assert copy.exists()


def test_old_log_is_never_applied_to_the_restored_file(copy: Path, killed: Path, tmp_path: Path) -> None:
    """Laid over the old file by hand, the copy meets a log that is not its own."""
    by_hand = tmp_path / "by_hand"
    shutil.copytree(killed.parent, by_hand)
    shutil.copy(copy, by_hand / "recolte.sqlite")
    try:
        mixed = texts(by_hand / "recolte.sqlite")
    except Exception:  # noqa: BLE001 (whatever a mixture of two databases leads to)
        mixed = []
    assert mixed != COPIED

    restore(copy, killed, NOON)
    assert not any(Path(f"{killed}{part}").exists() for part in PARTS[:2])
    assert texts(killed) == COPIED


def test_what_was_moved_aside_can_be_put_back_with_its_log(copy: Path, killed: Path) -> None:
    aside = restore(copy, killed, NOON)
    assert aside is not None
    restore(aside, killed, NOON + timedelta(minutes=1))
    assert texts(killed) == ALL


def test_restored_where_there_was_nothing(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert restore(copy, tmp_path / "new" / "recolte.sqlite", NOON) is None
    assert texts(tmp_path / "new" / "recolte.sqlite") == COPIED


class Killed(BaseException):
    """As a kill: nothing of ours may catch it."""


@pytest.mark.parametrize("again", [False, True], ids=["once", "twice"])
@pytest.mark.parametrize("step", range(11))
def test_killed_at_any_step_leaves_the_old_or_the_new_one_whole(
    copy: Path, killed: Path, monkeypatch: pytest.MonkeyPatch, step: int, again: bool
) -> None:
    def dying_after(steps: int, work: Callable[[], object]) -> bool:
        left = [steps]
        with monkeypatch.context() as patched:
            for owner, name in ((Path, "rename"), (os, "fsync")):
                real = getattr(owner, name)

                def counted(*given: object, real: Callable[..., object] = real) -> object:
                    left[0] -= 1
                    if left[0] < 0:
                        raise Killed
                    return real(*given)

                patched.setattr(owner, name, counted)
            try:
                work()
            except Killed:
                return True
        return False

    died = dying_after(step, lambda: restore(copy, killed, NOON))
    if again:  # and once more while the next server finishes what was decided
        dying_after(1, lambda: Store(f"sqlite:///{killed}").close())
    found = texts(killed)
    asides = list(killed.parent.glob("recolte-replaced-*.sqlite"))
    assert found in (COPIED, ALL)
    assert [texts(path) for path in asides] == ([ALL] if found == COPIED else [])
    assert died == (step < 10)
    assert found == (ALL if step < 2 else COPIED)


@pytest.mark.parametrize(("spoil", "why"), SPOILT, ids=lambda one: getattr(one, "__name__", None))
@pytest.mark.parametrize("language", LANGUAGES)
def test_spoilt_copy_is_refused_with_a_sentence_and_nothing_is_touched(
    copy: Path,
    killed: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
    why: str,
    language: str,
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    before = files(killed.parent)
    spoil(copy)
    assert main([str(copy), "--yes"]) == 1
    assert capsys.readouterr().out == sentence(language, f"file.{why}", path=copy) + "\n"
    assert files(killed.parent) == before
    with pytest.raises(StoreError):
        restore(copy, killed, NOON)
    assert files(killed.parent) == before


@pytest.mark.parametrize(("answer", "restored"), [("oui", True), ("YES", True), ("", False), ("non", False)])
def test_asks_before_it_replaces_anything(
    copy: Path,
    killed: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    restored: bool,
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert main([str(copy)]) == (0 if restored else 1)
    shown = capsys.readouterr().out
    assert f"{copy} (1 atelier, 1 idée, " in shown
    assert f"{killed} (1 atelier, 2 idées, " in shown
    assert texts(killed) == (COPIED if restored else ALL)


def test_nobody_there_to_answer_is_a_no(
    copy: Path, killed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    assert main([str(copy)]) == 1
    assert texts(killed) == ALL


def test_refused_while_a_server_has_the_data(
    copy: Path, killed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = Door(Store(f"sqlite:///{killed}"))
    assert main([str(copy), "--yes"]) == 1
    assert capsys.readouterr().out == sentence("fr", "restore.in_use", path=killed) + "\n"
    server.close()
    assert texts(killed) == ALL


def test_a_server_does_not_start_during_a_restore(copy: Path, killed: Path) -> None:
    with held(killed), pytest.raises(StoreError, match=r"store\.in_use"):
        Store(f"sqlite:///{killed}")


@pytest.mark.parametrize("chosen", [False, True], ids=["by the environment", "on the page"])
def test_without_a_file_the_newest_good_copy_is_proposed(
    copy: Path,
    killed: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    chosen: bool,
) -> None:
    spoilt = folder / "recolte-20261125T000000Z.sqlite"
    spoilt.write_bytes(copy.read_bytes()[:-1_000])
    if chosen:
        door = Door(Store(f"sqlite:///{killed}"))
        door.choose_copy_folder(Administrator(), str(folder))
        door.close()
    else:
        monkeypatch.setenv("BACKUP_DIR", str(folder))
    assert main(["--yes"]) == 0
    assert sentence("fr", "file.damaged", path=spoilt) in capsys.readouterr().out
    assert texts(killed) == COPIED


def test_the_newest_good_copy_of_a_named_folder_is_proposed(
    copy: Path, killed: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "recolte-20261125T000000Z.sqlite").write_text("notes")
    assert main([str(folder), "--yes"]) == 0
    assert f"{copy} (" in capsys.readouterr().out
    assert texts(killed) == COPIED


def test_named_folder_without_a_copy_is_said(
    killed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty := tmp_path / "empty").mkdir()
    assert main([str(empty), "--yes"]) == 1
    assert capsys.readouterr().out == sentence("fr", "restore.no_copy", folder=empty) + "\n"
    assert texts(killed) == ALL


def test_without_a_file_nor_a_good_copy_it_says_so(
    copy: Path,
    killed: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--yes"]) == 1
    assert capsys.readouterr().out == sentence("fr", "restore.no_folder") + "\n"
    monkeypatch.setenv("BACKUP_DIR", str(folder))
    copy.unlink()
    assert main(["--yes"]) == 1
    assert capsys.readouterr().out == sentence("fr", "restore.no_copy", folder=folder) + "\n"


def test_damaged_data_is_described_and_kept_aside(
    copy: Path, killed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    killed.write_bytes(b"x" * 9_000)
    Path(f"{killed}-wal").unlink()
    assert main([str(copy), "--yes"]) == 0
    assert sentence("fr", "file.not_sqlite", path=killed) in capsys.readouterr().out
    (aside,) = killed.parent.glob("recolte-replaced-*.sqlite")
    assert (aside.read_bytes(), texts(killed)) == (b"x" * 9_000, COPIED)


def test_data_folder_can_be_named(copy: Path, killed: Path, tmp_path: Path) -> None:
    assert main([str(copy), "--data", str(tmp_path / "fresh" / "data"), "--yes"]) == 0
    assert texts(tmp_path / "fresh" / "data" / "recolte.sqlite") == COPIED
    assert texts(killed) == ALL


def test_data_that_is_not_in_a_file_is_not_replaced(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/recolte")
    assert main([str(copy), "--yes"]) == 1
    assert capsys.readouterr().out == sentence("fr", "setting.postgres") + "\n"
