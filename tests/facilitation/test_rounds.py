"""Options of a round: concerns, quorum, runoff, and a round that is cancelled and tells nothing."""

from typing import Any

import pytest

from facilitation.errors import RuleError
from facilitation.events import QuorumWaived, RevealAdvanced, RoundOpened, StepRevealed, TermsAnnounced
from facilitation.model import Concern, Method, ParticipantId, RoundOptions, StepKind, StepState
from facilitation.replay import replay
from facilitation.rules import projects
from facilitation.rules.concerns import mask_concern, unmask_concern, voice_concern, withdraw_concern
from facilitation.rules.rounds import cancel_round, cast_ballot, open_round, open_runoff
from facilitation.rules.steps import close_step, open_step, reveal_step
from facilitation.tallies.runoff import grey, places_left, tied
from facilitation.tallies.support import invited_by_kind
from facilitation.tallies.votes import Turnout, awaits_reveal, quorum, standings, turnout
from reports.archive.archive import archive_allowed, read_archive, write_archive
from tests.room import Room

WITH_CONCERNS = RoundOptions(concerns=True)


def refused(call: Any, *args: Any, **asked: Any) -> str:
    with pytest.raises(RuleError) as refusal:
        call(*args, **asked)
    return refusal.value.key


def vote(room: Room, *ballots: dict[str, int], kind: str = "student") -> list[ParticipantId]:
    people = [room.join(kind) for _ in ballots]
    for person, marks in zip(people, ballots, strict=True):
        room.say(cast_ballot, person, round=room.workshop.round.id, marks=marks)
    return people


def reveal(room: Room, **asked: Any) -> Any:
    room.lead(close_step, step=StepKind.VOTE)
    return room.lead(reveal_step, step=StepKind.VOTE, **asked).events


def test_round_as_usual_announces_nothing_more(room: Room) -> None:
    room.projects(2)
    opened = room.lead(open_round, seed=1).events
    assert [type(one) for one in opened if isinstance(one, TermsAnnounced | RoundOpened)] == [RoundOpened]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        (RoundOptions(quorum=101), "round.quorum"),
        (RoundOptions(quorum=-1), "round.quorum"),
        (RoundOptions(essential=("nobody",)), "check_in.answer"),
    ],
)
def test_open_round_refuses_terms_that_nobody_can_meet(room: Room, options: RoundOptions, key: str) -> None:
    room.projects(2)
    assert refused(room.lead, open_round, seed=1, options=options) == key


def test_concern_is_one_a_person_with_a_reason_and_takes_no_dot_away(room: Room) -> None:
    room.projects(2)
    person = room.join()
    room.lead(open_round, seed=1, options=WITH_CONCERNS)
    room.say(cast_ballot, person, round="R1", marks={"PR1": 2})
    for item, reason in (("PR2", "Déjà offert"), ("PR1", "Qui paie?")):
        room.say(voice_concern, person, round="R1", item=item, reason=reason)

    assert room.workshop.round.concerns == {person: Concern(person, "PR1", "Qui paie?")}
    assert standings(room.workshop.round)[0].dots == 2
    assert room.say(voice_concern, person, round="R1", item="PR1", reason="Qui paie?").events == ()
    room.say(withdraw_concern, person, round="R1")
    assert room.workshop.round.concerns == {}
    assert room.say(withdraw_concern, person, round="R1").events == ()


def test_concern_is_masked_with_a_reason_counted_and_brought_back(room: Room) -> None:
    """R-28 for concerns: counted, with the reason kept."""
    room.projects(2)
    person, other = room.join(), room.join()
    room.lead(open_round, seed=1, options=WITH_CONCERNS)
    for one in (person, other):
        room.say(voice_concern, one, round="R1", item="PR1", reason="Untel s'en servirait.")
    reveal(room)
    asked = {"round": "R1", "participant": person}
    room.lead(mask_concern, reason="Vise une personne", **asked)

    concerns = room.workshop.round.concerns
    assert {id: one.masked for id, one in concerns.items()} == {person: "Vise une personne", other: None}
    assert concerns[person].reason == "Untel s'en servirait."
    room.lead(unmask_concern, **asked)
    assert [one.masked for one in room.workshop.round.concerns.values()] == [None, None]
    assert room.lead(unmask_concern, **asked).events == ()


