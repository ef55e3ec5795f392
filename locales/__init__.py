"""Every sentence a person can read, by key, in French and English.

`locales/<language>/<room>.po` are gettext catalogues whose msgid is a key («note.too_long»), one file
for each room that speaks. They are read at start; a key without a sentence is an error, never a blank.
"""

import gettext
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal, TypeAlias

from babel.dates import format_date, format_time
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

Language: TypeAlias = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
_BABEL = {"fr": "fr_CA", "en": "en_CA"}
_FOLDER = Path(__file__).parent


class MissingSentence(KeyError):
    """A key has no sentence in that language."""


def read_language(text: str | None, default: Language = "fr") -> Language:
    """The language in a setting, a cookie or a parameter; the default for anything else."""
    return text if text in LANGUAGES else default


def sentence(language: Language, key: str, /, n: int | None = None, **values: object) -> str:
    """The sentence behind a key, with its values; `n` chooses the plural form and is a value too."""
    if n is None and not values:
        return _plain(language, key)
    catalogue = _catalogue(language)
    found = catalogue.gettext(key) if n is None else catalogue.ngettext(key, key, n)
    if found == key:
        raise MissingSentence(f"{language}: {key}")
    shown = {name: number(language, v) if isinstance(v, int | float) else v for name, v in values.items()}
    return found.format(n=number(language, n) if n is not None else "", **shown)


@cache
def _plain(language: Language, key: str) -> str:
    """A sentence without values: pages say the same hundred of them again and again."""
    found = _catalogue(language).gettext(key)
    if found == key:
        raise MissingSentence(f"{language}: {key}")
    return found.format(n="")


def either(language: Language, french: str, english: str) -> str:
    """A text that people wrote in one or both languages: the reader's own, else the other."""
    return (english or french) if language == "en" else (french or english)


def number(language: Language, value: float) -> str:
    """A number as it is written: 1 234,5 in French, 1,234.5 in English."""
    if isinstance(value, bool):
        return str(value)
    return str(format_decimal(value, locale=_BABEL[language]))


def percent(language: Language, share: float) -> str:
    """A share as it is written: 72 % in French, 72% in English."""
    return str(format_percent(share, locale=_BABEL[language]))


def day(language: Language, moment: object) -> str:
    """A date in words; French says the first of a month, not the one: «1er décembre»."""
    said = str(format_date(moment, "long", locale=_BABEL[language]))  # type: ignore[arg-type]
    return re.sub(r"^1(?=\s)", "1er", said) if language == "fr" else said


def clock(language: Language, moment: object) -> str:
    """A time of day."""
    return str(format_time(moment, "short", locale=_BABEL[language]))  # type: ignore[arg-type]


@cache
def keys(language: Language) -> frozenset[str]:
    """All keys that have a sentence in that language."""
    return frozenset(str(_key(message.id)) for message in _merged(language) if message.id)


@cache
def _catalogue(language: Language) -> gettext.GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, _merged(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _merged(language: Language) -> Catalog:
    merged = Catalog(locale=language, charset="utf-8")
    for path in sorted((_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    _add(merged, path, message)
    return merged


def _add(merged: Catalog, path: Path, message: object) -> None:
    key = _key(message.id)  # type: ignore[attr-defined]
    if merged.get(key) is not None:
        raise ValueError(f"{path.name}: the key {key} is already in another catalogue")
    merged.add(message.id, message.string)  # type: ignore[attr-defined]


def _key(id: object) -> str:
    return str(id[0] if isinstance(id, list | tuple) else id)
