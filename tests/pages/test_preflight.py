"""Before the session: every light is made to go wrong by what it is about, and says what to do."""

import contextlib
import re
import sqlite3
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from facilitation import disks, house
from facilitation.asking import ask
from facilitation.copies import copies as saved
from facilitation.copying import Standing
from facilitation.door import Door
from facilitation.errors import StoreError
from facilitation.rights import Administrator
from facilitation.rules.drafts import choose_encoder
from facilitation.settings import Settings
from facilitation.store import SAFE_SQLITE
from locales import keys, sentence
from pages.parts.frame.words import plain
from pages.parts.setup import checks, copies, preflight
from pages.parts.setup.checks import Level, Light
from pages.parts.setup.preflight import read_clock
from tests.pages.conftest import AT, Open, Place
from tests.room import FRAMING
from tests.running import ROOT, free_port

pytestmark = pytest.mark.heavy

NAMES = ("disk", "clock", "address", "qr", "encoder", "backup", "consent", "rule")
ALL_SAID = {"organisation": "LLio", "contact": "a@b.ca", "retention": "un an", "hosting": "Québec"}


def went(light: Light) -> tuple[Level, str]:
    return light.level, light.said.removeprefix(f"preflight.{light.name}.")


@pytest.fixture
def neighbour() -> Iterator[str]:
    """A server beside us that is well at /atelier/healthz, and at no other address."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/atelier/healthz" else 503)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of this computer count as addresses of the room."""
    monkeypatch.setattr(checks, "_only_here", lambda base: False)


