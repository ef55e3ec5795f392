"""The scribe's page: one table without phones, its notes and its people, step by step (method §4.1).

What is written here is the table's, never the scribe's (R-09). Everything lives in the workshop: two
scribes of one table see the same.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from facilitation import house
from facilitation.asking import Ask, ask
from facilitation.door import Door
from facilitation.errors import RecolteError, RuleError
from facilitation.events import Event
from facilitation.model import (
    Hat,
    NoteId,
    NoteType,
    Participant,
    StepKind,
    StepState,
    Workshop,
    WorkshopId,
)
from facilitation.rights import Scribe
from facilitation.rules.notes import (
    LINES_AT_ONCE,
    NOTE_LIMIT,
    edit_paper_note,
    paper_notes,
    submit_paper_notes,
    withdraw_paper_note,
)
from facilitation.rules.participants import check_in_on_paper
from facilitation.tallies.people import paper_people
from locales import Language, sentence
from phone import payload
from phone.outcomes import receipts_of
from phone.payload import Payload
from phone.render import page
from phone.screens import WRITING, title
from phone.seat import language_of, scribe_of
from phone.words import Words, either_words
from phone.writes import kept, refused
from reports.look import SIGNS
from web import access
from web.commits import committed
from web.cookie_names import TABLE
from web.cookies import keep


@dataclass(frozen=True, slots=True)
class ScribeDesk:
    """A scribe's browser at one workshop."""

    id: WorkshopId
    code: str
    workshop: Workshop
    by: Scribe
    language: Language
    former: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OnPaper:
    """One person of the table: what a scribe has to know and to do for them now.

    `said` ends the key of a sentence («people.ballot.todo»); `hats` are those to hand out.
    """

    number: int
    person: Participant
    said: str | None = None
    opens: bool = False
    hats: tuple[tuple[Words, Hat | None], ...] = ()


Write = Callable[[ScribeDesk, Payload, Request], Awaitable[Response]]


def routes() -> list[BaseRoute]:
    """The addresses of the scribes; each asks for their key."""
    return [
        Route("/w/{code}/scribe", table_page),
        Route("/w/{code}/scribe/now", now),
        _route("notes", write_notes),
        _route("notes/{note}", reword_note),
        _route("notes/{note}/withdraw", take_back_note),
        _route("people", add_person),
    ]


async def table_page(request: Request) -> Response:
    """The page of the table in the address, or the choice of one; the browser keeps it."""
    try:
        desk = await _at_desk(request)
    except RuleError as refusal:
        return access.refused(request, refusal.key, 404 if refusal.key == "workshop.unknown" else 403)
    home, table = f"/w/{desk.code}/scribe", _table(desk, request.query_params.get("table"))
    if "table" not in request.query_params:
        usual = _table(desk, request.cookies.get(f"{TABLE}{desk.id}"))
        if usual is not None:
            return RedirectResponse(f"{home}?table={usual}", status_code=303)
    if table is None and (_tables(desk) or desk.workshop.framing is None):
        return page("scribe_tables.html", desk.language, _shared(desk) | {"here": quote(f"{home}?table=")})
    response = page("scribe.html", desk.language, _values(desk, table))
    if table is not None:
        keep(request, response, f"{TABLE}{desk.id}", str(table))
    return response


async def now(request: Request) -> Response:
    """The part of the page that follows the workshop."""
    try:
        desk = await _at_desk(request)
        table = _table(desk, request.query_params.get("table"))
        if table is None and _tables(desk):
            raise RuleError("check_in.table", tables=_tables(desk))
    except RuleError as refusal:
        return refused(refusal, language_of(request))
    return page("scribe_now.html", desk.language, _values(desk, table))


async def write_notes(desk: ScribeDesk, fields: Payload, request: Request) -> Response:
    """One note, or as many as there are lines, in one commit."""
    written = ask(
        submit_paper_notes,
        by=desk.by,
        type=fields.one_of("type", NoteType),
        texts=fields.texts("texts"),
        kind=fields.optional("kind") or None,
        language=fields.language(),
        table=fields.whole("table"),
    )
    return await _act(desk, fields, written)


async def reword_note(desk: ScribeDesk, fields: Payload, request: Request) -> Response:
    """A note of the table in other words."""
    note, text = NoteId(request.path_params["note"]), fields.text("text")
    reworded = ask(edit_paper_note, by=desk.by, note=note, text=text, table=fields.whole("table"))
    return await _act(desk, fields, reworded)


async def take_back_note(desk: ScribeDesk, fields: Payload, request: Request) -> Response:
    """A note of the table, withdrawn."""
    note = NoteId(request.path_params["note"])
    taken_back = ask(withdraw_paper_note, by=desk.by, note=note, table=fields.whole("table"))
    return await _act(desk, fields, taken_back)


