"""The workbook holds the data of the workshop, nothing that is masked or blind, and no formula."""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import get_args
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from facilitation.events import BallotCast, Entry, Event, NoteSubmitted
from facilitation.model import (
    Channel,
    Framing,
    Kind,
    NoteType,
    Outcome,
    ReasonCode,
    RoundOptions,
    StepKind,
    Workshop,
    WorkshopId,
)
from facilitation.replay import replay
from facilitation.rules.cells import define_cell
from facilitation.rules.concerns import mask_concern, voice_concern, withdraw_concern
from facilitation.rules.groups import merge_ideas
from facilitation.rules.hats import call_pitch, comment, deal_hats, mask_comment
from facilitation.rules.notes import correct_note, mask_note, withdraw_note
from facilitation.rules.participants import remove_people
from facilitation.rules.projects import record_decision
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from locales import LANGUAGES, Language, sentence
from reports.summary.summary import summary
from reports.workbook.sheets import sheets
from reports.workbook.workbook import workbook
from sample_sessions import SAMPLES
from tests.room import Room

pytestmark = pytest.mark.heavy

AT = datetime(2023, 7, 1, 12, 0, tzinfo=UTC)
ENTRIES = SAMPLES[0].entries()
LIVING_LAB = replay(ENTRIES)
FRENCH = [
    "Lisez-moi",
    "Participation",
    "Enjeux",
    "Idées",
    "Fusions",
    "Projets",
    "Tours",
    "Votes_agrégés",
    "Votes_bulletins",
    "Réserves",
    "Mentions_et_cotes",
    "Impact_effort",
    "Cellules",
    "Chapeaux",
    "Décisions",
    "Transferts",
    "Journal",
]


@cache
def sample(language: str = "fr", journal: bool = True) -> Workbook:
    """The workbook of the sample, which no test changes; made once."""
    return load_workbook(BytesIO(workbook(LIVING_LAB, language, AT, ENTRIES if journal else ())))


def rows(workshop: Workshop, name: str, language: str = "fr", entries=()) -> list[dict[str, object]]:
    if workshop is LIVING_LAB and entries in ((), ENTRIES):
        book = sample(language, bool(entries))
    else:
        book = load_workbook(BytesIO(workbook(workshop, language, AT, entries)))
    head, *body = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def everything(workshop: Workshop, entries=()) -> str:
    archive = ZipFile(BytesIO(workbook(workshop, "fr", AT, entries)))
    return "".join(archive.read(name).decode() for name in archive.namelist())


def test_workbook_has_the_sheets_of_the_method_in_the_readers_language():
    assert sample().sheetnames == FRENCH
    english = sample("en").sheetnames
    assert len(english) == 17
    assert set(english) & set(FRENCH) == {"Participation", "Impact_effort", "Journal"}


def test_workbook_without_the_log_has_no_journal():
    assert sample(journal=False).sheetnames == FRENCH[:-1]


def test_workbook_opens_for_a_workshop_in_which_nothing_happened():
    assert rows(Workshop(), "Idées") == []


def test_first_sheet_says_that_it_is_internal():
    first = rows(LIVING_LAB, "Lisez-moi")[0]
    assert first["Élément"] == "Niveau de diffusion"
    assert first["Contenu"].startswith("Interne")


def test_heads_are_bold_and_frozen():
    for page in sample():
        assert page.freeze_panes == "A2"
        assert {cell.font.bold for cell in page[1]} == {True}
        assert page.max_row == 1 or {cell.alignment.wrap_text for cell in page[2]} == {True}


def test_ideas_tell_the_fate_of_all_58():
    ideas = rows(LIVING_LAB, "Idées")
    fates = [one["Suite"] for one in ideas]
    assert (len(ideas), fates.count("Retenue"), fates.count("Transférée")) == (58, 26, 32)
    assert ideas[14]["Champ d'action ou organisme"] == "Service d'aide aux entreprises"
    assert ideas[14]["Motif"] == "Déjà offert. Déjà offert en partie ailleurs."