def test_disk_is_written_and_its_room_told(door: Door, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    light = checks.disk(Settings(data_dir=tmp_path))
    assert went(light)[1] == "free"
    assert sorted(tmp_path.iterdir()) == before


def test_damaged_database_is_red(door: Door, tmp_path: Path) -> None:
    file = tmp_path / "recolte.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as checkpoint:
        checkpoint.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as opened:
        opened.seek(4_096)
        opened.write(bytes(range(256)) * 16 * (file.stat().st_size // 4_096 - 1))
    door.store.engine.dispose()
    with pytest.raises(StoreError):
        door.encoded("encoder", "1", ["digest"])

    assert went(checks.disk(Settings(data_dir=tmp_path))) == (Level.BAD, "damaged")


@pytest.mark.skipif(sqlite3.sqlite_version_info >= SAFE_SQLITE, reason="Python's own SQLite is recent here")
def test_old_sqlite_is_a_careful_light(door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LOW", 0)
    monkeypatch.setattr(checks, "EMPTY", 0)
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    light = checks.disk(Settings(data_dir=tmp_path))

    assert (light.level, light.said) == (Level.CAREFUL, "start.old_sqlite")


def test_disk_without_its_folder_is_red(door: Door, tmp_path: Path) -> None:
    light = checks.disk(Settings(data_dir=tmp_path / "away"))
    assert (went(light), light.values["folder"]) == ((Level.BAD, "failed"), str(tmp_path / "away"))


@pytest.mark.parametrize(
    ("free", "level"),
    [(10**8, Level.BAD), (5 * 10**8, Level.CAREFUL), (2 * 10**9, Level.GOOD)],
)
def test_disk_that_fills_up_is_said(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    light = checks.disk(Settings(data_dir=tmp_path))
    assert (light.level, light.values) == (level, {"gigabytes": free / 10**9})


def test_database_elsewhere_is_asked_itself(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Settings(data_dir=tmp_path / "away", database_url="postgresql://somewhere/recolte")
    assert went(checks.disk(told)) == (Level.GOOD, "elsewhere")
    door.close()  # nobody writes any more
    monkeypatch.setattr(checks, "PATIENCE", 0.05)
    assert went(checks.disk(told)) == (Level.BAD, "failed")


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (1.9, (Level.GOOD, "close")),
        (-2.0, (Level.GOOD, "close")),
        (2.1, (Level.BAD, "apart")),
        (-90.0, (Level.BAD, "apart")),
        (None, (Level.CAREFUL, "unknown")),
    ],
)
def test_clock_is_right_within_two_seconds(ahead: float | None, expected: tuple[Level, str]) -> None:
    assert went(checks.clock(True, ahead)) == expected


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (None, (False, None)),
        ({"asked": 1, "ahead": 3}, (False, None)),  # the answer to an earlier question
        ({"asked": 2, "ahead": 3}, (True, 3.0)),
        ({"asked": 2, "ahead": None}, (True, None)),
        ({"asked": 2, "ahead": "3"}, (True, None)),
        ({"asked": 2, "ahead": True}, (True, None)),
        ({"asked": 2, "ahead": float("nan")}, (True, None)),
        ([2, 3], (False, None)),
    ],
)
def test_clock_believes_only_an_answer_to_its_question(sent: object, read: object) -> None:
    assert read_clock(sent, 2) == read


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/atelier", (Level.GOOD, "answers")), ("/autre", (Level.BAD, "silent"))],
)
def test_address_is_opened(neighbour: str, elsewhere: None, path: str, expected: object) -> None:
    assert went(checks.address(Settings(public_url=f"http://{neighbour}{path}"))) == expected


@pytest.mark.parametrize("base", ["http://127.0.0.1:{port}", "https://127.0.0.1:{port}", "ftp:", "http://:x"])
def test_address_where_nobody_answers_is_red(elsewhere: None, base: str) -> None:
    public = base.format(port=free_port())
    assert went(checks.address(Settings(public_url=public))) == (Level.BAD, "silent")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"])
def test_address_of_this_computer_only_is_no_address_for_phones(host: str) -> None:
    told = Settings(public_url=f"http://{host}:8501")
    assert went(checks.address(told)) == (Level.BAD, "only_here")
    assert went(checks.join_code(told, "ABCDEFGH")) == (Level.BAD, "none")


def test_address_of_a_server_without_a_network_is_red() -> None:
    told = Settings(bound_to="127.0.0.1")
    assert went(checks.address(told)) == (Level.BAD, "none")
    assert went(checks.join_code(told, "ABCDEFGH")) == (Level.BAD, "none")


def test_join_code_is_made_of_the_public_address() -> None:
    light = checks.join_code(Settings(public_url="https://atelier.example.org/"), "ABCDEFGH")
    assert went(light) == (Level.GOOD, "made")
    assert light.values == {"address": "https://atelier.example.org/j/ABCDEFGH"}
    long = checks.join_code(Settings(public_url=f"https://a.example.org/{'a' * 3_000}"), "ABCDEFGH")
    assert went(long) == (Level.BAD, "too_long")


@pytest.mark.heavy
def test_encoder_reads_a_word(place: Place) -> None:
    assert went(checks.encoder(place.workshop)) == (Level.GOOD, "reads")


def test_encoder_that_is_not_here_says_why(place: Place, tmp_path: Path) -> None:
    place.door.act(place.id, ask(choose_encoder, by=place.by, setting=str(tmp_path / "no-model")))
    light = checks.encoder(place.workshop)
    assert light.level is Level.CAREFUL
    assert light.said == house.encoding().trouble(place.workshop)
    assert light.said in keys("fr")


def standing(tmp_path: Path, **changes: object) -> Standing:
    made = {"source": tmp_path / "recolte.sqlite", "folder": tmp_path, "last": AT}
    return Standing(**(made | changes))  # type: ignore[arg-type]


def test_copies_have_a_light_for_each_way_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = StoreError("copy.full", folder=str(tmp_path))
    for changes, level, said in (
        ({"folder": None}, Level.CAREFUL, "none"),
        ({"source": None}, Level.GOOD, "elsewhere"),
        ({"last": None}, Level.WAITING, "first"),
        ({"late": True}, Level.BAD, "late"),
        ({"trouble": full}, Level.BAD, "copy.full"),
        ({"folder": tmp_path / "away"}, Level.BAD, "copy.missing"),
        ({}, Level.CAREFUL, "same_disk"),
    ):
        light = checks.backup(standing(tmp_path, **changes), AT)
        assert (went(light), changes) == ((level, said), changes)
        assert light.said in keys("fr")
    monkeypatch.setattr(disks, "same_disk", lambda *_: False)
    light = checks.backup(standing(tmp_path), AT + timedelta(minutes=3))
    assert (went(light), light.values["since"]) == ((Level.GOOD, "kept"), timedelta(minutes=3))


@pytest.mark.parametrize(
    ("since", "said"),
    [(-5, "à l'instant"), (59, "à l'instant"), (60, "il y a 1 minute"), (7_199, "il y a 119 minutes")]
    + [(7_200, "il y a 2 heures"), (172_799, "il y a 47 heures"), (172_800, "il y a 2 jours")],
)
def test_age_of_a_copy_is_told_in_words(since: int, said: str) -> None:
    assert copies.age(timedelta(seconds=since)) == said


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: Door) -> Path:
    """A folder for copies, on another disk as far as anybody can tell, and the thread that copies."""
    monkeypatch.setattr(disks, "same_disk", lambda *_: False)
    folder = tmp_path / "key"
    folder.mkdir()
    house.copying().start()
    return folder


