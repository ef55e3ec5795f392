"""An archived workshop says thank you: nothing red or to press, and the truth about what came too late."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from facilitation.asking import ask
from facilitation.model import MembershipState, StepKind
from facilitation.rules.cells import define_cell, express_wish, propose_memberships
from facilitation.rules.framing import archive_workshop
from facilitation.rules.participants import check_in_on_paper
from facilitation.rules.rounds import open_round
from locales import LANGUAGES, Language, sentence
from tests.phone.conftest import NOTE, Phone, said, text_of
from tests.phone.light import Light
from tests.room import NOON, Room

pytestmark = pytest.mark.heavy  # tries many cases

WAYS = ("<form", "<button", "data-signal", "data-hand-over", "answers=1")


def as_scribe(phone: Phone) -> str:
    """Somebody on paper at table 1, as a scribe's browser names them."""
    room = phone.room
    by = room.door.scribe(room.id, room.door.scribe_key(room.by, room.id))
    answers = {"kind": "student", "language": "fr", "consents": {"terms"}}
    done = room.door.act(room.id, ask(check_in_on_paper, by=by, table=1, **answers), at=NOON)
    phone.web.cookies.set(f"recolte_s_{room.id}", room.door.scribe_key(room.by, room.id))
    return str(done.events[0].participant)


def visible(html: str) -> str:
    """A page without what waits in it unseen."""
    unseen = r"<(section|div|p|script|noscript)[^>]* hidden>.*?</\1>"
    return re.sub(unseen, "", html, flags=re.DOTALL)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "/now", "/screen", "/screen/now", "/people", "?who=2", "?answers=1"])
@pytest.mark.parametrize("step", [StepKind.IDEAS, StepKind.CELLS, StepKind.CLOSING])
def test_every_page_of_a_phone_says_thank_you(
    phone: Phone, room: Room, step: StepKind, path: str, language: Language
) -> None:
    phone.web.post(f"/w/{room.code}/people?who=new")  # the device has a second person
    phone.speak(language)
    room.open(step)
    room.lead(archive_workshop)
    answer = phone.web.get(f"/w/{room.code}{path}", follow_redirects=True)
    assert answer.status_code == 200
    shown = visible(answer.text)
    assert said(language, "phone.ended.title.participant") in text_of(shown)
    assert said(language, "phone.ended.participant") in text_of(shown)
    assert said(language, "workshop.archived") not in text_of(shown)
    assert [way for way in WAYS if way in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/j/{}", "/w/{}", "/w/{}/screen", "/w/{}/people"])
def test_newcomer_is_told_politely(
    new_phone: Callable[[], Phone], room: Room, address: str, language: Language
) -> None:
    room.lead(archive_workshop)
    late = new_phone()
    late.speak(language)
    for _ in range(2):  # and again: the first visit leaves nothing behind
        answer = late.web.get(address.format(room.code), follow_redirects=True)
        shown = text_of(visible(answer.text))
        assert answer.status_code == 200
        assert said(language, "phone.ended.title.newcomer") in shown
        assert said(language, "phone.ended.newcomer") in shown
        assert said(language, "phone.ended.title.participant") not in shown
        assert "<form" not in answer.text
    assert "recolte_p" not in late.web.cookies


@pytest.mark.parametrize("language", LANGUAGES)
def test_late_write_is_said_not_to_be_received(writing: Phone, room: Room, language: Language) -> None:
    room.lead(archive_workshop)
    writing.speak(language)
    status, told = writing.post("notes", **NOTE)
    assert (status, told["key"]) == (409, "workshop.archived")
    assert told["refusal"] == sentence(language, "phone.ended.refused")
    assert room.workshop.notes == {}


def test_person_on_paper_is_asked_nothing_more(phone: Phone, room: Room) -> None:
    """A proposed place has two buttons, corrected answers a form: neither outlives the workshop."""
    paper = as_scribe(phone)
    for name in ("Jumelage", "Mentorat"):
        room.lead(define_cell, name_fr=name, minimum=1, maximum=1)
    room.open(StepKind.CELLS)
    room.say(express_wish, phone.me, ranked=["CEL1"])
    room.lead(propose_memberships, seed=1)
    by = room.door.scribe(room.id, room.door.scribe_key(room.by, room.id))
    room.hand_in(by, paper, express_wish, ranked=["CEL1"], flexible=True)  # type: ignore[arg-type]
    room.lead(propose_memberships, seed=1)
    assert room.workshop.memberships[paper].state is MembershipState.PROPOSED  # type: ignore[index]
    room.lead(archive_workshop)
    for query in (f"?who={paper}", f"?who={paper}&answers=1"):
        shown = visible(phone.page(query))
        assert said("fr", "phone.ended.title.scribe") in text_of(shown)
        assert "<form" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_scribe_s_table_says_thank_you_and_keeps_what_became_of_its_ideas(
    phone: Phone, room: Room, language: Language
) -> None:
    as_scribe(phone)
    phone.speak(language)
    room.open(StepKind.IDEAS)
    note = {"key": "k", "type": "idea", "texts": ["Une navette"], "language": "fr", "table": 1, "kind": ""}
    assert phone.post("scribe/notes", **note)[0] == 201
    room.open(StepKind.CLOSING)
    room.lead(archive_workshop)
    shown = visible(phone.page("/scribe?table=1"))
    assert said(language, "phone.ended.title.scribe") in text_of(shown)
    assert "Une navette" in text_of(shown)
    assert "<form" not in shown
    which = text_of(visible(phone.page("/scribe?table=")))
    assert said(language, "phone.ended.title.scribe") in which
    assert said(language, "scribe.for") not in which
    told = phone.post("scribe/notes", **note | {"key": "l"})[1]["refusal"]
    assert told == sentence(language, "phone.ended.refused")


# --- in a real Chromium ------------------------------------------------------------------------


@pytest.fixture
def tab(browser: Browser, light: Light, room: Room) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-CA")
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    room.open(StepKind.IDEAS)
    page.goto(f"{light.url}/j/{room.code}")
    page.get_by_label("Personne étudiante").check()
    page.get_by_label("J'ai lu et j'accepte").check()
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_label("Votre idée")).to_be_visible()
    yield page
    context.close()
    assert failures == []


