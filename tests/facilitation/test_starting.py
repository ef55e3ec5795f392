"""A start that cannot be: one sentence for who started it, an exit code a cause, and no damage done."""

import contextlib
import os
import re
import shlex
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from facilitation import house, packages, starting, store
from facilitation.asking import ask
from facilitation.copies import copy_database
from facilitation.door import Door
from facilitation.errors import RecolteError, StoreError
from facilitation.model import StepKind
from facilitation.opening import is_whole
from facilitation.restore import main as put_back
from facilitation.restore import restore
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from facilitation.store import SAFE_SQLITE, Store
from locales import LANGUAGES, keys, sentence
from tests.room import FRAMING, NOON, Room

ROOT = Path(__file__).parents[2]
FILE = "recolte.sqlite"
Harm = Callable[[Path], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders: `closed`, as a clean stop leaves it, and `crashed`, as a power cut just before does."""
    folder = tmp_path_factory.mktemp("made")
    door = Door(Store(f"sqlite:///{folder / 'closed' / FILE}"))
    id, given = door.create(Administrator(), NOON)
    by = door.facilitator(id, given.facilitator)
    assert by is not None
    door.act(id, ask(frame_workshop, by=by, framing=FRAMING), at=NOON)
    room = Room(door, id, given, by)
    people = [room.join() for _ in range(12)]
    room.open(StepKind.IDEAS)
    for number in range(120):
        room.idea(people[number % 12], f"Idée {number} " + "longue " * 35)
    shutil.copytree(folder / "closed", folder / "crashed", ignore=shutil.ignore_patterns("*-shm"))
    door.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of data that nothing is wrong with yet; its settings are those of the environment."""
    for name in ("PORT", "ROOM", "DATABASE_URL", "PUBLIC_URL", "ADMIN_KEY", "LANGUAGE", "BACKUP_DIR"):
        monkeypatch.delenv(name, raising=False)
    data = tmp_path / "données de l'atelier"
    shutil.copytree(made / "closed", data)
    monkeypatch.setenv("DATA_DIR", str(data))
    house.close()
    yield data
    house.close()


@pytest.fixture
def crashed(made: Path, folder: Path) -> Path:
    """The same after a crash: the journal holds the latest ideas."""
    shutil.rmtree(folder)
    shutil.copytree(made / "crashed", folder)
    assert (folder / f"{FILE}-wal").stat().st_size > 100_000
    return folder


def refused(language: str = "fr") -> tuple[str, int]:
    """What is said of a start that must fail, and its exit code."""
    with pytest.raises(RecolteError) as trouble:
        starting.begin()
    house.close()
    return starting.told(trouble.value, language)  # type: ignore[arg-type]


def ideas() -> int:
    """How many ideas the opened house has."""
    (card,) = house.door().cards(Administrator())
    return len(house.door().look(card.id).notes)


def plain(said: str) -> str:
    """That text, once it is sure that nothing in it is for developers."""
    assert "Traceback" not in said
    assert "sqlite3." not in said
    assert set(re.findall(r"[a-z_]+(?:\.[a-z_]+)+", said)) & keys("fr") == set()
    return said


def unknown(language: str) -> str:
    """What is said of copies when nobody can tell where they are."""
    folder = sentence(language, "start.example_folder")  # type: ignore[arg-type]
    return sentence(language, "start.name_copies", command=f"make restore FILE={folder}")  # type: ignore[arg-type]


def zeroed(page: int) -> Harm:
    return overwritten(page, bytes(4096))


def overwritten(page: int, content: bytes) -> Harm:
    def harm(file: Path) -> None:
        with file.open("r+b") as opened:
            opened.seek((page - 1) * 4096)
            opened.write(content)

    return harm


def cut(to: Callable[[int], int]) -> Harm:
    return lambda file: os.truncate(file, to(file.stat().st_size))


RANDOM = bytes(range(1, 256)) * 64  # of pages that make no sense
DAMAGES: dict[str, Harm] = {
    "a text": lambda file: file.write_text("Ceci n'est pas une base de données.\n" * 500),
    "a few bytes": lambda file: file.write_bytes(b"SQLite format 3\x00"),
    "first page zeroed": zeroed(1),
    "second page zeroed": zeroed(2),
    "a page in the middle zeroed": zeroed(9),
    "random pages": overwritten(5, RANDOM),
    "cut by one byte": cut(lambda size: size - 1),
    "cut by 1,000 bytes": cut(lambda size: size - 1_000),
    "cut by a page": cut(lambda size: size - 4_096),
    "cut in half": cut(lambda size: size // 2),
    "cut to its first page": cut(lambda size: 4_096),
    "page size of no sense": overwritten(1, b"SQLite format 3\x00\x00\x03"),
}


def test_data_as_it_was_left_starts_and_says_nothing(folder: Path) -> None:
    starting.begin()

    assert (ideas(), starting.cautions("fr")) == (120, ())
    assert (folder / f"{FILE}-running").exists()
    house.close()
    assert sorted(path.name for path in folder.iterdir()) == [FILE, f"{FILE}.lock"]


def test_empty_file_is_a_new_database(folder: Path) -> None:
    os.truncate(folder / FILE, 0)

    starting.begin()

    assert (house.door().cards(Administrator()), starting.cautions("fr")) == ((), ())


def test_crash_loses_nothing_and_says_nothing(crashed: Path) -> None:
    starting.begin()

    assert (ideas(), starting.cautions("fr")) == (120, ())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("harm", DAMAGES.values(), ids=DAMAGES)
def test_damaged_file_is_not_opened(folder: Path, harm: Harm, language: str) -> None:
    harm(folder / FILE)
    before = (folder / FILE).read_bytes()

    said, code = refused(language)

    file = folder / FILE
    assert code == 14
    assert plain(said).splitlines() == [
        sentence(language, "store.damaged", path=str(file)),  # type: ignore[arg-type]
        plain(unknown(language)),
    ]
    assert file.read_bytes() == before
    assert not (folder / f"{FILE}-running").exists()


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.unlink(),
        cut(lambda size: 0),
        cut(lambda size: size - 1_000),
        cut(lambda size: size - 4_096),
        lambda file: file.write_text("une note"),
    ],
    ids=["gone", "emptied", "cut by 1,000 bytes", "cut by a page", "a text"],
)
def test_file_harmed_after_a_crash_is_not_opened(crashed: Path, harm: Harm) -> None:
    with contextlib.closing(sqlite3.connect(crashed / FILE)) as database:  # what a crash in mid-life leaves
        database.execute("PRAGMA wal_checkpoint(PASSIVE)")
        database.execute("PRAGMA wal_checkpoint(RESTART)")
        database.execute("INSERT INTO setting VALUES ('note', 'après le journal précédent')")
        database.commit()
        kept = {name: (crashed / name).read_bytes() for name in (FILE, f"{FILE}-wal")}
    for name, content in kept.items():
        (crashed / name).write_bytes(content)
    harm(crashed / FILE)

    assert refused()[1] == 14
    assert (crashed / f"{FILE}-wal").read_bytes() == kept[f"{FILE}-wal"]


