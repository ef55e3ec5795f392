"""Whatever fails, the log tells where and of what kind, and nothing that people wrote."""

import asyncio
import gc
import io
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from facilitation.asking import ask
from facilitation.discreet import keep_discreet, told
from facilitation.errors import RuleError, StoreError
from facilitation.model import Kind, NoteType, ParticipantId, StepKind
from facilitation.store import Contact, sqlite_module
from tests.room import Room

SECRET = "Une idée secrète de Marie Tremblay marie@exemple.ca"
WORDS = ("secrète", "Marie", "Tremblay", "exemple.ca")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Everything that the process writes to its log, as a file has it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    made, hook = logging.getLogRecordFactory(), threading.excepthook
    keep_discreet()
    logging.getLogger().addHandler(handler)
    yield stream.getvalue
    logging.getLogger().removeHandler(handler)
    logging.setLogRecordFactory(made)
    threading.excepthook = hook


def fails_of(text: str) -> None:
    int(text)


def number_of() -> None:
    fails_of(SECRET)


def key_of() -> None:
    {}[SECRET]  # type: ignore[index]  # noqa: B018


def chain() -> None:
    try:
        key_of()
    except KeyError as error:
        raise RuntimeError(SECRET) from error


def hidden_chain() -> None:
    try:
        number_of()
    except ValueError:
        raise RuntimeError(SECRET)  # noqa: B904


def several() -> None:
    try:
        number_of()
    except ValueError as error:
        raise ExceptionGroup(SECRET, [error]) from None


def with_a_note() -> None:
    error = ValueError("x")
    error.add_note(SECRET)
    raise error


def decoded() -> None:
    msgspec.convert({"id": 1, "name_fr": SECRET, "name_en": []}, Kind, strict=False)


def converted() -> None:
    msgspec.convert(SECRET, NoteType)


CASES = [number_of, key_of, chain, hidden_chain, several, with_a_note, decoded, converted]


@pytest.mark.parametrize("fail", CASES, ids=lambda one: one.__name__)
def test_error_is_told_by_place_and_kind(fail: Callable[[], None], written: Callable[[], str]) -> None:
    try:
        fail()
    except Exception as error:
        logging.getLogger("any").exception("It failed.")
        kind = type(error).__name__

    assert kind in written()
    assert f"in {fail.__name__}" in written()
    assert not [word for word in WORDS if word in written()]


def test_messages_of_disk_database_and_refusals_are_kept() -> None:
    assert told(OSError(28, "No space left on device")).endswith("[Errno 28] No space left on device")
    assert told(RuleError("ballot.closed")).endswith("RuleError: ballot.closed")


def test_end_of_a_thread_is_told_discreetly(
    written: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    thread = threading.Thread(target=number_of)
    thread.start()
    thread.join()

    assert "A thread ended." in written()
    assert "ValueError" in written()
    assert "secrète" not in written() + "".join(capfd.readouterr())


def test_task_that_nobody_waited_for_is_told_discreetly(written: Callable[[], str]) -> None:
    async def fail() -> None:
        number_of()

    async def run() -> None:
        task = asyncio.create_task(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task
        gc.collect()

    asyncio.run(run())

    assert "Task exception was never retrieved" in written()
    assert "secrète" not in written()


def test_database_that_refuses_names_no_text_name_or_address(
    room: Room, written: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)
    with room.door.store.writing() as connection:
        for table in ("event", "people"):
            for when in ("INSERT", "UPDATE"):
                connection.exec_driver_sql(
                    f"CREATE TRIGGER no_{table}_{when} BEFORE {when} ON {table}"
                    " BEGIN SELECT RAISE(ABORT, 'no'); END"
                )
    contact = Contact(person, "Marie Tremblay", "Une idée secrète", "marie@exemple.ca")

    with pytest.raises(StoreError):
        room.idea(person, SECRET)
    with pytest.raises(StoreError):
        room.door.remember(room.id, contact).result(5)
    with pytest.raises(StoreError):
        room.join()
    with room.door.store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE people")
    with pytest.raises(StoreError):
        room.door.remember(room.id, contact).result(5)

    log = written() + "".join(capfd.readouterr())
    assert log.count("The store could not write") == 4
    assert "IntegrityError" in log
    assert "OperationalError" in log
    assert not [word for word in (*WORDS, *room.tokens, room.keys.facilitator) if word in log]


def test_damaged_page_names_no_text(
    room: Room, tmp_path: Path, written: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    contact = Contact(room.join(), "Marie Tremblay", "Une idée secrète", "marie@exemple.ca")
    room.door.remember(room.id, contact).result(5)
    path = tmp_path / "recolte.sqlite"
    room.door.store.engine.dispose()  # the journal is taken in, and no page is remembered
    with closing(sqlite_module().connect(path)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'people'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : (page - 1) * size + 40] = b"\xff" * 40
    path.write_bytes(content)

    with pytest.raises(StoreError):
        room.door.remember(room.id, contact).result(5)

    log = written() + "".join(capfd.readouterr())
    assert "DatabaseError" in log
    assert not [word for word in WORDS if word in log]


def test_rule_that_fails_is_answered_and_not_logged(room: Room, written: Callable[[], str]) -> None:
    def broken(workshop: object, at: object, *, participant: ParticipantId, text: str) -> tuple[()]:
        raise ValueError(text)

    with pytest.raises(ValueError, match="secrète"):
        room.door.act(room.id, ask(broken, participant=ParticipantId("P1"), text=SECRET))

    assert written() == ""
