"""A copy is put in the place of the database: `python -m facilitation.restore FILE [--data DIR] [--yes]`.

Without FILE, the newest good copy of the folder for copies is proposed; with a folder as FILE, that folder's.
The copy is looked at and written to the data's own disk before anything is touched; what was there is moved
aside, never removed.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout

from facilitation import house
from facilitation.copies import chosen_folder, contents, copies, newest_good, snapshot
from facilitation.errors import RecolteError, StoreError
from facilitation.replacing import decide, settle
from facilitation.settings import Settings, language_in
from locales import Language, clock, day, sentence

SHOWN = 10  # copies in the list
YES = {"oui", "o", "yes", "y"}


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the copy is in its place; 1 when nothing was changed, and a sentence says why."""
    language = language_in(os.environ)
    asked = _parser(language).parse_args(arguments)
    try:
        settings = house.settings()
        if asked.data:
            settings = replace(settings, data_dir=asked.data, database_url="")
        database = _database(settings)
        copy = _chosen(asked.file, settings, database, language)
        return _restored(copy, database, language, asked.yes)
    except RecolteError as refusal:
        print(sentence(language, refusal.key, **refusal.values))
        return 1


def restore(copy: Path, database: Path, at: datetime) -> Path | None:
    """Puts that copy in the place of that database; gives where the old one lies now, if there was one.

    The database's lock must be held. Raises StoreError, with nothing touched, when the copy is not sound.
    """
    settle(database)
    contents(copy)
    decide(snapshot(copy, database.parent), database, at)
    return settle(database)


@contextmanager
def held(database: Path) -> Iterator[None]:
    """The lock that a server holds as long as it runs; raises StoreError when one does."""
    lock = FileLock(f"{database}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreError("restore.in_use", path=str(database)) from error
    try:
        yield
    finally:
        lock.release()


def _restored(copy: Path, database: Path, language: Language, sure: bool) -> int:
    def say(key: str, **values: str | Path) -> None:
        print(sentence(language, key, None, **values))

    found = _told(copy, language)
    database.parent.mkdir(parents=True, exist_ok=True)
    with held(database):
        settle(database)
        say("restore.copy", path=copy, found=found)
        say("restore.place", path=database, found=_seen(database, language))
        if not (sure or _agreed(language)):
            say("restore.unchanged")
            return 1
        aside = restore(copy, database, datetime.now(UTC))
    if aside is not None:
        say("restore.aside", path=aside)
    say("restore.done")
    return 0


def _database(settings: Settings) -> Path:
    url = sa.make_url(settings.store_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise StoreError("restore.elsewhere")
    return Path(url.database).absolute()


def _chosen(named: Path | None, settings: Settings, database: Path, language: Language) -> Path:
    """The copy that was named, or the newest good one of the folder that was, or of the usual one."""
    if named is not None and not named.is_dir():
        return named
    folder = named or settings.backup_dir or chosen_folder(database)
    if folder is None:
        raise StoreError("restore.no_folder")
    return _proposed(folder, language)


def _proposed(folder: Path, language: Language) -> Path:
    """The newest good copy there, after a list of what there is."""
    for copy in copies(folder)[:SHOWN]:
        print(sentence(language, "restore.copy", path=copy, found=_seen(copy, language)))
    newest = newest_good(folder)
    if newest is None:
        raise StoreError("restore.no_copy", folder=str(folder))
    print()
    return newest


def _seen(path: Path, language: Language) -> str:
    """What that file holds, or why nobody can tell."""
    try:
        return _told(path, language)
    except StoreError as trouble:
        return sentence(language, trouble.key, **trouble.values)


def _told(path: Path, language: Language) -> str:
    found = contents(path)
    counted = [
        sentence(language, "restore.workshops", n=found.workshops),
        sentence(language, "restore.ideas", n=found.ideas),
    ]
    if found.last is not None:
        last = found.last.astimezone()
        when = {"day": day(language, last), "time": clock(language, last)}
        counted.append(sentence(language, "restore.last", None, **when))
    return ", ".join(counted)


def _agreed(language: Language) -> bool:
    try:
        answer = input(sentence(language, "restore.ask"))
    except EOFError:  # nobody is there to answer
        print()
        return False
    return answer.strip().casefold() in YES


def _parser(language: Language) -> argparse.ArgumentParser:
    def say(key: str) -> str:
        return sentence(language, f"restore.help.{key}")

    parser = argparse.ArgumentParser(prog="python -m facilitation.restore", description=say("about"))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=say("file"))
    parser.add_argument("--data", type=Path, metavar="DIR", help=say("data"))
    parser.add_argument("--yes", action="store_true", help=say("yes"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