def test_page_that_waits_in_the_journal_is_not_missing(crashed: Path) -> None:
    kept = {name: (crashed / name).read_bytes() for name in (FILE, f"{FILE}-wal")}
    with contextlib.closing(sqlite3.connect(crashed / FILE)) as database:
        (counted,) = database.execute("PRAGMA page_count").fetchone()
    # As a crash amid a checkpoint leaves it: the first page is there with its count, the others are to come.
    first = kept[FILE][:28] + int(counted).to_bytes(4) + kept[FILE][32:4_096]
    (crashed / FILE).write_bytes(first)
    assert not is_whole(crashed / FILE)
    (crashed / f"{FILE}-wal").write_bytes(kept[f"{FILE}-wal"])

    starting.begin()
    assert ideas() == 120


def blanked(file: Path) -> None:
    """As some disks give a file back after a crash: as long as it was, and empty."""
    file.write_bytes(bytes(file.stat().st_size))


@pytest.mark.parametrize(
    "harm",
    [lambda file: file.unlink(), blanked, lambda file: file.write_text("une note")],
    ids=["gone", "zeroed", "a text"],
)
def test_journal_that_vanished_after_a_crash_is_told(crashed: Path, harm: Harm) -> None:
    harm(crashed / f"{FILE}-wal")

    starting.begin()

    (said,) = starting.cautions("fr")
    assert plain(said) == f"{sentence('fr', 'start.journal_lost')} {plain(unknown('fr'))}"
    house.close()
    starting.begin()
    assert starting.cautions("fr") == ()


