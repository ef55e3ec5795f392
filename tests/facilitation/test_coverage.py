from facilitation.model import StepKind
from facilitation.rules.groups import create_group, merge_ideas
from facilitation.rules.notes import mask_note
from facilitation.tallies.coverage import coverage
from tests.room import Room


def test_coverage_counts_people_once_and_all_authors_of_twins(room: Room) -> None:
    student, employer, other = room.join(), room.join("employer"), room.join("employer")
    room.open(StepKind.IDEAS)
    a, b = room.idea(student, "a"), room.idea(student, "b")
    c, d = room.idea(employer, "c"), room.idea(other, "d")
    first = room.lead(create_group, title_fr="Un", ideas=[a, b]).events[0].group
    second = room.lead(create_group, title_fr="Deux", ideas=[d]).events[0].group
    room.lead(merge_ideas, lead=a, merged=[c], text="ac")

    assert coverage(room.workshop) == {first: {"student": 1, "employer": 1}, second: {"employer": 1}}

    room.lead(mask_note, note=d, reason="Nomme une personne")
    assert coverage(room.workshop)[second] == {}
