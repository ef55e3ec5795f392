"""Every file of the table has its name and its words, and a name that any computer can keep."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.model import Framing, Workshop
from locales import LANGUAGES, Language, MissingSentence, keys
from web.downloads import DOCUMENTS, DOWNLOADS, address, file_name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_has_a_name_of_its_own(language: Language) -> None:
    names = [file_name(Workshop(), what, language, "interne") for what in DOWNLOADS]

    assert all(re.fullmatch(r"recolte-[a-z-]+", name) for name in names)
    assert len(set(names)) == len(DOWNLOADS)


def test_no_name_is_made_up_for_a_file_that_nobody_named() -> None:
    with pytest.raises(MissingSentence):
        file_name(Workshop(), "poster", "fr", "interne")


def test_every_document_has_the_words_of_its_buttons() -> None:
    asked = {f"{page}.{what}" for what in DOCUMENTS for page in ("committee.download", "console.files")}

    assert asked - keys("fr") == set()


def test_address_is_that_of_a_file_that_exists() -> None:
    assert address("ABCDEFGH", "kit", "fr") == "/files/ABCDEFGH/kit?lang=fr"
    with pytest.raises(AssertionError):
        address("ABCDEFGH", "poster", "fr")


def test_file_name_is_plain_and_says_who_it_is_for() -> None:
    framing = Framing("Idées d'été : l'œuvre / ../../etc\u202e «né»", "?", "?", "-", ())
    workshop = replace(Workshop(), framing=framing)
    assert (
        file_name(workshop, "workbook", "fr", "interne")
        == "recolte-idees-dete-loeuvre-etc-ne-classeur-interne"
    )
    assert (
        file_name(workshop, "summary", "en", "interne")
        == "recolte-idees-dete-loeuvre-etc-ne-summary-internal"
    )
    assert file_name(Workshop(), "archive", "fr", "publiable") == "recolte-archive-publiable"


@given(st.text(max_size=300))
def test_file_name_is_ascii_and_short_for_any_title(title: str) -> None:
    name = file_name(
        replace(Workshop(), framing=Framing(title, "?", "?", "-", ())), "summary", "fr", "interne"
    )
    assert re.fullmatch(r"recolte-[a-z0-9-]*interne", name)
    assert len(name) < 100
