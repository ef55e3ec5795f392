"""A phone at a workshop that cannot be read gets a sentence, on every address and in both languages."""

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.testclient import TestClient

from facilitation import store
from facilitation.errors import StoreError
from facilitation.model import StepKind
from locales import Language
from phone.routes import routes
from tests.phone.conftest import said, text_of
from tests.room import Room
from web.unwell import unwell

PLACES = ("/j/{}", "/w/{}", "/w/{}/now", "/w/{}/screen", "/w/{}/screen/now", "/w/{}/people", "/w/{}/scribe")
PLACES = (*PLACES, "/w/{}/manifest.webmanifest")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_page_of_a_damaged_workshop_is_a_sentence(room: Room, place: str, language: Language) -> None:
    room.open(StepKind.IDEAS)
    with room.door.store.writing() as connection:
        connection.execute(sa.update(store.events).values(data="{"))
    room.door._states.clear()
    app = Starlette(routes=routes(), exception_handlers={StoreError: unwell})
    web = TestClient(app, follow_redirects=False)
    web.cookies.set("recolte_lang", language)
    web.cookies.set(f"recolte_s_{room.id}", room.door.scribe_key(room.by, room.id))
    web.cookies.set("recolte_p", "x" * 32)

    answer = web.get(place.format(room.code))

    assert answer.status_code == 503
    assert said(language, "store.unreadable") in text_of(answer.text)
