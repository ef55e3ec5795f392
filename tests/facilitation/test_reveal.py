"""A result is shown stage by stage: forward one at a time, back at will, and old logs whole."""

import pytest

from facilitation.errors import RuleError
from facilitation.events import RevealAdvanced, StepRevealed
from facilitation.model import Method, RevealStage, StepKind
from facilitation.replay import replay
from facilitation.rules.rounds import advance_reveal, cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from facilitation.tallies.reveal import following, preceding, shows, stages
from sample_sessions import SAMPLES
from tests.room import Room

FIRST, *LATER = RevealStage


def _revealed(room: Room, method: Method = Method.POINTS, ballots: int = 2) -> None:
    room.projects(2)
    people = [room.join(), room.join()]
    room.lead(open_round, seed=1, method=method)
    for person in people[:ballots]:
        room.say(cast_ballot, person, round="R1", marks={"PR1": 1})
    room.lead(close_step, step=StepKind.VOTE)
    told = room.lead(reveal_step, step=StepKind.VOTE).events
    assert told == (RevealAdvanced("R1", FIRST), StepRevealed(StepKind.VOTE))


def test_every_stage_comes_in_its_turn_and_once(room: Room) -> None:
    _revealed(room)
    for stage in LATER:
        assert following(room.workshop.round) is stage
        assert room.lead(advance_reveal, stage=stage).events == (RevealAdvanced("R1", stage),)
        assert room.lead(advance_reveal, stage=stage).events == ()
    assert following(room.workshop.round) is None


def test_stage_is_not_skipped_but_any_before_comes_back(room: Room) -> None:
    _revealed(room)
    with pytest.raises(RuleError) as refusal:
        room.lead(advance_reveal, stage=RevealStage.TOTALS)
    assert refusal.value.key == "round.stage_by_stage"
    for stage in (RevealStage.BANDS, RevealStage.TOTALS, FIRST):
        room.lead(advance_reveal, stage=stage)
    assert (room.workshop.round.stage, preceding(room.workshop.round)) == (FIRST, None)
    assert shows(room.workshop.round, RevealStage.BANDS) is False


def test_no_stage_before_the_reveal(room: Room) -> None:
    room.projects(2)
    for _ in range(2):
        with pytest.raises(RuleError) as refusal:
            room.lead(advance_reveal, stage=FIRST)
        assert refusal.value.key == "round.not_revealed"
        if room.workshop.round is None:
            room.lead(open_round, seed=1)


@pytest.mark.parametrize(
    ("method", "ballots"), [(Method.MENTIONS, 2), (Method.POINTS, 1), (Method.POINTS, 0)]
)
def test_marks_and_a_ballot_alone_have_no_bands_kinds_nor_grey_zone(
    room: Room, method: Method, ballots: int
) -> None:
    _revealed(room, method, ballots)
    assert stages(room.workshop.round) == (
        RevealStage.PARTICIPATION,
        RevealStage.TOTALS,
        RevealStage.QUESTION,
        RevealStage.DECISION,
    )
    with pytest.raises(RuleError):
        room.lead(advance_reveal, stage=RevealStage.BANDS)


def test_round_revealed_before_there_were_stages_is_shown_whole(room: Room) -> None:
    for round in replay(SAMPLES[0].entries()).rounds:
        assert (round.stage, following(round), preceding(round)) == (None, None, None)
        assert all(shows(round, stage) for stage in stages(round))
