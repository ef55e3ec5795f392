"""Vectors as ideas arrive: kept by text, made once, and never in the way of people."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from clustering import identity, pieces, room_vectors
from clustering.pieces import piece_ids
from clustering.worker import Worker
from facilitation.asking import ask
from facilitation.encoding import Encoding, digest, text_of, visible
from facilitation.errors import RuleError
from facilitation.model import NoteId, NoteType, StepKind
from facilitation.rules.drafts import DraftedGroup, accept_draft, choose_encoder, ignore_words
from facilitation.rules.groups import name_group
from facilitation.rules.notes import submit_note
from tests.room import FRAMING, Room

pytestmark = pytest.mark.heavy

BUSES = ("Ajouter des autobus le soir", "Passe d'autobus à moitié prix", "Navette d'autobus gratuite")
FRENCH = ("Cours de français le midi", "Ateliers de conversation en français", "Apprendre le français")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


@pytest.fixture
def encoding(room: Room, worker: Worker) -> Iterator[Encoding]:
    made = Encoding(room.door, worker, "auto")
    yield made
    made.close()


def written(room: Room, *texts: str) -> list[NoteId]:
    """Ideas written now: the clock of the encoding is the server's."""
    author = next(iter(room.workshop.participants), None) or room.join()
    asked = {"participant": author, "type": NoteType.IDEA, "language": "fr"}
    return [room.door.act(room.id, ask(submit_note, text=text, **asked)).events[0].note for text in texts]


def kept(room: Room, *texts: str) -> set[str]:
    found = room.door.encoded(*identity("auto"), [digest(text) for text in texts])
    return {text for text in texts if digest(text) in found}


def until(true) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def in_room(*texts: str) -> bytes:
    """The rows of these texts among themselves, beside the question of the room."""
    question = [piece_ids(one) for one in (FRAMING.question_fr, FRAMING.question_en) if one]
    return room_vectors([pieces(text) for text in texts], question).tobytes()


def test_rows_are_made_in_the_room_and_what_was_read_is_kept(room: Room, encoding: Encoding) -> None:
    room.open(StepKind.IDEAS)
    written(room, *BUSES, BUSES[0].upper())
    seen: list[tuple[int, int]] = []
    made = encoding.vectors(room.workshop, visible(room.workshop), lambda *of: seen.append(of))

    assert made.rows.tobytes() == in_room(*BUSES, BUSES[0].upper())
    assert (made.encoder, made.version) == identity("auto")
    assert seen == [(0, 4)]
    assert kept(room, *BUSES) == set(BUSES)


def test_what_was_read_is_not_read_again(room: Room, encoding: Encoding) -> None:
    room.open(StepKind.IDEAS)
    written(room, BUSES[0])
    room.door.keep_encoded(*identity("auto"), {digest(BUSES[0]): bytes(pieces("Un pique-nique"))}).result(5)
    assert encoding.vectors(room.workshop, visible(room.workshop)).rows.tobytes() == in_room("Un pique-nique")


def test_words_to_ignore_change_what_is_encoded(room: Room, encoding: Encoding) -> None:
    room.open(StepKind.IDEAS)
    written(room, "Des autobus à Rimouski")
    room.lead(ignore_words, words=("rimouski",))
    (note,) = visible(room.workshop)
    assert text_of(note, room.workshop.ignored_words) == "Des autobus à"
    rows = encoding.vectors(room.workshop, [note]).rows
    assert rows.tobytes() == in_room("Des autobus à")


def test_no_idea_no_vector(room: Room, encoding: Encoding) -> None:
    assert encoding.vectors(room.workshop, []).rows.shape[0] == 0


def test_encoder_that_is_not_here_is_told_and_the_next_one_works(room: Room, encoding: Encoding) -> None:
    room.open(StepKind.IDEAS)
    written(room, BUSES[0])
    room.lead(choose_encoder, setting="nobody/no-such-model")
    with pytest.raises(RuleError, match=r"encoder\.not_here"):
        encoding.vectors(room.workshop, visible(room.workshop))
    assert encoding.trouble(room.workshop) == "encoder.not_here"

    room.lead(choose_encoder, setting="")
    assert encoding.trouble(room.workshop) is None
    assert encoding.vectors(room.workshop, visible(room.workshop)).rows.shape[0] == 1


def test_child_that_died_is_told_and_the_next_try_works(
    room: Room, encoding: Encoding, worker: Worker
) -> None:
    room.open(StepKind.IDEAS)
    written(room, BUSES[0])
    worker.call(int)
    assert worker._child is not None
    worker._child.kill()
    worker._child.wait()
    assert encoding.vectors(room.workshop, visible(room.workshop)).rows.shape[0] == 1


def test_ideas_are_encoded_as_they_arrive(room: Room, encoding: Encoding) -> None:
    room.open(StepKind.IDEAS)
    encoding.start()
    written(room, *BUSES)
    until(lambda: kept(room, *BUSES) == set(BUSES))


def test_new_idea_joins_the_nearest_group_and_nobody_else_moves(room: Room, encoding: Encoding) -> None:
    room.open(StepKind.IDEAS)
    before = written(room, *BUSES, *FRENCH, "Pique-nique au bord du fleuve")
    drafted = tuple(DraftedGroup(None, "", "", (), tuple(ideas)) for ideas in (before[:3], before[3:6]))
    made_with = {"encoder": "e", "encoder_version": "1", "seed": 0, "parameters": {}}
    now = datetime.now(UTC)
    room.door.act(room.id, ask(accept_draft, by=room.by, groups=drafted, **made_with), at=now)
    encoding.start()

    (bus,) = written(room, "Des autobus la fin de semaine")
    until(lambda: room.workshop.notes[bus].group is not None)
    room.lead(name_group, group="G2", title_fr="Le français")
    (course, other) = written(room, "Un cours de français en ligne", "Réparer la toiture de l'aréna")
    until(lambda: kept(room, room.workshop.notes[other].text) != set())
    (again,) = written(room, "Plus d'autobus le matin")
    until(lambda: room.workshop.notes[again].group is not None)

    board = [room.workshop.notes[idea].group for idea in (*before, bus, course, other, again)]
    assert board == ["G1"] * 3 + ["G2"] * 3 + [None, "G1", None, None, "G1"]
