"""The seat of a request: person, workshop and language, worked out once.

Several people may share one device: `?who=2` is its second person, with a token and a ballot of their
own. `?who=P12` is a person on paper, for the scribes only. Without it, the device's first person.

A person who handed the device on is neither seen nor written for (`away`). What they wrote before,
and the network kept, still comes: their page has a proof, which the outbox keeps with each text and no other
page is given.
"""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from facilitation import house
from facilitation.door import Door
from facilitation.errors import RuleError
from facilitation.model import Channel, ParticipantId, Workshop, WorkshopId
from facilitation.rights import Scribe, read_code
from locales import LANGUAGES, Language, read_language
from web.cookie_names import HOLDER, LANGUAGE, PERSONS, SCRIBE, phone_cookie
from web.cookies import keep

TOKEN_LENGTH = range(20, 201)
FIRST = "1"
PROOF = "x-proof"
_PERSON = re.compile(rf"[1-{PERSONS}]", re.ASCII)
_PAPER = re.compile(r"P\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at one workshop; `me` is None until that person has checked in.

    `removed` is who that person was, when the place was taken away since; under the `former` join codes a
    phone may still keep what it wrote. `who` is what the address says of it; `scribe` is there for a person
    on paper only. `away`: somebody else holds the device now.
    """

    id: WorkshopId
    code: str
    workshop: Workshop
    me: ParticipantId | None
    token: str | None
    language: Language
    who: str = FIRST
    scribe: Scribe | None = None
    removed: ParticipantId | None = None
    former: frozenset[str] = frozenset()
    away: bool = False

    @property
    def participant(self) -> ParticipantId:
        """The participant; raises the refusal when this phone is nobody here."""
        if self.removed is not None and not self.workshop.archived:
            raise RuleError("participant.removed", number=self.removed)
        if self.me is None:
            raise RuleError("workshop.archived" if self.workshop.archived else "participant.unknown")
        return self.me

    @property
    def address(self) -> str:
        """Where this person's page is."""
        return address(self.code, self.who)

    @property
    def proof(self) -> str:
        """What only this person's own page is given; "" for a person without a place."""
        if self.token is None or self.me is None:
            return ""
        digest = hmac.digest(self.token.encode("latin-1", "replace"), f"proof:{self.id}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest[:15]).decode()


def address(code: str, who: str) -> str:
    """The page of that person in that workshop."""
    return f"/w/{code}" if who == FIRST else f"/w/{code}?who={who}"


async def seated(request: Request) -> Seat:
    """The seat of whom this request is for; raises RuleError when there is no such workshop or person.

    Also when that person handed this device on, unless the request is a text of theirs that was on its way.
    """
    door = house.door()
    if door.store.is_sqlite:  # one small read at most, and none once the phone is known
        seat = _seat(door, request)
    else:
        seat = await run_in_threadpool(_seat, door, request)
    if seat.away and not _was_on_its_way(request, seat):
        raise RuleError("participant.handed_on")
    return seat


def _was_on_its_way(request: Request, seat: Seat) -> bool:
    offered = request.headers.get(PROOF, "").encode("latin-1", "replace")
    return request.method == "POST" and hmac.compare_digest(offered, seat.proof.encode())


def _seat(door: Door, request: Request) -> Seat:
    id = door.find(request.path_params["code"])
    if id is None:
        raise RuleError("workshop.unknown")
    who = request.query_params.get("who", FIRST)
    workshop, card, scribe, token = door.look(id), door.card(id), None, None
    if _PERSON.fullmatch(who):
        token = token_of(request, int(who))
        me = door.participant(id, token)
    else:
        scribe = scribe_of(door, id, request)
        me = _on_paper(workshop, who) if scribe else None
        if me is None:
            raise RuleError("participant.unknown")
    known = workshop.everybody.get(me) if me and not scribe else None  # a scribe reads for others
    language = language_of(request, known.language if known else None)
    removed = me if me in workshop.removed else None
    mine = None if removed else me
    holder = request.cookies.get(f"{HOLDER}{id}")
    away = scribe is None and me is not None and holder not in (None, who)
    seat = Seat(id, card.code, workshop, mine, token, language, who, scribe, removed, card.former, away)
    _check_code(seat, request.path_params["code"])
    return seat


def _check_code(seat: Seat, asked: str) -> None:
    """By a code that was replaced only who holds a place goes on; nobody else is told the new one."""
    if seat.me is None and not seat.workshop.archived and read_code(asked) in seat.former:
        if seat.removed is not None:
            raise RuleError("participant.removed", number=seat.removed)
        raise RuleError("workshop.code_replaced")


def scribe_of(door: Door, id: WorkshopId, request: Request) -> Scribe | None:
    """The scribe's right of this browser, if its key is still good."""
    return door.scribe(id, request.cookies.get(f"{SCRIBE}{id}"))


def _on_paper(workshop: Workshop, who: str) -> ParticipantId | None:
    found = workshop.participants.get(ParticipantId(who)) if _PAPER.fullmatch(who) else None
    return found.id if found and found.channel is Channel.SCRIBE else None


def language_of(request: Request, spoken: str | None = None) -> Language:
    """The language tapped on this phone, else the one given at check-in, else the installation's."""
    for known in (request.cookies.get(LANGUAGE), spoken):
        if known in LANGUAGES:
            return read_language(known)
    return read_language(house.settings().language)


def token_of(request: Request, person: int = 1) -> str | None:
    """The token that this browser was given for its first, second … person, or None."""
    token = request.cookies.get(phone_cookie(person), "")
    return token if len(token) in TOKEN_LENGTH else None


def give_token(request: Request, response: Response, person: int = 1) -> Response:
    """Gives the browser that person's token, once for all workshops, and hands the response on."""
    if token_of(request, person) is None:
        keep(request, response, phone_cookie(person), secrets.token_urlsafe(24))
    return response
