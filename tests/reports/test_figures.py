"""Figures and their tables: computed from the workshop, in the reader's words, blind before the reveal."""

import json

import pytest

from facilitation.model import Hat, Method, Outcome, ReasonCode, Round, StepKind, Workshop
from facilitation.rules.cells import define_cell, express_wish, propose_memberships
from facilitation.rules.groups import merge_ideas
from facilitation.rules.hats import comment, deal_hats, mask_comment
from facilitation.rules.notes import mask_note, withdraw_note
from facilitation.rules.projects import define_area, record_decision
from facilitation.rules.referrals import refer_ideas
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from locales import LANGUAGES, Language
from reports.figures import figures
from reports.tables.tables import revealed_round
from tests.room import Room

pytestmark = pytest.mark.heavy


def _decided(room: Room) -> None:
    """Three ideas in three projects: one retained, one referred, one still open."""
    first, second, _ = room.projects(3)
    area = room.lead(define_area, title_fr="Former", title_en="Train").events[0].area
    room.lead(record_decision, project=first, outcome=Outcome.RETAINED, area=area, sentence="Le plus attendu")
    other = room.workshop.projects[second].ideas
    asked = {"organisation": "Carrefour jeunesse", "reason_code": ReasonCode.OTHER_CARRIER}
    room.lead(refer_ideas, ideas=other, reason="Plus près", **asked)


def _voted(room: Room, method: Method = Method.POINTS) -> None:
    projects = room.projects(3)
    people = [room.join(), room.join()]
    room.lead(open_round, seed=1, method=method)
    room.say(cast_ballot, people[0], round="R1", marks={projects[0]: 2, projects[2]: 1})
    room.say(cast_ballot, people[1], round="R1", marks={projects[0]: 1})


def _reveal(room: Room) -> None:
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)


def _told(room: Room) -> tuple[Workshop, Round, Language]:
    """What the figures of a vote are asked for."""
    shown = revealed_round(room.workshop)
    assert shown is not None
    return room.workshop, shown, "fr"


