"""Fetching a sentence-transformers model from the hub, when somebody asked for it.

The files land where the hub's own library looks for them (blobs, snapshots, refs), so ``from_setting`` finds
the model afterwards without a network. Its ``snapshot_download`` is not used: in the version installed it
drops a file that is half there, and asks for a minute before it says that there is no network.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock

from clustering.hub import SILENCE, HubFile, HubModel, on_hub, refusals
from clustering.unavailable import DiskFull, HubUnreachable, ModelBroken

Progress = Callable[[int, int], None]
PAUSES = (1.0, 2.0, 4.0)  # seconds before asking again for a file whose connection was lost
CHUNK = 1 << 16  # what a lost connection may cost on a slow network
SPARE = 64 << 20  # bytes left free on the disk: the store writes there too


class DownloadSize(NamedTuple):
    """Bytes that a download has left to fetch, and bytes of the whole model."""

    remaining: int
    total: int


def download_size(name: str) -> DownloadSize:
    """What ``download`` would fetch now; (0, total) for a model that is here and up to date.

    Raises EncoderUnavailable within ten seconds, network or not.
    """
    model = on_hub(name)
    return DownloadSize(model.size - _shelf(model).present(), model.size)


def download(name: str, progress: Progress) -> None:
    """The model in the cache of this machine; ``progress`` hears the bytes that are here, and the total.

    What arrived is kept when it stops, by an error, a kill, or whatever ``progress`` raises, and the next
    call goes on from there. Only a complete model is found by ``from_setting``; an older revision stays in
    use until then. Raises EncoderUnavailable: within ten seconds when there is no network to begin with,
    after four silent tries (half a minute) when it is lost on the way.
    """
    model = on_hub(name)
    shelf = _shelf(model)
    with refusals(name):
        shelf.locks.mkdir(parents=True, exist_ok=True)
        with FileLock(shelf.locks / "download.lock"):
            _make_sure_of_room(shelf)
            done = _Done(progress, shelf.present(), model.size)
            done.add(0)
            for file in model.files:
                if not shelf.holds(file):
                    _fetch(model, file, shelf.part(file), done)
                    shelf.keep(file)
                shelf.show(file)
            shelf.publish()


@dataclass(slots=True)
class _Done:
    tell: Progress
    here: int
    total: int

    def add(self, count: int) -> None:
        self.here += count
        self.tell(self.here, self.total)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The place of one model in the library's cache: blobs by digest, and a snapshot that points to them."""

    model: HubModel
    root: Path
    locks: Path

    def present(self) -> int:
        """The bytes already here, of whole files and of the one that was being fetched."""
        return sum(
            file.size if self.holds(file) else min(max(_size(self.part(file)), 0), file.size)
            for file in self.model.files
        )

    def holds(self, file: HubFile) -> bool:
        """Whether the file is here, be it from an older revision in which it was the same."""
        return file.size in (_size(self._place(file)), _size(self._blob(file)))

    def part(self, file: HubFile) -> Path:
        """Where the file grows until it is whole; by its digest, so a new revision goes on with it."""
        return self.root / "blobs" / f"{file.digest}.part"

    def keep(self, file: HubFile) -> None:
        """Keeps the fetched file, if its content is what was announced; else ModelBroken."""
        part = self.part(file)
        if _digest(part, file) != file.digest:
            part.unlink()
            raise ModelBroken(f"{self.model.name}: {file.path} arrived damaged")
        part.replace(self._blob(file))

    def show(self, file: HubFile) -> None:
        """Puts the kept file at its path in the snapshot."""
        place, blob = self._place(file), self._blob(file)
        if _size(place) == file.size:
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        try:
            place.symlink_to(os.path.relpath(blob, place.parent))
        except OSError:  # Windows without the right to make links: the library keeps the file itself there
            blob.replace(place)

    def publish(self) -> None:
        """Names this revision the one in use, at once or not at all."""
        fresh, main = self.root / "main.fresh", self.root / "refs" / "main"
        main.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(self.model.revision, "ascii")
        fresh.replace(main)

    def _blob(self, file: HubFile) -> Path:
        return self.root / "blobs" / file.digest

    def _place(self, file: HubFile) -> Path:
        return self.root / "snapshots" / self.model.revision / file.path


