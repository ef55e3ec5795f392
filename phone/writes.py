"""What a phone may write: each answer comes after the commit, and the rules decide.

Every answer is JSON: {"seq", "repeated", "now"} once the write is kept, or {"refusal", "key"} with the
sentence in the person's language.
"""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from facilitation import house
from facilitation.asking import Ask, ask
from facilitation.door import Done
from facilitation.errors import RecolteError, RuleError, StoreError
from facilitation.events import Event
from facilitation.model import CellId, Hat, NoteId, NoteType
from facilitation.rules.cells import answer_proposal, express_wish
from facilitation.rules.concerns import voice_concern, withdraw_concern
from facilitation.rules.hats import comment, take_hat
from facilitation.rules.notes import edit_note, submit_note, withdraw_note
from facilitation.rules.paper import hand_in
from facilitation.rules.participants import Answers, check_in_on_paper
from facilitation.rules.rounds import cast_ballot
from facilitation.rules.signals import ask_help, declare_done, withdraw_help
from locales import Language, read_language, sentence
from phone import payload
from phone.contact import contact_in
from phone.part import html_after
from phone.payload import Payload, TooBig, TooSlow, Unreadable
from phone.screens import EFFORT
from phone.seat import Seat, language_of, seated
from web.commits import committed
from web.cookie_names import LANGUAGE
from web.cookies import keep

Write = Callable[[Seat, Payload, Request], Awaitable[Response]]


def routes() -> list[Route]:
    """The addresses that phones write to."""
    return [
        _route("check-in", check_in),
        _route("notes", write_note),
        _route("notes/{note}", reword_note),
        _route("notes/{note}/withdraw", take_back_note),
        _route("ballot", vote),
        _route("concern", concern),
        _route("concern/withdraw", no_concern),
        _route("wish", wish),
        _route("answer", answer),
        _route("comment", say_under_hat),
        _route("hat", put_on_hat),
        _route("done", say_done),
        _route("help", call_for_help),
    ]


async def check_in(seat: Seat, fields: Payload, request: Request) -> Response:
    """Takes a place in the workshop, or corrects the answers given before."""
    if seat.token is None and seat.scribe is None:
        raise RecolteError("phone.no_cookie")
    answers: Answers = {
        "kind": fields.optional("kind"),
        "table": fields.whole("table"),
        "language": fields.text("language"),
        "consents": frozenset(fields.texts("consents")),
        "photo": fields.optional("photo"),
    }
    if seat.scribe is not None:
        person = ask(check_in_on_paper, by=seat.scribe, participant=seat.participant, **answers)
        done = await committed(house.door().submit(seat.id, person))
        return kept(done.seq, not done.events)
    known = seat.workshop.participants.get(seat.me) if seat.me else None
    repeated = known is not None and all(getattr(known, name) == value for name, value in answers.items())
    if not repeated and seat.token is not None:
        await committed(house.door().enrol(seat.id, seat.token, **answers))
    response = kept(house.door().look(seat.id).seq, repeated)
    keep(request, response, LANGUAGE, read_language(answers["language"]))
    return response


async def write_note(seat: Seat, fields: Payload, request: Request) -> Response:
    """One issue or one idea."""
    key = fields.key()
    note = ask(
        submit_note,
        type=fields.one_of("type", NoteType),
        text=fields.text("text"),
        language=fields.language(),
        participant=seat.participant,
    )
    return await _act(seat, key, note)


async def reword_note(seat: Seat, fields: Payload, request: Request) -> Response:
    """The person's own note in other words."""
    key, note = _key(fields), NoteId(request.path_params["note"])
    reworded = ask(edit_note, note=note, text=fields.text("text"), participant=seat.participant)
    return await _act(seat, key, reworded)


async def take_back_note(seat: Seat, fields: Payload, request: Request) -> Response:
    """The person's own note, withdrawn."""
    note = NoteId(request.path_params["note"])
    return await _act(seat, _key(fields), ask(withdraw_note, note=note, participant=seat.participant))


async def vote(seat: Seat, fields: Payload, request: Request) -> Response:
    """The whole ballot; it replaces the one before."""
    marks, efforts = split(fields.marks("marks"))
    round, key = fields.text("round"), fields.key()
    ballot = ask(cast_ballot, round=round, marks=marks, efforts=efforts, participant=seat.participant)
    done = await _done(seat, key, ballot)
    return kept(done.seq, done.repeated or not done.events)


