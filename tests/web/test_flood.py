"""Flood control: a room behind one address passes, a bot does not, and waiting is all that is asked."""

import pytest

from tests.web.conftest import Clock
from web import flood
from web.flood import TABS, Buckets, Flood

pytestmark = pytest.mark.faults


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
    asked = [("GET", "/j/ABCD", "", False)]
    asked += [("GET", "/w/ABCD", token, False), ("GET", "/live/ABCD", token, False)]
    asked += [("POST", "/w/ABCD/check-in", token, False), ("GET", "/w/ABCD", token, True)]
    asked += 3 * [("POST", "/w/ABCD/notes", token, True), ("GET", "/w/ABCD/now", token, True)]
    asked += 4 * [("POST", "/w/ABCD/ballot", token, True)]
    clock.now += 0.02
    return [control.wait(address, device, method, path, seated) for method, path, device, seated in asked]


@pytest.mark.parametrize("address", ["198.51.100.7", "::ffff:198.51.100.7", "2001:db8::7"])
def test_five_hundred_phones_behind_one_address_pass(clock: Clock, address: str) -> None:
    control = Flood(500)
    assert {wait for n in range(500) for wait in _phone(control, clock, n, address)} == {0}


def test_bot_with_one_token_is_held_back(clock: Clock) -> None:
    control = Flood(500)
    passed = sum(not control.wait("198.51.100.7", "bot", "POST", "/w/ABCD/notes") for _ in range(1000))
    assert passed == 40
    assert control.wait("198.51.100.7", "neighbour", "POST", "/w/ABCD/notes") == 0
    clock.now += 2
    assert control.wait("198.51.100.7", "bot", "POST", "/w/ABCD/notes") == 0


BOTS = {
    "one cookie": lambda n: "bot",
    "ever new cookies": lambda n: f"bot-{n}",
    "no cookie": lambda n: "",
}


@pytest.mark.parametrize("path", ["/w/ABCD", "/w/ABCD/check-in", "/phone/static/x", "/live/ABCD"])
@pytest.mark.parametrize("bot", BOTS)
def test_bot_behind_the_rooms_address_never_makes_who_holds_a_place_wait(
    clock: Clock, bot: str, path: str
) -> None:
    """500 requests a second for half a minute; phones ask as they do when something moves."""
    control, address = Flood(500), "198.51.100.7"
    waits = set()
    for second in range(30):
        for n in range(500):
            clock.now += 0.002
            control.wait(address, BOTS[bot](500 * second + n), "POST" if n % 2 else "GET", path)
        for phone in range(0, 300, 30):
            waits |= {control.wait(address, f"token-{phone}", *asked, seated=True) for asked in ASKED}
    assert waits == {0}


ASKED = [("GET", "/w/ABCD/now"), ("GET", "/live/ABCD"), ("GET", "/phone/static/x")]


def test_who_holds_a_place_and_floods_waits_alone(clock: Clock) -> None:
    control, address = Flood(1), "198.51.100.7"
    waits = [control.wait(address, "bot", "GET", "/w/ABCD", seated=True) for _ in range(1000)]
    assert (waits.count(0), waits[-1]) == (60, 1)
    assert [control.wait(address, "", "GET", "/w/ABCD") for _ in range(61)] == [0] * 60 + [4]


def test_what_must_wait_takes_nothing_from_its_address(clock: Clock) -> None:
    control, address = Flood(1), "198.51.100.7"
    for _ in range(1000):
        control.wait(address, "bot", "POST", "/w/ABCD/check-in")
    assert control.wait(address, "other", "GET", "/w/ABCD") == 0
    for _ in range(1000):
        control.wait(address, "", "GET", "/w/ABCD")
    clock.now += 4
    assert control.wait(address, "", "GET", "/w/ABCD") == 0  # refusals have not pushed the moment away


@pytest.mark.parametrize("bot", BOTS)
def test_newcomer_checks_in_while_a_bot_asks_for_pages(clock: Clock, bot: str) -> None:
    control, address = Flood(500), "198.51.100.7"
    for n in range(20_000):
        clock.now += 0.002
        control.wait(address, BOTS[bot](n), "GET", "/w/ABCD")
    asked = [("POST", "/w/ABCD/check-in"), ("GET", "/phone/static/phone.js")]
    assert [control.wait(address, "newcomer", *one) for one in asked] == [0, 0]
    passed = []  # and the page itself after a few tries, each between two of the bot's requests
    for second in range(30):
        clock.now += 1
        for n in range(500):
            control.wait(address, BOTS[bot](n + 500 * second), "GET", "/w/ABCD")
            clock.now += 0.002
            if n == 17 * second % 500:
                passed.append(control.wait(address, "newcomer", "GET", "/w/ABCD") == 0)
    assert any(passed[:10])


@pytest.mark.heavy
def test_ever_new_tokens_are_not_kept_without_end(clock: Clock) -> None:
    buckets = Buckets(rate=3, burst=60)
    most = 0
    for n in range(200_000):
        clock.now += 0.0005
        buckets.wait(f"bot-{n}", clock.now)
        most = max(most, len(buckets._by_name))
    assert most <= 2 * 2_000 * 20  # twice what comes until a bucket is full again


@pytest.mark.heavy
def test_full_buckets_are_looked_for_now_and_then_not_at_each_newcomer() -> None:
    looked = 0

    class Watched(Buckets):
        def _forget_full(self, now: float) -> None:
            nonlocal looked
            before = self._by_name
            super()._forget_full(now)
            looked += self._by_name is not before

    buckets = Watched(rate=3, burst=60)
    for n in range(100_000):
        buckets.wait(f"bot-{n}", 0)  # all at one moment: none is full again
    assert looked <= 3


def test_wrong_keys_are_slowed_by_address_and_over_all(clock: Clock) -> None:
    control = Flood(500)
    assert [control.failed("198.51.100.7") for _ in range(101)] == [0] * 100 + [1]
    assert control.failed("198.51.100.8") == 0
    waits = [control.failed(f"198.51.{n // 250}.{n % 250}") for n in range(5000)]
    assert waits.count(0) == 1000 - 101  # whatever the number of addresses


def test_streams_have_a_bound_for_each_address() -> None:
    control, opened = Flood(5), []

    def stream(device: str = "", *, staff: bool = False) -> bool:
        one = control.stream("198.51.100.7", device, staff=staff)
        opened.append(one)
        return one.__enter__() is not None

    assert [stream() for _ in range(12)] == [True] * 10 + [False] * 2
    assert [stream(f"seated-{n}") for n in range(50)] == [True] * 50  # a room behind one address
    assert stream(staff=True)
    for one in opened:
        one.__exit__(None, None, None)
    assert (stream(), stream("seated-1")) == (True, True)


def test_seated_device_always_gets_a_stream_and_its_oldest_gives_way() -> None:
    """Bad wifi: each drop leaves a stream behind that the server takes for open."""
    control, ended = Flood(5), []
    streams = [control.stream("198.51.100.7", "seated") for _ in range(3 * TABS)]
    for number, one in enumerate(streams):
        opened = one.__enter__()
        assert opened is not None
        opened.end = lambda number=number: ended.append(number)
    assert ended == list(range(2 * TABS))
    for one in streams:
        one.__exit__(None, None, None)
    assert control._streams._open == {}


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
