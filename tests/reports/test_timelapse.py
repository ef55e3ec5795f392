"""The film of the narrowing: counts at moments of the log, as many frames as asked for, and no content."""

import json

from facilitation.model import StepKind
from facilitation.replay import replay
from facilitation.rules.groups import create_group, merge_ideas
from reports.timelapse import MOST, film, frames
from sample_sessions import SAMPLES
from tests.room import Room

LOG = SAMPLES[0].entries()


def test_film_begins_with_few_ideas_and_ends_as_the_sample_does() -> None:
    shot = frames(LOG)
    assert len(shot) <= MOST
    assert [shot[0][1:], shot[-1][1:]] == [(2, 2, 0, 0, 0), (58, 58, 8, 8, 3)]
    assert [one.at for one in shot] == sorted(one.at for one in shot)
    assert all(one[1:] != other[1:] for one, other in zip(shot, shot[1:], strict=False))


def test_every_frame_is_what_replay_says_of_that_moment() -> None:
    for frame in frames(LOG, 7):
        then = replay(entry for entry in LOG if entry.at <= frame.at)
        assert len([note for note in then.notes.values() if note.type == "idea"]) == frame.notes


def test_frames_are_as_many_as_asked_for() -> None:
    assert len(frames(LOG, 5)) <= 5
    assert frames(()) == ()


def test_film_says_counts_in_words_with_notes_only_where_twins_were_merged(room: Room) -> None:
    author = room.join()
    room.open(StepKind.IDEAS)
    one, two = (room.idea(author, text) for text in ("Une phrase secrète", "La même phrase"))
    room.lead(create_group, title_fr="Un titre", ideas=[one, two])
    last = json.loads(film(room.door.entries(room.id), "fr"))[-1]
    assert [(level["value"], level["label"]) for level in last["levels"]] == [
        ("2", "idées"),
        ("1", "regroupement"),
        ("0", "champ d'action"),
    ]
    room.lead(merge_ideas, lead=one, merged=[two], text="Ensemble")
    shown = film(room.door.entries(room.id), "fr").decode()
    assert json.loads(shown)[-1]["levels"][0] == {"n": 2, "value": "2", "label": "notes brutes"}
    assert [word for word in ("phrase", "titre", "Ensemble") if word in shown] == []


def test_film_names_the_day_where_there_were_several(room: Room) -> None:
    assert json.loads(film(LOG, "fr"))[0]["when"].startswith("16 novembre 2022, ")
    author = room.join()
    room.open(StepKind.IDEAS)
    room.idea(author, "Une idée")
    assert "2026" not in json.loads(film(room.door.entries(room.id), "fr"))[0]["when"]
