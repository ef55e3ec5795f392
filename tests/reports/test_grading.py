"""Rounds that are not by dots: what the room's screen, the workbook and the summary say of them."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from facilitation.model import AS_USUAL, Method, ProjectId, RevealStage, RoundOptions, StepKind
from facilitation.rules.rounds import advance_reveal, cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from locales import sentence
from reports.figures.figures import standings_table, standings_text
from reports.figures.marks import mentions_figure
from reports.projection.screen import projection
from reports.summary.summary import summary
from reports.tables.marks import mentions_table, mentions_text
from reports.tables.verdicts import vote_said
from reports.workbook.workbook import workbook
from tests.room import NOON, Room

pytestmark = pytest.mark.heavy

NBSP = "\u00a0"
ORDERS = [{"PR2": 1, "PR1": 2, "PR3": 3}] * 3 + [{"PR1": 1, "PR2": 2}] * 2
MENTIONS = [{"PR1": 1, "PR2": 0, "PR3": 5}] * 3 + [{"PR1": 1, "PR2": 4, "PR3": 5}] * 2
CREDITS = [{"PR1": 4, "PR2": 3}] * 4 + [{"PR3": 5}]


def voted(
    room: Room,
    method: Method,
    ballots: list[dict[str, int]],
    options: RoundOptions = AS_USUAL,
    **asked: Any,
) -> None:
    """Three projects and that vote, revealed to the stage of the totals."""
    room.projects(3)
    people = [room.join("student") for _ in ballots]
    room.lead(open_round, seed=5, method=method, options=options)
    for person, marks in zip(people, ballots, strict=True):
        room.say(cast_ballot, person, round="R1", marks=marks, **asked)
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    while room.workshop.round.stage is not RevealStage.TOTALS:
        ahead = list(RevealStage).index(room.workshop.round.stage) + 1
        stage = RevealStage.TOTALS if method not in (Method.CREDITS,) else list(RevealStage)[ahead]
        room.lead(advance_reveal, stage=stage)


def scene(room: Room) -> dict[str, Any]:
    return projection(room.workshop, "fr", None, room.code, NOON)


def shown(room: Room) -> list[tuple[str, str, str]]:
    """(rank, title, what its bar or its text says) of each card."""
    cards = [card for part in scene(room)["sections"] for card in part["cards"]]
    return [
        (
            card.get("rank", ""),
            card["title"]["text"],
            card["bar"]["label"] if card["bar"] else card["texts"][0]["text"],
        )
        for card in cards
    ]


def sheet(room: Room, name: str) -> list[tuple[object, ...]]:
    book = load_workbook(BytesIO(workbook(room.workshop, "fr", NOON)))
    return [tuple(cell or "" for cell in row) for row in book[name].iter_rows(min_row=2, values_only=True)]


def told(room: Room) -> list[str]:
    """The lines of the first round in the summary."""
    text = summary(room.workshop, "fr", NOON).replace(NBSP, " ")
    part = text[text.index("### Tour 1") :].split("\n## ")[0]
    return [line for line in part.splitlines() if line]


def titles(room: Room) -> list[str]:
    return [project.title_fr for project in room.workshop.standing_projects()]


def test_mentions_are_told_by_their_majority(room: Room) -> None:
    voted(room, Method.MENTIONS, MENTIONS)
    one, two, three = titles(room)
    assert shown(room) == [
        ("1", two, f"Excellent −{NBSP}: 3 sur 5"),
        ("2", one, f"Très bien −{NBSP}: 5 sur 5"),
        ("3", three, f"Insuffisant −{NBSP}: 5 sur 5"),
    ]
    assert [row[1:3] + row[4:] for row in sheet(room, "Mentions_et_cotes")] == [
        (2, "PR1", "Très bien", 5),
        (1, "PR2", "Excellent", 3),
        (1, "PR2", "Passable", 2),
        (3, "PR3", "Insuffisant", 5),
    ]
    assert told(room)[2] == f"- Rang 1 : **{two}**, Excellent − (Excellent × 3, Passable × 2)"


def test_mentions_are_told_in_the_words_that_were_announced(room: Room) -> None:
    french, english = ("Oui!", "B *", "C", "D", "E", "Non"), ("Yes!", "B", "C", "D", "E", "No")
    own = RoundOptions(mentions_fr=french, mentions_en=english)
    voted(room, Method.MENTIONS, MENTIONS, options=own)
    one, two, three = titles(room)
    assert [said for _, _, said in shown(room)] == [
        f"Oui! −{NBSP}: 3 sur 5",
        f"B * −{NBSP}: 5 sur 5",
        f"Non −{NBSP}: 5 sur 5",
    ]
    assert {row[4] for row in sheet(room, "Mentions_et_cotes")} == {"Oui!", "B *", "E", "Non"}
    assert told(room)[3] == f"- Rang 2 : **{one}**, B \\* − (B \\* × 5)"
    round = room.workshop.round
    assert list(mentions_table(room.workshop, round, "en").columns[3:]) == list(english)
    listed = f"1. {two}, Yes! −; 2. {one}, B −; 3. {three}, No −"
    assert mentions_text(room.workshop, round, "en") == sentence("en", "figure.mentions.text", list=listed)
    drawn = mentions_figure(room.workshop, round, "en")
    assert drawn is not None
    assert {row["mention"] for row in drawn.data.to_dict("records")} == {"Yes!", "B", "E", "No"}


def test_rankings_are_told_in_schulze_s_order_with_borda_s_sum(room: Room) -> None:
    voted(room, Method.RANKING, ORDERS)
    one, two, three = titles(room)
    assert shown(room) == [
        ("1", two, "8 points de Borda"),
        ("2", one, "7 points de Borda"),
        ("3", three, "0 point de Borda"),
    ]
    assert ("R1", 1, "PR2", two, "rang 1", 3) in sheet(room, "Mentions_et_cotes")
    assert told(room)[2] == f"- Rang 1 : **{two}**, 8 points de Borda"


@pytest.mark.parametrize("method", [Method.RANKING, Method.MENTIONS, Method.IMPACT_EFFORT])
def test_nothing_is_read_into_a_vote_in_which_nobody_voted(room: Room, method: Method) -> None:
    voted(room, method, [])
    nobody = sentence("fr", "vote.nobody")
    assert (shown(room), scene(room)["lead"][-1]["text"], told(room)[2:]) == ([], nobody, [nobody])
    assert scene(room)["notice"] is None
    assert vote_said(room.workshop, ProjectId("PR1"), "fr") == ""


def test_impact_and_effort_are_told_by_quarter(room: Room) -> None:
    voted(room, Method.IMPACT_EFFORT, [{"PR1": 5, "PR2": 2}] * 5, efforts={"PR1": 4, "PR2": 1})
    one, two, _ = titles(room)
    parts = [
        (part["title"]["text"], [card["title"]["text"] for card in part["cards"]])
        for part in scene(room)["sections"]
    ]
    assert parts == [("Projets porteurs", [one]), ("Compléments", [two])]
    assert [text for _, _, text in shown(room)] == ["Impact 5, effort 4", "Impact 2, effort 1"]
    assert [row[0] for row in sheet(room, "Impact_effort")] == ["PR1", "PR2"]
    assert [row[2:] for row in sheet(room, "Votes_bulletins")][:4] == [
        ("PR1", "Impact", 5),
        ("PR1", "Effort", 4),
        ("PR2", "Impact", 2),
        ("PR2", "Effort", 1),
    ]
    assert [row[2:] for row in sheet(room, "Mentions_et_cotes") if row[2] == "PR1"] == [
        ("PR1", one, "impact 5", 5),
        ("PR1", one, "effort 4", 5),
    ]
    assert told(room)[2] == f"- **{one}** : impact 5 (de 5 à 5), effort 4 (de 4 à 4); Projets porteurs"


def test_credits_are_told_as_votes_and_ranked_as_dots(room: Room) -> None:
    voted(room, Method.CREDITS, CREDITS)
    one, two, three = titles(room)
    assert shown(room) == [
        ("1", one, "16 voix, 4 personnes"),
        ("2", two, "12 voix, 4 personnes"),
        ("3", three, "5 voix, 1 personne"),
    ]
    assert [row[1:6] for row in sheet(room, "Votes_agrégés")] == [
        (1, "PR1", one, 16, 4),
        (2, "PR2", two, 12, 4),
        (3, "PR3", three, 5, 1),
    ]
    assert told(room)[2].startswith(f"- Rang 1 : **{one}**, 16 voix, 4 personnes")


@pytest.mark.parametrize("method", Method)
def test_no_method_tells_anything_before_the_reveal(room: Room, method: Method) -> None:
    room.projects(3)
    people = [room.join("student") for _ in range(5)]
    room.lead(open_round, seed=5, method=method)
    screens, files = [], []
    for person in people:
        screens.append({**scene(room), "figures": None})
        files.append(
            [
                sheet(room, name)
                for name in ("Votes_agrégés", "Votes_bulletins", "Mentions_et_cotes", "Impact_effort")
            ]
        )
        room.say(cast_ballot, person, round="R1", marks={"PR1": 1})
    assert all(one == screens[0] for one in screens)
    assert files == [[[], [], [], []]] * 5


def test_question_of_a_round_stands_above_it_and_above_its_result(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=5, method=Method.MENTIONS, title_fr="Prêt pour un test?", title_en="Ready?")
    assert scene(room)["lead"][0] == {"text": "Prêt pour un test?", "lang": "fr"}
    room.lead(close_step, step=StepKind.VOTE)
    assert [one["text"] for one in scene(room)["lead"]] == ["Prêt pour un test?"]
    room.lead(reveal_step, step=StepKind.VOTE)
    room.lead(advance_reveal, stage=RevealStage.TOTALS)
    english = projection(room.workshop, "en", None, room.code, NOON)
    assert english["lead"][0] == {"text": "Ready?", "lang": "en"}


def test_vote_for_some_says_for_how_many(room: Room) -> None:
    room.projects(2)
    asked = frozenset(room.join("employer") for _ in range(3))
    room.lead(open_round, seed=5, method=Method.IMPACT_EFFORT, voters=asked)
    shown = scene(room)
    assert shown["lead"][0]["text"] == "Vote réservé à 3 personnes"
    assert shown["figures"] == [{"value": "0", "label": "bulletin sur 3"}]


@pytest.mark.parametrize(("language", "told"), [("fr", "Voix reçues"), ("en", "Votes received")])
def test_figure_of_credits_counts_votes_and_not_dots(room: Room, language: Any, told: str) -> None:
    voted(room, Method.CREDITS, CREDITS)
    current = room.workshop.round
    text = standings_text(room.workshop, current, language)
    assert text.startswith(told)
    counted = f"16 {sentence(language, 'figure.column.votes').lower()}"
    assert counted in text
    assert counted in vote_said(room.workshop, ProjectId("PR1"), language)
    assert list(standings_table(room.workshop, current, language).columns)[2] == sentence(
        language, "figure.column.votes"
    )


def test_marks_of_fewer_than_five_ballots_are_not_counted_out(room: Room) -> None:
    voted(room, Method.MENTIONS, MENTIONS[:4])
    assert sheet(room, "Mentions_et_cotes") == []
    assert told(room)[2].endswith("(moins de 5 bulletins)")


def test_summary_says_what_a_round_asked_and_of_whom(room: Room) -> None:
    room.projects(2)
    asked = frozenset(room.join("employer") for _ in range(3))
    titles = {"title_fr": "Prêt pour un test?", "title_en": "Ready?"}
    room.lead(open_round, seed=5, method=Method.IMPACT_EFFORT, voters=asked, **titles)
    for person in sorted(asked)[:2]:
        room.say(cast_ballot, person, round="R1", marks={"PR1": 3}, efforts={"PR1": 2})
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    line = told(room)[1]
    assert "Question posée : « Prêt pour un test? »." in line
    assert "Réservé à 3 personnes." in line
    assert "Bulletins : 2 sur 3. Quorum atteint." in line
