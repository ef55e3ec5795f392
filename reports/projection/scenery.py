"""The pieces every scene is made of: words with their language, cards, sections.

Everything here is a plain value that goes to the browser as JSON. A scene therefore never puts in what
the room may not see: what is not in these values cannot leak.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from facilitation.model import (
    AreaId,
    CellId,
    Note,
    NoteId,
    NoteStatus,
    ProjectId,
    StepKind,
    StepState,
    Workshop,
)
from locales import Language, either, sentence

Scene: TypeAlias = dict[str, Any]
Words: TypeAlias = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Scenery:
    """One workshop at one moment, for people who read one language; `live` shows ideas as they arrive."""

    workshop: Workshop
    language: Language
    address: str | None
    code: str
    now: datetime
    live: bool = False

    @property
    def step(self) -> StepKind:
        """The step everybody is at."""
        return self.workshop.current

    @property
    def state(self) -> StepState:
        """How far that step is."""
        return self.workshop.state(self.step)

    def say(self, key: str, /, n: int | None = None, **values: object) -> str:
        """The sentence behind a key, in the room's language."""
        return sentence(self.language, key, n, **values)

    def titled(self, french: str, english: str) -> Words:
        """A title that people wrote in one or both languages, with the language it is really in."""
        shown = either(self.language, french, english)
        return words(shown, "en" if shown == english != french else "fr")

    def item(self, id: str) -> Words:
        """The words of what can be voted on, pitched or decided: a project, a cell or an idea."""
        workshop = self.workshop
        if (project := workshop.projects.get(ProjectId(id))) is not None:
            return self.titled(project.title_fr, project.title_en)
        if (cell := workshop.cells.get(CellId(id))) is not None:
            return self.titled(cell.name_fr, cell.name_en)
        note = workshop.notes.get(NoteId(id))
        if note is None or note.status in (NoteStatus.MASKED, NoteStatus.WITHDRAWN):
            return words("—")
        return note_words(note)

    def area(self, id: AreaId) -> Words:
        """The title of a priority area."""
        area = self.workshop.areas[id]
        return self.titled(area.title_fr, area.title_en)

    def kind(self, code: str | None) -> str:
        """What a stakeholder kind is called."""
        framing = self.workshop.framing
        kind = framing.kind(code) if framing else None
        return either(self.language, kind.label_fr, kind.label_en) if kind else self.say("kind.none")


def words(text: str, lang: str | None = None) -> Words:
    """A text, and its language where it may differ from the screen's."""
    return {"text": text, "lang": lang}


def note_words(note: Note) -> Words:
    """What an idea says: the text chosen at a merge, else its own."""
    return words(note.shown, note.language)


def card(title: Words | None = None, *texts: Words, **more: Any) -> Scene:
    """One card; `more` may be `big`, `bar`, `mark`, `tags`."""
    return {"title": title, "texts": list(texts), "big": "", "bar": None, "mark": None, "tags": []} | more


def section(title: Words | None, cards: list[Scene], columns: int = 2, most: int = 8, **more: Any) -> Scene:
    """Cards that belong together, at most `most` on a page."""
    return {"title": title, "cards": cards, "columns": columns, "most": most, "mark": None} | more


def figure(value: str, label: str) -> Scene:
    """One large number and what it counts."""
    return {"value": value, "label": label}


def notice(symbol: str, text: str, tone: str = "calm") -> Scene:
    """One sentence that must not be missed; said by symbol and words, not by colour alone."""
    return {"symbol": symbol, "text": text, "tone": tone}
