"""What goes to the log when something fails: where and of what kind, never what people wrote.

The message of an unexpected error often quotes what it met: a text that is no number, a key that is not
there. The place in the code says as much to who mends it.
"""

import logging
import threading
import traceback
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from facilitation.errors import RecolteError

log = logging.getLogger("recolte")

# Their messages tell of files, the database and the code; what is written is hidden from the database's.
_PLAIN = (RecolteError, OSError, ImportError, AttributeError, sa.exc.DBAPIError)
_made = logging.getLogRecordFactory()


def keep_discreet() -> None:
    """From now on no log record of this process, nor the end of a thread, tells an error's message."""
    logging.setLogRecordFactory(record)
    threading.excepthook = _thread_ended


def record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """A log record whose traceback is already written, discreetly: formatters take it as it is."""
    made = _made(*args, **kwargs)
    if made.exc_info and made.exc_info[1] is not None:
        made.exc_text = told(made.exc_info[1])
    if made.name == "asyncio":  # below its first line it quotes what a task was left with
        made.msg = str(made.msg).partition("\n")[0]
    return made


def told(error: BaseException) -> str:
    """A traceback without the messages that could quote somebody, the first cause first."""
    return "\nwhich led to\n".join(_one(one) for one in reversed(list(_chain(error))))


def _one(error: BaseException) -> str:
    places = "".join(traceback.format_tb(error.__traceback__))
    said = f": {error}" if isinstance(error, _PLAIN) else ""
    inside = "".join(f"\n{told(one)}" for one in getattr(error, "exceptions", ()))
    return f"{places}{type(error).__module__}.{type(error).__qualname__}{said}{inside}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        yield now
        seen.add(id(now))
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        log.error("A thread ended.", exc_info=args.exc_value)
