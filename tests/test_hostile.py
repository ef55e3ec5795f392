"""The corpus through every field that a participant can reach, and out again through every file."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes
from xml.etree import ElementTree
from zipfile import ZipFile

import httpx
import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from facilitation import house
from facilitation.model import ParticipantId, StepKind
from facilitation.replay import replay
from facilitation.rights import Administrator
from facilitation.rules.framing import frame_workshop
from facilitation.rules.rounds import open_round
from locales import LANGUAGES, Language, _catalogue, keys
from phone.routes import landing, too_fast
from phone.routes import routes as phone_routes
from reports.archive.archive import read_archive, write_archive
from reports.figures.figures import cells_figure, narrowing_figure, standings_figure
from reports.summary.summary import summary
from reports.tables.tables import revealed_round
from reports.workbook.workbook import workbook
from tests.hostile import CORPUS, KEPT, Hostile, fill
from tests.phone.light import Light
from tests.room import FRAMING, NOON, Room
from web import access, files, health
from web.access import FirstRunKey
from web.flood import Flood
from web.guard import Guard

pytestmark = pytest.mark.heavy

AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


def test_corpus_has_fifty_strings_of_fifty_names() -> None:
    assert (len(CORPUS), len({one.name for one in CORPUS})) == (50, 50)


@dataclass
class Booth:
    """A phone that has checked in, in front of everything that answers phones."""

    room: Room
    web: TestClient
    language: Language = "fr"

    def arrive(self, step: StepKind) -> None:
        """A new person on this phone, for one may write a hundred notes, in a room that is at that step."""
        if step is StepKind.VOTE and len(self.room.workshop.rounds) < 2:
            self.room.lead(open_round, seed=2)
        if self.room.workshop.current is not step:
            self.room.open(step)
        self.web.cookies.clear()
        self.web.get(f"/j/{self.room.code}")
        assert self.post("check-in", **CHECK_IN).status_code == 201
        if step is StepKind.HATS:
            assert self.post("hat", subject="CEL1").status_code == 201

    @property
    def me(self) -> ParticipantId | None:
        return self.room.door.participant(self.room.id, self.web.cookies["recolte_p"])

    def speak(self, language: Language) -> None:
        self.language = language
        self.web.cookies.delete("recolte_lang")
        self.web.cookies.set("recolte_lang", language)

    def post(self, path: str, **fields: Any) -> httpx.Response:
        body = json.dumps(fields).encode()  # half characters travel as \\ud800
        where = f"/w/{self.room.code}/{path}"
        return self.web.post(where, content=body, headers={"content-type": "application/json"})

    def get(self, path: str, **headers: bytes) -> httpx.Response:
        return self.web.get(path, headers={name.encode(): value for name, value in headers.items()})


@pytest.fixture(scope="module")
def booth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booth]:
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATA_DIR", str(folder))
        for name in ("DATABASE_URL", "LANGUAGE", "PUBLIC_URL"):
            environment.delenv(name, raising=False)
        house.close()
        yield _booth(folder)
        house.close()


def _booth(folder: Path) -> Booth:
    door = house.door()
    id, keys_of = door.create(Administrator(), NOON)
    by = door.facilitator(id, keys_of.facilitator)
    assert by is not None
    room = Room(door, id, keys_of, by)
    room.lead(frame_workshop, framing=FRAMING)
    (folder / "index.html").write_text("<html></html>", "utf-8")

    async def welcome(scope: Any, receive: Any, send: Any) -> None:
        await landing("fr")(scope, receive, send)

    guard = Middleware(
        Guard,
        welcome=welcome,
        phones=Starlette(routes=phone_routes()),
        too_fast=too_fast,
        flood=Flood(100_000, hand=100_000),
        read_frame=lambda frame: None,
        index=folder / "index.html",
        held=dict,
    )
    served = [*health.routes(), *access.routes(FirstRunKey("")), *files.routes()]
    booth = Booth(room, TestClient(Starlette(routes=served, middleware=[guard]), follow_redirects=False))
    # Everything stands ready: projects to vote on, cells to wish for, hats to speak under.
    fill(room, StepKind.HATS, ["Une", "Deux", "Trois"])
    return booth


Send = Callable[[Booth, str], httpx.Response]


def _quoted(text: str) -> str:
    """In an address; half a character travels as the bytes it would have."""
    return quote_from_bytes(text[:4_000].encode("utf-8", "surrogatepass"), safe="")


def _cookie(text: str) -> bytes:
    """What a header can hold."""
    return re.sub(rb"[\x00\r\n]", b"", text[:4_000].encode("utf-8", "surrogatepass"))


CHECK_IN = {"kind": "student", "table": 1, "language": "fr", "consents": ["terms"], "photo": None}
NOTE = {"key": "k", "type": "idea", "text": "Une", "language": "fr"}
BALLOT = {"key": "k", "round": "R2", "marks": {"PR1": 1}}
WISH: dict[str, Any] = {"ranked": ["CEL1"], "flexible": False}
COMMENT = {"key": "k", "subject": "CEL1", "text": "Une", "language": "fr"}
CONTACT = {"name": "Camille", "organisation": "", "email": "", "consent": True}

FIELDS: dict[str, tuple[StepKind, Send]] = {
    "code in the link": (StepKind.IDEAS, lambda b, t: b.get(f"/j/{_quoted(t)}")),
    "code in the form": (StepKind.IDEAS, lambda b, t: b.get(f"/j?code={_quoted(t)}")),
    "code of the page": (StepKind.IDEAS, lambda b, t: b.get(f"/w/{_quoted(t)}")),
    "code of the part": (StepKind.IDEAS, lambda b, t: b.get(f"/w/{_quoted(t)}/now")),
    "code of a write": (StepKind.IDEAS, lambda b, t: b.web.post(f"/w/{_quoted(t)}/notes", json=NOTE)),
    "parameter": (
        StepKind.IDEAS,
        lambda b, t: b.get(f"/w/{b.room.code}?answers={_quoted(t)}&{_quoted(t)}={_quoted(t)}"),
    ),
    "name of a file": (StepKind.IDEAS, lambda b, t: b.get(f"/phone/static/{_quoted(t)}")),
    "language": (StepKind.IDEAS, lambda b, t: b.get(f"/language/{_quoted(t)}?next=/w/{b.room.code}")),
    "next of language": (StepKind.IDEAS, lambda b, t: b.get(f"/language/fr?next={_quoted(t)}")),
    "token": (
        StepKind.IDEAS,
        lambda b, t: _stranger(b).get(f"/w/{b.room.code}", headers={b"cookie": b"recolte_p=" + _cookie(t)}),
    ),
    "cookie of language": (
        StepKind.IDEAS,
        lambda b, t: _stranger(b).get(
            f"/w/{b.room.code}", headers={b"cookie": b"recolte_lang=" + _cookie(t)}
        ),
    ),
    "kind": (StepKind.IDEAS, lambda b, t: b.post("check-in", **(CHECK_IN | {"kind": t}))),
    "table": (StepKind.IDEAS, lambda b, t: b.post("check-in", **(CHECK_IN | {"table": t}))),
    "language of check-in": (StepKind.IDEAS, lambda b, t: b.post("check-in", **(CHECK_IN | {"language": t}))),
    "consents": (StepKind.IDEAS, lambda b, t: b.post("check-in", **(CHECK_IN | {"consents": ["terms", t]}))),
    "photo": (StepKind.IDEAS, lambda b, t: b.post("check-in", **(CHECK_IN | {"photo": t}))),
    "issue": (
        StepKind.ISSUES,
        lambda b, t: b.post("notes", **(NOTE | {"type": "issue", "text": t, "key": _key()})),
    ),
    "idea": (StepKind.IDEAS, lambda b, t: b.post("notes", **(NOTE | {"text": t, "key": _key()}))),
    "type of note": (StepKind.IDEAS, lambda b, t: b.post("notes", **(NOTE | {"type": t}))),
    "language of note": (StepKind.IDEAS, lambda b, t: b.post("notes", **(NOTE | {"language": t}))),
    "key": (StepKind.IDEAS, lambda b, t: b.post("notes", **(NOTE | {"key": t}))),
    "unknown field": (StepKind.IDEAS, lambda b, t: b.post("notes", **(NOTE | {t: t, "key": _key()}))),
    "words of an edit": (StepKind.ISSUES, lambda b, t: b.post(f"notes/{_issue(b)}", text=t)),
    "id of an edit": (StepKind.IDEAS, lambda b, t: b.post(f"notes/{_quoted(t)}", text="Une")),
    "id of a withdrawal": (StepKind.IDEAS, lambda b, t: b.post(f"notes/{_quoted(t)}/withdraw")),
    "round": (StepKind.VOTE, lambda b, t: b.post("ballot", **(BALLOT | {"round": t}))),
    "item": (StepKind.VOTE, lambda b, t: b.post("ballot", **(BALLOT | {"marks": {t: 1}}))),
    "mark": (StepKind.VOTE, lambda b, t: b.post("ballot", **(BALLOT | {"marks": {"PR1": t}}))),
    "cell": (StepKind.CELLS, lambda b, t: b.post("wish", **(WISH | {"ranked": [t]}))),
    "flexible": (StepKind.CELLS, lambda b, t: b.post("wish", **(WISH | {"flexible": t}))),
    "contact": (StepKind.CELLS, lambda b, t: b.post("wish", **(WISH | {"contact": t}))),
    "name": (StepKind.CELLS, lambda b, t: b.post("wish", **(WISH | {"contact": CONTACT | {"name": t}}))),
    "organisation": (
        StepKind.CELLS,
        lambda b, t: b.post("wish", **(WISH | {"contact": CONTACT | {"organisation": t}})),
    ),
    "e-mail": (StepKind.CELLS, lambda b, t: b.post("wish", **(WISH | {"contact": CONTACT | {"email": t}}))),
    "agreement": (
        StepKind.CELLS,
        lambda b, t: b.post("wish", **(WISH | {"contact": CONTACT | {"consent": t}})),
    ),
    "answer": (StepKind.CELLS, lambda b, t: b.post("answer", accept=t)),
    "comment": (StepKind.HATS, lambda b, t: b.post("comment", **(COMMENT | {"text": t, "key": _key()}))),
    "subject of comment": (StepKind.HATS, lambda b, t: b.post("comment", **(COMMENT | {"subject": t}))),
    "language of comment": (StepKind.HATS, lambda b, t: b.post("comment", **(COMMENT | {"language": t}))),
    "hat of comment": (StepKind.HATS, lambda b, t: b.post("comment", **(COMMENT | {"hat_content": t}))),
    "subject of hat": (StepKind.HATS, lambda b, t: b.post("hat", subject=t)),
    "body": (
        StepKind.IDEAS,
        lambda b, t: b.web.post(
            f"/w/{b.room.code}/notes",
            content=t.encode("utf-8", "surrogatepass"),
            headers={"content-type": "application/json"},
        ),
    ),
}


def _stranger(booth: Booth) -> TestClient:
    return TestClient(booth.web.app, follow_redirects=False)


_made: list[int] = []


def _key() -> str:
    _made.append(1)
    return f"hostile-{len(_made)}"


def _issue(booth: Booth) -> str:
    """A note of this phone's, that may still be reworded."""
    mine = [note.id for note in booth.room.workshop.notes.values() if note.author == booth.me]
    if not mine:
        booth.post("notes", **(NOTE | {"type": "issue", "key": _key()}))
        return _issue(booth)
    return mine[0]


