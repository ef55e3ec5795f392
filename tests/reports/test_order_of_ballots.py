"""Nothing that is shown or handed out tells who voted first: the order of ballots changes no letter."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import pytest

from facilitation.model import (
    Ballot,
    Channel,
    Concern,
    Kind,
    Method,
    ParticipantId,
    RevealStage,
    Round,
    StepState,
    Workshop,
)
from facilitation.replay import replay
from locales import Language
from reports.figures.marks import mentions_figure, rating_figure
from reports.figures.votes import equal_voice_figure, solidity_figure, support_figure
from reports.projection.screen import projection
from reports.summary.summary import summary
from reports.tables.marks import mentions_text, order_table, rating_text
from reports.tables.votes import (
    equal_voice_text,
    solidity_table,
    solidity_text,
    support_table,
    support_text,
    supporters,
)
from reports.workbook.sheets import sheets
from sample_sessions import SAMPLES

pytestmark = pytest.mark.heavy  # tries many cases

AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
ADDRESS = ("https://atelier.example.org", "ABCDEFGH", AT)
KINDS = ("student", "employer", "research", "gone", None)  # «gone» was taken out of the framing since
V = TypeVar("V")


def voted(method: Method, seed: int, stage: RevealStage | None = None) -> Workshop:
    """The finished sample with its last round by that method, with ballots and concerns of chance."""
    workshop, chance = replay(SAMPLES[0].entries()), random.Random(seed)
    people = {id: replace(one, kind=chance.choice(KINDS)) for id, one in workshop.participants.items()}
    kinds = tuple(Kind(code, code, code, code == "student") for code in KINDS if code not in ("gone", None))
    items, voters = workshop.rounds[1].items, list(people)[:34]
    concerns = {
        id: Concern(id, chance.choice(items), f"Réserve {n % 4}", "insult" if n % 3 == 0 else None)
        for n, id in enumerate(voters[:9])
    }
    last = replace(
        workshop.rounds[1],
        method=method,
        ballots={id: _ballot(id, method, items, chance) for id in voters},
        concerns=concerns,
        state=StepState.REVEALED,
        stage=stage,
    )
    framing = replace(workshop.framing, kinds=kinds)
    return replace(workshop, participants=people, framing=framing, rounds=(workshop.rounds[0], last))


def _ballot(id: ParticipantId, method: Method, items: tuple[str, ...], chance: random.Random) -> Ballot:
    some = chance.sample(items, 3)
    if method is Method.RANKING:
        return Ballot(id, {item: place for place, item in enumerate(some, start=1)}, Channel.PHONE)
    if method in (Method.POINTS, Method.CREDITS):
        return Ballot(id, dict.fromkeys(some, 1), Channel.PHONE)
    marks, efforts = ({item: chance.randint(1, 4) for item in items} for _ in range(2))
    return Ballot(id, marks, Channel.PHONE, efforts if method is Method.IMPACT_EFFORT else {})


def shuffled(workshop: Workshop, seed: int) -> Workshop:
    """The same ballots and concerns as if they had come in another order, with their marks in another."""
    chance, last = random.Random(seed), workshop.rounds[-1]

    def anew(given: Mapping[ParticipantId, V] | Mapping[str, V]) -> dict[ParticipantId, V]:
        return dict(chance.sample(list(given.items()), len(given)))  # type: ignore[arg-type]

    ballots = {
        id: replace(one, marks=anew(one.marks), efforts=anew(one.efforts))
        for id, one in anew(last.ballots).items()
    }
    again = replace(last, ballots=ballots, concerns=anew(last.concerns))
    return replace(workshop, rounds=(*workshop.rounds[:-1], again))


def shown(workshop: Workshop, language: Language) -> Iterator[object]:
    """Every sheet, text, table, figure and screen of that state."""
    last = workshop.rounds[-1]
    yield sheets(workshop, language, AT)
    yield summary(workshop, language, AT)
    yield projection(workshop, language, *ADDRESS)
    yield from _marks(workshop, last, language) if not last.by_dots else _dots(workshop, last, language)


def _dots(workshop: Workshop, last: Round, language: Language) -> Iterator[object]:
    for text in (support_text, solidity_text, equal_voice_text):
        yield text(workshop, last, language)
    for table in (support_table, solidity_table):
        yield table(workshop, last, language).to_csv()
    for figure in (support_figure, solidity_figure, equal_voice_figure):
        drawn = figure(workshop, last, language)
        yield drawn and drawn.to_dict()["datasets"]


def _marks(workshop: Workshop, last: Round, language: Language) -> Iterator[object]:
    if last.method is Method.MENTIONS:
        drawn = mentions_figure(workshop, last, language)
        yield mentions_text(workshop, last, language), drawn and drawn.to_dict()["datasets"]
    if last.method is Method.RANKING:
        yield order_table(workshop, last, language).to_csv()
    if last.method is Method.IMPACT_EFFORT:
        drawn = rating_figure(workshop, language)
        yield rating_text(workshop, language), drawn and drawn.to_dict()["datasets"]


@pytest.mark.parametrize("method", list(Method))
def test_order_of_ballots_changes_no_letter(method: Method) -> None:
    workshop = voted(method, 1)
    before = list(shown(workshop, "fr"))

    for seed in range(2):
        assert list(shown(shuffled(workshop, seed), "fr")) == before


@pytest.mark.parametrize("stage", list(RevealStage))
def test_order_of_ballots_changes_no_stage_of_the_reveal(stage: RevealStage) -> None:
    workshop = voted(Method.POINTS, 1, stage)
    before = projection(workshop, "fr", *ADDRESS)

    for seed in range(2):
        assert projection(shuffled(workshop, seed), "fr", *ADDRESS) == before


def test_kinds_of_a_result_stand_as_framed_whoever_voted_first() -> None:
    workshop = voted(Method.POINTS, 1)
    last = workshop.rounds[-1]
    for seed in range(5):
        told = supporters(shuffled(workshop, seed), shuffled(workshop, seed).rounds[-1], last.items[0], "fr")
        names = [part.split()[0] for part in told.split("; ")]
        assert names == [code for code in ("student", "employer", "research", "gone") if code in names] + [
            name for name in names if name not in KINDS
        ]
