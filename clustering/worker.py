"""A process of its own for what takes long: whoever answers phones never waits for it.

Python runs one thread at a time: importing torch holds all others for seconds, a large tree for tenths.
So vectors and groups are made by a child that is started at the first call, at low priority, and that ends
with its parent, however that one ends: its standard input closes. The two speak in pickles, which nobody
else can write: they go through the pipes of that one child.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

ROOT = Path(__file__).resolve().parents[1]
TELLING = None  # in the place where an answer says whether all went well
ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # a second thread slows a busy machine down
POLITE = 5  # steps of priority below the server's

P = ParamSpec("P")
T = TypeVar("T")


class WorkerEnded(RuntimeError):
    """The child died at work, of lack of memory for instance; the next call starts another."""


class Worker:
    """One child, one call at a time; threads wait their turn."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``function`` gives in the child, or the exception it raised; WorkerEnded when the child died.

        The function is found by its name, so it must lie in a module; arguments and result are pickled.
        """
        return self._asked(function, args, kwargs, None)  # type: ignore[no-any-return]

    def call_telling(
        self, progress: Callable[[int, int], None], function: Callable[..., T], *args: object
    ) -> T:
        """The same for a function whose last argument hears how far it is; what progress raises ends it."""
        return self._asked(function, args, {}, progress)  # type: ignore[no-any-return]

    def _asked(
        self,
        function: Callable[..., Any],
        args: tuple[object, ...],
        kwargs: Mapping[str, object],
        progress: Callable[[int, int], None] | None,
    ) -> Any:
        with self._turn:
            child = self._started()
            try:
                _say(_pipe(child.stdin), (function, args, kwargs, progress is not None))
                while (answer := _hear(_pipe(child.stdout)))[0] is TELLING:
                    assert progress is not None
                    progress(*answer[1])
            except (EOFError, OSError) as error:
                self._end()
                raise WorkerEnded(str(error)) from error
            except BaseException:  # nobody waits for the answer any more, and the next one must not get it
                self._end()
                raise
        fine, result = answer
        if not fine:
            raise result
        return result

    def close(self) -> None:
        """Ends the child, in the middle of its work too; a later call starts another."""
        if (child := self._child) is not None:
            child.kill()  # whoever waits for its answer hears that it died, and gives the turn back
        with self._turn:
            self._end()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and self._child.poll() is not None:
            self._end()
        if self._child is None:
            paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
            environment = {**os.environ, **ALONE, "PYTHONPATH": os.pathsep.join(paths)}
            self._child = subprocess.Popen(
                [sys.executable, "-m", "clustering.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
            )  # fmt: skip
        return self._child

    def _end(self) -> None:
        if (child := self._child) is None:
            return
        self._child = None
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):  # what was not sent yet is of no use to a dead child
                _pipe(pipe).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _say(pipe: IO[bytes], what: object) -> None:
    pipe.write(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))
    pipe.flush()


def _hear(pipe: IO[bytes]) -> Any:
    return pickle.load(pipe)  # noqa: S301 (from our own parent or child only)


def _serve() -> None:
    """The child's life: one call after the other, until its parent is gone."""
    with contextlib.suppress(AttributeError, OSError):  # no such thing on Windows
        os.nice(POLITE)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get into the answers
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            function, args, kwargs, telling = _hear(asked)
            tell = [lambda *how_far: _say(answers, (TELLING, how_far))] if telling else []
            _say(answers, _answer(function, (*args, *tell), kwargs))


def _answer(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, function(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 (goes to the one who asked)
        return False, error


if __name__ == "__main__":
    _serve()
