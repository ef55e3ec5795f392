"""R-12 on every route, page and file: had everybody else voted otherwise, nothing that is told would differ.

A room votes; then the ballots of all but one person are rewritten in the store behind the app's back, and
everything is asked again with every right there is: the answers must be the same to the byte. Revealed, they
must not be.
"""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from random import Random
from types import SimpleNamespace
from zipfile import ZipFile, is_zipfile

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from starlette.testclient import TestClient

import phone.routes
import web.access
import web.files
import web.health
import web.projector
from facilitation import house
from facilitation.model import Method, RoundOptions, StepKind
from facilitation.rehearsal.cast import Cast
from facilitation.rehearsal.moves import ballot
from facilitation.rights import Administrator
from facilitation.rules.concerns import voice_concern
from facilitation.rules.framing import frame_workshop
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step, suspend_step
from pages.navigation import CONSOLE, SCREENS
from pages.parts.frame import server
from tests.pages.conftest import Open
from tests.room import FRAMING, NOON, Room
from web.access import FirstRunKey
from web.downloads import DOWNLOADS

pytestmark = pytest.mark.heavy

ME = "P1"
OTHERWISE = {"BallotCast": "marks", "RatingCast": "impacts"}


@pytest.fixture
def voting(door: object) -> Room:
    """Three projects, six people, and the house's own door."""
    own = house.door()
    id, keys = own.create(Administrator(), NOON)
    by = own.facilitator(id, keys.facilitator)
    assert by is not None
    room = Room(own, id, keys, by)
    room.lead(frame_workshop, framing=FRAMING)
    room.projects(3)
    for _ in range(5):
        room.join("student")
    return room


def voted(room: Room, method: Method) -> None:
    """Everybody votes, and everybody else has a concern."""
    room.lead(open_round, seed=1, method=method, options=RoundOptions(concerns=True))
    current = room.workshop.round
    assert current is not None
    for number, person in enumerate(room.workshop.participants):
        asked = ballot(current, Cast(people=6), Random(number))
        room.say(cast_ballot, person, round=current.id, **asked)
        if person != ME:
            reason = f"Réserve {number}"
            room.say(voice_concern, person, round=current.id, item=current.items[number % 3], reason=reason)


def vote_otherwise(room: Room, folder: Path) -> None:
    """In the store itself: other marks and other reasons of all but one; as many ballots as before."""
    house.close()
    with sqlite3.connect(folder / "recolte.sqlite") as store:
        rows = store.execute("SELECT seq, name, data FROM event").fetchall()
        changed = 0
        for seq, name, text in rows:
            data = json.loads(text)
            if data.get("participant") == ME or name not in (*OTHERWISE, "ConcernVoiced"):
                continue
            if name in OTHERWISE:
                data[OTHERWISE[name]] = {"PR2": 1}
            else:
                data |= {"item": "PR2", "reason": "Tout autre chose"}
            store.execute("UPDATE event SET data = ? WHERE seq = ?", (json.dumps(data), seq))
            changed += 1
        assert changed == 10
    store.close()
    room.door = house.door()


def rights(room: Room) -> Mapping[str, dict[str, str]]:
    """The cookies of each right there is."""
    return {
        "nobody": {},
        "me": {"recolte_p": room.tokens[0]},
        "scribe": {f"recolte_s_{room.id}": room.door.scribe_key(room.by, room.id)},
        "committee": {f"recolte_c_{room.id}": room.keys.committee},
        "facilitator": {f"recolte_f_{room.id}": room.keys.facilitator},
    }


