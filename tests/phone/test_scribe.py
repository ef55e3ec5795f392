"""Scribes: without the key nothing opens; with it, a table's notes and people, and each paper ballot."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from facilitation.door import Door
from facilitation.model import CellId, Channel, Method, NoteStatus, StepKind
from facilitation.rights import Administrator
from facilitation.rules.cells import define_cell
from facilitation.rules.framing import archive_workshop, frame_workshop
from facilitation.rules.hats import call_pitch, deal_hats
from facilitation.rules.rounds import open_round
from facilitation.rules.steps import suspend_step
from facilitation.store import Contact
from locales import LANGUAGES, sentence
from phone.render import static_name
from tests.phone.conftest import NOTE, Light, Phone, said, text_of
from tests.phone.test_screens import play
from tests.room import FRAMING, NOON, Room

PERSON = {"table": 4, "kind": "employer", "language": "fr", "consents": ["terms"]}
NOTES = {"table": 4, "type": "idea", "kind": "student", "language": "fr"}


class Scribe(Phone):
    """A browser that followed the scribes' link."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        key = room.door.scribe_key(room.by, room.id)
        self.web.cookies.set(f"recolte_s_{room.id}", key)

    def table(self, number: int = 4) -> str:
        answer = self.web.get(f"/w/{self.room.code}/scribe?table={number}")
        assert answer.status_code == 200
        return answer.text

    def write(self, *texts: str, key: str = "k", **changes: Any) -> tuple[int, dict[str, Any]]:
        return self.post("scribe/notes", key=key, texts=list(texts), **NOTES | changes)

    def add(self, key: str = "p", **changes: Any) -> str:
        assert self.post("scribe/people", key=key, **PERSON | changes)[0] == 201
        return list(self.room.workshop.participants)[-1]


@pytest.fixture
def scribe(room: Room) -> Scribe:
    return Scribe(room)


WRITES = {
    "scribe/notes": NOTES | {"key": "k", "texts": ["Une"]},
    "scribe/notes/N1": {"key": "k", "table": 4, "text": "Une"},
    "scribe/notes/N1/withdraw": {"key": "k", "table": 4},
    "scribe/people": PERSON | {"key": "k"},
}
ON_PAPER = {
    "check-in": PERSON | {"photo": None},
    "notes": NOTE,
    "ballot": {"key": "k", "round": "R1", "marks": {}},
    "wish": {"ranked": []},
    "answer": {"accept": True},
    "comment": {"key": "k", "subject": "CEL1", "text": "a", "language": "fr"},
    "hat": {"subject": "CEL1"},
}


def refuses_everything(stranger: Phone, person: str) -> None:
    room, before = stranger.room, stranger.room.workshop.seq
    for path, fields in WRITES.items():
        status, refusal = stranger.post(path, **fields)
        assert (path, status, refusal["key"]) == (path, 403, "access.scribe_link")
    for path, fields in ON_PAPER.items():
        status, refusal = stranger.post(f"{path}?who={person}", **fields)
        assert (path, status, refusal["key"]) == (path, 401, "participant.unknown")
    shut = {"scribe": 403, "scribe?table=4": 403, "scribe/now?table=4": 403, f"now?who={person}": 401}
    for path, status in shut.items():
        answer = stranger.web.get(f"/w/{room.code}/{path}")
        assert (path, answer.status_code) == (path, status)
        assert "Une idée de la table" not in answer.text
        assert "set-cookie" not in answer.headers
    page = stranger.page(f"?who={person}")
    assert "Papier 1" not in page
    assert "Une idée de la table" not in page
    assert room.workshop.seq == before


def test_nothing_opens_without_the_key(scribe: Scribe, room: Room) -> None:
    room.open(StepKind.IDEAS)
    scribe.write("Une idée de la table")
    person = scribe.add()
    stranger, phone, facilitator = Phone(room), Phone(room).join(), Phone(room)
    facilitator.web.cookies.set(f"recolte_f_{room.id}", room.keys.facilitator)
    forged = [Phone(room) for _ in range(3)]
    other, keys = room.door.create(Administrator(), NOON)
    by = room.door.facilitator(other, keys.facilitator)
    assert by is not None
    wrong = ("x" * 32, room.keys.committee, room.door.scribe_key(by, other))
    for one, key in zip(forged, wrong, strict=True):
        one.web.cookies.set(f"recolte_s_{room.id}", key)
    for one in (stranger, phone, facilitator, *forged):
        refuses_everything(one, person)