def _shelf(model: HubModel) -> _Shelf:
    from huggingface_hub.constants import HF_HUB_CACHE  # noqa: PLC0415 (optional)
    from huggingface_hub.file_download import repo_folder_name  # noqa: PLC0415

    folder = repo_folder_name(repo_id=model.name, repo_type="model")
    return _Shelf(model, Path(HF_HUB_CACHE, folder), Path(HF_HUB_CACHE, ".locks", folder))


def _make_sure_of_room(shelf: _Shelf) -> None:
    missing = shelf.model.size - shelf.present()
    free = shutil.disk_usage(shelf.locks).free
    if missing and free < missing + SPARE:
        raise DiskFull(f"{shelf.model.name}: {missing} bytes to fetch, {free} free")


def _fetch(model: HubModel, file: HubFile, part: Path, done: _Done) -> None:
    """The whole file in ``part``, on from where it stands, through a few losses of the connection."""
    from huggingface_hub.utils import httpx  # noqa: PLC0415 (optional)

    part.parent.mkdir(parents=True, exist_ok=True)
    failures = 0
    while (before := _size(part)) < file.size:
        try:
            _stream(model, file, part, done)
        except httpx.TransportError:
            failures = failures + 1 if _size(part) <= before else 1
            if failures > len(PAUSES):
                raise
            time.sleep(PAUSES[failures - 1])


def _stream(model: HubModel, file: HubFile, part: Path, done: _Done) -> None:
    """One request for what is missing of the file, written as it arrives."""
    from huggingface_hub import get_session, hf_hub_url  # noqa: PLC0415 (optional)
    from huggingface_hub.utils import hf_raise_for_status  # noqa: PLC0415

    url = hf_hub_url(model.name, file.path, revision=model.revision)
    with part.open("ab") as out:
        start = out.tell()
        with get_session().stream("GET", url, headers=_headers(start), timeout=SILENCE) as answer:
            hf_raise_for_status(answer)
            whole = answer.status_code != 206
            _expect(answer, file, file.size if whole else file.size - start)
            if whole and start:
                out.truncate(0)
                done.add(-start)
            _write(answer, file, out, done)
        os.fsync(out.fileno())


def _expect(answer: Any, file: HubFile, length: int) -> None:
    """Refuses an answer of another length before it costs what has arrived: a login page, an older file."""
    told = answer.headers.get("Content-Length")
    if told is not None and told != str(length):
        raise HubUnreachable(f"{file.path}: {told} bytes are offered where {length} are missing")


def _headers(start: int) -> dict[str, str]:
    from huggingface_hub.utils import build_hf_headers  # noqa: PLC0415 (optional)

    ranged = {"Range": f"bytes={start}-"} if start else {}
    return {**build_hf_headers(), "Accept-Encoding": "identity", **ranged}


def _write(answer: Any, file: HubFile, out: Any, done: _Done) -> None:
    for chunk in answer.iter_bytes(CHUNK):
        out.write(chunk)
        out.flush()  # what the progress counts is here
        if out.tell() > file.size:
            out.truncate(0)
            raise ModelBroken(f"{file.path} is longer than announced")
        done.add(len(chunk))


def _size(path: Path) -> int:
    """The bytes of a file; -1 where there is none."""
    return path.stat().st_size if path.is_file() else -1


def _digest(path: Path, file: HubFile) -> str:
    """SHA-256, or what Git calls the file: SHA-1 of its size and content. The length of the digest tells."""
    whole = hashlib.sha256() if len(file.digest) == 64 else hashlib.sha1(usedforsecurity=False)
    if len(file.digest) != 64:
        whole.update(f"blob {file.size}\0".encode())
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            whole.update(chunk)
    return whole.hexdigest()