def test_ideas_pool_small_kinds_and_never_show_the_table():
    heads = set(rows(LIVING_LAB, "Idées")[0])
    assert not {"Table"} & heads
    kinds = [
        Kind("student", "Étudiante ou étudiant", ""),
        Kind("research", "Recherche", ""),
        Kind("employer", "Employeur", ""),
    ]
    story = _room([("student", 7), ("research", 1), ("employer", 4)], kinds)
    shown = [one["Catégorie (regroupée si moins de 5)"] for one in rows(story, "Idées")]
    assert shown == ["Étudiante ou étudiant"] * 7 + ["Autres catégories, regroupées"] * 5
    assert "Recherche" not in everything(story)


def _room(heads: list[tuple[str, int]], kinds: list[Kind]) -> Workshop:
    from facilitation.events import ParticipantCheckedIn, WorkshopFramed

    events: list[Event] = [WorkshopFramed(Framing("Essai", "?", "?", "-", tuple(kinds), tables=3))]
    people = [kind for kind, count in heads for _ in range(count)]
    for number, kind in enumerate(people, start=1):
        consents = frozenset({"terms"})
        events.append(ParticipantCheckedIn(f"P{number}", kind, 2, "fr", Channel.PHONE, consents))
        note = NoteSubmitted(
            f"N{number}", NoteType.IDEA, f"P{number}", f"Idée {number}", "fr", Channel.PHONE, 2
        )
        events.append(note)
    return replay(Entry(n, AT, "facilitator", None, event) for n, event in enumerate(events, start=1))


def test_totals_are_those_of_the_vote():
    totals = [one for one in rows(LIVING_LAB, "Votes_agrégés") if one["Tour"] == "R2"]
    assert [(one["Code"], one["Points ou voix"], one["Personnes qui appuient"]) for one in totals][:3] == [
        ("PR5", 35, 28),
        ("PR3", 32, 23),
        ("PR1", 23, 19),
    ]
    assert {one["Quorum"] for one in totals} == {"Atteint"}
    assert "Recherche" not in totals[0]["Par catégorie"]
    assert "Autres catégories, regroupées : 1 sur 8" in totals[0]["Par catégorie"].replace("\u00a0", " ")


def test_ballots_tell_what_was_marked_and_nothing_of_whom():
    ballots = [one for one in rows(LIVING_LAB, "Votes_bulletins") if one["Tour"] == "R2"]
    names = [one["Bulletin (ordre sans lien avec le vote)"] for one in ballots]
    assert (len(set(names)), sum(one["Points, mention ou cote"] for one in ballots)) == (51, 153)
    cast = [tuple(sorted(ballot.marks)) for ballot in LIVING_LAB.rounds[1].ballots.values()]
    shown = [
        tuple(one["Code"] for one in ballots if one["Bulletin (ordre sans lien avec le vote)"] == name)
        for name in dict.fromkeys(names)
    ]
    assert sorted(cast) == sorted(tuple(sorted(one)) for one in shown)
    assert cast != [tuple(sorted(one)) for one in shown]


def test_ballots_come_in_the_same_order_whoever_cast_them():
    """The mutant that keeps the order of arrival would give two different sheets."""
    cast = [entry for entry in ENTRIES if isinstance(entry.event, BallotCast)]
    backwards = {id: [e for e in cast if e.event.round == id] for id in ("R1", "R2", "R3", "R4", "R5")}
    shuffled = [
        backwards[entry.event.round].pop() if isinstance(entry.event, BallotCast) else entry
        for entry in ENTRIES
    ]
    other = replay(shuffled)
    assert list(other.rounds[1].ballots) == list(reversed(LIVING_LAB.rounds[1].ballots))
    assert rows(other, "Votes_bulletins") == rows(LIVING_LAB, "Votes_bulletins")


def test_ballots_of_a_handful_of_people_are_left_out(room):
    projects = room.projects(3)
    room.lead(open_round, seed=1)
    room.say(cast_ballot, "P1", round="R1", marks={projects[0]: 2})
    for rule in (close_step, reveal_step):
        room.lead(rule, step=StepKind.VOTE)
    assert rows(room.workshop, "Votes_bulletins") == []
    assert rows(room.workshop, "Votes_agrégés")[0]["Points ou voix"] == 2