def test_renewed_links_end_the_scribes(scribe: Scribe, room: Room) -> None:
    room.open(StepKind.IDEAS)
    scribe.write("Une idée de la table")
    person = scribe.add()
    room.door.renew_keys(Administrator(), room.id)
    refuses_everything(scribe, person)


def test_scribe_speaks_for_people_on_paper_only(scribe: Scribe, room: Room) -> None:
    person = Phone(room).join().me
    room.open(StepKind.IDEAS)
    assert scribe.post(f"notes?who={person}", **NOTE)[1]["key"] == "participant.unknown"
    assert "Papier" not in scribe.page(f"?who={person}")


def test_table_is_chosen_once_and_kept(scribe: Scribe, room: Room) -> None:
    home = f"/w/{room.code}/scribe"
    choice = scribe.web.get(home)
    assert [f"{home}?table={n}" in choice.text for n in (0, 1, 4, 5)] == [False, True, True, False]
    assert "Table 4" in text_of(scribe.table(4))
    assert scribe.web.get(home).headers["location"] == f"{home}?table=4"
    for asked in ("", "0", "5", "x", "99999999999999999999", "²"):
        assert "Quelle est votre table" in scribe.web.get(home, params={"table": asked}).text
    assert scribe.web.get(f"{home}/now?table=9").json()["key"] == "check_in.table"


def test_note_is_the_tables_own(scribe: Scribe, room: Room) -> None:
    room.open(StepKind.IDEAS)
    assert scribe.write("Jumeler")[0] == 201
    assert scribe.write("Jumeler") == (200, {"seq": room.workshop.seq, "repeated": True})
    (note,) = room.workshop.notes.values()
    assert (note.author, note.channel, note.table, note.kind) == (None, Channel.SCRIBE, 4, "student")
    entry = room.door.entries(room.id)[-1]
    assert (entry.actor, entry.key) == ("scribe", "scribe:k")


def test_two_scribes_of_a_table_see_the_same(scribe: Scribe, room: Room) -> None:
    room.open(StepKind.IDEAS)
    scribe.write("Jumeler")
    scribe.add()
    other = Scribe(room)
    shown = text_of(other.table(4))
    assert "Jumeler" in shown
    assert "Papier 1 , Employeur" in shown
    assert "Jumeler" not in other.table(3)
    assert "Papier 1" not in other.table(3)
    assert other.post("scribe/notes/N1", key="e", table=4, text="Jumeler par affinités")[0] == 201
    assert other.post("scribe/notes/N1", key="f", table=3, text="Non")[1]["key"] == "paper.other_table"
    assert other.post("scribe/notes/N1/withdraw", key="g", table=4)[0] == 201
    assert room.workshop.notes["N1"].status is NoteStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["Une", "x" * 281], "La ligne 2 compte 281 caractères"),
        (["Une", " ", "Trois"], "La ligne 2 est vide"),
        (["Une"] * 61, "Vous avez collé 61 lignes; la limite est de 60"),
    ],
)
def test_batch_is_refused_whole_and_the_line_is_named(
    scribe: Scribe, room: Room, texts: list[str], words: str
) -> None:
    room.open(StepKind.IDEAS)
    status, refusal = scribe.write(*texts)
    assert status == 409
    assert words in refusal["refusal"]
    assert room.workshop.notes == {}


@pytest.mark.parametrize(
    "changes",
    [{"texts": "Une"}, {"texts": [1]}, {"type": "song"}, {"language": "de"}, {"table": "4"}, {"key": ""}],
)
def test_unreadable_request_is_refused(scribe: Scribe, room: Room, changes: dict[str, Any]) -> None:
    room.open(StepKind.IDEAS)
    fields = NOTES | {"key": "k", "texts": ["Une"]} | changes
    assert scribe.post("scribe/notes", **fields)[0] == 400
    assert room.workshop.notes == {}


