"""What is tried before a session: each check does the real thing and says how it went."""

import http.client
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import segno

from facilitation import disks, house
from facilitation.copying import Standing
from facilitation.errors import RecolteError
from facilitation.model import Framing, Workshop
from facilitation.settings import LOOPBACK, Settings
from facilitation.store import is_old_sqlite, sqlite_module
from locales import sentence

LOW, EMPTY = 1_000_000_000, 200_000_000  # bytes left on the disk
PATIENCE = 3.0  # seconds for the store, and for this computer's own address
CLOSE = 2.0  # seconds between two clocks


class Level(StrEnum):
    """How a check went; `waiting` while it is not known yet."""

    GOOD = "good"
    CAREFUL = "careful"
    BAD = "bad"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Light:
    """The result of one check: its name, how it went, and what to say of it under that key."""

    name: str
    level: Level
    said: str
    values: Mapping[str, object] = field(default_factory=dict)


def disk(settings: Settings) -> Light:
    """The store really writes, and so does the disk of its folder, with room left; a database has its own."""
    try:
        if house.door().store.damaged:
            return Light("disk", Level.BAD, "preflight.disk.damaged")
        house.door().ping().result(PATIENCE)
        if settings.database_url:
            return Light("disk", Level.GOOD, "preflight.disk.elsewhere")
        disks.write_through(settings.data_dir)
        free = shutil.disk_usage(settings.data_dir).free
    except (OSError, RecolteError, TimeoutError):
        return Light("disk", Level.BAD, "preflight.disk.failed", _folder(settings.data_dir))
    level = Level.BAD if free < EMPTY else Level.CAREFUL if free < LOW else Level.GOOD
    if level is Level.GOOD and is_old_sqlite():
        return Light("disk", Level.CAREFUL, "start.old_sqlite", {"version": sqlite_module().sqlite_version})
    return Light("disk", level, "preflight.disk.free", {"gigabytes": round(free / 1_000_000_000, 1)})


def clock(measured: bool, ahead: float | None) -> Light:
    """This browser's clock beside the server's; `ahead` in seconds, None when it could not be measured."""
    if not measured:
        return Light("clock", Level.WAITING, "preflight.clock.measuring")
    if ahead is None:
        return Light("clock", Level.CAREFUL, "preflight.clock.unknown")
    if abs(ahead) <= CLOSE:
        return Light("clock", Level.GOOD, "preflight.clock.close")
    return Light("clock", Level.BAD, "preflight.clock.apart", {"seconds": round(abs(ahead))})


def address(settings: Settings) -> Light:
    """Opens the address that phones are given, as a phone would."""
    base = settings.base_url()
    if base is None:
        return Light("address", Level.BAD, "preflight.address.none")
    if _only_here(base):
        return Light("address", Level.BAD, "preflight.address.only_here", {"address": base})
    answers = _answers(base)
    said = "preflight.address.answers" if answers else "preflight.address.silent"
    return Light("address", Level.GOOD if answers else Level.BAD, said, {"address": base})


def join_code(settings: Settings, code: str) -> Light:
    """The QR code of the join link is made, and names an address that others can reach."""
    base = settings.base_url()
    if base is None or _only_here(base):
        return Light("qr", Level.BAD, "preflight.qr.none")
    try:
        segno.make(f"{base}/j/{code}", micro=False)
    except segno.DataOverflowError:
        return Light("qr", Level.BAD, "preflight.qr.too_long")
    return Light("qr", Level.GOOD, "preflight.qr.made", {"address": f"{base}/j/{code}"})


def encoder(workshop: Workshop) -> Light:
    """The model that compares ideas reads a word; without it, people group by hand."""
    try:
        house.encoding().try_out(workshop)
    except RecolteError as trouble:
        return Light("encoder", Level.CAREFUL, trouble.key)
    return Light("encoder", Level.GOOD, "preflight.encoder.reads")


def backup(standing: Standing, at: datetime) -> Light:
    """How old the last copy of the data is and where it lies, or why there is none."""
    folder = {"folder": str(standing.folder)}
    if standing.source is None:
        return Light("backup", Level.GOOD, "preflight.backup.elsewhere")
    if standing.folder is None:
        return Light("backup", Level.CAREFUL, "preflight.backup.none")
    if standing.trouble is not None:
        return Light("backup", Level.BAD, standing.trouble.key, standing.trouble.values)
    if not standing.folder.is_dir():  # since the last look
        return Light("backup", Level.BAD, "copy.missing", folder)
    if standing.late:
        return Light("backup", Level.BAD, "preflight.backup.late", folder)
    if standing.last is None:
        return Light("backup", Level.WAITING, "preflight.backup.first", folder)
    kept = {**folder, "since": at - standing.last}
    if disks.same_disk(standing.folder, standing.source.parent):
        return Light("backup", Level.CAREFUL, "preflight.backup.same_disk", kept)
    return Light("backup", Level.GOOD, "preflight.backup.kept", kept)


def consent(framing: Framing | None) -> Light:
    """What the consent on phones says: the people who ask, how long texts are kept, and where."""
    asked = ("organisation", "contact", "retention", "hosting")
    missing = tuple(name for name in asked if framing is None or not getattr(framing, name).strip())
    if missing:
        return Light("consent", Level.BAD, "preflight.consent.missing", {"missing": missing})
    return Light("consent", Level.GOOD, "preflight.consent.filled")


def decision_rule(framing: Framing | None) -> Light:
    """The decision rule is written, in words of this team's own (R-01)."""
    rule = framing.decision_rule.strip() if framing else ""
    if not rule:
        return Light("rule", Level.BAD, "preflight.rule.none")
    if rule in (sentence("fr", "console.frame.rule_default"), sentence("en", "console.frame.rule_default")):
        return Light("rule", Level.CAREFUL, "preflight.rule.suggested", {"rule": rule})
    return Light("rule", Level.GOOD, "preflight.rule.filled", {"rule": rule})


def _folder(path: Path) -> dict[str, str]:
    return {"folder": str(path.absolute())}


def _only_here(base: str) -> bool:
    """Whether that address means, on each phone, the phone itself."""
    host = urlsplit(base).hostname or ""
    try:
        return host in LOOPBACK or ip_address(host).is_loopback
    except ValueError:
        return False


def _answers(base: str) -> bool:
    """Whether a healthy server is found there; never through a proxy, which phones do not have."""
    try:
        parts = urlsplit(base)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
        try:
            connection.request("GET", f"{parts.path}/healthz")
            return connection.getresponse().status == http.client.OK
        finally:
            connection.close()
    except (OSError, ValueError, http.client.HTTPException):
        return False
