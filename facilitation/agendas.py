"""Agendas: how many minutes each step may take. The usual ones, and one's own as a small file to share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from facilitation.errors import RuleError
from facilitation.model import StepKind

LIMIT = 600  # minutes for one step
MAX_BYTES = 10_000
SCHEMA = 1


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


class _Header(msgspec.Struct):
    format: Literal["recolte-agenda"]
    schema: int


class _File(_Header):
    minutes: dict[str, int]


def write_agenda(minutes: Mapping[StepKind, int]) -> bytes:
    """The agenda as a file that `read_agenda` reads."""
    told = {str(step): minutes[step] for step in StepKind if step in minutes}
    return msgspec.json.format(msgspec.json.encode(_File("recolte-agenda", SCHEMA, told))) + b"\n"


def read_agenda(data: bytes) -> dict[StepKind, int]:
    """The agenda in a file; raises RuleError for anything that is none."""
    if len(data) > MAX_BYTES:
        raise RuleError("agenda.too_big", limit=MAX_BYTES // 1_000)
    try:
        if msgspec.json.decode(data, type=_Header).schema > SCHEMA:
            raise RuleError("agenda.newer")
        minutes = msgspec.json.decode(data, type=_File).minutes
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise RuleError("agenda.not_one") from error
    for step in minutes:
        if step not in set(StepKind):
            raise RuleError("agenda.step", step=step[:40])
    return sound({StepKind(step): count for step, count in minutes.items()})