@pytest.mark.parametrize("rules", [(), (close_step,)])
def test_blind_votes_are_in_no_sheet(room, rules):
    projects = room.projects(3)
    people = [room.join() for _ in range(6)]
    room.lead(open_round, seed=1)
    for one in people:
        room.say(cast_ballot, one, round="R1", marks={projects[2]: 2})
    for rule in rules:
        room.lead(rule, step=StepKind.VOTE)
    assert rows(room.workshop, "Votes_agrégés") == rows(room.workshop, "Votes_bulletins") == []
    room.lead(close_step, step=StepKind.VOTE) if not rules else None
    room.lead(reveal_step, step=StepKind.VOTE)
    assert rows(room.workshop, "Votes_agrégés")[0]["Points ou voix"] == 12


def test_masked_and_withdrawn_texts_are_in_no_sheet(room):
    author, other = room.join(), room.join()
    room.open(StepKind.IDEAS)
    masked, taken, lead, twin = (
        room.idea(author, f"Texte {name}") for name in ("zorblat", "quiverne", "mirtouf", "plonque")
    )
    room.lead(merge_ideas, lead=lead, merged=[twin], text="Texte vastrige")
    room.lead(mask_note, note=masked, reason="Nomme une personne")
    room.lead(mask_note, note=lead, reason="Nomme une personne")
    room.say(withdraw_note, author, note=taken)
    room.lead(define_cell, name_fr="Cellule")
    room.open(StepKind.HATS)
    room.lead(deal_hats, seed=1)
    room.lead(call_pitch, subject="CEL1")
    said = room.say(comment, other, subject="CEL1", text="Texte crubelle", language="fr").events[0].comment
    room.lead(mask_comment, comment=said, reason="Insulte")
    found = everything(room.workshop, room.door.entries(room.id))
    assert [
        word for word in ("zorblat", "quiverne", "mirtouf", "vastrige", "crubelle") if word in found
    ] == []
    assert "Texte plonque" in found
    assert [one["Suite"] for one in rows(room.workshop, "Idées")] == [
        "Masquée",
        "Retirée",
        "Masquée",
        "Fusionnée",
    ]


def test_corrected_ideas_stand_beside_what_was_written_unless_they_are_masked(room):
    author = room.join()
    room.open(StepKind.IDEAS)
    ideas = [room.idea(author, f"Texte {name}") for name in ("zorblat", "quiverne", "mirtouf")]
    for idea in ideas[:2]:
        room.lead(correct_note, note=idea, text="Texte corrigé")
    room.lead(mask_note, note=ideas[1], reason="Nomme une personne")
    room.lead(merge_ideas, lead=ideas[2], merged=[ideas[0]], text="Ensemble")
    assert [(one["Texte"], one["Texte avant correction"]) for one in rows(room.workshop, "Idées")] == [
        ("Texte corrigé", "Texte zorblat"),
        ("(texte masqué)", "(texte masqué)"),
        ("Texte mirtouf", ""),
    ]
    assert [one["Texte d'origine"] for one in rows(room.workshop, "Fusions")] == ["Texte zorblat"]
    assert "quiverne" not in everything(room.workshop, room.door.entries(room.id))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-2", "@SUM(A1)", "http://exemple.test", "42", "=cmd|' /C calc'!A0"]
)
def test_texts_stay_texts(room, text):
    author = room.join()
    room.open(StepKind.IDEAS)
    room.idea(author, text)
    page = load_workbook(BytesIO(workbook(room.workshop, "fr", AT)))["Idées"]
    assert (page["B2"].value, page["B2"].data_type, page["B2"].hyperlink) == (text, "s", None)
    assert "<f>" not in everything(room.workshop)


