"""«Follow the screen»: what the projector shows by default, once for all phones, nothing personal."""

import re
import time
from datetime import UTC, datetime
from html import unescape

import pytest

from facilitation import house
from facilitation.model import RevealStage, StepKind
from facilitation.rules.cells import define_cell
from facilitation.rules.groups import create_group
from facilitation.rules.hats import call_pitch, deal_hats, mask_comment, open_comments, start_pitch
from facilitation.rules.notes import mask_note
from facilitation.rules.rounds import advance_reveal, cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step, suspend_step
from facilitation.rules.timer import set_timer
from locales import LANGUAGES, keys
from phone import follow
from reports.projection.screen import projection
from tests.phone.conftest import Phone, said, text_of
from tests.phone.test_screens import SECRET, play
from tests.room import Room

PICTURE = {"qr", "alt", "scan", "type", "symbol", "mark", "tone"}
UNREAD = PICTURE | {"screen", "language", "words", "lang", "signals", "beyond", "state", "film"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is gathered unless a test says so."""
    monkeypatch.setattr(follow, "PAUSE", 0.0)


def shown(phone: Phone) -> str:
    answer = phone.web.get(f"/w/{phone.room.code}/screen/now")
    assert answer.status_code == 200
    return answer.text


def wording(value: object) -> set[str]:
    """Every text in a scene that a room can read."""
    if isinstance(value, dict):
        inner = [one for name, one in value.items() if name not in UNREAD]
        return set().union(*(wording(one) for one in inner)) if inner else set()
    if isinstance(value, list):
        return set().union(*(wording(one) for one in value)) if value else set()
    return {" ".join(value.split())} if isinstance(value, str) and len(value) > 2 else set()


@pytest.mark.heavy
def test_every_moment_shows_what_the_projector_shows(room: Room, phone: Phone) -> None:
    for move in play(room, phone):
        move()
        for language in LANGUAGES:
            phone.speak(language)
            address = house.settings().base_url()
            scene = projection(room.workshop, language, address, room.code, datetime.now(UTC))
            del scene["strip"]["title"]  # at the head of the page
            if scene["clock"]:
                scene["clock"].pop("running" if scene["clock"]["started"] is None else "ready")
            seen = text_of(shown(phone))
            assert [one for one in sorted(wording(scene)) if one not in seen] == []
            assert (SECRET in seen) is (SECRET in repr(scene))


def test_blind_stays_blind_and_masked_stays_away(room: Room, phone: Phone) -> None:
    projects = room.projects(2)
    for text in (SECRET, "Une idée visible"):
        room.idea(room.join(), text)
    notes = list(room.workshop.notes)
    room.lead(mask_note, note=notes[-2], reason="nomme quelqu'un")
    assert "idée visible" not in shown(phone)
    room.lead(close_step, step=StepKind.IDEAS)
    room.lead(reveal_step, step=StepKind.IDEAS)
    assert "Une idée visible" in shown(phone)
    assert SECRET not in unescape(shown(phone))

    room.lead(open_round, seed=1)
    for dots in (2, 1):
        room.say(cast_ballot, room.join(), round="R1", marks={projects[0]: dots})
    result = f"{said('fr', 'projector.vote.dots', 3)}, {said('fr', 'projector.vote.voters', 2)}"
    for move in (None, suspend_step, close_step):
        if move:
            room.lead(move, step=StepKind.VOTE)
        assert result not in text_of(shown(phone))
        assert "<meter" not in shown(phone)
    room.lead(reveal_step, step=StepKind.VOTE)
    for stage in (RevealStage.BANDS, RevealStage.TOTALS):
        assert result not in text_of(shown(phone))
        room.lead(advance_reveal, stage=stage)
    assert result in text_of(shown(phone))
    assert result not in text_of(phone.page())


def test_nothing_personal_is_on_it_and_all_phones_get_the_same(room: Room, phone: Phone) -> None:
    other = Phone(room).join()
    room.open(StepKind.IDEAS)
    phone.idea(SECRET)
    assert shown(phone) == shown(other)
    assert SECRET not in unescape(shown(phone))


def test_stranger_is_refused(room: Room) -> None:
    stranger = Phone(room)
    answer = stranger.web.get(f"/w/{room.code}/screen")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/w/{room.code}")
    assert stranger.web.get(f"/w/{room.code}/screen/now").json()["key"] == "participant.unknown"
    assert stranger.web.get("/w/ZZZZZZZZ/screen").status_code == 404


def test_screen_names_what_it_shows_and_not_how_much_was_written(room: Room, phone: Phone) -> None:
    first = shown(phone)
    assert phone.post("help", value=True)[0] == 201
    follow._drawings.clear()  # as after its pause
    assert shown(phone) == first


def test_page_of_who_handed_the_phone_on_is_not_drawn(room: Room, phone: Phone) -> None:
    assert phone.web.get(f"/w/{room.code}/screen").status_code == 200
    phone.page("/people")
    answer = phone.web.get(f"/w/{room.code}/screen")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/w/{room.code}/people")


def test_page_leads_there_and_back_and_says_whose_turn_it_is(room: Room, phone: Phone) -> None:
    assert f'href="/w/{room.code}/screen?who=1"' in phone.page()
    assert said("fr", "phone.screen.same") in text_of(shown(phone))
    room.open(StepKind.IDEAS)
    page = phone.page("/screen")
    assert page.count(f'href="/w/{room.code}" data-back') == 2
    assert said("fr", "phone.screen.turn.ideas") in text_of(page)
    assert shown(phone).strip() in page
    room.lead(suspend_step, step=StepKind.IDEAS)
    assert said("fr", "phone.screen.turn.ideas") not in text_of(shown(phone))


def test_every_step_that_asks_has_its_sentence() -> None:
    wanted = {f"phone.screen.turn.{one}" for one in ("issues", "ideas", "vote", "cells", "hats", "place")}
    assert [wanted - keys(language) for language in LANGUAGES] == [set(), set()]


def test_screen_is_drawn_once_for_a_state_and_twice_a_second_in_a_burst(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    phones = [Phone(room).join() for _ in range(3)]
    room.open(StepKind.IDEAS)
    drawn: list[int] = []
    draw = follow._draw

    def counted(*asked):  # type: ignore[no-untyped-def]
        drawn.append(1)
        return draw(*asked)

    monkeypatch.setattr(follow, "_draw", counted)
    for phone in phones:
        shown(phone)
    assert len(drawn) == 1
    monkeypatch.setattr(follow, "PAUSE", 60.0)
    phones[0].idea("Une de plus")
    assert "1 idée" not in text_of(shown(phones[1]))
    assert len(drawn) == 1
    room.lead(close_step, step=StepKind.IDEAS)
    assert "1 idée" in text_of(shown(phones[1]))


def test_phone_that_has_it_gets_nothing_but_the_time(room: Room, phone: Phone) -> None:
    mark = re.search(r'data-mark="([^"]+)"', shown(phone))
    assert mark is not None
    answer = phone.web.get(f"/w/{room.code}/screen/now", params={"seen": mark[1]})
    assert (answer.status_code, answer.content) == (204, b"")
    assert abs(int(answer.headers["x-now"]) - time.time() * 1000) < 5_000
    room.open(StepKind.IDEAS)
    assert phone.web.get(f"/w/{room.code}/screen/now", params={"seen": mark[1]}).status_code == 200


def test_hostile_words_stay_words_on_it(room: Room, phone: Phone) -> None:
    hostile = "<script>alert(1)</script>\"'{{ 7*7 }} & </li>"
    room.open(StepKind.IDEAS)
    phone.idea(hostile)
    room.lead(create_group, title_fr=hostile, title_en=hostile, ideas=["N1"])
    room.open(StepKind.GROUPING)
    page = phone.page("/screen")
    assert page.count("<script") == 1
    assert hostile in unescape(page)


def test_time_for_the_question_is_on_both_pages_of_a_phone(room: Room, phone: Phone) -> None:
    room.open(StepKind.IDEAS)
    assert "data-timer" not in shown(phone) + phone.page()
    room.lead(set_timer, minutes=5)
    end = round(1000 * room.workshop.timer.end.timestamp())
    for page in (shown(phone), phone.page()):
        assert f'"end": {end}' in page
        assert said("fr", "projector.timer.left") in text_of(page)
    room.lead(suspend_step, step=StepKind.IDEAS)
    assert '"end": null' in shown(phone)


def test_clock_and_comments_of_the_pitch(room: Room, phone: Phone) -> None:
    reviewer = Phone(room).join()
    for number in (1, 2):
        room.lead(define_cell, name_fr=f"Cellule {number}")
    room.lead(deal_hats, seed=1)
    room.open(StepKind.HATS)
    room.lead(call_pitch, subject="CEL1")
    assert '"started": null' in shown(phone)
    room.lead(start_pitch)
    assert re.search(r'data-pitch=\'\{"now": \d+', shown(phone))
    for number, text in enumerate(("Dite", "À masquer")):
        reviewer.post("comment", key=f"c{number}", subject="CEL1", text=text, language="fr")
    assert "Dite" not in shown(phone)
    room.lead(mask_comment, comment="C2", reason="nomme quelqu'un")
    room.lead(open_comments)
    assert "Dite" in shown(phone)
    assert "À masquer" not in unescape(shown(phone))