def test_concern_is_masked_only_once_it_can_be_read(room: Room) -> None:
    room.projects(2)
    person, silent = room.join(), room.join()
    room.lead(open_round, seed=1, options=WITH_CONCERNS)
    room.say(voice_concern, person, round="R1", item="PR1", reason="Qui paie?")
    asked = {"round": "R1", "participant": person, "reason": "Vise une personne"}
    blind = [refused(room.lead, mask_concern, **asked)]
    room.lead(close_step, step=StepKind.VOTE)
    blind.append(refused(room.lead, mask_concern, **asked))
    room.lead(reveal_step, step=StepKind.VOTE)

    assert blind == ["round.not_revealed", "round.not_revealed"]
    changes = ({"round": "R9"}, {"participant": silent}, {"reason": " "}, {"reason": "x" * 281})
    keys = [refused(room.lead, mask_concern, **{**asked, **change}) for change in changes]
    assert keys == ["round.not_revealed", "concern.unknown", "reason.empty", "reason.too_long"]
    assert refused(room.lead, unmask_concern, round="R1", participant=silent) == "concern.unknown"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"reason": " \u200b"}, "concern.empty"),
        ({"reason": "x" * 281}, "concern.too_long"),
        ({"item": "PR9"}, "ballot.item"),
        ({"round": "R9"}, "ballot.other_round"),
        ({"participant": "P99"}, "participant.unknown"),
    ],
)
def test_concern_refuses(room: Room, change: dict[str, str], key: str) -> None:
    room.projects(2)
    room.lead(open_round, seed=1, options=WITH_CONCERNS)
    asked = {"participant": "P1", "round": "R1", "item": "PR1", "reason": "Qui paie?"} | change

    assert refused(room.say, voice_concern, **asked) == key
    assert room.workshop.round.concerns == {}


def test_concern_is_refused_where_none_was_announced_and_to_who_is_not_asked(room: Room) -> None:
    room.projects(2)
    asked = {"item": "PR1", "reason": "Qui paie?"}
    room.lead(open_round, seed=1)
    assert refused(room.say, voice_concern, "P1", round="R1", **asked) == "concern.none_asked"
    room.lead(cancel_round, round="R1")
    room.lead(open_round, seed=1, voters=frozenset({room.join()}), options=WITH_CONCERNS)
    assert refused(room.say, voice_concern, "P1", round="R2", **asked) == "ballot.not_invited"


def test_quorum_is_the_one_that_was_announced(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1, options=RoundOptions(quorum=30, essential=("employer",)))
    vote(room, {"PR1": 1}, {"PR1": 1})
    for _ in range(3):
        room.join()
    found = quorum(room.workshop.round, room.workshop)  # 2 of 6, all of them students
    assert (found.reached, found.missing_kinds) == (False, ("employer",))
    vote(room, {"PR1": 1}, kind="employer")
    assert quorum(room.workshop.round, room.workshop).reached


def test_reveal_below_an_announced_quorum_takes_a_reason_and_keeps_it(room: Room) -> None:
    room.projects(2)
    room.join()
    room.lead(open_round, seed=1, options=RoundOptions(quorum=50))
    assert refused(reveal, room, reason=" ") == "round.reason"
    told = room.lead(reveal_step, step=StepKind.VOTE, reason="Le train part à midi.").events

    assert told == (
        QuorumWaived("R1", "Le train part à midi."),
        RevealAdvanced("R1", "participation"),
        StepRevealed(StepKind.VOTE),
    )
    assert room.workshop.round.reason == "Le train part à midi."


def test_reveal_at_the_quorum_keeps_no_reason(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1, options=RoundOptions(quorum=50))
    vote(room, {"PR1": 1}, {"PR2": 1})

    assert not any(isinstance(one, QuorumWaived) for one in reveal(room, reason="Pour rien"))


def test_runoff_is_among_the_tied_with_a_dot_for_each_place_left(room: Room) -> None:
    room.projects(5)
    room.lead(open_round, seed=1, options=RoundOptions(quorum=0))
    vote(room, {"PR1": 2, "PR2": 1}, {"PR1": 2, "PR3": 1}, {"PR1": 2, "PR4": 1}, {"PR1": 2, "PR5": 1})
    reveal(room)
    first = room.workshop.round
    level = tied(first, room.workshop)

    assert level == ("PR2", "PR3", "PR4", "PR5")
    assert places_left(first, room.workshop, level) == 2  # three are kept, PR1 is one of them
    room.lead(open_runoff, seed=2, round="R1", items=level)
    second = room.workshop.round
    assert (second.items, second.dots, second.cap, second.approving) == (level, 2, 1, False)
    assert second.options == RoundOptions(quorum=0, runoff_of="R1")
    assert (first.ballots, first.state) == (room.workshop.rounds[0].ballots, StepState.REVEALED)


