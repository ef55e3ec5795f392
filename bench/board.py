"""How long a click for a draft of groups takes on the board, and whether phones notice.

`python -m bench.board [--clicks 10]` starts a server on a folder of its own, for each row opens the board in real
Chromium and clicks «Proposer»; printed are milliseconds from the click until the draft stands in the page:
58 ideas (the sample) with their vectors kept; 500 ideas with theirs; and 58 ideas nobody has encoded yet, on a server
that has just been started. Meanwhile a phone asks for its page every 20 ms: the longest answers tell how long
the loop that serves phones was held up, and those without clicks what this machine does by itself.
"""

import argparse
import os
import platform
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.invented import proposals
from facilitation.door import Door
from facilitation.model import Channel, NoteType, StepKind
from facilitation.rights import Administrator
from facilitation.rules.notes import submit_note
from facilitation.rules.steps import open_step
from facilitation.store import Store
from sample_sessions import SAMPLES
from tests.conftest import FRAMING
from tests.running import Server

CLICK = """async () => {
  const all = [...document.querySelectorAll("button")];
  const press = all.find((one) => one.textContent.trim() === "Proposer");
  const roots = () => [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const draft = () => roots().map((one) => one.querySelector(".draft .column")).find(Boolean);
  const before = draft();
  const began = performance.now();
  press.click();
  while (!draft() || (before && draft() === before)) await new Promise((go) => setTimeout(go, 4));
  return performance.now() - began;
}"""
