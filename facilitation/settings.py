"""What the installation is told by its environment; read once, by the outermost layer."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from facilitation.errors import RecolteError

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
    """The settings in the environment; raises ValueError for a PORT or ROOM that is no number."""
    read = environment.get
    return Settings(
        port=int(read("PORT") or 8501),
        data_dir=Path(read("DATA_DIR") or "data").expanduser(),
        database_url=read("DATABASE_URL") or "",
        public_url=read("PUBLIC_URL") or "",
        admin_key=read("ADMIN_KEY") or "",
        language="en" if (read("LANGUAGE") or "fr").lower().startswith("en") else "fr",
        encoder=read("ENCODER") or "auto",
        bound_to=read("BOUND_TO") or "",
        room=max(int(read("ROOM") or 500), 1),
        backup_dir=Path(backup).expanduser() if (backup := read("BACKUP_DIR")) else None,
    )


def check_admin_key(chosen: str) -> None:
    """Raises RecolteError for an ADMIN_KEY that could be guessed; without one, each start makes a key."""
    if chosen and len(chosen) < LEAST_KEY:
        raise RecolteError("start.admin_key_short", least=LEAST_KEY)


def lan_address() -> str | None:
    """This machine's address on its network, or None without a network. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: choosing the route is enough
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if address.startswith("127.") else address
