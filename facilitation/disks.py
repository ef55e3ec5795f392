"""What a disk is asked besides files: to have really kept them, and why it did not."""

import errno
import os
import tempfile
from pathlib import Path

from facilitation.errors import StoreError

_CAUSES = {
    "missing": {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO},
    "full": {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)},
    "read_only": {errno.EROFS, errno.EACCES, errno.EPERM},
}
_NOT_FOR_FOLDERS = {errno.EINVAL, errno.ENOTSUP}  # said by some network folders


def flush(path: Path) -> None:
    """Waits until the disk has that file, or the names in that folder."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no such thing
    number = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if not (path.is_dir() and error.errno in _NOT_FOR_FOLDERS):
            raise
    finally:
        os.close(number)


def write_through(folder: Path) -> None:
    """Writes a file, waits until the disk has it, reads it back and takes it away; OSError if not."""
    told = os.urandom(512)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".recolte-check-") as file:
        file.write(told)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        if file.read() != told:
            raise OSError("what was written is not what is read")


def same_disk(one: Path, other: Path) -> bool:
    """Whether both folders are lost with the same disk, as far as the system tells."""
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False


def refusal(error: OSError, folder: Path) -> StoreError:
    """Why nothing could be written in that folder, as a person can be told."""
    kind = next((kind for kind, codes in _CAUSES.items() if error.errno in codes), "broken")
    return StoreError(f"copy.{kind}", folder=str(folder.absolute()))