def test_administrator_chooses_the_folder_and_copies_now(
    open_page: Open, place: Place, administrator: tuple[Administrator, str], key: Path
) -> None:
    cookies = {**place.cookies, "recolte_admin": administrator[1]}
    page = open_page("preflight", cookies, w=place.code)
    assert not [one for one in page.button if one.key == "copies_now"]
    page.text_input(key="copies_folder").set_value(str(key))
    page.button(key="copies_chosen").click().run()
    assert not page.exception
    assert len(saved(key)) == 1
    kept = sentence("fr", "preflight.backup.kept", age="à l'instant", folder=plain(str(key)))
    assert kept in "\n".join(one.value for one in page.main.success)
    page.button(key="copies_now").click().run()
    assert len(saved(key)) == 2
    assert place.door.copy_folder() == str(key)


def test_folder_that_is_not_fit_is_refused_on_the_page(
    open_page: Open, place: Place, administrator: tuple[Administrator, str], key: Path, tmp_path: Path
) -> None:
    cookies = {**place.cookies, "recolte_admin": administrator[1]}
    page = open_page("preflight", cookies, w=place.code)
    page.text_input(key="copies_folder").set_value(str(tmp_path))
    page.button(key="copies_chosen").click().run()
    refused = sentence("fr", "copy.same_folder", folder=str(tmp_path))
    assert plain(refused) in [one.value for one in page.main.error]
    assert (place.door.copy_folder(), saved(tmp_path)) == (None, [])


def test_facilitator_sees_the_folder_and_chooses_none(open_page: Open, place: Place, key: Path) -> None:
    house.copying().choose(Administrator(), str(key)).result(30)
    page = open_page("preflight", place.cookies, w=place.code)
    assert plain(str(key)) in "\n".join(one.value for one in page.main.success)
    assert not [one for one in page.text_input if one.key == "copies_folder"]
    assert sentence("fr", "copies.administrator") in [one.value for one in page.main.caption]
    page.button(key="copies_now").click().run()
    assert len(saved(key)) == 2


def test_folder_of_the_environment_is_not_changed_on_the_page(
    open_page: Open,
    place: Place,
    administrator: tuple[Administrator, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "fixed"))
    page = open_page("preflight", {**place.cookies, "recolte_admin": administrator[1]}, w=place.code)
    assert not [one for one in page.text_input if one.key == "copies_folder"]
    assert sentence("fr", "copy.fixed") in [one.value for one in page.main.caption]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_run_sheet_says_when_copies_stop(open_page: Open, place: Place, key: Path, language: str) -> None:
    where = sentence(language, "copies.where")
    house.copying().choose(Administrator(), str(key)).result(30)
    page = open_page("run_sheet", place.cookies, w=place.code, lang=language)
    assert where not in "\n".join(one.value for one in page.main.warning)
    key.rename(key.with_name("pulled-out"))
    page.run()
    (warning,) = [one.value for one in page.main.warning if where in one.value]
    assert sentence(language, "copy.missing", folder=plain(str(key))) in warning
    assert sentence(language, "copies.age.now") in warning