@pytest.mark.parametrize("field", FIELDS)
def test_no_string_trips_over_a_field(booth: Booth, field: str) -> None:
    step, send = FIELDS[field]
    booth.arrive(step)
    for number, one in enumerate(CORPUS):
        booth.speak(LANGUAGES[number % 2])
        _is_answered(booth, one, send(booth, one.text), f"{field}, {one.name}")
    assert booth.web.get("/healthz").status_code == 200
    booth.arrive(StepKind.IDEAS)
    assert booth.post("notes", **(NOTE | {"key": _key()})).status_code == 201


def _is_answered(booth: Booth, one: Hostile, answer: httpx.Response, where: str) -> None:
    assert answer.status_code in (200, 201, 303, 400, 401, 403, 404, 405, 409, 413), where
    media = answer.headers.get("content-type", "")
    if media.startswith("application/json"):
        said = answer.json()
        if "refusal" in said:
            # Before a seat is known, the language is the one of the browser: the same here.
            assert _is_sentence(booth.language, said["key"], said["refusal"]), f"{where}: {said}"
        else:
            assert {"seq", "repeated"} <= set(said) <= {"seq", "repeated", "now"}, where
    elif "<" in one.text and len(one.text) < 1_000:
        assert one.text not in answer.text, where
    assert answer.headers.get_list("set-cookie") == [
        cookie for cookie in answer.headers.get_list("set-cookie") if _is_ours(cookie)
    ], where
    assert re.fullmatch(r"(/(?!/)[^\r\n\\]*)?", answer.headers.get("location", "")), where