def test_paper_ballot_is_cast_on_the_ordinary_screen(scribe: Scribe, room: Room) -> None:
    person = scribe.add()
    room.projects(4)
    room.lead(open_round, seed=1)
    assert "Bulletin à saisir" in text_of(scribe.table())
    assert f'href="/w/{room.code}?who={person}"' in scribe.table()
    shown = scribe.page(f"?who={person}")
    assert "Papier 1, table 4" in text_of(shown)
    assert f'href="/w/{room.code}/scribe?table=4"' in shown
    assert "Passer le téléphone" not in text_of(shown)
    for marks in ({"PR1": 2}, {"PR2": 1}):
        assert scribe.post(f"ballot?who={person}", key=next(iter(marks)), round="R1", marks=marks)[0] == 201
    (ballot,) = room.workshop.round.ballots.values()  # type: ignore[union-attr]
    assert (ballot.channel, dict(ballot.marks)) == (Channel.SCRIBE, {"PR2": 1})
    assert room.door.entries(room.id)[-1].actor == "scribe"
    assert "Bulletin saisi" in text_of(scribe.table())


@pytest.mark.parametrize(
    ("method", "marks"),
    [
        (Method.CREDITS, {"PR1": 3}),
        (Method.RANKING, {"PR2": 1, "PR1": 2}),
        (Method.MENTIONS, {"PR1": 0}),
        (Method.RATINGS, {"PR1": 5}),
        (Method.IMPACT_EFFORT, {"PR1": 5, "PR1/effort": 2}),
    ],
)
def test_paper_ballot_of_every_kind_counts_and_says_how_it_came(
    scribe: Scribe, room: Room, method: Method, marks: dict[str, int]
) -> None:
    person = scribe.add()
    room.projects(4)
    room.lead(open_round, seed=1, method=method)
    assert "Bulletin à saisir" in text_of(scribe.table())
    assert f'href="/w/{room.code}?who={person}"' in scribe.table()
    assert 'data-ballot="R1"' in scribe.page(f"?who={person}")
    assert scribe.post(f"ballot?who={person}", key="k", round="R1", marks=marks)[0] == 201
    (ballot,) = room.workshop.round.ballots.values()  # type: ignore[union-attr]
    sent = {**ballot.marks, **{f"{item}/effort": mark for item, mark in ballot.efforts.items()}}
    assert (ballot.participant, ballot.channel, sent) == (person, Channel.SCRIBE, marks)
    assert "Bulletin saisi" in text_of(scribe.table())


def test_hats_are_shown_to_be_handed_out(scribe: Scribe, room: Room) -> None:
    person = scribe.add()
    for name in ("Un", "Deux"):
        room.lead(define_cell, name_fr=name)
    room.lead(deal_hats, seed=1)
    room.open(StepKind.HATS)
    room.lead(call_pitch, subject="CEL1")
    hat = room.workshop.hat_rounds["CEL1"].assignment[person]  # type: ignore[index]
    assert said("fr", f"hat.name.{hat}") in text_of(scribe.table())
    late = scribe.add(key="late")
    assert "Pas encore de chapeau" in text_of(scribe.table())
    assert scribe.post(f"hat?who={late}", subject="CEL1")[0] == 201
    answer = scribe.post(f"comment?who={late}", key="c", subject="CEL1", text="Oui", language="en")
    assert answer[0] == 201
    (comment,) = room.workshop.comments.values()
    assert (comment.author, comment.language) == (late, "en")


def test_wish_and_contact_on_paper(scribe: Scribe, room: Room) -> None:
    person = scribe.add()
    for name in ("Un", "Deux"):
        room.lead(define_cell, name_fr=name)
    room.open(StepKind.CELLS)
    assert "Choix à saisir" in text_of(scribe.table())
    contact = {"name": "Camille Roy", "organisation": "", "email": "", "consent": True}
    answer = scribe.post(f"wish?who={person}", ranked=["CEL2"], flexible=False, contact=contact)
    assert answer[0] == 201
    assert room.workshop.wishes[person].ranked == (CellId("CEL2"),)  # type: ignore[index]
    assert room.door.contacts(room.id, room.by) == (Contact(person, "Camille Roy", "", ""),)  # type: ignore[arg-type]
    assert "Choix saisis" in text_of(scribe.table())


