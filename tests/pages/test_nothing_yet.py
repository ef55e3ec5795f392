"""Pages of a workshop in which nothing has happened yet say what to do next."""

import pytest

from facilitation.asking import ask
from facilitation.door import Door
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from locales import sentence
from tests.pages.conftest import AT, Open
from tests.room import FRAMING

pytestmark = pytest.mark.heavy


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("board", "console.board.nothing_yet"),
        ("vote", "console.vote.no_projects"),
        ("decision", "console.decision.no_project"),
        ("critique", "console.hats.nobody_to_hear"),
    ],
)
def test_page_with_nothing_yet_says_what_comes_first(
    open_page: Open, door: Door, administrator: tuple[Administrator, str], name: str, key: str, language: str
) -> None:
    id, keys = door.create(administrator[0], AT)
    door.act(id, ask(frame_workshop, by=door.facilitator(id, keys.facilitator), framing=FRAMING))
    cookies = {f"recolte_f_{id}": keys.facilitator}
    page = open_page(name, cookies, w=door.card(id).code, lang=language)
    assert not page.exception
    assert sentence(language, key) in [info.value for info in page.main.info]  # type: ignore[arg-type]