def _is_ours(cookie: str) -> bool:
    return re.match(r"(recolte_p=[\w-]{32}|recolte_lang=(fr|en));", cookie) is not None


def _is_sentence(language: Language, key: str, said: str) -> bool:
    if key not in keys(language):
        return False
    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(_catalogue(language).gettext(key)))
    return re.fullmatch(pattern, said, re.DOTALL) is not None


@pytest.mark.parametrize("one", CORPUS, ids=[one.name for one in CORPUS])
def test_note_is_kept_as_text_or_refused_by_name(booth: Booth, one: Hostile) -> None:
    booth.arrive(StepKind.IDEAS)
    before = len(booth.room.workshop.notes)
    answer = booth.post("notes", **(NOTE | {"text": one.text, "key": _key()}))
    kept = [note.text for note in booth.room.workshop.notes.values()][before:]
    if one.refused:
        assert (answer.json()["key"], kept) == (one.refused, [])
    else:
        assert (answer.status_code, kept) == (201, [one.kept])
        page = booth.web.get(f"/w/{booth.room.code}").text
        shown = re.findall(r'<p class="note" lang="fr">(.*?)</p>', page, re.DOTALL)
        assert one.kept in [unescape(text) for text in shown]
        assert "<" not in one.kept or one.kept not in page