def test_check_in_on_paper_is_corrected_by_the_scribe(scribe: Scribe, room: Room) -> None:
    person = scribe.add()
    shown = scribe.page(f"?who={person}&answers=1")
    assert '<option value="4" selected>' in shown
    assert "Sans table" not in text_of(shown)
    fields = PERSON | {"kind": "research", "table": 3, "language": "en", "photo": None}
    assert scribe.post(f"check-in?who={person}", **fields)[0] == 201
    assert "recolte_lang" not in scribe.web.cookies
    kept = room.workshop.participants[person]  # type: ignore[index]
    assert (kept.kind, kept.table, kept.language, kept.channel) == ("research", 3, "en", Channel.SCRIBE)
    assert scribe.post(f"check-in?who={person}", **fields)[1]["repeated"] is True
    assert 'name="language" value="en" checked' in scribe.page(f"?who={person}&answers=1")


def test_notes_are_written_at_the_table_not_on_one_persons_page(scribe: Scribe, room: Room) -> None:
    person = scribe.add()
    room.open(StepKind.IDEAS)
    shown = scribe.page(f"?who={person}")
    assert "<textarea" not in shown
    assert scribe.post(f"notes?who={person}", **NOTE)[0] == 201
    assert "Jumeler" in scribe.table()


def test_closing_shows_the_course_of_the_tables_notes(scribe: Scribe, room: Room) -> None:
    room.open(StepKind.IDEAS)
    scribe.write("Une idée de la table")
    Phone(room).join().idea("D'un téléphone")
    room.open(StepKind.CLOSING)
    shown = text_of(scribe.table())
    assert "Une idée de la table" in shown
    assert "D'un téléphone" not in shown


def test_page_is_held_back_while_suspended_and_ends_with_the_archive(scribe: Scribe, room: Room) -> None:
    room.open(StepKind.IDEAS)
    room.lead(suspend_step, step=StepKind.IDEAS)
    assert 'type="submit" disabled' in scribe.table()
    room.lead(archive_workshop)
    assert "<form" not in scribe.table()
    assert said("fr", "phone.ended.title.scribe") in text_of(scribe.table())


@pytest.mark.heavy
def test_every_moment_has_a_page_in_both_languages(scribe: Scribe, phone: Phone, room: Room) -> None:
    person = scribe.add()
    for move in play(room, phone):
        move()
        for language in LANGUAGES:
            scribe.speak(language)
            part = scribe.web.get(f"/w/{room.code}/scribe/now?table=4").text.strip()
            assert f'data-moves="{room.workshop.seq}"' in part
            page = scribe.table()
            assert part in page
            assert said(language, "people.paper", number="1") in text_of(page)
            assert f'lang="{language}"' in page
            assert scribe.web.get(f"/w/{room.code}?who={person}").status_code == 200


def test_scribe_page_is_light_and_holds_no_script_of_its_own(scribe: Scribe, room: Room) -> None:
    room.open(StepKind.IDEAS)
    page = scribe.table()
    assert page.count("<script") == page.count(f'src="/phone/static/{static_name("scribe.js")}"') == 1
    assert " style=" not in page
    loaded = scribe.web.get(
        f"/phone/static/{static_name('scribe.js')}", headers={"accept-encoding": "identity"}
    )
    assert len(loaded.content) < 28_000
    assert scribe.web.get(f"/w/{room.code}/scribe?table=4").headers["cache-control"] == "no-store"


def test_workshop_that_is_not_framed_has_nothing_to_write(room: Room, door: Door) -> None:
    id, keys = door.create(Administrator(), NOON)
    by = door.facilitator(id, keys.facilitator)
    assert by is not None
    scribe = Scribe(Room(door, id, keys, by))
    shown = scribe.web.get(f"/w/{door.card(id).code}/scribe")
    assert (shown.status_code, "<form" in shown.text) == (200, False)
    assert said("fr", "workshop.not_framed") in text_of(shown.text)


