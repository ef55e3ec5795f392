import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from clustering.batches import LOW_PRIORITY, WorkersUnavailable, on_dask, on_processes, serially

pytestmark = pytest.mark.heavy

TWO_PROCESSES_UNTIL_KILLED = """
import time
from clustering.batches import on_processes
from operator import neg

if __name__ == "__main__":
    with on_processes(2) as run:
        print(list(run(neg, range(20))), flush=True)
        time.sleep(60)
"""


def double(number: int) -> int:
    return 2 * number


def refuse(number: int) -> int:
    raise ValueError(f"no {number}")


def priority(number: int) -> int:
    return os.nice(0)


def end_abruptly(number: int) -> int:
    os._exit(3)


def test_serially_gives_the_results_in_order() -> None:
    assert list(serially(double, range(5))) == [0, 2, 4, 6, 8]


def test_processes_give_the_results_in_order() -> None:
    with on_processes(2) as run:
        assert list(run(double, range(50))) == list(range(0, 100, 2))


def test_processes_let_others_go_first() -> None:
    with on_processes(1) as run:
        assert list(run(priority, [0])) == [LOW_PRIORITY]


def test_processes_pass_on_what_a_batch_raises() -> None:
    with on_processes(1) as run, pytest.raises(ValueError, match="no 3"):
        list(run(refuse, [3]))


def test_processes_that_die_are_told() -> None:
    with on_processes(1) as run, pytest.raises(WorkersUnavailable):
        list(run(end_abruptly, [1]))


@pytest.mark.heavy
def test_processes_end_when_their_parent_is_killed(tmp_path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(TWO_PROCESSES_UNTIL_KILLED, "utf-8")
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == f"{[-n for n in range(20)]}\n"
    children = psutil.Process(parent.pid).children(recursive=True)
    assert len(children) >= 2

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    assert psutil.wait_procs(children, timeout=10)[1] == []


def test_dask_without_a_scheduler_is_refused_in_time(monkeypatch) -> None:
    monkeypatch.setattr("clustering.batches.PATIENCE", 1)
    start = time.monotonic()
    with pytest.raises(WorkersUnavailable, match=r"tcp://127\.0\.0\.1:9"), on_dask("tcp://127.0.0.1:9"):
        pass
    assert time.monotonic() - start < 10


def test_dask_with_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(WorkersUnavailable, match="nowhere at all"), on_dask("nowhere at all"):
        pass


def test_dask_not_installed_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorkersUnavailable, match="requirements-dask.txt"), on_dask("tcp://127.0.0.1:9"):
        pass