def test_runoff_on_the_grey_zone_asks_the_same_people(room: Room) -> None:
    room.projects(4)
    people = frozenset(room.join() for _ in range(6))
    room.lead(open_round, seed=1, voters=people)
    chosen = ({"PR1": 2}, {"PR1": 2}, {"PR2": 2}, {"PR2": 2}, {"PR3": 2}, {"PR4": 1})
    for person, marks in zip(sorted(people), chosen, strict=True):
        room.say(cast_ballot, person, round="R1", marks=marks)
    reveal(room)
    zone = grey(room.workshop.round, room.workshop)

    assert len(zone) > 1
    room.lead(open_runoff, seed=2, round="R1", items=zone)
    assert (room.workshop.round.items, room.workshop.round.voters) == (zone, people)


def test_runoff_is_refused_before_the_reveal_and_for_other_items(room: Room) -> None:
    room.projects(3)
    room.lead(open_round, seed=1, items=["PR1", "PR2"])
    asked = {"seed": 2, "round": "R1", "items": ("PR1", "PR2")}
    assert refused(room.lead, open_runoff, **asked) == "round.not_revealed"
    reveal(room)
    assert refused(room.lead, open_runoff, **asked | {"items": ("PR1", "PR3")}) == "round.no_runoff"
    assert refused(room.lead, open_runoff, **asked | {"items": ("PR1",)}) == "round.two_items"
    assert refused(room.lead, open_runoff, **asked | {"round": "R2"}) == "round.no_runoff"
    room.lead(open_round, seed=1, method=Method.MENTIONS)
    reveal(room)
    assert tied(room.workshop.round, room.workshop) == grey(room.workshop.round, room.workshop) == ()
    assert refused(room.lead, open_runoff, **asked | {"round": "R2"}) == "round.no_runoff"


def test_cancelled_round_forgets_what_was_voted_and_lets_a_corrected_one_open(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1, options=WITH_CONCERNS)
    (person,) = vote(room, {"PR1": 2})
    room.say(voice_concern, person, round="R1", item="PR2", reason="Qui paie?")
    room.lead(cancel_round, round="R1", reason="Mauvais titre")

    gone = room.workshop.rounds[0]
    assert (room.workshop.round, gone.cancelled, gone.concerns) == (None, True, {})
    assert {id: one.marks for id, one in gone.ballots.items()} == {person: {}}
    assert (turnout(gone, room.workshop).ballots, awaits_reveal(gone)) == (1, False)
    assert refused(room.say, cast_ballot, person, round="R1", marks={"PR1": 1}) == "ballot.cancelled"
    assert refused(room.lead, open_step, step=StepKind.VOTE) == "round.needs_items"
    assert refused(room.lead, reveal_step, step=StepKind.VOTE) == "step.close_first"
    room.lead(projects.reword_project, project="PR1", title_fr="Le bon titre")
    room.lead(open_round, seed=2)
    assert (room.workshop.round.id, room.workshop.round.ballots) == ("R2", {})
    assert replay(room.door.entries(room.id)) == room.workshop


def test_cancel_is_refused_once_revealed_and_for_a_round_that_is_not_the_latest(room: Room) -> None:
    room.projects(2)
    assert refused(room.lead, cancel_round, round="R1") == "ballot.no_round"
    room.lead(open_round, seed=1)
    assert refused(room.lead, cancel_round, round="R2") == "ballot.no_round"
    reveal(room)
    assert refused(room.lead, cancel_round, round="R1") == "round.revealed_stays"


def test_archive_tells_nothing_of_a_cancelled_round_and_replays_to_the_same(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1, options=WITH_CONCERNS)
    (person,) = vote(room, {"PR1": 2})
    room.say(voice_concern, person, round="R1", item="PR2", reason="Qui paie donc?")
    assert refused(archive_allowed, room.workshop) == "archive.blind"
    room.lead(cancel_round, round="R1")
    archive_allowed(room.workshop)
    data = write_archive(room.door.entries(room.id))

    assert b"Qui paie donc" not in data
    assert b'"marks":{"PR1":2}' not in data
    assert replay(read_archive(data)) == room.workshop
    assert write_archive(read_archive(data)) == data


def test_turnout_is_of_who_was_there_at_the_closing_from_then_on(room: Room) -> None:
    room.projects(2)
    voters = [room.join("student"), room.join("employer")]
    room.lead(open_round, seed=1, options=RoundOptions(quorum=50, essential=()))
    for person in voters:
        room.say(cast_ballot, person, round="R1", marks={"PR1": 1})
    room.join("employer")  # late, and may still vote
    told = turnout(room.workshop.round, room.workshop)
    room.lead(close_step, step=StepKind.VOTE)
    for _ in range(9):
        room.join("research")  # too late
    room.lead(reveal_step, step=StepKind.VOTE)

    after = turnout(room.workshop.round, room.workshop)
    assert (told, after) == (Turnout(2, 4), Turnout(2, 4))  # with the author of the projects
    assert sum(invited_by_kind(room.workshop.round, room.workshop).values()) == 4
    assert quorum(room.workshop.round, room.workshop).reached
