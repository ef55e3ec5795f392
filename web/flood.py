"""Flood control: token buckets for each device and each address, so that a room passes and a bot does not.

A venue often shows all its phones under one address: what one address may do follows the size of the
room (ROOM), what one device may do follows what a hand can do. Nobody is refused for good: the answer
says when to come again, and a phone keeps its text until then.
"""

import ipaddress
import math
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

MOST_BUCKETS = 20_000
TABS = 8  # streams of one device


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Buckets:
    """Token buckets by name: `burst` at once, then `rate` a second."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate = rate
        self.burst = burst
        self._by_name: dict[str, _Bucket] = {}
        self._crowd = MOST_BUCKETS

    def wait(self, name: str, now: float) -> float:
        """Takes one token: 0.0, or the seconds until there is one."""
        wait = self.due(name, now)
        if not wait:
            self.take(name, now)
        return wait

    def due(self, name: str, now: float) -> float:
        """Seconds until there is a token; nothing is taken."""
        bucket = self._by_name.get(name)
        return 0.0 if bucket is None else max(0.0, (1 - self._left(bucket, now)) / self.rate)

    def take(self, name: str, now: float) -> None:
        """Takes one token, which is there."""
        bucket = self._by_name.get(name)
        if bucket is None:
            self._forget_full(now)
            bucket = self._by_name[name] = _Bucket(self.burst, now)
        bucket.left, bucket.at = self._left(bucket, now) - 1, now

    def _left(self, bucket: _Bucket, now: float) -> float:
        return min(self.burst, bucket.left + (now - bucket.at) * self.rate)

    def _forget_full(self, now: float) -> None:
        if len(self._by_name) >= self._crowd:
            again_full = self.burst / self.rate
            self._by_name = {n: one for n, one in self._by_name.items() if now - one.at < again_full}
            self._crowd = max(MOST_BUCKETS, 2 * len(self._by_name))  # or each newcomer would look at all


@dataclass(slots=True, eq=False)
class Opened:
    """A stream that is counted; who serves it puts in `end` what ends it."""

    end: Callable[[], object] = lambda: None


class Streams:
    """The streams that are open, oldest first, by the name of who opened them."""

    def __init__(self) -> None:
        self._open: dict[str, list[Opened]] = {}

    @contextmanager
    def one(self, name: str, most: int, *, newest: bool = False) -> Iterator[Opened | None]:
        """Counts one more meanwhile; where `most` are open it gives None or, `newest`, ends the oldest.

        A network that comes and goes leaves streams behind that nobody hears: it takes the server a quarter
        of an hour to know.
        """
        those = self._open.setdefault(name, [])
        if newest and len(those) >= most:
            those.pop(0).end()
        opened = Opened() if len(those) < most else None
        those += [opened] if opened else []
        try:
            yield opened
        finally:
            if opened in those:
                those.remove(opened)
            if not those and self._open.get(name) is those:
                del self._open[name]


class Flood:
    """What a device and an address may ask.

    Sized for `room` phones at one address, and for what one hand does: `hand` requests at once. A device
    that holds a place answers for itself alone: whatever a neighbour sends, it is never told to wait.
    What must wait takes nothing from anybody.
    """

    def __init__(self, room: int, hand: int = 60) -> None:
        self._address = Buckets(rate=room / 4, burst=max(room * 2, hand))  # a newcomer asks for two or three
        self._files = Buckets(rate=room, burst=room * 20)
        self._newcomers = Buckets(rate=room / 300, burst=room)
        self._device = Buckets(rate=3, burst=hand)
        self._writes = Buckets(rate=0.5, burst=hand * 2 / 3)
        self._wrong = Buckets(rate=1, burst=max(room / 5, 30))
        self._all_wrong = Buckets(rate=10, burst=room * 2)
        self._streams = Streams()
        self._room = room

    def wait(self, address: str, device: str, method: str, path: str, seated: bool = False) -> int:
        """Whole seconds to wait before this request may come again; 0 when it may pass."""
        needed = [(self._device, device)] if device else []
        if device and method == "POST":
            needed.append((self._writes, device))
        if not seated:
            needed.append((self._shared(path), _place(address)))
        return _taken(needed)

    def failed(self, address: str) -> int:
        """Seconds to wait after one more wrong key or code; 0 while an address, and all, have few."""
        return _taken([(self._wrong, _place(address)), (self._all_wrong, "")])

    def stream(
        self, address: str, device: str = "", *, staff: bool = False
    ) -> AbstractContextManager[Opened | None]:
        """One more stream, counted until it is left, or None; `device` is one that holds a place.

        Such a device always gets it: what it hears no more gives way.
        """
        if device:
            return self._streams.one(device, TABS, newest=True)
        return self._streams.one(f"{'staff ' * staff}{_place(address)}", 2 * self._room)

    def _shared(self, path: str) -> Buckets:
        """Apart, so that who floods pages keeps nobody from checking in, nor from the page's own files."""
        if path.endswith("/check-in"):
            return self._newcomers
        return self._files if path.startswith("/phone/") else self._address


def _taken(needed: list[tuple[Buckets, str]]) -> int:
    """Takes one token of each, or of none: then the seconds until all have one."""
    now = time.monotonic()
    wait = math.ceil(max((buckets.due(name, now) for buckets, name in needed), default=0))
    for buckets, name in [] if wait else needed:
        buckets.take(name, now)
    return wait


def _place(address: str) -> str:
    """An IPv6 site has a whole /64 of addresses, which count as one; ::ffff:10.0.0.7 is an IPv4 phone."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4 or known.ipv4_mapped is not None:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False))
