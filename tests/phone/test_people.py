"""Several people on one phone: each with a ballot of their own, none seeing the one before."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.routing import Route

from facilitation.model import ParticipantId, StepKind
from facilitation.rules.framing import archive_workshop
from facilitation.rules.rounds import open_round
from phone.routes import routes
from tests.phone.conftest import NOTE, Light, Phone, text_of
from tests.room import Room

pytestmark = pytest.mark.heavy  # tries many cases

ANSWERS = {"kind": "employer", "table": 1, "language": "fr", "consents": ["terms"], "photo": None}


def hand_to(phone: Phone, who: str) -> str:
    """Where the hand-over screen leads when that person is chosen."""
    phone.page("/people")
    answer = phone.web.post(f"/w/{phone.room.code}/people?who={who}")
    assert answer.status_code == 303
    return str(answer.headers["location"])


def second(phone: Phone) -> ParticipantId:
    """Another person checks in on that phone."""
    who = hand_to(phone, "new").split("who=")[1]
    assert phone.post(f"check-in?who={who}", **ANSWERS)[0] == 201
    found = phone.room.door.participant(phone.room.id, phone.web.cookies.get(f"recolte_p_{who}"))
    assert found is not None
    return found


def test_second_person_has_a_token_and_a_place_of_their_own(phone: Phone, room: Room) -> None:
    me = phone.me
    other = second(phone)
    assert list(room.workshop.participants) == [me, other]
    assert phone.me == me
    assert room.workshop.participants[other].kind == "employer"


def test_token_of_the_second_person_is_kept_like_the_first(phone: Phone, room: Room) -> None:
    cookies = phone.web.post(f"/w/{room.code}/people?who=new").headers.get_list("set-cookie")
    given = next(one for one in cookies if one.startswith("recolte_p_2="))
    assert {part.strip() for part in given.split(";")[1:]} == {
        "HttpOnly",
        "Max-Age=31536000",
        "Path=/",
        "SameSite=lax",
    }


def proof(phone: Phone, query: str = "") -> str:
    """What that person's own page keeps with each text it sends."""
    return re.findall(r'data-proof="([^"]*)"', phone.page(query))[0]


def late(phone: Phone, path: str, given: str, **fields: object) -> tuple[int, dict[str, object]]:
    """A text that was on its way when the phone was handed on."""
    answer = phone.web.post(f"/w/{phone.room.code}/{path}", json=fields, headers={"x-proof": given})
    return answer.status_code, answer.json()


def test_request_is_for_whom_its_address_says(writing: Phone, room: Room) -> None:
    me, other = writing.me, second(writing)
    assert writing.post("notes?who=2", **NOTE | {"key": "2"})[0] == 201
    hand_to(writing, "1")
    for path in ("notes", "notes?who=1"):
        assert writing.post(path, **NOTE | {"key": path[-1]})[0] == 201
    assert [note.author for note in room.workshop.notes.values()] == [other, me, me]
    status, said = writing.post("notes/N1", text="À moi")
    assert (status, said["key"]) == (409, "note.not_yours")


def test_ballots_of_one_phone_are_separate(phone: Phone, room: Room) -> None:
    me, other = phone.me, second(phone)
    room.projects(4)
    room.lead(open_round, seed=1)
    assert phone.post("ballot?who=2", key="a", round="R1", marks={"PR2": 1})[0] == 201
    shown = phone.web.get(f"/w/{room.code}/now?who=2").text
    hand_to(phone, "1")
    assert phone.post("ballot", key="a", round="R1", marks={"PR1": 2})[0] == 201
    ballots = room.workshop.round.ballots  # type: ignore[union-attr]
    assert {id: dict(one.marks) for id, one in ballots.items()} == {me: {"PR1": 2}, other: {"PR2": 1}}
    assert re.findall(r"data-mark[^>]*>(\d)<", shown).count("1") == 1


