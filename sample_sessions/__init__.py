"""Workshops that come with the application, as archives: a demonstration, and proof that old logs open.

All people and ideas in them are fictional.
"""

from dataclasses import dataclass
from pathlib import Path

from facilitation.events import Entry
from locales import Language, either
from reports.archive.archive import read_archive

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample workshop; `name` is what it is called in addresses."""

    name: str
    path: Path
    title_fr: str
    title_en: str

    def entries(self) -> tuple[Entry, ...]:
        """Its whole log."""
        return read_archive(self.path.read_bytes())

    def title(self, language: Language) -> str:
        """What a person reads on the button."""
        return either(language, self.title_fr, self.title_en)


SAMPLES = (
    Sample(
        "living_lab_58",
        FOLDER / "living_lab_58.jsonl",
        "Laboratoire vivant : 58 idées, 8 projets, 3 champs d'action (atelier terminé)",
        "Living lab: 58 ideas, 8 projects, 3 priority areas (finished workshop)",
    ),
    Sample(
        "winter_mobility",
        FOLDER / "winter_mobility.jsonl",
        "Se déplacer l'hiver : 40 idées, le vote est ouvert",
        "Getting around in winter: 40 ideas, the vote is open",
    ),
)
