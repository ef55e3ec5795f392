"""The participant's addresses: joining, the page, the part of it that changes, and the writes."""

from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from facilitation import house
from facilitation.errors import RuleError
from facilitation.model import StepKind
from locales import Language, sentence
from phone import writes
from phone.render import page, static
from phone.screens import Screen, place, screen
from phone.seat import Seat, give_token, language_of, seated
from phone.words import either_words
from phone.writes import refused


def routes() -> list[BaseRoute]:
    """All addresses of this room."""
    return [
        Route("/j", join_typed),
        Route("/j/{code}", join),
        Route("/w/{code}", workshop_page),
        Route("/w/{code}/now", now),
        *writes.routes(),
        Route("/phone/static/{name}", static),
    ]


def landing(language: Language, refusal: str | None = None, status: int = 200) -> Response:
    """The page where a join code is typed; `refusal` is the key of a sentence to show."""
    return page("landing.html", language, {"refusal": refusal, "here": "/"}, status)


async def join_typed(request: Request) -> Response:
    """The code that was typed in the form; without one, the form."""
    code = request.query_params.get("code", "")
    return _enter(request, code) if code.strip() else landing(language_of(request))


async def join(request: Request) -> Response:
    """The link behind the QR code."""
    return _enter(request, request.path_params["code"])


def _enter(request: Request, code: str) -> Response:
    door = house.door()
    id = door.find(code)
    if id is None:
        return landing(language_of(request), "workshop.unknown", 404)
    return give_token(request, RedirectResponse(f"/w/{door.card(id).code}", status_code=303))


async def workshop_page(request: Request) -> Response:
    """The whole page: check-in for who is new, else the current step."""
    try:
        seat = await seated(request)
    except RuleError as refusal:
        return landing(language_of(request), refusal.key, 404)
    if request.path_params["code"] != seat.code:
        return RedirectResponse(f"/w/{seat.code}", status_code=303)
    values = _values(seat, correcting="answers" in request.query_params)
    return give_token(request, page("page.html", seat.language, values))


async def now(request: Request) -> Response:
    """The part of the page that changes with the workshop; 401 for a phone that is nobody here."""
    try:
        seat = await seated(request)
        seat.participant  # noqa: B018 (raises for a stranger)
    except RuleError as refusal:
        return refused(refusal, language_of(request))
    return page("now.html", seat.language, _values(seat))


def _values(seat: Seat, *, correcting: bool = False) -> dict[str, object]:
    w = seat.workshop
    framing = w.framing.spoken(seat.language) if w.framing else None
    shown = _screen(seat, correcting)
    either = partial(either_words, seat.language)
    return {
        "w": w,
        "framing": framing,
        "either": either,
        "named": either(w.framing.title, w.framing.title_en) if w.framing else None,
        "ruled": either(w.framing.decision_rule, w.framing.decision_rule_en) if w.framing else None,
        "question": either(framing.question_fr, framing.question_en) if framing else None,
        "tab": _tab(seat, shown.template),
        "code": seat.code,
        "here": quote(f"/w/{seat.code}"),
        "me": w.participants.get(seat.me) if seat.me else None,
        "place": place(w, seat.me, seat.language) if seat.me else None,
        "template": shown.template,
        "state": w.state(w.current).value,
        "too_long": sentence(seat.language, "note.too_long", length="{length}", limit="{limit}"),
        **shown.values,
    }


def _tab(seat: Seat, template: str) -> str:
    """What a tab, and a screen reader first of all, says of the page: the step, the workshop, the house."""
    w, house_name = seat.workshop, sentence(seat.language, "app.name")
    if w.framing is None:
        return house_name
    step = StepKind.CHECK_IN if template == "check_in" else w.current
    parts = [] if w.archived else [sentence(seat.language, f"step.name.{step}")]
    return " – ".join([*parts, w.framing.spoken(seat.language).title, house_name])


def _screen(seat: Seat, correcting: bool) -> Screen:
    if seat.workshop.framing is None:
        return Screen("not_framed", {})
    if seat.me is not None and not correcting:
        return screen(seat.workshop, seat.me, seat.language)
    return Screen("archived" if seat.workshop.archived else "check_in", {})