# What concerns a person, by how it is asked; the others draw nothing of anybody on the phone.
WRITES = {
    "check-in": ANSWERS,
    "notes": NOTE,
    "notes/N1": {"text": "Autre chose"},
    "notes/N1/withdraw": {},
    "ballot": {"key": "k", "round": "R1", "marks": {}},
    "concern": {"key": "k", "round": "R1", "item": "PR1", "text": "Non"},
    "concern/withdraw": {"key": "k", "round": "R1"},
    "wish": {"ranked": []},
    "answer": {"accept": True},
    "comment": {"key": "k", "subject": "PR1", "text": "Oui", "language": "fr"},
    "hat": {"subject": "PR1"},
    "done": {"value": True, "about": "ideas"},
    "help": {"value": True},
}
READS = ("", "/now", "/screen", "/screen/now")
NOBODYS = ("/people", "/manifest.webmanifest")


def test_table_of_what_concerns_a_person_is_whole() -> None:
    asked = {
        (method, one.path.removeprefix("/w/{code}").replace("{note}", "N1"))
        for one in routes()
        if isinstance(one, Route) and one.path.startswith("/w/{code}") and "/scribe" not in one.path
        for method in one.methods or ()
    }
    known = {("POST", f"/{path}") for path in WRITES} | {("POST", "/people")}
    known |= {(method, path) for path in READS + NOBODYS for method in ("GET", "HEAD")}
    assert asked == known


@pytest.mark.parametrize("holder", ["2", "0"])
@pytest.mark.parametrize("path", READS)
def test_nothing_of_who_handed_the_phone_on_is_seen(
    writing: Phone, room: Room, path: str, holder: str
) -> None:
    writing.idea("À la première")
    second(writing)
    if holder == "0":
        writing.page("/people")
    for query in ("", "?who=1", "?who=1&answers=1"):
        answer = writing.web.get(f"/w/{room.code}{path}{query}", headers={"x-proof": "x"})
        assert "À la première" not in answer.text
        if path.endswith("/now"):
            assert (answer.status_code, answer.json()["key"]) == (401, "participant.handed_on")
        else:
            assert (answer.status_code, answer.headers["location"]) == (303, f"/w/{room.code}/people")


@pytest.mark.parametrize("path", WRITES)
def test_nothing_is_written_for_who_handed_the_phone_on(writing: Phone, room: Room, path: str) -> None:
    writing.idea("À la première")
    second(writing)
    theirs, before = proof(writing, "?who=2"), room.workshop.seq
    for query in ("", "?who=1"):
        for given in ("", theirs, theirs.upper()):
            answer = late(writing, path + query, given, **WRITES[path])
            assert (answer[0], answer[1]["key"]) == (401, "participant.handed_on")
    assert room.workshop.seq == before


def test_text_that_was_on_its_way_is_still_its_own_persons(writing: Phone, room: Room) -> None:
    me, own = writing.me, proof(writing)
    second(writing)
    assert late(writing, "notes?who=1", own, **NOTE)[0] == 201
    status, said = late(writing, "notes?who=1", own, **NOTE)
    assert (status, said["repeated"], "now" in said) == (200, True, False)  # kept once, and nothing shown
    assert [note.author for note in room.workshop.notes.values()] == [me]


def test_proof_is_one_persons_in_one_workshop(writing: Phone, room: Room) -> None:
    own = proof(writing)
    second(writing)
    other = proof(writing, "?who=2")
    hand_to(writing, "1")
    assert len({own, other, ""}) == 3
    assert proof(writing) == own
    assert writing.web.cookies["recolte_p"] not in own


def test_choice_of_a_person_can_be_sent_from_a_plain_http_address(phone: Phone) -> None:
    answer = phone.web.get(f"/w/{phone.room.code}/people")
    assert answer.headers["referrer-policy"] == "strict-origin"  # else the form's origin would be «null»


@pytest.mark.parametrize("who", ["2", "6", "7", "0", "", "11", "P1", "P99", "new", "1 ", "\u0662", "%00"])
def test_who_that_is_nobody_here_is_refused(writing: Phone, room: Room, who: str) -> None:
    writing.idea("La première")
    for answer in (
        writing.web.get(f"/w/{room.code}/now", params={"who": who}),
        writing.web.post(f"/w/{room.code}/notes", params={"who": who}, json=NOTE),
    ):
        assert (answer.status_code, answer.json()["key"]) == (401, "participant.unknown")
    page = writing.web.get(f"/w/{room.code}", params={"who": who})
    assert page.status_code in (303, 403)
    assert "La première" not in page.text
    assert len(room.workshop.notes) == 1


