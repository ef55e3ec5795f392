"""Figures of votes, with their sentences and tables: nothing before the reveal, no small kind, no markup."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from facilitation.model import Kind, Method, Round, StepKind, StepState, Workshop
from facilitation.replay import replay
from facilitation.rules.rounds import cast_ballot, open_round, open_runoff
from facilitation.rules.steps import close_step, reveal_step
from facilitation.tallies.runoff import by_kinds
from facilitation.tallies.what_if import without_each
from locales import LANGUAGES, sentence
from reports.figures import marks as figures_marks
from reports.figures import votes as figures_votes
from reports.figures.drawing import in_lines
from reports.tables import marks as tables_marks
from reports.tables import votes as tables_votes
from reports.tables.tables import revealed_round, revealed_runoffs
from sample_sessions import SAMPLES
from tests.room import Room

pytestmark = pytest.mark.heavy


def of_round(tell: Callable, place: int) -> Callable:
    """What it tells of that round of a workshop."""
    return lambda workshop, language: tell(workshop, workshop.rounds[place], language)


FIGURES = (
    of_round(figures_votes.support_figure, 1),
    of_round(figures_votes.solidity_figure, 1),
    of_round(figures_votes.equal_voice_figure, 1),
    figures_marks.rating_figure,
    of_round(figures_marks.mentions_figure, 4),
)
TABLES = (
    of_round(tables_votes.support_table, 1),
    of_round(tables_votes.solidity_table, 1),
    of_round(tables_votes.equal_voice_table, 1),
    tables_marks.rating_table,
    of_round(tables_marks.mentions_table, 4),
)
TEXTS = (
    of_round(tables_votes.support_text, 1),
    of_round(tables_votes.solidity_text, 1),
    of_round(tables_votes.equal_voice_text, 1),
    tables_marks.rating_text,
    of_round(tables_marks.mentions_text, 4),
)
NAMES = ["support", "solidity", "equal_voice", "rating", "mentions"]


@cache
def sample() -> Workshop:
    return replay(SAMPLES[0].entries())


def hidden() -> Workshop:
    """The sample with every ballot cast and no round revealed."""
    rounds = tuple(replace(one, state=StepState.CLOSED) for one in sample().rounds)
    return replace(sample(), rounds=rounds)


def _dots(workshop: Workshop) -> tuple[Workshop, Round]:
    """The workshop and its latest revealed round of dots."""
    shown = revealed_round(workshop)
    assert shown is not None
    return workshop, shown


def _labels(figure: Any) -> list[str]:
    """What is written in the figure."""
    rows = [row for rows in figure.to_dict()["datasets"].values() for row in rows]
    return [row["label"] for row in rows if row.get("label")]


def _vote(room: Room, *kinds: str | None) -> None:
    """Everybody gives the first of three projects a dot, then the round is revealed."""
    projects = room.projects(3)
    people = [room.join(kind) for kind in kinds]
    room.lead(open_round, seed=1)
    for person in people:
        room.say(cast_ballot, person, round="R1", marks={projects[0]: 1})
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)


@pytest.mark.parametrize(("figure", "table"), list(zip(FIGURES, TABLES, strict=True)), ids=NAMES)
def test_figure_and_table_tell_nothing_before_the_reveal(figure: Callable, table: Callable) -> None:
    assert figure(sample(), "fr") is not None
    assert figure(hidden(), "fr") is None
    assert (len(table(sample(), "fr")) > 0, len(table(hidden(), "fr"))) == (True, 0)


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_says_that_nothing_is_revealed_and_no_more(text: Callable, language: str) -> None:
    key = "figure.rating.none" if text is tables_marks.rating_text else "figure.standings.blind"
    assert text(hidden(), language) == sentence(language, key) != text(sample(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_table_or_text_names_a_kind_of_four(language: str) -> None:
    told = [json.dumps(figure(sample(), language).to_dict(), ensure_ascii=False) for figure in FIGURES]
    told += [table(sample(), language).to_csv() for table in TABLES]
    told += [text(sample(), language) for text in TEXTS]
    small = [sentence(language, f"kind.{kind}") for kind in ("research", "citizen")]
    assert [one for one in told if any(name in one for name in small)] == []
    assert sentence(language, "kind.employer") in told[len(FIGURES)]


def test_support_shows_each_kind_with_its_ballots() -> None:
    table = tables_votes.support_table(*_dots(sample()), "fr")
    assert [tuple(row) for row in table.to_numpy()][:5] == [
        ("Continuum de services à la diplomation", "Personne étudiante", 12, 14, "86\u00a0%"),
        ("Continuum de services à la diplomation", "Milieu de l'éducation", 7, 13, "54\u00a0%"),
        ("Continuum de services à la diplomation", "Organisme ou ministère", 6, 10, "60\u00a0%"),
        ("Continuum de services à la diplomation", "Employeur", 2, 6, "33\u00a0%"),
        ("Continuum de services à la diplomation", "Autres catégories, regroupées", 1, 8, "13\u00a0%"),
    ]
    written = _labels(figures_votes.support_figure(*_dots(sample()), "fr"))
    assert written[:2] == ["86\u00a0% (12/14)", "54\u00a0% (7/13)"]
    assert len(written) == 8 * 5


def test_support_is_not_shown_where_all_kinds_together_are_fewer_than_five(room: Room) -> None:
    _vote(room, "student", "student", "employer", "employer")
    assert figures_votes.support_figure(*_dots(room.workshop), "fr") is None
    assert figures_votes.equal_voice_figure(*_dots(room.workshop), "fr") is None
    assert figures_votes.solidity_figure(*_dots(room.workshop), "fr") is not None


def test_who_gave_no_kind_is_no_kind_of_the_figure(room: Room) -> None:
    _vote(room, *["student"] * 5, *["employer"] * 5, *[None] * 5)
    assert {*tables_votes.support_table(*_dots(room.workshop), "en").iloc[:, 1]} == {"Student", "Employer"}


def test_solidity_tells_bands_margin_and_the_kind_that_decides() -> None:
    text = tables_votes.solidity_text(*_dots(sample()), "en")
    first, second = "Training and support for employers", "Internships and first Québec work experience"
    assert f"Grey zone ({first}, {second})" in text
    assert f"One person changing a ballot would be enough for “{second}” to pass “{first}”." in text
    assert "by dots alone it would take 2." in text
    assert f"Without the ballots of “Employer”, in: {second}; out: {first}." in text


def test_margin_says_a_tie_and_nothing_without_a_ballot(room: Room) -> None:
    _vote(room)
    assert tables_votes.margin_text(room.workshop, room.workshop.round, "fr") == ""
    first, second = room.join("student"), room.join("student")
    room.lead(open_round, seed=1)
    for person, item in ((first, "PR1"), (second, "PR2")):
        room.say(cast_ballot, person, round="R2", marks={item: 1})
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    told = replace(room.workshop, framing=None), room.workshop.round
    said = sentence("fr", "figure.margin.tied", list="Projet 1, Projet 2")
    assert tables_votes.margin_text(*told, "fr") == said


def test_no_category_is_said_to_change_what_a_tie_leaves_open(room: Room) -> None:
    room.projects(4)  # of which three are kept
    people = [(room.join(kind), kind) for kind in ("student",) * 5 + ("employer",) * 5]
    room.lead(open_round, seed=1)
    for person, kind in people:
        marks = {"PR1": 1, "PR2": 1} if kind == "student" else {"PR3": 1, "PR4": 1}
        room.say(cast_ballot, person, round="R1", marks=marks | {"PR1": 1})
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    told = room.workshop, room.workshop.round
    assert [one for one in without_each(told[1], told[0]) if one.rise or one.fall] != []
    assert tables_votes.without_texts(*told, "fr") == []


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0%"), (0.001, "under 1%"), (0.125, "13%"), (0.625, "63%"), (0.998, "over 99%"), (1, "100%")],
)
def test_percent_never_rounds_to_nothing_or_to_all(share: float, said: str) -> None:
    assert tables_votes.percent("en", share) == said


def test_equal_voice_puts_pr2_before_pr1_and_writes_both_ranks() -> None:
    rows = [tuple(row) for row in tables_votes.equal_voice_table(*_dots(sample()), "en").to_numpy()]
    assert [row[1:] for row in rows][:4] == [(2, 1, "46%"), (1, 2, "43%"), (4, 3, "41%"), (3, 4, "40%")]
    written = _labels(figures_votes.equal_voice_figure(*_dots(sample()), "en"))
    assert written[2] == "3. Training and support for employers"
    assert written[8 + 2] == "3. Internships and first Québec work\nexperience"


def test_tied_items_have_a_line_each_and_the_same_rank(room: Room) -> None:
    _vote(room, *["student"] * 5, *["employer"] * 5)
    rows = figures_votes.equal_voice_figure(*_dots(room.workshop), "fr").to_dict()["datasets"].values()
    tied = [(row["line"], row["label"]) for some in rows for row in some if row["label"].startswith("2.")]
    assert {line for line, _ in tied} == {1, 2}
    assert {label for _, label in tied} == {"2. Projet 2", "2. Projet 3"}


def test_items_of_the_same_title_have_a_bar_each(room: Room) -> None:
    _vote(room, *["student"] * 5)
    alike = {id: replace(one, title_fr="Mentorat") for id, one in room.workshop.projects.items()}
    drawn = figures_votes.solidity_figure(*_dots(replace(room.workshop, projects=alike)), "fr")
    rows = [row for rows in drawn.to_dict()["datasets"].values() for row in rows]
    assert len({row["item"] for row in rows}) == 3
    assert {row["item"].split("\v")[0] for row in rows} == {"Mentorat"}


def test_figures_fit_the_kinds_they_are_asked_for() -> None:
    told = (*_dots(sample()), "fr", (("student",), ("citizen",)))
    assert {*tables_votes.support_table(*told).iloc[:, 1]} == {"Personne étudiante", "Citoyenne ou citoyen"}
    assert _labels(figures_votes.support_figure(*told))[:2] == ["86\u00a0% (12/14)", "0\u00a0% (0/4)"]
    table = [(row[2], row[0]) for row in tables_votes.equal_voice_table(*told).to_numpy()]
    written = _labels(figures_votes.equal_voice_figure(*told))[8:16]
    assert [label.replace("\n", " ") for label in written] == [f"{rank}. {title}" for rank, title in table]
    assert table != [(row[2], row[0]) for row in tables_votes.equal_voice_table(*told[:3]).to_numpy()]


def test_no_axis_or_mark_is_described_in_english() -> None:
    assert [figure(sample(), "fr").to_dict()["config"]["aria"] for figure in FIGURES] == [False] * 5


def test_rating_figure_numbers_items_and_says_what_to_discuss() -> None:
    written = _labels(figures_marks.rating_figure(sample(), "en"))
    assert written[:8] == [str(number) for number in range(1, 9)]
    assert {"Do soon", "Carrying projects", "Complements", "To rethink"} <= set(written)
    assert written[-1] == "8. Regional attraction and recognition of prior\nlearning (to\u00a0discuss)"


def test_items_with_the_same_medians_share_a_point() -> None:
    impact, effort = sample().rounds[2:4]
    same = tuple(
        replace(
            one,
            ballots={
                who: replace(ballot, marks=dict.fromkeys(one.items, 3)) for who, ballot in one.ballots.items()
            },
        )
        for one in (impact, effort)
    )
    written = _labels(figures_marks.rating_figure(replace(sample(), rounds=same), "fr"))
    assert written[0] == "1, 2, 3, 4, 5, 6, 7, 8"


def test_mentions_are_in_majority_order_with_all_counts() -> None:
    rows = [tuple(row) for row in tables_marks.mentions_table(sample(), sample().rounds[4], "fr").to_numpy()]
    assert rows == [
        (1, "Continuum de services lors de la diplomation", "Très bien +", 11, 12, 6, 3, 1, 0),
        (
            2,
            "Mise en œuvre d’un programme de jumelage interculturel étudiants-citoyens",
            "Bien +",
            *(6, 10, 9, 5, 2, 1),
        ),
        (3, "Formation et accompagnement aux employeurs", "Bien +", 3, 10, 12, 5, 2, 1),
    ]
    written = _labels(figures_marks.mentions_figure(sample(), sample().rounds[4], "fr"))
    assert [int(count) for count in written] == [11, 12, 6, 3, 1, 6, 10, 9, 5, 2, 1, 3, 10, 12, 5, 2, 1]


def test_titles_with_markup_and_kinds_with_expressions_are_written_as_they_are(room: Room) -> None:
    _vote(room, *["student"] * 5, *["employer"] * 5)
    hostile = "<img src=x> [a](javascript:1) ' + datum.item"
    titled = replace(room.workshop.projects["PR1"], title_fr=hostile)
    kinds = (Kind("student", "x') + alert('1", ""), Kind("employer", "Employeur", ""))
    workshop = replace(
        room.workshop,
        projects={**room.workshop.projects, "PR1": titled},
        framing=replace(room.workshop.framing, kinds=kinds),
    )
    drawn = figures_votes.support_figure(*_dots(workshop), "fr").to_dict()
    rows = [row for rows in drawn["datasets"].values() for row in rows]
    assert (rows[0]["item"].split("\v")[0], rows[0]["kind"]) == (in_lines(hostile), "x') + alert('1")
    assert "alert" not in json.dumps({key: value for key, value in drawn.items() if key != "datasets"})


def test_round_of_mentions_has_no_figure_of_dots(room: Room) -> None:
    room.projects(2)
    room.lead(open_round, seed=1, method=Method.MENTIONS)
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    mentions = tables_marks.revealed_mentions(room.workshop)
    assert revealed_round(room.workshop) is None
    assert mentions is not None
    assert figures_marks.mentions_figure(room.workshop, mentions, "fr") is not None


def test_kinds_settle_a_tie_at_the_cut_aloud(room: Room) -> None:
    one, two, three = room.projects(3)
    people = [room.join(kind) for kind in ("student", "employer", "student", "student")]
    room.lead(open_round, seed=1, dots=1, cap=1)
    for person, item in zip(people, (two, two, one, one), strict=True):
        room.say(cast_ballot, person, round="R1", marks={item: 1})
    room.lead(close_step, step=StepKind.VOTE)
    assert tables_votes.by_kinds_text(room.workshop, room.workshop.round, "fr") == ""
    room.lead(reveal_step, step=StepKind.VOTE)
    current = room.workshop.round
    assert by_kinds(current, replace(room.workshop, framing=None)) == ((two,), (one,))
    found = tables_votes.by_kinds_text(replace(room.workshop, framing=None), current, "fr")
    assert found.endswith("gardé, Projet 2; non gardé, Projet 1.")
    assert tables_votes.margin_text(replace(room.workshop, framing=None), current, "fr") == found


def test_one_category_alone_is_compared_with_nothing(room: Room) -> None:
    room.projects(2)
    people = [room.join("student") for _ in range(6)] + [room.join("employer")]
    room.lead(open_round, seed=1)
    for person in people:
        room.say(cast_ballot, person, round="R1", marks={"PR1": 1})
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    told = (room.workshop, room.workshop.round)
    assert tables_votes.published_voices(*told) == ()
    assert tables_votes.support_table(*told, "fr").empty
    assert tables_votes.without_texts(*told, "fr") == []


def test_latest_vote_of_the_room_is_no_runoff_and_no_vote_of_a_few(room: Room) -> None:
    room.projects(3)
    few = frozenset({room.join("employer")})
    everybody = (*few, room.join("student"))

    def revealed(rule: Callable, **asked: object) -> None:
        room.lead(rule, seed=1, **asked)
        for person in few if "voters" in asked else everybody:
            room.say(cast_ballot, person, round=room.workshop.round.id, marks={"PR1": 1})
        room.lead(close_step, step=StepKind.VOTE)
        room.lead(reveal_step, step=StepKind.VOTE)

    revealed(open_round, voters=few)
    assert revealed_round(room.workshop).id == "R1"
    revealed(open_round)
    revealed(open_runoff, round="R2", items=("PR1", "PR2"))
    revealed(open_runoff, round="R3", items=("PR1", "PR2"))
    revealed(open_round, voters=few)
    assert revealed_round(room.workshop).id == "R2"
    assert [one.id for one in revealed_runoffs(room.workshop, revealed_round(room.workshop))] == ["R3", "R4"]