def split(marks: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """The marks of a ballot and its efforts, which come in one object: «PR1/effort» is the effort of PR1.

    Unknown items, after stripping the suffix, are left for the rule to refuse.
    """
    efforts = {item.removesuffix(EFFORT): mark for item, mark in marks.items() if item.endswith(EFFORT)}
    return {item: mark for item, mark in marks.items() if not item.endswith(EFFORT)}, efforts


async def concern(seat: Seat, fields: Payload, request: Request) -> Response:
    """The one concern of this person, with its reason."""
    round, item, reason = (fields.text(name) for name in ("round", "item", "text"))
    key = fields.key()
    voiced = ask(voice_concern, round=round, item=item, reason=reason, participant=seat.participant)
    return await _act(seat, key, voiced)


async def no_concern(seat: Seat, fields: Payload, request: Request) -> Response:
    """No concern after all."""
    key, round = fields.key(), fields.text("round")
    return await _act(seat, key, ask(withdraw_concern, round=round, participant=seat.participant))


async def wish(seat: Seat, fields: Payload, request: Request) -> Response:
    """Cells in order of preference, and how to be reached when the person wants to say it."""
    ranked = tuple(CellId(cell) for cell in fields.texts("ranked"))
    contact = contact_in(seat.participant, fields.inside("contact"))
    key, flexible = _key(fields), fields.flag("flexible", False)
    wished = ask(express_wish, ranked=ranked, flexible=flexible, participant=seat.participant)
    response = await _act(seat, key, wished)
    if contact is not None:
        await committed(house.door().remember(seat.id, contact))
    return response


async def answer(seat: Seat, fields: Payload, request: Request) -> Response:
    """Yes or no to a proposed cell."""
    key, accept = _key(fields), fields.flag("accept")
    return await _act(seat, key, ask(answer_proposal, accept=accept, participant=seat.participant))


async def say_under_hat(seat: Seat, fields: Payload, request: Request) -> Response:
    """One comment under the hat worn, or openly under another one."""
    key = fields.key()
    said = ask(
        comment,
        subject=fields.text("subject"),
        text=fields.text("text"),
        language=fields.language(),
        hat_content=fields.one_of("hat_content", Hat) if fields.optional("hat_content") else None,
        participant=seat.participant,
    )
    return await _act(seat, key, said)


async def put_on_hat(seat: Seat, fields: Payload, request: Request) -> Response:
    """A hat for a person who came after the draw."""
    key, subject = _key(fields), fields.text("subject")
    return await _act(seat, key, ask(take_hat, subject=subject, participant=seat.participant))


async def say_done(seat: Seat, fields: Payload, request: Request) -> Response:
    """Done with what is asked now, or not after all."""
    done, key, about = fields.flag("value"), _key(fields), fields.text("about")
    return await _act(seat, key, ask(declare_done, about=about, done=done, participant=seat.participant))


async def call_for_help(seat: Seat, fields: Payload, request: Request) -> Response:
    """Somebody should come to the table, or need not any more."""
    wanted, key, me = fields.flag("value"), _key(fields), seat.participant
    if wanted:
        return await _act(seat, key, ask(ask_help, participant=me))
    return await _act(seat, key, ask(withdraw_help, participant=me))


async def _act(seat: Seat, key: str | None, wanted: Ask[Event]) -> Response:
    """Does it, and answers with what the phone shows now: no second question for that."""
    done = await _done(seat, key, wanted)
    now = None if seat.away else html_after(seat)
    return kept(done.seq, done.repeated or not done.events, now)


async def _done(seat: Seat, key: str | None, wanted: Ask[Event]) -> Done[Event]:
    me = seat.participant
    mine = None if key is None else f"{me}:{key}"
    if seat.scribe is not None:
        wanted = ask(hand_in, by=seat.scribe, act=wanted)
    return await committed(house.door().submit(seat.id, wanted, key=mine))


def _key(fields: Payload) -> str | None:
    return fields.key() if fields.has("key") else None


def kept(seq: int, repeated: bool, now: str | None = None) -> Response:
    """The answer once a write is committed; `now` is what the phone shows after it."""
    answer = {"seq": seq, "repeated": repeated} | ({} if now is None else {"now": now})
    return JSONResponse(answer, status_code=200 if repeated else 201)


def _route(path: str, write: Write) -> Route:
    async def endpoint(request: Request) -> Response:
        language = language_of(request)
        try:
            seat = await seated(request)
            language = seat.language
            return await write(seat, await payload.read(request), request)
        except RecolteError as refusal:
            return refused(refusal, language)

    return Route(f"/w/{{code}}/{path}", endpoint, methods=["POST"])


def refused(refusal: RecolteError, language: Language) -> Response:
    """The refusal as a phone reads it: what comes after the archive is told from what was taken before."""
    late = refusal.key == "workshop.archived"
    said = sentence(language, "phone.ended.refused" if late else refusal.key, **refusal.values)
    answer = JSONResponse({"refusal": said, "key": refusal.key}, status_code=_status(refusal))
    if isinstance(refusal, TooBig | TooSlow):
        answer.headers["connection"] = "close"  # what is still to come of it is not waited for
    return answer


def _status(refusal: RecolteError) -> int:
    match refusal:
        case StoreError():
            return 503
        case TooBig():
            return 413
        case TooSlow():
            return 408
        case Unreadable():
            return 400
        case RuleError(key="participant.unknown" | "participant.handed_on"):
            return 401
        case RecolteError(key="phone.no_cookie"):
            return 401
        case RuleError(key="access.scribe_link") | RuleError(key="participant.removed"):
            return 403
        case RuleError(key="workshop.code_replaced"):
            return 410
        case RuleError(key="workshop.unknown"):
            return 404
        case RuleError(key="flood.wait"):
            return 429
        case _:
            return 409
