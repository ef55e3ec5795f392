import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from clustering.worker import Worker, WorkerEnded

pytestmark = pytest.mark.heavy

PARENT = """
import os, time
from clustering.worker import Worker
worker = Worker()
print(worker.call(os.getpid), flush=True)
time.sleep(60)
"""


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


def test_call_runs_in_one_other_process(worker: Worker) -> None:
    assert worker.call(os.getpid) == worker.call(os.getpid) != os.getpid()
    assert worker.call(math.hypot, 3.0, 4.0) == 5.0


def test_call_gives_the_exception_and_goes_on(worker: Worker) -> None:
    with pytest.raises(ValueError, match="math domain error"):
        worker.call(math.sqrt, -1.0)
    assert worker.call(math.sqrt, 4.0) == 2.0


def test_what_is_printed_in_the_child_is_no_answer(worker: Worker) -> None:
    assert worker.call(os.system, "echo astray") == 0
    assert worker.call(print, "astray") is None


def test_call_says_that_the_child_died_and_the_next_starts_another(worker: Worker) -> None:
    first = worker.call(os.getpid)
    with pytest.raises(WorkerEnded):
        worker.call(os._exit, 3)
    assert worker.call(os.getpid) != first


def _counts(to: int, tell: Callable[[int, int], None]) -> int:
    for number in range(to):
        tell(number, to)
    return to


def test_call_tells_how_far_it_is_and_ends_when_nobody_listens_any_more(worker: Worker) -> None:
    heard: list[tuple[int, int]] = []
    first = worker.call(os.getpid)
    counted = worker.call_telling(lambda *how_far: heard.append(how_far), _counts, 3)
    assert (counted, heard) == (3, [(0, 3), (1, 3), (2, 3)])

    def gone(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        worker.call_telling(gone, _counts, 3)
    assert worker.call(os.getpid) != first


def _sleeps(tell: Callable[[int, int], None]) -> None:
    tell(0, 1)
    time.sleep(60)


def test_closed_at_work_ends_the_call(worker: Worker) -> None:
    at_work = threading.Event()
    with ThreadPoolExecutor(1) as other:
        call = other.submit(worker.call_telling, lambda *_: at_work.set(), _sleeps)
        assert at_work.wait(30)
        worker.close()
        with pytest.raises(WorkerEnded):
            call.result(30)
    assert worker.call(os.getpid) != os.getpid()


def test_closed_leaves_no_child_and_starts_anew(worker: Worker) -> None:
    first = worker.call(os.getpid)
    worker.close()
    assert not psutil.pid_exists(first)
    assert worker.call(os.getpid) != first


def test_child_ends_with_a_parent_that_was_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
    child.wait(timeout=10)
    assert not child.is_running()
