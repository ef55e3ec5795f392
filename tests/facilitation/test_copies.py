"""Copies of a real database: whole and found again, or not there at all and the cause told."""

import errno
import os
import sqlite3
import stat
from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from facilitation import disks
from facilitation.asking import ask
from facilitation.copies import UNFINISHED, contents, copies, copy_database, fingerprint, made_at, newest_good
from facilitation.door import Door
from facilitation.errors import StoreError
from facilitation.model import StepKind
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from facilitation.store import Contact, Store, sqlite_module
from locales import LANGUAGES, sentence
from tests.room import FRAMING, NOON, Room

pytestmark = pytest.mark.heavy  # tries many cases


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "copies"
    made.mkdir()
    return made


@pytest.fixture
def source(room: Room, tmp_path: Path) -> Path:
    author = room.join()
    room.open(StepKind.IDEAS)
    for number in range(30):
        room.idea(author, f"Idée {number}")
    return tmp_path / "recolte.sqlite"


def texts(database: Path) -> list[str]:
    door = Door(Store(f"sqlite:///{database}"))
    try:
        (card,) = door.cards(Administrator())
        return [note.text for note in door.look(card.id).notes.values()]
    finally:
        door.close()


def test_copy_is_named_by_its_time_and_opens_with_everything_acknowledged(source: Path, folder: Path) -> None:
    copy = copy_database(source, folder, NOON.astimezone(timezone(timedelta(hours=-5))))
    assert (copy.name, made_at(copy)) == ("recolte-20261124T170000Z.sqlite", NOON)
    assert (contents(copy).workshops, contents(copy).ideas) == (1, 30)
    assert os.listdir(folder) == [copy.name]  # looking at it left nothing beside it
    assert texts(copy) == [f"Idée {number}" for number in range(30)]


@pytest.mark.skipif(os.name == "nt", reason="modes are a matter of POSIX")
def test_copy_is_read_by_this_account_only(source: Path, folder: Path) -> None:
    copy = copy_database(source, folder, NOON)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_copies_of_one_second_have_numbers_and_the_last_is_the_newest(source: Path, folder: Path) -> None:
    made = [copy_database(source, folder, NOON) for _ in range(11)]
    assert made[1].name == "recolte-20261124T170000Z-2.sqlite"
    assert copies(folder) == made[::-1]
    assert newest_good(folder) == made[-1]


def test_a_clock_set_back_does_not_make_the_newest_copy_an_old_one(source: Path, folder: Path) -> None:
    first = copy_database(source, folder, NOON)
    second = copy_database(source, folder, NOON - timedelta(hours=1))
    third = copy_database(source, folder, NOON + timedelta(seconds=1))
    assert second.name == "recolte-20261124T170000Z-2.sqlite"
    assert copies(folder) == [third, second, first]


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1_000)