def test_contact_is_one_line_of_text(booth: Booth) -> None:
    booth.arrive(StepKind.CELLS)
    for one in (one for one in KEPT if len(one.kept) <= 160):
        answer = booth.post("wish", **(WISH | {"contact": CONTACT | {"name": one.text}}))
        assert answer.status_code in (200, 201), one.name
        (kept,) = [
            c for c in booth.room.door.contacts(booth.room.id, booth.room.by) if c.participant == booth.me
        ]
        assert kept.name == one.kept.replace("\n", " "), one.name


def test_addresses_are_read_by_a_real_server(booth: Booth) -> None:
    """What a test client never sends as it is: paths of bytes, and a code for the stream."""
    light = Light()
    light.start()
    try:
        with httpx.Client(base_url=light.url, timeout=5) as web:
            found = {
                f"{place}, {one.name}": web.get(f"/{place}/{_quoted(one.text)}").status_code
                for one in CORPUS
                for place in ("live", "j", "w")
            }
    finally:
        light.stop()
    assert {where: status for where, status in found.items() if not 400 <= status < 500} == {}


# --- out again: the whole corpus at every step of a finished workshop ------------------------------


@pytest.fixture(scope="module")
def filled(booth: Booth) -> Room:
    door = booth.room.door
    id, keys_of = door.create(Administrator(), NOON)
    by = door.facilitator(id, keys_of.facilitator)
    assert by is not None
    room = Room(door, id, keys_of, by)
    room.lead(frame_workshop, framing=FRAMING)
    fill(room, StepKind.CLOSING, groups=20)
    return room


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook_holds_every_string_as_text(filled: Room, language: Language) -> None:
    data = workbook(filled.workshop, language, AT, filled.door.entries(filled.id))
    book = load_workbook(BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    texts = {str(cell.value) for cell in cells if cell.value is not None}
    assert [one.name for one in KEPT if not any(one.kept in text for text in texts)] == []
    with ZipFile(BytesIO(data)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))
        assert not any("external" in name.lower() for name in packed.namelist())


READER = MarkdownIt("gfm-like", {"html": True, "linkify": False, "typographer": False})
MARKUP = re.compile(
    r"<(img|a|script|svg|math|iframe|link|style|h1|div|del|table|code|input)\b", re.IGNORECASE
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_summary_is_not_marked_up_by_what_people_wrote(filled: Room, language: Language) -> None:
    written = summary(filled.workshop, language, AT)
    html = READER.render(written)
    assert MARKUP.findall(html) == ["h1"]
    # A reader's text runs lines together; what is compared are the words.
    words = " ".join(unescape(re.sub(r"</?(?:p|ul|li|strong|em|h\d|br|hr)[^>]*>", " ", html)).split())
    assert [one.name for one in KEPT if " ".join(one.kept.split()) not in words] == []


def test_archive_opens_again_byte_for_byte(filled: Room) -> None:
    entries = filled.door.entries(filled.id)
    data = write_archive(entries)
    assert write_archive(read_archive(data)) == data
    assert replay(read_archive(data)) == filled.workshop
    texts = {note.text for note in replay(read_archive(data)).notes.values()}
    assert {one.kept for one in KEPT} <= texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_carry_titles_as_values(filled: Room, language: Language) -> None:
    titles = {project.title_fr for project in filled.workshop.projects.values()}
    shown = revealed_round(filled.workshop)
    assert shown is not None
    standing = standings_figure(filled.workshop, shown, language)
    assert standing is not None
    values = [
        value
        for chart in (
            standing,
            narrowing_figure(filled.workshop, language),
            cells_figure(filled.workshop, language),
        )
        if chart is not None
        for rows in chart.to_dict()["datasets"].values()
        for row in rows
        for value in row.values()
    ]
    said = {re.sub(r"^\d+\. |\v\d+$", "", value) for value in values if isinstance(value, str)}
    assert {_on_one_line(title) for title in titles} <= {_on_one_line(value) for value in said}


def _on_one_line(text: str) -> str:
    """Names stand in two lines, which may be broken anywhere."""
    return re.sub(r"\s", "", text)