def test_newest_sound_copy_is_offered_with_its_command(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "clé USB"
    key.mkdir()
    copy_database(folder / FILE, key, datetime(2026, 11, 24, 17, 5, tzinfo=UTC))
    copy_database(folder / FILE, key, datetime(2026, 11, 24, 17, 6, tzinfo=UTC))
    (key / "recolte-20261124T170600Z.sqlite").write_text("abîmée elle aussi")
    monkeypatch.setenv("BACKUP_DIR", str(key))
    monkeypatch.setenv("TZ", "UTC")
    os.truncate(folder / FILE, 10_000)

    said, code = refused()

    assert code == 14
    assert plain(said).splitlines()[1] == (
        "La plus récente copie saine est du 24 novembre 2026, 17 h 05. Pour la remettre\u00a0: "
        f"make restore FILE='{key}/recolte-20261124T170500Z.sqlite'"
    )


def test_copy_in_a_folder_that_a_person_chose_is_offered_too(folder: Path, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(folder / FILE)) as database:
        database.execute("INSERT INTO setting VALUES ('copy_folder', ?)", (str(tmp_path),))
        database.commit()
    copy = copy_database(folder / FILE, tmp_path, datetime(2026, 11, 24, 17, 5, tzinfo=UTC))
    zeroed(9)(folder / FILE)

    assert f"make restore FILE={copy}" in plain(refused()[0])


def test_copies_in_a_folder_that_only_the_damaged_file_knew_are_not_denied(
    folder: Path, tmp_path: Path
) -> None:
    with contextlib.closing(sqlite3.connect(folder / FILE)) as database:
        database.execute("INSERT INTO setting VALUES ('copy_folder', ?)", (str(tmp_path),))
        database.commit()
    copy_database(folder / FILE, tmp_path, NOON)
    os.truncate(folder / FILE, 300)

    assert plain(refused()[0]).splitlines()[1:] == [unknown("fr")]
    assert put_back([str(tmp_path), "--yes"]) == 0  # as that sentence tells
    starting.begin()
    assert ideas() == 120


def test_folder_without_a_sound_copy_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "pulled-out"))
    os.truncate(folder / FILE, 300)

    said = sentence("fr", "start.no_copy", folder=tmp_path / "pulled-out")
    assert plain(refused()[0]).splitlines()[1:] == [said]


def test_restored_copy_starts_without_a_word_of_the_crash(crashed: Path, made: Path, tmp_path: Path) -> None:
    copy = copy_database(made / "closed" / FILE, tmp_path, NOON)
    (crashed / f"{FILE}-wal").unlink()
    os.truncate(crashed / FILE, 5_000)
    assert refused()[1] == 14

    restore(copy, crashed / FILE, NOON)
    starting.begin()

    assert (ideas(), starting.cautions("fr")) == (120, ())


def test_damage_found_after_the_start_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a file too large to be looked through before the first request."""
    monkeypatch.setattr(store, "PATIENCE", 0)
    zeroed(20)(folder / FILE)
    try:
        opened = Store(f"sqlite:///{folder / FILE}")
    except StoreError:
        return  # it was quicker than no time at all
    assert opened._check is not None
    opened._check.wait(30)

    assert opened.damaged
    opened.close()


def test_second_process_is_told_which_data(folder: Path) -> None:
    first = Store(f"sqlite:///{folder / FILE}")

    said, code = refused()
    first.close()

    assert (code, plain(said)) == (10, sentence("fr", "store.in_use", path=str(folder / FILE)))


HOLDING = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA locking_mode=EXCLUSIVE")
database.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.heavy
def test_file_that_another_program_holds_is_told(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(folder / FILE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as browser:
        assert browser.stdout is not None
        assert browser.stdout.readline() == b"held\n"

        said, code = refused()

        browser.communicate()
    assert (code, plain(said)) == (11, sentence("fr", "store.held", path=str(folder / FILE)))


STARTING = """
from facilitation import house, starting
from facilitation.errors import RecolteError, StoreError
try:
    starting.begin()
