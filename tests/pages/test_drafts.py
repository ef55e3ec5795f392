"""The draft beside the board: what it would change, and what a browser may accept of it."""

from dataclasses import replace

import pytest

from facilitation import house
from facilitation.asking import ask
from facilitation.drafting import Draft, changes, most_alike, propose
from facilitation.errors import RuleError
from facilitation.model import GroupId, NoteId, Workshop
from facilitation.rules.drafts import DraftedGroup, accept_draft, undo_draft
from facilitation.rules.groups import create_group, move_ideas, name_group
from pages.parts.board.board import read_like
from pages.parts.board.drafts import draft_data, read_part
from tests.pages.conftest import Open, Place

HAND = Draft(
    (
        DraftedGroup(None, "Un", "", (), (NoteId("N1"), NoteId("N2"))),
        DraftedGroup(GroupId("G7"), "Deux", "", (), (NoteId("N3"),)),
    ),
    (NoteId("N4"),),
    "e",
    "1",
    {"k": 2},
)


@pytest.mark.parametrize(
    ("sent", "part"),
    [
        ({"act": "all"}, (None, HAND.groups)),
        ({"act": "group", "group": 1}, (1, (HAND.groups[1],))),
        (
            {"act": "card", "group": 0, "idea": "N2"},
            (0, (DraftedGroup(None, "Un", "", (), (NoteId("N2"),)),)),
        ),
        ({"act": "card", "group": 0, "idea": "N3"}, None),
        ({"act": "card", "group": 0}, None),
        ({"act": "group", "group": 2}, None),
        ({"act": "group", "group": -1}, None),
        ({"act": "group", "group": True}, None),
        ({"act": "group", "group": "0"}, None),
        ({"act": "archive", "group": 0}, None),
        ({}, None),
    ],
)
def test_part_of_a_draft_is_only_what_the_draft_holds(sent: dict[str, object], part: object) -> None:
    assert read_part(HAND, sent) == part


def accepted(place: Place, draft: Draft, *groups: DraftedGroup) -> None:
    made_with = {"encoder": draft.encoder, "encoder_version": draft.version, "seed": 0}
    place.door.act(
        place.id,
        ask(
            accept_draft, by=place.by, groups=groups or draft.groups, parameters=draft.parameters, **made_with
        ),
    )  # fmt: skip


def said(place: Place, group: DraftedGroup, language: str) -> str:
    """All that its ideas say in that language."""
    notes = (place.workshop.notes[idea] for idea in group.ideas)
    return "\n".join(note.shown.lower() for note in notes if note.language == language)


def unreadable(place: Place, idea: NoteId) -> Workshop:
    """The workshop as if that idea were in a script that the encoder does not know."""
    workshop = place.workshop
    note = replace(workshop.notes[idea], text="ᐃᓄᒃᑎᑐᑦ ᐱᓕᕆᐊᖑᔪᓐᓇᖅᐳᖅ")
    return replace(workshop, notes={**workshop.notes, idea: note})


@pytest.mark.heavy
def test_idea_in_a_script_nobody_can_read_stays_to_be_sorted(loose: Place) -> None:
    idea = loose.workshop.ideas()[3].id
    draft = propose(unreadable(loose, idea), house.encoding(), 6)
    assert (draft.loose, draft.unread) == ((idea,), 1)
    assert len(draft.groups) == 6


@pytest.mark.heavy
def test_draft_holds_every_loose_idea_once_and_records_what_made_it(loose: Place) -> None:
    draft = propose(loose.workshop, house.encoding(), 6)
    ideas = [idea for group in draft.groups for idea in group.ideas]
    assert sorted(ideas) == sorted(note.id for note in loose.workshop.ideas())
    assert len(draft.groups) == 6
    assert any(group.title_en and group.title_en != group.title_fr for group in draft.groups)
    for group in draft.groups:
        texts = {code: said(loose, group, code) for code in ("fr", "en")}
        assert group.title_fr.lower() in (texts["fr"] if group.title_fr != group.title_en else texts["en"])
        assert group.title_en.lower() in texts["en"]
    assert draft.parameters["k"] == 6

    accepted(loose, draft)
    event = loose.door.entries(loose.id)[-1].event
    assert (event.encoder, event.encoder_version, event.seed) == (draft.encoder, draft.version, 0)
    assert event.parameters == draft.parameters
    assert {note.group for note in loose.workshop.ideas()} == {GroupId(f"G{n}") for n in range(1, 7)}


