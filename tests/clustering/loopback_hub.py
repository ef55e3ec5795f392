"""A hub on the loopback: the two addresses that a download asks, over real HTTP, with faults on request."""

import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

REVISION = "0123456789abcdef" * 2 + "01234567"


@dataclass
class Hub:
    """One model: its files, what was asked for, and what shall go wrong."""

    files: Mapping[str, bytes]
    name: str = "a-team/a-model"
    revision: str = REVISION
    asked: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    sent: int = 0
    cuts: list[int] = field(default_factory=list)  # the next large files stop after so many bytes
    status: int = 200  # of every file but modules.json
    ranged: bool = True
    damaged: bool = False
    portal: bool = False  # a page with a 200 for every address
    drips: bool = False  # a byte a second
    address: str = ""

    def listing(self) -> dict[str, Any]:
        siblings = [_sibling(path, content) for path, content in self.files.items()]
        return {"id": self.name, "sha": self.revision, "siblings": siblings}


def _sibling(path: str, content: bytes) -> dict[str, Any]:
    """Large files as LFS pointers with a SHA-256, small ones by their Git object id, as the hub has them."""
    blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
    told: dict[str, Any] = {"rfilename": path, "size": len(content), "blobId": blob}
    if path.endswith((".safetensors", ".bin", ".onnx")):
        sha256 = hashlib.sha256(content).hexdigest()
        told["lfs"] = {"size": len(content), "sha256": sha256, "pointerSize": 130}
    return told


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def hub(self) -> Hub:
        return self.server.hub  # type: ignore[attr-defined]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        file = re.fullmatch(f"/{self.hub.name}/resolve/{self.hub.revision}/(.+)", path)
        self.hub.asked.append(file[1] if file else path)
        if self.hub.portal:
            self._answer(200, b"<html>Your room number?</html>")
        elif path == f"/api/models/{self.hub.name}":
            self._answer(200, json.dumps(self.hub.listing()).encode())
        elif file and file[1] in self.hub.files:
            self._file(file[1], self.hub.files[file[1]])
        else:
            self._answer(404, b"{}")

    def _file(self, path: str, content: bytes) -> None:
        if self.hub.status != 200 and path != "modules.json":
            return self._answer(self.hub.status, b"busy")
        if self.hub.damaged and path.endswith(".safetensors"):
            content = content[:-1] + b"?"
        asked = self.headers.get("Range")
        if not asked or not self.hub.ranged:
            return self._answer(200, content)
        self.hub.ranges.append(asked)
        return self._answer(206, content[int(asked.removeprefix("bytes=").removesuffix("-")) :])

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        while self.hub.drips and not self.close_connection:
            self._drip()
        cut = self.hub.cuts.pop(0) if len(body) > 100_000 and self.hub.cuts else len(body)
        with suppress(ConnectionError):  # a killed download hangs up
            self.wfile.write(body[:cut])
        self.hub.sent += cut
        self.close_connection = cut < len(body)

    def _drip(self) -> None:
        try:
            self.wfile.write(b" ")
            time.sleep(1)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *asked: object) -> None:
        pass


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """The hub answers until the block ends; then its port is closed."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        server.daemon_threads = True
        server.hub = hub  # type: ignore[attr-defined]
        hub.address = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()