def test_run_sheet_says_nothing_where_no_copies_are_asked_for(open_page: Open, place: Place) -> None:
    page = open_page("run_sheet", place.cookies, w=place.code)
    assert sentence("fr", "copies.where") not in "\n".join(one.value for one in page.main.warning)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_setting_of_the_environment_is_named_on_the_page(language: str) -> None:
    texts = (ROOT / "locales" / language).glob("*.po")
    found = "".join(path.read_text("utf-8") for path in texts if path.stem in ("preflight", "copies"))
    assert re.findall(r"[A-Z]{2,}_[A-Z]+", found) == []


def test_consent_names_what_is_missing() -> None:
    whole = replace(FRAMING, **ALL_SAID)
    assert went(checks.consent(whole)) == (Level.GOOD, "filled")
    for name in ALL_SAID:
        light = checks.consent(replace(whole, **{name: " "}))
        assert (went(light), light.values) == ((Level.BAD, "missing"), {"missing": (name,)})
    assert checks.consent(None).values == {"missing": tuple(ALL_SAID)}


def test_decision_rule_is_the_team_s_own() -> None:
    assert went(checks.decision_rule(FRAMING)) == (Level.GOOD, "filled")
    assert went(checks.decision_rule(None)) == (Level.BAD, "none")
    for language in ("fr", "en"):
        suggested = replace(FRAMING, decision_rule=sentence(language, "console.frame.rule_default"))
        assert went(checks.decision_rule(suggested)) == (Level.CAREFUL, "suggested")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everything_a_light_can_say_has_a_sentence(language: str) -> None:
    said = set(re.findall(r'"(preflight\.[a-z_.]+)"', Path(checks.__file__).read_text("utf-8")))
    said |= {f"preflight.name.{name}" for name in NAMES} | {f"preflight.do.{name}" for name in NAMES}
    said |= {f"preflight.level.{level}" for level in Level}
    said |= set(re.findall(r'say\("(preflight\.[a-z_]+)"', Path(preflight.__file__).read_text("utf-8")))
    assert said | {"preflight.again"} == {one for one in keys(language) if one.startswith("preflight.")}


def boxes(page: AppTest) -> list[str]:
    return [one.value for kind in ("success", "warning", "error", "info") for one in page.main.get(kind)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_page_says_each_light_in_words_and_what_to_do(
    open_page: Open, place: Place, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("PUBLIC_URL", f"http://localhost:{free_port()}")
    page = open_page("preflight", place.cookies, w=place.code, lang=language)
    assert not page.exception
    shown = "\n".join(boxes(page))
    assert len(boxes(page)) == len(NAMES)
    for name in NAMES:
        assert f"**{sentence(language, f'preflight.name.{name}')}" in shown
    for name in ("address", "qr", "backup"):
        assert sentence(language, f"preflight.do.{name}") in shown
    for name in ("disk", "clock"):
        assert sentence(language, f"preflight.do.{name}") not in shown
    assert sentence(language, "preflight.level.bad") in page.main.error[0].value


def test_page_tries_again_when_asked(
    open_page: Open, place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PUBLIC_URL", f"http://localhost:{free_port()}")
    page = open_page("preflight", place.cookies, w=place.code)
    none = sentence("fr", "preflight.backup.none")
    assert none in "\n".join(one.value for one in page.main.warning)
    house.copying().start()
    (tmp_path / "key").mkdir()
    house.copying().choose(Administrator(), str(tmp_path / "key")).result(30)
    page.button(key="preflight_again").click().run()
    assert not page.exception
    assert none not in "\n".join(boxes(page))
