"""The door and the settings of this process: opened on first use, shared by pages and routes."""

import threading

from facilitation.door import Door
from facilitation.settings import Settings, from_environment
from facilitation.store import Store

_lock = threading.Lock()
_opened: dict[str, Door] = {}


def settings() -> Settings:
    """The settings, as the environment has them now."""
    return from_environment()


def door() -> Door:
    """The one door of this process."""
    opened = _opened.get("door")
    if opened is not None:  # asked at each request
        return opened
    with _lock:
        if "door" not in _opened:
            _opened["door"] = Door(Store(settings().store_url))
        return _opened["door"]


def close() -> None:
    """Closes the door, if it was opened; the next use opens it anew."""
    with _lock:
        if (door := _opened.pop("door", None)) is not None:
            door.close()
