"""«Follow the screen»: what the room's projector shows, on a phone; the same bytes for everybody.

Only what the projector shows by default is here, made from the same values (`reports.projection`). It is
drawn once for each state of the workshop: a thousand phones may ask for it every few seconds.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from facilitation import house
from facilitation.model import MembershipState, StepKind, Workshop, WorkshopId
from locales import Language
from phone.render import LEVEL, accepts_gzip, html_of
from phone.seat import Seat
from reports.projection.screen import projection

PAUSE = 0.5  # seconds during which counts may be older than the room: a burst is drawn twice a second
SOONEST, EACH, LATEST = 3_000, 60, 8_000  # milliseconds between two questions: more in a large room
MOST = 32  # drawings kept: workshops × languages × what is asked of the reader
_Key = tuple[WorkshopId, Language, str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The screen as drawn for one state of a workshop; `mark` names what it shows."""

    seq: int
    moves: int
    at: float
    mark: str
    html: str
    plain: bytes
    packed: bytes


_drawings: OrderedDict[_Key, Drawing] = OrderedDict()


def drawing(seat: Seat, turn: str) -> Drawing:
    """The screen of that workshop now, in the reader's language; `turn` is what the reader is asked to do."""
    key = (seat.id, seat.language, turn, seat.code)
    known = _drawings.get(key)
    if known is None or not _holds(known, seat.workshop):
        known = _drawings[key] = _draw(seat, turn)
    _drawings.move_to_end(key)
    while len(_drawings) > MOST:
        _drawings.popitem(last=False)
    return known


def _holds(known: Drawing, w: Workshop) -> bool:
    """Whatever the facilitator does shows at once; only what many people do at a time is gathered."""
    recent = time.monotonic() - known.at < PAUSE
    return known.seq == w.seq or (known.moves == w.moves and recent)


def _draw(seat: Seat, turn: str) -> Drawing:
    w = seat.workshop
    scene = projection(w, seat.language, house.settings().base_url(), seat.code, datetime.now(UTC))
    pause = min(max(SOONEST, EACH * len(w.participants)), LATEST)
    shown = {"scene": scene, "turn": turn, "moves": w.moves, "mark": "", "code": seat.code}
    html = html_of("screen.html", seat.language, shown | {"pause": pause})
    # A digest of what is shown: the number of the last event would tell of each ballot.
    mark = hashlib.sha256(html.encode()).hexdigest()[:16]
    html = html.replace('data-mark=""', f'data-mark="{mark}"', 1)
    body = html.encode()
    return Drawing(w.seq, w.moves, time.monotonic(), mark, html, body, gzip.compress(body, LEVEL))


def turn(seat: Seat, about: str) -> str:
    """What the step asks of this person, by the name of the sentence that says so; "" when it is nothing."""
    mine = seat.workshop.memberships.get(seat.participant)
    if mine is not None and mine.state is MembershipState.PROPOSED:
        return "place"
    if about and seat.workshop.current is StepKind.CELLS and not seat.workshop.cells:
        return ""
    return about.split(".", maxsplit=1)[0]


def answer(request: Request, drawn: Drawing) -> Response:
    """The drawing, or nothing (204) for a phone that has it; with the server's time, for the clock."""
    headers = {
        "cache-control": "no-store",
        "vary": "accept-encoding",
        "x-now": str(milliseconds()),
    }
    if request.query_params.get("seen") == drawn.mark:
        return Response(status_code=204, headers=headers)
    body = drawn.plain
    if accepts_gzip(request):
        body = drawn.packed
        headers["content-encoding"] = "gzip"
    return Response(body, media_type="text/html", headers=headers)


def milliseconds() -> int:
    """The server's time, as scripts count it."""
    return time.time_ns() // 1_000_000