def is_thanked(page: Page) -> None:
    expect(page.get_by_role("heading", name="Merci! L'atelier est terminé.")).to_be_visible()
    expect(page.locator(".refusal:visible")).to_have_count(0)
    expect(page.locator("#now button:visible")).to_have_count(0)
    expect(page.locator("footer a:visible")).to_have_count(0)


@pytest.mark.browser
def test_what_became_of_one_s_ideas_stays_on_the_open_page(tab: Page, room: Room) -> None:
    tab.get_by_label("Votre idée").fill("Une navette le matin")
    tab.get_by_role("button", name="Envoyer").click()
    expect(tab.locator(".notes .note")).to_have_text("Une navette le matin")
    room.open(StepKind.CLOSING)
    expect(tab.locator("[data-part=receipts] .note")).to_have_text("Une navette le matin")
    room.lead(archive_workshop)
    is_thanked(tab)
    expect(tab.get_by_role("heading", name="Que sont devenues mes idées?")).to_be_visible()
    expect(tab.locator("[data-part=receipts] .note")).to_have_text("Une navette le matin")
    tab.reload()
    is_thanked(tab)
    expect(tab.get_by_text("Une navette")).to_have_count(0)


@pytest.mark.browser
def test_text_that_comes_too_late_stays_on_the_phone(tab: Page, room: Room) -> None:
    tab.context.set_offline(True)
    tab.get_by_label("Votre idée").fill("Écrite sans réseau")
    tab.get_by_role("button", name="Envoyer").click()
    tab.get_by_label("Votre idée").fill("Pas encore envoyée")
    expect(tab.locator("#status.down")).to_be_visible()
    room.lead(archive_workshop)
    tab.context.set_offline(False)
    is_thanked(tab)
    expect(tab.get_by_role("heading", name="Resté sur ce téléphone")).to_be_visible()
    for text in ("Écrite sans réseau", "Pas encore envoyée"):
        expect(tab.locator("[data-unsent]")).to_contain_text(text)
    expect(tab.locator("#status")).to_have_text("")
    tab.reload()
    is_thanked(tab)
    expect(tab.locator("[data-unsent]")).to_contain_text("Écrite sans réseau")
    assert room.workshop.notes == {}


@pytest.mark.browser
def test_outbox_of_a_page_opened_after_the_end_is_told_of_too(tab: Page, room: Room) -> None:
    """The phone slept with a text in its outbox, and comes back to an archived workshop."""
    tab.context.set_offline(True)
    tab.get_by_label("Votre idée").fill("Endormie")
    tab.get_by_role("button", name="Envoyer").click()
    expect(tab.locator(".pending .note")).to_have_text("Endormie")
    address = tab.url
    tab.goto("about:blank")
    room.lead(archive_workshop)
    tab.context.set_offline(False)
    tab.goto(address)
    is_thanked(tab)
    expect(tab.locator("[data-unsent]")).to_contain_text("Endormie")
    expect(tab.locator("#status")).to_have_text("")


@pytest.mark.browser
def test_ballot_that_comes_too_late_is_told_of_calmly(tab: Page, room: Room) -> None:
    room.projects(3)
    room.lead(open_round, seed=1)
    expect(tab.locator("[data-ballot]")).to_be_visible()
    tab.context.set_offline(True)
    tab.locator("[data-add='1']").first.click()
    expect(tab.locator("#status.down")).to_be_visible()
    room.lead(archive_workshop)
    tab.context.set_offline(False)
    is_thanked(tab)
    expect(tab.locator("#refusals .wait")).to_contain_text("ce dernier envoi n'a pas été reçu")


@pytest.mark.browser
def test_screen_that_is_followed_ends_with_thanks(tab: Page, room: Room, light: Light) -> None:
    tab.goto(f"{light.url}/w/{room.code}/screen")
    expect(tab.locator("#now[data-mark]")).to_be_visible()
    room.lead(archive_workshop)
    is_thanked(tab)
