"""Counts what the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from facilitation.store import Store


@contextmanager
def statements(opened: Store) -> Iterator[list[str]]:
    """Every statement that any thread sends to that store meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(opened.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(opened.engine, "before_cursor_execute", note)
