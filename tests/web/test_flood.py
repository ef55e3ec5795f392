"""Flood control: a room behind one address passes, a bot does not, and waiting is all that is asked."""

import pytest

from web import flood
from web.flood import Buckets, Flood


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ticking = Clock()
    monkeypatch.setattr(flood, "time", ticking)
    return ticking


def test_bucket_gives_its_burst_then_its_rate() -> None:
    bucket = Buckets(rate=2, burst=3)
    assert [bucket.wait("a", 0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert (bucket.wait("b", 0), bucket.wait("a", 0.25), bucket.wait("a", 0.5)) == (0, 0.25, 0)


def test_buckets_that_are_full_again_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "MOST_BUCKETS", 2)
    buckets = Buckets(rate=1, burst=2)
    for name, now in (("a", 0), ("b", 9), ("c", 10)):
        buckets.wait(name, now)
    assert set(buckets._by_name) == {"b", "c"}


def _phone(control: Flood, clock: Clock, number: int, address: str) -> list[int]:
    """A phone that scans, reads, checks in, writes three ideas and votes, within a few seconds."""
    token = f"token-{number}"
    asked = [("GET", "/j/ABCD", ""), ("GET", "/w/ABCD", token), ("GET", "/live/ABCD", token)]
    asked += [("POST", "/w/ABCD/check-in", token), ("GET", "/w/ABCD", token)]
    asked += 3 * [("POST", "/w/ABCD/notes", token), ("GET", "/w/ABCD/now", token)]
    asked += 4 * [("POST", "/w/ABCD/ballot", token)]
    clock.now += 0.02
    return [control.wait(address, device, method, path) for method, path, device in asked]


@pytest.mark.parametrize("address", ["198.51.100.7", "::ffff:198.51.100.7", "2001:db8::7"])
def test_two_hundred_phones_behind_one_address_pass(clock: Clock, address: str) -> None:
    control = Flood(500)
    assert {wait for n in range(200) for wait in _phone(control, clock, n, address)} == {0}


def test_bot_with_one_token_is_held_back(clock: Clock) -> None:
    control = Flood(500)
    passed = sum(not control.wait("198.51.100.7", "bot", "POST", "/w/ABCD/notes") for _ in range(1000))
    assert passed == 40
    assert control.wait("198.51.100.7", "neighbour", "POST", "/w/ABCD/notes") == 0
    clock.now += 2
    assert control.wait("198.51.100.7", "bot", "POST", "/w/ABCD/notes") == 0


def test_bot_with_ever_new_tokens_gets_no_more_places_than_a_room(clock: Clock) -> None:
    control = Flood(500)
    waits = [control.wait("198.51.100.7", f"bot-{n}", "POST", "/w/ABCD/check-in") for n in range(3000)]
    assert waits.count(0) == 500
    assert control.wait("198.51.100.8", "other", "POST", "/w/ABCD/check-in") == 0


def test_ipv4_phones_of_a_dual_server_are_told_apart(clock: Clock) -> None:
    control = Flood(1)
    waits = [control.wait(f"::ffff:198.51.100.{n}", f"t{n}", "POST", "/w/A/check-in") for n in range(1, 9)]
    assert waits == [0] * 8
    sites = [control.wait(f"2001:db8::{n}", f"s{n}", "POST", "/w/A/check-in") for n in range(1, 3)]
    assert sites[0] == 0 < sites[1]
