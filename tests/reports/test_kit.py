"""The paper kit: the vote as it stands, in four orders; people's words as text; no mark that was made."""

from dataclasses import replace

import msgspec
import pytest
import typst

from facilitation.model import Hat, Method, StepKind
from facilitation.replay import replay
from facilitation.rules.framing import frame_workshop
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from reports.kit import BALLOTS, FIELDS, TEMPLATE, kit, paper_kit
from sample_sessions import SAMPLES
from tests.room import FRAMING, Room

LIVING_LAB = replay(SAMPLES[0].entries())
MARKUP = '#panic("pris") *gras* $x$ `code` = Titre <étiquette> @renvoi // fin /* \\ " ] }'


def pages(printed: dict[str, object]) -> int:
    inputs = {"kit": msgspec.json.encode(printed).decode()}
    made, warned = typst.compile_with_warnings(
        TEMPLATE.read_bytes(), format="svg", sys_inputs=inputs, ignore_system_fonts=True
    )
    assert warned == []
    return len(made) if isinstance(made, list) else 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_kit_is_a_pdf_of_six_pages(language) -> None:  # type: ignore[no-untyped-def]
    assert paper_kit(LIVING_LAB, language, "ABCDEFGH").startswith(b"%PDF-")
    assert pages(kit(LIVING_LAB, language, "ABCDEFGH")) == 6


def test_kit_has_every_hat_and_every_field_of_the_canvas() -> None:
    french, english = (kit(LIVING_LAB, language, "ABCDEFGH") for language in ("fr", "en"))
    assert [one["paper"] for one in french["hats"]] == [one["paper"] for one in english["hats"]]
    assert len({one["name"] for one in french["hats"]}) == len(Hat)
    assert len(set(french["fields"])) == FIELDS == len(set(english["fields"]))


def test_each_ballot_begins_with_another_project() -> None:
    ballots = kit(LIVING_LAB, "fr", "ABCDEFGH")["ballots"]
    assert len({one[0] for one in ballots}) == len(ballots) == BALLOTS
    titles = sorted(project.title_fr for project in LIVING_LAB.standing_projects())
    assert [sorted(one) for one in ballots] == [titles] * BALLOTS


def test_ballot_is_that_of_the_vote_that_runs_and_tells_nobodys_marks(room: Room) -> None:
    projects = room.projects(3)
    room.lead(open_round, seed=1, items=projects[:2], dots=5, cap=4)
    before = kit(room.workshop, "fr", room.code)
    assert (sorted(before["ballots"][0]), before["cap"]) == (["Projet 1", "Projet 2"], 4)
    assert before["rule"].startswith("5 points")
    voter = next(iter(room.workshop.participants))
    room.say(cast_ballot, voter, round="R1", marks={projects[0]: 3})
    assert kit(room.workshop, "fr", room.code) == before
    for rule in (close_step, reveal_step):
        room.lead(rule, step=StepKind.VOTE)
    assert (
        len(kit(room.workshop, "fr", room.code)["ballots"][0]),
        kit(room.workshop, "fr", room.code)["cap"],
    ) == (3, 2)


def test_vote_without_dots_does_not_change_the_ballot(room: Room) -> None:
    projects = room.projects(3)
    room.lead(open_round, seed=1, items=projects[:2], method=Method.MENTIONS)
    assert len(kit(room.workshop, "fr", room.code)["ballots"][0]) == 3


def test_ballot_without_projects_has_lines_to_fill(room: Room) -> None:
    assert kit(room.workshop, "fr", room.code)["ballots"] == [[""] * FRAMING.target_projects] * BALLOTS


def test_consent_says_what_phones_say(room: Room) -> None:
    told = {"organisation": "LLio", "contact": "a@b.ca", "retention": "un an", "hosting": "Québec"}
    assert [
        value for value in told.values() if value in str(kit(room.workshop, "fr", room.code)["consent"])
    ] == []
    room.lead(frame_workshop, framing=replace(FRAMING, **told))
    lines = kit(room.workshop, "fr", room.code)["consent"]
    assert len(lines) == 6
    assert [value for value in told.values() if value not in str(lines)] == []


def test_words_of_people_are_never_markup(room: Room) -> None:
    kinds = (replace(FRAMING.kinds[0], label_fr=MARKUP), *FRAMING.kinds[1:])
    framing = replace(FRAMING, title=MARKUP, organisation=MARKUP, kinds=kinds)
    room.lead(frame_workshop, framing=framing)
    printed = kit(room.workshop, "fr", room.code)
    assert (printed["title"], printed["kinds"][0]) == (MARKUP, MARKUP)
    assert pages(printed | {"ballots": [[MARKUP]] * BALLOTS}) == 6


def test_long_ballot_goes_on_and_loses_nothing() -> None:
    printed = kit(LIVING_LAB, "fr", "ABCDEFGH")
    long = [f"{number} {'mot ' * 40}" for number in range(58)]
    assert pages(printed | {"ballots": [long] * BALLOTS}) > 4 + BALLOTS
