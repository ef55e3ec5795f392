"""What ideas say to the machine: read as they arrive, in the background, and kept in the store.

A row is made in its room, from what the encoder read in all its ideas and from the question.

An encoder that fails never stops a workshop: people group by hand, and are told why the machine does not.
"""

import contextlib
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from clustering import EncoderUnavailable, centred, normalised
from clustering.choosing import alone, identity, in_room, read
from clustering.layout import placed
from clustering.nearest import nearest_group
from clustering.words import without_words
from clustering.worker import Worker, WorkerEnded
from facilitation.asking import ask
from facilitation.door import Door
from facilitation.errors import RecolteError, RuleError
from facilitation.model import Note, NoteId, NoteStatus, Point, Workshop, WorkshopId
from facilitation.rules.drafts import extend_map, join_group
from facilitation.tallies.board import held, movable

log = logging.getLogger("recolte.encoding")

AT_ONCE = 16  # texts in one call: a facilitator who asks for a draft waits behind no more
GATHERING = 0.2  # seconds during which arrivals are gathered
EACH = 0.001  # and more for each note of a large room, whose phones come first
AGAIN = 60.0  # seconds before an encoder that failed is tried again in the background

Progress = Callable[[int, int], None]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Vectors:
    """What ``centred`` takes of each note asked for, and what made it."""

    rows: NDArray[np.float32]
    encoder: str
    version: str