def test_workshop_without_tables_has_one_page(room: Room) -> None:
    room.lead(frame_workshop, framing=replace(FRAMING, tables=0))
    room.open(StepKind.IDEAS)
    scribe = Scribe(room)
    shown = scribe.web.get(f"/w/{room.code}/scribe")
    assert (shown.status_code, "Une idée de la table" in text_of(shown.text)) == (200, True)
    assert scribe.write("Jumeler", table=None)[0] == 201
    scribe.add(table=None)
    assert "Papier 1" in text_of(scribe.web.get(f"/w/{room.code}/scribe/now").text)


# --- in a real Chromium ------------------------------------------------------------------------


@pytest.fixture
def tab(browser: Browser, light: Light, room: Room) -> Any:
    context: BrowserContext = browser.new_context(viewport={"width": 820, "height": 1100}, locale="fr-CA")
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{light.url}/s/{room.code}/{room.door.scribe_key(room.by, room.id)}")
    page.get_by_role("link", name="Table 4").click()
    yield page
    context.close()
    assert failures == []


def texts(room: Room) -> list[str]:
    return [note.text for note in room.workshop.notes.values()]


def eventually(page: Page, true: Callable[[], bool]) -> None:
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came")


def write(page: Page, *notes: str) -> None:
    box = page.get_by_label("Une idée de la table")
    box.focus()
    for text in notes:
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(box).to_have_value("")


@pytest.mark.browser
def test_scribe_writes_pastes_votes_and_comments(tab: Page, light: Light, room: Room) -> None:
    room.open(StepKind.IDEAS)
    expect(tab.get_by_label("Une idée de la table")).to_be_visible()
    tab.locator("#one-kind").select_option("student")
    write(tab, "Une", "Deux", "Trois")
    expect(tab.locator(".notes .note")).to_have_text(["Trois", "Deux", "Une"])

    tab.get_by_label("Une idée de la table").press_sequentially("Quatre")
    tab.keyboard.press("Shift+Enter")
    tab.keyboard.type("en deux lignes")
    tab.keyboard.press("Enter")
    expect(tab.locator(".notes .note").first).to_have_text("Quatre\nen deux lignes")

    tab.reload()
    expect(tab.locator("#one-kind")).to_have_value("student")
    tab.get_by_text("Coller plusieurs lignes").click()
    lines = tab.get_by_label("Une ligne = une note")
    lines.fill("A\nB\n" + "x" * 281 + "\nD\nE")
    tab.get_by_role("button", name="Envoyer toutes les lignes").click()
    expect(tab.locator("#lines-error")).to_contain_text("La ligne 3 compte 281 caractères")
    lines.fill("A\nB\nC\nD\nE\n\n")
    expect(tab.locator("#lines-count")).to_have_text("5 / 60")
    tab.get_by_role("button", name="Envoyer toutes les lignes").click()
    expect(tab.locator(".notes .note")).to_have_count(9)
    expect(lines).to_have_value("")
    assert texts(room) == ["Une", "Deux", "Trois", "Quatre\nen deux lignes", "A", "B", "C", "D", "E"]
    assert {(note.author, note.table, note.kind) for note in room.workshop.notes.values()} == {
        (None, 4, "student")
    }

    tab.get_by_text("Ajouter une personne").click()
    tab.locator("#person-kind").select_option("employer")
    tab.get_by_role("button", name="Ajouter", exact=True).click()
    assert room.workshop.participants == {}
    tab.get_by_label("A lu l'avis affiché et accepte").check()
    tab.wait_for_timeout(900)  # nobody fills in a form faster
    tab.get_by_role("button", name="Ajouter", exact=True).click()
    expect(tab.get_by_text("Papier 1")).to_be_visible()
    (person,) = room.workshop.participants

    room.projects(4)
    room.lead(open_round, seed=1)
    expect(tab.get_by_text("Bulletin à saisir")).to_be_visible()
    tab.get_by_role("link", name="Ouvrir le bulletin").click()
    expect(tab.locator("header")).to_contain_text("Papier 1, table 4")
    tab.get_by_role("button", name="Ajouter un point").nth(0).click()
    expect(tab.locator("#status")).to_have_text("Envoyé")
    tab.get_by_role("link", name="Retour à la table").click()
    expect(tab.get_by_text("Bulletin saisi")).to_be_visible()
    (ballot,) = room.workshop.round.ballots.values()  # type: ignore[union-attr]
    assert (ballot.participant, ballot.channel, sum(ballot.marks.values())) == (person, Channel.SCRIBE, 1)

    for name in ("Un", "Deux"):
        room.lead(define_cell, name_fr=name)
    room.lead(deal_hats, seed=1)
    room.open(StepKind.HATS)
    room.lead(call_pitch, subject="CEL1")
    hat = room.workshop.hat_rounds["CEL1"].assignment[person]
    expect(tab.locator(f".hat.{hat}")).to_contain_text(sentence("fr", f"hat.name.{hat}"))
    tab.get_by_role("link", name="Écrire sous ce chapeau").click()
    tab.get_by_label("Votre commentaire").fill("De la table 4")
    tab.get_by_role("button", name="Envoyer").click()
    expect(tab.locator(".notes .note")).to_have_text("De la table 4")
    (comment,) = room.workshop.comments.values()
    assert (comment.author, comment.hat_worn) == (person, hat)