def _data(chart) -> list[dict[str, object]]:  # type: ignore[no-untyped-def]
    """The rows that go to the browser with the chart."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "3 idées → 3 projets → 1 champ d'action; 1 retenue, 1 transférée, 1 en attente d'une suite"),
        ("en", "3 ideas → 3 projects → 1 priority area; 1 retained, 1 referred, 1 awaiting an outcome"),
    ],
)
def test_narrowing_text_says_the_whole_funnel(room: Room, language: Language, said: str) -> None:
    _decided(room)

    assert figures.narrowing_text(room.workshop, language) == said


def test_narrowing_text_of_an_empty_workshop(room: Room) -> None:
    assert figures.narrowing_text(room.workshop, "fr") == "0 idée → 0 projet → 0 champ d'action"


def test_narrowing_text_starts_from_raw_notes_once_twins_are_merged(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    lead, twin = room.idea(author, "Jumelage"), room.idea(author, "Jumelages")
    room.lead(merge_ideas, lead=lead, merged=[twin], text="Jumelage")

    assert figures.narrowing_text(room.workshop, "fr").startswith("2 notes brutes → 1 idée → ")


def test_narrowing_table_has_one_row_for_each_idea(room: Room) -> None:
    _decided(room)

    table = figures.narrowing_table(room.workshop, "fr")

    assert list(table.columns) == [
        "N°",
        "Idée",
        "Langue",
        "Projet",
        "Suite",
        "Champ d'action ou organisation",
        "Motif",
    ]
    assert [tuple(row) for row in table.to_numpy()] == [
        (1, "Idée 1", "fr", "Projet 1", "Retenue", "Former", "Le plus attendu"),
        (
            2,
            "Idée 2",
            "fr",
            "Projet 2",
            "Transférée",
            "Carrefour jeunesse",
            "À porter par un autre organisme. Plus près",
        ),
        (3, "Idée 3", "fr", "Projet 3", "En attente d'une suite", "", ""),
    ]


def test_narrowing_table_leaves_out_masked_and_withdrawn_and_keeps_numbers(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    masked, withdrawn, kept = (room.idea(author, text) for text in ("Blessante", "Reprise", "Gardée"))
    room.lead(mask_note, note=masked, reason="Insulte")
    room.say(withdraw_note, author, note=withdrawn)

    table = figures.narrowing_table(room.workshop, "fr")

    assert [tuple(row) for row in table.iloc[:, :2].to_numpy()] == [(3, "Gardée")]
    assert kept in room.workshop.notes


def test_narrowing_figure_carries_the_same_numbers_as_its_text(room: Room) -> None:
    _decided(room)

    rows = _data(figures.narrowing_figure(room.workshop, "en"))

    assert {(row["level"], row["label"]) for row in rows} == {
        ("Ideas", "3"),
        ("Potential projects", "3"),
        ("Priority areas", "1"),
    }


def test_narrowing_figure_writes_numbers_as_the_reader_does(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitation.rules.notes.NOTES_PER_PERSON", 2_000)
    author = room.join()
    room.open(StepKind.IDEAS)
    for number in range(1_001):
        room.idea(author, f"Idée {number}")

    labels = {row["label"] for row in _data(figures.narrowing_figure(room.workshop, "fr"))}

    assert labels == {"1\u00a0001", "0"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_standings_tell_nothing_before_the_reveal(room: Room, language: Language) -> None:
    _voted(room)
    room.lead(close_step, step=StepKind.VOTE)

    told = (room.workshop, room.workshop.rounds[0], language)
    assert revealed_round(room.workshop) is None
    assert figures.standings_figure(*told) is None
    assert figures.standings_table(*told).empty
    blind = {
        "fr": "Les résultats du vote ne sont pas dévoilés.",
        "en": "The results of the vote are not revealed.",
    }
    assert figures.standings_text(*told) == blind[language]


def test_standings_show_dots_and_distinct_voters(room: Room) -> None:
    _voted(room)
    _reveal(room)

    table = figures.standings_table(*_told(room))

    assert [tuple(row) for row in table.to_numpy()] == [
        (1, "Projet 1", 3, 2),
        (2, "Projet 3", 1, 1),
        (3, "Projet 2", 0, 0),
    ]
    assert figures.standings_text(*_told(room)) == (
        "Points reçus\u00a0: Projet 1, 3 points, 2 personnes; Projet 3, 1 point, 1 personne; "
        "Projet 2, 0 point, 0 personne."
    )


def test_a_second_round_hides_nothing_of_the_first_and_tells_nothing_of_itself(room: Room) -> None:
    _voted(room)
    _reveal(room)
    before = figures.standings_table(*_told(room))
    room.lead(open_round, seed=2)
    projects = [project.id for project in room.workshop.standing_projects()]
    room.say(cast_ballot, next(iter(room.workshop.participants)), round="R2", marks={projects[1]: 2})

    assert figures.standings_table(*_told(room)).equals(before)


def test_standings_do_not_add_mentions_up(room: Room) -> None:
    _voted(room, Method.MENTIONS)
    _reveal(room)

    assert revealed_round(room.workshop) is None


def test_standings_figure_keeps_markup_as_text(room: Room) -> None:
    _voted(room)
    _reveal(room)

    labels = [row["item"] for row in _data(figures.standings_figure(*_told(room)))]

    assert [label.split("\v")[0] for label in labels] == ["1. Projet 1", "2. Projet 3", "3. Projet 2"]


def _cell_of(room: Room, **kinds: int) -> None:
    people = [room.join(kind) for kind, count in kinds.items() for _ in range(count)]
    cell = room.lead(define_cell, name_fr="Formation", maximum=20).events[0].cell
    room.open(StepKind.CELLS)
    for person in people:
        room.say(express_wish, person, ranked=[cell])
    room.lead(propose_memberships, seed=1)


def test_cells_pool_kinds_of_fewer_than_five(room: Room) -> None:
    _cell_of(room, student=6, employer=3, research=2)

    table = figures.cells_table(room.workshop, "fr")

    assert [tuple(row) for row in table.to_numpy()] == [
        ("Formation", "Personne étudiante", 6),
        ("Formation", "Autres catégories, regroupées", 5),
    ]
    assert figures.cells_text(room.workshop, "fr") == "Membres par cellule\u00a0: Formation, 11 membres."


def test_cells_figure_has_the_same_rows_as_its_table(room: Room) -> None:
    _cell_of(room, student=6, employer=3, research=2)

    rows = _data(figures.cells_figure(room.workshop, "fr"))

    assert {(row["kind"], row["people"], row["label"]) for row in rows} == {
        ("Personne étudiante", 6, "6"),
        ("Autres catégories, regroupées", 5, "5"),
    }


def test_cells_figure_waits_for_a_member(room: Room) -> None:
    room.lead(define_cell, name_fr="Formation")

    assert figures.cells_figure(room.workshop, "fr") is None


def test_hats_table_leaves_masked_comments_out_and_tells_shared_kinds_only(room: Room) -> None:
    students = [room.join("student") for _ in range(6)]
    researchers = [room.join("research") for _ in range(5)]
    researchers_alone = room.join("employer")
    cell = room.lead(define_cell, name_fr="Formation").events[0].cell
    room.open(StepKind.HATS)
    room.lead(deal_hats, seed=1, subjects=[cell])
    said = {"subject": cell, "language": "fr", "hat_content": Hat.GREEN}
    room.say(comment, students[0], text="Et si on jumelait", **said)
    room.say(comment, researchers_alone, text="Et si on payait", **said)
    hidden = room.say(comment, researchers[0], text="Contre Untel", **said).events[0].comment
    room.lead(mask_comment, comment=hidden, reason="Vise une personne")

    table = figures.hats_table(room.workshop, "fr")

    kinds = dict(zip(table["Commentaire"], table["Catégorie"], strict=True))
    assert set(kinds) == {"Et si on jumelait", "Et si on payait"}
    assert kinds["Et si on payait"] == ""
    assert set(table["Chapeau"]) == {"Vert\u00a0: les possibilités"}
    assert "Untel" not in json.dumps(table.to_dict("records"), ensure_ascii=False)
