"""How long a start looks at a database before it serves: sizes alone, then every page.

`python -m bench.starting [--megabytes 20,200,1000]` fills a database in a temporary folder with entries as
people write them and prints milliseconds. The target is 2 s for 200 MB; what takes longer goes on beside.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from facilitation.door import Door
from facilitation.opening import Check, is_whole
from facilitation.rights import Administrator
from facilitation.store import PATIENCE, Store

ROWS = 5_000
DATA = '{"author":"P12","language":"fr","note":"N%d","table":4,"text":"%s","type":"idea"}'


def main() -> None:
    """Fills a database of each size, opens it, prints the table."""
    asked = argparse.ArgumentParser(description="What a start looks at, in milliseconds.")
    asked.add_argument("--megabytes", default="20,200,1000")
    options = asked.parse_args()
    print(f"a start waits {PATIENCE:.0f} s at most; the rest goes on beside it")
    print("      MB   sizes   every page   cold   the whole start")
    for megabytes in (int(number) for number in options.megabytes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            _row(Path(folder) / "recolte.sqlite", megabytes)


def _row(file: Path, megabytes: int) -> None:
    url = f"sqlite:///{file}"
    filled(url, file, megabytes)
    sizes = _timed(lambda: is_whole(file))
    opened = Store(url)
    assert opened._check is not None
    opened._check.wait(600)
    warm = _timed(lambda: Check(opened.engine).wait(600))
    opened.close()
    _forgotten(file)
    cold_store = Store(url)
    _forgotten(file)
    cold = _timed(lambda: Check(cold_store.engine).wait(600))
    cold_store.close()
    start = _timed(lambda: Store(url).close())
    print(f"{file.stat().st_size / 1e6:8.0f} {sizes:7.1f} {warm:12.0f} {cold:6.0f} {start:17.0f}")


def filled(url: str, file: Path, megabytes: int) -> None:
    """A workshop's log of that many megabytes."""
    door = Door(Store(url))
    id, _ = door.create(Administrator(), datetime.now(UTC))
    number = 0
    while file.stat().st_size < megabytes * 1_000_000:
        rows = [
            (id, number + one, "2026-11-24T17:00:00Z", "P12", f"P12:{number + one:032x}", "NoteSubmitted", 1,
             DATA % (number + one, f"une idée {number + one} " * 14))
            for one in range(1, ROWS + 1)
        ]  # fmt: skip
        with door.store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO event VALUES (?,?,?,?,?,?,?,?)", rows)
        number += ROWS
    door.close()


def _forgotten(file: Path) -> None:
    """Asks the system to read the file from the disk the next time, where it can be asked."""
    if hasattr(os, "posix_fadvise"):
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


if __name__ == "__main__":
    main()
