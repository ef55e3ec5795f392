"""The agenda of a workshop: a usual one in a click, minutes by step, and a file to share it."""

from datetime import timedelta

import streamlit as st

from facilitation.agendas import INSTRUCTION_LIMIT, LIMIT, TEMPLATES, Template, read_agenda
from facilitation.asking import ask
from facilitation.model import Instruction, StepKind
from facilitation.rules.steps import instruct_steps, plan_steps, use_agenda
from pages.parts.frame import console
from pages.parts.frame.access import Desk
from pages.parts.frame.receipts import accepted, receipt, sending
from pages.parts.frame.words import language, say
from pages.parts.run_sheet.minutes import length
from web.downloads import address

_COLUMNS = 3


def agenda(desk: Desk) -> None:
    """Everything about the minutes; what they are used for is said first."""
    st.write(say("console.agenda.note"))
    _templates(desk)
    _minutes(desk)
    _file(desk)


def _templates(desk: Desk) -> None:
    place = st.container(horizontal=True)
    for one in TEMPLATES:
        place.button(
            _name(one), key=f"agenda_{one.name}", on_click=console.attempt,
            args=(desk, ask(plan_steps, by=desk.by, minutes=one.minutes)),
        )  # fmt: skip


def _name(template: Template) -> str:
    name = say(f"console.agenda.{template.name}")
    total = timedelta(minutes=sum(template.minutes.values()))
    return say("console.agenda.template", name=name, length=length(total)) if total else name


def _minutes(desk: Desk) -> None:
    """No key of their own: fields whose minutes were changed elsewhere are drawn anew."""
    now = desk.workshop.minutes
    with st.form(console.fields("agenda"), enter_to_submit=False):
        places = st.columns(_COLUMNS)
        typed = {
            step: places[i % _COLUMNS].number_input(
                say(f"step.name.{step}"), 0, LIMIT, min(now.get(step, 0), LIMIT), step=5
            )
            for i, step in enumerate(StepKind)
        }
        sent = st.form_submit_button(say("console.agenda.save"), type="primary")
    if sent:
        with sending("agenda"):
            desk.act(ask(plan_steps, by=desk.by, minutes={step: int(count) for step, count in typed.items()}))
            accepted("agenda", "console.agenda.saved")
    receipt("agenda")


def instructions(desk: Desk) -> None:
    """One sentence for the room at each step, in both languages."""
    st.write(say("console.instructions.note"))
    now = desk.workshop.instructions
    with st.form(console.fields("instructions"), enter_to_submit=False):
        typed = {step: _instruction(step, now.get(step, Instruction("", ""))) for step in StepKind}
        sent = st.form_submit_button(say("console.instructions.save"), type="primary")
    if sent:
        with sending("instructions"):
            desk.act(ask(instruct_steps, by=desk.by, instructions=typed))
            accepted("instructions", "console.instructions.saved")
    receipt("instructions")


def _instruction(step: StepKind, now: Instruction) -> Instruction:
    places, name = st.columns(2), say(f"step.name.{step}")
    texts = (
        place.text_input(
            say(f"console.instructions.{one}", step=name), getattr(now, one), max_chars=INSTRUCTION_LIMIT
        )
        for one, place in zip(("fr", "en"), places, strict=True)
    )
    return Instruction(*(text or "" for text in texts))


def _file(desk: Desk) -> None:
    url = address(desk.code, "agenda", language())
    st.link_button(say("console.agenda.download"), url, icon=":material/download:")
    sent = st.file_uploader(say("console.agenda.file"), key="agenda_file")
    if sent is not None and st.button(say("console.agenda.use"), type="primary"):
        with sending("agenda_file"):
            desk.act(ask(use_agenda, by=desk.by, agenda=read_agenda(sent.getvalue())))
            accepted("agenda_file", "console.agenda.used")
    receipt("agenda_file")