def test_hand_over_screen_says_numbers_and_tables_only(writing: Phone, room: Room) -> None:
    writing.idea("Une idée à moi")
    second(writing)
    shown = writing.page("/people")
    read = text_of(shown)
    assert "Passez le téléphone à la personne suivante" in read
    assert "Personne 1, table 1" in read
    assert "Personne 2, table 1" in read
    assert "Une idée à moi" not in read
    assert "étudiante" not in read
    assert "<script" not in shown


def test_page_names_its_person_once_there_are_several(phone: Phone) -> None:
    assert "Personne 1" not in text_of(phone.page())
    assert "Passer le téléphone" in text_of(phone.page())
    second(phone)
    assert "Personne 2" in text_of(phone.page("?who=2"))
    assert hand_to(phone, "1") == f"/w/{phone.room.code}"
    assert "Personne 1" in text_of(phone.page())


def test_new_person_finds_the_table_of_the_first(phone: Phone) -> None:
    where = hand_to(phone, "new").removeprefix(f"/w/{phone.room.code}")
    shown = phone.page(where)
    assert '<option value="1" selected>' in shown
    assert "Personne 2" in text_of(shown)
    assert "checked" not in shown.replace('value="fr" checked', "")


def test_page_of_who_handed_the_phone_on_is_not_drawn_again(writing: Phone, room: Room) -> None:
    writing.idea("À la première")
    second(writing)
    people = f"/w/{room.code}/people"
    back = writing.web.get(f"/w/{room.code}")
    assert (back.status_code, back.headers["location"], back.text) == (303, people, "")
    assert writing.web.get(f"/w/{room.code}?who=2").status_code == 200
    writing.page("/people")
    assert writing.web.get(f"/w/{room.code}?who=2").headers["location"] == people
    hand_to(writing, "1")
    assert "À la première" in writing.page()


def test_each_person_comes_back_in_their_language(phone: Phone) -> None:
    second(phone)
    hand_to(phone, "1")
    phone.web.get("/language/en")
    phone.speak("en")
    hand_to(phone, "2")
    assert '<html lang="fr">' in phone.page("?who=2")
    assert f'href="/language/en?next=/w/{phone.room.code}%3Fwho%3D2"' in phone.page("?who=2")


def test_unknown_person_cannot_be_chosen(phone: Phone, room: Room) -> None:
    for who in ("2", "P1", "", "99"):
        assert hand_to(phone, who) == f"/w/{room.code}/people"
    assert "recolte_p_2" not in phone.web.cookies


def test_six_people_at_most_share_a_phone(phone: Phone, room: Room) -> None:
    for _ in range(5):
        second(phone)
    assert len(room.workshop.participants) == 6
    assert "Nouvelle personne" not in text_of(phone.page("/people"))
    answer = phone.web.post(f"/w/{room.code}/people?who=new")
    assert answer.status_code == 409
    assert "Six personnes au plus" in text_of(answer.text)


def test_person_who_left_before_check_in_leaves_the_number_free(phone: Phone, room: Room) -> None:
    assert [hand_to(phone, "new") for _ in range(2)] == [f"/w/{room.code}?who=2"] * 2
    assert "Personne 2" not in text_of(phone.page("/people"))


def test_archive_forgets_everybody_on_the_phone(writing: Phone, room: Room) -> None:
    second(writing)
    room.lead(archive_workshop)
    for path in ("notes", "notes?who=2"):
        assert writing.post(path, **NOTE)[1]["key"] == "workshop.archived"
    assert "Personne 1" not in text_of(writing.page("/people"))