except RecolteError as trouble:
    said, code = starting.told(trouble, "fr")
    print(code, said)
"""


@pytest.mark.heavy
@pytest.mark.parametrize(("room", "left"), [("4k", ()), ("128k", (FILE,)), ("152k", (FILE,))])
def test_full_disk_is_told(folder: Path, tmp_path: Path, room: str, left: tuple[str, ...]) -> None:
    """On a real disk of that size, which only this process and its children see."""
    disk = tmp_path / "disk"
    disk.mkdir()
    files = " ".join(shlex.quote(str(folder / name)) for name in left)
    fill = f"cp {files} {disk} && " if left else ""
    script = f'mount -t tmpfs -o size={room} recolte {disk} && {fill}exec "$0" -c "$1"'
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", script, sys.executable, STARTING],
        cwd=ROOT, env={**os.environ, "DATA_DIR": str(disk)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip("no disk of one's own here")

    assert (done.stdout, done.stderr) == (f"12 {sentence('fr', 'store.full', folder=str(disk))}\n", "")


def test_data_of_a_newer_version_is_left_alone(folder: Path) -> None:
    with contextlib.closing(sqlite3.connect(folder / FILE)) as database:
        database.execute("UPDATE setting SET value = '99' WHERE name = 'schema'")
        database.commit()

    said, code = refused()

    assert (code, plain(said)) == (15, sentence("fr", "store.newer"))


def test_database_of_another_program_is_told(folder: Path) -> None:
    (folder / FILE).unlink()
    with contextlib.closing(sqlite3.connect(folder / FILE)) as database:
        database.execute("CREATE TABLE setting (a)")

    said, code = refused()

    assert code == 16
    assert str(folder / FILE) in plain(said)


@contextlib.contextmanager
def nobody() -> Iterator[Path]:
    """A folder whose rights count, and an account that has no more of them than others."""
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    place.chmod(0o777)
    if root:
        os.seteuid(65_534)
    try:
        yield place
    finally:
        if root:
            os.seteuid(0)
        place.chmod(0o777)
        shutil.rmtree(place)


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
@pytest.mark.parametrize("what", ["folder", "lock", "file", "unreadable", "parent"])
def test_place_without_a_right_is_told(
    folder: Path, made: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    harmed = (made / "closed" / FILE).read_bytes()
    with nobody() as place:
        data = place / "data"
        data.mkdir()
        monkeypatch.setenv("DATA_DIR", str(data / "below" if what == "parent" else data))
        if what in ("file", "unreadable"):
            (data / FILE).write_bytes(harmed)
            (data / FILE).chmod(0o400 if what == "file" else 0)
        if what == "lock":
            (data / f"{FILE}.lock").touch()
            (data / f"{FILE}.lock").chmod(0o400)
        if what in ("folder", "parent"):
            data.chmod(0o500)

        said, code = refused()

        data.chmod(0o700)
        expected = data / "below" if what == "parent" else data
    assert (code, plain(said)) == (13, sentence("fr", "store.no_right", folder=str(expected)))


@pytest.mark.parametrize("where", ["/dev/null/data", "/proc/data"])
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no such places here")
def test_place_where_nothing_can_be_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setenv("DATA_DIR", where)

    assert refused()[1] == 13


SETTINGS = [
    ("PORT", "abc", 20),
    ("PORT", "0", 20),
    ("PORT", "65536", 20),
    ("PORT", "9" * 5_000, 20),
    ("PORT", "-1", 20),
    ("ROOM", "beaucoup", 20),
    ("ROOM", "0", 20),
    ("ROOM", "1.5", 20),
    ("DATA_DIR", "~nobody-of-that-name/data", 21),
    ("BACKUP_DIR", "~nobody-of-that-name", 21),
    ("PUBLIC_URL", "atelier.exemple.ca", 22),
    ("PUBLIC_URL", "http://[::1", 22),
    ("PUBLIC_URL", "https://", 22),
    ("PUBLIC_URL", "http://atelier.exemple.ca:port", 22),
    ("DATABASE_URL", "mysql://user:secret-word@host/recolte", 23),
    ("DATABASE_URL", "user:secret-word@host", 23),
    ("DATABASE_URL", "sqlite://", 23),
    ("DATABASE_URL", "sqlite:///:memory:", 23),
    ("DATABASE_URL", "sqlite+pysqlcipher://:secret-word@/recolte.sqlite", 23),
    ("DATABASE_URL", "postgresql://user:secret-word@host/recolte", 24),
    ("DATABASE_URL", "postgresql+psycopg://user:secret-word@host/recolte", 24),
    ("DATABASE_URL", "postgres://user:secret-word@host/recolte", 24),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "value", "code"), SETTINGS)
def test_setting_that_cannot_be_used_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: int, language: str
) -> None:
    monkeypatch.setenv(name, value)

    said, got = refused(language)

    assert got == code
    assert name in plain(said)
    assert "secret-word" not in said
    assert len(said.splitlines()) == 1


def test_language_of_a_start_is_the_one_in_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en_CA:en")
    monkeypatch.setenv("DATABASE_URL", "postgresql://host/recolte")
    with pytest.raises(RecolteError) as trouble:
        starting.begin()

    assert starting.told(trouble.value) == (sentence("en", "setting.postgres"), 24)


def test_taken_port_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(RecolteError) as trouble:
            starting.claim(port)
    starting.claim(port)  # free again

    assert starting.told(trouble.value, "fr") == (sentence("fr", "port.taken", port=str(port)), 30)


def _free_for_all() -> bool:
    setting = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    return not setting.exists() or int(setting.read_text()) < 1_024


@pytest.mark.skipif(_free_for_all(), reason="every port is for everybody here")
def test_port_of_the_system_is_told() -> None:
    with nobody(), pytest.raises(RecolteError) as trouble:
        starting.claim(1_023)

    assert starting.told(trouble.value, "fr") == (sentence("fr", "port.no_right", port="1023"), 31)


def test_every_cause_has_an_exit_of_its_own() -> None:
    code = "".join(
        path.read_text("utf-8")
        for path in (*(ROOT / "facilitation").glob("*.py"), ROOT / "web" / "hardening.py")
    )
    raised = set(re.findall(r'"((?:setting|port)\.[a-z_]+)"', code))

    assert raised - set(starting.EXITS) == set()
    assert set(starting.EXITS) - keys("fr") == set()
    exits = [*starting.EXITS.values(), starting.OTHER, packages.EXIT, 0, 1, 2, 3]
    assert len(set(exits)) == len(exits)


@pytest.mark.skipif(
    sqlite3.sqlite_version_info >= SAFE_SQLITE, reason="Python's own SQLite is a recent one here"
)
def test_old_sqlite_is_a_caution_and_no_refusal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysqlite3", None)  # as where there is no wheel of it

    starting.begin()

    assert ideas() == 120
    assert starting.cautions("fr") == (sentence("fr", "start.old_sqlite", version=sqlite3.sqlite_version),)


def test_only_packages_that_every_system_needs_are_missed() -> None:
    needed = (ROOT / "requirements-light.txt").read_text("utf-8")

    assert packages.missing(needed) is None
    assert packages.missing("# none==1\nnone-of-that-name==1.0; sys_platform == 'win32'\nbabel==1") is None
    assert packages.missing("babel==1\nnone-of-that-name==1.0\n") == "none-of-that-name"
    assert packages.told("typst") == sentence("fr", "start.package", name="typst")
