"""The page as an app: manifest, service worker and the page without a network hold nothing of a person."""

import json
import re
from collections.abc import Callable

from facilitation.model import StepKind
from locales import LANGUAGES
from tests.phone.conftest import Phone, said, text_of
from tests.room import Room


def test_manifest_names_the_workshop_for_anybody_with_its_code(
    new_phone: Callable[[], Phone], room: Room
) -> None:
    answer = new_phone().web.get(f"/w/{room.code}/manifest.webmanifest?lang=en")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert manifest["scope"] == manifest["start_url"] == manifest["id"] == f"/w/{room.code}"
    assert (manifest["name"], manifest["lang"], manifest["display"]) == ("Premier emploi", "en", "standalone")
    assert [(one["sizes"], one["purpose"]) for one in manifest["icons"]] == [
        ("any", "any"),
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    assert new_phone().web.get("/w/ZZZZZZZZ/manifest.webmanifest").status_code == 404


def test_icons_are_what_they_say(new_phone: Callable[[], Phone], room: Room) -> None:
    phone = new_phone()
    manifest = phone.web.get(f"/w/{room.code}/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        answer = phone.web.get(icon["src"])
        assert answer.headers["content-type"].startswith(icon["type"])
        if icon["type"] == "image/png":
            size = int.from_bytes(answer.content[16:20]), int.from_bytes(answer.content[20:24])
            assert f"{size[0]}x{size[1]}" == icon["sizes"]


def test_worker_keeps_only_what_everybody_gets(phone: Phone, room: Room) -> None:
    answer = phone.web.get("/phone/worker.js")
    assert answer.headers["service-worker-allowed"] == "/w/"
    assert answer.headers["cache-control"] == "no-cache"
    kept = json.loads(re.search(r"const FILES = (\[.*\]);", answer.text)[1])  # type: ignore[index]
    assert [one for one in kept if not one.startswith(("/phone/static/", "/phone/offline/"))] == []
    assert re.search(r'const NAME = "recolte-[0-9a-f]{8}";', answer.text)
    alone = Phone(room)
    for path in kept:
        mine, theirs = phone.web.get(path), alone.web.get(path)
        assert (mine.status_code, mine.content) == (200, theirs.content)


def test_offline_page_says_its_sentence_in_each_language(phone: Phone, room: Room) -> None:
    room.open(StepKind.IDEAS)
    phone.idea("La mienne")
    for language in LANGUAGES:
        page = phone.web.get(f"/phone/offline/{language}").text
        assert f'<html lang="{language}">' in page
        assert said(language, "phone.offline.text") in text_of(page)
        assert "La mienne" not in page
    assert phone.web.get("/phone/offline/de").status_code == 404