def test_control_characters_of_a_foreign_log_do_not_break_the_file():
    note = NoteSubmitted("N1", NoteType.IDEA, None, "a\x00b\x1b[31m\ud800c\nd", "fr", Channel.PHONE, None)
    workshop = replay([Entry(1, AT, "facilitator", None, note)])
    assert rows(workshop, "Idées")[0]["Texte"] == "ab[31mc\nd"


def test_journal_counts_participants_and_tells_no_content():
    journal = rows(LIVING_LAB, "Journal", entries=ENTRIES)
    assert sum(one["Nombre"] for one in journal) == len(ENTRIES)
    assert {one["Qui"] for one in journal} == {"Animation", "Participation"}
    first = journal[0]
    assert (first["Date et heure"], first["Quoi"]) == ("2022-11-16 18:00", "Cadrage enregistré")
    text = repr(journal)
    assert [one.id for one in LIVING_LAB.participants.values() if f"'{one.id}'" in text] == []
    assert [note.text for note in LIVING_LAB.notes.values() if note.text in text] == []


def test_journal_is_silent_on_what_people_hand_in_until_the_reveal(room):
    first, *_ = room.projects(2)
    people = [room.join(kind) for kind in ("student", "employer")]
    before = rows(room.workshop, "Journal", entries=room.door.entries(room.id))
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    open = rows(room.workshop, "Journal", entries=room.door.entries(room.id))
    names = ("BallotCast", "ConcernVoiced", "ConcernWithdrawn")
    handed_in = {sentence("fr", f"file.event.{name}") for name in names}

    room.say(cast_ballot, people[0], round="R1", marks={first: 1})
    room.say(voice_concern, people[0], round="R1", item=first, reason="Trop cher")
    room.say(voice_concern, people[1], round="R1", item=first, reason="Trop long")
    room.say(withdraw_concern, people[0], round="R1")
    assert rows(room.workshop, "Journal", entries=room.door.entries(room.id)) == open != before
    room.lead(close_step, step=StepKind.VOTE)
    closed = rows(room.workshop, "Journal", entries=room.door.entries(room.id))
    assert handed_in.isdisjoint(one["Quoi"] for one in closed)

    room.lead(reveal_step, step=StepKind.VOTE)
    shown = rows(room.workshop, "Journal", entries=room.door.entries(room.id))
    assert handed_in <= {one["Quoi"] for one in shown}


def test_journal_is_silent_on_a_vote_that_opened_since_the_workshop_was_read(room):
    first, *_ = room.projects(2)
    person, read = room.join(), room.workshop
    room.lead(open_round, seed=1)
    room.say(cast_ballot, person, round="R1", marks={first: 1})
    told = {one["Quoi"] for one in rows(read, "Journal", entries=room.door.entries(room.id))}
    assert sentence("fr", "file.event.BallotCast") not in told


def test_every_event_has_a_sentence_in_both_languages():
    for language in LANGUAGES:
        for event in get_args(Event):
            assert sentence(language, f"file.event.{event.__name__}")


def test_decisions_stand_apart_from_the_vote(room):
    project = room.projects(2)[0]
    asked = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER, "sentence": "=Plus tard"}
    room.lead(record_decision, project=project, **asked)
    (decided,) = rows(room.workshop, "Décisions")
    assert (decided["Décision"], decided["Type de motif"], decided["Motif"]) == (
        "Mis de côté",
        "Plus tard",
        "=Plus tard",
    )


def test_decisions_say_what_the_vote_said_and_where_they_depart(room):
    first, second, third, *_ = room.projects(4)
    room.lead(open_round, seed=1)
    for marks in ({first: 2}, {first: 1, second: 2}, {second: 1, third: 2}):
        room.say(cast_ballot, room.join(), round="R1", marks=marks)
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    parked = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER, "sentence": "Trop tôt."}
    room.lead(record_decision, project=first, **parked)
    room.lead(record_decision, project="PR4", **parked)
    room.lead(record_decision, project=second, outcome=Outcome.MERGED, into=third)
    told = [
        (one["Décision"], one["Ce que disait le vote"], one["S'écarte du vote"])
        for one in rows(room.workshop, "Décisions")
    ]
    assert told == [
        ("Mis de côté", "Le vote le gardait\u00a0: rang 1, 3 points, 2 personnes.", "Oui"),
        ("Mis de côté", "Le vote ne le gardait pas\u00a0: rang 4, 0 point, 0 personne.", ""),
        (
            "Fusionné avec «\u00a0Projet 3\u00a0»",
            "Le vote le gardait\u00a0: rang 1, 3 points, 2 personnes.",
            "",
        ),
    ]


