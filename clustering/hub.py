"""What the hub offers of a model, and which of its files are wanted: weights, words, no pickle, no code."""

from __future__ import annotations

import errno
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import PurePosixPath
from typing import Any, TypeVar

from clustering.models import hub_name
from clustering.unavailable import DiskFull, HubUnreachable, ModelBroken, PackagesMissing, UnknownModel

PATIENCE = 10.0  # seconds for the hub's first answer, all told
SILENCE = 5.0  # seconds without a byte
WORDS = (".json", ".txt")
WEIGHTS = ".safetensors"
_PATH = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file as the hub announces it; ``digest`` is its SHA-256, or the Git object id of a small one."""

    path: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model at one revision, with the files that sentence-transformers reads, small ones first."""

    name: str
    revision: str
    files: tuple[HubFile, ...]

    @property
    def size(self) -> int:
        """The bytes of all its files."""
        return sum(file.size for file in self.files)


def on_hub(name: str) -> HubModel:
    """The model as the hub offers it now; raises EncoderUnavailable within PATIENCE, network or not."""
    full = hub_name(name)
    for package in ("huggingface_hub", "sentence_transformers"):
        if find_spec(package) is None:
            raise PackagesMissing(f"{name}: {package} is not installed")
    with refusals(name):
        import huggingface_hub  # noqa: F401, PLC0415 (a second, not to be counted as the hub's)

        return _within(PATIENCE, lambda: _asked(full))


@contextmanager
def refusals(name: str) -> Iterator[None]:
    """Turns what the hub's library and the disk raise inside into EncoderUnavailable with its reason."""
    from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError  # noqa: PLC0415 (optional)
    from huggingface_hub.utils import httpx  # noqa: PLC0415

    try:
        yield
    except EntryNotFoundError as error:
        raise UnknownModel(f"{name}: {error}") from error
    except HfHubHTTPError as error:
        unknown = error.response.status_code in (401, 403, 404)
        raise (UnknownModel if unknown else HubUnreachable)(f"{name}: {error}") from error
    except (httpx.HTTPError, httpx.InvalidURL, ConnectionError, TimeoutError) as error:
        raise HubUnreachable(f"{name}: {error}") from error
    except OSError as error:
        raise (DiskFull if error.errno in _NO_ROOM else ModelBroken)(f"{name}: {error}") from error


def _asked(full: str) -> HubModel:
    from huggingface_hub import HfApi, get_session, hf_hub_url  # noqa: PLC0415 (optional)
    from huggingface_hub.utils import build_hf_headers, hf_raise_for_status  # noqa: PLC0415

    try:
        info = HfApi().model_info(full, files_metadata=True, timeout=SILENCE)
    except (TypeError, ValueError) as error:  # a hotel's page that wants a room number first
        raise HubUnreachable(f"{full}: what answers is no hub: {error}") from error
    url = hf_hub_url(full, "modules.json", revision=info.sha)
    answer = get_session().get(url, headers=build_hf_headers(), timeout=SILENCE)
    hf_raise_for_status(answer)
    try:
        files = wanted([_announced(one) for one in info.siblings], _folders(answer.json()))
        return HubModel(full, _hex(info.sha), files)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnknownModel(f"{full}: {error}") from error


def wanted(files: Sequence[HubFile], folders: Sequence[str]) -> tuple[HubFile, ...]:
    """The files to fetch, small ones first, for a model whose modules are in these folders ("" is its root).

    The words of the root and of the modules, and each module's weights as safetensors, once: a repository
    also holds them for other programs. ValueError for a module whose weights come as a pickle only.
    """
    kept = [file for file in files if _belongs(file.path, ["", *folders]) and file.path.endswith(WORDS)]
    weights: dict[str, list[HubFile]] = {}
    pickles: set[str] = set()
    for file in files:
        folder = _folder(file.path)
        if _belongs(file.path, folders) and file.path.endswith(WEIGHTS):
            weights.setdefault(folder, []).append(file)
        elif _belongs(file.path, folders) and PurePosixPath(file.path).match("pytorch_model*.bin"):
            pickles.add(folder)
    if not weights or pickles - set(weights):
        raise ValueError("no safetensors")
    for several in weights.values():
        whole = [file for file in several if PurePosixPath(file.path).name == "model.safetensors"]
        kept += whole or several
    return tuple(sorted(kept, key=lambda file: (file.size, file.path)))


def _belongs(path: str, folders: Sequence[str]) -> bool:
    """Whether the file is in one of the folders; below them too, except for the root."""
    return any(_folder(path) == one or (one and path.startswith(f"{one}/")) for one in folders)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _folders(modules: Sequence[Mapping[str, str]]) -> list[str]:
    """The modules' folders; ValueError for a module that would need code out of the model."""
    for module in modules:
        if not module["type"].startswith("sentence_transformers."):
            raise ValueError(f"{module['type']} is code of its own")
    return [module["path"].strip("/") for module in modules]


def _announced(sibling: Any) -> HubFile:
    """One line of the hub's list; a path that could lead out of the folder becomes none: not wanted."""
    path = sibling.rfilename if _PATH.fullmatch(sibling.rfilename) else ""
    digest = sibling.lfs.sha256 if sibling.lfs else sibling.blob_id
    return HubFile(path, int(sibling.size), _hex(digest))


def _hex(digest: str) -> str:
    if not _HEX.fullmatch(digest):
        raise ValueError(f"{digest!r} is no digest")
    return digest


def _within(seconds: float, ask: Callable[[], T]) -> T:
    """What ``ask`` gives or raises, or HubUnreachable: no timeout of a client covers looking a name up."""
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:  # noqa: BLE001 (raised again where it is waited for)
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return answer.result(seconds)