@pytest.mark.heavy
def test_second_draft_shows_only_what_it_would_change(loose: Place) -> None:
    accepted(loose, propose(loose.workshop, house.encoding(), 6))
    again = propose(loose.workshop, house.encoding(), 6)
    assert [changes(loose.workshop, group) for group in again.groups] == [()] * 6
    assert draft_data(loose.workshop, again)["left"] == 0

    more = propose(loose.workshop, house.encoding(), 7)
    new = [group for group in more.groups if group.group is None]
    assert len(new) == 1
    assert [group.group for group in more.groups if changes(loose.workshop, group)] == [None]
    data = draft_data(loose.workshop, more)
    assert data["left"] == len(new[0].ideas)
    accepted(loose, more, new[0])
    loose.door.act(loose.id, ask(undo_draft, by=loose.by))
    assert draft_data(loose.workshop, more)["left"] == len(new[0].ideas)


@pytest.mark.heavy
def test_draft_leaves_out_what_people_hold(loose: Place) -> None:
    mine = [note.id for note in loose.workshop.ideas()[:5]]
    act = loose.door.act
    act(loose.id, ask(create_group, by=loose.by, title_fr="À nous", ideas=mine[:4]))
    act(loose.id, ask(move_ideas, by=loose.by, ideas=mine[4:], group=None))
    draft = propose(loose.workshop, house.encoding(), None)
    inside = {idea for group in draft.groups for idea in group.ideas}
    assert len(inside) == 53
    assert inside.isdisjoint(mine)
    assert len(draft.groups) == 7  # eight suit 58 ideas, and one stands already

    accepted(loose, draft)
    act(loose.id, ask(name_group, by=loose.by, group=GroupId("G2"), title_fr="Nommé"))
    named = {note.id for note in loose.workshop.ideas() if note.group == "G2"}
    again = propose(loose.workshop, house.encoding(), None)
    assert named.isdisjoint(idea for group in again.groups for idea in group.ideas)


@pytest.mark.heavy
def test_draft_may_leave_ideas_without_a_neighbour_apart(loose: Place) -> None:
    folded = propose(loose.workshop, house.encoding(), 12)
    draft = propose(loose.workshop, house.encoding(), 12, "leave")
    inside = [idea for group in draft.groups for idea in group.ideas]
    everybody = sorted(note.id for note in loose.workshop.ideas())
    assert folded.loose == ()
    assert draft.loose != ()
    assert sorted([*inside, *draft.loose]) == everybody
    assert draft.parameters["lone"] == "leave"

    accepted(loose, folded)
    place_before = {note.id: note.group for note in loose.workshop.ideas()}
    assert None not in place_before.values()
    loose.door.act(
        loose.id,
        ask(
            accept_draft,
            by=loose.by,
            groups=(),
            loose=draft.loose,
            encoder="e",
            encoder_version="1",
            seed=0,
            parameters={},
        ),
    )  # fmt: skip
    assert {note.id for note in loose.workshop.ideas() if note.group is None} == set(draft.loose)


@pytest.mark.heavy
def test_draft_needs_ideas_that_may_move(place: Place) -> None:
    with pytest.raises(RuleError, match=r"console\.draft\.too_few"):
        propose(place.workshop, house.encoding(), None)  # every idea of the sample was placed by people


@pytest.mark.heavy
def test_draft_of_an_encoder_that_is_not_here_is_one_sentence(
    loose: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENCODER", "/nowhere/at/all")
    with pytest.raises(RuleError, match=r"encoder\.not_here"):
        propose(loose.workshop, house.encoding(), None)


@pytest.mark.heavy
def test_page_shows_the_aids_beside_the_board(open_page: Open, loose: Place) -> None:
    page = open_page("board", loose.cookies, w=loose.code)
    assert not page.exception
    assert {one.proto.component_name for one in page.get("bidi_component")} >= {
        "recolte_board",
        "recolte_live",
    }
    assert page.button[0].label == "Proposer"


@pytest.mark.heavy
def test_like_ideas_are_those_of_the_same_need(loose: Place) -> None:
    ideas = loose.workshop.ideas()
    chosen = next(note for note in ideas if "permis" in note.text.lower())
    found = most_alike(loose.workshop, house.encoding(), [chosen.id])
    assert len(found) == 8
    assert chosen.id not in found
    texts = [loose.workshop.notes[idea].text.lower() for idea in found[:3]]
    assert any("perm" in text for text in texts)
    assert most_alike(loose.workshop, house.encoding(), ["N999"]) == ()


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ({"act": "like", "ideas": ["N1", "N2"]}, ("N1", "N2")),
        ({"act": "like", "ideas": []}, ()),
        ({"act": "move", "ideas": ["N1"]}, None),
        (None, None),
    ],
)
def test_like_is_asked_by_cards(sent: object, asked: object) -> None:
    assert read_like(sent) == asked