def test_hand_over_of_an_unknown_workshop_asks_for_a_code(phone: Phone) -> None:
    for answer in (phone.web.get("/w/ZZZZZZZZ/people"), phone.web.post("/w/ZZZZZZZZ/people?who=new")):
        assert (answer.status_code, answer.headers["location"]) == (303, "/j")


# --- in a real Chromium ------------------------------------------------------------------------


def check_in(page: Page) -> None:
    page.get_by_label("Personne étudiante").check()
    page.get_by_label("J'ai lu et j'accepte").check()
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_label("Votre idée")).to_be_visible()


def send(page: Page, text: str) -> None:
    page.get_by_label("Votre idée").fill(text)
    page.get_by_role("button", name="Envoyer").click()


@pytest.mark.browser
def test_two_people_share_a_phone_and_nothing_else(browser: Browser, light: Light, room: Room) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-CA")
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    room.open(StepKind.IDEAS)
    page.goto(f"{light.url}/j/{room.code}")
    check_in(page)
    send(page, "De la première")
    expect(page.locator(".notes .note")).to_have_text("De la première")
    context.route("**/notes?who=1", lambda route: route.abort())
    send(page, "Gardée pour plus tard")
    expect(page.locator(".pending .note")).to_have_text("Gardée pour plus tard")
    page.get_by_label("Votre idée").fill("À moitié")
    page.wait_for_timeout(500)

    page.get_by_role("link", name="Passer le téléphone").click()
    expect(page.get_by_role("heading", name="Passez le téléphone")).to_be_visible()
    page.get_by_role("button", name="Nouvelle personne").click()
    check_in(page)
    expect(page.locator("header")).to_contain_text("Personne 2")
    for text in ("De la première", "Gardée pour plus tard", "À moitié"):
        expect(page.locator("body")).not_to_contain_text(text)
    expect(page.get_by_label("Votre idée")).to_have_value("")

    context.unroute("**/notes?who=1")
    send(page, "De la deuxième")
    expect(page.locator(".notes .note")).to_have_text("De la deuxième")
    expect(page.locator("#status")).to_be_hidden()
    authors = {note.text: note.author for note in room.workshop.notes.values()}
    first, other = room.workshop.participants
    assert authors == {"De la première": first, "Gardée pour plus tard": first, "De la deuxième": other}

    for _ in range(4):  # however far back: never the first person's words
        page.go_back()
        page.wait_for_load_state()
        expect(page.locator("body")).not_to_contain_text("De la première")
    page.goto(f"{light.url}/w/{room.code}/people")
    page.get_by_role("button", name="Personne 1").click()
    expect(page.locator("header")).to_contain_text("Personne 1")
    expect(page.locator(".notes .note")).to_have_text(["Gardée pour plus tard", "De la première"])
    expect(page.get_by_label("Votre idée")).to_have_value("À moitié")
    context.close()
    assert failures == []


@pytest.mark.browser
def test_ballot_that_waits_is_its_own_persons(browser: Browser, light: Light, room: Room) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-CA")
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    room.projects(4)
    page.goto(f"{light.url}/j/{room.code}")
    check_in(page)
    room.lead(open_round, seed=1)
    context.route("**/ballot?who=1", lambda route: route.abort())
    page.get_by_role("button", name="Ajouter un point").first.click()
    expect(page.get_by_text("1 point sur 3")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 point sur 3")).to_be_visible()
    page.get_by_role("link", name="Passer le téléphone").click()
    page.get_by_role("button", name="Nouvelle personne").click()
    page.get_by_label("J'ai lu et j'accepte").check()
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_text("0 point sur 3")).to_be_visible()
    page.get_by_role("button", name="Ajouter un point").first.click()
    expect(page.get_by_text("1 point sur 3")).to_be_visible()
    context.unroute("**/ballot?who=1")
    expect(page.locator("#status")).to_be_hidden()
    _, first, other = room.workshop.participants
    ballots = room.workshop.round.ballots  # type: ignore[union-attr]
    assert {id: sum(one.marks.values()) for id, one in ballots.items()} == {first: 1, other: 1}
    context.close()
    assert failures == []


