"""The thread that copies: when something changed, when it is asked, and the truth when it could not."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from facilitation import copying as module
from facilitation.copies import contents, copies, copy_database
from facilitation.copying import Copying, fit
from facilitation.door import Door
from facilitation.errors import RecolteError, RuleError
from facilitation.model import StepKind
from facilitation.rights import Administrator
from facilitation.store import Store
from locales import LANGUAGES, sentence
from tests.room import Room
from tests.running import ROOT

pytestmark = pytest.mark.heavy  # tries many cases

OFTEN, NEVER = 0.02, 3_600.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "copies"
    made.mkdir()
    return made


@contextmanager
def running(door: Door, folder: Path | None, each: float = NEVER) -> Iterator[Copying]:
    copying = Copying(door, folder, each)
    copying.start()
    try:
        yield copying
    finally:
        copying.close()


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def rest(copying: Copying) -> None:
    """Some looks later."""
    for _ in range(3):
        looked = copying._looked
        until(lambda seen=looked: copying._looked != seen)


def test_copies_what_changed_and_only_then(room: Room, folder: Path) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    with running(room.door, folder, OFTEN) as copying:
        until(lambda: copies(folder))
        rest(copying)
        room.door.ping().result()
        rest(copying)
        assert len(copies(folder)) == 1
        room.idea(author, "neuve")
        until(lambda: len(copies(folder)) == 2)
        rest(copying)
        assert len(copies(folder)) == 2
        assert contents(copies(folder)[0]).ideas == 1


def test_a_server_started_again_does_not_copy_the_same_once_more(room: Room, folder: Path) -> None:
    with running(room.door, folder) as copying:
        made = copying.copy_now().result(30)
    before = copies(folder)
    with running(room.door, folder, OFTEN) as copying:
        rest(copying)
        assert copying.standing().last == made
    assert copies(folder) == before


def test_what_came_last_is_copied_when_the_server_stops(room: Room, folder: Path) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    with running(room.door, folder) as copying:
        copying.copy_now().result(30)
        room.idea(author, "dernière")
    assert contents(copies(folder)[0]).ideas == 1


@pytest.mark.parametrize("name", ["recolte-99999999T999999Z.sqlite", "recolte-00000101T000000Z.sqlite"])
def test_name_that_tells_no_time_is_nobodys_copy(room: Room, folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"something else")
    with running(room.door, folder) as copying:
        made = copying.copy_now().result(30)
        assert copying.copy_now().result(30) >= made  # the thread lives
    assert (folder / name).exists()
    assert contents(copies(folder)[0]).workshops == 1


def test_age_is_that_of_the_copying_though_a_clock_ran_ahead_once(room: Room, folder: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    copy_database(Path(room.door.store.url.database or ""), folder, before + timedelta(days=3650))
    with running(room.door, folder) as copying:
        assert before <= copying.copy_now().result(30) <= datetime.now(UTC)


def test_a_copy_that_was_taken_away_is_made_again(room: Room, folder: Path) -> None:
    with running(room.door, folder, OFTEN):
        until(lambda: copies(folder))
        copies(folder)[0].unlink()
        until(lambda: copies(folder))


def test_key_that_is_pulled_out_is_told_and_copied_to_when_it_is_back(
    room: Room, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running(room.door, folder, OFTEN) as copying:
        until(lambda: copying.standing().last)
        away = folder.rename(folder.with_name("pulled-out"))
        until(lambda: copying.standing().trouble)
        trouble = copying.standing().trouble
        assert trouble is not None
        assert (trouble.key, trouble.values) == ("copy.missing", {"folder": str(folder)})
        assert caplog.messages == [sentence("fr", "copy.missing", folder=folder)]  # on the terminal too
        assert copying.standing().last is not None  # when the last one was made is still told
        away.rename(folder)
        until(lambda: copying.standing().trouble is None)


def test_whoever_asks_for_a_copy_hears_why_there_is_none(room: Room, tmp_path: Path) -> None:
    for folder, why in ((tmp_path / "away", r"copy\.missing"), (None, r"copy\.nowhere")):
        with running(room.door, folder) as copying, pytest.raises(RecolteError, match=why):
            copying.copy_now().result(30)


def test_data_folder_is_no_folder_for_copies(room: Room, tmp_path: Path) -> None:
    with running(room.door, tmp_path / "copies" / "..") as copying:
        (tmp_path / "copies").mkdir()
        with pytest.raises(RecolteError, match=r"copy\.same_folder"):
            copying.copy_now().result(30)
    assert copies(tmp_path) == []


def test_a_disk_that_holds_the_thread_up_is_late(
    room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(room.door, folder, OFTEN) as copying:
        rest(copying)
    until(lambda: copying.standing().late)  # it looks no more: as it would behind a disk that hangs


def test_chosen_folder_is_kept_and_used_by_the_next_server(room: Room, folder: Path, tmp_path: Path) -> None:
    with running(room.door, None) as copying:
        made = copying.choose(Administrator(), f' "{folder}" ').result(30)
        assert (copying.standing().folder, copying.standing().last) == (folder, made)
    room.door.close()
    again = Door(Store(f"sqlite:///{tmp_path / 'recolte.sqlite'}"))
    assert Copying(again, None).standing().folder == folder
    again.close()


def test_folder_of_the_environment_wins_and_stays(room: Room, folder: Path, tmp_path: Path) -> None:
    room.door.choose_copy_folder(Administrator(), str(tmp_path / "other"))
    copying = Copying(room.door, folder)
    assert (copying.standing().folder, copying.standing().fixed) == (folder, True)
    with pytest.raises(RuleError, match=r"copy\.fixed"):
        copying.choose(Administrator(), str(folder))


def test_relative_folder_is_made_whole(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert fit("copies", tmp_path / "recolte.sqlite") == folder


@pytest.mark.parametrize(
    ("typed", "why"),
    [(typed, "missing") for typed in ("", "  ", "away", "a\0b", "recolte.sqlite")]
    + [(typed, "same_folder") for typed in (".", "copies/..")],
)
def test_unfit_folder_is_refused_in_words(
    room: Room, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RecolteError) as refused:
        fit(typed, tmp_path / "recolte.sqlite")
    assert refused.value.key == f"copy.{why}"
    for language in LANGUAGES:
        assert sentence(language, refused.value.key, **refused.value.values)
    assert os.listdir(folder) == []


def test_unforeseen_failure_does_not_end_the_copying(
    room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise MemoryError

    with running(room.door, folder) as copying:
        copying.copy_now().result(30)
        monkeypatch.setattr(module, "copy_database", fails)
        with pytest.raises(RecolteError, match=r"copy\.broken"):
            copying.copy_now().result(30)
        monkeypatch.undo()
        copying.copy_now().result(30)


_WHERE = """
import asyncio, sys, threading
from pathlib import Path
from facilitation.copying import Copying
from facilitation.door import Door
from facilitation.rights import Administrator
from facilitation.store import Store

renamed = []

def heard(name, _):
    if name == "os.rename":
        renamed.append(threading.current_thread().name)

sys.addaudithook(heard)

async def loop():
    copying.start()
    await asyncio.wrap_future(copying.copy_now())
    await asyncio.wrap_future(copying.choose(Administrator(), sys.argv[2]))

door = Door(Store(f"sqlite:///{sys.argv[1]}/recolte.sqlite"))
copying = Copying(door, None)
door.choose_copy_folder(Administrator(), sys.argv[2])
copying = Copying(door, None)
asyncio.run(loop())
copying.close()
door.close()
print(sorted(set(renamed)), len(renamed))
"""


def test_a_copy_is_made_in_a_thread_of_its_own_whoever_asks(folder: Path, tmp_path: Path) -> None:
    """Never the event loop's, never the writer's. Tried in another process: an audit hook stays for ever."""
    asked = [sys.executable, "-c", _WHERE, str(tmp_path), str(folder)]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (told.stdout.strip(), told.stderr) == ("['recolte-copying'] 3", "")
