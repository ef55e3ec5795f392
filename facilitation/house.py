"""What this process has one of: settings, door, encoding, copying. Opened on first use, for all screens."""

import atexit
import threading

from clustering.worker import Worker
from facilitation.copying import Copying
from facilitation.door import Door
from facilitation.encoding import Encoding
from facilitation.settings import Settings, from_environment
from facilitation.store import Store

_lock = threading.Lock()
_opened: dict[str, Door] = {}
_encoding: dict[Door, Encoding] = {}
_copying: dict[Door, Copying] = {}
_worker = Worker()  # outlives a door: starting the child and loading an encoder takes seconds
atexit.register(_worker.close)


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


def worker() -> Worker:
    """The process that works beside this one."""
    return _worker


def encoding() -> Encoding:
    """What encodes the ideas behind the door."""
    behind = door()
    with _lock:
        if behind not in _encoding:
            _encoding[behind] = Encoding(behind, _worker, settings().encoder)
        return _encoding[behind]


def copying() -> Copying:
    """What copies the database behind the door."""
    behind = door()
    with _lock:
        if behind not in _copying:
            _copying[behind] = Copying(behind, settings().backup_dir)
        return _copying[behind]


def close() -> None:
    """Closes the door, if it was opened; the next use opens it anew."""
    with _lock:
        if (door := _opened.pop("door", None)) is not None:
            if (encoding := _encoding.pop(door, None)) is not None:
                encoding.close()
            if (copying := _copying.pop(door, None)) is not None:
                copying.close()
            door.close()
