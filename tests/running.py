"""A real server in its own process, as `make run` starts it, for the browser and fault tests."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
ADMIN_KEY = "an-administration-key-for-tests-only"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settled(page: "Page") -> None:
    """Waits until a page of Streamlit's has been drawn: a press while its script still runs can be lost."""
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()


@dataclass
class Server:
    """One installation: its data folder outlives kills and restarts."""

    folder: Path
    port: int = field(default_factory=free_port)
    admin_key: str = ADMIN_KEY
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8")

    def start(self) -> None:
        """Returns once /healthz says that the store can write."""
        environment = {
            **os.environ,
            "PORT": str(self.port),
            "DATA_DIR": str(self.folder),
            "ADMIN_KEY": self.admin_key,
            "PUBLIC_URL": self.url,
            "LANGUAGE": "fr",
            "PYTHONUNBUFFERED": "1",
        }
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        self._wait()

    def command(self) -> list[str]:
        """What is run, in the project's folder."""
        return [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]

    def kill(self) -> None:
        """As a power cut would: no goodbye."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> float:
        """As Ctrl+C would; gives the seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        return time.monotonic() - began

    def end(self) -> None:
        """Gone, if it was still there."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def admit(self, page: "Page") -> None:
        """Makes that browser an administrator: the link in the terminal, and the button of its page."""
        page.goto(self.url + self.first_link())
        page.get_by_role("button", name="Administrer avec ce navigateur").click()

    def first_link(self) -> str:
        """The administration link in what the terminal shows."""
        found = re.findall(r"http://localhost:\d+(/admin/\S+)", self.log)
        return str(found[-1])

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self.process is not None
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended:\n{self.log}")
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"the server did not start:\n{self.log}")
