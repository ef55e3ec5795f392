"""Who asks, about which workshop, in which language: worked out once for each request."""

import secrets
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from facilitation import house
from facilitation.door import Door
from facilitation.errors import RuleError
from facilitation.model import ParticipantId, Workshop, WorkshopId
from locales import Language, read_language
from web.names import LANGUAGE, PHONE, keep

TOKEN_LENGTH = range(20, 201)


@dataclass(frozen=True, slots=True)
class Seat:
    """One phone at one workshop; `me` is None until it has checked in."""

    id: WorkshopId
    code: str
    workshop: Workshop
    me: ParticipantId | None
    token: str | None
    language: Language

    @property
    def participant(self) -> ParticipantId:
        """The participant; raises the refusal when this phone is nobody here."""
        if self.me is None:
            raise RuleError("workshop.archived" if self.workshop.archived else "participant.unknown")
        return self.me


async def seated(request: Request) -> Seat:
    """The seat of this phone; raises RuleError when no workshop has that code."""
    door = house.door()
    code, token = request.path_params["code"], token_of(request)
    if door.store.is_sqlite:  # one small read at most, and none once the phone is known
        id, workshop, me = _found(door, code, token)
    else:
        id, workshop, me = await run_in_threadpool(_found, door, code, token)
    known = workshop.participants.get(me) if me else None
    spoken = known.language if known else None
    return Seat(id, door.card(id).code, workshop, me, token, language_of(request, spoken))


def _found(door: Door, code: str, token: str | None) -> tuple[WorkshopId, Workshop, ParticipantId | None]:
    id = door.find(code)
    if id is None:
        raise RuleError("workshop.unknown")
    return id, door.look(id), door.participant(id, token)


def language_of(request: Request, spoken: str | None = None) -> Language:
    """The language tapped on this phone, else the one given at check-in, else the installation's."""
    usual = read_language(house.settings().language)
    return read_language(request.cookies.get(LANGUAGE), read_language(spoken, usual))


def token_of(request: Request) -> str | None:
    """The token that this browser was given, or None."""
    token = request.cookies.get(PHONE, "")
    return token if len(token) in TOKEN_LENGTH else None


def give_token(request: Request, response: Response) -> Response:
    """Gives the browser its token, once for all workshops, and hands the response on."""
    if token_of(request) is None:
        keep(request, response, PHONE, secrets.token_urlsafe(24))
    return response
