"""The steps of a workshop as a timeline: their minutes, what each has gathered, the buttons of its state."""

from collections.abc import Callable

import streamlit as st

from facilitation.asking import Ask, ask
from facilitation.conditions import RUNNING
from facilitation.events import Event
from facilitation.model import NoteType, StepKind, StepState, Workshop
from facilitation.rights import Facilitator
from facilitation.rules.steps import close_step, open_step, reveal_step, suspend_step
from facilitation.tallies.narrowing import unplaced
from facilitation.tallies.people import authors
from locales import either
from pages.parts.frame import signals
from pages.parts.frame.access import Desk
from pages.parts.frame.console import press
from pages.parts.frame.gathered import came_in
from pages.parts.frame.words import language, plain, say
from pages.parts.run_sheet import minutes
from pages.parts.screen.question import question_timer

Act = Callable[[Facilitator, StepKind], Ask[Event]]
Button = tuple[str, Act]


def _open(by: Facilitator, step: StepKind) -> Ask[Event]:
    return ask(open_step, by=by, step=step)


def _suspend(by: Facilitator, step: StepKind) -> Ask[Event]:
    return ask(suspend_step, by=by, step=step)


def _close(by: Facilitator, step: StepKind) -> Ask[Event]:
    return ask(close_step, by=by, step=step)


def _reveal(by: Facilitator, step: StepKind) -> Ask[Event]:
    return ask(reveal_step, by=by, step=step)


_OPEN, _RESUME, _REOPEN = ("open", _open), ("resume", _open), ("reopen", _open)
_SUSPEND, _CLOSE, _REVEAL = ("suspend", _suspend), ("close", _close), ("reveal", _reveal)

_BUTTONS: dict[StepState, tuple[Button, ...]] = {
    StepState.PREPARED: (_OPEN,),
    StepState.OPEN: (_SUSPEND, _CLOSE),
    StepState.SUSPENDED: (_RESUME, _CLOSE),
    StepState.CLOSED: (_REOPEN, _REVEAL),
    StepState.REVEALED: (_REOPEN,),
}
# The vote opens, closes and reveals in two steps on its own page.
_VOTE: dict[StepState, tuple[Button, ...]] = {
    StepState.OPEN: (_SUSPEND, _CLOSE),
    StepState.SUSPENDED: (_RESUME, _CLOSE),
    StepState.CLOSED: (_REOPEN,),
}
_MARKS = {
    StepState.PREPARED: ":material/radio_button_unchecked:",
    StepState.OPEN: ":material/play_circle:",
    StepState.SUSPENDED: ":material/pause_circle:",
    StepState.CLOSED: ":material/lock:",
    StepState.REVEALED: ":material/visibility:",
}


def steps(desk: Desk, workshop: Workshop) -> None:
    """Every step in the order of the method, under how the day keeps to its agenda."""
    minutes.of_day(workshop)
    for number, step in enumerate(StepKind, start=1):
        with st.container(border=step is workshop.current and not workshop.archived, key=f"step_{step}"):
            _step(desk, workshop, number, step)


def explained(workshop: Workshop, step: StepKind) -> None:
    """What to say at that step, what phones may do, what the room's screen shows."""
    told = workshop.instructions.get(step)
    own = plain(either(language(), told.fr, told.en)) if told else say(f"console.step.say.{step}")
    words = {"say": own, **{one: say(f"console.step.{one}.{step}") for one in ("phones", "screen")}}
    lines = (
        say("console.step.line", what=say(f"console.step.{one}"), text=text) for one, text in words.items()
    )
    st.markdown("  \n".join(lines))


def buttons(step: StepKind, state: StepState) -> tuple[Button, ...]:
    """What the facilitator may ask of a step in that state."""
    return _VOTE.get(state, ()) if step is StepKind.VOTE else _BUTTONS[state]


def gathered(workshop: Workshop, step: StepKind) -> str:
    """How much a step has gathered, in words."""
    return say(f"console.gathered.{step}", n=_count(workshop, step))


def _count(workshop: Workshop, step: StepKind) -> int:
    match step:
        case StepKind.CHECK_IN:
            return len(workshop.participants)
        case StepKind.ISSUES:
            return len(workshop.issues())
        case StepKind.IDEAS:
            return len(workshop.ideas())
        case StepKind.GROUPING:
            return len({note.group for note in workshop.ideas() if note.group is not None})
        case StepKind.VOTE:
            return len(workshop.round.ballots) if workshop.round else 0
        case StepKind.DECISION:
            return len(workshop.decisions)
        case StepKind.CELLS:
            return len(workshop.wishes)
        case StepKind.HATS:
            return len(workshop.comments)
        case StepKind.CLOSING:
            return len(unplaced(workshop))


def following(workshop: Workshop) -> StepKind | None:
    """The step that is next in the order of the method."""
    ahead = list(StepKind)[list(StepKind).index(workshop.current) :]
    return next((step for step in ahead if workshop.state(step) is StepState.PREPARED), None)


def contributors(workshop: Workshop, step: StepKind) -> int | None:
    """How many people took part in a step, where that can be said."""
    if step in (StepKind.ISSUES, StepKind.IDEAS):
        return authors(workshop, NoteType.ISSUE if step is StepKind.ISSUES else NoteType.IDEA)
    if step is StepKind.HATS:
        return len({comment.author for comment in workshop.comments.values()})
    return None


def _state(workshop: Workshop, step: StepKind) -> StepState:
    """Its state; in an archived workshop nothing is open any more."""
    state = workshop.state(step)
    return StepState.CLOSED if workshop.archived and state in RUNNING else state


def _step(desk: Desk, workshop: Workshop, number: int, step: StepKind) -> None:
    state = _state(workshop, step)
    name, time, count, act = st.columns([10, 6, 11, 12], vertical_alignment="center")
    mark = f"{_MARKS[state]} {say(f'step.state.{state}')}"
    name.markdown(f"**{number}. {say(f'step.name.{step}')}**  \n{mark}")
    minutes.of_step(workshop, step, at=time)
    people = contributors(workshop, step)
    from_whom = f" {say('console.gathered.people', n=people)}" if people else ""
    type = {StepKind.ISSUES: NoteType.ISSUE, StepKind.IDEAS: NoteType.IDEA}.get(step)
    ways = came_in(workshop, type) if type else ""
    count.markdown(gathered(workshop, step) + from_whom + (f"  \n{ways}" if ways else ""))
    if workshop.archived:
        return
    if step is workshop.current and (done := signals.done(workshop)):
        count.caption(done)
    place = act.container(horizontal=True)
    for label, asking in buttons(step, state):
        main = label == "resume" or (label == "open" and step is following(workshop))
        asked = asking(desk.by, step)
        press(desk, f"console.do.{label}", asked, at=place, key=f"{label}_{step}", main=main)
    if step is workshop.current:
        question_timer(desk, workshop)
    if step is StepKind.VOTE:
        place.page_link(
            "vote.py",
            label=say("console.sheet.to_vote"),
            query_params={"w": desk.code},
            icon=":material/arrow_forward:",
        )
    if step in (workshop.current, following(workshop)):
        explained(workshop, step)
