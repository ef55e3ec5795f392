"""What goes over the wire, as Chromium counts it: requests and bytes, with their headers."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page


@dataclass
class Wire:
    """Requests and bytes of one page since it was opened; a stream that stays open counts as it goes."""

    addresses: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return sum(self.sizes.values())


def listen(page: Page) -> tuple[CDPSession, Wire]:
    """Counts from now on."""
    session = page.context.new_cdp_session(page)
    wire = Wire()

    def asked(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            wire.addresses.append(event["request"]["url"])
            if "redirectResponse" in event:
                key = f"{event['requestId']} {len(wire.addresses)}"
                wire.sizes[key] = int(event["redirectResponse"]["encodedDataLength"])

    def answered(event: dict[str, Any]) -> None:
        if event["response"]["url"].startswith("http"):
            wire.sizes[event["requestId"]] = int(event["response"]["encodedDataLength"])

    def received(event: dict[str, Any]) -> None:
        if event["requestId"] in wire.sizes:
            wire.sizes[event["requestId"]] += int(event["encodedDataLength"])

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in wire.sizes:
            wire.sizes[event["requestId"]] = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.responseReceived", answered)
    session.on("Network.dataReceived", received)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    return session, wire