def test_concerns_have_a_sheet_without_a_trace_of_who_and_masked_ones_no_text(room):
    projects = room.projects(2)
    people = [room.join(kind) for kind in ("employer", "research", "student")]
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    said = (("=Qui paie?", projects[1]), ("Untel en profite", projects[0]), ("Déjà offert", projects[0]))
    for person, (reason, item) in zip(people, said, strict=True):
        room.say(voice_concern, person, round="R1", item=item, reason=reason)
    assert rows(room.workshop, "Réserves") == []
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE, reason="Assez attendu")
    room.lead(mask_concern, round="R1", participant=people[1], reason="Vise une personne")

    assert [tuple(one.values()) for one in rows(room.workshop, "Réserves")] == [
        ("R1", "PR1", "Projet 1", "Déjà offert", ""),
        ("R1", "PR2", "Projet 2", "=Qui paie?", ""),
        ("R1", "PR1", "Projet 1", "(texte masqué)", "Vise une personne"),
    ]
    assert "Untel" not in everything(room.workshop, room.door.entries(room.id))


def test_sheets_fit_their_heads_in_both_languages():
    for language in LANGUAGES:
        for sheet in sheets(LIVING_LAB, language, AT, ENTRIES):
            assert len(sheet.name) <= 31
            assert len(sheet.head) == len(sheet.widths) == len(set(sheet.head))
            assert {len(row) for row in sheet.rows} <= {len(sheet.head)}


def test_workbook_is_the_same_for_the_same_workshop():
    assert workbook(LIVING_LAB, "fr", AT, ENTRIES) == workbook(LIVING_LAB, "fr", AT, ENTRIES)


def test_sample_workshop_id_is_in_no_sheet():
    assert WorkshopId("sample") not in everything(LIVING_LAB, ENTRIES)


def test_rounds_say_what_was_asked_how_and_of_whom():
    found = rows(LIVING_LAB, "Tours")
    assert [
        (one["Tour"], one["Façon de voter"], one["Choix"], one["Personnes appelées"]) for one in found
    ] == [
        ("R1", "Coups de cœur", 58, 54),
        ("R2", "Points", 8, 54),
        ("R3", "Cotes de 1 à 5", 8, 12),
        ("R4", "Cotes de 1 à 5", 8, 12),
        ("R5", "Mentions", 3, 33),
    ]
    assert found[4]["Question posée"] == "Prêt pour un test?"


def test_round_that_is_not_revealed_is_listed_without_its_quorum(room):
    room.projects(2)
    room.lead(open_round, seed=1)
    assert [(one["Tour"], one["Quorum"]) for one in rows(room.workshop, "Tours")] == [("R1", "")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_removed_places_are_told_as_a_number_and_their_ideas_stay(room: Room, language: Language) -> None:
    stays, leaves = room.join(), room.join("employer")
    room.open(StepKind.IDEAS)
    room.idea(leaves, "Jumeler")
    room.idea(stays, "Parrainer")
    room.lead(remove_people, people=(leaves,))
    made = sheets(room.workshop, language, AT, room.door.entries(room.id))
    found = {one.name: one.rows for one in made}
    people, ideas, told = (
        found[sentence(language, f"file.sheet.{name}")] for name in ("participation", "ideas", "journal")
    )
    assert people[-2:] == ((sentence(language, "file.total"), 1), (sentence(language, "file.removed"), 1))
    assert [row[1] for row in ideas] == ["Jumeler", "Parrainer"]
    assert told[-1][2] == sentence(language, "file.event.PeopleRemoved")
    assert sentence(language, "file.count.removed", n=1) in summary(room.workshop, language, AT)
