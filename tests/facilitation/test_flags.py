"""Flags point at what names, insults or reveals, in both languages, and never at a critical opinion."""

import json

import pytest

from facilitation.model import NoteType, StepKind
from facilitation.rules.notes import submit_note
from facilitation.tallies.flags import Flag, flags
from locales import LANGUAGES, sentence
from reports.projection.screen import projection
from sample_sessions import SAMPLES
from tests.room import NOON, Room


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Écrivez à marie.tremblay@exemple.qc.ca", Flag.EMAIL),
        ("Write to me: jo+lab@mail.example.org!", Flag.EMAIL),
        ("Appelez au 418 555-0134 le soir", Flag.PHONE),
        ("Call (418) 555-0134", Flag.PHONE),
        ("Mon numéro: 1-418-555-0134.", Flag.PHONE),
        ("4185550134", Flag.PHONE),
        ("+33 6 12 34 56 78", Flag.PHONE),
        ("M. Tremblay refuse toujours", Flag.NAME),
        ("comme Mme Éthier l'a dit", Flag.NAME),
        ("Ask Mr Smith", Flag.NAME),
        ("Ms. O'Neill should stop", Flag.NAME),
        ("Le Dr Gagnon est absent", Flag.NAME),
        ("Quel IMBÉCILE", Flag.INSULT),
        ("imbecile, va", Flag.INSULT),
        ("Bande d’idiots", Flag.INSULT),
        ("what a bunch of morons", Flag.INSULT),
        ("Shut it, you idiot", Flag.INSULT),
    ],
)
def test_flag_points_at_what_to_look_at(text: str, flag: Flag) -> None:
    assert flags(text) == (flag,)


@pytest.mark.parametrize(
    "text",
    [
        "C'est inutile",
        "mauvaise idée, trop cher",
        "Une idée stupide et ridicule, je suis contre",
        "C'est idiot de payer deux fois",
        "dangerous",
        "this would fail",
        "A stupid waste of money, terrible plan",
        "Les employeurs sont racistes avec nous",
        "On nous ment depuis dix ans",
        "Le train est en retard, la députée aussi",
        "Il a été reconnu par l'ordre des computers",
        "Budget de 418 555 000 $ sur 2026-2030",
        "Coûte 50 M. Il faut choisir",
        "Le code 2026 11 24 1700 du local B-1204",
        "M. et Mme Tout-le-monde n'ont pas de voiture",
        "Une madame nous a aidés, monsieur aussi",
        "@recolte sur les réseaux",
    ],
)
def test_flag_never_points_at_an_opinion_or_a_plain_number(text: str) -> None:
    assert flags(text) == ()


def test_flag_points_at_several_things_at_once() -> None:
    text = "Mme Roy, cette salope: roy@exemple.org ou 418-555-0134"
    assert flags(text) == tuple(Flag)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_samples_are_not_flagged(sample: object) -> None:
    texts = [one.event.text for one in sample.entries() if hasattr(one.event, "text")]  # type: ignore[attr-defined]
    assert len(texts) >= 40
    assert [text for text in texts if flags(text)] == []


def test_flags_are_on_no_screen_of_the_room(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    text = "Mme Roy, cette salope: roy@exemple.org ou 418-555-0134"
    room.say(submit_note, author, type=NoteType.IDEA, text=text, language="fr")
    for language in LANGUAGES:
        scene = projection(room.workshop, language, None, room.code, NOON, live=True)
        shown = json.dumps(scene, ensure_ascii=False)
        assert text in shown
        assert [flag for flag in Flag if sentence(language, f"console.flag.{flag}") in shown] == []
