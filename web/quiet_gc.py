"""Garbage collection in quiet moments.

A full collection of a busy server took 0.2 s, every few seconds, and answered no phone meanwhile: measured
with 1,000 of them. Young objects are collected as ever; the full collections wait until nobody writes.
"""

import asyncio
import gc
import time
from collections.abc import Callable

YOUNG = (50_000, 20)
NEVER = 1_000_000
QUIET = 5.0  # seconds without a commit
AT_LATEST = 900.0  # seconds between two full collections, quiet or not


def prepare() -> None:
    """What was imported stays: it is looked through once, and never again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*YOUNG, NEVER)


async def collect_when_quiet(last_commit: Callable[[], float]) -> None:
    """Collects once after each busy time; `last_commit` gives the monotonic time of the latest one."""
    collected = time.monotonic()
    while True:
        await asyncio.sleep(QUIET)
        if is_due(time.monotonic(), last_commit(), collected):
            gc.collect()
            collected = time.monotonic()


def is_due(now: float, committed: float, collected: float) -> bool:
    """Whether a full collection is due: something happened since the last one, and nothing happens now."""
    return now - collected > AT_LATEST or (committed > collected and now - committed > QUIET)
