"""The people of the finished sample: pseudonyms and kinds of the source, and how they check in and vote."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from facilitation.asking import ask
from facilitation.model import Channel, ParticipantId
from facilitation.rules.participants import check_in
from facilitation.rules.rounds import cast_ballot
from sample_sessions.story import SECONDS, Story

KINDS = {
    "étudiant·e": "student",
    "éducation": "education",
    "organisme/ministère": "organisation",
    "employeur": "employer",
    "citoyen·ne": "citizen",
    "recherche": "research",
}


def person(code: str) -> ParticipantId:
    """The pseudonym here of a code in the source: P07 is P7, C01 is C1, ANIM is ANIM."""
    return ParticipantId(code[0] + str(int(code[1:])) if code[1:].isdigit() else code)


def arrive(story: Story, at: datetime, code: str, kind: str | None, one: dict[str, Any]) -> None:
    """Checks one person of the source in; without a table or a language, French and no table."""
    arrived = ask(
        check_in,
        participant=person(code),
        kind=kind,
        table=one.get("table"),
        language=one.get("ui_lang", "fr"),
        consents={"terms"},
    )
    story.act(at, arrived)


def cast(
    story: Story, start: datetime, ballots: Mapping[str, Mapping[str, int]], channels: Mapping[str, str]
) -> None:
    """Those ballots of the running round, six seconds apart; who is not in `channels` used a phone."""
    assert story.workshop.round is not None
    for number, (who, marks) in enumerate(ballots.items()):
        channel = Channel.SCRIBE if channels.get(who) == "scribe" else Channel.PHONE
        ballot = ask(
            cast_ballot, participant=person(who), round=story.workshop.round.id, marks=marks, channel=channel
        )
        story.act(start + (20 + 6 * number) * SECONDS, ballot)