@pytest.mark.browser
def test_text_kept_by_the_page_of_before_waits_for_the_first_person(
    browser: Browser, light: Light, room: Room
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-CA")
    page = context.new_page()
    room.open(StepKind.IDEAS)
    page.goto(f"{light.url}/j/{room.code}")
    check_in(page)
    page.get_by_role("link", name="Passer le téléphone").click()
    page.get_by_role("button", name="Nouvelle personne").click()
    check_in(page)
    kept = {"path": "notes", "draft": "ideas", "body": NOTE | {"text": "D'avant"}}
    page.evaluate(
        """([name, item]) => localStorage.setItem(name, item)""",
        [f"recolte:{room.code}:out:000000000000001:k1", json.dumps(kept)],
    )
    page.reload()
    expect(page.locator("#status")).to_have_text("En attente (1)")
    expect(page.locator("body")).not_to_contain_text("D'avant")
    page.get_by_role("link", name="Passer le téléphone").click()
    page.get_by_role("button", name="Personne 1").click()
    expect(page.locator(".notes .note")).to_have_text("D'avant")
    expect(page.locator(".pending .note")).to_have_count(0)
    (note,) = room.workshop.notes.values()
    assert (note.text, note.author) == ("D'avant", next(iter(room.workshop.participants)))
    context.close()


@pytest.mark.browser
def test_tab_that_the_first_person_left_open_is_emptied(browser: Browser, light: Light, room: Room) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-CA")
    left = context.new_page()
    failures: list[str] = []
    left.on("pageerror", lambda error: failures.append(str(error)))
    room.open(StepKind.IDEAS)
    left.goto(f"{light.url}/j/{room.code}")
    check_in(left)
    send(left, "De la première")
    expect(left.locator(".notes .note")).to_have_text("De la première")
    left.get_by_label("Votre idée").fill("À moitié")
    left.wait_for_timeout(500)
    page = context.new_page()
    page.goto(f"{light.url}/w/{room.code}/people")
    page.get_by_role("button", name="Nouvelle personne").click()
    check_in(page)
    expect(left.locator("#stranger")).to_contain_text("Ce téléphone est passé à une autre personne")
    for text in ("De la première", "À moitié"):
        expect(left.locator("body")).not_to_contain_text(text)
    expect(left.get_by_role("textbox")).to_have_count(0)
    send(page, "De la deuxième")
    expect(page.locator(".notes .note")).to_have_text("De la deuxième")
    left.get_by_role("link", name="Reprendre ma place").click()
    left.get_by_role("button", name="Personne 1").click()
    expect(left.locator(".notes .note")).to_have_text("De la première")
    expect(left.get_by_label("Votre idée")).to_have_value("À moitié")
    expect(page.locator("#stranger")).to_contain_text("Ce téléphone est passé à une autre personne")
    context.close()
    assert failures == []


@pytest.mark.browser
def test_refusal_waits_for_its_own_person(browser: Browser, light: Light, room: Room) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-CA")
    page = context.new_page()
    room.open(StepKind.IDEAS)
    page.goto(f"{light.url}/j/{room.code}")
    check_in(page)
    context.route("**/notes?who=1", lambda route: route.abort())
    send(page, "Trop tard")
    expect(page.locator(".pending .note")).to_have_text("Trop tard")
    page.get_by_role("link", name="Passer le téléphone").click()
    page.get_by_role("button", name="Nouvelle personne").click()
    check_in(page)
    room.open(StepKind.GROUPING)
    expect(page.get_by_role("heading", name="Regardez l'écran")).to_be_visible()
    context.unroute("**/notes?who=1")
    expect(page.locator("#status")).to_be_hidden()
    expect(page.locator("body")).not_to_contain_text("Trop tard")
    expect(page.locator("#refusals")).to_be_empty()
    page.get_by_role("link", name="Passer le téléphone").click()
    page.get_by_role("button", name="Personne 1").click()
    expect(page.locator("#refusals")).to_contain_text("Cette étape est fermée")
    expect(page.locator("#refusals blockquote")).to_have_text("Trop tard")
    context.close()
    assert room.workshop.notes == {}
