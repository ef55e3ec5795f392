"""One function over many batches: here, on processes of this machine, or on a Dask cluster.

Code that has batches takes a ``Run`` and never asks where it works. The three give the same results in
the same order; what differs is how long they take.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

LOW_PRIORITY = 10  # of 19: a server on the same machine goes first
PATIENCE = 10  # seconds for a scheduler and its first worker to answer

Batch = TypeVar("Batch")
Result = TypeVar("Result")


class WorkersUnavailable(Exception):
    """The processes or the cluster asked for do not answer, or no longer do; the message says why."""


class Run(Protocol):
    """The results of a function, one for each batch, in the order of the batches.

    The function stands at the top of a module, and batches and results can be pickled.
    """

    def __call__(self, function: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """The results, each as soon as it and those before it are there."""
        ...


def serially(function: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
    """One batch after the other, in this process."""
    return map(function, batches)


@contextmanager
def on_processes(count: int) -> Iterator[Run]:
    """That many processes of low priority; they end with the block, or with this process if it is killed."""
    context = multiprocessing.get_context("spawn")  # a fork would copy the locks of a server's threads
    with ProcessPoolExecutor(count, context, _settle) as pool:

        def run(function: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
            try:
                yield from pool.map(function, batches)
            except BrokenProcessPool as error:
                raise WorkersUnavailable(str(error)) from error

        try:
            yield run
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def on_dask(address: str) -> Iterator[Run]:
    """The workers of the Dask cluster whose scheduler answers at ``address`` («tcp://10.0.0.4:8786»).

    They need the same installation as this machine. Their priority is the cluster's own affair. Raises
    WorkersUnavailable when Dask is not installed, or when nobody answers within PATIENCE.
    """
    client = _client(address)
    try:
        yield _dask_run(client)
    finally:
        client.close()


def low_priority() -> None:
    """Let everybody else on this machine go first, where the system knows how."""
    if hasattr(os, "nice"):
        os.nice(max(0, LOW_PRIORITY - os.nice(0)))


def _settle() -> None:
    low_priority()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, who ends its processes
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A pool's process would wait for work for ever after its parent was killed: it holds the pipe itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415 (an optional extra)
    except ImportError as error:
        raise WorkersUnavailable(f"{error}; pip install -r requirements-dask.txt") from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise WorkersUnavailable(f"{address}: {error}") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except OSError as error:
        client.close()
        raise WorkersUnavailable(f"{address}: {error}") from error
    return client


def _dask_run(client: Any) -> Run:
    from distributed import KilledWorker  # noqa: PLC0415 (an optional extra)

    def run(function: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
        # Not pure: a cluster that remembers an earlier run must not answer for this one.
        futures = client.map(function, list(batches), pure=False)
        futures.reverse()
        try:
            while futures:
                yield futures.pop().result()  # and forgotten, so that the workers may forget it too
        except (OSError, ImportError, KilledWorker, CancelledError) as error:
            raise WorkersUnavailable(f"{type(error).__name__}: {error}") from error

    return run
