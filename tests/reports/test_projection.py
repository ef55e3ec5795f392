"""The room's screen: what is not in its values cannot leak, so each test holds data that could."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from facilitation.model import (
    Hat,
    Instruction,
    Method,
    NoteType,
    Outcome,
    Point,
    ReasonCode,
    RevealStage,
    RoundOptions,
    StepKind,
    StepState,
)
from facilitation.rules.cells import define_cell, express_wish, propose_memberships
from facilitation.rules.drafts import DraftedGroup, accept_draft, draw_map
from facilitation.rules.framing import archive_workshop
from facilitation.rules.groups import create_group, merge_ideas, name_group
from facilitation.rules.hats import call_pitch, comment, deal_hats, mask_comment, open_comments, start_pitch
from facilitation.rules.notes import mask_note, park_note, submit_note, withdraw_note
from facilitation.rules.participants import close_arrivals, remove_people
from facilitation.rules.projector import freeze_projector, mask_projector
from facilitation.rules.projects import define_area, promote_group, record_decision
from facilitation.rules.rounds import advance_reveal, cancel_round, cast_ballot, open_round, open_runoff
from facilitation.rules.steps import close_step, instruct_steps, reveal_step, suspend_step
from facilitation.rules.timer import set_timer
from locales import LANGUAGES, sentence
from reports.projection.screen import projection
from tests.room import FRAMING, NOON, Room

BASE = "http://192.168.0.7:8501"


def _screen(room: Room, language: str = "fr", address: str | None = BASE, **asked):  # type: ignore[no-untyped-def]
    return projection(room.workshop, language, address, room.code, NOON, **asked)


def _texts(scene) -> list[str]:  # type: ignore[no-untyped-def]
    return [words["text"] for part in scene["sections"] for card in part["cards"] for words in card["texts"]]


def _titles(scene) -> list[str]:  # type: ignore[no-untyped-def]
    return [card["title"]["text"] for part in scene["sections"] for card in part["cards"]]


def _reveal(room: Room, step: StepKind) -> None:
    room.lead(close_step, step=step)
    room.lead(reveal_step, step=step)


def _vote(room: Room, *ballots: dict[int, int]) -> list[str]:
    projects = room.projects(3)
    people = [room.join() for _ in ballots]
    room.lead(open_round, seed=5)
    for person, marks in zip(people, ballots, strict=True):
        chosen = {projects[place]: dots for place, dots in marks.items()}
        room.say(cast_ballot, person, round=room.workshop.round.id, marks=chosen)
    return projects


def test_projection_is_plain_json_at_every_step(room: Room) -> None:
    room.projects(2)
    for step in StepKind:
        for state in StepState:
            steps = {**room.workshop.steps, step: state}
            workshop = replace(room.workshop, current=step, steps=steps)
            for language in LANGUAGES:
                scene = projection(workshop, language, BASE, room.code, NOON)
                assert json.loads(json.dumps(scene)) == scene


def test_join_screen_shows_code_address_rule_and_people(room: Room) -> None:
    room.join()

    scene = _screen(room)

    shown = f"{room.code[:4]}-{room.code[4:]}"
    assert (scene["join"]["code"], scene["join"]["address"]) == (shown, f"192.168.0.7:8501/j/{room.code}")
    # who decides is shown before the first idea.
    assert scene["lead"][0]["text"] == "Qui décide\u00a0: Vote consultatif; le comité décide et motive."
    assert scene["strip"] == {"title": "Premier emploi", "code": f"Code {shown}", "people": "1 personne"}
    assert scene["join"]["qr"].startswith("data:image/svg+xml")


@pytest.mark.parametrize("frozen", [False, True])
def test_room_is_not_invited_to_a_closed_door(room: Room, frozen: bool) -> None:
    if frozen:
        room.lead(freeze_projector, frozen=True)
    room.lead(close_arrivals, closed=True)
    scene = _screen(room)
    assert (scene["join"], scene["notice"]["text"]) == (None, sentence("fr", "projector.arrivals_closed"))
    assert scene["strip"]["code"] == sentence("fr", "projector.strip.closed")
    assert room.code not in json.dumps(scene)
    room.lead(close_arrivals, closed=False)
    assert room.code in json.dumps(_screen(room))


@pytest.mark.parametrize("language", LANGUAGES)
def test_room_is_not_invited_to_an_ended_workshop(room: Room, language: str) -> None:
    room.open(StepKind.CLOSING)
    room.lead(archive_workshop)
    scene = _screen(room, language)
    assert scene["strip"]["code"] == sentence(language, "projector.strip.ended")  # type: ignore[arg-type]
    assert f"{room.code[:4]}-{room.code[4:]}" not in json.dumps(scene)


def test_new_code_is_on_the_screen_and_removed_people_are_not_counted(room: Room) -> None:
    room.join()
    room.lead(remove_people, people=(room.join(),))
    old = room.code
    room.door.renew_code(room.by, room.id)
    scene = _screen(room)
    assert (old in json.dumps(scene), room.code in scene["join"]["address"]) == (False, True)
    assert scene["strip"]["people"] == sentence("fr", "projector.people", n=1)


def test_join_screen_says_when_no_phone_can_come(room: Room) -> None:
    scene = _screen(room, address=None)

    assert (scene["join"], scene["notice"]["tone"]) == (None, "strong")
    assert scene["notice"]["text"].startswith("Aucun téléphone ne peut joindre cet ordinateur")


def test_open_ideas_show_counts_and_no_text(room: Room) -> None:
    author = room.join(table=2)
    room.open(StepKind.IDEAS)
    room.idea(author, "Un secret jusqu'au dévoilement")

    scene = _screen(room)

    assert "secret" not in json.dumps(scene, ensure_ascii=False)
    assert scene["heading"] == {"text": "Comment pourrions-nous faciliter le premier emploi?", "lang": "fr"}
    assert scene["figures"] == [{"value": "1", "label": "idée"}]
    assert [card["big"] for card in scene["sections"][0]["cards"]] == ["0", "1", "0", "0"]


def test_live_ideas_come_newest_first(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    room.idea(author, "La première")
    room.idea(author, "La deuxième")

    assert _texts(_screen(room, live=True)) == ["La deuxième", "La première"]


def test_paused_ideas_show_no_text_even_live(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    room.idea(author, "En attente")
    room.lead(suspend_step, step=StepKind.IDEAS)

    scene = _screen(room, live=True)

    assert (scene["heading"]["text"], _texts(scene)) == ("Pause", [])


def test_revealed_ideas_leave_out_masked_withdrawn_parked_and_merged(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    kept, twin, masked, parked, taken = (
        room.idea(author, text) for text in ("Gardée", "Jumelle", "Blessante", "Mise de côté", "Reprise")
    )
    room.lead(mask_note, note=masked, reason="Nomme une personne")
    room.lead(park_note, note=parked, reason="Hors sujet")
    room.say(withdraw_note, author, note=taken)
    room.lead(merge_ideas, lead=kept, merged=[twin], text="Gardée et jumelle")
    _reveal(room, StepKind.IDEAS)

    scene = _screen(room)

    assert _texts(scene) == ["Gardée et jumelle"]
    sent = json.dumps(scene, ensure_ascii=False)
    leaked = ("Blessante", "Nomme", "Mise de côté", "Hors sujet", "Reprise", "Jumelle")
    assert [word for word in leaked if word in sent] == []


def _map_of(room: Room) -> list[tuple[object, ...]]:
    scene = _screen(room)
    maps = [part for part in scene["sections"] if "map" in part]
    assert maps in ([], scene["sections"][-1:])
    return [tuple(point.values()) for part in maps for point in part["map"]]


def test_map_is_shown_once_drawn_with_a_letter_and_no_text_for_each_idea(room: Room) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)
    a, b, secret = (room.idea(person, text) for text in ("Un", "Deux", "Secret"))
    room.lead(create_group, title_fr="Jumeler", ideas=[a])
    room.open(StepKind.GROUPING)
    assert _map_of(room) == []

    places = {a: Point(0.25, 0.5), b: Point(1, 0), secret: Point(0, 0)}
    made_with = {"encoder": "e", "encoder_version": "1", "seed": 0, "parameters": {}}
    room.lead(draw_map, points=places, **made_with)
    room.lead(mask_note, note=secret, reason="Nomme une personne")

    assert _map_of(room) == [(0.25, 0.5, "A", 0), (1, 0, "·", -1)]
    legend = _screen(room)["sections"][-1]["cards"]
    assert [(one["letter"], one["title"]["text"]) for one in legend] == [("A", "Jumeler")]


def test_suggested_title_says_that_it_is_one(room: Room) -> None:
    person = room.join()
    room.open(StepKind.IDEAS)
    a, b = room.idea(person, "Un"), room.idea(person, "Deux")
    drafted = (DraftedGroup(None, "Des bus", "", (), (a,)), DraftedGroup(None, "", "", (), (b,)))
    made_with = {"encoder": "e", "encoder_version": "1", "seed": 0, "parameters": {}}
    room.lead(accept_draft, groups=drafted, **made_with)
    room.lead(name_group, group="G1", title_fr="Les autobus")
    room.open(StepKind.GROUPING)

    cards = _screen(room)["sections"][0]["cards"]
    assert [(one["title"]["text"], one["unit"]) for one in cards] == [
        ("Les autobus", "idée"),
        ("Groupe B", "idée · titre suggéré"),
    ]
    pages = _screen(room)["sections"][1:3]
    assert [(page["title"]["text"], page["suggested"]) for page in pages] == [
        ("Les autobus", ""),
        ("Groupe B", "titre suggéré"),
    ]
    assert _screen(room, "en")["sections"][2]["title"] == {"text": "Group B", "lang": "en"}


def test_ideas_keep_their_own_language(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    room.say(submit_note, author, type=NoteType.IDEA, text="A buddy program", language="en")
    _reveal(room, StepKind.IDEAS)

    cards = _screen(room)["sections"][0]["cards"]

    assert cards[0]["texts"] == [{"text": "A buddy program", "lang": "en"}]


def test_masked_issues_stay_off_the_wall(room: Room) -> None:
    author = room.join()
    room.open(StepKind.ISSUES)
    for text in ("Le logement", "Une insulte"):
        note = room.say(submit_note, author, type=NoteType.ISSUE, text=text, language="fr").events[0].note
    room.lead(mask_note, note=note, reason="Insulte")
    _reveal(room, StepKind.ISSUES)

    assert _texts(_screen(room)) == ["Le logement"]


def test_groups_show_an_overview_then_each_group(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    ideas = [room.idea(author, f"Idée {number}") for number in (1, 2, 3)]
    room.lead(create_group, title_fr="Jumeler", title_en="Match", ideas=ideas[:2])
    room.open(StepKind.GROUPING)

    scene = _screen(room, "en")

    assert [(part["title"] or {}).get("text") for part in scene["sections"]] == [
        None,
        "Match",
        "Ideas to sort",
    ]
    assert _texts(scene) == ["Idée 1", "Idée 2", "Idée 3"]


def test_a_title_without_translation_is_marked_as_french(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    room.lead(create_group, title_fr="Jumeler", ideas=[room.idea(author, "Idée")])
    room.open(StepKind.GROUPING)

    assert _screen(room, "en")["sections"][1]["title"] == {"text": "Jumeler", "lang": "fr"}


@pytest.mark.parametrize("state", ["open", "suspended", "closed"])
def test_blind_vote_is_the_same_whatever_was_chosen(room: Room, state: str) -> None:
    """Two rooms with as many ballots and different choices see the same screen (R-12)."""
    _vote(room, {0: 2, 1: 1}, {0: 2})
    if state == "suspended":
        room.lead(suspend_step, step=StepKind.VOTE)
    if state == "closed":
        room.lead(close_step, step=StepKind.VOTE)
    current = room.workshop.round
    other = {person: replace(one, marks={current.items[2]: 1}) for person, one in current.ballots.items()}
    changed = replace(room.workshop, rounds=(replace(current, ballots=other),))

    scene = _screen(room)

    assert projection(changed, "fr", BASE, room.code, NOON) == scene
    assert scene["figures"] == [{"value": "2", "label": "bulletins sur 3"}]


def test_open_vote_lists_projects_in_a_drawn_order_without_numbers(room: Room) -> None:
    _vote(room, {0: 1})

    scene = _screen(room)

    assert sorted(_titles(scene)) == ["Projet 1", "Projet 2", "Projet 3"]
    assert [(card["big"], card["bar"]) for card in scene["sections"][0]["cards"]] == [("", None)] * 3


def test_revealed_vote_shows_dots_voters_and_ties(room: Room) -> None:
    _vote(room, {0: 2, 1: 1}, {0: 1, 2: 1})
    _reveal(room, StepKind.VOTE)
    for stage in (RevealStage.BANDS, RevealStage.TOTALS):
        room.lead(advance_reveal, stage=stage)

    cards = _screen(room)["sections"][0]["cards"]

    assert [(card["rank"], card["title"]["text"], card["bar"]["label"]) for card in cards] == [
        ("1", "Projet 1", "3 points, 2 personnes"),
        ("2 ex æquo", "Projet 2", "1 point, 1 personne"),
        ("2 ex æquo", "Projet 3", "1 point, 1 personne"),
    ]


def test_result_with_the_quorum_has_no_warning(room: Room) -> None:
    _vote(room, {0: 1}, {1: 1})
    _reveal(room, StepKind.VOTE)

    assert _screen(room)["notice"] is None


def test_result_under_quorum_is_indicative_and_says_why(room: Room) -> None:
    projects = room.projects(2)
    employer = room.join("employer")
    room.join()
    room.lead(open_round, seed=1)
    room.say(cast_ballot, employer, round="R1", marks={projects[0]: 1})
    _reveal(room, StepKind.VOTE)

    assert _screen(room)["notice"]["text"] == (
        "Résultat indicatif. Moins de la moitié des personnes présentes ont voté (1 sur 3). "
        "Aucun bulletin de\u00a0: Personne étudiante."
    )


def test_decision_shows_the_funnel_the_areas_and_what_goes_elsewhere(room: Room) -> None:
    first, second = room.projects(2)
    area = room.lead(define_area, title_fr="Former les employeurs").events[0].area
    room.lead(record_decision, project=first, outcome=Outcome.RETAINED, area=area)
    room.lead(record_decision, project=second, outcome=Outcome.REFERRED, reason_code=ReasonCode.LATER)
    room.open(StepKind.DECISION)

    scene = _screen(room)

    assert [(one["value"], one["label"]) for one in scene["figures"]] == [
        ("2", "idées"),
        ("2", "projets potentiels"),
        ("1", "champ d'action"),
    ]
    assert [(part["title"]["text"], part["cards"][0]["title"]["text"]) for part in scene["sections"]] == [
        ("Former les employeurs", "Projet 1"),
        ("Ce qui ira ailleurs ou plus tard", "Projet 2"),
    ]


@pytest.mark.parametrize(
    ("outcome", "fate"), [(Outcome.PARKED, "mis de côté"), (Outcome.REFERRED, "transféré")]
)
def test_decision_shows_projects_merged_into_one_that_goes_elsewhere(
    room: Room, outcome: Outcome, fate: str
) -> None:
    first, second, third, fourth = room.projects(4)
    area = room.lead(define_area, title_fr="Former").events[0].area
    room.lead(record_decision, project=first, outcome=Outcome.MERGED, into=second)
    room.lead(record_decision, project=second, outcome=Outcome.MERGED, into=third)
    room.lead(record_decision, project=fourth, outcome=Outcome.RETAINED, area=area)
    room.open(StepKind.DECISION)
    undecided = [part["title"]["text"] for part in _screen(room)["sections"]]
    room.lead(record_decision, project=third, outcome=outcome, reason_code=ReasonCode.LATER)
    cards = _screen(room)["sections"][1]["cards"]

    assert undecided == ["Former"]
    told = [
        (card["title"]["text"], [one["text"].replace("\u00a0", " ") for one in card["texts"]])
        for card in cards
    ]
    assert told == [
        ("Projet 1", [f"Fusionné avec « Projet 2 » ({fate})"]),
        ("Projet 2", [f"Fusionné avec « Projet 3 » ({fate})"]),
        ("Projet 3", ["Plus tard"]),
    ]


def test_cells_say_their_empty_seats(room: Room) -> None:
    employer = room.join("employer")
    cell = room.lead(define_cell, name_fr="Formation", minimum=2, maximum=4).events[0].cell
    room.open(StepKind.CELLS)
    room.say(express_wish, employer, ranked=[cell])
    room.lead(propose_memberships, seed=1)

    shown = _screen(room)["sections"][0]["cards"][0]

    seats = [(seat["sign"], seat["state"]) for seat in shown["seats"]["row"]]
    assert seats == [("▲", "taken"), ("●", "wanted"), ("", "free"), ("", "free")]
    assert (shown["seats"]["label"], shown["seats"]["words"]) == ("1 sur 4", "Employeur 1")
    assert shown["tags"] == ["Il manque une personne\u00a0: Personne étudiante"]
    legend = [(kind["sign"], kind["name"]) for kind in _screen(room)["sections"][0]["kinds"]]
    assert legend == [("●", "Personne étudiante"), ("▲", "Employeur")]


def test_cells_miss_nobody_before_places_are_proposed(room: Room) -> None:
    room.lead(define_cell, name_fr="Formation", minimum=2, maximum=4)
    room.open(StepKind.CELLS)
    shown = _screen(room)["sections"][0]["cards"][0]
    assert ([seat["state"] for seat in shown["seats"]["row"]], shown["tags"]) == (["free"] * 4, [])


def test_cell_without_enough_people_wants_seats_up_to_its_minimum(room: Room) -> None:
    people = [room.join("student"), room.join(None)]
    cell = room.lead(define_cell, name_fr="Formation", minimum=4, maximum=5).events[0].cell
    room.open(StepKind.CELLS)
    for person in people:
        room.say(express_wish, person, ranked=[cell])
    room.lead(propose_memberships, seed=1)
    shown = _screen(room)["sections"][0]["cards"][0]
    seats = [(seat["sign"], seat["state"]) for seat in shown["seats"]["row"]]
    assert seats == [("●", "taken"), ("–", "taken"), ("", "wanted"), ("", "wanted"), ("", "free")]
    assert shown["tags"] == ["Il manque 2 personnes"]


def _pitched(room: Room) -> str:
    for _ in range(6):
        room.join()
    cell = room.lead(define_cell, name_fr="Formation").events[0].cell
    room.open(StepKind.HATS)
    room.lead(deal_hats, seed=1, subjects=[cell])
    room.lead(call_pitch, subject=cell)
    return str(cell)


def test_pitch_clock_runs_from_the_server_s_time(room: Room) -> None:
    _pitched(room)
    assert _screen(room)["clock"]["started"] is None
    room.lead(start_pitch)

    later = projection(room.workshop, "fr", BASE, room.code, NOON + timedelta(seconds=61))

    clock = later["clock"]
    assert (clock["now"] - clock["started"], clock["seconds"]) == (61_000, 300)
    assert [signal["at"] for signal in clock["signals"]] == [240, 270, 300]


def test_timer_is_told_with_the_server_s_time_and_left_off_a_masked_screen(room: Room) -> None:
    room.open(StepKind.IDEAS)
    assert _screen(room)["timer"] is None
    room.lead(set_timer, minutes=2)
    later = projection(room.workshop, "fr", BASE, room.code, NOON + timedelta(seconds=150))["timer"]
    assert (later["end"] - later["now"], later["left"]) == (-30_000, -30_000)
    room.lead(suspend_step, step=StepKind.IDEAS)
    paused = _screen(room)["timer"]
    assert (paused["end"], paused["left"], paused["words"]["held"]) == (None, 120_000, "En pause")
    room.lead(mask_projector, masked=True)
    assert _screen(room)["timer"] is None


def test_comments_come_by_hat_and_masked_ones_never_leave_the_server(room: Room) -> None:
    cell = _pitched(room)
    people = {hat: person for person, hat in room.workshop.hat_rounds[cell].assignment.items()}
    room.say(comment, people[Hat.YELLOW], subject=cell, text="Ça rassemble", language="fr")
    room.say(
        comment,
        people[Hat.YELLOW],
        subject=cell,
        text="Attention au coût",
        language="fr",
        hat_content=Hat.BLACK,
    )
    hidden = room.say(comment, people[Hat.BLACK], subject=cell, text="Contre Untel", language="fr")
    room.lead(mask_comment, comment=hidden.events[0].comment, reason="Vise une personne")
    assert "Ça rassemble" not in json.dumps(_screen(room), ensure_ascii=False)

    room.lead(open_comments)
    scene = _screen(room)

    found = [
        (part["title"]["text"], card["texts"][0]["text"], card["tags"])
        for part in scene["sections"]
        for card in part["cards"]
    ]
    assert found == [
        ("Jaune\u00a0: les bénéfices (1)", "Ça rassemble", []),
        ("Noir\u00a0: la prudence (1)", "Attention au coût", ["Hors chapeau"]),
    ]
    assert "Untel" not in json.dumps(scene, ensure_ascii=False)
    assert "Vise" not in json.dumps(scene, ensure_ascii=False)


def test_closing_counts_what_became_of_the_ideas(room: Room) -> None:
    (project,) = room.projects(1)
    area = room.lead(define_area, title_fr="Champ").events[0].area
    room.lead(record_decision, project=project, outcome=Outcome.RETAINED, area=area)
    room.open(StepKind.CLOSING)

    cards = _screen(room)["sections"][0]["cards"]

    assert [(card["big"], card["title"]["text"]) for card in cards] == [("1", "idée retenue")]


def test_another_pitch_turns_back_to_the_first_page(room: Room) -> None:
    for _ in range(6):
        room.join()
    cells = [room.lead(define_cell, name_fr=name).events[0].cell for name in ("Une", "Deux")]
    room.open(StepKind.HATS)
    room.lead(deal_hats, seed=1)
    names = []
    for cell in cells:
        room.lead(call_pitch, subject=cell)
        names.append(_screen(room)["screen"])

    assert names == ["hats.open.0.CEL1.pitch", "hats.open.0.CEL2.pitch"]


def test_promoted_groups_still_show_under_their_own_title(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    group = room.lead(create_group, title_fr="Jumeler", ideas=[room.idea(author, "Idée")]).events[0].group
    room.lead(promote_group, group=group)
    _reveal(room, StepKind.IDEAS)
    room.open(StepKind.GROUPING)

    assert _titles_of_sections(room) == ["Jumeler"]


def _titles_of_sections(room: Room) -> list[str]:
    return [part["title"]["text"] for part in _screen(room)["sections"] if part["title"]]


def test_masked_screen_holds_the_question_and_nothing_people_wrote(room: Room) -> None:
    room.open(StepKind.IDEAS)
    room.idea(room.join(), "Untel est un incapable")
    _reveal(room, StepKind.IDEAS)
    assert "Untel" in json.dumps(_screen(room))
    room.lead(mask_projector, masked=True)
    scene = _screen(room)
    assert scene["heading"]["text"] == FRAMING.question_fr
    assert (scene["sections"], scene["figures"], scene["masked"]) == ([], [], True)
    assert "Untel" not in json.dumps(scene)


def test_frozen_screen_is_drawn_as_it_was(room: Room) -> None:
    room.open(StepKind.IDEAS)
    person = room.join()
    room.idea(person, "Un jardin")
    _reveal(room, StepKind.IDEAS)
    before = _screen(room)
    room.lead(freeze_projector, frozen=True)
    room.join()
    room.open(StepKind.GROUPING)
    assert _screen(room) == {**before, "frozen": True}


def test_comment_masked_later_leaves_a_frozen_screen(room: Room) -> None:
    cell = _pitched(room)
    person = next(iter(room.workshop.hat_rounds[cell].assignment))
    said = room.say(comment, person, subject=cell, text="Contre Untel", language="fr")
    room.lead(open_comments)
    room.lead(freeze_projector, frozen=True)
    assert "Contre Untel" in json.dumps(_screen(room))
    room.lead(mask_comment, comment=said.events[0].comment, reason="Vise une personne")
    assert "Contre Untel" not in json.dumps(_screen(room))


def test_instruction_stands_under_the_title_as_long_as_the_step_is_open(room: Room) -> None:
    room.lead(instruct_steps, instructions={StepKind.IDEAS: Instruction("En silence", "In silence")})
    room.open(StepKind.IDEAS)
    assert _screen(room)["lead"][0] == {"text": "En silence", "lang": "fr"}
    assert _screen(room, "en")["lead"][0] == {"text": "In silence", "lang": "en"}
    room.lead(mask_projector, masked=True)
    assert "En silence" not in json.dumps(_screen(room), ensure_ascii=False)
    room.lead(mask_projector, masked=False)
    room.lead(close_step, step=StepKind.IDEAS)
    assert "En silence" not in json.dumps(_screen(room), ensure_ascii=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_vote_says_how_and_what_settles_a_tie(room: Room, language: str) -> None:
    room.projects(3)
    room.lead(open_round, seed=1, dots=2, cap=1)
    lead = [words["text"] for words in _screen(room, language)["lead"]]
    assert lead == [
        sentence(language, "projector.vote.approval", n=2, cap=1),
        sentence(language, "vote.ladder"),
    ]
    room.lead(close_step, step=StepKind.VOTE)
    assert _screen(room, language)["lead"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_runoff_with_one_dot_asks_to_choose_and_speaks_of_no_dots(room: Room, language: str) -> None:
    room.projects(3)
    room.lead(open_round, seed=1)
    for move in (close_step, reveal_step):
        room.lead(move, step=StepKind.VOTE)
    room.lead(open_runoff, seed=1, round="R1", items=("PR1", "PR2"))
    assert [words["text"] for words in _screen(room, language)["lead"]] == [
        sentence(language, "projector.vote.runoff"),
        sentence(language, "projector.vote.choice"),
        sentence(language, "vote.ladder.runoff"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_vote_in_mentions_says_what_settles_a_tie_and_ratings_have_none(
    room: Room, language: str
) -> None:
    room.projects(3)
    leads = []
    for method in (Method.MENTIONS, Method.RATINGS):
        room.lead(open_round, seed=1, method=method)
        leads.append([words["text"] for words in _screen(room, language)["lead"]])
        room.lead(cancel_round, round=room.workshop.round.id)
    assert leads == [
        [sentence(language, "projector.vote.mentions"), sentence(language, "vote.ladder.mentions")],
        [sentence(language, "projector.vote.ratings")],
    ]


def test_cancelled_vote_leaves_the_screen_to_the_next_one(room: Room) -> None:
    _vote(room, {0: 2}, {1: 1})
    room.lead(cancel_round, round="R1")
    scene = _screen(room)
    assert scene["heading"]["text"] == sentence("fr", "projector.vote.soon")
    assert (scene["figures"], scene["sections"]) == ([], [])


def test_result_below_an_announced_quorum_says_which(room: Room) -> None:
    room.projects(2)
    people = [room.join() for _ in range(4)]
    room.lead(open_round, seed=1, options=RoundOptions(quorum=75))
    for person in people[:3]:
        room.say(cast_ballot, person, round="R1", marks={"PR1": 1})
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE, reason="Le train part.")
    told = _screen(room)["notice"]["text"]
    assert sentence("fr", "projector.indicative.below", share=75, ballots=3, present=5) in told
