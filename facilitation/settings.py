"""What the installation is told by its environment; read once, by the outermost layer."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from facilitation.errors import SettingError

PORTS, ROOMS = range(1, 65_536), range(1, 100_001)
LEAST_KEY = 16  # characters of a chosen key: a shorter one could be guessed
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of README's table, with their defaults; `bound_to` is told by the server itself."""

    port: int = 8501
    data_dir: Path = Path("data")
    database_url: str = ""
    public_url: str = ""
    admin_key: str = ""
    language: str = "fr"
    encoder: str = "auto"
    bound_to: str = ""
    room: int = 500
    backup_dir: Path | None = None

    @property
    def store_url(self) -> str:
        """DATABASE_URL, or the embedded SQLite file in DATA_DIR."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'recolte.sqlite').as_posix()}"

    def base_url(self) -> str | None:
        """Where a phone finds this server: PUBLIC_URL or the machine's LAN address; None if it has none."""
        if self.public_url:
            return self.public_url.rstrip("/")
        address = lan_address() if self.bound_to not in LOOPBACK else None
        return f"http://{address}:{self.port}" if address else None


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the environment; raises SettingError for one that cannot be used."""
    read = environment.get
    return Settings(
        port=_number("PORT", read("PORT") or "8501", PORTS),
        data_dir=_folder("DATA_DIR", read("DATA_DIR") or "data"),
        database_url=_database(read("DATABASE_URL") or ""),
        public_url=_address(read("PUBLIC_URL") or ""),
        admin_key=read("ADMIN_KEY") or "",
        language=language_in(environment),
        encoder=read("ENCODER") or "auto",
        bound_to=read("BOUND_TO") or "",
        room=_number("ROOM", read("ROOM") or "500", ROOMS),
        backup_dir=_folder("BACKUP_DIR", backup) if (backup := read("BACKUP_DIR")) else None,
    )


def language_in(environment: Mapping[str, str]) -> Literal["fr", "en"]:
    """The language that LANGUAGE asks for; French unless it is English."""
    return "en" if (environment.get("LANGUAGE") or "fr").lower().startswith("en") else "fr"


def _number(name: str, text: str, within: range) -> int:
    if not (text.strip().isdecimal() and len(text) < 10 and int(text) in within):
        raise SettingError("setting.number", name=name, text=text, least=within[0], most=within[-1])
    return int(text)


def _folder(name: str, text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:  # ~somebody who has no home here
        raise SettingError("setting.folder", name=name, text=text) from error


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if text and not fine:
        raise SettingError("setting.address", text=text)
    return text


def _database(url: str) -> str:
    """Never told again in a refusal: such an address holds a password."""
    if url.startswith("postgres"):
        raise SettingError("setting.postgres")
    file = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else ""
    if url and (not file or file == ":memory:"):
        raise SettingError("setting.database")
    return url


def check_admin_key(chosen: str) -> None:
    """Raises SettingError for an ADMIN_KEY that could be guessed; without one, each start makes a key."""
    if chosen and len(chosen) < LEAST_KEY:
        raise SettingError("start.admin_key_short", least=LEAST_KEY)


def lan_address() -> str | None:
    """This machine's address on its network, or None without a network. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: choosing the route is enough
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if address.startswith("127.") else address
