"""A rule is asked with its own arguments: what a slip says is a type error where it is written."""

import subprocess
import sys
from pathlib import Path

import pytest

ASKED = """
from facilitation.asking import ask
from facilitation.events import HelpGiven, MembershipAnswered
from facilitation.door import Door
from facilitation.model import Method, ParticipantId, WorkshopId
from facilitation.rights import Scribe
from facilitation.rules.cells import answer_proposal
from facilitation.rules.signals import give_help

me, id = ParticipantId("P1"), WorkshopId("w")


def exact(door: Door) -> tuple[MembershipAnswered, ...]:
    return door.act(id, ask(answer_proposal, participant=me, accept=True)).events


"""


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("slip", "code"),
    [
        ("", ""),
        ("ask(answer_proposal, partcipant=me, accept=True)", "[call-arg]"),
        ("ask(answer_proposal, participant=me)", "[call-arg]"),
        ("ask(answer_proposal, participant=me, accept='yes')", "[arg-type]"),
        ("ask(give_help, by=Scribe(id), people=(me,))", "[arg-type]"),
        ("match Method.POINTS:\n    case Method.RANKING:\n        pass", "[exhaustive-match]"),
    ],
)
def test_slip_is_a_type_error_at_the_call(tmp_path: Path, slip: str, code: str) -> None:
    written = tmp_path / "written.py"
    written.write_text(ASKED + slip + "\n", "utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", str(written)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert (code in told, told.count("error:")) == (True, 1 if code else 0), told
