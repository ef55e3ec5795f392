"""What the board may be filtered by: a kind or a table, and never a kind so rare that it names somebody."""

import time

from facilitation.events import Entry, Event, IdeasMerged, NoteSubmitted, ParticipantCheckedIn, WorkshopFramed
from facilitation.model import Channel, Framing, Kind, NoteId, NoteType, ParticipantId, Workshop
from facilitation.replay import apply, replay
from pages.parts.board.board import board_data
from tests.room import NOON

HEADS = {"student": 4, "employer": 3, "research": 1, "funder": 2}


def story(heads: dict[str, int]) -> Workshop:
    """That many people of each kind, at tables 1 and 2 in turn; each writes one idea."""
    kinds = tuple(Kind(code, code.capitalize(), "") for code in heads)
    events: list[Event] = [WorkshopFramed(Framing("Essai", "?", "?", "-", kinds, tables=2))]
    people = [kind for kind, count in heads.items() for _ in range(count)]
    for n, kind in enumerate(people, start=1):
        person, table = ParticipantId(f"P{n}"), 1 + n % 2
        events.append(ParticipantCheckedIn(person, kind, table, "fr", Channel.PHONE, frozenset({"terms"})))
        note = NoteId(f"N{n}")
        events.append(NoteSubmitted(note, NoteType.IDEA, person, f"Idée {n}", "fr", Channel.PHONE, table))
    return replay(Entry(n, NOON, "x", None, event) for n, event in enumerate(events, start=1))


def choices(workshop: Workshop) -> dict[str, dict[str, str]]:
    data = board_data(workshop)
    return {one["label"]: dict(one["options"]) for one in data["origins"]}


def labels(workshop: Workshop) -> dict[str, list[str]]:
    known = {value: label for options in choices(workshop).values() for value, label in options.items()}
    return {card["id"]: [known[one] for one in card["origins"]] for card in board_data(workshop)["cards"]}


def test_filter_names_frequent_kinds_and_tables_and_says_rare_kinds_together() -> None:
    offered = {name: list(options.values()) for name, options in choices(story(HEADS)).items()}
    together = "Autres catégories, regroupées"
    assert offered == {"Catégories": ["Student", "Employer", together], "Tables": ["Table 1", "Table 2"]}
    found = labels(story(HEADS))
    assert (found["N1"], found["N5"]) == (["Student", "Table 2"], ["Employer", "Table 2"])
    assert {found[f"N{n}"][0] for n in (8, 9, 10)} == {together}


def test_filter_that_would_choose_nothing_is_not_offered() -> None:
    assert choices(story({"student": 1})) == {}


def test_merged_card_is_found_under_the_origin_of_each_of_its_ideas() -> None:
    apart = story(HEADS)
    merged = IdeasMerged(NoteId("N1"), (NoteId("N6"),), "Ensemble")
    workshop = apply(apart, Entry(apart.seq + 1, NOON, "x", None, merged))
    assert sorted(labels(workshop)["N1"]) == ["Employer", "Student", "Table 1", "Table 2"]


def test_cards_say_when_they_came_and_the_board_what_time_it_is() -> None:
    before = time.time()
    data = board_data(story(HEADS))
    assert {card["at"] for card in data["cards"]} == {int(NOON.timestamp())}
    assert before <= data["now"] <= time.time()