async def add_person(desk: ScribeDesk, fields: Payload, request: Request) -> Response:
    """A person of the table who takes part on paper."""
    person = ask(
        check_in_on_paper,
        by=desk.by,
        kind=fields.optional("kind") or None,
        language=fields.language(),
        consents=frozenset(fields.texts("consents")),
        table=fields.whole("table"),
    )
    return await _act(desk, fields, person)


async def _act(desk: ScribeDesk, fields: Payload, wanted: Ask[Event]) -> Response:
    done = await committed(house.door().submit(desk.id, wanted, key=f"scribe:{fields.key()}"))
    return kept(done.seq, done.repeated or not done.events)


def _route(path: str, write: Write) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            return await write(await _at_desk(request), await payload.read(request), request)
        except RecolteError as refusal:
            return refused(refusal, language_of(request))

    return Route(f"/w/{{code}}/scribe/{path}", endpoint, methods=["POST"])


async def _at_desk(request: Request) -> ScribeDesk:
    """The scribe's desk; raises the refusal for a browser without the key."""
    door = house.door()
    return _desk(door, request) if door.store.is_sqlite else await run_in_threadpool(_desk, door, request)


def _desk(door: Door, request: Request) -> ScribeDesk:
    id = door.find(request.path_params["code"])
    if id is None:
        raise RuleError("workshop.unknown")
    by = scribe_of(door, id, request)
    if by is None:
        raise RuleError("access.scribe_link")
    card = door.card(id)
    return ScribeDesk(id, card.code, door.look(id), by, language_of(request), card.former)


def _tables(desk: ScribeDesk) -> int:
    return desk.workshop.framing.tables if desk.workshop.framing else 0


def _table(desk: ScribeDesk, said: str | None) -> int | None:
    number = int(said) if said and said.isascii() and said.isdigit() and len(said) < 5 else 0
    return number if 1 <= number <= _tables(desk) else None


def _shared(desk: ScribeDesk) -> dict[str, object]:
    framing = desk.workshop.framing.spoken(desk.language) if desk.workshop.framing else None
    former = " ".join(sorted(desk.former))
    return {
        "w": desk.workshop,
        "framing": framing,
        "code": desk.code,
        "former": former,
        "tables": _tables(desk),
    }


def _values(desk: ScribeDesk, table: int | None) -> dict[str, object]:
    w, language = desk.workshop, desk.language
    home = f"/w/{desk.code}/scribe" + (f"?table={table}" if table else "")
    type = WRITING.get(w.current)
    notes = [note for note in paper_notes(w, table) if note.type is type]
    closing = w.current is StepKind.CLOSING
    return _shared(desk) | {
        "table": table,
        "home": home,
        "here": quote(home),
        "now": f"/w/{desk.code}/scribe/now" + (f"?table={table}" if table else ""),
        "who": f"T{table or 0}",
        "state": w.state(w.current).value,
        "type": type.value if type else None,
        "notes": notes,
        "fixed": type is NoteType.IDEA and w.state(StepKind.GROUPING) is not StepState.PREPARED,
        "limit": NOTE_LIMIT,
        "lines": LINES_AT_ONCE,
        "people": [_on_paper(w, n, one, language) for n, one in enumerate(paper_people(w, table), start=1)],
        "receipts": receipts_of(w, paper_notes(w, table), language) if closing else None,
        "signs": SIGNS,
        "ended": "scribe",
        "question": either_words(language, w.framing.question_fr, w.framing.question_en)
        if w.framing
        else None,
        "too_long": sentence(language, "note.too_long", length="{length}", limit="{limit}"),
        "line_empty": sentence(language, "paper.line_empty", line="{line}"),
        "line_too_long": sentence(
            language, "paper.line_too_long", line="{line}", length="{length}", limit="{limit}"
        ),
        "too_many_lines": sentence(language, "paper.too_many_lines", lines="{lines}", limit="{limit}"),
    }


def _on_paper(w: Workshop, number: int, one: Participant, language: Language) -> OnPaper:
    match w.current:
        case StepKind.VOTE if w.round:
            if w.round.voters is not None and one.id not in w.round.voters:
                return OnPaper(number, one, "ballot.not_invited")
            cast = one.id in w.round.ballots
            return OnPaper(number, one, "ballot.cast" if cast else "ballot.todo", opens=True)
        case StepKind.CELLS:
            return OnPaper(number, one, "wish.said" if one.id in w.wishes else "wish.todo", opens=True)
        case StepKind.HATS:
            called = [w.pitch.subject] if w.pitch else list(w.hat_rounds)
            worn = tuple(
                (title(w, id, language), w.hat_rounds[id].assignment.get(one.id))
                for id in called
                if id in w.hat_rounds and one.id not in w.members(id)
            )
            return OnPaper(number, one, opens=w.pitch is not None, hats=worn)
        case _:
            return OnPaper(number, one)