def told_by_routes(room: Room) -> Iterator[tuple[object, object]]:
    """Every address that can be read, asked with every right."""
    found: list[BaseRoute] = [
        *phone.routes.routes(),
        *web.health.routes(),
        *web.access.routes(FirstRunKey("once")),
        *web.files.routes(),
        *web.projector.routes(),
    ]
    client = TestClient(Starlette(routes=found), follow_redirects=False)
    readable = [one for one in found if isinstance(one, Route) and "GET" in (one.methods or ())]
    assert len(readable) >= 20
    for right, cookies in rights(room).items():
        header = {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        for path in (path for one in readable for path in addresses(one.path, room)):
            for language in ("fr", "en"):
                answer = client.get(path, params={"lang": language, "table": "1"}, headers=header)
                yield (right, path, language), (answer.status_code, content(answer.content))


def addresses(path: str, room: Room) -> list[str]:
    """The address with what it may be filled with here."""
    full = path.replace("{code}", room.code).replace("{key}", room.keys.committee)
    full = full.replace("{language}", "fr").replace("{name}", "phone.css")
    if "{what}" in full:
        return [full.replace("{what}", what) for what in DOWNLOADS]
    assert "{" not in full, full
    return [full]


def content(body: bytes) -> object:
    """The bytes, but for when a file was made: the sheets of a workbook, a PDF without dates and names."""
    if body.startswith(b"%PDF"):
        made = rb"D:\d+Z|>[\d:+T-]+</xmp:\w+Date>|(Instance|Document)ID>[^<]+<|/ID\[[^]]+]"
        return re.sub(made, b"", body)
    if not is_zipfile(BytesIO(body)):
        return body
    book = ZipFile(BytesIO(body))
    return [(name, book.read(name)) for name in book.namelist() if not name.startswith("docProps")]


def told_by_pages(
    room: Room, open_page: Open, names: tuple[str, ...] = (*CONSOLE, *SCREENS)
) -> Iterator[tuple[object, object]]:
    """Every page of Streamlit's side, as the facilitator and as the committee would see it."""
    for right in ("facilitator", "committee"):
        for name in names if right == "facilitator" else SCREENS:
            page = open_page(name, rights(room)[right], w=room.code, lang="fr")
            assert not page.exception
            told = [str(element.proto) for part in (page.main, page.sidebar) for element in part]
            yield (right, name), [re.sub(r"\d+\.\d{3,}", "", one) for one in told]  # the server's clock


def differing(before: Mapping[object, object], after: Mapping[object, object]) -> set[object]:
    assert before.keys() == after.keys()
    return {key for key in before if before[key] != after[key]}


@pytest.mark.parametrize("method", Method)
def test_nothing_differs_on_any_route_or_in_any_file_had_others_voted_otherwise(
    voting: Room, tmp_path: Path, method: Method
) -> None:
    voted(voting, method)
    if method in (Method.MENTIONS, Method.POINTS):
        voting.lead(suspend_step if method is Method.MENTIONS else close_step, step=StepKind.VOTE)
    before = dict(told_by_routes(voting))
    vote_otherwise(voting, tmp_path)
    assert differing(before, dict(told_by_routes(voting))) == set()


def test_nothing_differs_on_any_page_had_others_voted_otherwise(
    voting: Room, tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = shutil.disk_usage(tmp_path)  # others write to this disk meanwhile, and «Before the session» tells
    monkeypatch.setattr(shutil, "disk_usage", lambda _: left)
    at = server.now()  # a page drawn a minute later tells of one minute more
    monkeypatch.setattr(server, "datetime", SimpleNamespace(now=lambda _zone: at))
    voted(voting, Method.POINTS)
    voting.lead(close_step, step=StepKind.VOTE)
    before = dict(told_by_pages(voting, open_page))
    vote_otherwise(voting, tmp_path)
    assert differing(before, dict(told_by_pages(voting, open_page))) == set()


def test_the_same_questions_find_the_difference_once_the_round_is_revealed(
    voting: Room, tmp_path: Path, open_page: Open
) -> None:
    voted(voting, Method.POINTS)
    voting.lead(close_step, step=StepKind.VOTE)
    voting.lead(reveal_step, step=StepKind.VOTE)
    pages = ("vote", "committee")
    before = dict([*told_by_routes(voting), *told_by_pages(voting, open_page, pages)])
    vote_otherwise(voting, tmp_path)
    after = dict([*told_by_routes(voting), *told_by_pages(voting, open_page, pages)])
    files = (f"/files/{voting.code}/{what}" for what in ("archive", "workbook", "summary"))
    told = {("facilitator", "vote"), ("committee", "committee")}
    assert {("facilitator", path, "fr") for path in files} | told <= differing(before, after)
