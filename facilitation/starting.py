"""Whether the app can start; if not, a sentence for the person who started it, and an exit code a cause."""

import errno
import os
import shlex
import socket
from collections.abc import Mapping
from pathlib import Path

from facilitation import house
from facilitation.copies import chosen_folder, made_at, newest_good
from facilitation.errors import RecolteError, SettingError
from facilitation.settings import from_environment, language_in
from facilitation.store import is_old_sqlite, sqlite_module
from locales import Language, clock, day, sentence

# 1 to 3 are Python's, the command line's and the web server's own; 40 is `packages`.
EXITS: Mapping[str, int] = {
    "store.in_use": 10,
    "store.held": 11,
    "store.full": 12,
    "store.no_right": 13,
    "store.damaged": 14,
    "store.newer": 15,
    "store.unopened": 16,
    "setting.number": 20,
    "setting.folder": 21,
    "setting.address": 22,
    "setting.database": 23,
    "setting.postgres": 24,
    "setting.lost": 25,
    "start.admin_key_short": 26,
    "port.taken": 30,
    "port.no_right": 31,
}
OTHER = 19


def begin() -> None:
    """Opens the house; raises RecolteError when it cannot be opened."""
    house.door()


def claim(port: int) -> None:
    """Raises SettingError when that port cannot be had, as the web server would find a moment later."""
    family = socket.AF_INET6 if socket.has_ipv6 else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
            probe.listen()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SettingError("port.taken", port=str(port)) from error
            if error.errno == errno.EACCES:
                raise SettingError("port.no_right", port=str(port)) from error


def told(trouble: RecolteError, language: Language | None = None) -> tuple[str, int]:
    """What to say of it, with the copy that could take the place of a damaged file, and the exit code."""
    language = language or language_in(os.environ)
    lines = [sentence(language, trouble.key, **trouble.values)]
    if trouble.key == "store.damaged":
        lines.append(_offer(language, Path(trouble.values["path"])))
    return "\n".join(lines), EXITS.get(trouble.key, OTHER)


def cautions(language: Language) -> tuple[str, ...]:
    """What is to be known although the app has started."""
    opened = house.door().store
    said = []
    if opened.file is not None and opened.file.journal_lost:
        said.append(f"{sentence(language, 'start.journal_lost')} {_offer(language, opened.file.path)}")
    if is_old_sqlite():
        said.append(sentence(language, "start.old_sqlite", version=sqlite_module().sqlite_version))
    return tuple(said)


def _offer(language: Language, database: Path) -> str:
    folder = from_environment().backup_dir
    if folder is None and database.is_file() and database.stat().st_size:
        folder = chosen_folder(database)  # never of an emptied file: SQLite would throw its journal away
    if folder is None:  # perhaps the damaged file alone knew it
        example = sentence(language, "start.example_folder")
        return sentence(language, "start.name_copies", command=_command(example))
    copy = newest_good(folder)
    if copy is None:
        return sentence(language, "start.no_copy", folder=str(folder))
    made, command = made_at(copy).astimezone(), _command(str(copy))
    return sentence(
        language, "start.copy", day=day(language, made), time=clock(language, made), command=command
    )


def _command(copy: str) -> str:
    if os.name == "nt":
        return f'.venv\\Scripts\\python -m facilitation.restore "{copy}"'
    return f"make restore FILE={shlex.quote(copy)}"
