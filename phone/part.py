"""The part of the page that follows the workshop, for one person at one moment."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from urllib.parse import quote

from facilitation import house
from facilitation.model import StepKind, StepState, Workshop
from facilitation.tallies.signals import is_asked, moment
from locales import Language, sentence
from phone.render import html_of
from phone.screens import Screen, place, screen
from phone.seat import Seat
from phone.words import Words, either_words
from reports.projection.counting import timer


def html_after(seat: Seat) -> str:
    """That part as it is after what this person just did."""
    now = replace(seat, workshop=house.door().look(seat.id))
    return html_of("now.html", seat.language, values(now))


def values(seat: Seat, *, correcting: bool = False) -> dict[str, object]:
    """Everything that the page's templates speak of."""
    w = seat.workshop
    me = w.participants.get(seat.me) if seat.me else None
    framing = w.framing.spoken(seat.language) if w.framing else None
    shown = _screen(seat, correcting)
    either = partial(either_words, seat.language)
    return {
        "w": w,
        "framing": framing,
        "either": either,
        "called": either(w.framing.title, w.framing.title_en) if w.framing else None,
        "ruled": either(w.framing.decision_rule, w.framing.decision_rule_en) if w.framing else None,
        "question": either(framing.question_fr, framing.question_en) if framing else None,
        "instruction": _instruction(w, seat.language),
        "tab": _tab(seat, shown.template),
        "code": seat.code,
        "former": " ".join(sorted(seat.former)),
        "here": quote(seat.address),
        "home": seat.address,
        "now": f"/w/{seat.code}/now?who={seat.who}",
        "who": seat.who,
        "proof": seat.proof,
        "paper": seat.scribe is not None,
        "me": me,
        "written": me.language if me and seat.scribe else seat.language,
        "timer": timer(w, seat.language, datetime.now(UTC)),
        "place": place(w, seat.me, seat.language) if seat.me else None,
        "template": shown.template,
        "about": about(seat),
        "ended": _ended(seat),
        "shown": None,  # the projector's screen, on its own page
        "state": w.state(w.current).value,
        "too_long": sentence(seat.language, "note.too_long", length="{length}", limit="{limit}"),
        **shown.values,
    }


def about(seat: Seat) -> str:
    """What this person can be done with now; "" when the step asks nothing of them."""
    w = seat.workshop
    if seat.me is None or w.state(w.current) is not StepState.OPEN or not is_asked(w, seat.me):
        return ""
    return moment(w)


def _ended(seat: Seat) -> str:
    """To whom an archived workshop says good-bye: all it knows of a phone is whether it has been to one."""
    return "scribe" if seat.scribe else "participant" if seat.token else "newcomer"


def _instruction(w: Workshop, language: Language) -> Words | None:
    """What the facilitator tells the room at the open step."""
    told = w.instructions.get(w.current)
    open_ = w.state(w.current) is StepState.OPEN
    return either_words(language, told.fr, told.en) if told and open_ else None


def _tab(seat: Seat, template: str) -> str:
    """What a tab, and a screen reader first of all, says of the page: the step, the workshop, the house."""
    w, house_name = seat.workshop, sentence(seat.language, "app.name")
    if w.framing is None:
        return house_name
    step = StepKind.CHECK_IN if template in ("check_in", "arrivals_closed", "removed") else w.current
    parts = [] if w.archived else [sentence(seat.language, f"step.name.{step}")]
    return " – ".join([*parts, w.framing.spoken(seat.language).title, house_name])


def _screen(seat: Seat, correcting: bool) -> Screen:
    if seat.workshop.framing is None:
        return Screen("not_framed", {})
    if seat.me is not None and not (correcting and not seat.workshop.archived):
        shown = screen(seat.workshop, seat.me, seat.language)
        # A table's paper notes are the table's: they are written on its page, not on one person's.
        return Screen("at_table", {}) if seat.scribe and shown.template == "writing" else shown
    return _at_the_door(seat)


def _at_the_door(seat: Seat) -> Screen:
    """What somebody without a place sees, or somebody who corrects the answers."""
    if seat.workshop.archived:
        return Screen("archived", {})
    if seat.removed is not None:
        return Screen("removed", {"number": seat.removed})
    closed = seat.me is None and seat.workshop.arrivals_closed
    return Screen("arrivals_closed" if closed else "check_in", {})
