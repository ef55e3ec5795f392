"""One real encoder for the session, and a small bilingual set of ideas on three plain themes."""

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from clustering import Encoder, bundled

HOUSING = (
    ("Construire des logements abordables pour les étudiants", "fr"),
    ("Aider les étudiants à trouver un appartement", "fr"),
    ("Logement : loyer réduit la première année", "fr"),
    ("Colocation entre aînés et étudiants dans de grandes maisons", "fr"),
    ("Résidence étudiante avec chambres meublées", "fr"),
    ("Affordable apartments for newcomers", "en"),
    ("Help students find a room to rent", "en"),
    ("More student housing near the campus", "en"),
)
TRANSPORT = (
    ("Ajouter des autobus le soir et la fin de semaine", "fr"),
    ("Navette gratuite vers le parc industriel", "fr"),
    ("Organiser du covoiturage pour aller travailler", "fr"),
    ("Passe d'autobus à moitié prix", "fr"),
    ("Pistes cyclables déneigées pour aller au cégep", "fr"),
    ("Free shuttle bus to the industrial park", "en"),
    ("Carpooling app to drive to work together", "en"),
    ("Late night buses on weekends", "en"),
)
LANGUAGE = (
    ("Cours de français gratuits le midi", "fr"),
    ("Ateliers de conversation en français", "fr"),
    ("Apprendre le vocabulaire français du métier", "fr"),
    ("Professeur de français dans l'entreprise", "fr"),
    ("Jeux pour pratiquer la langue française à l'oral", "fr"),
    ("French lessons at lunch time", "en"),
    ("Conversation groups to practise French", "en"),
    ("Online course to learn French vocabulary", "en"),
)


@dataclass(frozen=True, slots=True)
class Ideas:
    texts: tuple[str, ...]
    languages: tuple[str, ...]
    themes: tuple[int, ...]
    vectors: NDArray[np.float32]


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return bundled()


@pytest.fixture(scope="session")
def ideas(encoder: Encoder) -> Ideas:
    """Housing, transport and language in turn, so that no theme is a run of neighbours."""
    rows = [
        (text, language, theme)
        for ideas in zip(HOUSING, TRANSPORT, LANGUAGE, strict=True)
        for theme, (text, language) in enumerate(ideas)
    ]
    texts, languages, themes = zip(*rows, strict=True)
    return Ideas(texts, languages, themes, encoder.encode(texts))
