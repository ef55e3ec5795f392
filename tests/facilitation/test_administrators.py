"""Several browsers administer: each with a token of its own, listed, ended one by one, inviting another."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from facilitation import rights, store
from facilitation.administrators import NAME_LIMIT
from facilitation.door import Door
from facilitation.errors import StoreError
from facilitation.rights import Administrator
from facilitation.store import Store
from tests.room import NOON

Again = Callable[[], Door]


@pytest.fixture
def again(tmp_path: Path) -> Iterator[Again]:
    """Opens the door, or closes it and opens it anew: a restart."""
    opened: list[Door] = []

    def start() -> Door:
        for door in opened:
            door.close()
        opened[:] = [Door(Store(f"sqlite:///{tmp_path / 'r.sqlite'}"))]
        return opened[0]

    yield start
    for door in opened:
        door.close()


def _numbers(door: Door) -> list[int]:
    return [one.number for one in door.administrators.admitted(Administrator())]


def test_each_browser_has_a_token_that_survives_a_restart(again: Again) -> None:
    first, second = (again().admit_administrator(NOON), again().admit_administrator(NOON))
    door = again()

    assert [door.administrator(token) for token in (first, second)] == [Administrator(1), Administrator(2)]
    assert [door.administrator(token) for token in ("wrong", "", None)] == [None, None, None]


def test_one_browser_is_ended_and_the_others_stay(again: Again) -> None:
    door = again()
    first, second, third = (door.admit_administrator(NOON) for _ in range(3))
    door.administrators.end(Administrator(1), 2)
    for opened in (door, again()):
        assert opened.administrator(second) is None
        assert [opened.administrator(token) for token in (first, third)] == [
            Administrator(1),
            Administrator(3),
        ]


def test_number_of_an_ended_browser_is_never_given_again(again: Again) -> None:
    door = again()
    ended = door.admit_administrator(NOON)
    door.administrators.end(Administrator(1), 1)
    door.admit_administrator(NOON)

    assert (_numbers(door), _numbers(again()), door.administrator(ended)) == ([2], [2], None)


def test_browser_of_an_older_version_stays_and_can_be_ended(again: Again) -> None:
    door = again()
    with door.store.writing() as connection:
        store.write_setting(connection, "administrator", rights.hashed("an-old-token"))
    door = again()
    assert door.administrator("an-old-token") == Administrator(1)
    assert door.administrators.admitted(Administrator())[0].since is None
    newer = door.admit_administrator(NOON)
    door = again()
    assert (door.administrator("an-old-token"), door.administrator(newer)) == (
        Administrator(1),
        Administrator(2),
    )
    door.administrators.end(Administrator(2), 1)
    assert (again().administrator("an-old-token"), _numbers(door)) == (None, [2])


def test_asking_for_the_right_asks_no_database(again: Again) -> None:
    door = again()
    token = door.admit_administrator(NOON)
    said: list[str] = []
    sa.event.listen(door.store.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    for offered in (token, "wrong", None):
        door.administrator(offered)

    assert said == []


def test_only_hashes_are_stored(again: Again) -> None:
    door = again()
    token = door.admit_administrator(NOON, "Portable")
    with door.store.reading() as connection:
        stored = store.read_setting(connection, "administrators") or ""

    assert (token in stored, rights.hashed(token) in stored) == (False, True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  Portable\r\nde\u202eMaude ", "Portable deMaude"),
        ("<b>x</b>", "<b>x</b>"),
        ("a" * 100_000, "a" * NAME_LIMIT),
    ],
)
def test_name_of_a_browser_is_one_short_line(again: Again, typed: str, kept: str) -> None:
    door = again()
    door.admit_administrator(NOON, typed)
    (one,) = door.administrators.admitted(Administrator())

    assert (one.name, one.since) == (kept, NOON.date())


def test_browsers_admitted_at_once_are_all_kept(again: Again) -> None:
    door = again()
    tokens: list[str] = []
    threads = [threading.Thread(target=lambda: tokens.append(door.admit_administrator())) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert {door.administrator(token) for token in tokens} == {Administrator(n) for n in range(1, 9)}


def test_browser_that_could_not_be_written_has_no_right(again: Again) -> None:
    door = again()
    with door.store.writing() as connection:
        full = "create trigger full before insert on setting begin select raise(abort, 'full'); end"
        connection.execute(sa.text(full))
    with pytest.raises(StoreError):
        door.admit_administrator(NOON)

    assert _numbers(door) == []


def test_invitation_serves_once_within_a_day(again: Again) -> None:
    administrators = again().administrators
    key = administrators.invite(Administrator(1), NOON)
    late = NOON + timedelta(hours=24)

    assert [administrators.invites(one, NOON) for one in (key, key, "wrong")] == [True, True, False]
    assert administrators.invites(key, late) is False
    assert [administrators.spend(key, NOON) for _ in range(2)] == [True, False]
    assert administrators.spend(administrators.invite(Administrator(1), NOON), late) is False


def test_invitation_dies_with_a_restart_and_with_the_browser_that_made_it(again: Again) -> None:
    door = again()
    for _ in range(2):
        door.admit_administrator(NOON)
    ended, other = (door.administrators.invite(Administrator(number), NOON) for number in (1, 2))
    door.administrators.end(Administrator(2), 1)

    assert [door.administrators.invites(key, NOON) for key in (ended, other)] == [False, True]
    assert again().administrators.invites(other, NOON) is False
