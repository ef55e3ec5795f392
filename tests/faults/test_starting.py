"""The real program when it cannot start, and when its database fails while a room uses it."""

import contextlib
import html
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from facilitation.copies import copy_database
from facilitation.door import Door
from facilitation.rights import Administrator
from facilitation.store import Store
from locales import sentence
from tests.running import ROOT, Server, free_port

FILE = "recolte.sqlite"
OURS = ("PORT", "ROOM", "DATABASE_URL", "PUBLIC_URL", "ADMIN_KEY", "LANGUAGE", "BACKUP_DIR")


def by_command(*more: str) -> list[str]:
    return [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free_port()), *more]


BY_FILE = [sys.executable, "app.py"]


class ByFile(Server):
    """Started as `make run` does."""

    def command(self) -> list[str]:
        return BY_FILE


def ended(command: list[str], **environment: str) -> tuple[int, list[str]]:
    """The exit code, and every line that the terminal showed."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    done = subprocess.run(
        command, cwd=ROOT, env={"PORT": str(free_port()), **clean, **environment}, timeout=60,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return done.returncode, [line.strip() for line in done.stdout.splitlines() if line.strip()]


@pytest.fixture
def damaged(tmp_path: Path) -> tuple[Path, str]:
    """A folder with a cut database, and the key with its copy."""
    Store(f"sqlite:///{tmp_path / 'data' / FILE}").close()
    (tmp_path / "key").mkdir()
    copy_database(tmp_path / "data" / FILE, tmp_path / "key", datetime(2026, 11, 24, 17, 5, tzinfo=UTC))
    os.truncate(tmp_path / "data" / FILE, (tmp_path / "data" / FILE).stat().st_size - 1_000)
    return tmp_path / "data", str(tmp_path / "key")


@pytest.mark.faults
@pytest.mark.parametrize("command", [by_command(), BY_FILE], ids=["streamlit run app.py", "python app.py"])
def test_damaged_data_ends_the_start_with_the_copy_to_put_back(
    damaged: tuple[Path, str], command: list[str]
) -> None:
    data, key = damaged

    code, shown = ended(command, DATA_DIR=str(data), BACKUP_DIR=key, TZ="UTC")

    assert (code, shown) == (
        14,
        [
            sentence("fr", "store.damaged", path=str(data / FILE)),
            "La plus récente copie saine est du 24 novembre 2026, 17 h 05. Pour la remettre\u00a0: "
            f"make restore FILE={key}/recolte-20261124T170500Z.sqlite",
        ],
    )


@pytest.mark.faults
def test_ctrl_c_says_that_it_has_stopped(tmp_path: Path) -> None:
    server = ByFile(tmp_path)
    server.start()
    assert server.process is not None
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(15) == 0
    assert server.log.strip().splitlines()[-1].strip() == sentence("fr", "start.stopped")
    assert "Abort" not in server.log


@pytest.mark.faults
def test_lost_hardening_ends_the_start(tmp_path: Path) -> None:
    command = by_command("--runner.fastReruns", "true")

    assert ended(command, DATA_DIR=str(tmp_path), LANGUAGE="en") == (
        25,
        [sentence("en", "setting.lost", names="runner.fastReruns")],
    )


@pytest.mark.faults
def test_taken_port_ends_the_start(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        assert ended(BY_FILE, DATA_DIR=str(tmp_path), PORT=port) == (
            30,
            [sentence("fr", "port.taken", port=port)],
        )


def test_missing_package_ends_the_start_without_any_package() -> None:
    bare = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); import app"]

    assert ended(bare) == (40, [sentence("fr", "start.package", name="streamlit")])
    assert ended(bare, LANGUAGE="en_CA") == (40, [sentence("en", "start.package", name="streamlit")])


@pytest.mark.faults
def test_second_start_is_told_and_harms_nothing(server: Server) -> None:
    before = server.log

    code, shown = ended(by_command(), DATA_DIR=str(server.folder))

    assert (code, shown) == (10, [sentence("fr", "store.in_use", path=str(server.folder / FILE))])
    assert httpx.get(f"{server.url}/healthz").status_code == 200
    assert server.log == before


@pytest.mark.faults
def test_start_after_the_journal_vanished_says_so(server: Server) -> None:
    server.kill()
    (server.folder / f"{FILE}-wal").unlink()

    server.start()

    assert server.log.count(sentence("fr", "start.journal_lost")) == 1


@pytest.mark.faults
def test_database_that_fails_later_is_told_everywhere(tmp_path: Path) -> None:
    door = Door(Store(f"sqlite:///{tmp_path / FILE}"))
    id, keys = door.create(Administrator(), datetime.now(UTC))
    code = door.card(id).code
    door.close()
    server = Server(tmp_path)
    server.start()
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as saboteur:
        for table in ("setting", "people", "event"):
            saboteur.execute(f"ALTER TABLE {table} RENAME TO away_{table}")
    try:
        with httpx.Client(base_url=server.url, cookies={f"recolte_f_{id}": keys.facilitator}) as staff:
            answers = [staff.get(f"/files/{code}/{what}") for what in ("archive", "lapse")]
        told = server.log
        well = httpx.get(f"{server.url}/healthz").status_code
    finally:
        server.end()

    assert [answer.status_code for answer in answers] == [503, 503]
    assert all(sentence("fr", "store.silent") in html.unescape(answer.text) for answer in answers)
    assert told.count("The store could not read") == 1
    assert "Traceback" not in told
    assert well == 503