def zeroed(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(2 * 4096)
        file.write(bytes(4096))


def scribbled(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0 or so" * 500)


def text(path: Path) -> None:
    path.write_text("Bonjour")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE setting (name, value)")
    connection.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE setting SET value = '999' WHERE name = 'schema'")
    connection.close()


def without_number(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE setting SET value = 'x' WHERE name = 'schema'")
    connection.close()


SPOILT = [
    (cut, "damaged"),
    (zeroed, "damaged"),
    (scribbled, "not_sqlite"),
    (text, "not_sqlite"),
    (emptied, "foreign"),
    (foreign, "foreign"),
    (newer, "newer"),
    (without_number, "damaged"),
    (Path.unlink, "missing"),
]


@pytest.mark.parametrize(("spoil", "why"), SPOILT, ids=lambda one: getattr(one, "__name__", None))
def test_spoilt_copy_is_refused_in_words_and_passed_over(
    source: Path, folder: Path, spoil: Callable[[Path], None], why: str
) -> None:
    good = copy_database(source, folder, NOON)
    spoilt = copy_database(source, folder, NOON + timedelta(minutes=1))
    spoil(spoilt)
    with pytest.raises(StoreError) as refused:
        contents(spoilt)
    assert refused.value.key == f"file.{why}"
    for language in LANGUAGES:
        assert str(spoilt) in sentence(language, refused.value.key, **refused.value.values)
    assert newest_good(folder) == good


def test_no_copy_is_found_where_there_is_none(folder: Path, tmp_path: Path) -> None:
    assert newest_good(folder) is None
    assert newest_good(tmp_path / "away") is None


def test_interrupted_copy_leaves_nothing(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facilitation.copies.STEP", 10)
    with pytest.raises(StoreError, match=r"copy\.interrupted"):
        copy_database(source, folder, NOON, going=lambda: False)
    assert os.listdir(folder) == []


def test_unfinished_copies_are_no_copies_and_cleared_by_the_next(source: Path, folder: Path) -> None:
    stale = [folder / f"{UNFINISHED}abc", folder / f"{UNFINISHED}abc-journal"]
    for one in stale:
        one.write_bytes(source.read_bytes())
    assert newest_good(folder) is None
    copy = copy_database(source, folder, NOON)
    assert os.listdir(folder) == [copy.name]


def test_damaged_database_is_not_copied(source: Path, folder: Path, door: Door) -> None:
    door.close()
    zeroed(source)
    with pytest.raises(StoreError, match=r"copy\.source"):
        copy_database(source, folder, NOON)
    assert os.listdir(folder) == []


def test_writer_commits_while_a_copy_is_held_in_the_middle(
    source: Path, folder: Path, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy would wait for ever if it held the lock that a writer needs; and it is of one moment."""
    monkeypatch.setattr("facilitation.copies.STEP", 10)
    author, written = room.join(), []

    def write() -> bool:
        if len(written) < 5:
            written.append(room.idea(author, f"pendant la copie {len(written)}"))
        return True

    copy = copy_database(source, folder, NOON, going=write)
    assert len(written) == 5
    assert texts(copy) == [f"Idée {number}" for number in range(30)]
    assert len(room.workshop.notes) == 35


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (errno.ENOENT, "missing"),
        (errno.ENODEV, "missing"),
        (errno.ENOSPC, "full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.EIO, "broken"),
        (None, "broken"),
    ],
)
def test_cause_of_a_disk_is_told(tmp_path: Path, code: int | None, why: str) -> None:
    error = OSError(code, "no") if code else OSError("no")
    assert disks.refusal(error, tmp_path).key == f"copy.{why}"


def test_folder_that_is_not_there_is_told(source: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"copy\.missing"):
        copy_database(source, tmp_path / "away", NOON)
    with pytest.raises(StoreError, match=r"copy\.missing"):
        copy_database(source, source, NOON)  # a file, not a folder
    assert not (tmp_path / "away").exists()


def test_database_that_is_not_there_is_told_and_not_made(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"file\.missing"):
        copy_database(tmp_path / "away.sqlite", folder, NOON)
    assert not (tmp_path / "away.sqlite").exists()


def test_fingerprint_changes_with_what_is_worth_a_copy(source: Path, room: Room) -> None:
    seen = [fingerprint(source)]
    room.door.ping().result()
    room.door.keep_encoded("e", "1", {"a": b"b"}).result()
    assert fingerprint(source) == seen[0]
    author = room.join()
    seen.append(fingerprint(source))
    room.idea(author, "neuve")
    seen.append(fingerprint(source))
    room.door.remember(room.id, Contact(author, "Ada", "", "a@b.ca")).result()
    seen.append(fingerprint(source))
    room.door.renew_keys(Administrator(), room.id)
    seen.append(fingerprint(source))
    id, keys = room.door.create(Administrator(), NOON)
    seen.append(fingerprint(source))
    by = room.door.facilitator(id, keys.facilitator)
    room.door.act(id, ask(frame_workshop, by=by, framing=FRAMING), at=NOON)
    seen.append(fingerprint(source))
    assert len(set(seen)) == len(seen)


def test_fingerprint_of_a_copy_is_that_of_what_it_was_made_of(source: Path, folder: Path) -> None:
    assert fingerprint(copy_database(source, folder, NOON)) == fingerprint(source)


def test_sqlite_tells_the_numbers_that_causes_are_known_by() -> None:
    """Where a module did not, every cause would be «the disk does not answer»."""
    module = sqlite_module()
    connection = module.connect(":memory:")
    connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(module.Error) as error:
        connection.execute("CREATE TABLE big (a)")
    connection.close()
    assert error.value.sqlite_errorcode == module.SQLITE_FULL
