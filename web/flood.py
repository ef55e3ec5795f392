"""Flood control: token buckets for each device and each address, so that a room passes and a bot does not.

A venue often shows all its phones under one address: what one address may do follows the size of the
room (ROOM), what one device may do follows what a hand can do. Nobody is refused for good: the answer
says when to come again, and a phone keeps its text until then.
"""

import ipaddress
import math
import time
from dataclasses import dataclass

MOST_BUCKETS = 20_000


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

    def wait(self, name: str, now: float) -> float:
        """Takes one token: 0.0, or the seconds until there is one."""
        bucket = self._by_name.get(name)
        if bucket is None:
            self._forget_full(now)
            bucket = self._by_name[name] = _Bucket(self.burst, now)
        bucket.left = min(self.burst, bucket.left + (now - bucket.at) * self.rate)
        bucket.at = now
        if bucket.left < 1:
            return (1 - bucket.left) / self.rate
        bucket.left -= 1
        return 0.0

    def _forget_full(self, now: float) -> None:
        if len(self._by_name) >= MOST_BUCKETS:
            again_full = self.burst / self.rate
            self._by_name = {n: one for n, one in self._by_name.items() if now - one.at < again_full}


class Flood:
    """What a device and an address may ask of the phones' side.

    Sized for `room` phones at one address, and for what one hand does: `hand` requests at once.
    """

    def __init__(self, room: int, hand: int = 60) -> None:
        self._address = Buckets(rate=room / 4, burst=room * 10)
        self._newcomers = Buckets(rate=room / 300, burst=room)
        self._device = Buckets(rate=3, burst=hand)
        self._writes = Buckets(rate=0.5, burst=hand * 2 / 3)

    def wait(self, address: str, device: str, method: str, path: str) -> int:
        """Whole seconds to wait before this request may come again; 0 when it may pass."""
        now = time.monotonic()
        place = _place(address)
        waits = [self._address.wait(place, now)]
        if path.endswith("/check-in"):
            waits.append(self._newcomers.wait(place, now))
        if device:
            waits.append(self._device.wait(device, now))
            if method == "POST":
                waits.append(self._writes.wait(device, now))
        return math.ceil(max(waits))


def _place(address: str) -> str:
    """An IPv6 site has a whole /64 of addresses, which count as one; ::ffff:10.0.0.7 is an IPv4 phone."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4 or known.ipv4_mapped is not None:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False))