@pytest.mark.browser
def test_offline_table_loses_and_doubles_nothing(tab: Page, light: Light, room: Room) -> None:
    room.open(StepKind.IDEAS)
    expect(tab.get_by_label("Une idée de la table")).to_be_visible()
    other = tab.context.new_page()
    other.goto(f"{light.url}/w/{room.code}/scribe?table=3")
    expect(other.get_by_label("Une idée de la table")).to_be_visible()
    tab.bring_to_front()
    tab.context.set_offline(True)
    write(tab, "Une", "Deux")
    tab.get_by_text("Coller plusieurs lignes").click()
    tab.get_by_label("Une ligne = une note").fill("A\nB")
    tab.get_by_role("button", name="Envoyer toutes les lignes").click()
    expect(tab.locator(".pending .note")).to_have_text(["Une", "Deux", "A", "B"])
    expect(other.locator(".pending .note")).to_have_count(0)
    tab.context.set_offline(False)
    expect(tab.locator(".notes .note")).to_have_count(4)
    expect(tab.locator(".pending .note")).to_have_count(0)
    tab.wait_for_timeout(2_000)
    assert sorted(texts(room)) == ["A", "B", "Deux", "Une"]
    assert {note.table for note in room.workshop.notes.values()} == {4}


@pytest.mark.browser
def test_second_scribe_sees_a_note_come_in(tab: Page, browser: Browser, light: Light, room: Room) -> None:
    room.open(StepKind.IDEAS)
    expect(tab.get_by_label("Une idée de la table")).to_be_visible()
    tab.get_by_label("Une idée de la table").fill("En train d'écrire")
    Scribe(room).write("D'une autre scribe")
    expect(tab.locator(".notes .note")).to_have_text("D'une autre scribe")
    expect(tab.get_by_label("Une idée de la table")).to_have_value("En train d'écrire")


@pytest.mark.browser
def test_text_stays_when_the_scribes_link_was_renewed(tab: Page, light: Light, room: Room) -> None:
    room.open(StepKind.IDEAS)
    expect(tab.get_by_label("Une idée de la table")).to_be_visible()
    room.door.renew_keys(Administrator(), room.id)
    write(tab, "Écrite trop tard")
    expect(tab.locator("#stranger")).to_contain_text("lien de scribe")
    assert texts(room) == []
    tab.goto(f"{light.url}/s/{room.code}/{room.door.scribe_key(room.by, room.id)}")
    expect(tab.locator(".notes .note")).to_have_text("Écrite trop tard")
    eventually(tab, lambda: texts(room) == ["Écrite trop tard"])
    assert "Écrite" not in json.dumps(tab.evaluate("Object.values(localStorage)"))