class Encoding:
    """The vectors of all workshops of this installation; `setting` names the encoder it uses by default."""

    def __init__(self, door: Door, worker: Worker, setting: str) -> None:
        self._door, self._worker, self._setting = door, worker, setting
        self._heard: set[WorkshopId] = set()
        self._news = threading.Condition()
        self._known: dict[WorkshopId, set[tuple[str, str]]] = {}
        self._judged: set[tuple[WorkshopId, NoteId]] = set()
        self._failed: dict[str, tuple[float, str]] = {}
        self._seen: dict[WorkshopId, tuple[object, ...]] = {}
        self._started = datetime.now(UTC)
        self._thread: threading.Thread | None = None
        self._open = True
        self._warm = threading.Event()  # its encoder was loaded, or could not be

    def start(self) -> None:
        """Follows all workshops from now on."""
        self._door.listen(self._hear)
        self._thread = threading.Thread(target=self._follow, name="recolte-encoding", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops following; what is being encoded is finished first, the loading of an encoder is not."""
        with self._news:
            self._open = False
            self._news.notify()
        if self._thread is not None and self._warm.is_set():
            self._thread.join(5.0)

    def setting_of(self, workshop: Workshop) -> str:
        """The encoder of that workshop, as the setting names it."""
        return workshop.encoder or self._setting

    def trouble(self, workshop: Workshop) -> str | None:
        """Why the encoder of that workshop did not work when it was last tried, as a key of `locales`."""
        failed = self._failed.get(self.setting_of(workshop))
        return failed[1] if failed else None

    def vectors(self, workshop: Workshop, notes: Sequence[Note], progress: Progress | None = None) -> Vectors:
        """The vectors of those notes, to be compared among them; reads and keeps what is missing.

        The words to ignore are left out, and those of the question weigh little. Raises RuleError with what
        to tell a person when the encoder does not work.
        """
        setting = self.setting_of(workshop)
        with self._told(setting):
            texts = [text_of(note, workshop.ignored_words) for note in notes]
            name, version, kept = self._kept(setting, texts, progress)
            return Vectors(self._worker.call(in_room, setting, kept, _questions(workshop)), name, version)

    def whole_vectors(self, workshop: Workshop, notes: Sequence[Note]) -> Vectors:
        """One row for each of those notes that depends on no other: what tells twins apart."""
        setting = self.setting_of(workshop)
        with self._told(setting):
            texts = [text_of(note, workshop.ignored_words) for note in notes]
            name, version, kept = self._kept(setting, texts)
            return Vectors(self._worker.call(alone, setting, kept), name, version)

    def try_out(self, workshop: Workshop) -> None:
        """Has that workshop's encoder read a word now; raises RuleError with what to tell if it does not."""
        setting = self.setting_of(workshop)
        with self._told(setting):
            self._worker.call(read, setting, ["récolte"])
        self._failed.pop(setting, None)

    @contextlib.contextmanager
    def _told(self, setting: str) -> Iterator[None]:
        """Turns what an encoder fails of into what to tell a person, and keeps it for `trouble`."""
        try:
            yield
        except (EncoderUnavailable, WorkerEnded, ValueError, OSError) as error:
            key = f"encoder.{error.reason}" if isinstance(error, EncoderUnavailable) else "encoder.ended"
            if setting not in self._failed:
                log.exception("The encoder %s does not work.", setting)
            self._failed[setting] = (time.monotonic(), key)
            raise RuleError(key) from error

    def _kept(
        self, setting: str, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[str, str, list[bytes]]:
        """The encoder, its version, and what it read in each text."""
        name, version = self._worker.call(identity, setting)
        by_digest = {digest(text): text for text in texts}
        known = self._door.encoded(name, version, by_digest)
        missing = [one for one in by_digest if one not in known]
        for start in range(0, len(missing), AT_ONCE):
            if progress is not None:
                progress(start, len(missing))
            chunk = missing[start : start + AT_ONCE]
            made = dict(
                zip(chunk, self._worker.call(read, setting, [by_digest[one] for one in chunk]), strict=True)
            )
            self._door.keep_encoded(name, version, made)
            known |= made
        self._failed.pop(setting, None)
        return name, version, [known[digest(text)] for text in texts]

    def work_out(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function gives in the process beside this one; RuleError when that process died."""
        try:
            return self._worker.call(function, *args, **kwargs)
        except WorkerEnded as error:
            raise RuleError("encoder.ended") from error

    # --- in the background ---------------------------------------------------------------------

    def _hear(self, id: WorkshopId, workshop: Workshop) -> None:
        shown = (workshop.notes, workshop.ignored_words, workshop.encoder)
        before = self._seen.get(id, (None,) * len(shown))
        if any(
            new is not old for new, old in zip(shown, before, strict=True)
        ):  # a thousand ballots are no news
            self._seen[id] = shown
            with self._news:
                self._heard.add(id)
                self._news.notify()

    def _follow(self) -> None:
        self._warm_up()
        while True:
            with self._news:
                self._news.wait_for(lambda: self._heard or not self._open)
                if not self._open:
                    return
            time.sleep(GATHERING)
            with self._news:
                heard, self._heard = self._heard, set()
            for id in heard:
                self._catch_up(id)

    def _warm_up(self) -> None:
        """Loads the encoder before anybody waits for it; whether it works is told to whoever asks."""
        with contextlib.suppress(EncoderUnavailable, WorkerEnded, ValueError, OSError):
            self._worker.call(read, self._setting, ["récolte"])
        self._warm.set()

    def _catch_up(self, id: WorkshopId) -> None:
        try:
            workshop = self._door.look(id)
            failed = self._failed.get(self.setting_of(workshop))
            if failed is None or time.monotonic() - failed[0] > AGAIN:
                self._encode_new(id, workshop)
                self._place_new(id, workshop)
                self._map_new(id, workshop)
            time.sleep(EACH * len(workshop.notes))
        except RecolteError as refusal:
            log.info("Ideas are grouped by hand for now: %s", refusal)
        except Exception:  # one workshop's trouble must not leave the others without vectors
            log.exception("New ideas of a workshop could not be encoded.")

    def _encode_new(self, id: WorkshopId, workshop: Workshop) -> None:
        """Encodes what has not been seen yet; asking the store for all of them at each commit would cost."""
        known = self._known.setdefault(id, set())
        setting = self.setting_of(workshop)
        words = "\n".join(workshop.ignored_words)
        new = [note for note in visible(workshop) if (f"{setting}\n{words}", text_of(note)) not in known]
        if new:
            with self._told(setting):
                self._kept(setting, [text_of(note, workshop.ignored_words) for note in new])
            known |= {(f"{setting}\n{words}", text_of(note)) for note in new}

    def _place_new(self, id: WorkshopId, workshop: Workshop) -> None:
        """Each idea that arrived since the start is placed once: by the machine, or else by people."""
        fresh = [
            note
            for note in movable(workshop)
            if note.group is None and note.at >= self._started and (id, note.id) not in self._judged
        ]
        self._judged |= {(id, note.id) for note in fresh}
        theirs = held(workshop)
        notes = visible(workshop)
        mine = [group for group in workshop.groups if group not in theirs]
        members = [[i for i, note in enumerate(notes) if note.group == group] for group in mine]
        if not fresh or not any(members):
            return
        made = self.vectors(workshop, notes)
        rows = centred(made.rows, [note.language for note in notes])
        for note in fresh:
            found = nearest_group(rows, members, notes.index(note))
            if found and found[1]:
                joined = ask(
                    join_group,
                    idea=note.id,
                    group=mine[found[0]],
                    encoder=made.encoder,
                    encoder_version=made.version,
                )
                self._door.act(id, joined)

    def _map_new(self, id: WorkshopId, workshop: Workshop) -> None:
        """Newcomers take places on a map that was drawn; nobody else moves."""
        notes = visible(workshop)
        on_map = [i for i, note in enumerate(notes) if note.id in workshop.places]
        new = [i for i, note in enumerate(notes) if note.id not in workshop.places]
        if not on_map or not new:
            return
        rows = centred(self.vectors(workshop, notes).rows, [note.language for note in notes])
        places = np.array([workshop.places[notes[i].id] for i in on_map])
        found = self.work_out(placed, rows[on_map], places, rows[new])
        points = {notes[i].id: Point(float(x), float(y)) for i, (x, y) in zip(new, found, strict=True)}
        self._door.act(id, ask(extend_map, points=points))


def visible(workshop: Workshop) -> list[Note]:
    """The ideas that take part in grouping, in order of arrival."""
    return [note for note in workshop.ideas() if note.status is NoteStatus.VISIBLE]


def text_of(note: Note, ignored: Iterable[str] = ()) -> str:
    """What an idea says to the encoder: the text chosen at a merge, else its own."""
    return without_words(note.shown, tuple(ignored))


def digest(text: str) -> str:
    """Names a text in the store without telling it; 32 characters."""
    return hashlib.blake2b(normalised(text).encode(), digest_size=16).hexdigest()


def _questions(workshop: Workshop) -> list[str]:
    """The question, in the languages it was written in."""
    framing = workshop.framing
    return [one for one in (framing.question_fr, framing.question_en) if one] if framing else []
