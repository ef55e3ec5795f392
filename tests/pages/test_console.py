"""Console pages: nothing without a right, no missing sentence, and every button goes through a rule."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from facilitation.agendas import TEMPLATES, Agenda, write_agenda
from facilitation.asking import ask
from facilitation.door import Door
from facilitation.model import Channel, Instruction, Kind, StepKind, StepState
from facilitation.rights import Administrator, shown_code
from facilitation.rules.framing import archive_workshop
from facilitation.rules.participants import check_in
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.signals import ask_help, declare_done
from facilitation.rules.steps import close_step, instruct_steps, open_step, plan_steps
from facilitation.tallies.signals import moment
from locales import LANGUAGES, Language, sentence
from pages.parts.frame.words import plain
from pages.parts.run_sheet import timeline
from pages.parts.setup.framing import code_of, kinds_from
from tests.pages.conftest import Open, Place

pytestmark = pytest.mark.heavy

PAGES = ("run_sheet", "preflight", "board", "vote", "decision", "cells", "critique", "report")


def texts(page: AppTest) -> list[str]:
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error")
    return [element.value for kind in kinds for element in page.get(kind)]


def sidebar_links(page: AppTest) -> list[str]:
    return [link.proto.label for link in page.sidebar.get("page_link")]


@pytest.mark.heavy
@pytest.mark.parametrize("name", PAGES)
def test_page_without_a_right_shows_only_the_refusal(open_page: Open, place: Place, name: str) -> None:
    before = place.workshop.seq
    page = open_page(name, w=place.code)
    assert not page.exception
    assert [warning.value for warning in page.main.warning] == [sentence("fr", "access.page")]
    assert len(page.main.children) == 1
    assert sidebar_links(page) == []
    assert place.workshop.seq == before


@pytest.mark.heavy
@pytest.mark.parametrize("name", PAGES)
def test_page_refuses_the_committee_key(open_page: Open, place: Place, name: str) -> None:
    page = open_page(name, {f"recolte_f_{place.id}": place.keys.committee}, w=place.code)
    assert [warning.value for warning in page.main.warning] == [sentence("fr", "access.page")]
    assert len(page.main.children) == 1


@pytest.mark.heavy
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_opens_with_a_right_in_both_languages(
    open_page: Open, place: Place, name: str, language: str
) -> None:
    page = open_page(name, place.cookies, w=place.code, lang=language)
    assert not page.exception
    assert page.title[0].value == sentence(language, f"console.page.{name}")
    assert [text for text in texts(page) if "console." in text] == []


def test_home_without_a_right_says_one_sentence(open_page: Open, place: Place) -> None:
    page = open_page("home")
    assert [info.value for info in page.main.info] == [sentence("fr", "console.home.locked")]
    assert len(page.main.children) == 1


def _create(page: AppTest) -> Button:
    label = sentence("fr", "console.home.create")
    return next(button for button in page.main.button if button.label == label)


def test_home_creates_a_framed_workshop_and_shows_its_links(
    open_page: Open, door: Door, administrator: tuple[Administrator, str]
) -> None:
    page = open_page("home", {"recolte_admin": administrator[1]})
    page.main.text_input[0].input("Premier emploi")
    page.main.text_area[0].input("Comment aider?")
    _create(page).click().run()
    assert not page.exception
    (card,) = door.cards(administrator[0])
    framing = door.look(card.id).framing
    assert framing is not None
    assert (framing.title, framing.question_en, framing.target_areas) == (
        "Premier emploi",
        "Comment aider?",
        3,
    )
    assert [kind.code for kind in framing.kinds if kind.essential] == ["student"]
    assert page.subheader[0].value == "Premier emploi"


@pytest.mark.heavy
def test_home_tries_a_refused_framing_again_on_the_same_workshop(
    open_page: Open, door: Door, administrator: tuple[Administrator, str]
) -> None:
    page = open_page("home", {"recolte_admin": administrator[1]})
    _create(page).click().run()
    assert [error.value for error in page.main.error] == [plain(sentence("fr", "framing.question.empty"))]
    page.main.text_input[0].input("Premier emploi")
    page.main.text_area[0].input("Comment aider?")
    _create(page).click().run()
    assert len(door.cards(administrator[0])) == 1


def test_home_lists_the_others_beside_a_workshop_that_cannot_be_read(
    open_page: Open, place: Place, loose: Place, administrator: tuple[Administrator, str]
) -> None:
    with place.door.store.writing() as connection:
        connection.exec_driver_sql("UPDATE event SET data = '{' WHERE workshop_id = ?", (loose.id,))
    place.door._states.clear()
    page = open_page("home", {"recolte_admin": administrator[1]})
    assert not page.exception
    ways = {str(one.proto.query_string): str(one.proto.label) for one in page.main.get("page_link")}
    assert set(ways) == {f"w={place.code}", f"w={loose.code}"}
    assert sentence("fr", "console.home.unreadable") in ways[f"w={loose.code}"]
    assert sentence("fr", "console.home.unreadable") not in ways[f"w={place.code}"]


@pytest.mark.heavy
def test_run_sheet_moves_the_room_with_one_click(open_page: Open, place: Place) -> None:
    """R-04: one click moves the room."""
    page = open_page("run_sheet", place.cookies, w=place.code)
    page.button(key="reopen_ideas").click().run()
    assert not page.exception
    assert (place.workshop.current, place.workshop.state(StepKind.IDEAS)) == (StepKind.IDEAS, StepState.OPEN)


def test_run_sheet_shows_the_scribes_link_and_what_came_on_paper(open_page: Open, place: Place) -> None:
    page = open_page("run_sheet", place.cookies, w=place.code)
    drawn = {one.proto.component_name: one.proto.json for one in page.get("bidi_component")}
    assert f"/s/{place.code}/{place.door.scribe_key(place.by, place.id)}" in drawn["recolte_links"]
    paper = sum(note.channel is Channel.SCRIBE for note in place.workshop.notes.values())
    line = sentence("fr", "console.came.ways", 58, paper=paper, phones=58 - paper)
    assert [text for text in texts(page) if line in text] != []
    page.toggle(key="sheet_moderation").set_value(True).run()
    assert not page.exception
    drawn = {one.proto.component_name: one.proto.json for one in page.get("bidi_component")}
    tables = {note.table for note in place.workshop.notes.values() if note.channel is Channel.SCRIBE}
    assert tables
    for table in tables:
        assert sentence("fr", "console.origin.paper", table=table) in drawn["recolte_rows"]


def test_run_sheet_offers_only_what_the_vote_page_does_not(open_page: Open, place: Place) -> None:
    page = open_page("run_sheet", place.cookies, w=place.code)
    keys = [button.key for button in page.button if button.key and button.key.endswith("_vote")]
    assert place.workshop.state(StepKind.VOTE) is StepState.REVEALED
    assert keys == []


@pytest.mark.heavy
def test_refusal_of_a_button_is_said_in_the_reader_language(open_page: Open, place: Place) -> None:
    page = open_page("run_sheet", place.cookies, w=place.code, lang="en")
    place.door.act(place.id, ask(archive_workshop, by=place.by))  # another facilitator was faster
    page.button(key="reopen_ideas").click().run()
    assert [error.value for error in page.main.error] == [plain(sentence("en", "workshop.archived"))]


@pytest.mark.heavy
def test_renewed_links_end_an_open_page(
    open_page: Open, place: Place, administrator: tuple[Administrator, str]
) -> None:
    page = open_page("run_sheet", place.cookies, w=place.code)
    place.door.renew_keys(administrator[0], place.id)
    before = place.workshop.seq
    page.button(key="reopen_ideas").click().run()
    assert place.workshop.seq == before
    assert [warning.value for warning in page.main.warning] == [sentence("fr", "access.page")]
    assert len(page.main.children) == 1


def test_home_says_in_one_sentence_that_a_file_is_no_archive(
    open_page: Open, door: Door, administrator: tuple[Administrator, str]
) -> None:
    page = open_page("home", {"recolte_admin": administrator[1]})
    page.main.file_uploader[0].upload("x.jsonl", b"not an archive").run()
    next(one for one in page.button if one.label == sentence("fr", "console.home.import_open")).click().run()
    assert not page.exception
    assert len(page.main.error) == 1
    assert door.cards(administrator[0]) == ()


@pytest.mark.heavy
def test_vote_page_opens_closes_and_reveals_in_two_steps(open_page: Open, place: Place) -> None:
    page = open_page("vote", place.cookies, w=place.code)
    rounds = len(place.workshop.rounds)
    next(one for one in page.button if one.label == sentence("fr", "console.vote.open")).click().run()
    assert not page.exception
    round = place.workshop.round
    assert round is not None
    assert (len(place.workshop.rounds), round.dots, round.cap) == (rounds + 1, 3, 2)
    page.button(key="vote_close").click().run()
    page.button(key="vote_prepare").click().run()
    assert place.workshop.state(StepKind.VOTE) is StepState.CLOSED
    page.button(key="vote_reveal").click().run()
    assert [one.value for one in page.error] == [plain(sentence("fr", "round.reason"))]  # nobody has voted
    page.text_input(key=f"reveal_reason_{round.id}").input("Pour l'exercice")
    page.button(key="vote_reveal").click().run()
    assert place.workshop.state(StepKind.VOTE) is StepState.REVEALED


def test_vote_page_keeps_totals_to_itself_before_the_reveal(open_page: Open, place: Place) -> None:
    projects = [project.id for project in place.workshop.standing_projects()]
    place.door.act(place.id, ask(open_round, by=place.by, seed=1))
    voter = next(iter(place.workshop.participants))
    round = place.workshop.rounds[-1].id
    place.door.act(place.id, ask(cast_ballot, participant=voter, round=round, marks={projects[0]: 2}))
    page = open_page("vote", place.cookies, w=place.code)
    told = [
        one.proto.json for one in page.get("bidi_component") if one.proto.component_name == "recolte_rows"
    ]
    tables = [one for one in told if json.loads(one)["caption"] == sentence("fr", "console.vote.results")]
    assert f"results_{round}" not in "".join(one.proto.id for one in page.get("bidi_component"))
    earlier = sum(one.state is StepState.REVEALED for one in place.workshop.rounds[:-1])
    assert len(tables) == earlier


def test_kinds_that_people_belong_to_stay_when_their_name_is_emptied() -> None:
    student, other = (
        Kind("student", "Personne étudiante", "Student", True),
        Kind("citizen", "Citoyenne", "Citizen"),
    )
    rows = [("student", "", "", True), ("citizen", " ", "", False), (None, "Élu·e municipal", "", False)]
    kinds = kinds_from(rows, {"student": student, "citizen": other}, {"student"})
    assert [(kind.code, kind.label_en) for kind in kinds] == [
        ("student", "Student"),
        ("elue_municipal", "Élu·e municipal"),
    ]


def test_code_of_a_new_kind_is_never_one_that_is_taken() -> None:
    assert code_of("Élève", {"eleve", "eleve_2"}) == "eleve_3"
    assert code_of("☀", ()) == "kind"


def test_plain_text_stays_text() -> None:
    assert plain("**a** www.b.ca") == "\\*\\*a\\*\\* www\u2060\\.b\\.ca"


def _signals(place: Place) -> list[str]:
    """Ideas reopened: three people are done; one of table 4 and one without a table want help."""
    people = sorted(place.workshop.participants)
    place.door.act(place.id, ask(open_step, by=place.by, step=StepKind.IDEAS))
    for one in people[:3]:
        place.door.act(place.id, ask(declare_done, participant=one, about="ideas", done=True))
    seated = next(id for id, one in place.workshop.participants.items() if one.table == 4)
    loose = people[0]
    answers = {"kind": None, "table": None, "language": "fr", "consents": ["terms"]}
    place.door.act(place.id, ask(check_in, participant=loose, **answers))
    for one in (seated, loose):
        place.door.act(place.id, ask(ask_help, participant=one))
    return [seated, loose]


def test_run_sheet_counts_who_is_done_and_leads_to_tables(open_page: Open, place: Place) -> None:
    waiting = _signals(place)
    page = open_page("run_sheet", place.cookies, w=place.code)
    assert not page.exception
    asked = len(place.workshop.participants)
    assert sentence("fr", "console.done.some", 3, asked=asked) in texts(page)
    assert [info.value for info in page.main.info] == [
        "Table 4 demande de l'aide",
        "Une personne sans table demande de l'aide",
    ]
    assert [id for id in waiting if id in " ".join(texts(page))] == []
    page.main.button(key="helped_4").click().run()
    assert not page.exception
    assert place.workshop.help == (waiting[1],)


@pytest.mark.heavy
def test_vote_page_says_when_everybody_is_done(open_page: Open, place: Place) -> None:
    voters = frozenset(sorted(place.workshop.participants)[:2])
    place.door.act(place.id, ask(open_round, by=place.by, seed=1, voters=voters))
    about = moment(place.workshop)
    for one in voters:
        assert sentence("fr", "console.done.all") not in texts(open_page("vote", place.cookies, w=place.code))
        place.door.act(place.id, ask(declare_done, participant=one, about=about, done=True))
    assert sentence("fr", "console.done.all") in texts(open_page("vote", place.cookies, w=place.code))


@pytest.mark.heavy
def test_run_sheet_takes_a_template_in_one_click(open_page: Open, place: Place) -> None:
    page = open_page("run_sheet", place.cookies, w=place.code)
    labels = [page.button(key=f"agenda_{one.name}").label for one in TEMPLATES]
    assert labels == [
        "Idéation et priorisation, 2\u00a0h\u00a055",
        "Pitchs et chapeaux, 2\u00a0h\u00a015",
        "Enjeux, 1\u00a0h\u00a030",
        "Sans minutes",
    ]
    page.button(key="agenda_ideas").click().run()
    assert not page.exception
    assert place.workshop.minutes == TEMPLATES[0].minutes
    assert "Durée prévue\u00a0: 2\u00a0h\u00a055" in texts(page)
    ideas = sentence("fr", "step.name.ideas")
    field = next(one for one in page.main.number_input if one.label == ideas)
    assert field.value == 35
    field.set_value(40)
    save = sentence("fr", "console.agenda.save")
    next(one for one in page.main.button if one.label == save).click().run()
    assert not page.exception
    assert place.workshop.minutes == {**TEMPLATES[0].minutes, StepKind.IDEAS: 40}


def _counting(page: AppTest) -> dict[float, list[str]]:
    """The lengths that go on counting, in minutes, and what may be said of each."""
    told = [
        json.loads(one.proto.json)
        for one in page.get("bidi_component")
        if one.proto.component_name == "recolte_minutes"
    ]
    return {round(one["value"] / 60): [band["text"] for band in one["bands"]] for one in told}


def test_run_sheet_says_minutes_used_and_how_late_the_day_is(open_page: Open, place: Place) -> None:
    now = datetime.now(UTC)
    for ago, rule, asked in (
        (40, plan_steps, {"minutes": {StepKind.CHECK_IN: 10, StepKind.IDEAS: 35}}),
        (40, open_step, {"step": StepKind.CHECK_IN}),
        (25, close_step, {"step": StepKind.CHECK_IN}),
        (20, open_step, {"step": StepKind.IDEAS}),
    ):
        place.door.act(place.id, ask(rule, by=place.by, **asked), at=now - timedelta(minutes=ago))
    page = open_page("run_sheet", place.cookies, w=place.code)
    assert not page.exception
    assert "15\u00a0min sur 10\u00a0min, dépassé" in texts(page)
    counting = _counting(page)
    assert counting[20] == ["# sur 35\u00a0min", "# sur 35\u00a0min, dépassé"]
    keeping = [text.rsplit("\u00a0: ")[-1] for text in counting[10]]
    assert keeping == ["# d'avance", "à l'heure", "# de retard"]


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("data", "refusal"),
    [(write_agenda(Agenda({StepKind.VOTE: 7}, {})), None), (b"{}", "agenda.not_one")],
    ids=["agenda", "other"],
)
def test_run_sheet_takes_an_agenda_from_a_file(
    open_page: Open, place: Place, data: bytes, refusal: str | None
) -> None:
    page = open_page("run_sheet", place.cookies, w=place.code)
    page.main.file_uploader[0].upload("agenda.json", data).run()
    use = sentence("fr", "console.agenda.use")
    next(one for one in page.main.button if one.label == use).click().run()
    assert not page.exception
    expected = [plain(sentence("fr", refusal))] if refusal else []
    assert [error.value for error in page.main.error] == expected
    assert place.workshop.minutes == ({} if refusal else {StepKind.VOTE: 7})


@pytest.mark.heavy
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page_says_in_three_lines_what_it_is_for(
    open_page: Open, place: Place, name: str, language: Language
) -> None:
    page = open_page(name, place.cookies, w=place.code, lang=language)
    lines = [f"- {sentence(language, f'console.help.{name}.{n}')}" for n in (1, 2, 3)]
    assert "\n".join(lines) in texts(page)


@pytest.mark.heavy
def test_run_sheet_says_what_to_say_and_what_the_room_sees_now_and_next(
    open_page: Open, place: Place
) -> None:
    place.door.act(place.id, ask(open_step, by=place.by, step=StepKind.IDEAS))
    own = {StepKind.IDEAS: Instruction("Dix minutes, *sans parler*", "")}
    place.door.act(place.id, ask(instruct_steps, by=place.by, instructions=own))
    shown = [
        line
        for text in texts(open_page("run_sheet", place.cookies, w=place.code))
        for line in text.split("  \n")
    ]
    line = "**{what}\u00a0:** {text}"
    assert line.format(what="À dire", text=plain("Dix minutes, *sans parler*")) in shown
    seen = {
        step
        for step in StepKind
        if line.format(what="Écran", text=sentence("fr", f"console.step.screen.{step}")) in shown
    }
    assert seen == {StepKind.IDEAS, timeline.following(place.workshop) or StepKind.IDEAS}


@pytest.mark.heavy
def test_run_sheet_takes_the_words_for_the_room(open_page: Open, place: Place) -> None:
    page = open_page("run_sheet", place.cookies, w=place.code)
    label = sentence("fr", "console.instructions.fr", step=sentence("fr", "step.name.vote"))
    next(one for one in page.main.text_input if one.label == label).set_value("En silence")
    save = sentence("fr", "console.instructions.save")
    next(one for one in page.main.button if one.label == save).click().run()
    assert not page.exception
    assert place.workshop.instructions == {StepKind.VOTE: Instruction("En silence", "")}


def test_run_sheet_tells_a_burst_and_undoes_it_in_three_presses(open_page: Open, flooded: Place) -> None:
    before = len(flooded.workshop.participants)
    page = open_page("run_sheet", flooded.cookies, w=flooded.code)
    assert [one for one in texts(page) if "140" in one and "arrivées" in one] != []
    page.button(key="burst_close").click().run()
    assert flooded.workshop.arrivals_closed
    page.button(key="burst_remove").click().run()
    assert len(flooded.workshop.participants) == before  # the second press does it
    page.button(key="burst_sure").click().run()
    assert not page.exception
    assert len(flooded.workshop.participants) == before - 140
    assert [button.key for button in page.main.button if button.key == "burst_remove"] == []


def test_run_sheet_removes_and_gives_back_chosen_people(open_page: Open, flooded: Place) -> None:
    page = open_page("run_sheet", flooded.cookies, w=flooded.code)
    page.radio(key="door_way_fr").set_value("chosen").run()
    people = page.multiselect(key="door_people")
    assert people.proto.select_all == 0  # Streamlit's own «Select all» is English in every language
    people.set_value(["P1", "P2"]).run()
    page.button(key="door_remove").click().run()
    page.button(key="door_not").click().run()
    assert flooded.workshop.removed == {}
    page.button(key="door_remove").click().run()
    page.button(key="door_sure").click().run()
    assert list(flooded.workshop.removed) == ["P1", "P2"]
    page.radio(key="door_way_fr").set_value("back").run()
    page.multiselect(key="door_back").set_value(["P2"]).run()
    page.button(key="door_back_some").click().run()
    assert not page.exception
    assert list(flooded.workshop.removed) == ["P1"]


def test_run_sheet_removes_who_came_in_those_minutes_and_did_nothing(open_page: Open, flooded: Place) -> None:
    page = open_page("run_sheet", flooded.cookies, w=flooded.code)
    page.radio(key="door_way_fr").set_value("span").run()
    assert page.button(key="door_remove").label == sentence("fr", "console.door.remove_some", n=140)
    page.checkbox(key="door_silent").uncheck().run()
    page.button(key="door_remove").click().run()
    page.button(key="door_sure").click().run()
    assert len(flooded.workshop.removed) == 140


def test_run_sheet_replaces_the_code_at_the_second_press(open_page: Open, flooded: Place) -> None:
    page = open_page("run_sheet", flooded.cookies, w=flooded.code)
    page.button(key="door_code").click().run()
    page.button(key="door_code_not").click().run()
    assert flooded.door.card(flooded.id).code == flooded.code
    page.button(key="door_code").click().run()
    page.button(key="door_code_sure").click().run()
    new = flooded.door.card(flooded.id).code
    assert new != flooded.code
    assert [one.value for one in page.main.text if shown_code(new) in one.value] != []
    again = open_page("run_sheet", flooded.cookies, w=flooded.code)  # the address of before
    assert not again.exception
    assert again.title[0].value == sentence("fr", "console.page.run_sheet")


@pytest.fixture
def flooded(place: Place) -> Place:
    """The sample workshop, and 140 arrivals of just now."""
    for n in range(140):
        answers = {"kind": None, "table": None, "language": "fr", "consents": {"terms"}}
        arrival = place.door.enrol(place.id, f"token-of-a-false-person-{n}", **answers)
    arrival.result(30)
    return place
