"""Agendas: how many minutes each step may take, and what the room is told at it.

There are the usual ones, and one's own as a small file to share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from facilitation.errors import RuleError
from facilitation.model import Instruction, StepKind
from facilitation.text import clean_text

LIMIT = 600  # minutes for one step
INSTRUCTION_LIMIT = 140  # characters: a sentence that a phone and the room's screen have room for
MAX_BYTES = 20_000
SCHEMA = 2  # 1 had minutes only


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a file holds: minutes, and instructions for the steps that have one."""

    minutes: Mapping[StepKind, int]
    instructions: Mapping[StepKind, Instruction]


@dataclass(frozen=True, slots=True)
class Template:
    """An agenda to start from; `locales` has its name."""

    name: str
    minutes: Mapping[StepKind, int]


# The default run sheets of the method (§1.4), each of their lines in the step that phones are at meanwhile.
TEMPLATES = (
    Template(
        "ideas",
        {
            StepKind.CHECK_IN: 15,
            StepKind.ISSUES: 15,  # opening, issues, decision rule
            StepKind.IDEAS: 35,  # 10 in silence, 20 around the table, 5 more in silence
            StepKind.GROUPING: 45,  # 20 backstage during the break, 25 with the room
            StepKind.VOTE: 35,  # 10 for the projects in a minute each, 5, 15 to read, 5 if voted again
            StepKind.DECISION: 15,  # the grey zone
            StepKind.CLOSING: 15,
        },
    ),
    Template(
        "pitches",
        {
            StepKind.CHECK_IN: 10,
            StepKind.HATS: 115,  # 10 for the rules, three times 20, a break of 10, 25 to improve, 10 back
            StepKind.CLOSING: 10,
        },
    ),
    Template("issues", {StepKind.CHECK_IN: 15, StepKind.ISSUES: 60, StepKind.CLOSING: 15}),
    Template("blank", {}),
)


def sound(minutes: Mapping[StepKind, int]) -> dict[StepKind, int]:
    """Those minutes in the order of the method, without the steps that have none; refuses an endless step."""
    if not all(0 <= one <= LIMIT for one in minutes.values()):
        raise RuleError("agenda.minutes", limit=LIMIT)
    return {step: minutes[step] for step in StepKind if minutes.get(step)}


def instruction(fr: str, en: str) -> Instruction:
    """That sentence, cleaned; empty is allowed in one language or both, and a long one is refused."""
    return Instruction(
        *(clean_text(one, INSTRUCTION_LIMIT, key="instruction") if one.strip() else "" for one in (fr, en))
    )


class _Header(msgspec.Struct):
    format: Literal["recolte-agenda"]
    schema: int


class _File(_Header):
    minutes: dict[str, int]
    instructions: dict[str, Instruction] = {}


def write_agenda(agenda: Agenda) -> bytes:
    """The agenda as a file that `read_agenda` reads."""
    minutes = {str(step): agenda.minutes[step] for step in StepKind if step in agenda.minutes}
    told = {str(step): agenda.instructions[step] for step in StepKind if step in agenda.instructions}
    return msgspec.json.format(msgspec.json.encode(_File("recolte-agenda", SCHEMA, minutes, told))) + b"\n"


def read_agenda(data: bytes) -> Agenda:
    """The agenda in a file; raises RuleError for anything that is none."""
    if len(data) > MAX_BYTES:
        raise RuleError("agenda.too_big", limit=MAX_BYTES // 1_000)
    try:
        if msgspec.json.decode(data, type=_Header).schema > SCHEMA:
            raise RuleError("agenda.newer")
        read = msgspec.json.decode(data, type=_File)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise RuleError("agenda.not_one") from error
    for step in (*read.minutes, *read.instructions):
        if step not in set(StepKind):
            raise RuleError("agenda.step", step=step[:40])
    told = {StepKind(step): instruction(one.fr, one.en) for step, one in read.instructions.items()}
    minutes = sound({StepKind(step): count for step, count in read.minutes.items()})
    return Agenda(minutes, {step: one for step, one in told.items() if one.fr or one.en})
