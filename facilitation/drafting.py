"""A draft of groups: what the machine proposes beside the board, and how it differs from the board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from clustering import Grouping, GroupSuggestion, Lone, centred, default_k, group
from clustering.continuity import continued
from clustering.layout import layout
from clustering.nearest import most_like
from clustering.twins import possible_twins
from facilitation.encoding import Encoding, Progress, text_of, visible
from facilitation.errors import RuleError
from facilitation.model import GroupId, Note, NoteId, Point, Workshop
from facilitation.rules.drafts import DraftedGroup
from facilitation.tallies.board import held, movable, number, pool, standing_groups

SEED = 0  # recorded: the method leaves nothing to chance
FEWEST = 4  # ideas
MOST_ALIKE = 8  # ideas


@dataclass(frozen=True, slots=True)
class Draft:
    """Groups as the machine proposes them, and what they were made with.

    `unread`: how many of the loose ideas are in a script that the encoder does not know.
    """

    groups: tuple[DraftedGroup, ...]
    loose: tuple[NoteId, ...]
    encoder: str
    version: str
    parameters: Mapping[str, str | int | float]
    unread: int = 0

    def on(self, workshop: Workshop) -> "Draft":
        """The same draft before that board: a group of it that was taken off again is a new one once more."""
        gone = {group.id for group in workshop.groups.values() if group.removed}
        groups = (replace(one, group=None) if one.group in gone else one for one in self.groups)
        return replace(self, groups=tuple(groups))

    def taken(self, index: int, group: GroupId) -> "Draft":
        """The same draft once its group of that index stands on the board under that id."""
        groups = list(self.groups)
        groups[index] = replace(groups[index], group=group)
        return replace(self, groups=tuple(groups))


def propose(
    workshop: Workshop,
    encoding: Encoding,
    k: int | None,
    lone: Lone = "fold",
    progress: Progress | None = None,
) -> Draft:
    """A draft for what no person holds; k None lets the method choose how many groups.

    `lone`: whether an idea without a neighbour goes with the nearest group or stays alone, to be sorted.

    Raises RuleError where there is nothing to propose, or the encoder does not work.
    """
    notes = pool(workshop)
    if len(notes) < FEWEST or not movable(workshop):
        raise RuleError("console.draft.too_few", n=FEWEST)
    made = encoding.vectors(workshop, notes, progress)
    texts = [text_of(note) for note in notes]
    languages = [note.language for note in notes]
    ignored = workshop.ignored_words
    found = encoding.work_out(group, texts, languages, made.rows, k or _usual(workshop), SEED, lone, ignored)
    kept = {name: value for name, value in found.parameters.items() if value is not None}
    kept |= {"ignored_words": " · ".join(ignored)} if ignored else {}
    return Draft(
        groups=_drafted(workshop, notes, found),
        loose=_loose(notes, found),
        encoder=made.encoder,
        version=made.version,
        parameters=kept,
        unread=len(found.unread),
    )


def most_alike(workshop: Workshop, encoding: Encoding, ideas: Sequence[NoteId]) -> tuple[NoteId, ...]:
    """The ideas most like those, best first, at most MOST_ALIKE; none when they left the board."""
    notes = visible(workshop)
    chosen = [i for i, note in enumerate(notes) if note.id in ideas]
    if not chosen:
        return ()
    rows = centred(encoding.vectors(workshop, notes).rows, [note.language for note in notes])
    others = [i for i in range(len(notes)) if i not in chosen]
    return tuple(notes[i].id for i in most_like(rows, chosen, others)[:MOST_ALIKE])


def twins(workshop: Workshop, encoding: Encoding) -> tuple[tuple[NoteId, NoteId], ...]:
    """The pairs of ideas that may say the same twice, likeliest first; not those that people keep apart."""
    notes = visible(workshop)
    rows = encoding.whole_vectors(workshop, notes).rows
    texts = [text_of(note, workshop.ignored_words) for note in notes]
    found = encoding.work_out(possible_twins, texts, [note.language for note in notes], rows)
    pairs = ((notes[one.first].id, notes[one.second].id) for one in found)
    return tuple(pair for pair in pairs if frozenset(pair) not in workshop.apart)


class MadeWith(TypedDict):
    """What made a map: which encoder read the ideas, and with what it was laid out."""

    encoder: str
    encoder_version: str
    seed: int
    parameters: Mapping[str, str | int | float]


def mapped(workshop: Workshop, encoding: Encoding) -> tuple[dict[NoteId, Point], MadeWith]:
    """A place on the map for each idea, and what made it; places that were there before move little."""
    notes = visible(workshop)
    made = encoding.vectors(workshop, notes)
    rows = centred(made.rows, [note.language for note in notes])
    groups = [number(note.group) if note.group else -i for i, note in enumerate(notes)]
    known = workshop.places
    before = {i: (known[note.id].x, known[note.id].y) for i, note in enumerate(notes) if note.id in known}
    found = encoding.work_out(layout, rows, groups, before)
    points = {note.id: Point(float(x), float(y)) for note, (x, y) in zip(notes, found, strict=True)}
    return points, MadeWith(encoder=made.encoder, encoder_version=made.version, seed=SEED, parameters={})


def changes(workshop: Workshop, drafted: DraftedGroup) -> tuple[NoteId, ...]:
    """The ideas that this group of a draft would move, as the board is now."""
    free = {note.id: note.group for note in movable(workshop)}
    if drafted.group is not None and drafted.group in held(workshop):
        return ()
    return tuple(
        idea for idea in drafted.ideas
        if idea in free and (drafted.group is None or free[idea] != drafted.group)
    )  # fmt: skip


def _usual(workshop: Workshop) -> int:
    """How many groups to start from: as many as suit all ideas, less those that people hold."""
    theirs = held(workshop)
    standing = sum(group.id in theirs for group in standing_groups(workshop))
    return max(default_k(len(visible(workshop))) - standing, 2)


def _drafted(workshop: Workshop, notes: Sequence[Note], found: Grouping) -> tuple[DraftedGroup, ...]:
    """The suggestions, each going on with the unnamed group that it shares the most ideas with."""
    theirs = held(workshop)
    old = [one.id for one in standing_groups(workshop) if one.id not in theirs]
    before = [[note.id for note in notes if note.group == id] for id in old]
    after = [[notes[row].id for row in one.members] for one in found.suggestions]
    goes_on = continued(before, after)
    return tuple(
        _named(workshop, notes, one, None if i is None else old[i])
        for one, i in zip(found.suggestions, goes_on, strict=True)
    )


def _named(
    workshop: Workshop, notes: Sequence[Note], one: GroupSuggestion, group: GroupId | None
) -> DraftedGroup:
    """The words of its ideas, in either language if they were written in both."""
    ideas = tuple(notes[row].id for row in one.members)
    if group is not None:
        kept = workshop.groups[group]
        return DraftedGroup(group, kept.title_fr, kept.title_en, kept.terms, ideas)
    return DraftedGroup(None, one.title("fr"), one.titles.get("en", ""), one.terms, ideas)


def _loose(notes: Sequence[Note], found: Grouping) -> tuple[NoteId, ...]:
    return tuple(note.id for note, label in zip(notes, found.labels, strict=True) if label < 0)
