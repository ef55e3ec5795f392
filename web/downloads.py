"""The files of a workshop as values: how each is made, what it is called, and who may read it.

One table serves the route (`web.files`), the buttons on pages, and the tests that go over every file. The
code of a file ends its address and the key of its name, `file.name.<code>`, which every language has.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from facilitation.agendas import Agenda, write_agenda
from facilitation.door import Door
from facilitation.model import Workshop, WorkshopId
from facilitation.replay import replay
from facilitation.rights import Committee, Facilitator
from locales import Language, sentence
from reports.archive.archive import archive_allowed, write_archive
from reports.kit import paper_kit
from reports.summary.summary import summary
from reports.timelapse import film
from reports.workbook.workbook import workbook

Level: TypeAlias = Literal["interne", "publiable"]
Readers: TypeAlias = tuple[type[Facilitator] | type[Committee], ...]
Make: TypeAlias = Callable[[Door, WorkshopId, Language], bytes]

TITLE_LIMIT = 48  # characters of the workshop's title in a file's name


@dataclass(frozen=True, slots=True)
class Download:
    """`document`: it stands among the documents of the report and of the committee's page."""

    make: Make
    ending: str
    media: str
    readers: Readers
    refusal: str = "access.file"
    document: bool = False

    def opens_for(self, right: Facilitator | Committee | None) -> bool:
        """Whether that right is enough to read it."""
        return isinstance(right, self.readers)


def address(code: str, what: str, language: Language) -> str:
    """Where a browser asks for that file."""
    assert what in DOWNLOADS
    return f"/files/{code}/{what}?lang={language}"


def file_name(workshop: Workshop, what: str, language: Language, level: Level) -> str:
    """The name of a file without its ending, in plain letters: recolte-<title>-<what>-<level>."""
    title = workshop.framing.title if workshop.framing else ""
    short = _plain(title)[:TITLE_LIMIT].strip("-")
    words = ("recolte", short, sentence(language, f"file.name.{what}"), _level(language, level))
    return "-".join(word for word in words if word)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae"))
    kept = letters.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"'", "", kept)).strip("-")


def _level(language: Language, level: Level) -> str:
    return sentence(language, "file.name.internal" if level == "interne" else "file.name.publishable")


def _summary(door: Door, id: WorkshopId, language: Language) -> bytes:
    return summary(door.look(id), language, datetime.now(UTC).astimezone()).encode()


def _workbook(door: Door, id: WorkshopId, language: Language) -> bytes:
    return workbook(door.look(id), language, datetime.now(UTC).astimezone(), door.entries(id))


def _archive(door: Door, id: WorkshopId, _language: Language) -> bytes:
    log = door.entries(id)
    archive_allowed(replay(log))  # of what is written, so that no vote opens in between
    return write_archive(log)


def _agenda(door: Door, id: WorkshopId, _language: Language) -> bytes:
    workshop = door.look(id)
    return write_agenda(Agenda(workshop.minutes, workshop.instructions))


def _kit(door: Door, id: WorkshopId, language: Language) -> bytes:
    return paper_kit(door.look(id), language, door.card(id).code)


def _lapse(door: Door, id: WorkshopId, language: Language) -> bytes:
    return film(door.entries(id), language)


_TEAM: Readers = (Facilitator,)
_BOTH: Readers = (Facilitator, Committee)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# The order is that of the buttons.
DOWNLOADS: Mapping[str, Download] = {
    "summary": Download(_summary, "md", "text/markdown; charset=utf-8", _BOTH, document=True),
    "workbook": Download(_workbook, "xlsx", _XLSX, _BOTH, document=True),
    # It holds every ballot, one by one.
    "archive": Download(_archive, "jsonl", "application/x-ndjson", _TEAM, "access.archive", document=True),
    "agenda": Download(_agenda, "json", "application/json", _BOTH),
    "kit": Download(_kit, "pdf", "application/pdf", _BOTH),
    "lapse": Download(_lapse, "json", "application/json", _BOTH),
}
DOCUMENTS: Mapping[str, Download] = {what: one for what, one in DOWNLOADS.items() if one.document}
