"""February and June in the finished sample: cells, pitches, hats, mentions and referrals."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from facilitation.asking import ask
from facilitation.events import HatCommented, HatsDealt, MembershipAnswered, MembershipProposed
from facilitation.model import (
    AreaId,
    CellId,
    CommentId,
    Hat,
    MembershipState,
    Method,
    NoteId,
    ReasonCode,
    ReferralStatus,
    StepKind,
)
from facilitation.rules.cells import define_cell, express_wish
from facilitation.rules.hats import call_pitch, comment, open_comments, start_pitch
from facilitation.rules.referrals import refer_ideas
from facilitation.rules.rounds import open_round
from sample_sessions.committee import REFERRED
from sample_sessions.people import KINDS, arrive, cast, person
from sample_sessions.story import FACILITATOR, MINUTES, SECONDS, Story

FEBRUARY = datetime(2023, 2, 22, 14, 0, tzinfo=UTC)
JUNE = datetime(2023, 6, 21, 13, 0, tzinfo=UTC)
CELLS_EN = {
    "CEL1": "Training and support for employers",
    "CEL2": "Setting up an intercultural student–citizen matching program",
    "CEL3": "Continuum of services at graduation",
}
STATUS = {
    "acceptée": ReferralStatus.ACCEPTED,
    "à relancer": ReferralStatus.TO_FOLLOW_UP,
    "proposée": ReferralStatus.PROPOSED,
}
# The single ideas that are referred apart from their project, with the code behind the source's reason.
SINGLE = {15: ReasonCode.ALREADY_OFFERED, 21: ReasonCode.OTHER_CARRIER, 9: ReasonCode.OUT_OF_MANDATE}


def february(story: Story, source: dict[str, Any]) -> None:
    """Newcomers, three cells, wishes, and the seats as they were given."""
    newcomers = (one for one in source["participants"] if not one["november"])
    for number, one in enumerate(newcomers):
        arrive(story, FEBRUARY + 8 * number * SECONDS, one["id"], KINDS[one["kind"]], one)
    start = FEBRUARY + 60 * MINUTES
    for cell in source["cells"]:
        french, english = cell["name_fr"], CELLS_EN[cell["id"]]
        defined = ask(
            define_cell, by=FACILITATOR, area=AreaId(f"A{cell['area']}"), name_fr=french, name_en=english
        )
        story.act(start, defined)
    story.open(start, StepKind.CELLS)
    wishes = {one["id"]: (one["first"], one["second"]) for one in source["cell_signup"]["volunteers"]}
    for number, (who, ranked) in enumerate(wishes.items()):
        wish = ask(express_wish, participant=person(who), ranked=[CellId(cell) for cell in ranked])
        story.act(start + (30 + 5 * number) * SECONDS, wish)
    _seat(story, source, wishes, start + 10 * MINUTES)
    story.finish(start + 20 * MINUTES, StepKind.CELLS)


def _seat(story: Story, source: dict[str, Any], wishes: dict[str, tuple[str, str]], start: datetime) -> None:
    seats = {who: cell["id"] for cell in source["cells"] for who in cell["members"]}
    moved = []
    for who, (first, _) in wishes.items():
        cell = seats.get(who, first)
        state = MembershipState.ACCEPTED if cell == first else MembershipState.PROPOSED
        state = state if who in seats else MembershipState.WAITING
        story.tell(start, "facilitator", MembershipProposed(person(who), CellId(cell), state))
        moved += [who] if state is MembershipState.PROPOSED else []
    for number, who in enumerate(moved, start=1):
        answered = MembershipAnswered(person(who), MembershipState.ACCEPTED)
        story.tell(start + 20 * number * SECONDS, person(who), answered)


def june(story: Story, source: dict[str, Any]) -> None:
    """Three pitches under the hats that were dealt, the mentions, and the referrals."""
    arrive(story, JUNE, "ANIM", None, {})
    dealt = [Hat(name) for name in source["hats"]["hats_in_play"]]
    for turn, subject in source["hats"]["rounds"].items():
        hats = {person(one["participant"]): one[f"r{turn}"] for one in source["hats"]["assignment"]}
        worn = {who: Hat(hat) for who, hat in hats.items() if hat in list(Hat)}
        story.tell(JUNE + 10 * MINUTES, "facilitator", HatsDealt(subject, tuple(dealt), worn, 0))
    start = JUNE + 20 * MINUTES
    story.open(start, StepKind.HATS)
    for number, subject in enumerate(source["hats"]["rounds"].values()):
        _pitch(story, source, subject, start + 20 * number * MINUTES)
    story.finish(start + 65 * MINUTES, StepKind.HATS)
    _mentions(story, source, start + 75 * MINUTES)
    _refer(story, source, start + 100 * MINUTES)


def _pitch(story: Story, source: dict[str, Any], subject: str, start: datetime) -> None:
    story.act(start, ask(call_pitch, by=FACILITATOR, subject=subject))
    story.act(start + 30 * SECONDS, ask(start_pitch, by=FACILITATOR))
    story.act(start + 330 * SECONDS, ask(open_comments, by=FACILITATOR))
    said = [one for one in source["hats"]["comments"] if one["cell"] == subject]
    for number, one in enumerate(said):
        at = start + (345 + 12 * number) * SECONDS
        author, text, language = person(one["author"]), one["text"], one["lang"]
        content = Hat(one["hat_content"])
        if one["author"] == "ANIM":
            id = CommentId(f"C{len(story.workshop.comments) + 1}")
            blue = HatCommented(
                id, participant=author, subject=subject, text=text, language=language,
                hat_worn=Hat.BLUE, hat_content=content,
            )  # fmt: skip
            story.tell(at, "facilitator", blue)
        else:
            wanted = ask(
                comment, participant=author, subject=subject, text=text, language=language,
                hat_content=content,
            )  # fmt: skip
            story.act(at, wanted)


def _mentions(story: Story, source: dict[str, Any], start: datetime) -> None:
    profiles = source["votes"]["majority_judgment_prototypes"]["profiles"]
    there = sorted(one["participant"] for one in source["hats"]["assignment"])
    given = {cell: list(_expanded(counts)) for cell, counts in profiles.items()}
    voters = frozenset(person(one) for one in there)
    opened = ask(
        open_round, by=FACILITATOR, seed=33, items=list(profiles), method=Method.MENTIONS, voters=voters,
        title_fr="Prêt pour un test?", title_en="Ready for a test?",
    )  # fmt: skip
    story.act(start, opened)
    ballots = {
        who: {
            cell: mentions[(7 * j + 11 * i) % len(there)] for i, (cell, mentions) in enumerate(given.items())
        }
        for j, who in enumerate(there)
    }
    cast(story, start, ballots, {})
    story.finish(start + 10 * MINUTES, StepKind.VOTE)


def _expanded(counts: list[int]) -> Iterator[int]:
    return chain.from_iterable([rank] * count for rank, count in enumerate(counts))


def _refer(story: Story, source: dict[str, Any], start: datetime) -> None:
    story.open(start, StepKind.CLOSING)
    for number, one in enumerate(source["referrals"]):
        project = one.get("project")
        code, why = REFERRED[project] if project else (SINGLE[one["ideas"][0]], one["reason"])
        referred = ask(
            refer_ideas,
            by=FACILITATOR,
            ideas=[NoteId(f"N{idea}") for idea in one["ideas"]],
            organisation=one["to_kind"],
            reason_code=code,
            what=one.get("what", ""),
            reason=why[0].upper() + why[1:].rstrip(".") + ".",
            status=STATUS[one["status"]],
        )
        story.act(start + number * MINUTES, referred)
    story.finish(start + 10 * MINUTES, StepKind.CLOSING)
